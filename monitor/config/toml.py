"""TOML with places: what a file says, and on which line it says it. For every file a person writes."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from monitor.config.broken import take_apart
from monitor.config.places import Places, Way
from monitor.config.plainfile import read_plain_file
from monitor.model import ConfigError, Fault

#: A config file beyond this is a mistake (a posts file given by accident), and is not read.
MAX_BYTES = 20_000_000

#: How deep tables and lists may nest; what we read nests six deep. Deeper ones would exhaust who walks through them.
DEEPEST = 50


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """A TOML file: ``data`` as tomllib gives it, and its text with plain line ends."""

    file: str
    data: Mapping[str, Any]
    text: str = field(repr=False)

    @cached_property
    def lines(self) -> Mapping[Way, int]:
        """The line of every key, table and list element. Looked for when the first is asked for: a file that is well
        never asks, and it takes longer than reading the file."""
        return Places(self.text).lines

    def line(self, way: Sequence[str | int]) -> int:
        """The line (from 1) of a key, or of the nearest thing around it; 0 for the whole file."""
        for length in range(len(way), 0, -1):
            if found := self.lines.get(tuple(way[:length])):
                return found
        return 0

    def line_of(self, key: str) -> int:
        """The line of a key written as ``name`` writes it: ``keywords[tokayev].forms.ru``."""
        return self.line(self.way(key))

    def name(self, way: Sequence[str | int]) -> str:
        """A way as people read it: ``keywords[tokayev].forms.ru``. List elements go by their ``name`` or ``key``
        where they have one that is theirs alone, else by their number from 1."""
        out, here = "", self.data
        for step in way:
            if isinstance(step, int):
                out += f"[{_label(here, step)}]"
            else:
                out += f".{step}" if out else step
            try:
                here = here[step]  # type: ignore[index]
            except (KeyError, IndexError, TypeError):
                here = {}
        return out

    def fault(self, way: Sequence[str | int], wrong: str, right: str = "") -> Fault:
        """A fault at a key of this file."""
        return Fault(file=self.file, line=self.line(way), key=self.name(way), wrong=wrong, right=right)

    def way(self, key: str) -> Way:
        """The way to a key written as ``name`` writes it."""
        way: list[str | int] = []
        here: Any = self.data
        for name, element in re.findall(r"([^.\[\]]+)|\[([^\]]*)\]", key):
            step: str | int = name
            if element and isinstance(here, list):
                labels = [_label(here, number) for number in range(len(here))]
                step = labels.index(element) if element in labels else int(element) - 1 if element.isdecimal() else 0
            way.append(step)
            try:
                here = here[step]
            except (KeyError, IndexError, TypeError):
                here = None
        return tuple(way)


def _label(elements: Any, number: int) -> str:
    names = [
        next((str(each[key]) for key in ("name", "key") if each.get(key)), "") if isinstance(each, Mapping) else ""
        for each in (elements if isinstance(elements, list) else [])
    ]
    name = names[number] if number < len(names) else ""
    return name if name and names.count(name) == 1 else str(number + 1)


def load(path: Path) -> Loaded:
    """Reads a TOML file. Byte-order mark and CRLF are fine. Raises ConfigError with file and line of all that is not
    TOML."""
    return parse(_bytes_of(path), str(path))


def load_part(path: Path) -> tuple[Loaded, list[Fault], frozenset[str]]:
    """What of a file is TOML, the faults of the rest, and the names of the tables that were left out for them ("": what
    stands before the first header). Raises ConfigError for what cannot be read at all."""
    raw, file = _bytes_of(path), str(path)
    text = _text(raw, file)
    try:
        return parse(text, file), [], frozenset()
    except ConfigError as error:
        if not isinstance(error.__cause__, tomllib.TOMLDecodeError):
            raise
        broken = take_apart(text, file)
        return parse(broken.rest, file), list(broken.faults), broken.left_out


def _bytes_of(path: Path) -> bytes:
    try:
        raw = read_plain_file(path, MAX_BYTES)
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise ConfigError([Fault(file=str(path), key="", wrong=f"cannot be read: {reason}")]) from error
    if len(raw) > MAX_BYTES:
        wrong = f"more than {MAX_BYTES // 1_000_000} MB are too many for a config file"
        raise ConfigError([Fault(file=str(path), key="", wrong=wrong)])
    return raw


def parse(raw: bytes | str, file: str) -> Loaded:
    """The same for text at hand; ``file`` is its name in messages. Raises ConfigError."""
    text = _text(raw, file)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(take_apart(text, file).faults) from error
    except ValueError as error:  # Python reads no integer of more than 4,300 digits
        raise ConfigError([Fault(file=file, key="", wrong="a number in it is too long to be meant")]) from error
    except RecursionError as error:
        raise ConfigError([Fault(file=file, key="", wrong="lists or tables nest too deep")]) from error
    if _is_deeper(data, DEEPEST):
        raise ConfigError([Fault(file=file, key="", wrong="lists or tables nest too deep")])
    return Loaded(file=file, data=data, text=text)


def _text(raw: bytes | str, file: str) -> str:
    text = raw if isinstance(raw, str) else _decode(raw, file)
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def _is_deeper(data: object, most: int) -> bool:
    """Whether tables and lists nest deeper than that; level by level, for dotted keys nest without any bracket."""
    level = [data]
    for _ in range(most + 1):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)  # type: ignore[attr-defined]
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return True


def with_element(text: str, way: Sequence[str | int], value: str) -> str | None:
    """TOML text with one more element, written in TOML, at the head of the list at ``way``; all else as it was. None if
    no list stands there. The text must be one that ``parse`` accepts, with plain line ends."""
    at = Places(text).lists.get(tuple(way))
    if at is None:
        return None
    alone = text[at:].lstrip().startswith("]")
    return f"{text[:at]}{value}{'' if alone else ', '}{text[at:]}"


def _decode(raw: bytes, file: str) -> str:
    if b"\0" in raw and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        line = raw[: raw.index(b"\0")].count(b"\n") + 1
        wrong = "it holds bytes of zero: it is in UTF-16, or was being written when the power went"
        raise ConfigError([Fault(file=file, line=line, key="", wrong=wrong, right="save it as UTF-8")])
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
        wrong = "the file is in UTF-16" if wide else "not UTF-8 text"
        raise ConfigError([Fault(file=file, line=line, key="", wrong=wrong, right="save it as UTF-8")]) from error
