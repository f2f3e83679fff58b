"""Kazakh: a grammar of its own. A stem takes plural, possessive, case, -дағы, -нікі and copula, in this order, in
harmony with its last vowel and fitted to its last sound; written in Cyrillic, Latin or Arabic letters."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from monitor.text.fold import fold_word as fold
from monitor.text.homoglyphs import is_cyrillic
from monitor.text.languages.capitals import is_acronym
from monitor.text.languages.forms import AS_CITED, Stem, Stems, Tails
from monitor.text.languages.kk_doubts import doubt
from monitor.text.languages.kk_endings import (
    LINKED,
    after_third_person,
    harmonies_of,
    last_sounds,
    possessive_tails,
    shared,
    spoken_tails,
    tails_of,
)
from monitor.text.languages.kk_scripts import (
    ARABIC_HEADS,
    LATIN_SPELLINGS,
    as_heard,
    in_arabic,
    in_latin,
    without_kazakh_letters,
)
from monitor.text.languages.kk_verbs import verb_stems
from monitor.text.languages.kk_words import DETERMINERS, ELIDING

__all__ = ["doubt", "inflect"]

_UNVOICED = {"г": "к", "ғ": "қ", "б": "п"}
#: No shorter word is guessed to be what a cited one is a form of.
_SHORTEST_BASE = 3

#: What changes its voice before a vowel.
_VOICED = {"к": "г", "қ": "ғ", "п": "б"}


def inflect(cited: Sequence[str]) -> tuple[Stems, ...]:
    """The stems of each word; a word of a phrase that is cited with a possessive ("кеңесі") keeps it."""
    return tuple(_stems(word, in_phrase=len(cited) > 1) for word in cited)


@lru_cache(maxsize=1_024)
def _stems(word: str, *, in_phrase: bool) -> Stems:
    low, name = word.lower(), word[:1].isupper()
    if is_acronym(word) or (name and not is_cyrillic(low)):
        cyrillic = [(low, spoken_tails(latin=not is_cyrillic(low)))]
    else:
        cyrillic = list(_cyrillic(low, name=name))
        if low.endswith("ция") and not name:
            cyrillic.extend(_cyrillic(low + "лау", name=False))  # "эвакуациялау"
    if in_phrase:
        for base in _bases(low):
            cyrillic.extend(_cyrillic(base, name=name))
    found: dict[tuple[str, int], Stem] = {}
    for written, tails in cyrillic:
        key = fold(written)
        if not name or len(key) < 4 or without_kazakh_letters(key) != key or not is_cyrillic(key):
            found[key, id(tails)] = Stem(key, tails)  # else the one in Russian letters has all its endings
        for stem in _elsewhere(key, tails, name=name, in_phrase=in_phrase):
            found[stem.key, id(stem.tails)] = stem
    for written, tails in () if name else verb_stems(low, in_phrase=in_phrase):
        found[fold(written), id(tails)] = Stem(fold(written), tails)
        for stem in _elsewhere(fold(written), tails, name=False, in_phrase=in_phrase):
            found[stem.key, id(stem.tails)] = stem
    return tuple(stem for stem in found.values() if stem.key)


def _bases(word: str) -> Iterator[str]:
    """What ``word`` may be a form of. In a phrase such a guess is safe: its other words must stand there too."""
    for base in ELIDING:  # "кен орны", "кен орындары"
        stem = base[:-2] + base[-1]
        if word.startswith(stem) and word[len(stem) :] in possessive_tails(harmonies_of(base, name=False)):
            yield base
    for end in range(len(word) - 1, _SHORTEST_BASE - 1, -1):
        for base in (word[:end], word[: end - 1] + _UNVOICED.get(word[end - 1], word[end - 1])):
            for stem, tails in _cyrillic(base, name=False):
                if word.startswith(stem) and tails.get(word[len(stem) :]):
                    yield base
                    break


def _elsewhere(stem: str, tails: Tails, *, name: bool, in_phrase: bool) -> Iterator[Stem]:
    """A folded stem in Kazakh Latin and Arabic letters, and of names in Russian letters; of a name that is cited in
    Latin letters its endings in them ("Toqaevtyñ"). In a phrase a short stem is safe ("Ulttyq bank")."""
    if not is_cyrillic(stem):
        if name and len(stem) > _SHORTEST_BASE:
            yield Stem(stem, _tails_in(id(tails), tails, tuple(range(LATIN_SPELLINGS))))
        return
    length = len(stem) + ("" not in tails)  # the last sound of "көп" is among its endings
    if length < (2 if in_phrase else _SHORTEST_BASE):
        return
    heard = dict.fromkeys((stem, as_heard(stem), stem.replace("ци", "си")))  # "Konstıtýsııa"
    for spelled in heard:
        yield Stem(in_arabic(spelled), _tails_in(id(tails), tails, _ARABIC), ARABIC_HEADS)
    # By itself a common word or a short name counts in a Kazakh text alone.
    latin: dict[str, tuple[int, ...]] = {}
    for number in range(LATIN_SPELLINGS):
        for spelled in heard:
            written = in_latin(spelled, number)
            latin[written] = (*latin.get(written, ()), number)
    for written, numbers in latin.items():
        yield Stem(written, _tails_in(id(tails), tails, tuple(dict.fromkeys(numbers))))
    if name and length > (2 if in_phrase else _SHORTEST_BASE):
        yield Stem(without_kazakh_letters(stem), _tails_in(id(tails), tails, _BARE))


#: How a stem is written otherwise: in Arabic letters, in Russian ones, or in these numbers of Latin spellings.
_ARABIC, _BARE = (-1,), (-2,)
_written: dict[tuple[int, tuple[int, ...]], Tails] = {}


def _tails_in(key: int, tails: Tails, script: tuple[int, ...]) -> Tails:
    """Endings written in another script; kept, as ``tails`` are few and live as long as the program."""
    if (key, script) not in _written:
        if script == _ARABIC:
            other = {shared(in_arabic(tail)): how for tail, how in tails.items()}
        elif script == _BARE:
            other = {shared(without_kazakh_letters(tail)): how for tail, how in tails.items()} | dict(tails)
        else:
            other = {shared(in_latin(tail, number)): how for number in script for tail, how in tails.items()}
        _written[key, script] = other
    return _written[key, script]


def _cyrillic(word: str, *, name: bool) -> Iterator[tuple[str, Tails]]:
    """(stem, its endings): of one word several, when its last sounds change."""
    harmonies = harmonies_of(word, name=name)
    last = word[-1:]
    if word in DETERMINERS:
        yield word, AS_CITED
    elif last in _VOICED:
        yield word[:-1], tails_of("т", harmonies, last, _VOICED[last])
    else:
        for sound in last_sounds(word):
            yield word, tails_of(sound, harmonies, "", "")
    if word in ELIDING:
        yield word[:-2] + last, possessive_tails(harmonies)
    if word.endswith(("сы", "сі")):
        yield word, after_third_person(harmonies)
    if word.endswith(LINKED):
        yield word + "і", tails_of("vowel", ("front",), "", "")
