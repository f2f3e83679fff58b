"""Hebrew: a table of forms, and rules for what it lacks; joined particles before any of them; two ways of spelling."""

from collections.abc import Iterator, Sequence
from functools import cache

from monitor.text.fold import fold_word as fold
from monitor.text.languages.forms import AS_CITED, Heads, Seen, Stem, Stems, Tails
from monitor.text.languages.gather import gather
from monitor.text.languages.he_words import FUNCTION_WORDS, IRREGULAR
from monitor.text.tables import forms_of

_FINALS = str.maketrans("ךםןףץ", "כמנפצ")
_TO_FINAL = {"כ": "ך", "מ": "ם", "נ": "ן", "פ": "ף", "צ": "ץ"}
#: ו, ש and their like first, then one preposition, then the article (which ב, כ and ל swallow).
HEADS: Heads = {
    first + preposition + article: "with a particle" if first or preposition or article else ""
    for first in ("", "ו", "ש", "וש", "כש", "וכש", "מש", "לכש")
    for preposition in ("", "ב", "כ", "ל", "מ")
    for article in ("", "ה")
}
#: Before a form of three letters: longer heads would be the beginning of another word.
_FEWER: Heads = {head: how for head, how in HEADS.items() if len(head) < 3}
_SHORT: Heads = {head: how for head, how in HEADS.items() if len(head) < 2}
_SWALLOWING: Heads = {head: how for head, how in HEADS.items() if head[-1:] in tuple("בכל")}

#: "מזל"ט", "מזל"טים"; "מנכ"לית".
_OF_ACRONYM: Tails = {
    "": "",
    "ים": "plural",
    "ות": "plural",
    "י": "construct plural",
    "ית": "feminine",
    "יות": "feminine plural",
}

_SINGULAR_POSSESSIVES = ("ו", "ה", "ם", "ן", "נו", "י", "ך", "כם")
_PLURAL_POSSESSIVES = ("יו", "יה", "יהם", "יהן", "ינו", "יך", "יכם")


def inflect(cited: Sequence[str]) -> tuple[Stems, ...]:
    """The stems of each word, with the particles that may be joined before them."""
    stems = [_stems(word) for word in cited]
    if len(cited) > 1 and len(cited[-1]) == 1:  # an acronym: the letter behind its gershayim
        stems[-1] = (Stem(fold(cited[-1]), _OF_ACRONYM),)
    return tuple(stems)


def _stems(word: str) -> Stems:
    stems = gather({fold(form): how for form, how in reversed(_forms(word).items())})
    own = tuple(Stem(stem.key, stem.tails, _heads(len(stem.key) + min(map(len, stem.tails)))) for stem in stems)
    if _has_article(word) and len(word) > 4:
        # cited with the article, which three particles swallow: "הכנסת", "בכנסת"
        own += (Stem(fold(word[1:]), AS_CITED, _SWALLOWING),)
    return own


def _heads(length: int) -> Heads:
    return HEADS if length > 3 else _FEWER if length == 3 else _SHORT


@cache
def _forms(word: str) -> dict[str, str]:
    """Form -> how it derives, without particles."""
    base = word[1:] if _has_article(word) and forms_of("he", word[1:]) else word
    forms = {word: "", base: ""}
    for form in forms_of("he", base):
        # of a word of two letters the table has verbs too ("שר", "שירו"); an apostrophe at the end is no part of a word
        if (len(base) > 2 or form.startswith(base)) and not form.endswith("'"):
            forms.setdefault(form, "inflected")
    for form in IRREGULAR.get(base, "").split():
        forms.setdefault(form, "irregular")
    for form in _rules(base):
        # a form that is a word by itself is that word: "ממשל", "ממשלה"
        if not forms_of("he", form):
            forms.setdefault(form, "by its ending")
    for form in tuple(forms):
        for spelling in _sparing(form):
            if not _is_word(spelling):  # "דוור" (a postman) is no "דור"
                forms.setdefault(spelling, forms[form])
    return forms


def _has_article(word: str) -> bool:
    """Whether the ה that begins a cited word is none of its own letters ("הסדר", an arrangement, is no "סדר")."""
    return word.startswith("ה") and len(word) > 3 and not forms_of("he", word)


def _sparing(form: str) -> Iterator[str]:
    """The same with one ו or י where it has two: "מוסקווה", "מוסקוה"; "ביידן", "בידן"."""
    for double in ("וו", "יי"):
        if len(form) > 4 and double in form:
            yield form.replace(double, double[0])
    if form[:1] == "ו" != form[1:2]:
        yield "ו" + form  # after a particle: "הוועידה"


def _rules(word: str) -> Iterator[str]:
    if len(word) < 3:
        return
    inner = word[:-1] + word[-1].translate(_FINALS)
    if word.endswith("יה"):
        yield from ()  # a country or a foreign word: "רוסית" is no form of "רוסיה"
    elif word.endswith("ה"):
        stem = word[:-1]
        yield from (stem + ending for ending in ("ות", "ת", "ים", "י", "אות"))
        yield from (stem + "ת" + ending for ending in _SINGULAR_POSSESSIVES)
        yield from (stem + "ות" + ending for ending in _PLURAL_POSSESSIVES)
    elif word.endswith("ות"):
        yield from (word[:-1] + ending for ending in ("יות", "יותיו", "יותיה", "יותיהם"))
        yield from (word + ending for ending in (*_SINGULAR_POSSESSIVES, *_PLURAL_POSSESSIVES))
    elif word.endswith("ת"):
        yield from (word[:-1] + "ות" + ending for ending in ("", *_PLURAL_POSSESSIVES))
        yield from (word + ending for ending in _SINGULAR_POSSESSIVES)
    elif word.endswith("י"):
        yield from (word + ending for ending in ("ת", "ים", "ות", "ם", "יה"))
    elif len(word) > 3 and not word.endswith("ו"):
        yield from (inner + ending for ending in ("ים", "ות", "י", *_SINGULAR_POSSESSIVES, *_PLURAL_POSSESSIVES))
    else:
        yield from (inner + ending for ending in ("ים", "ות", "יו", "יהם", "ינו"))


def doubt(cited: str, seen: Seen) -> str:
    """Function words are themselves; so is a word that only begins like one with a particle ("מספר", a number)."""
    written = fold(seen.word)
    if written in _folded(cited):
        return ""
    if written in FUNCTION_WORDS:
        return "a function word"
    if written[:1] == "ה" and written[1:] in _folded(cited):
        return ""  # the article: what else begins so is mostly a verb ("הטיל", the missile and to impose)
    return "a word of its own" if _is_word(written) else ""


def _is_word(written: str) -> bool:
    """Whether the table has ``written`` as a word, or as a plural or feminine of one ("מספרים" is no "ספר")."""
    if forms_of("he", written):
        return True
    for ending in ("ים", "ות", "ית", "ת"):
        if written.endswith(ending):
            stem = written[: -len(ending)]
            final = stem[:-1] + _TO_FINAL.get(stem[-1:], stem[-1:])
            if any(written in forms_of("he", lemma) for lemma in (final, stem + "ה")):
                return True
    return False


@cache
def _folded(cited: str) -> frozenset[str]:
    return frozenset(map(fold, _forms(cited)))
