"""A text that is not TOML, table by table: one wrong line hides neither the other wrong ones nor what is well."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from monitor.config.hints import hint, plain_words
from monitor.model import Fault

#: So many faults of one file are told at most.
_MOST = 20

#: A longer text (letters) is no file that a person wrote: only its first fault is told.
_LONGEST = 1_000_000

_HEADER = re.compile(r"\s*(\[\[?)\s*([\w-]+)[\w\s.\"'-]*\]\]?\s*(?:#.*)?")
#: What tomllib, or our own hint, says of something that is never closed.
_ENDLESS = ("closed", "unterminated", "expected \"'")
_LONG_QUOTES = re.compile("\"\"\"|'''")


@dataclass(frozen=True, kw_only=True)
class Broken:
    """``faults`` in the order of the text; ``rest``: the text with blank lines for the tables that have some (its lines
    keep their numbers), which is TOML; ``left_out``: their names, "" for what stands before the first header."""

    faults: tuple[Fault, ...]
    rest: str
    left_out: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class _Table:
    """Lines ``first`` to ``end`` (from 0, without ``end``): a header and what belongs to it, its sub-tables too."""

    name: str
    first: int
    end: int


def take_apart(text: str, file: str) -> Broken:
    """What is wrong with a text that tomllib refuses, and what is left of it. ``file`` is its name in messages.

    A statement that is wrong in itself does not hide those behind it; one that is never closed hides its table's rest.
    """
    lines = text.split("\n")
    tables = list(_tables(lines)) if len(text) <= _LONGEST else [_Table(name="", first=0, end=len(lines))]
    faults: list[Fault] = []
    left_out: set[str] = set()
    for table in tables:
        wrong = _faults_in(lines, table, file, text)
        faults += wrong
        if wrong:
            left_out.add(table.name)
            lines[table.first : table.end] = [""] * (table.end - table.first)
    while (found := _fault(lines, 0, file, text)) is not None:  # what tables say together: one that stands twice
        table = next((each for each in tables if each.first < found.line <= each.end), tables[0])
        if not any(lines[table.first : table.end]):
            lines = [""] * len(lines)
            left_out |= {each.name for each in tables}
        faults.append(found)
        left_out.add(table.name)
        lines[table.first : table.end] = [""] * (table.end - table.first)
    written = sum(1 for line in text.split("\n") if line.strip())
    most = 1 if len(faults) * 2 > written else _MOST  # something else than TOML: nobody wants to read it line by line
    faults.sort(key=lambda fault: fault.line)
    return Broken(faults=tuple(faults[:most]), rest="\n".join(lines), left_out=frozenset(left_out))


def _tables(lines: Sequence[str]) -> Iterator[_Table]:
    """The tables of a text; ``[sources.options]`` belongs to the ``[[sources]]`` before it."""
    name, first, quotes = "", 0, 0
    for number, line in enumerate(lines):
        header = _HEADER.fullmatch(line) if quotes % 2 == 0 else None
        if header and (header[1] == "[[" or header[2] != name):
            yield _Table(name=name, first=first, end=number)
            name, first = header[2], number
        quotes += len(_LONG_QUOTES.findall(line))
    yield _Table(name=name, first=first, end=len(lines))


def _faults_in(lines: Sequence[str], table: _Table, file: str, text: str) -> list[Fault]:
    """The faults of one table, read by itself."""
    own = list(lines[table.first : table.end])
    faults: list[Fault] = []
    while len(faults) < _MOST and (found := _fault(own, table.first, file, text)) is not None:
        faults.append(found)
        at = found.line - table.first - 1
        if not (0 <= at < len(own) and own[at].strip() and _is_whole(own[at], found)):
            break
        own[at] = ""
    return faults


def _is_whole(line: str, found: Fault) -> bool:
    """Whether what is wrong with a line begins and ends on it: else all behind it would seem wrong as well."""
    if any(said in found.wrong + found.right for said in _ENDLESS) or _LONG_QUOTES.search(line):
        return False
    if line.lstrip().startswith("["):  # a header: what stands below it would be taken for the table above
        return False
    return line.count("[") == line.count("]") and line.count("{") == line.count("}")


def _fault(lines: Sequence[str], first: int, file: str, text: str) -> Fault | None:
    """What tomllib says of these lines, the first of which is line ``first`` (from 0) of ``text``; None if they are
    well."""
    try:
        tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError as error:
        line, wrong = _place(str(error), "\n".join(lines))
        if wrong.startswith('expected "\'"'):  # looked for down to the end: it is missing further above
            line = _open_quote(lines) or line
        line = line and line + first
        return Fault(file=file, line=line, key="", wrong=f"not TOML: {wrong}", right=hint(text, line, wrong))
    except (ValueError, RecursionError):  # told when the whole is read
        return None
    return None


def _open_quote(lines: Sequence[str]) -> int:
    """The first line (from 1) on which a text begins with ' and does not end; 0 if there is none."""
    whole = re.compile(r"\"(?:\\.|[^\"\\])*\"|'[^']*'|#.*")
    return next((number for number, line in enumerate(lines, 1) if "'" in whole.sub("", line)), 0)


def _place(message: str, text: str) -> tuple[int, str]:
    """tomllib tells the place only inside its message: "Invalid value (at line 3, column 7)"."""
    place = re.search(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$", message)
    if place is None:
        return 0, message
    line = int(place[1]) if place[1] else text.rstrip("\n").count("\n") + 1
    column = f", column {place[2]}" if place[2] else ""
    wrong = plain_words(message[: place.start()])
    return line, (wrong[0].lower() + wrong[1:] if wrong else message) + column
