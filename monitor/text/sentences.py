"""Sentences of any language, as spans of the text as published."""

import re
from collections.abc import Iterator

#: A sentence ends at a line break, or at an end sign (with its closing quotes) before a space; Han and kana need none.
#: A run of signs is looked at once, from its beginning: ten thousand full stops cost no more than that.
_END = re.compile(r"\n+|(?<![.!?؟۔।…])[.!?؟۔।…]++[\"'»”’)\]]*+(?=\s)|[。！？]+[」』”》）]*")

#: What a full stop after it does not end: initials and abbreviations that stand before names, dates and numbers.
_SHORT = re.compile(
    r"(?:^|[\s(«\"“])(?:\w|\w\.\w|mr|mrs|ms|dr|prof|gen|col|lt|sen|gov|rep|st|jr|no|vs|jan|feb|aug|sept|oct|nov|dec|"
    r"г|гг|им|ул|тыс|млн|млрд|т\.д|т\.п|т\.е|др|янв|февр|апр|авг|сент|окт|нояб|дек|т\.б|ж|"
    r"m|mme|art|bzw|ca|usw|sr|sra|ing|doç|av|د|أ|م)$",
    re.IGNORECASE,
)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Start and end (code points, exclusive, end signs inside, spaces outside) of each sentence, in order."""
    start = 0
    for match in _END.finditer(text):
        if match.group()[0] == "." and _goes_on(text, start, match):
            continue
        yield from _span(text, start, match.end())
        start = match.end()
    yield from _span(text, start, len(text))


def _goes_on(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether a full stop is no end: the next word begins small, or an initial or abbreviation stands before it."""
    after = text[match.end() : match.end() + 20].lstrip()[:1]
    return after.islower() or bool(_SHORT.search(text[max(start, match.start() - 12) : match.start()]))


def _span(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    begin = start + len(piece) - len(piece.lstrip())
    if begin < end:
        yield begin, start + len(piece.rstrip())
