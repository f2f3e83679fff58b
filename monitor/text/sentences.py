"""Sentences of any language, as spans of the text as published."""

import re
from collections.abc import Iterator
from itertools import chain

#: A sentence ends at a line break, or at an end sign (with its closing quotes) before a space; Han and kana need none.
#: Where a line break follows the sign, the break is enough.
#: A run of signs is looked at once, from its beginning: ten thousand full stops cost no more than that.
_END = re.compile(r"\n+|(?<![.!?؟۔।…])[.!?؟۔।…]++[\"'»”’)\]]*+(?=[^\S\n])|[。！？]+[」』”》）]*")

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
    for match in chain(_END.finditer(text), (None,)):  # where the text ends, so does its last sentence
        if match is not None and text[match.start()] == "." and _goes_on(text, start, match):
            continue
        end = len(text) if match is None else match.end()
        piece = text[start:end]
        if bare := piece.strip():
            begin = start + piece.index(bare)
            yield begin, begin + len(bare)
        start = end


def _goes_on(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether a full stop is no end: the next word begins small, or an initial or abbreviation stands before it."""
    after = text[match.end() : match.end() + 20].lstrip()[:1]
    return after.islower() or bool(_SHORT.search(text[max(start, match.start() - 12) : match.start()]))
