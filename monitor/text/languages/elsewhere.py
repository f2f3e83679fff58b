"""Words of one language that are other words in another: a keyword's forms are looked for in posts of all languages, and
the English "war" stands in every second German one."""
# ruff: noqa: E501  lists of words read best as they are

import re
from functools import cache, lru_cache
from importlib import import_module
from types import ModuleType

from monitor.text.clues import WORDS
from monitor.text.fold import fold_word as fold
from monitor.text.languages.en_words import NAMES_AND_WORDS
from monitor.text.languages.forms import Seen
from monitor.text.words import word_spans

#: So many code points on each side tell the language, and so many words of grammar.
_AROUND, _PLAINLY = 300, 2

#: Language -> common words of it, besides those of grammar, that are written like a word of news in another language.
_LOOKALIKES = {
    "en": "red pan once come fine sole fare time son date sale chat pain main four comment pays as hat rat gut fast not hell brand rate rates tag also",
    "fr": "coup coups car main pain sale chat four pour sort tire fond pays sang sera court fin mort nus rang tant tout vent vol jeu note plus pas ban rate cure dent font on ne si sur",
    "es": "mayor once son sin con fin actual pan pie red cura sale toma gran van dan mal sola solo ser era vale come para cada uno otro mes hay paro",
    "de": "war die fast gift rate fall fund also not rat hell bald wand brand stern kind fest tag gut art list wo dort fort ort boot links rechts mine wird wurde held bad see",
    "tr": "on onu son dam can bin at an var kar kan ben biz don sol pay pasta ben alan her hem et sen tek tam dair son bu fare taksi ile ise art",
    "it": "con ora sole fare pace sale come fine mare sera solo mai dire ne ho ma era sin",
    "pt": "com mar mais sem fim pela pelo fora era ser dado data como sua seu som gente",
    "nl": "was die van war had met door bad als gift dam kind of dan brief",
    "pl": "do to ten on ale pod list tak ser ran brat dam pan sad",
    "id": "air dan di ke apa ini baru yang",
    "ro": "care fare mare sau mine fac are are dar sat",
    "sv": "war fast barn bra gift son man men hade fart slut kind",
    "da": "fast barn gift man men fart slut",
    "no": "fast barn gift man men fart slutt",
    "ru": "от сот ел бар том бас кем тут ара жар мал рада час гора рота бал семей орал",
    "kk": "бар бас кем ара мал тор том кен ат сот бет жар ел",
    "uk": "від час рада під мало сорок",
}  # fmt: skip

#: Languages that share the meaning of their common words.
_KIN = (frozenset({"kk", "ky", "tt", "ba", "uz"}), frozenset({"tr", "az", "tk"}), frozenset({"sv", "da", "no"}))


#: These look it up themselves, where that is asked.
_WITH_RUSSIAN = frozenset({"ru", "uk"})


#: Letters of Kazakh, Kyrgyz, Tatar and others, whose own word it may be ("ислам" is Ислам there).
_NOT_RUSSIAN = re.compile("[әғқңөұүһіҗӘҒҚҢӨҰҮҺІҖ]")


@cache
def _russian() -> ModuleType:
    """Russian, with its dictionary: only where a Cyrillic name stands in small letters."""
    return import_module("monitor.text.languages.ru")


def _languages_of() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    listed = ((lang, words.split()) for lang, words in _LOOKALIKES.items())
    for lang, words in (*WORDS.items(), *listed, ("en", NAMES_AND_WORDS)):
        for word in words:
            found.setdefault(fold(word), set()).add(lang)
    return {word: frozenset(langs) for word, langs in found.items()}


#: Folded word -> the languages in which it is a common one.
_COMMON = _languages_of()


def doubt_elsewhere(lang: str, cited: str, seen: Seen) -> str:
    """Why a word of language ``lang`` is another one here: the text is in a language that has such a common word."""
    word = seen.text[seen.start : seen.end]
    asked = lang not in _WITH_RUSSIAN and cited[:1].isupper() and "а" <= word[:1] <= "я" and not seen.text.islower()
    if asked and not _NOT_RUSSIAN.search(seen.text) and (small := _russian().small_word(cited, word)):
        return f"ru: {small}"  # "цены газа" tell nothing of Газа, in whatever language that is cited
    langs = _COMMON.get(fold(word))
    if langs is None or (word.isupper() if cited.isupper() else cited[:1].isupper() and word[:1].isupper()):
        return ""  # a name, or an acronym
    kin = next((family for family in _KIN if lang in family), frozenset({lang}))
    around = _around(seen)
    here = next((one for one in sorted(langs - kin) if _is_in(one, lang, around)), "")
    return f"a word of {here}" if here else ""


#: Of so many places the language is remembered: one that is full of a word is mostly full of the same around it.
_REMEMBERED = 512


@lru_cache(maxsize=_REMEMBERED)
def _is_in(here: str, lang: str, around: str) -> bool:
    """Whether the text around is plainly in ``here`` and not in ``lang``: by other words of grammar than this one."""
    found = _words_of(around)
    mine, theirs = WORDS.get(lang, frozenset()), WORDS.get(here, frozenset())
    speaking = sum(word in theirs and word not in mine for word in found)
    against = sum(word in mine and word not in theirs for word in found)
    return speaking >= _PLAINLY and speaking > 2 * against


def plainly_in_another(lang: str, seen: Seen) -> str:
    """The language that the text around is plainly in, if that is not ``lang``; "" if none is."""
    return _other_than(lang, _around(seen))


@lru_cache(maxsize=_REMEMBERED)
def _other_than(lang: str, around: str) -> str:
    found = _words_of(around)
    counts = {here: sum(word in words for word in found) for here, words in WORDS.items()}
    best = max(counts, key=lambda here: counts[here])
    return best if counts[best] >= _PLAINLY and counts[best] > 2 * counts.get(lang, 0) else ""


def _around(seen: Seen) -> str:
    """What stands on both sides of the word seen."""
    return seen.text[max(0, seen.start - _AROUND) : seen.start] + " " + seen.text[seen.end : seen.end + _AROUND]


@lru_cache(maxsize=8)
def _words_of(around: str) -> tuple[str, ...]:
    """Its words, in small letters."""
    return tuple(word.lower() for _, _, word in word_spans(around))
