"""What a person most often got wrong on a line that is not TOML, and what would be right."""

import re
import tomllib
import unicodedata

_TEXT = 'text stands in quotes: key = "..."'
_NOT_CLOSED = "a list is never closed: add ]"
_NO_COMMA = "a comma stands between two entries of a list"
_ON_ONE_LINE = "what stands in { } stands on one line, without a comma before the }"
_QUOTES_INSIDE = 'quotes inside a text are of the other kind: \'say "so"\' or "it\'s"'
#: Behind a text, another key and its value.
_NEXT_KEY = r"[\"'],?\s+[\w.]+\s*="
_PLAIN_QUOTES = "a backslash stands in single quotes: '...'"
#: What tomllib says of something that has no end -> what would be right.
_OPEN = (
    ("unclosed array", _NOT_CLOSED),
    ("unclosed inline table", "a table on one line is closed on that line: { ... }"),
    ("key part", "a key is written in Latin letters, digits, - and _"),
    ("namespace", "what stands before the dot has a value above: write it in one way only"),
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
    return re.sub(r"(?:Illegal|Found invalid) character '\\n'", "The line ends inside a text", named)


_QUOTED = re.compile(r"'([^']*)'")


def hint(text: str, line: int, message: str) -> str:
    """What would be right on a line (from 1) of a file in which tomllib found a fault; "" if nobody can guess."""
    lines = text.split("\n")
    there = lines[line - 1] if 0 < line <= len(lines) else ""
    here = there.strip()
    place = re.search(r"column (\d+)", message)
    if place and (right := _at_the_sign(there, int(place[1]) - 1, message)):
        return right
    if here.startswith("["):
        name = here.strip("[] ")
        again = "" if "unclosed" in message else _again(name, text)
        return again or _closing(message)
    if here.startswith("- "):
        return "nothing stands before a key: take the - away"
    if here.startswith(("<<<<<<<", "=======", ">>>>>>>")):
        return "both sides of a merge stand in the file: keep one"
    key, equals, value = here.partition("=")
    if any(mark in here for mark in "“”„«»‘’"):
        return 'use straight quotes: "..."'
    if not equals or ":" in key:
        return "write key = value" if "'='" in message or "statement" in message or ":" in key else ""
    if place and "invalid value" in message and int(place[1]) <= len(key):
        return _NOT_CLOSED
    if "overwrite" in message:
        return "each key once in its table; another entry begins with a header of its own, for example [[sources]]"
    return _value_hint(value.strip()) or _closing(message)


def _at_the_sign(line: str, at: int, message: str) -> str:
    """What would be right for the very sign (from 0) at which tomllib stopped; "" if it says nothing."""
    sign = line[at : at + 1]
    if "invalid value" in message and sign == "," and line[:at].rstrip()[-1:] in {",", "["}:
        return "one comma stands between two entries of a list"
    if sign == ")" and ("invalid value" in message or "unclosed array" in message):
        return _NOT_CLOSED
    if sign == "\\" or "unescaped" in message:
        return _PLAIN_QUOTES
    if "unclosed array" in message and sign and sign in "\"'" and line[:at].rstrip()[-1:] not in {"[", ","}:
        return _NO_COMMA
    if "key part" in message and "{" in line[:at] and sign in {"", "}", "#"}:
        return _ON_ONE_LINE
    if not sign or sign.isascii():
        return ""
    if unicodedata.category(sign) in {"Zs", "Cf", "Zl", "Zp"}:
        return f"an invisible sign (U+{ord(sign):04X}) stands there: take it away, or type a plain space"
    if sign.isalpha() and "=" not in line[:at]:
        return f"{sign!r} is {script_of(sign)}: keys are written in Latin letters"
    return ""


def script_of(letter: str) -> str:
    """The script of a letter as people call it: ``Cyrillic``."""
    return unicodedata.name(letter, "no Latin letter").split()[0].capitalize()


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


#: How other languages write what TOML writes otherwise.
_WORDS = {
    **dict.fromkeys(("true", "yes", "on", "false", "no", "off"), "true or false, in small letters and without quotes"),
    **dict.fromkeys(("none", "null", "nil"), "nothing: leave the key out"),
}


def _value_hint(value: str) -> str:
    bare = re.split(r"\s*(?:#|//)", value)[0]
    if bare.casefold() in _WORDS and not _is_value(bare):
        return _WORDS[bare.casefold()]
    if "//" in value and _is_value(bare):
        return "a remark begins with #"
    if re.fullmatch(r"[+-]?\d+,\d+", bare):
        return f"a point in place of the comma: {bare.replace(',', '.')}"
    if not value:
        return "a value is missing behind the ="
    if value[-1:] in {",", ";"} and _is_value(value[:-1]):
        return f"nothing stands behind a value: take the {value[-1]} away"
    if value.startswith("["):
        bare = [each for each in re.split(r"[,\[\]]", value) if each.strip() and not _is_value(each)]
        quoted = any(each.strip().startswith(('"', "'")) for each in bare)
        return _TEXTS if bare and not quoted else ""
    if value.startswith(('"', "'")):
        if value.count(value[0]) == 1:
            return f"a text ends with the {value[0]} that it begins with"
        if "\\" in value:
            return _PLAIN_QUOTES
        return "each key on a line of its own" if re.search(_NEXT_KEY, value) else _QUOTES_INSIDE
    if value.startswith("{"):
        return _TEXT if re.search(r"=\s*(?!true\b|false\b)[^\s\"'\[{\d+\-]", value) else ""
    return "" if _is_value(value) else _TEXT


def _is_value(value: str) -> bool:
    try:
        tomllib.loads(f"k = {value}")
    except (ValueError, RecursionError):
        return False
    return True
