"""A file of posts, a JSON object a line: what ``match``, ``replay`` and ``demo`` read."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, BinaryIO

from monitor.model import Post, Unreadable

#: A longer line is no post (an archive given by accident) and is not held in memory.
MAX_LINE = 16_000_000

#: The years a post can be of. Before is no time of publication but a default; far ahead, a "never". Both leave room
#: for whatever is counted from them.
_YEARS = (1970, 2199)

_UTF16 = "in UTF-16: save them as UTF-8, for example with iconv -f UTF-16 -t UTF-8"
_PACKED = "packed: unpack them on the way, for example zcat posts.jsonl.gz | monitor match STORY.toml -"
#: First bytes of what is no file of posts but could be made one.
_NO_LINES = {
    b"\xff\xfe": _UTF16,
    b"\xfe\xff": _UTF16,
    b"\x1f\x8b": _PACKED,
    b"BZh": _PACKED,
    b"\xfd7zXZ": _PACKED,
    b"\x28\xb5\x2f\xfd": _PACKED,
    b"PK\x03\x04": _PACKED,
}

#: Optional fields of text, and what they are called in a post. "outlet" stands in where there is no "source".
_TEXTS = ("title", "lang", "url", "author", "source", "outlet", "section")


@dataclass(frozen=True, kw_only=True)
class BrokenLine:
    """A line that is no post: its number, from 1, and what is wrong with it."""

    number: int
    why: str

    def __str__(self) -> str:
        return f"line {self.number}: {self.why}"


class _Broken(Exception):
    """A field of a line is not what it must be."""


def read_lines(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of a stream as they come; of a line longer than ``MAX_LINE`` only its beginning.

    Raises Unreadable, saying what to do, for a stream whose first bytes show that it holds no UTF-8 lines.
    """
    line = stream.readline(MAX_LINE + 1)
    for start, what in _NO_LINES.items():
        if line.startswith(start):
            name = getattr(stream, "name", "")
            called = f"{name}: " if isinstance(name, str) and not name.startswith("<") else ""
            raise Unreadable(f"{called}the posts are {what}", code="unexpected_content")
    while line:
        yield line
        while len(line) > MAX_LINE and not line.endswith(b"\n"):
            line = stream.readline(MAX_LINE + 1)  # the rest of it, piece by piece, forgotten
            if not line:
                return
        line = stream.readline(MAX_LINE + 1)


class Lines:
    """The lines of a stream as ``read_lines`` gives them; ``lost`` counts those that are not UTF-8."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.lost = self._first = 0

    def __iter__(self) -> Iterator[bytes]:
        for number, line in enumerate(read_lines(self._stream), 1):
            if not line.isascii() and len(line) <= MAX_LINE and not _is_utf8(line):
                self.lost += 1
                self._first = self._first or number
            yield line

    @property
    def remark(self) -> str:
        """What was lost, and what to do, in a sentence; "" if nothing was."""
        if not self.lost:
            return ""
        lines = "a line holds" if self.lost == 1 else f"{self.lost:,} lines hold"
        return (
            f"{lines} bytes that are not UTF-8 (the first: line {self._first}); words with them are not found. Convert "
            "the file from the charset it is in, for example iconv -f WINDOWS-1251 -t UTF-8"
        )


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def read_posts(lines: Iterable[bytes | str], *, first: int = 1) -> Iterator[Post | BrokenLine]:
    """The posts of some lines, in order; a line that is none in its place, with its number (counted from ``first``).

    ``id`` and ``text`` are required; null means absent, unknown fields are ignored, blank lines too. Bytes are read
    as UTF-8, with or without byte-order mark; what is not UTF-8, and lone surrogates, become U+FFFD, one for one, so
    that spans count the code points of the field as given. ``published_at`` is ISO 8601, in the
    years 1970 to 2199; without an offset it is UTC.
    """
    for number, line in enumerate(lines, first):
        text = line.decode("utf-8", "replace") if isinstance(line, bytes) else line
        if number == 1:
            text = text.removeprefix("\ufeff")
        if text.strip():
            yield _post(text, number)


def _post(line: str, number: int) -> Post | BrokenLine:
    if len(line) > MAX_LINE:
        return BrokenLine(number=number, why=f"longer than {MAX_LINE // 1_000_000} MB")
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "numbers too long or nested too deep"
        if number == 1 and line.strip() == "[":
            reason = "this begins a JSON list, not an object a line; jq -c '.[]' makes one of it"
        return BrokenLine(number=number, why=f"not JSON: {reason}")
    if isinstance(data, list):
        return BrokenLine(number=number, why="not a JSON object a line but a list; jq -c '.[]' makes lines of it")
    if not isinstance(data, dict):
        return BrokenLine(number=number, why='not a JSON object: {"id": "...", "text": "..."}')
    try:
        return _from_fields(data)
    except _Broken as error:
        return BrokenLine(number=number, why=str(error))


def _from_fields(data: dict[str, Any]) -> Post:
    key = data.get("id")
    if isinstance(key, int) and not isinstance(key, bool):
        key = str(key)
    if not isinstance(key, str) or not key:
        raise _Broken("id is missing" if key is None else "id must be text")
    text = data.get("text")
    if not isinstance(text, str):
        raise _Broken("text is missing" if text is None else "text must be text")
    given = {name: _text(data, name) for name in _TEXTS}
    at, offset, day = _moment(data.get("published_at"))
    return Post(
        source=given["source"] or given["outlet"],
        id=_whole(key),
        url=given["url"],
        title=given["title"],
        text=_whole(text),
        author=given["author"],
        lang=given["lang"],
        published_at=at,
        published_offset=offset,
        date_precision="day" if day else "instant",
        date_basis="seen" if at is None else "api",
        seen_at=at or datetime(1970, 1, 1, tzinfo=UTC),
        section=given["section"],
    )


def _text(data: dict[str, Any], name: str) -> str:
    value = data.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _Broken(f"{name} must be text")
    return _whole(value)


def _whole(text: str) -> str:
    """The text with U+FFFD for each lone surrogate: the length stays."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in text)
    return text


def _moment(value: Any) -> tuple[datetime | None, int | None, bool]:
    """The instant (UTC), the offset as published in minutes (None if none was), and whether only a day was named."""
    if value is None or value == "":
        return None, None, False
    if not isinstance(value, str):
        raise _Broken("published_at must be text")
    stamp = value.strip()
    try:
        if len(stamp) <= 10:
            return _credible(datetime.combine(date.fromisoformat(stamp), time(), UTC), value), None, True
        moment = datetime.fromisoformat(stamp)
        offset = moment.utcoffset()
        aware = moment.replace(tzinfo=UTC) if offset is None else moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise _Broken(f"published_at {value[:40]!r} is not ISO 8601") from error
    return _credible(aware, value), None if offset is None else round(offset.total_seconds() / 60), False


def _credible(at: datetime, value: str) -> datetime:
    """The instant, if a post can be of it; a day's margin, since an hour of one year is of another elsewhere."""
    first, last = _YEARS
    day = timedelta(days=1)
    if datetime(first, 1, 1, tzinfo=UTC) - day <= at < datetime(last + 1, 1, 1, tzinfo=UTC) + day:
        return at
    raise _Broken(
        f"published_at {value[:40]!r} lies outside of the years {first} to {last}; where no time is known, leave it out"
    )
