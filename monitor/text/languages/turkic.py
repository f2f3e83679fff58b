"""Azerbaijani, Uzbek, Kyrgyz, Turkmen and Tatar, by rule alone: plural, possessive and case in harmony with the vowel
before, with what a stem's last sound becomes before a vowel. Each language is a line of ``_GRAMMARS``."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from monitor.text.fold import fold_word as fold
from monitor.text.homoglyphs import is_cyrillic
from monitor.text.languages.forms import Stem, Tails


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)  # each is one of its kind, and a key
class _Grammar:
    """Endings, where A is a low and I a high vowel, each told by the vowel before it (``low`` and ``high``: vowel ->
    what it is).

    ``many`` are plurals; ``cases`` and ``bound`` (those after "his") name -> endings; of two endings parted by "/" the
    first stands behind a consonant, the second behind a vowel. ``voiced``: last sound -> what it is before a vowel.
    """

    low: Mapping[str, str]
    high: Mapping[str, str]
    many: str
    cases: Mapping[str, str]
    third: str
    bound: Mapping[str, str]
    voiced: Mapping[str, str]


def _vowels(spec: str) -> dict[str, str]:
    """ "aı:a eə:ə" -> each letter before a colon, what stands behind it."""
    return {letter: to for part in spec.split() for letter in part.split(":")[0] for to in [part.split(":")[1]]}


_AZERBAIJANI = _Grammar(
    low=_vowels("aıou:a eəiöü:ə"),
    high=_vowels("aı:ı eəi:i ou:u öü:ü"),
    many="lAr",
    cases={
        "genitive": "In/nIn", "accusative": "I/nI", "dative": "A/yA", "locative": "dA", "ablative": "dAn",
        "locative attribute": "dAkI", "with": "lA/ylA", "of it": "lI", "copula": "dIr", "possessive (our)": "ImIz/mIz",
    },
    third="I/sI",
    bound={
        "": "", "genitive": "nIn", "accusative": "nI", "dative": "nA", "locative": "ndA", "ablative": "ndAn",
        "locative attribute": "ndAkI", "with": "ylA", "copula": "dIr",
    },
    voiced={"k": "y", "q": "ğ"},
)  # fmt: skip

_UZBEK = _Grammar(
    low={},
    high={},
    many="lar",
    cases={
        "genitive": "ning", "accusative": "ni", "dative": "ga ka qa", "locative": "da", "ablative": "dan",
        "locative attribute": "dagi", "of it": "lik", "by": "cha", "copula": "dir", "possessive (our)": "imiz/miz",
    },
    third="i/si",
    bound={
        "": "", "genitive": "ning", "accusative": "ni", "dative": "ga", "locative": "da", "ablative": "dan",
        "locative attribute": "dagi", "copula": "dir",
    },
    voiced={"k": "g", "q": "gʻ"},
)  # fmt: skip

_UZBEK_CYRILLIC = _Grammar(
    low={},
    high={},
    many="лар",
    cases={
        "genitive": "нинг", "accusative": "ни", "dative": "га ка қа", "locative": "да", "ablative": "дан",
        "locative attribute": "даги", "of it": "лик", "by": "ча", "copula": "дир", "possessive (our)": "имиз/миз",
    },
    third="и/си",
    bound={
        "": "", "genitive": "нинг", "accusative": "ни", "dative": "га", "locative": "да", "ablative": "дан",
        "locative attribute": "даги", "copula": "дир",
    },
    voiced={"к": "г", "қ": "ғ"},
)  # fmt: skip

_KYRGYZ = _Grammar(
    low=_vowels("аыуяю:а еиэ:е оё:о өү:ө"),
    high=_vowels("аыя:ы еиэ:и оуёю:у өү:ү"),
    many="лAр дAр тAр",
    cases={
        "genitive": "нIн дIн тIн", "accusative": "нI дI тI", "dative": "гA кA", "locative": "дA тA",
        "ablative": "дAн тAн", "locative attribute": "дAгI тAгI", "of it": "лIк дIк тIк",
        "possessive (our)": "IбIз/бIз",
    },
    third="I/сI",
    bound={
        "": "", "genitive": "нIн", "accusative": "н", "dative": "нA", "locative": "ндA", "ablative": "нAн",
        "locative attribute": "ндAгI",
    },
    voiced={"к": "г", "п": "б"},
)  # fmt: skip

_TATAR = _Grammar(
    low=_vowels("аыоуяюё:а әеиөүэ:ә"),
    high=_vowels("аыоуяюё:ы әеиөүэ:е"),
    many="лAр нAр",
    cases={
        "genitive": "нIң", "accusative": "нI", "dative": "гA кA", "locative": "дA тA", "ablative": "дAн тAн нAн",
        "locative attribute": "дAгI тAгI", "of it": "лI",
    },
    third="I/сI",
    bound={
        "": "", "genitive": "нIң", "accusative": "н", "dative": "нA", "locative": "ндA", "ablative": "ннAн",
        "locative attribute": "ндAгI",
    },
    voiced={"к": "г", "п": "б"},
)  # fmt: skip

_TURKMEN = _Grammar(
    low=_vowels("ayou:a äeiöü:e"),
    high=_vowels("ayou:y äeiöü:i"),
    many="lAr",
    cases={
        "genitive": "Iň uň üň/nIň", "accusative": "I/nI", "dative": "A/", "locative": "dA", "ablative": "dAn",
        "locative attribute": "dAky däki", "of it": "lI", "possessive (our)": "ImIz/mIz",
    },
    third="I/sI",
    bound={
        "": "", "genitive": "nIň", "accusative": "nI", "dative": "nA", "locative": "ndA", "ablative": "ndAn",
        "locative attribute": "ndAky ndäki",
    },
    voiced={"k": "g", "p": "b", "t": "d", "ç": "j"},
)  # fmt: skip

#: Language -> its grammar in each script that it is written in.
_GRAMMARS: dict[str, tuple[_Grammar, ...]] = {
    "az": (_AZERBAIJANI,),
    "uz": (_UZBEK, _UZBEK_CYRILLIC),
    "ky": (_KYRGYZ,),
    "tt": (_TATAR,),
    "tk": (_TURKMEN,),
}
LANGUAGES = frozenset(_GRAMMARS)

_ALL_VOWELS = "aeiouıəöüäyаәеиоөуүыэюяёіў"


def stems(lang: str, cited: str) -> Iterator[Stem]:
    """The stems of a word with all endings of its language in the script that it is written in."""
    word = cited.lower()
    for grammar in _GRAMMARS[lang]:
        if is_cyrillic(grammar.many) != is_cyrillic(word):
            continue
        last = next((letter for letter in reversed(word) if letter in (grammar.low or _ALL_VOWELS)), "")
        vowel = word[-1] in (grammar.low or _ALL_VOWELS)
        tails = _tails(grammar, last, vowel=vowel)
        yield Stem(fold(word), tails)
        if word[-1] in grammar.voiced:
            begins = fold(_ALL_VOWELS)
            voiced = {tail: how for tail, how in tails.items() if tail[:1] in begins and tail}
            yield Stem(fold(word[:-1] + grammar.voiced[word[-1]]), voiced)


def bases(lang: str, cited: str) -> Iterator[Stem]:
    """The stems of what a word of a phrase is "his" of ("neft kəməri", "neft kəmərləri"); there the guess is safe."""
    low = cited.lower()
    for grammar in _GRAMMARS[lang]:
        thirds = [_resolved(grammar, last, third) for third in grammar.third.split("/") for last in grammar.low or "a"]
        for ending in dict.fromkeys(thirds):
            if low.endswith(ending) and len(low) > len(ending) + 2:
                yield from stems(lang, low[: -len(ending)])


@cache
def origins(lang: str) -> tuple[str, ...]:
    """The endings, folded, of whoever or whatever is of a place: they are written in small letters ("toshkentlik")."""
    return tuple(
        fold(_resolved(grammar, last, ending))
        for grammar in _GRAMMARS[lang]
        for ending in grammar.cases["of it"].split()
        for last in grammar.low or "a"
    )


@cache
def _tails(grammar: _Grammar, last: str, *, vowel: bool) -> Tails:
    """All endings, folded, of a word whose last vowel is ``last``; ``vowel``: it ends in it."""
    tails = {"": ""}
    for plural in ("", *grammar.many.split()):
        before = _resolved(grammar, last, plural)
        for how, ending in _after(grammar, vowel=vowel and not plural):
            tail = before + _resolved(grammar, _last_vowel(grammar, before) or last, ending)
            named = f"plural {how}".strip() if plural else how
            tails.setdefault(fold(tail), named)
    return tails


def _after(grammar: _Grammar, *, vowel: bool) -> Iterator[tuple[str, str]]:
    """What a stem or a plural takes: (how, ending)."""
    yield "", ""
    for how, listed in grammar.cases.items():
        yield from ((how, ending) for ending in _chosen(listed, vowel=vowel))
    for third in _chosen(grammar.third, vowel=vowel):
        for how, listed in grammar.bound.items():
            yield from ((f"possessive (his) {how}".strip(), third + ending) for ending in listed.split() or [""])


def _chosen(listed: str, *, vowel: bool) -> list[str]:
    behind_consonant, parted, behind_vowel = listed.partition("/")
    return (behind_vowel if parted and vowel else behind_consonant).split()


def _resolved(grammar: _Grammar, last: str, ending: str) -> str:
    """``ending`` with its vowels told by the one before, from left to right."""
    found = ""
    for sign in ending:
        letter = grammar.low.get(last, sign) if sign == "A" else grammar.high.get(last, sign) if sign == "I" else sign
        if letter in grammar.low:
            last = letter
        found += letter
    return found


def _last_vowel(grammar: _Grammar, written: str) -> str:
    return next((letter for letter in reversed(written) if letter in grammar.low), "")
