"""The bounded decoder gives the same, however the network cuts a body."""

import gzip
import zlib
from collections.abc import Callable
from itertools import pairwise

import brotli
import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

from monitor.fetch.decoding import Body
from monitor.model import MonitorError


def read(encoding: str, pieces: list[bytes], bound: int = 1 << 20) -> bytes:
    body = Body(encoding, decoded=bound, wire=bound, ratio=200)
    for piece in pieces:
        for _ in body.take(piece):
            pass
    return body.whole()


def cut(data: bytes, places: list[int]) -> list[bytes]:
    marks = sorted({min(place, len(data)) for place in places} | {0, len(data)})
    return [data[start:end] for start, end in pairwise(marks)]


PACKERS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "two members": ("gzip", lambda data: gzip.compress(data[:50]) + gzip.compress(data[50:])),
    "padded": ("gzip", lambda data: gzip.compress(data) + b"\0\0\0"),
    "zlib": ("deflate", zlib.compress),
    "bare deflate": ("deflate", lambda data: zlib.compress(data, wbits=-15)),
    "brotli": ("br", brotli.compress),
    "zstd": ("zstd", zstd.compress),
    "two frames": ("zstd", lambda data: zstd.compress(data[:50]) + zstd.compress(data[50:])),
    "plain": ("", bytes),
}


@pytest.mark.parametrize("how", PACKERS)
@given(data=st.binary(max_size=300), places=st.lists(st.integers(0, 400), max_size=12))
def test_a_body_is_the_same_in_any_pieces(how: str, data: bytes, places: list[int]) -> None:
    encoding, pack = PACKERS[how]
    assert read(encoding, cut(pack(data), places)) == data


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "gzip, br", ""])
@given(pieces=st.lists(st.binary(max_size=60), max_size=8))
def test_noise_is_told_and_never_crashes(encoding: str, pieces: list[bytes]) -> None:
    try:
        read(encoding, pieces)
    except MonitorError as problem:
        assert problem.code in {"network", "unexpected_content", "too_large"}


@pytest.mark.parametrize("how", ["gzip", "zlib", "bare deflate", "brotli", "zstd", "two members", "two frames"])
@given(data=st.binary(min_size=60, max_size=300), short=st.integers(1, 8))
def test_a_body_that_breaks_off_is_not_taken_for_whole(how: str, data: bytes, short: int) -> None:
    encoding, pack = PACKERS[how]
    with pytest.raises(MonitorError):
        read(encoding, [pack(data)[:-short]])


@pytest.mark.parametrize("how", PACKERS)
def test_the_bound_holds_to_the_byte(how: str) -> None:
    encoding, pack = PACKERS[how]
    data = bytes(range(256)) * 4
    assert read(encoding, [pack(data)], bound=1064) == data
    with pytest.raises(MonitorError) as told:
        read(encoding, [pack(data)], bound=1023)
    assert told.value.code == "too_large"
