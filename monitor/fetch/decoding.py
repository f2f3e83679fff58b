"""Decodes an answer's body piece by piece, and stops at a bound: 809 bytes of brotli can hold half a gigabyte."""

import sys
import zlib
from collections.abc import Iterator, Mapping
from typing import Protocol

import brotli

from monitor.fetch.limits import MB
from monitor.model import TryLater, Unreadable

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

#: What we ask for, and all we can undo.
ACCEPTED = "gzip, deflate, br, zstd"

#: So much comes out of a decoder at a time.
_STEP = 256 * 1024
#: Honest bodies have one member (gzip) or frame (zstd), or one for every 64 KB; each costs us a new decoder.
_MEMBERS = 1000
#: RFC 8878 lets a sender count on a window of 8 MB (2**23); more is a way to make us reserve memory.
_ZSTD_WINDOW: Mapping[int, int] = {zstd.DecompressionParameter.window_log_max.value: 23}


class _Decoder(Protocol):
    def feed(self, data: bytes) -> Iterator[bytes]: ...

    def complete(self) -> bool: ...


class _Zlib:
    """gzip with any number of members, zlib, and the bare deflate that some servers send instead."""

    def __init__(self, encoding: str) -> None:
        self._gzip = encoding == "gzip"
        # Between members there is no decoder: the two bytes that follow say whether another one begins.
        self._inner: zlib._Decompress | None = None
        self._held = b""
        self._members = 0
        self._done = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        while data and not self._done:
            if self._inner is None:
                data, self._held = self._held + data, b""
                if len(data) < 2:
                    self._held = data
                    return
                self._begin(data[:2])
                continue
            if out := self._inner.decompress(data, _STEP):
                yield out
            if self._inner.eof:
                data, self._inner = self._inner.unused_data, None
                self._done = not self._gzip
            else:
                data = self._inner.unconsumed_tail

    def _begin(self, head: bytes) -> None:
        if self._gzip and self._members and head != b"\x1f\x8b":
            self._done = True  # padding behind the end
            return
        self._members = _one_more(self._members)
        is_zlib = head[0] & 0x0F == 8 and int.from_bytes(head, "big") % 31 == 0
        self._inner = zlib.decompressobj(31 if self._gzip else 15 if is_zlib else -15)

    def complete(self) -> bool:
        return self._inner is None and (self._members > 0)


class _Brotli:
    def __init__(self) -> None:
        self._inner = brotli.Decompressor()

    def feed(self, data: bytes) -> Iterator[bytes]:
        if self._inner.is_finished():
            return
        if out := self._inner.process(data, output_buffer_limit=_STEP):
            yield out
        while not self._inner.is_finished() and not self._inner.can_accept_more_data():
            if out := self._inner.process(b"", output_buffer_limit=_STEP):
                yield out

    def complete(self) -> bool:
        return bool(self._inner.is_finished())


class _Zstd:
    """zstd with any number of frames."""

    def __init__(self) -> None:
        self._inner = zstd.ZstdDecompressor(options=_ZSTD_WINDOW)
        self._frames = 1

    def feed(self, data: bytes) -> Iterator[bytes]:
        while data or not (self._inner.eof or self._inner.needs_input):
            if self._inner.eof:
                self._frames = _one_more(self._frames)
                self._inner = zstd.ZstdDecompressor(options=_ZSTD_WINDOW)
            out = self._inner.decompress(data, _STEP)
            data = self._inner.unused_data if self._inner.eof else b""
            if out:
                yield out

    def complete(self) -> bool:
        return bool(self._inner.eof)


def _one_more(members: int) -> int:
    if members == _MEMBERS:
        raise Unreadable("the body is compressed in more pieces than any honest server makes", code="too_large")
    return members + 1


class Body:
    """Takes the wire's pieces in, gives the decoded body out.

    ``decoded`` and ``wire`` bound both sides in bytes, ``ratio`` one against the other once 1 MB came out.
    With ``cut`` a longer body is cut at ``decoded`` instead (robots.txt is read that way); ``full`` says so.
    """

    def __init__(self, encoding: str, *, decoded: int, wire: int, ratio: int, cut: bool = False) -> None:
        self._decoder = _pick(encoding)
        self._decoded, self._ratio, self._cut = decoded, ratio, cut
        # An uncompressed body is bounded by what it is, not by what it might become.
        self._wire = wire if self._decoder else decoded
        self._pieces: list[bytes] = []
        self.size = self.taken = 0
        self.full = False

    def expect(self, length: int) -> None:
        """The header named this length: refuse it before reading."""
        if length > self._wire and not self._cut:
            raise too_large(self._wire)

    def take(self, data: bytes) -> Iterator[None]:
        """Decodes one piece; yields after every step, so that the caller can let others run.

        Raises Unreadable: ``too_large``, or ``unexpected_content`` when it is not what the header says.
        """
        self.taken += len(data)
        if self._decoder is None:
            self._keep(data)
            yield
        else:
            try:
                for out in self._decoder.feed(data):
                    self._keep(out)
                    if self.full:
                        return
                    yield
            except (zlib.error, brotli.error, zstd.ZstdError, MemoryError) as problem:
                raise Unreadable(
                    "the body is not in the content encoding that its header names", code="unexpected_content"
                ) from problem
        if self.taken > self._wire and not self.full:
            raise too_large(self._wire)

    def _keep(self, out: bytes) -> None:
        self.size += len(out)
        if self.size > self._decoded:
            if not self._cut:
                raise too_large(self._decoded)
            out, self.full = out[: len(out) - (self.size - self._decoded)], True
        if self._decoder is not None and self.size > MB and self.size > self._ratio * self.taken:
            raise too_large(self._decoded)
        self._pieces.append(out)

    @property
    def is_whole(self) -> bool:
        """Whether what has come says of itself that it has ended."""
        return self._decoder is not None and bool(self.taken) and self._decoder.complete()

    def whole(self) -> bytes:
        """The decoded body. Raises TryLater if it broke off in the middle."""
        if self._decoder is not None and self.taken and not self.full and not self._decoder.complete():
            raise TryLater("the answer broke off in the middle", code="network")
        return b"".join(self._pieces)


def too_large(bound: int) -> Unreadable:
    """The error for a body beyond ``bound`` bytes."""
    return Unreadable(f"the answer is larger than we take in ({bound:,} bytes)", code="too_large")


def _pick(encoding: str) -> _Decoder | None:
    """The decoder for a Content-Encoding header. Raises Unreadable for one inside another: only bombs are built so."""
    named = [name.strip().lower() for name in encoding.split(",")]
    known = [name for name in named if name in {"gzip", "x-gzip", "deflate", "br", "zstd"}]
    if len(known) > 1:
        raise Unreadable("the body is compressed more than once, which no honest server does", code="too_large")
    if not known:
        # Some servers write a charset or "none" here. The body is then as it is.
        return None
    name = known[0].removeprefix("x-")
    if name in {"gzip", "deflate"}:
        return _Zlib(name)
    return _Brotli() if name == "br" else _Zstd()
