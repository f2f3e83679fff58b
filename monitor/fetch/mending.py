"""Answers that break the rules of HTTP and that every browser reads all the same.

A length that stands twice, a line among the headers that is none, a body behind a status that has none, more bytes than
were announced: aiohttp's reader gives all of these up. A client that closes the connection behind such an answer, as
ours does, cannot take its rest for the next one.
"""

import re
from collections.abc import Callable
from typing import Any, Protocol

from aiohttp.http import RawResponseMessage
from aiohttp.http_exceptions import HttpProcessingError, LineTooLong
from aiohttp.streams import StreamReader

#: No answer that begins later than after so many bytes (hints that come before it, half a head) is mended.
_ENOUGH = 32_768
_HEAD = re.compile(rb"(HTTP/1\.[01] [1-9]\d\d\b.*?\r?\n)\r?\n", re.DOTALL)
_FIRST_LINE = re.compile(rb"HTTP/1\.[01] [1-9]\d\d\b")
_NAME = re.compile(rb"[A-Za-z0-9!#$%&'*+.^_`|~-]+[ \t]*:")
_NAME_OF_LENGTH, _NAME_OF_CODING = b"content-length", b"transfer-encoding"

#: Answers whose head has come with their bodies, whether the connection is used for something else now, what is left.
Come = tuple[Any, bool, bytes]


class Reader(Protocol):
    """What a connection asks of a reader of answers."""

    def feed_data(self, data: bytes) -> Come:
        """Takes in what has come. Raises HttpProcessingError."""
        ...

    def feed_eof(self) -> RawResponseMessage | None:
        """The other side has closed."""
        ...

    def pause_reading(self) -> None:
        """Nobody takes in the body for the moment."""
        ...

    def message_consumed(self) -> None:
        """One of the answers was taken."""
        ...


class Forgiving:
    """A ``Reader`` for one answer that gives a ``fresh`` one a mended head where the first one gives up.

    ``give_up`` is called when that happens: the connection is not to be kept.
    """

    __slots__ = (
        "_begun",
        "_come",
        "_fresh",
        "_give_up",
        "_problem",
        "_reader",
        "feed_eof",
        "message_consumed",
        "pause_reading",
    )

    def __init__(self, reader: Reader, fresh: Callable[[], Reader], give_up: Callable[[], None]) -> None:
        self._fresh, self._give_up = fresh, give_up
        self._come, self._begun = b"", False
        self._problem: HttpProcessingError | None = None
        self._use(reader)

    def _use(self, reader: Reader) -> None:
        self._reader = reader
        self.feed_eof, self.pause_reading = reader.feed_eof, reader.pause_reading
        self.message_consumed = reader.message_consumed

    def feed_data(self, data: bytes) -> Come:
        """As the reader does. Raises HttpProcessingError where a browser would give up, too."""
        if self._begun:
            return self._reader.feed_data(data)
        self._come = self._come + data if self._come else bytes(data)
        if self._problem is not None:
            return self._again(self._problem)
        try:
            come = self._reader.feed_data(data)
        except LineTooLong:
            raise
        except HttpProcessingError as problem:
            return self._again(problem)
        self._begun = any(message.code >= 200 for message, _ in come[0]) or len(self._come) > _ENOUGH
        if self._begun:
            self._come = b""
        return come

    def _again(self, problem: HttpProcessingError) -> Come:
        """The same answer from its beginning: its head mended and by itself, then what of the rest belongs to it."""
        head, rest = split(self._come)
        if not head:
            if len(self._come) > _ENOUGH or not _FIRST_LINE.match(rest):
                raise problem
            self._problem = problem
            return (), False, b""  # the end of the head is still to come
        self._begun, self._come, self._problem = True, b"", None
        self._use(self._fresh())
        messages, upgraded, tail = self._reader.feed_data(mended(head))
        self._give_up()
        body: StreamReader | None = messages[-1][1] if messages else None
        more: Any = ()
        try:
            if rest:
                more, upgraded, tail = self._reader.feed_data(rest)
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

    Lines that are no header are left out, equal lengths stand once (RFC 9110, 8.6), chunks outweigh a length (RFC 9112,
    6.3).
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
    lengths = b",".join(field.partition(b":")[2] for name, field in pairs if name == _NAME_OF_LENGTH)
    named_lengths = {length.strip() for length in lengths.split(b",")}
    if len(named_lengths) == 1:  # one that is empty stands for none
        pairs = [pair for pair in pairs if pair[0] != _NAME_OF_LENGTH]
        pairs += [(_NAME_OF_LENGTH, b"Content-Length: " + length) for length in named_lengths if length]
    return b"\r\n".join([first, *[field for _, field in pairs], b"", b""])
