"""Opinion, analysis, explainer, or news? Read from title, address and section; a report verb vetoes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from monitor.matching.signs import Signs, paths, sections, signs, tokens
from monitor.model import Post
from monitor.text.sentences import sentences

#: From so many points on, and without a report verb, a post is no news.
ENOUGH = 2

#: A word in the title, the address or the section counts as much as two weaker signs.
_STRONG = 2

#: Beyond so many characters a text is long: everybody says something somewhere in it, so only its beginning counts.
_LONG = 600

#: So much of a text is looked at.
_ENOUGH_TEXT = 3_000

#: Without a title the first line is one, unless it is longer than any title.
_LONGEST_TITLE = 160

#: So much of a title, and of an address, is looked at.
_ENOUGH_TITLE = 400
_ENOUGH_ADDRESS = 2_000

_QUOTED = re.compile('«[^»]{0,600}»|“[^”]{0,600}”|„[^“”]{0,600}[“”]|"[^"\n]{0,600}"|「[^」]{0,600}」')
_SEGMENT = re.compile(r"[:|•·：｜\n—–\[\]()]|\s-\s|(?<=[?؟？.!])\s")
_QUESTION = ("?", "؟", "？")


@dataclass(frozen=True, slots=True, kw_only=True)
class Genre:
    """What speaks for opinion or analysis: points and the signs they are for; ``report`` is the verb that vetoes."""

    points: int
    signs: tuple[str, ...]
    report: str

    @property
    def demotes(self) -> bool:
        """Whether the post is taken for something other than news."""
        return self.points >= ENOUGH and not self.report


def read_genre(post: Post, lang: str) -> Genre:
    """The genre points of a post in language ``lang`` ("" or one without word lists: all lists are tried)."""
    lists = signs(lang)
    text = post.text[:_ENOUGH_TEXT]
    spans = list(sentences(text))
    early = text[: spans[1][1]] if len(post.text) > _LONG and len(spans) > 1 else text
    found = [*_strong(post, lists), *_weak(post, early, lists)]
    report = lists.report.first(_folded(post.title[:_ENOUGH_TITLE])) or lists.report.first(_folded(early))
    return Genre(points=sum(points for points, _ in found), signs=tuple(sign for _, sign in found), report=report)


def _folded(text: str) -> list[str]:
    return [token.word for token in tokens(text)]


def _strong(post: Post, lists: Signs) -> Iterator[tuple[int, str]]:
    """The title, the address, the section: two points for the first of them, they say the same thing."""
    if word := _in_title(title_of(post), lists):
        yield _STRONG, f'"{word}" in the title'
    elif part := _in_address(post.url):
        yield _STRONG, f"/{part}/ in the address"
    elif section := _in_section(post.section):
        yield _STRONG, f"section {section}"


def title_of(post: Post) -> str:
    """The title; without one the first line if it is as short as a title, else its first sentence if that is."""
    if post.title.strip():
        return post.title.strip()[:_ENOUGH_TITLE]
    line = post.text[:_ENOUGH_TEXT].strip().split("\n", 1)[0]
    if len(line) <= _LONGEST_TITLE:
        return line
    start, end = next(sentences(line), (0, 0))
    return line[start:end] if end - start <= _LONGEST_TITLE else ""


def _in_title(title: str, lists: Signs) -> str:
    for segment in filter(None, _SEGMENT.split(title)):
        folded = _folded(segment)
        if not folded:
            continue
        if word := lists.genre.first(folded):
            return word
        if lists.label.whole(folded):
            return " ".join(folded)
        if length := lists.opening.at(folded, 0):
            return " ".join(folded[:length])
        # Turkish and Kazakh ask in the middle.
        if _asks(segment.rstrip()) and (word := lists.opening.first(folded)):
            return word
    return ""


def _in_address(url: str) -> str:
    try:
        split = urlsplit(url[:_ENOUGH_ADDRESS])
    except ValueError:  # "http://[": no address, so no sign either
        return ""
    parts = [unquote(part).casefold() for part in split.path.split("/")[:-1]]
    host = split.netloc.casefold().split(".")[0]
    return next((part for part in (host, *parts) if part in paths()), "")


def _in_section(section: str) -> str:
    pieces = re.split(r"[,;/|>]", section[:_ENOUGH_TITLE])
    return next((piece.strip() for piece in pieces if " ".join(_folded(piece)) in sections()), "")


def _weak(post: Post, early: str, lists: Signs) -> Iterator[tuple[int, str]]:
    spoken = _QUOTED.sub(" ", early)
    folded = _folded(spoken)
    if word := lists.expert.first(_folded(post.title[:_ENOUGH_TITLE])) or lists.expert.first(folded):
        yield 1, f'"{word}" as the source'
    ends = [spoken[start:end].rstrip("\"'»”’)] ") for start, end in sentences(spoken)]
    if any(_asks(sentence) for sentence in ends):
        yield 1, "a question in the text"
    if _closing(post.text):
        yield 1, "a question at the end"
    if word := lists.person.first(folded):
        yield 1, f'"{word}": the writer speaks'


def _asks(sentence: str) -> bool:
    return sentence.endswith(_QUESTION)


def _closing(text: str) -> bool:
    return text.rstrip().rstrip("\"'»”’)] ").endswith(_QUESTION)


def says_day(text: Sequence[str], lists: Signs) -> bool:
    """Whether a day is named among folded words."""
    return bool(lists.day.first(text))
