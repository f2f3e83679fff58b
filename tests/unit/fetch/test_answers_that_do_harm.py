"""Hostile answers cost bounded time and memory, and the next call works (SAFETY 5 B 14-16)."""

import asyncio
import gzip
import random
import re
import socket
import time
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import brotli
import pytest
from backports import zstd

from monitor.fetch import Web
from monitor.fetch.limits import KB, MB, Limits
from monitor.model import MonitorError, TryLater, Unreadable
from tests.hostile.bombs import brotli_bomb, gzip_bomb, zstd_bomb
from tests.hostile.servers import (
    Handler,
    drip_body,
    drip_head,
    endless_body,
    endless_chunks,
    endless_hints,
    read_head,
    repeating,
    reply,
    routed,
    say_nothing,
    saying,
    saying_and_closing,
    served,
)

SHORT = Limits(deadline=0.6)


@dataclass
class Strain:
    """What a stretch of work did to this process: memory gained (bytes), longest time the loop was busy (s)."""

    memory: int = 0
    lag: float = 0.0


def reset_peak() -> None:
    """The high-water mark of resident memory starts anew."""
    Path("/proc/self/clear_refs").write_text("5")


def peak() -> int:
    """Highest resident memory since then (bytes)."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) * KB


@asynccontextmanager
async def strain() -> AsyncIterator[Strain]:
    """Measures what happens inside."""

    async def watch() -> None:
        while True:
            begun = time.thread_time()  # what others do to this machine is not our lag
            await asyncio.sleep(0.005)
            seen.lag = max(seen.lag, time.thread_time() - begun)

    seen = Strain()
    reset_peak()
    before = peak()
    watcher = asyncio.create_task(watch())
    await asyncio.sleep(0.01)
    yield seen
    await asyncio.sleep(0.01)
    watcher.cancel()
    seen.memory = peak() - before


def _packed_head(encoding: str) -> bytes:
    return f"HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\n\r\n".encode()


def packed(encoding: str, body: bytes) -> bytes:
    return reply(body, f"Content-Encoding: {encoding}")


@pytest.mark.parametrize(
    ("what", "handler"),
    [
        ("brotli, 841 bytes to 512 MB", saying(packed("br", brotli_bomb()))),
        ("zstd, 16 KB to 512 MB", saying(packed("zstd", zstd_bomb()))),
        ("gzip, 128 KB to 128 MB", saying(packed("gzip", gzip_bomb()))),
        ("deflate", saying(packed("deflate", zlib.compress(bytes(100 * MB), 9)))),
        (
            "gzip, 9 KB to 9 MB: within the bound, but no text is like that",
            saying(packed("gzip", gzip.compress(bytes(9 * MB)))),
        ),
        ("gzip in gzip", saying(packed("gzip, gzip", gzip.compress(gzip_bomb())))),
        ("gzip in gzip, in two lines", saying(packed("gzip\r\nContent-Encoding: gzip", gzip.compress(gzip_bomb())))),
        ("brotli in zstd", saying(packed("br,identity,zstd", brotli_bomb()))),
        ("endless chunks", endless_chunks),
        ("endless body", endless_body),
        ("10 GB, announced", repeating(b"HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\n", b"z" * 65536)),
        (
            "a length beyond measure",
            saying_and_closing(b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 18 + b"\r\n\r\n"),
        ),
        ("endless gzip members", repeating(_packed_head("gzip"), gzip.compress(b"x") * 100)),
        ("endless empty gzip members", repeating(_packed_head("gzip"), gzip.compress(b"") * 100)),
        ("endless zstd frames", repeating(_packed_head("zstd"), zstd.compress(b"x") * 100)),
        ("endless empty zstd frames", repeating(_packed_head("zstd"), zstd.compress(b"") * 100)),
        ("endless gzip padding", repeating(_packed_head("gzip") + gzip.compress(b"x"), bytes(65536))),
    ],
)
async def test_a_body_that_is_too_large_is_given_up_early(what: str, handler: Handler) -> None:  # 14
    async with served(handler) as place, Web(allow=place.allow) as web, strain() as seen:
        with pytest.raises(Unreadable) as told:
            await web.get(place.url)
    assert told.value.code == "too_large"
    assert seen.memory < 64 * MB
    assert seen.lag < 0.25


async def test_a_compressed_error_page_that_breaks_off_is_tried_again() -> None:  # 14: lying Content-Length
    whole = gzip.compress(b"a feed " * 1000)
    async with served(routed({"/": packed("gzip", whole[:-12])})) as place, Web(allow=place.allow) as web:
        with pytest.raises(TryLater) as told:
            await web.get(place.url)
    assert told.value.code == "network"


async def test_a_caller_may_set_the_bound() -> None:
    async with served(saying(reply(b"x" * 2000))) as place, Web(allow=place.allow) as web:
        assert len((await web.get(place.url, max_bytes=2000)).body) == 2000
        with pytest.raises(Unreadable) as told:
            await web.get(place.url, max_bytes=1999)
    assert told.value.code == "too_large"


@pytest.mark.parametrize(
    ("what", "handler"),
    [
        ("body drip", drip_body),
        ("header drip", drip_head),
        ("endless 103", endless_hints),
        ("nothing", say_nothing),
        ("half a head", repeating(b"HTTP/1.1 200 OK\r\nContent-Len", b"", 0.05)),
        ("chunk extensions", repeating(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;", b"a", 0.05)),
    ],
)
async def test_a_slow_place_is_left_at_the_deadline(what: str, handler: Handler) -> None:  # 15
    async with served(handler) as place, Web(allow=place.allow, limits=SHORT) as web:
        with pytest.raises(TryLater) as told:
            await web.get(place.url)
    assert told.value.code == "deadline"


async def test_a_place_that_never_accepts_is_left_at_the_deadline() -> None:  # 15
    with socket.socket() as silent, socket.socket() as filler:
        silent.bind(("127.0.0.1", 0))
        silent.listen(0)
        port = silent.getsockname()[1]
        filler.connect(("127.0.0.1", port))
        async with Web(allow=[("127.0.0.0/8", port)], limits=SHORT) as web:
            answers = await asyncio.gather(
                *(web.get(f"http://127.0.0.1:{port}/{n}") for n in range(2)), return_exceptions=True
            )
    assert [getattr(answer, "code", "") for answer in answers] == ["deadline"] * 2


async def test_a_redirect_is_followed_though_what_stands_behind_it_never_ends() -> None:
    async def moved(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if b"/new " in await read_head(reader):
            writer.write(reply(b"news"))
            return
        writer.write(b"HTTP/1.1 302 Found\r\nLocation: /new\r\nTransfer-Encoding: chunked\r\n\r\n")
        while not writer.is_closing():
            writer.write(b"2000\r\n" + b"x" * 0x2000 + b"\r\n")
            await writer.drain()

    async with served(moved) as place, Web(allow=place.allow) as web:
        assert (await web.get(place.url)).body == b"news"


async def test_who_wants_much_gets_much_that_is_compressed() -> None:
    noise = random.Random(7).randbytes(40 * KB)
    answer = reply(gzip.compress(noise), "Content-Encoding: gzip")
    async with served(saying(answer)) as place, Web(allow=place.allow, limits=Limits(wire=KB)) as web:
        assert (await web.get(place.url, max_bytes=100 * KB)).body == noise
        with pytest.raises(Unreadable):
            await web.get(place.url, max_bytes=50 * KB)


async def test_the_deadline_counts_over_redirects() -> None:
    async def slow_hop(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            await read_head(reader)
            await asyncio.sleep(0.25)
            writer.write(reply(b"", "Location: /again", status="302 Found"))

    async with served(slow_hop) as place, Web(allow=place.allow, limits=SHORT) as web:
        with pytest.raises(TryLater) as told:
            await web.get(place.url)
    assert told.value.code == "deadline"


@pytest.mark.parametrize(
    ("what", "answer", "code"),
    [
        ("header flood", b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 50_000 + b"\r\n", None),
        ("100 KB header", b"HTTP/1.1 200 OK\r\nX-A: " + b"b" * 100_000 + b"\r\n\r\n", "too_large"),
        ("100 KB status line", b"HTTP/1.1 200 " + b"K" * 100_000 + b"\r\n\r\n", "too_large"),
        ("two lengths", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello", "network"),
        ("one length twice", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello", "network"),
        ("two lengths in a line", b"HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\nhello", "network"),
        (
            "two lengths in hints and answer",
            b"HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n"
            b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
            "network",
        ),
        ("negative length", b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello", "network"),
        ("short body, half closed", b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nshort", "network"),
        ("short chunks", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nshort", "network"),
        ("bad chunk size", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nshort\r\n", "network"),
        ("not HTTP", b"SSH-2.0-OpenSSH_9.2\r\n", "network"),
        ("nothing at all", b"", "network"),
        ("garbage", bytes(range(256)) * 8, "network"),
        ("status 99999", b"HTTP/1.1 99999 OK\r\n\r\n", "network"),
        ("gzip that is none", packed("gzip", b"hello, I am plain"), "unexpected_content"),
        ("brotli that is none", packed("br", b"\xff" * 40), "unexpected_content"),
        ("zstd that is none", packed("zstd", b"hello"), "unexpected_content"),
        ("zstd with a window of 2 GB", packed("zstd", b"\x28\xb5\x2f\xfd\x00\xa8" + bytes(64)), "unexpected_content"),
    ],
)
async def test_a_broken_answer_is_an_error_and_no_empty_feed(what: str, answer: bytes, code: str | None) -> None:  # 16
    async with served(saying_and_closing(answer)) as place, Web(allow=place.allow, limits=Limits(deadline=3)) as web:
        async with strain() as seen:
            with pytest.raises(MonitorError) as told:
                await web.get(place.url)
        assert code is None or told.value.code == code
        assert told.value.code in {"network", "too_large", "unexpected_content"}
        assert not re.search("[a-z][A-Z]", str(told.value)), "the name of a class tells an operator nothing"
        assert seen.memory < 64 * MB
        assert seen.lag < 0.25
        # Whatever it was, the place may be asked again.
        with pytest.raises(MonitorError):
            await web.get(place.url)
    assert place.accepts >= 2


async def test_a_surplus_answer_does_not_answer_the_next_question() -> None:
    injected = reply(b"first") + reply(b"INJECTED")
    async with served(saying(injected, reply(b"second"), reply(b"third"))) as place, Web(allow=place.allow) as web:
        bodies = [(await web.get(f"{place.url}{n}")).body for n in range(2)]
    assert bodies == [b"first", b"second"]


async def test_an_answer_that_comes_unasked_and_late_does_not_answer_the_next_question() -> None:
    said = asyncio.Event()

    async def talkative(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_head(reader)
        writer.write(reply(b"asked"))
        await asyncio.sleep(0.05)
        writer.write(reply(b"INJECTED"))
        await writer.drain()
        said.set()
        await read_head(reader)
        writer.write(reply(b"too late"))

    async with served(talkative) as place, Web(allow=place.allow) as web:
        bodies = [(await web.get(f"{place.url}1")).body]
        await said.wait()
        await asyncio.sleep(0.05)
        bodies.append((await web.get(f"{place.url}2")).body)
    assert bodies == [b"asked", b"asked"]
    assert place.accepts == 2


async def test_callers_who_give_up_leave_the_host_usable() -> None:
    """A storm of cancelled calls on two slots: plain httpx never gives some of them back (encode/httpcore#1093)."""

    async def moody(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            await read_head(reader)
            await asyncio.sleep(0.03)
            writer.write(reply(b"ok"))

    async with served(moody) as place, Web(allow=place.allow) as web:

        async def impatient(patience: float) -> None:
            for _ in range(15):
                try:
                    async with asyncio.timeout(patience):
                        await web.get(place.url)
                except TimeoutError:
                    pass

        await asyncio.gather(*(impatient(0.01 + 0.004 * n) for n in range(20)))
        async with asyncio.timeout(3):
            replies = await asyncio.gather(*(web.get(place.url) for _ in range(10)))
    assert {reply_.body for reply_ in replies} == {b"ok"}


async def test_a_busy_monitor_does_not_call_its_sources_slow() -> None:
    async def steady(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            await read_head(reader)
            await asyncio.sleep(0.1)
            writer.write(reply(b"ok"))

    # 16 calls, two at a time, 0.1 s each: the last waits 0.7 s for its turn, longer than the deadline.
    async with served(steady) as place, Web(allow=place.allow, limits=Limits(deadline=0.5)) as web:
        replies = await asyncio.gather(*(web.get(place.url) for _ in range(16)))
    assert len(replies) == 16


async def test_two_hundred_big_bodies_at_once_fit_into_memory() -> None:
    big = reply(b"x" * int(4.9 * MB))

    async def one_chunk_at_a_time(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            await read_head(reader)
            for start in range(0, len(big), 64 * KB):
                writer.write(big[start : start + 64 * KB])
                await writer.drain()

    async def everywhere(host: str) -> list[str]:
        return ["127.0.0.1"]

    async with (
        served(one_chunk_at_a_time) as place,
        Web(allow=place.allow, resolver=everywhere, limits=Limits(deadline=60)) as web,
        strain() as seen,
    ):

        async def one(number: int) -> int:
            return len((await web.get(f"http://host-{number % 100}.example:{place.port}/")).body)

        sizes = await asyncio.gather(*(one(number) for number in range(200)))
    assert set(sizes) == {int(4.9 * MB)}
    # The servers of this test live in the same process and have their own buffers.
    assert seen.memory < 150 * MB


async def test_big_bodies_that_come_slowly_keep_no_other_big_one_waiting() -> None:
    slow = repeating(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 200 * KB, b"x", 0.1)

    async def everywhere(host: str) -> list[str]:
        return ["127.0.0.1"]

    async with (
        served(slow) as place,
        served(saying(reply(b"y" * 300 * KB))) as quick,
        Web(allow=[*place.allow, *quick.allow], resolver=everywhere, limits=Limits(beside=2 * MB)) as web,
    ):
        waiting = [asyncio.create_task(web.get(f"http://slow-{n}.example:{place.port}/")) for n in range(12)]
        await asyncio.sleep(0.5)
        async with asyncio.timeout(5):
            assert len((await web.get(quick.url)).body) == 300 * KB
        assert not any(task.done() for task in waiting)
        more = [asyncio.create_task(web.get(f"http://slow-more-{n}.example:{place.port}/")) for n in range(8)]
        await asyncio.sleep(0.5)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.5):
                await web.get(quick.url)  # there is no memory left
        for task in waiting:
            task.cancel()
        async with asyncio.timeout(5):
            assert len((await web.get(quick.url)).body) == 300 * KB
        for task in more:
            task.cancel()
        await asyncio.gather(*waiting, *more, return_exceptions=True)


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(b"some text " * 9000)),
        ("x-gzip", gzip.compress(b"some text " * 9000)),
        ("GZIP", gzip.compress(b"some text " * 4000) + gzip.compress(b"some text " * 5000)),
        ("gzip", gzip.compress(b"some text " * 9000) + bytes(512)),
        ("deflate", zlib.compress(b"some text " * 9000)),
        ("deflate", zlib.compress(b"some text " * 9000, wbits=-15)),
        ("br", brotli.compress(b"some text " * 9000)),
        ("zstd", zstd.compress(b"some text " * 9000)),
        ("zstd", zstd.compress(b"some text " * 4000) + zstd.compress(b"some text " * 5000)),
        ("identity", b"some text " * 9000),
        ("utf-8", b"some text " * 9000),
        ("identity, gzip", gzip.compress(b"some text " * 9000)),
    ],
)
@pytest.mark.parametrize("step", [1, 7, 100_000])
async def test_honest_encodings_are_read_however_they_are_cut(encoding: str, body: bytes, step: int) -> None:
    async def in_steps(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_head(reader)
        writer.write(f"HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\nConnection: close\r\n\r\n".encode())
        head, rest = body[:40], body[40:]
        for start in range(0, len(head), step):
            writer.write(head[start : start + step])
            await writer.drain()
            await asyncio.sleep(0.001)
        writer.write(rest)
        await writer.drain()

    async with served(in_steps) as place, Web(allow=place.allow) as web:
        assert (await web.get(place.url)).body == b"some text " * 9000
