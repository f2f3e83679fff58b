"""Which of its kind a headline speaks of: the third round of talks, the second hearing, "3-й раунд", "2. Runde".

The fourth round has nearly the words of the third, and is none of its echoes. An ordinal belongs to what stands beside
it, by idea across languages and by stem within one.
"""

import re
from collections.abc import Sequence, Set
from functools import cache

from monitor.judging.lexicon import Entries, bare_forms, common_words, entries_for, own, parsed
from monitor.judging.stems import script_of, term_of
from monitor.text.fold import fold_word
from monitor.text.words import word_spans

#: A figure with the ending of an ordinal ("2nd", "3-й", "4-ші", "5e"); with a point only where that is the rule.
_WRITTEN = re.compile(
    r"(?<![\w.,])(\d{1,2})(?:(?:st|nd|rd|th|er|re|e|ème|[ºª])|-(?:й|я|е|го|му|м|ю|ой|ая|ый|ий|ші|шы|inci|ıncı|uncu|üncü))"
    r"(?!\w)",
    re.IGNORECASE,
)
_POINTED = re.compile(r"(?<![\w.,])(\d{1,2})\.(?= \w)")
_POINTS = frozenset({"de", "tr", "az", "pl", "cs", "da", "no", "fi", "hu", "sr", "hr"})

#: Languages that put the ordinal behind its noun.
_NOUN_FIRST = frozenset({"ar", "he"})

_HOUSES = ("lower", "upper")

#: So many words beside an ordinal may be what it counts; so much of a headline is read.
_REACH = 2
_LONGEST, _MOST_WORDS = 300, 60
_MOST = 12


@cache
def _entries(lang: str, script: str) -> Entries | None:
    return own(_languages(), lang, script)


@cache
def _languages() -> dict[str, Entries]:
    return parsed("ordinals.txt")[0]


def ordinals(part: str, lang: str) -> dict[str, list[int]]:
    """Terms of what a headline counts off -> which of them it names. ``lang``: ISO 639, "" if unknown. Never raises."""
    part = part[:_LONGEST]
    found = word_spans(part)[:_MOST_WORDS]
    # who is counted off has no name: "the first Kazakh to ..." and "the second Kazakh town" are of no kind
    named = {at for at, (_, _, text) in enumerate(found) if text[:1].isupper() and lang != "de"}
    plain = [fold_word(text) for _, _, text in found]
    values = {at: value for at in range(len(plain)) if (value := _value(plain, at, lang))}
    written = [*_WRITTEN.finditer(part), *(_POINTED.finditer(part) if lang in _POINTS else ())]
    for each in written:
        at = next((at for at, (_, end, _) in enumerate(found) if end > each.start()), None)
        if at is not None and int(each[1]):
            values.setdefault(at, int(each[1]))
    counted: dict[str, list[int]] = {}
    for at, value in sorted(values.items()):
        for term in _beside(plain, at, lang, named | values.keys()):
            if value not in counted.setdefault(term, []):
                counted[term].append(value)
    return dict(list(counted.items())[:_MOST])


def houses(part: str, lang: str) -> list[str]:
    """Which houses of a parliament a headline names: ``lower``, ``upper``, in its order. Never raises."""
    plain = [fold_word(text) for _, _, text in word_spans(part[:_LONGEST])[:_MOST_WORDS]]
    found: dict[str, None] = {}
    at = 0
    while at < len(plain):
        script = script_of(plain[at])
        entries = _entries(lang, script) or Entries()
        forms = bare_forms(plain[at], script)
        name, length = next(
            (each for form in forms if (each := entries.found(form, plain[at + 1 : at + 4]))[0]), ("", 1)
        )
        if name in _HOUSES:
            found[name] = None
        at += length  # "White House passes" is no house that passes
    return list(found)


def _value(plain: Sequence[str], at: int, lang: str) -> int:
    name = _named(plain, at, lang)
    return int(name) if name.isdigit() else 0


def _named(plain: Sequence[str], at: int, lang: str) -> str:
    entries = _entries(lang, script_of(plain[at]))
    return entries.found(plain[at], plain[at + 1 : at + 3])[0] if entries else ""


def _beside(plain: Sequence[str], at: int, lang: str, passed: Set[int]) -> list[str]:
    """The terms of the words beside the ordinal at ``at``, where its language has the noun; but ``passed``. None where
    it only ranks, names or dates ("the second largest", "5. März")."""
    step = -1 if lang in _NOUN_FIRST else 1
    terms: list[str] = []
    words = 0
    place = at + step
    while 0 <= place < len(plain) and words < (1 if step < 0 else _REACH):
        word = plain[place]
        script = script_of(word)
        if _named(plain, place, lang) == "-":
            return []
        if script and word not in common_words() and place not in passed:
            words += 1
            terms += _terms(plain, place, script, lang)
        place += step
    return terms


def _terms(plain: Sequence[str], at: int, script: str, lang: str) -> list[str]:
    bare = tuple(bare_forms(plain[at], script))
    entries = entries_for(lang, script)
    idea = next((idea for form in bare if (idea := entries.idea(form, plain[at + 1 : at + 4]))), "")
    return [f"i:{idea}"] if idea else [term_of(bare, script)]
