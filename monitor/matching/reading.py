"""A post as the judgements on its tier read it: words folded once, sentences, what stands in quotes."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection
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

#: So many code points behind a sentence are read with it: no phrase of the lists is as long.
_BEHIND = 48

#: Signs that no word ends with: where a text ends so, no member of a list stands at its very end.
_CLOSED = frozenset('.!?…؟。！？»”")]')

#: Parts what does not stand side by side.
_NO_WORD = Token(-1, -1, "")

_QUOTED = re.compile('«[^»]{0,600}»|“[^”]{0,600}”|„[^“”]{0,600}[“”]|"[^"\n]{0,600}"|「[^」]{0,600}」')


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its span in the text, and which of the text's words are its own (from, up to)."""

    start: int
    end: int
    first: int
    last: int


class Reading:
    """A post in language ``lang`` ("" or one without word lists: all lists are tried), read once, lazily.

    ``places`` (code points of the text): of a long text only the first sentences and those that hold one of these are
    read word by word. None: all are.
    """

    def __init__(self, post: Post, lang: str, places: Collection[int] | None = None) -> None:
        self.post = post
        self.lists: Signs = signs(lang)
        self.text = post.text[:ENOUGH_TEXT]
        self.title = post.title[:ENOUGH_TITLE]
        self._places = None if len(post.text) <= LONG else places

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Where the sentences of the text stand, all of them."""
        return list(sentences(self.text))

    @cached_property
    def _stretches(self) -> list[tuple[int, int]]:
        """The sentences that are read word by word: numbers (from, up to), apart from each other and in order."""
        if self._places is None:
            return [(0, len(self.spans))]
        starts = [start for start, _ in self.spans]
        end = len(self.text)
        ends_in_word = self.text[-1:] not in _CLOSED
        wanted = {max(bisect_right(starts, place) - 1, 0) for place in self._places if place < end or ends_in_word}
        found = [(0, BEGINNING)]
        for number in sorted(wanted):
            first, last = found[-1]
            if number < last or starts[number] - self.spans[last - 1][1] <= _BEHIND:
                found[-1] = first, max(last, number + 1)
            else:
                found.append((number, number + 1))
        return found

    @cached_property
    def _read(self) -> tuple[list[Token], list[Sentence]]:
        words: list[Token] = []
        found: list[Sentence] = []
        for number, (first, last) in enumerate(self._stretches):
            stretch = self.spans[first:last]
            if not stretch:
                continue
            # a phrase of the lists may begin in the last of them and end behind it
            begin, end = (stretch[0][0] if number else 0), stretch[-1][1] + _BEHIND
            words += [_NO_WORD] * bool(number)
            base = len(words)
            words += tokens(self.text, begin, end)
            starts = [token.start for token in words[base:]]
            found += [
                Sentence(start, stop, base + bisect_left(starts, start), base + bisect_left(starts, stop))
                for start, stop in stretch
            ]
        return words, found

    @property
    def tokens(self) -> list[Token]:
        """The words of the text, as far as it is read; some of what follows a sentence that is."""
        return self._read[0]

    @cached_property
    def words(self) -> list[str]:
        """The same, folded forms only."""
        return [token.word for token in self.tokens]

    @cached_property
    def title_words(self) -> list[str]:
        """The folded words of the title."""
        return [token.word for token in tokens(self.title)]

    @property
    def sentences(self) -> list[Sentence]:
        """The sentences of the text that are read word by word."""
        return self._read[1]

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
        ends = [end for number, (_, end) in enumerate(self.spans) if number < OPENING or end <= LONG]
        return Sentence(self.spans[0][0], ends[-1], 0, 0) if ends else Sentence(0, 0, 0, 0)

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
