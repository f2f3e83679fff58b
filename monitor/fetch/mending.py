"""Answers that break the rules of HTTP and that every browser reads all the same.

A length beside chunks, a line among the headers that is none, a body behind a status that has none, more bytes than
were announced: aiohttp's reader gives all of these up. A client that closes the connection behind such an answer, as
ours does, cannot take its rest for the next one.
"""

import re
from collections.abc import Callable
from typing import Any

from aiohttp.client_proto import ResponseHandler
from aiohttp.http_exceptions import HttpProcessingError, LineTooLong
from aiohttp.streams import StreamReader

#: No answer that begins later than after so many bytes (hints that come before it, half a head) is mended.
_ENOUGH = 32_768
_HEAD = re.compile(rb"(HTTP/1\.[01] [1-9]\d\d\b.*?\r?\n)\r?\n", re.DOTALL)
#: A head, or a hint, may end here, and in so many bytes before it.
_END, _END_OF_HEAD = re.compile(rb"\n\r?\n"), 3
_FIRST_LINE = re.compile(rb"HTTP/1\.[01] [1-9]\d\d\b")
_NAME = re.compile(rb"[A-Za-z0-9!#$%&'*+.^_`|~-]+[ \t]*:")
_NAME_OF_LENGTH, _NAME_OF_CODING = b"content-length", b"transfer-encoding"

#: Answers whose head has come with their bodies, whether the connection is used for something else now, what is left.
Come = tuple[Any, bool, bytes]


class Forgiving:
    """A reader of one answer that gives a fresh one of aiohttp's a mended head where the first one gives up.

    It stands in the connection in place of aiohttp's until the answer has begun. ``expect`` puts a fresh one there.
    """

    __slots__ = ("_come", "_expect", "_problem", "_protocol", "_reader")

    def __init__(self, protocol: ResponseHandler, expect: Callable[[ResponseHandler], None]) -> None:
        self._protocol, self._expect = protocol, expect
        self._come = b""
        self._problem: HttpProcessingError | None = None
        self._reader: Any = protocol._parser
        protocol._parser = self  # type: ignore[assignment]

    def feed_data(self, data: bytes) -> Come:
        """As aiohttp's does. Raises HttpProcessingError where a browser would give up, too."""
        if self._problem is not None:
            self._come += data
            if len(self._come) <= _ENOUGH and not _END.search(self._come, len(self._come) - len(data) - _END_OF_HEAD):
                return (), False, b""  # to look at all of it for each piece would be work without end
            return self._again(self._problem)
        try:
            come: Come = self._reader.feed_data(data)
        except LineTooLong:
            raise
        except HttpProcessingError as problem:
            self._come += data
            return self._again(problem)
        messages = come[0]
        if messages and messages[-1][0].code >= 200:
            self._protocol._parser = self._reader  # the rest needs no mending
            return come
        self._come += data
        if len(self._come) > _ENOUGH:
            self._protocol._parser = self._reader
        return come

    def feed_eof(self) -> Any:
        """The other side has closed."""
        return self._reader.feed_eof()

    def pause_reading(self) -> None:
        """Nobody takes in the body for the moment."""
        self._reader.pause_reading()

    def message_consumed(self) -> None:
        """One of the answers was taken."""
        self._reader.message_consumed()

    def _again(self, problem: HttpProcessingError) -> Come:
        """The same answer from its beginning: its head mended and by itself, then what of the rest belongs to it."""
        head, rest = split(self._come)
        if not head:
            if len(self._come) > _ENOUGH or not _FIRST_LINE.match(rest):
                raise problem
            self._problem = problem
            return (), False, b""  # the end of the head is still to come
        self._expect(self._protocol)
        self._protocol.force_close()  # behind this answer
        reader: Any = self._protocol._parser
        messages, upgraded, tail = reader.feed_data(mended(head))
        body: StreamReader | None = messages[-1][1] if messages else None
        more: Any = ()
        try:
            if rest:
                more, upgraded, tail = reader.feed_data(rest)
        except HttpProcessingError:
            if body is None or not body.is_eof():
                raise  # else the answer is whole, and what else came is nobody's
        return [*messages, *more][:1], upgraded, tail


def split(come: bytes) -> tuple[bytes, bytes]:
    """The head of the answer, hints before it left out, and what follows it; "" for what has not come whole."""
    rest = come.lstrip(b"\r\n")
    while head := _HEAD.match(rest):
        if head[1][9:10] != b"1":
            return head[0], rest[head.end() :]
        rest = rest[head.end() :]
    return b"", rest


def mended(head: bytes) -> bytes:
    """The head as browsers read it.

    Lines that are no header are left out, chunks outweigh a length (RFC 9112, 6.3), an empty length is none. A length
    that stands twice, be it the same one, stays what it is: two answers may have been joined into one.
    """
    first, *lines = head.splitlines()
    fields: list[bytes] = []
    for line in lines:
        if line[:1] in (b" ", b"\t") and fields:
            fields[-1] += b" " + line.strip()
        elif _NAME.match(line):
            fields.append(line)
    named = [field.partition(b":")[0].strip().lower() for field in fields]
    pairs = list(zip(named, fields, strict=True))
    if any(name == _NAME_OF_CODING and b"chunked" in field.lower() for name, field in pairs):
        pairs = [pair for pair in pairs if pair[0] != _NAME_OF_LENGTH]
    kept = [field for name, field in pairs if name != _NAME_OF_LENGTH or field.partition(b":")[2].strip()]
    return b"\r\n".join([first, *kept, b"", b""])
