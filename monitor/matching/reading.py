"""A post as the judgements on its tier read it: words folded once, sentences, what stands in quotes."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

from monitor.matching.signs import Signs, Token, signs, tokens
from monitor.model import Post
from monitor.text.sentences import sentences

#: So much of a text, and of a title, is read: more is no news post, and costs.
ENOUGH_TEXT = 20_000
ENOUGH_TITLE = 400

#: Beyond so many characters a text is long: everybody says something somewhere in it, so only its beginning counts.
LONG = 600

#: The beginning of a text: so many sentences.
BEGINNING = 2

#: What a long text is about stands in so many sentences, or in its first ``LONG`` characters if these are more.
OPENING = 3

#: Without a title the first line is one, unless it is longer than any title.
LONGEST_TITLE = 160

_QUOTED = re.compile('«[^»]{0,600}»|“[^”]{0,600}”|„[^“”]{0,600}[“”]|"[^"\n]{0,600}"|「[^」]{0,600}」')


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its span in the text, and which of the text's words are its own (from, up to)."""

    start: int
    end: int
    first: int
    last: int


class Reading:
    """A post in language ``lang`` ("" or one without word lists: all lists are tried), read once, lazily."""

    def __init__(self, post: Post, lang: str) -> None:
        self.post = post
        self.lists: Signs = signs(lang)
        self.text = post.text[:ENOUGH_TEXT]
        self.title = post.title[:ENOUGH_TITLE]

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The words of the text."""
        return tokens(self.text)

    @cached_property
    def words(self) -> list[str]:
        """The same, folded forms only."""
        return [token.word for token in self.tokens]

    @cached_property
    def title_words(self) -> list[str]:
        """The folded words of the title."""
        return [token.word for token in tokens(self.title)]

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of the text."""
        starts = [token.start for token in self.tokens]
        return tuple(
            Sentence(start, end, bisect_left(starts, start), bisect_left(starts, end))
            for start, end in sentences(self.text)
        )

    @cached_property
    def beginning(self) -> Sentence:
        """The first sentences as one."""
        if not self.sentences:
            return Sentence(0, 0, 0, 0)
        last = self.sentences[:BEGINNING][-1]
        return Sentence(self.sentences[0].start, last.end, 0, last.last)

    @cached_property
    def opening(self) -> Sentence:
        """What a long text is about: its first sentences, ``OPENING`` of them, or all within ``LONG`` characters."""
        first = [one for number, one in enumerate(self.sentences) if number < OPENING or one.end <= LONG]
        return Sentence(first[0].start, first[-1].end, 0, first[-1].last) if first else Sentence(0, 0, 0, 0)

    @cached_property
    def telling(self) -> Sentence:
        """The part that shows what the post is: all of a short text, the beginning of a long one."""
        if len(self.post.text) > LONG:
            return self.beginning
        return Sentence(0, len(self.text), 0, len(self.tokens))

    @cached_property
    def quoted(self) -> list[tuple[int, int]]:
        """The spans of the telling part that stand in quotation marks."""
        return [match.span() for match in _QUOTED.finditer(self.text, 0, self.telling.end)]

    @cached_property
    def spoken(self) -> list[str]:
        """The folded words of the telling part outside quotes: the writer's own."""
        mine = self.tokens[: self.telling.last]
        if not self.quoted:
            return [token.word for token in mine]
        return [token.word for token in mine if not self.in_quotes(token.start)]

    def in_quotes(self, place: int) -> bool:
        """Whether a place of the telling part stands in quotation marks."""
        return any(start <= place < end for start, end in self.quoted)

    def headline(self) -> str:
        """The title; without one the first line if it is as short as a title, else its first sentence if that is."""
        if self.title.strip():
            return self.title.strip()
        line = self.text.strip().split("\n", 1)[0]
        if len(line) <= LONGEST_TITLE:
            return line
        start, end = next(sentences(line[:ENOUGH_TITLE]), (0, 0))
        return line[start:end] if end - start <= LONGEST_TITLE else ""
