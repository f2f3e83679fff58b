"""What a person most often got wrong on a line that is not TOML, and what would be right."""

import re
import tomllib

_TEXT = 'text stands in quotes: key = "..."'
_NOT_CLOSED = "a list is never closed: add ]"
#: What tomllib says of something that has no end -> what would be right.
_OPEN = (
    ("unclosed array", _NOT_CLOSED),
    ("unclosed inline table", "a table on one line is closed on that line: { ... }"),
    ("table declaration", "a header is [name]"),
    ("array declaration", "a header is [[name]]"),
    ("expected \"'", "a text above that begins with ' is never closed"),
    ("unterminated", "a text above that begins with three quotes is never closed"),
    ("ends inside a text", "a text ends with the quote that it begins with"),
)
_TEXTS = 'each text of a list stands in quotes: ["...", "..."]'


def plain_words(message: str) -> str:
    """tomllib's own words, without Python's way to write a name: ``cannot declare [a.b] twice``."""
    named = re.sub(r"\((?:'[^']*',? ?)+\)", lambda names: f"[{'.'.join(re.findall(_QUOTED, names[0]))}]", message)
    return named.replace("Illegal character '\\n'", "The line ends inside a text")


_QUOTED = re.compile(r"'([^']*)'")


def hint(text: str, line: int, message: str) -> str:
    """What would be right on a line (from 1) of a file in which tomllib found a fault; "" if nobody can guess."""
    lines = text.split("\n")
    here = lines[line - 1].strip() if 0 < line <= len(lines) else ""
    if here.startswith("["):
        name = here.strip("[] ")
        again = "" if "unclosed" in message else _again(name, text)
        return again or _closing(message)
    key, equals, value = here.partition("=")
    if any(mark in here for mark in "“”„«»‘’"):
        return 'use straight quotes: "..."'
    if not equals or ":" in key:
        return "write key = value" if "'='" in message or "statement" in message or ":" in key else ""
    if (column := re.search(r"column (\d+)", message)) and "invalid value" in message and int(column[1]) <= len(key):
        return _NOT_CLOSED
    if "overwrite" in message:
        return "each key once in its table; another entry begins with a header of its own, for example [[sources]]"
    return _value_hint(value.strip()) or _closing(message)


def _closing(message: str) -> str:
    return next((right for said, right in _OPEN if said in message), "")


#: The tables of which a file may have several.
_LISTS = {"sources", "channels", "digests", "keywords"}


def _again(name: str, text: str) -> str:
    """What would be right where a header stands several times in a file; "" for one that stands there once."""
    heads = re.findall(rf"^\s*(\[\[?)\s*{re.escape(name)}\s*\]", text, re.MULTILINE)
    if len(heads) < 2:
        return ""
    if name in _LISTS or "[[" in heads:
        return f"write [[{name}]] each time, in two brackets"
    return f"write all keys of [{name}] under one header"


def _value_hint(value: str) -> str:
    if value.startswith("["):
        bare = [each for each in re.split(r"[,\[\]]", value) if each.strip() and not _is_value(each)]
        quoted = any(each.strip().startswith(('"', "'")) for each in bare)
        return _TEXTS if bare and not quoted else ""
    if value[-1:] in {",", ";"} and _is_value(value[:-1]):
        return f"nothing stands behind a value: take the {value[-1]} away"
    if value.startswith(('"', "'")):
        if value.count(value[0]) == 1:
            return f"a text ends with the {value[0]} that it begins with"
        return "a backslash stands in single quotes: '...'" if "\\" in value else ""
    if value.startswith("{"):
        return _TEXT if re.search(r"=\s*(?!true\b|false\b)[^\s\"'\[{\d+\-]", value) else ""
    return "" if not value or _is_value(value) else _TEXT


def _is_value(value: str) -> bool:
    try:
        tomllib.loads(f"k = {value}")
    except (ValueError, RecursionError):
        return False
    return True
