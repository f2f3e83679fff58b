"""Opinion, analysis, explainer, or news? Read from title, address and section; a report verb vetoes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import normalize
from urllib.parse import unquote, urlsplit

from monitor.matching.reading import ENOUGH_TITLE, Reading
from monitor.matching.signs import Signs, paths, sections, tokens
from monitor.text.fold import fold

#: From so many points on, and without a report verb, a post is no news.
ENOUGH = 2

#: A word in the title, the address or the section counts as much as two weaker signs.
_STRONG = 2

#: So much of an address is looked at.
_ENOUGH_ADDRESS = 2_000

_SEGMENT = re.compile(r"[:|•·：｜\n—–\[\]()]|\s-\s|(?<=[?؟？.!])\s")
_QUESTION = ("?", "؟", "？")
_OPENING_QUOTES = ("«", '"', "“", "„", "'", "‘")
#: Arabic "or" is written as "mother" is: "and" behind it (her children) tells which.
_ALSO_MOTHER = frozenset({fold("أم")})
_CLOSING = "\"'»”’)] "


@dataclass(frozen=True, slots=True, kw_only=True)
class Genre:
    """What speaks for opinion or analysis: points and the signs they are for; ``report`` is the verb that vetoes.

    ``explained``: the headline says so and an expert is the source. Then it is he who "said", and that is no veto.
    """

    points: int
    signs: tuple[str, ...]
    report: str
    explained: bool = False

    @property
    def demotes(self) -> bool:
        """Whether the post is taken for something other than news."""
        return self.points >= ENOUGH and (self.explained or not self.report)


def read_genre(reading: Reading) -> Genre:
    """The genre points of a post, and the report verb in it if there is one."""
    strong, expert = list(_strong(reading)), _expert(reading)
    found = [*strong, *_expert_points(reading, expert, alone=not strong), *_weak(reading)]
    report = reading.lists.report
    verb = report.first(reading.title_words) or report.first(reading.words[: reading.telling.last])
    return Genre(
        points=sum(points for points, _ in found),
        signs=tuple(sign for _, sign in found),
        report=verb,
        explained=bool(strong and expert),
    )


def _expert_points(reading: Reading, expert: str, *, alone: bool) -> Iterator[tuple[int, str]]:
    """An expert as the source; where the headline begins with him, it is he who has the word: "Analysts expect ..."."""
    words = _folded(reading.headline())
    if alone and words and (length := reading.lists.expert.at(words, 0)):
        yield _STRONG, f'"{" ".join(words[:length])}" opens the headline'
    elif expert:
        yield 1, f'"{expert}" as the source'


def _expert(reading: Reading) -> str:
    expert = reading.lists.expert
    return expert.first(reading.title_words) or expert.first(reading.spoken)


def _strong(reading: Reading) -> Iterator[tuple[int, str]]:
    """The title, the address, the section: two points for the first of them, they say the same thing."""
    if word := _in_title(reading.headline(), reading.lists):
        yield _STRONG, f'"{word}" in the title'
    elif part := _in_address(reading.post.url):
        yield _STRONG, f"/{part}/ in the address"
    elif section := _in_section(reading.post.section):
        yield _STRONG, f"section {section}"


def _in_title(title: str, lists: Signs) -> str:
    for segment in filter(None, _SEGMENT.split(title)):
        folded = _folded(segment)
        if not folded:
            continue
        if word := lists.genre.first(folded):
            return word
        if label := next((part for part in segment.split(",") if lists.label.whole(_folded(part))), ""):
            return label.strip()
        if length := lists.opening.at(folded, 0):
            return " ".join(folded[:length])
        if segment.rstrip(_CLOSING).endswith(_QUESTION) and (word := _asked(segment, folded, lists)):
            return word
    return ""


def _asked(segment: str, folded: list[str], lists: Signs) -> str:
    """Turkish and Kazakh ask in the middle; and who asks "this or that?" weighs them up, unless somebody is quoted."""
    if word := lists.opening.first(folded):
        return word
    return "" if segment.lstrip().startswith(_OPENING_QUOTES) else _either(segment, lists)


def _either(segment: str, lists: Signs) -> str:
    """The "or" between two halves of a question; "" if it is another word or part of a rough number ("two or three",
    "10 or 12")."""
    found = tokens(segment)
    folded = [token.word for token in found]
    for place in lists.either.places(folded, 1, len(folded) - 1):
        length = lists.either.at(folded, place)
        end = place + length
        if not length or lists.no_either.at(folded, place):
            continue
        word, beside = folded[place], (folded[place - 1], *folded[end : end + 1])
        mother = word in _ALSO_MOTHER and beside[1:] and beside[-1].startswith("و")
        where = "\u0300" in normalize("NFD", segment[found[place].start : found[place].end])  # "où" is no "ou"
        if not (mother or where or any(map(str.isdecimal, beside))):
            return " ".join(folded[place:end])
    return ""


def _folded(text: str) -> list[str]:
    return [token.word for token in tokens(text)]


def _in_address(url: str) -> str:
    if not url:
        return ""
    try:
        split = urlsplit(url[:_ENOUGH_ADDRESS])
    except ValueError:  # "http://[": no address, so no sign either
        return ""
    parts = [unquote(part).casefold() for part in split.path.split("/")[:-1]]
    host = split.netloc.casefold().split(".")[0]
    return next((part for part in (host, *parts) if part in paths()), "")


def _in_section(section: str) -> str:
    pieces = re.split(r"[,;/|>]", section[:ENOUGH_TITLE])
    return next((piece.strip() for piece in pieces if " ".join(_folded(piece)) in sections()), "")


def _weak(reading: Reading) -> Iterator[tuple[int, str]]:
    if any(_asks(reading, start, end) for start, end in reading.spans if end <= reading.telling.end):
        yield 1, "a question in the text"
    if reading.post.text[-200:].rstrip().rstrip(_CLOSING).endswith(_QUESTION):
        yield 1, "a question at the end"
    if word := reading.lists.person.first(reading.spoken):
        yield 1, f'"{word}": the writer speaks'


def _asks(reading: Reading, start: int, end: int) -> bool:
    asked = reading.text[start:end].rstrip(_CLOSING)
    return asked.endswith(_QUESTION) and not reading.in_quotes(start + len(asked) - 1)
