"""The closed word lists by which a post shows what it is (data/signs.toml), ready to be looked up."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from monitor.text.data import read_text
from monitor.text.fold import fold, fold_word
from monitor.text.languages.kk_scripts import in_other_letters
from monitor.text.words import word_spans, words

#: "and" (in Arabic "so" too) that is written joined to the next word; folded.
_JOINED = frozenset("وفו")

#: A word shorter than this does not lose a joined letter: it would be another word.
_SHORTEST_JOINED = 4


class Token(NamedTuple):
    """A word of a text in its folded form; ``start`` and ``end`` are code points as published."""

    start: int
    end: int
    word: str


#: A longer word is no word, and is not kept.
_LONGEST_WORD = 50


def tokens(text: str, begin: int = 0, end: int | None = None) -> list[Token]:
    """The words of a text, folded; those from ``begin`` up to ``end``, where no word may end that goes on behind it."""
    found = word_spans(text if end is None and not begin else text[begin:end])
    if end is not None and end < len(text) and found and found[-1][1] == end - begin:
        del found[-1]
    return [
        Token(begin + start, begin + stop, fold_word(word) if len(word) <= _LONGEST_WORD else fold(word))
        for start, stop, word in found
    ]


class Phrases:
    """A closed set of words and phrases, looked up word by word."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in phrases:
            folded = tuple(fold(word.text) for word in words(phrase))
            if folded:
                self._by_first.setdefault(folded[0], []).append(folded)
        self._words = frozenset(first for first, found in self._by_first.items() if (first,) in found)

    def at(self, text: Sequence[str], place: int) -> int:
        """How many words of ``text`` the longest phrase that begins at ``place`` has; 0 if none does."""
        word = text[place]
        best = self._from(word, text, place)
        if not best and word[:1] in _JOINED and len(word) >= _SHORTEST_JOINED:
            best = self._from(word[1:], text, place)
        return best

    def _from(self, first: str, text: Sequence[str], place: int) -> int:
        phrases = self._by_first.get(first)
        if phrases is None:
            return 0
        return max(
            (len(phrase) for phrase in phrases if phrase[1:] == tuple(text[place + 1 : place + len(phrase)])), default=0
        )

    def places(self, text: Sequence[str], begin: int, end: int) -> list[int]:
        """Where in ``text``, from ``begin`` up to ``end``, a phrase may begin: at all other places ``at`` is 0."""
        known = self._by_first
        return [
            place
            for place, word in enumerate(text[begin:end], begin)
            if word in known or (word[:1] in _JOINED and word[1:] in known)
        ]

    def is_word(self, word: str) -> bool:
        """Whether a word is one of the phrases, all of it."""
        joined = word[:1] in _JOINED and len(word) >= _SHORTEST_JOINED
        return word in self._words or (joined and word[1:] in self._words)

    def first(self, text: Sequence[str]) -> str:
        """The first of the phrases that stands in ``text``, as it stands there, or ""."""
        known = self._by_first
        for place, word in enumerate(text):
            if (word in known or word[:1] in _JOINED) and (length := self.at(text, place)):
                return " ".join(text[place : place + length])
        return ""

    def whole(self, text: Sequence[str]) -> bool:
        """Whether ``text`` is one of the phrases and nothing more."""
        return bool(text) and self.at(text, 0) == len(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """The word lists of one language."""

    report: Phrases
    genre: Phrases
    label: Phrases
    opening: Phrases
    either: Phrases
    no_either: Phrases
    expert: Phrases
    person: Phrases
    day: Phrases
    joint: Phrases
    after: Phrases
    since: Phrases
    unit: Phrases
    recall: Phrases
    memory: Phrases
    memory_behind: Phrases
    memory_apart: Phrases
    on: Phrases
    on_between: Phrases
    clause: Phrases


@cache
def _lists() -> Mapping[str, Any]:
    return tomllib.loads(read_text("matching", "signs.toml"))


@cache
def languages() -> frozenset[str]:
    """The languages that have lists."""
    return frozenset(_lists()["report"])


@cache
def signs(lang: str) -> Signs:
    """The lists of a language; of all languages together, if it has none of its own (but no "or" then: what is one here
    is "in" or "about" there)."""
    chosen = lang if lang in languages() else ""
    listed = {name: _phrases(name, chosen) for name in Signs.__slots__}
    return Signs(**(listed if chosen else {**listed, "either": Phrases(())}))


def _phrases(name: str, lang: str) -> Phrases:
    by_language: Mapping[str, str | list[str]] = _lists()[name]
    chosen = [by_language.get(lang, "")] if lang else list(by_language.values())
    listed = [phrase for each in chosen for phrase in (each.split() if isinstance(each, str) else each)]
    if lang == "kk":
        listed += [spelled for phrase in listed for spelled in in_other_letters(fold(phrase))]
    return Phrases(listed)


@cache
def sections() -> frozenset[str]:
    """What a place may call a section or page type of opinion, analysis and the like; folded words in a row."""
    return frozenset(" ".join(token.word for token in tokens(name)) for name in _lists()["section"]["words"])


@cache
def paths() -> frozenset[str]:
    """The same as a part of an address's path, in small letters."""
    return frozenset(_lists()["section"]["paths"])
