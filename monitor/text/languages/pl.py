"""Polish, by rule alone: how a noun, a name or an adjective ends tells what endings it takes."""

from collections.abc import Iterator

from monitor.text.fold import fold_word as fold
from monitor.text.languages.forms import Stem, Tails
from monitor.text.languages.gather import endings

_MANY = {"plural_dative": "om iom", "plural_instrumental": "ami iami", "plural_locative": "ach iach"}
#: Iran, bank, Tusk, Poznań, deszcz; ń is folded to n, so "Poznania" is one of these too.
_MASCULINE = endings(
    cited="-", genitive="a ia u iu", dative="owi iowi", instrumental="em iem", locative="ie", plural="y i e owie",
    plural_genitive="ow", **_MANY,
)  # fmt: skip
#: Behind a stem without its last e: czwartek, czwartku; Niemiec, Niemca.
_CLOSED = {tail: how for tail, how in _MASCULINE.items() if tail}
#: Warszawa, Rosja, Syria; a surname's plural.
_FEMININE = endings(
    nominative="a", genitive="y i", accusative="e", instrumental="a", vocative="o", plural_genitive="ow", **_MANY
)
_OF_MANY: Tails = {"": "plural genitive"}
#: A shorter stem alone is another word ("para", "par").
_SHORTEST_ALONE = 5
#: państwo, lotnisko; morze, trzęsienie after their last vowel.
_NEUTER = endings(
    nominative="o e", genitive="a", dative="u", instrumental="em iem", locative="ie", plural_genitive="-", **_MANY
)
#: wybory, rozmowy: cited in the plural.
_PLURAL = endings(nominative="y i", genitive="ow", **_MANY)
_FEMININE_SOFT = endings(cited="-", genitive="i", instrumental="ia", plural_genitive="iow", **_MANY)
#: Zełenski, nowy; one ending for both vowels: "polskiego", "nowego".
_ADJECTIVE = endings(
    nominative="y i", genitive="ego iego", dative="emu iemu", instrumental="ym im", feminine="a",
    feminine_oblique="ej iej", neuter="e ie", plural_genitive="ych ich", plural_instrumental="ymi imi",
)  # fmt: skip
_ADJECTIVAL = (
    "ski",
    "cki",
    "dzki",
    "ny",
    "wy",
    "ły",
    "ty",
    "ry",
    "czy",
    "gi",
    "na",
    "wa",
    "ła",
    "ta",
    "ra",
    "cza",
    "ska",
    "cka",
)
#: Of nouns cited in the plural these end like adjectives.
_TALKS = ("rozmowy", "umowy", "zmowy", "namowy", "przemowy", "budowy", "głowy")

#: Last sounds of a stem -> what stands for them before the -e of dative and locative: "Polska", "w Polsce".
_SOFTENED = (
    ("ch", "sz"), ("st", "sci"), ("sł", "sl"), ("k", "c"), ("g", "dz"), ("r", "rz"), ("t", "ci"), ("d", "dzi"),
    ("ł", "l"),
)  # fmt: skip


def stems(word: str) -> Iterator[Stem]:
    """The stems of ``word`` with its endings, folded."""
    low = word.lower()
    if low.endswith(_ADJECTIVAL) and len(low) > 4:
        yield Stem(fold(low[:-1]), _ADJECTIVE)
        if low.endswith("i") or (low.endswith("owy") and not low.endswith(_TALKS)):
            return  # "krajów" are countries, and no form of "krajowy"
    if low.endswith("ość"):
        yield Stem(fold(low), _FEMININE_SOFT)
    elif low[-1] == "a":
        yield Stem(fold(low[:-1]), _FEMININE)
        if len(low) > _SHORTEST_ALONE:
            yield Stem(fold(low[:-1]), _OF_MANY)
        yield from _softened(low[:-1])
    elif low[-1] in "oe" and len(low) > 3:
        yield Stem(fold(low[:-1]), _NEUTER)
        yield from _softened(low[:-1])
        if low.endswith("nie"):
            yield Stem(fold(low[:-2]), _OF_MANY)  # "trzęsień"
    elif low[-1] in "yi" and len(low) > _SHORTEST_ALONE:
        yield Stem(fold(low[:-1]), {**_PLURAL, **_OF_MANY})
    elif low[-1] not in "aąeęioóuy":
        yield Stem(fold(low), _MASCULINE)
        yield from _softened(low)
        if low.endswith(("ek", "ec")) and len(low) > 4:
            yield Stem(fold(low[:-2] + low[-1]), _CLOSED)


_LOCATIVE: Tails = {"e": "locative"}


def _softened(stem: str) -> Iterator[Stem]:
    for last, before_e in _SOFTENED:
        if stem.endswith(last):
            yield Stem(fold(stem[: -len(last)] + before_e), _LOCATIVE)
            return
    yield Stem(fold(stem + "i"), _LOCATIVE)
