"""Homoglyphs: Latin and Cyrillic letters that look alike, and words of mixed script put into one.

Everything here takes and gives small letters, but for ``to_cyrillic`` and ``to_latin``, which keep the case.
"""

import re
from functools import cache, lru_cache

#: Texts without letters of a script; to match all of a text is three times as fast as to search it.
NO_LATIN, NO_CYRILLIC = (re.compile(f"[^{each}]*+") for each in ("a-z", "\u0400-\u052f"))
#: A Latin letter beside a Cyrillic one. (It begins with the rarer of the two: the search skips to it.)
_MIXED = re.compile("[a-z](?:['-]?[\u0400-\u052f]|(?<=[\u0400-\u052f].)|(?<=[\u0400-\u052f]['-].))")
_RUN = re.compile("[a-zəɵ\u0400-\u052f]+")
_JOINED = re.compile("[a-zəɵ\u0400-\u052f]+(?:['-][a-zəɵ\u0400-\u052f]+)*+")

#: Small or capital twins (after casefold "h" stands for "H" too).
_LATIN_TWINS = "abcehijkmopstxy"
_CYRILLIC_TWINS = "авсеніјкморѕтху"
_TO_CYRILLIC = str.maketrans(_LATIN_TWINS, _CYRILLIC_TWINS)
_TO_LATIN = str.maketrans(_CYRILLIC_TWINS + "һԛԝ", _LATIN_TWINS + "hqw")
_UPPER = str.maketrans(_LATIN_TWINS.upper(), _CYRILLIC_TWINS.upper())
_EITHER_TO_CYRILLIC = _TO_CYRILLIC | _UPPER
_EITHER_TO_LATIN = _TO_LATIN | {cyrillic: latin for latin, cyrillic in _UPPER.items()}

#: Latin letters that stand for Kazakh ones in many fonts and keyboards, beside Cyrillic letters.
_KAZAKH = {"ə": "ә", "Ə": "Ә", "ɵ": "ө", "Ɵ": "Ө"}
_OTHER_KAZAKH = re.compile("(?<=[\u0400-\u052f])[əƏɵƟ]+|[əƏɵƟ]++(?=[\u0400-\u052f])")
#: These say nothing of a word's script: Azerbaijani has them among Latin letters.
_NEITHER = str.maketrans("", "", "əɵ")
_ALL_TO_CYRILLIC = _TO_CYRILLIC | str.maketrans("əɵ", "әө")


def kazakh_letters(text: str) -> str:
    """``text`` with Kazakh letters where Latin ones stand for them."""
    return _OTHER_KAZAKH.sub(lambda found: "".join(_KAZAKH[letter] for letter in found.group()), text)


def in_one_script(text: str) -> str:
    """Words of mixed Latin and Cyrillic letters in one script, when all letters of the lesser one have a twin.

    A part that may be either ("еx" of "еx-otage") follows the word that it is joined to.
    """
    if text.isascii() or NO_CYRILLIC.fullmatch(text):
        return text
    if not ("ə" in text or "ɵ" in text or (not NO_LATIN.fullmatch(text) and _MIXED.search(text))):
        return text
    return _JOINED.sub(lambda word: _word(word.group()), text)


@lru_cache(maxsize=4096)
def _word(word: str) -> str:
    return _RUN.sub(lambda run: _part(run.group(), word), word)


def _part(part: str, word: str) -> str:
    telling = part.translate(_NEITHER)
    latin = _latin_in(telling)
    if latin in (0, len(telling)):
        return part if latin or not telling else part.translate(_ALL_TO_CYRILLIC)
    latin_one, cyrillic_one = part.translate(_TO_LATIN), part.translate(_ALL_TO_CYRILLIC)
    could_be_latin, could_be_cyrillic = as_latin(telling).isascii(), bool(NO_LATIN.fullmatch(cyrillic_one))
    if could_be_latin and could_be_cyrillic:
        most = latin * 2 - len(telling) or _latin_in(word) * 2 - sum(map(str.isalpha, word))
        return latin_one if most > 0 else cyrillic_one
    return latin_one if could_be_latin else cyrillic_one if could_be_cyrillic else kazakh_letters(part)


def _latin_in(word: str) -> int:
    return sum("a" <= letter <= "z" for letter in word)


@cache
def is_cyrillic(word: str) -> bool:
    """Whether any letter is Cyrillic."""
    return any("\u0400" <= letter <= "\u052f" for letter in word)


def as_latin(part: str) -> str:
    """A part of a Latin word in Latin letters, if all of it may be ("ех", which is Cyrillic, of "ех-otage")."""
    latin = part.translate(_TO_LATIN)
    return latin if latin.isascii() else part


def to_latin(word: str) -> str:
    """Each Cyrillic letter that has a Latin twin as that twin."""
    return word.translate(_EITHER_TO_LATIN)


def to_cyrillic(word: str) -> str:
    """Each Latin letter that has a Cyrillic twin as that twin."""
    return word.translate(_EITHER_TO_CYRILLIC)
