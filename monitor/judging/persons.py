"""Who a headline is about, by full name: "Adam Farouk resigns" and "Hassan Rifai resigns" are two resignations.

A full name is two or more words with capitals side by side, none of them a word of the news or of grammar, and no word
of grammar before them ("in New York"). A headline with capitals throughout names nobody we could tell.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from monitor.judging.lexicon import common_words, entries_for
from monitor.judging.names import skeleton
from monitor.judging.stems import script_of
from monitor.text.fold import fold_word
from monitor.text.words import word_spans

#: What one person does or suffers at a time, and nobody else is named beside: who appoints, dismisses or frees
#: is, outlets name different victims of one crash, and people meet in pairs.
OF_ONE = frozenset(
    f"i:{idea}"
    for idea in ("resign", "retire", "arrest", "housearrest", "bail", "plea", "extradite", "criminalcase", "sentence")
)

#: Scripts whose names begin with a capital; languages whose common nouns do too.
_CASED = frozenset({"latin", "cyrillic"})
_NOUNS_TOO = frozenset({"de", "lb"})

_LONGEST, _MOST_WORDS, _MOST, _LONGEST_NAME = 300, 60, 4, 5

#: So many letters has a word of a name, so many classes of consonants tell it, and so many a word of a post.
_SHORTEST, _TELLING, _TERM = 3, 2, 3

#: Words with capitals that are parts of the names of countries, courts and councils ("South Korea", "Islamabad High").
_OF_PLACES = re.compile(
    r"(?:south|north|east|west|southern|northern|eastern|western|central|new|saudi|united|high|supreme|white|güney|kuzey"
    r"|(?:южн|северн|западн|восточн|верховн|саудовск|соединенн|центральн|південн|північн|західн|східн)\w{1,3})$"
)

#: A headline in capitals has no word of so many letters without one.
_LONG = 5


def persons(title: str, lang: str) -> list[list[str]]:
    """The full names in a headline, each as the consonants of its words. ``lang``: ISO 639, "" if unknown. Never
    raises."""
    part = title[:_LONGEST]
    found = word_spans(part)[:_MOST_WORDS]
    if lang in _NOUNS_TOO or not any(len(text) >= _LONG and text.islower() for _, _, text in found):
        return []
    runs: list[list[str]] = [[]]
    end = 0
    governed = False  # by a word of grammar: a place, or whose something is
    for start, stop, text in found:
        joined = part[end:start] == " "
        named = _may_name(text, lang)
        if not (named and joined):
            runs.append([])
            governed = governed and joined
        if not named:
            governed = fold_word(text) in common_words()
        elif not governed:
            runs[-1].append(skeleton(text))
        end = stop
    return [run[-_LONGEST_NAME:] for run in runs if len(run) > 1][:_MOST]


def _may_name(word: str, lang: str) -> bool:
    plain = fold_word(word)
    script = script_of(plain)
    if script not in _CASED or len(plain) < _SHORTEST or not word[0].isupper() or word.isupper():
        return False
    return not _OF_PLACES.match(plain) and plain not in common_words() and not entries_for(lang, script).idea(plain, ())


def somebody_else(mine: Mapping[str, Any], theirs: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the title of a post has a full name, those of a development one, and no part of it is the same: nor does
    any of the posts speak of the other's. What the titles share (a town, an office) is no name. All as features."""
    ours, known = _runs([mine], theirs), _runs(theirs, [mine])
    ours, known = _without(ours, known), _without(known, ours)
    if not ours or not known:
        return False
    return not any(_speaks(post, ours) for post in theirs) and not _speaks(mine, known)


def _runs(posts: Sequence[Mapping[str, Any]], others: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    """The names in titles of posts that would be known again in ``others``. One of nothing but short words (Юн Сок Ёль)
    is so for sure in its own script alone."""
    scripts = {_script(other) for other in others}
    runs = ((post, run) for post in posts for run in post.get("persons") or ())
    return [run for post, run in runs if max(map(len, run)) >= _TERM or _script(post) in scripts]


def _script(features: Mapping[str, Any]) -> str:
    lang: str = features["lang"]
    return lang.rpartition("/")[2]


def _without(runs: Sequence[Sequence[str]], others: Sequence[Sequence[str]]) -> list[list[str]]:
    """What is left of names without the words that others have; of two words or more."""
    shared = {word for run in others for word in run}
    left = [[word for word in run if not any(_one(word, other) for other in shared)] for run in runs]
    return [run for run in left if len(run) > 1]


def _one(word: str, other: str) -> bool:
    """Whether two words sound as forms of one name do."""
    short = min(len(word), len(other))
    return word == other or (short >= _TELLING and (word.startswith(other) or other.startswith(word)))


def _speaks(post: Mapping[str, Any], runs: Sequence[Sequence[str]]) -> bool:
    told = [word for run in runs for word in run if len(word) >= _TERM]
    return any(term[:2] == "n:" and _one(word, term[2:]) for word in told for term in post["terms"])
