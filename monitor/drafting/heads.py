"""Words by which a text says what a name is (data/heads.toml), folded and ready to be asked."""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from monitor.drafting.things import Kind
from monitor.text.clues import WORDS
from monitor.text.data import read_text
from monitor.text.fold import fold
from monitor.text.words import words


@dataclass(frozen=True, slots=True, kw_only=True)
class Heads:
    """The lists of one language; empty where it has none."""

    role: frozenset[str]
    office: frozenset[str]
    body: frozenset[str]
    place: frozenset[str]
    agreement: frozenset[str]
    event: frozenset[str]
    inside: frozenset[str]
    calendar: frozenset[str]
    joint: frozenset[str]
    given: frozenset[str]
    official: frozenset[str]
    general: frozenset[str]
    small: frozenset[str]

    def kind(self, words: Collection[str]) -> Kind | None:
        """What a name with these folded words is, if one of them heads it."""
        named: tuple[tuple[Kind, frozenset[str]], ...] = (
            ("office", self.office),
            ("body", self.body),
            ("agreement", self.agreement),
            ("event", self.event),
            ("place", self.place),
        )
        return next((kind for kind, listed in named if not listed.isdisjoint(words)), None)


@cache
def _lists() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(read_text("drafting", "heads.toml"))


@cache
def heads(lang: str) -> Heads:
    """The lists of a language. ``small`` are its function words."""
    lists = {name: _folded(by_language.get(lang, "")) for name, by_language in _lists().items()}
    return Heads(**lists, small=_folded(" ".join(WORDS.get(lang, ()))))


def languages_read() -> frozenset[str]:
    """The languages in which people, bodies and offices are told by the words around them."""
    return frozenset(_lists()["role"])


def _folded(text: str) -> frozenset[str]:
    return frozenset(fold(word.text) for word in words(text))
