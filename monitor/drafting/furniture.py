"""What stands on a page besides the news: bylines, datelines, "read also", photo credits, the outlets themselves."""

import re
from collections.abc import Iterator
from functools import cache

from monitor.text.data import read_text

#: A byline stands among the first lines and is short; a line of credits or advertisement anywhere.
_FIRST_LINES, _SHORT = 4, 60

_BYLINE = re.compile(
    r"\s*(?:by|par|von|por|autor|autora|author|автор|авторы|текст|авторлар|yazan|haber|muhabir|كتبت?|بقلم|تقرير|نویسنده)"
    r"\s*[:\s]\s*\S",
    re.IGNORECASE,
)

#: "القاهرة - أحمد سالم", "الإسماعيلية (أ ف ب)": a place and who writes, in a line of their own.
_SIGNED = re.compile(r"\s*[^\W\d_][^.!?؟،:\n]{1,40}\s*(?:[-–—]\s*[^.!?؟:\n]{2,30}|\([^)\n]{2,20}\))\s*")

_CAPITALS = r"[^\W\d_a-zа-яёәғқңөұүһіїєґ]{3,20}"

#: "ALMATY, April 14 (Steppe News) - ", "КАИР, 2 апр — ПРАЙМ. ", "ТАЛДЫКОРГАН. ", "14 сәуір, сейсенбі. "
_DATELINE = re.compile(
    rf"\s{{0,9}}(?:{_CAPITALS}(?:[ -]{_CAPITALS}){{0,2}}(?:[,.(][^—–\n]{{0,40}}?)?"
    r"(?:\s{0,2}[-–—]\s(?:[^\W\d_a-zа-яё]{3,20}\.\s)?|\.\s)"
    r"|\d{1,2}\s[^\W\d_]{3,10}(?:,\s?[^\W\d_]{3,12})?\s?\.\s)"
)

#: A dateline stands in so many characters.
_HEAD = 160


def furniture(text: str) -> list[tuple[int, int]]:
    """The spans of an article (code points) that tell no news."""
    asides = (match.span() for match in _asides().finditer(text))
    return sorted({*_lines(text), *asides, *_outlets(text)})


def headline_end(text: str) -> int:
    """Where the headline of a plain text ends: its first line, if it is short, no sentence, and more follows. Or 0."""
    line, _, rest = text.partition("\n")
    is_title = 10 <= len(line.strip()) <= 160 and not line.rstrip().endswith((".", "؟", ":", ";", ",")) and rest.strip()
    return len(line) if is_title and not _BYLINE.match(line) else 0


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = number = 0
    for line in text.splitlines(keepends=True):
        end, number = start + len(line), number + bool(line.strip())
        bare = line.strip()
        if number <= _FIRST_LINES and bare:
            if len(bare) <= _SHORT and (_BYLINE.match(bare) or (number > 1 and _SIGNED.fullmatch(bare))):
                yield start, end
            elif dateline := _DATELINE.match(line[:_HEAD]):
                yield start, start + dateline.end()
        start = end


def _listed(file: str) -> str:
    """The lines of a list as alternatives, the longest first."""
    lines = {line.strip() for line in read_text("drafting", file).splitlines()}
    names = sorted((line for line in lines if line and not line.startswith("#")), key=len, reverse=True)
    return "|".join(map(re.escape, names))


@cache
def _names() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_listed('outlets.txt')})(?!\w)")


@cache
def _asides() -> re.Pattern[str]:
    begins = r"(?:^|(?<=[.!?»”)] )|(?<=[.!?»”)\n]))"
    return re.compile(rf"{begins}(?:{_listed('asides.txt')})[^\n]*", re.IGNORECASE | re.MULTILINE)


def _outlets(text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in _names().finditer(text))
