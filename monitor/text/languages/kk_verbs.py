"""Kazakh verbs, cited by their name in -у: news tells "ұстау" (to detain) as "ұсталды", "ұсталғанын", and "қамауға алу"
also as "қамауға алды".

Of a single word only what was done to somebody is looked for: what somebody does ("қатысады", takes part) is told in
half of all sentences, and is another word to most keywords in -у. What is cited as done, or as happening by itself
("босатылу", "жарылу"), is found in all forms; so is an act of news that a long verb names ("тұтқындау", to arrest), and
what planes and buildings do ("құлау").
"""

from collections.abc import Iterator
from functools import cache

from monitor.text.languages.forms import Tails
from monitor.text.languages.kk_endings import harmonies_of, tails_of

_VOWELS = "аәеоөұүыіэиюяё"
_VOICELESS = "птқкшсцчщфх"
#: What a stem ends in before a consonant, if it is written so before -у: "табу", "тапты".
_UNVOICED = {"б": "п", "ғ": "қ", "г": "к"}

#: The stem of a verb alone has so many letters: shorter ones help other verbs to their meaning ("алу", "болу", "беру").
_SHORTEST = 4
#: How verbs end that a noun was made to: such a one of so many letters names its act and nothing else.
_VERBAL = ("ла", "ле", "да", "де", "та", "те")
_LONG = 7
#: Shorter ones that news tells of: to fall, to collapse (two words), to kill, to free, to surround, to stop, to accuse,
#: to wound, to steal, to rob, to convict, to threaten.
_ACTS = frozenset(
    {"құла", "қира", "күйре", "өлтір", "босат", "қама", "тоқтат", "айыпта", "жарала", "ұрла", "тона", "сотта", "қорқыт"}
)


def verb_stems(word: str, *, in_phrase: bool) -> Iterator[tuple[str, Tails]]:
    """(stem, its endings) of the verb that ``word``, in small letters, names, or that is made of it ("эвакуация",
    "эвакуацияланды"); nothing if there is none."""
    if word.endswith("ция"):
        word, in_phrase = word + "лау", True
    for base in _bases(word):
        if in_phrase or len(base) >= _SHORTEST:
            for harmony in harmonies_of(base, name=False):
                if in_phrase or _is_done(base):
                    yield from _finite(base, harmony)
                for passive in _passives(base, harmony):
                    yield from _finite(passive, harmony)
                    yield passive + "у", _named("р", harmony, "verb, passive")


def _is_done(base: str) -> bool:
    """Whether a stem says by itself what was done, or what happened: босатыл-, жарыл-, өртен-, тұтқында-."""
    if base in _ACTS or (len(base) >= _LONG and base.endswith(_VERBAL)):
        return True
    return len(base) > _SHORTEST and base[-1] in "лн" and base[-2] in _VOWELS


def _bases(word: str) -> Iterator[str]:
    if word.endswith("ю") and len(word) > 2:
        yield word[:-1] + "й"
    elif word.endswith("у") and len(word) > 2:
        yield word[:-1]


def _passives(base: str, harmony: str) -> Iterator[str]:
    """What was done to somebody: -л, -ыл, -іл, and -н, -ын, -ін beside an л."""
    if base[-1] in _VOWELS:
        yield from (base + "л", base + "н")
    else:
        y = "ы" if harmony == "back" else "і"
        yield base + y + ("н" if base[-1] == "л" else "л")


def _finite(base: str, harmony: str) -> Iterator[tuple[str, Tails]]:
    hard = base[:-1] + _UNVOICED.get(base[-1], base[-1])
    voiceless = hard[-1] in _VOICELESS
    a = "а" if harmony == "back" else "е"
    done = {("back", True): "қан", ("back", False): "ған", ("front", True): "кен", ("front", False): "ген"}
    yield hard + done[harmony, voiceless], _named("н", harmony, "verb, participle")
    yield hard, _past(harmony, "т" if voiceless else "д")
    yield base, _present(harmony, base[-1] in _VOWELS)
    if base[-1] in _VOWELS:
        yield base + "йт" + a + "н", _named("н", harmony, "verb, participle")
    else:
        yield base + a + "т" + ("ын" if harmony == "back" else "ін"), _named("н", harmony, "verb, participle")


@cache
def _named(sound: str, harmony: str, how: str) -> Tails:
    """The endings of a noun that a verb made: without one it is that form of the verb."""
    return {**tails_of(sound, (harmony,), "", ""), "": how}


@cache
def _past(harmony: str, sound: str) -> Tails:
    y, k, a = ("ы", "қ", "а") if harmony == "back" else ("і", "к", "е")
    past = sound + y
    return {
        **{past + who: "verb, past" for who in ("", "м", "ң", k, "ң" + y + "з")},
        **{"с" + a + who: "verb, conditional" for who in ("", "м", k)},
        "п" + a + "й": "verb, negative",
        "м" + a + "й": "verb, negative",
        "м" + a + k: "verb, intended",
    }


@cache
def _present(harmony: str, after_vowel: bool) -> Tails:
    y, a = ("ы", "а") if harmony == "back" else ("і", "е")
    now = "й" if after_vowel else a
    by = "п" if after_vowel else y + "п"
    return {
        now + "д" + y: "verb, present",
        now: "verb, converb",
        by: "verb, converb",
        ("р" if after_vowel else a + "р"): "verb, future",
    }
