"""Shapes in a text that are no plain words: addresses, and tags whose capitals part words."""

import re
from bisect import bisect_left
from collections.abc import Iterator

import regex

#: Endings of bare addresses that are told from a missing space after a full stop: written small, and well known.
_ENDINGS = (
    "com|org|net|gov|edu|int|mil|info|news|kz|ru|su|ua|by|uz|kg|tj|tm|az|am|ge|tr|uk|eu|fr|de|es|pl|cn|sa|ae|qa|eg|il|ir"
    "|me|tv|io"
)
#: A host has as many parts as DNS allows, or nearly: "a.a.a.", endless, would be walked back once for each part.
_ADDRESS = regex.compile(
    rf"""(?: (?:https?|ftp)://[^\s<>"«»]+
        | \bwww\.[^\s<>"«»]+
        | (?<![\w@.-])(?:[A-Za-z0-9-]{{1,63}}\.){{1,60}}(?:{_ENDINGS})(?:/[^\s<>"«»]*|(?![\w-]))
        | (?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+ )""",
    regex.VERBOSE,
)
#: A quick look first: the pattern above is slow, and most texts have no address.
_DOT_IN_WORD = re.compile(r"\.[A-Za-z]")
_CHUNK = re.compile(r"\S+")
_TAG = regex.compile(r"[#＃@]([\p{L}\p{N}\p{M}_\u200c]+)")
#: Where a word ends inside a tag: small before capital, the last of several capitals before a small letter, and
#: between letters and digits.
_HUMP = regex.compile(r"(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})|(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})")

#: A tag longer than this is noise, not words.
_LONGEST_TAG = 200


def addresses(text: str) -> list[tuple[int, int]]:
    """Spans of URLs, bare host names and mail addresses."""
    if not ("://" in text or "@" in text or _DOT_IN_WORD.search(text)):
        return []
    return [
        (chunk.start() + match.start(), chunk.start() + match.end())
        for chunk in _CHUNK.finditer(text)
        if "." in chunk.group() or "://" in chunk.group()
        for match in _ADDRESS.finditer(chunk.group())
    ]


def overlaps(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether ``start`` to ``end`` touches one of ``spans`` (in order, apart from each other)."""
    at = bisect_left(spans, (end, -1)) - 1
    return at >= 0 and spans[at][1] > start


def humps(text: str) -> Iterator[tuple[str, list[int]]]:
    """Each tag or handle of several humps, with a space between them: (spaced, place of each character in ``text``)."""
    for tag in _TAG.finditer(text):
        if tag.end() - tag.start() > _LONGEST_TAG:
            continue
        joints = [joint.start() for joint in _HUMP.finditer(tag.group(1))]
        if not joints:
            continue
        spaced: list[str] = []
        places: list[int] = []
        for offset, sign in enumerate(tag.group(1)):
            if offset in joints:
                spaced.append(" ")
                places.append(tag.start(1) + offset)
            spaced.append(sign)
            places.append(tag.start(1) + offset)
        yield "".join(spaced), places
