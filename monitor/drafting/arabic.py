"""A name of Latin or Cyrillic letters as Arabic newspapers write it: تبون for Tebboune, ماكرون for Macron.

Two readings. That of Arab names knows their parts (data/arab_names.txt) and leaves short vowels out; that of all
others writes every vowel. What comes of the first is read back by its consonants before it is offered.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from monitor.drafting.alphabets import CYRILLIC_TO_LATIN
from monitor.drafting.citation import is_listed
from monitor.drafting.phonemes import ARAB, WESTERN, Ways, ways_of
from monitor.drafting.skeleton import skeletons
from monitor.text.data import read_text

#: So many spellings of an Arab name are offered: which of them is right its Latin letters do not say.
_OFFERED = 6

#: Of so many spellings of one word, the likeliest, the next letter is tried.
_BEAM = 24

#: The article before a name, and what its l becomes: al-Sisi, Es-Sebsi, аш-Шараа.
_ARTICLE = re.compile("^(?:[aeu][lnrstdz]|[ae]sh|[ae]ch)[-‑’'](?=.{2})")

#: Abd al-: Abdelmadjid, Abderrahmane, Abdul-Malik.
_SERVANT = re.compile("^abd(?:[aeou]{1,2}(?:l|(?=([rsntdz])\\1))|ul|el)-?(?=.{3})")

#: The article without a hyphen: ElBaradei.
_JOINED = re.compile("^([AE]l)(?=[A-Z])")

#: The faith that a name ends with: Saadeddine, Nur ud-Din.
_FAITH = re.compile("(.{3,}?)-?[eaou]{1,2}[dl]-?(?:dine?|deen)$")


#: Nasrallah, Насралла.
_GOD = re.compile("(.{3,}?)[au]llah?")

#: Benkirane, Bensalah: one word where Arabic has two.
_SON = re.compile("ben(.{4,})")

#: A surname of the Caucasus and Central Asia that begins with an Arab name: Aliyev, Каримова.
_SURNAME = re.compile("(.{3,}?)y?([eo])v(a?)")


def is_arab(name: str) -> bool:
    """Whether a name in Latin or Cyrillic letters is an Arab's by one of its words: Mohammed, bin, al-, Abdel-."""
    words = [_latin(word) for word in name.split()]
    return any(
        _is_part(word) or _ARTICLE.match(word) or (_SERVANT.match(word) and len(word) > 6) or _FAITH.fullmatch(word)
        for word in words
    )


def is_given(word: str) -> bool:
    """Whether a word in Latin or Cyrillic letters is a given name of Arabs alone: Khalifa, Abdelhamid."""
    latin = _latin(word)
    return len(latin) > 3 and (_is_part(latin) or (bool(_SERVANT.match(latin)) and len(latin) > 6))


def in_arabic(name: str, source: str, *, arab: bool) -> tuple[str, ...]:
    """The likeliest spellings of a name in Arabic letters, the first the likeliest. ``source`` is the language (ISO
    639-1) whose letters it has; ``arab``: whether it is an Arab's name."""
    table = ARAB if arab else WESTERN
    found = [_word(_latin(_JOINED.sub(r"\1-", word)), source, table, arab=arab) for word in name.split()]
    if not found or not all(found):
        return ()
    first = " ".join(ways[0] for ways in found)
    rest = (" ".join((*(ways[0] for ways in found[:-1]), last)) for last in found[-1][1:])
    return tuple(dict.fromkeys((first, *rest)))


def as_heard(name: str) -> str:
    """An Arab's name as French spells it, as English would: Tebboun for Tebboune, Rashid for Rachid."""
    return re.sub("(?<=[^aeiou])e\\b", "", re.sub("(?<!t)ch", "sh", re.sub(r"\bCh", "Sh", name)))


def _latin(word: str) -> str:
    """A word in small Latin letters; Cyrillic ones by the table."""
    small = unicodedata.normalize("NFC", word).lower().replace("’", "'").replace("‘", "'").replace("ʿ", "'")
    return "".join(CYRILLIC_TO_LATIN.get(letter, letter) for letter in small)


def _word(word: str, source: str, table: Mapping[str, Ways], *, arab: bool) -> tuple[str, ...]:
    if not arab:
        if word.endswith("oğlu") and len(word) > 6:
            return tuple(f"{each} أوغلو" for each in _word(word[:-4], source, table, arab=False))
        if (surname := _SURNAME.fullmatch(word)) and (own := _parts().get(arab_key(surname[1]))):
            return (own.removesuffix("ي") + {"e": "ييف", "o": "وف"}[surname[2]] + "ا" * bool(surname[3]),)
        return _parted([tuple(_spelled(part, source, table, 3)) for part in word.split("-") if part])
    if found := _parts().get(arab_key(word)):
        return (found,)
    if article := _ARTICLE.match(word):
        return tuple(f"ال{each.removeprefix('ال')}" for each in _stem(word[article.end() :], source))
    if servant := _SERVANT.match(word):
        rest = word[servant.end() :]
        rest = rest[1:] if servant[1] else rest
        rest = rest if rest[:1] != "a" or arab_key(rest) in _parts() else f"'{rest}"  # the names of God: عاطي, عليم
        return tuple(f"عبد ال{each.removeprefix('ال')}" for each in _stem(rest, source))
    if faith := _FAITH.fullmatch(word):
        return tuple(f"{each} الدين" for each in _stem(faith[1], source)[:1])
    if (god := _GOD.fullmatch(word)) and (own := _parts().get(arab_key(god[1]))):
        return (f"{own} الله", f"{own}الله")
    if (son := _SON.fullmatch(word)) and (own := _parts().get(arab_key(son[1]))):
        return (f"بن {own}", f"بن{own}")
    if "-" in word:
        return _parted([_stem(part, source) for part in word.split("-") if part])
    return _stem(word, source)


def _parted(parts: list[tuple[str, ...]]) -> tuple[str, ...]:
    """The spellings of a word with hyphens, by those of its parts: Jean-Luc."""
    if len(parts) < 2 or not all(parts):
        return parts[0] if len(parts) == 1 else ()
    return (" ".join(part[0] for part in parts),)


def _stem(word: str, source: str) -> tuple[str, ...]:
    """The spellings of an Arab name without its article: a part that is known, else by its letters."""
    key = arab_key(word)
    if found := _parts().get(key):
        return (found,)
    if len(key) > 4 and key.endswith("i") and (found := _parts().get(key[:-1])):
        return (f"{found}ي",)  # whose he is: Othmani of Othman
    spelled = [each for each in _spelled(word, source, ARAB, _BEAM) if _reads_back(each, word)]
    # A short spelling that is an ordinary word (تبن is straw) stands in too much, unless it has the article.
    names = [each for each in spelled if len(each) > 3 or not is_listed(each, "ar")] or [
        f"ال{each}" for each in spelled
    ]
    return tuple(names[:_OFFERED])


def _spelled(word: str, source: str, table: Mapping[str, Ways], most: int) -> Iterator[str]:
    """The spellings of a word, the likeliest first."""
    beam: list[_Spelling] = [("", 0.0, {})]
    for sound, ways in ways_of(word, source, table):
        beam = _cheapest(
            (text + letters, cost + more, {**chosen, sound: letters})
            for text, cost, chosen in beam
            for letters, more in ways
            if chosen.get(sound, letters) == letters
        )
    yield from (text for text, _, _ in beam[:most] if len(text) > 1)


#: A spelling so far, what it costs, and which letters it has for each sound: one sound is always written alike.
_Spelling = tuple[str, float, dict[str, str]]


def _cheapest(spellings: Iterable[_Spelling]) -> list[_Spelling]:
    """The likeliest of these, each once."""
    found: dict[str, _Spelling] = {}
    for one in spellings:
        if one[0] not in found or one[1] < found[one[0]][1]:
            found[one[0]] = one
    return sorted(found.values(), key=lambda one: (one[1], one[0]))[:_BEAM]


def _reads_back(spelling: str, word: str) -> bool:
    """Whether the Arabic letters are found again in the Latin ones, as an Arabic article's name would be."""
    plain = "".join(each for each in unicodedata.normalize("NFD", word) if not unicodedata.combining(each))
    found = skeletons(spelling)
    heard = plain.lstrip("'").capitalize()
    return not found or any(re.search(found[0], each) for each in (heard, re.sub("^Kh", "H", heard).replace("kh", "h")))


def arab_key(word: str) -> str:
    """What all spellings of one Arab name in Latin letters share: Mohammed and Mohamed, Rachid and Rashid."""
    plain = "".join(each for each in unicodedata.normalize("NFD", word.lower()) if each.isascii() and each.isalpha())
    for pattern, letter in _EVENED:
        plain = pattern.sub(letter, plain)
    return plain


_EVENED = [
    (re.compile(pattern), letter)
    for pattern, letter in (
        ("(?<=[^aeiou])e$", ""),
        ("dzh|dj|zh", "j"),
        ("kh", "h"),
        ("ch", "sh"),
        ("gh", "g"),
        ("ph", "f"),
        ("ou|oo|[ow]", "u"),
        ("ee|[ey]", "i"),
        ("[qc]", "k"),
        (r"([^a])\1+", r"\1"),
        ("(?<=a)h$", ""),
    )
]


@cache
def _table() -> tuple[Mapping[str, str], frozenset[str]]:
    """Key of a spelling -> the Arabic word; the keys that others bear as well."""
    found: dict[str, str] = {}
    elsewhere = set()
    for line in read_text("drafting", "arab_names.txt").splitlines():
        arabic, parted, written = line.partition(" ; ")
        for each in written.split() if parted else ():
            if each.endswith("-~"):
                continue
            key = arab_key(each)
            found.setdefault(key, arabic)
            if each.endswith("~"):
                elsewhere.add(key)
    return found, frozenset(elsewhere)


def _parts() -> Mapping[str, str]:
    return _table()[0]


def _is_part(word: str) -> bool:
    """Whether a word is a part of Arab names alone."""
    key = arab_key(word)
    return key in _table()[0] and key not in _table()[1]
