"""Many previews in one go: a JSON line for a request, a JSON line for its answer, in any order."""

import asyncio
import json
import math
import os
from collections.abc import AsyncIterator, Iterable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from monitor.desk.preview import Preview, Request, is_asked, post_json, preview, read_file
from monitor.model import MonitorError, Refused, Web

#: Previews under way at once: enough to keep the workers busy and slow hosts from holding up the rest.
AT_ONCE = 16
#: A longer line is no request (bytes).
LONGEST_LINE = 1_000_000
#: How the thread is called that waits for the next request.
WAITS_FOR_LINES = "lines_"
#: A line of so many times that length never ends.
MOST_PIECES = 1_000


async def previews(
    web: Web, lines: Iterable[bytes], *, folder: Path, now: datetime, at_once: int = AT_ONCE
) -> AsyncIterator[dict[str, Any]]:
    """The answers to requests, one a line, as they come. Files are named relative to the working directory, else to
    ``folder``. A line that is no request is answered too. ``now`` is meant where a request names no time.
    """
    # A thread of its own: the loop's end waits for those that it lends out, and this one may wait for a line that
    # never comes, from a terminal where somebody presses Ctrl-C or a program that has seen enough.
    reader = ThreadPoolExecutor(1, thread_name_prefix=WAITS_FOR_LINES)
    try:
        async for answer in _answers(web, _numbered(lines), reader, folder=folder, now=now, at_once=at_once):
            yield answer
    finally:
        reader.shutdown(wait=False)


async def _answers(
    web: Web, numbered: Iterator[tuple[int, bytes]], reader: Executor, *, folder: Path, now: datetime, at_once: int
) -> AsyncIterator[dict[str, Any]]:
    answers: set[asyncio.Task[dict[str, Any]]] = set()
    # The next line is waited for beside the answers: who asks may want to see one before asking the next.
    reading: asyncio.Future[tuple[int, bytes] | None] | None = None
    ended = False
    while answers or reading or not ended:
        if reading is None and not ended and len(answers) < at_once:
            reading = asyncio.get_running_loop().run_in_executor(reader, next, numbered, None)
        waited: set[asyncio.Future[Any]] = {*answers, *([reading] if reading else [])}
        await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
        if reading is not None and reading.done():
            line, reading = reading.result(), None
            ended = line is None
            if line is not None:
                answers.add(asyncio.create_task(_answer(web, *line, folder=folder, now=now)))
        for answer in [each for each in answers if each.done()]:
            answers.remove(answer)
            yield answer.result()


def bounded_lines(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of a stream; one that is longer than any request comes cut short, so that memory stays bounded.

    A stream without line ends (``/dev/zero``) is given up after as many bytes of one line as no file of requests has.
    It is closed at its end, by whoever reads it: nobody else can while a line is waited for.
    """
    with stream:
        while line := stream.readline(LONGEST_LINE):
            yield line
            pieces = 0
            while len(line) == LONGEST_LINE and not line.endswith(b"\n"):
                line = stream.readline(LONGEST_LINE)
                pieces += 1
                if pieces > MOST_PIECES:
                    return


def _numbered(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    for number, line in enumerate(lines, 1):
        if line.strip(b"\xef\xbb\xbf \t\r\n"):
            yield number, line


async def _answer(web: Web, number: int, line: bytes, *, folder: Path, now: datetime) -> dict[str, Any]:
    name: Any = None
    try:
        asked = _read_line(line)
        name = asked.get("id")
        request = _request(asked, folder=folder, now=now)
    except MonitorError as problem:
        seen = Preview(health=problem.health, error=problem.code, detail=f"line {number}: {problem.message}")
    except Exception as problem:  # each line is answered, whatever stands in it
        said = f"line {number}: this request cannot be understood: {type(problem).__name__}"
        seen = Preview(health="refused", error="config", detail=said)
    else:
        seen = await preview(web, request)
    return answer_json(name, seen)


def answer_json(name: Any, seen: Preview) -> dict[str, Any]:
    """One answer for programs."""
    return {
        "id": name,
        "kind": seen.kind,
        "health": seen.health,
        "error": seen.error,
        "detail": seen.detail,
        "posts": [post_json(post) for post in seen.posts],
        "feeds": list(seen.feeds),
        "gone": list(seen.gone),
        "flags": list(seen.flags),
    }


def _read_line(line: bytes) -> dict[str, Any]:
    try:
        asked = json.loads(line.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError) as problem:
        raise Refused("this is no JSON object", code="config") from problem
    if not isinstance(asked, dict):
        raise Refused("this is no JSON object", code="config")
    if asked.get("id") in (math.inf, -math.inf):  # 1e999: it could not be given back
        raise Refused("the id is too large a number", code="config")
    return asked


def _no_number(word: str) -> None:
    raise ValueError(word)  # NaN and Infinity are no JSON: an id of them could not be given back


def _request(asked: dict[str, Any], *, folder: Path, now: datetime) -> Request:
    """Raises Refused, naming the field, if the line is no request."""
    address = asked.get("address")
    if not isinstance(address, str) or not address.strip():
        raise Refused("address is missing", code="config")
    status = asked.get("status")
    if status is not None and (isinstance(status, bool) or not isinstance(status, int) or not 100 <= status <= 999):
        raise Refused("status must be a number from 100 to 999", code="config")
    options = asked.get("options")
    if options is not None and not isinstance(options, dict):
        raise Refused("options must be an object", code="config")
    return Request(
        address=address,
        now=_moment(asked.get("now"), now),
        kind=_text(asked, "kind"),
        base=_text(asked, "base"),
        status=200 if status is None else status,
        headers=_headers(asked.get("headers")),
        options=options or {},
        body=None if is_asked(address, _text(asked, "kind")) else _body(address, folder),
    )


def _text(asked: dict[str, Any], name: str) -> str:
    value = asked.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Refused(f"{name} must be text", code="config")
    return value


def _moment(value: Any, now: datetime) -> datetime:
    if value is None:
        return now
    try:
        moment = datetime.fromisoformat(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError) as problem:
        raise Refused("now must be a time in ISO 8601", code="config") from problem


def _headers(value: Any) -> tuple[tuple[str, str], ...]:
    """An object of names and values (or lists of values), or a list of pairs."""
    pairs = list(value.items()) if isinstance(value, dict) else value or []
    found: list[tuple[str, str]] = []
    for pair in pairs if isinstance(pairs, list) else [None]:
        if not isinstance(pair, list | tuple) or len(pair) != 2 or not isinstance(pair[0], str):
            raise Refused("headers must be an object of names and values", code="config")
        name, values = pair
        found += [(name, str(each)) for each in (values if isinstance(values, list) else [values]) if each is not None]
    return tuple(found)


def _body(address: str, folder: Path) -> bytes:
    path = Path(address)
    return read_file(path if path.is_absolute() or os.path.lexists(path) else folder / path)
