"""What a text is by its first tag, whatever its Content-Type or its DOCTYPE says."""

import re

#: How far the root element may stand from the beginning.
_FARTHEST = 20_000
_BEFORE = re.compile(
    r"[\ufeff\s]++|<\?[^>]*+>|<!--.*?-->|<!DOCTYPE\b[^\[>]*+(?:\[.*?\]\s*+)?+>", re.DOTALL | re.IGNORECASE
)
_ROOT = re.compile(r"<(?:[\w.-]++:)?([a-zA-Z][\w.-]*+)(?=[\s/>])")
#: Characters that no text has, and bytes that are none have by the dozen.
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffd\ufffe\uffff]")


def root_of(text: str) -> str:
    """The root element of markup behind mark, prolog, comments and DOCTYPE, as ``rss`` (no prefix, small letters).

    "" if the text does not begin as markup does.
    """
    at = 0
    while before := _BEFORE.match(text, at, _FARTHEST):
        at = before.end()
    root = _ROOT.match(text, at, _FARTHEST)
    return root[1].lower() if root else ""


def is_binary(text: str) -> bool:
    """Whether a decoded answer is no text at all: bytes of some other file, read as letters."""
    sample = text[:4_096]
    return len(_NO_TEXT.findall(sample)) * 50 > len(sample)
