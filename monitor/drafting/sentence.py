"""An article cut for reading: its sentences, their words, and where each word was met with a small letter."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from monitor.model import Field, Hit, Post
from monitor.text.fold import fold
from monitor.text.sentences import sentences
from monitor.text.words import Word as Token
from monitor.text.words import words

#: So much of an article is read; what matters stands before.
ENOUGH = 40_000

#: A sentence with more words is a list or no sentence: its beginning is enough.
_LONGEST = 120

#: The key of spots that tell no news: bylines, credits, outlets.
FURNITURE = "-"

#: The adjective of a place of two words: Иссык-Кульской, Джети-Огузском.
OF_PLACE = re.compile("[А-ЯІЇЄҐ][^-]*-[А-ЯІЇЄҐ].+[сц]ь?к(?:ий|ая|ое|ого|ой|ому|ую|им|ом|а|е|ої|ій|у|ою|ім)")

_CLOSE = re.compile("[ \u00a0\u202f]+|-")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence: its place in it, as written, folded, what stands before it, and its span in the field.

    ``name`` is the key of the known thing that it belongs to, "" if of none.
    """

    place: int
    text: str
    folded: str
    before: str
    start: int
    end: int
    name: str = ""

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()

    @property
    def close(self) -> bool:
        """Whether nothing but a space or a hyphen parts it from the word before."""
        return bool(_CLOSE.fullmatch(self.before))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as published and its words; ``offset`` is where it begins in its field. ``early``: the title, or one
    of the first two."""

    text: str
    field: Field
    offset: int
    words: tuple[Word, ...]
    early: bool

    @property
    def all_capitals(self) -> bool:
        """Whether its words begin with capitals one and all, as English headlines do: then a capital says nothing."""
        told = [word for word in self.words[1:] if len(word.text) > 3]
        return len(told) > 2 and sum(not word.capital for word in told) <= len(told) // 6


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a known thing stands: code points of a field."""

    field: Field
    start: int
    end: int
    key: str


class Article:
    """A post as an article in language ``lang``; ``spots`` are the places where known things stand."""

    def __init__(self, post: Post, lang: str, spots: Sequence[Spot] = ()) -> None:
        self.post = post
        self.lang = lang
        self._spots = sorted(spots, key=lambda spot: (spot.field, spot.start))

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The title, if there is one, then the sentences of the text."""
        found = []
        if self.post.title.strip():
            found.append(self._sentence("title", 0, len(self.post.title), early=True))
        number = 0
        for start, end in sentences(self.post.text[:ENOUGH]):
            sentence = self._sentence("text", start, end, early=number < 2)
            if any(word.name != FURNITURE for word in sentence.words):
                found.append(sentence)
                number += 1
        return tuple(found)

    @cached_property
    def small(self) -> Counter[str]:
        """Folded word -> how often it was written with a small letter."""
        return Counter(word.folded for sentence in self.sentences for word in sentence.words if not word.capital)

    @cached_property
    def capital(self) -> Counter[str]:
        """Folded word -> how often it had a capital letter where no sentence begins."""
        return Counter(
            word.folded
            for sentence in self.sentences
            for number, word in enumerate(sentence.words)
            if not sentence.all_capitals and word.capital and number and not begins(word)
        )

    @cached_property
    def seen(self) -> Counter[str]:
        """Each word as written, and how often."""
        return Counter(word.text for sentence in self.sentences for word in sentence.words)

    def before(self, text: str) -> list[str]:
        """What stands before each place of a word, folded; "" where nothing does."""
        return [
            sentence.words[word.place - 1].folded if word.place else ""
            for sentence in self.sentences
            for word in sentence.words
            if word.text == text
        ]

    def own_script(self, form: str) -> bool:
        """Whether a form is in the letters of most of the article: a quote in other letters names nothing here."""
        return _script(form) == self._script

    @cached_property
    def _script(self) -> str:
        return _script(self.post.title + self.post.text[:2_000])

    def _sentence(self, field: Field, start: int, end: int, *, early: bool) -> Sentence:
        text = (self.post.title if field == "title" else self.post.text)[start:end]
        spots = [spot for spot in self._spots if spot.field == field and spot.start < end and start < spot.end]
        found: list[Word] = []
        last = 0
        for word in _read(text, self.lang)[:_LONGEST]:
            begin, finish = start + word.start, start + word.end
            name = next((spot.key for spot in spots if spot.start < finish and begin < spot.end), "")
            found.append(Word(len(found), word.text, fold(word.text), text[last : word.start], begin, finish, name))
            last = word.end
        return Sentence(text, field, start, tuple(found), early)


def _read(text: str, lang: str) -> list[Token]:
    """The words of a text; in Russian and Ukrainian the adjective of a place of two words is one."""
    found: list[Token] = []
    for word in words(text):
        last = found[-1] if found and lang in ("ru", "uk") else None
        if last and text[last.end : word.start] == "-" and OF_PLACE.fullmatch(text, last.start, word.end):
            found[-1] = Token(last.start, word.end, text[last.start : word.end])
        else:
            found.append(word)
    return found


def in_headline(article: Article, hits: Sequence[Hit]) -> bool:
    """Whether one of these places is in the title, or in the first sentence of a text without one."""
    end = 0 if article.post.title.strip() else len(article.sentences[0].text) if article.sentences else 0
    return any(hit.field == "title" or hit.start < end for hit in hits)


def begins(word: Word) -> bool:
    """Whether a sentence or quote inside the sentence begins with this word."""
    return bool(re.search('[.:!?«“"‘—–•|]| -[ \n]', word.before))


def _script(text: str) -> str:
    """The commonest script of the letters of a text, by their Unicode names."""
    names = Counter(unicodedata.name(letter, "").split(" ")[0] for letter in text if letter.isalpha())
    return max(names, key=lambda name: names[name], default="")
