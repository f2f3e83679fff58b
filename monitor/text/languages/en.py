"""English: plurals, possessives and comparatives by rule, irregular ones listed; capitals tell names from words."""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from monitor.text.fold import fold_word as fold
from monitor.text.languages.capitals import GRAMMAR_WORDS, acronym_in_small_letters, is_acronym
from monitor.text.languages.default import ELIDED, OF_MODEL, NameTails
from monitor.text.languages.en_words import (
    ABBREVIATED,
    FUNCTION_WORDS,
    IRREGULAR,
    IRREGULAR_VERBS,
    NAMES_AND_WORDS,
    NO_PLURAL,
    SURNAMES_IN_S,
)
from monitor.text.languages.forms import Seen, Stem, Stems, Tails
from monitor.text.languages.gather import SHORTEST, gather
from monitor.text.tables import forms_of

_VOWELS = "aeiou"
#: Name -> what it is cut to.
_PASTS = frozenset(form for forms in IRREGULAR_VERBS.values() for form in forms.split())
_SHORT_FOR = {full: tuple(short for short, of in ABBREVIATED.items() if of == full) for full in ABBREVIATED.values()}


def inflect(cited: Sequence[str]) -> tuple[Stems, ...]:
    """The stems of each word; in a phrase each may be plural or possessive."""
    return tuple(_stems(word) for word in cited)


@lru_cache(maxsize=1_024)
def _stems(word: str) -> Stems:
    low = fold(word)
    if low[-1:].isdigit():
        return (Stem(low, OF_MODEL if low[:1].isalpha() else _NUMBERED),)
    if word[:1].isupper() and len(low) >= SHORTEST and low not in IRREGULAR and low not in _SHORT_FOR:
        plurals = tuple(_plurals(low))
        if all(plural.startswith(low) for plural in plurals):  # nearly every name: at once
            return (Stem(low, _tails_of_name(tuple(plural[len(low) :] for plural in plurals)), ELIDED),)
    stems = gather(_forms(word))
    if not word[:1].isupper():
        return stems
    # A name is met in other languages too: "l'Akorda", "Tokayev'in".
    return tuple(Stem(stem.key, _name_tails(tuple(stem.tails.items())), ELIDED) for stem in stems)


#: Of a number: the 737s.
_NUMBERED: Tails = {"": "", "s": "plural", "'s": "possessive"}


@cache
def _tails_of_name(plurals: tuple[str, ...]) -> Tails:
    tails = {"": "", **dict.fromkeys(plurals, "plural")}
    return NameTails(tails | {tail + "'s": "possessive" for tail in tails})


@cache
def _name_tails(items: tuple[tuple[str, str], ...]) -> Tails:
    return NameTails(items)


def _forms(word: str) -> dict[str, str]:
    low = fold(word)
    forms = {low: ""}
    for plural in _plurals(low):
        forms.setdefault(plural, "plural")
    if not word[:1].isupper():
        for degree in _degrees(low):
            forms.setdefault(degree, "comparative")
        for verb in _verbal(low):
            forms.setdefault(verb, "verb")
    for other in IRREGULAR.get(low, "").split():
        forms.setdefault(other, "irregular")
    for short in _SHORT_FOR.get(low, ()) if word[:1].isupper() else ():
        forms.setdefault(short, "abbreviation")
    for form in list(forms):
        forms.setdefault(form + "'s", "possessive")
    return forms


def _plurals(word: str) -> Iterator[str]:
    if not word.isalpha() or word in NO_PLURAL or len(word) < 2:
        return
    if word.endswith(("s", "x", "z", "ch", "sh")):
        yield word + "es"
        if word.endswith("is"):
            yield word[:-2] + "es"
    elif word.endswith("y") and word[-2] not in _VOWELS:
        yield word[:-1] + "ies"
        yield word + "s"
    else:
        yield word + "s"
        if word.endswith("o"):
            yield word + "es"
        elif word.endswith(("f", "fe")) and word[-3:] not in ("ief", "oof", "aff", "iff", "uff"):
            yield word.rstrip("e")[:-1] + "ves"


def _degrees(word: str) -> Iterator[str]:
    """Comparative and superlative of a word that the table knows to have them."""
    known = set(forms_of("en", word))
    for stem in (word, word.rstrip("e"), word[:-1] + "i", word + word[-1:]):
        if stem + "er" in known and stem + "est" in known:
            yield stem + "er"
            yield stem + "est"


def _verbal(word: str) -> Iterator[str]:
    """What a word is as a verb, if it may be one: "arrest" is also looked for as "arrested", for news tells it so."""
    yield from (form for form in forms_of("en", word) if form.endswith(("ed", "ing")))
    yield from IRREGULAR_VERBS.get(word, "").split()


def doubt(cited: str, seen: Seen) -> str:
    """A name or an acronym that is also a common word is told from it by its capitals; others by their context."""
    written = seen.word
    if seen.text[max(0, seen.start - 2) : seen.start].lower() in ("e-", "e‑"):
        return "an e-word"
    if not cited[:1].isupper():
        return ""
    low = fold(written)
    if is_acronym(cited):
        common = acronym_in_small_letters(cited, seen) and _is_word(cited.lower(), small=written[:1].islower())
        return "small letters: another word" if common else ""
    if not written[:1].isupper():
        common = cited.lower() in FUNCTION_WORDS or (cited.lower() in NAMES_AND_WORDS and not seen.text.islower())
        return "a small letter: another word" if common else ""
    if low in SURNAMES_IN_S and low != fold(cited):
        return "a surname"
    if low in ABBREVIATED and seen.text[seen.end : seen.end + 1] != ".":
        return "no full stop: not short for it"
    return ""


@lru_cache(maxsize=8192)
def _is_common(word: str) -> bool:
    return word in FUNCTION_WORDS or bool(forms_of("en", word))


def _is_word(acronym: str, *, small: bool) -> bool:
    """Whether what an acronym is in small letters is a word, of English or beside it; "Aids" is still AIDS."""
    if len(acronym) == 2 or acronym in GRAMMAR_WORDS or _is_common(acronym):
        return True
    return small and (acronym in _PASTS or bool(forms_of("en", acronym.removesuffix("s"))))
