"""Written Kazakh words that look like a form of another word and are none."""

import re
from functools import cache

from monitor.text.detect import detect
from monitor.text.fold import as_meant
from monitor.text.fold import fold_word as fold
from monitor.text.homoglyphs import is_cyrillic
from monitor.text.languages.capitals import acronym_in_small_letters
from monitor.text.languages.forms import Seen
from monitor.text.languages.kk_scripts import in_other_letters
from monitor.text.languages.kk_words import ADJECTIVES, IDIOMS, NAMES_AND_WORDS, OWN_WORDS, PAIRS

#: Of these two together make a third: "солтүстік-батыс" is no "батыс".
_COMPASS = ("солтүстік", "оңтүстік", "батыс", "шығыс")


def doubt(cited: str, seen: Seen) -> str:
    """Words in their own right, adjectives that look like accusatives and parts of compounds are other words.

    Latin or Arabic letters must stand in a Kazakh text, unless they spell a name.
    """
    written, name = seen.word.lower(), cited[:1].isupper()
    if not is_cyrillic(written):
        if not is_cyrillic(cited) or (name and len(cited) > 4):
            return ""
        if _language_of(seen.text) != "kk":
            return "not in a Kazakh text"
        own = not name and fold(written) in _others_elsewhere() and fold(written) not in _elsewhere(cited.lower())
        return "a word of its own" if own else ""
    if name:
        common = cited.lower() in NAMES_AND_WORDS and seen.word[:1].islower() and not seen.text.islower()
        return "small letters: another word" if common or _is_no_acronym(cited, seen) else ""
    if written != cited.lower():
        if written in OWN_WORDS:
            return "a word of its own"
        if written in ADJECTIVES and not _VERB.match(seen.text, seen.end):
            return "an adjective of its own"
    verb = _NEXT.match(seen.text, seen.end) if written in IDIOMS else None
    if verb and verb.group(1).lower().startswith(IDIOMS[written]):
        return "part of a verb of two words"
    return "part of a compound" if _in_pair(seen) else ""


@cache
def _elsewhere(word: str) -> frozenset[str]:
    """A Cyrillic word as it is written in Latin and Arabic letters, folded."""
    return in_other_letters(fold(word))


@cache
def _others_elsewhere() -> frozenset[str]:
    return frozenset(spelled for word in (*OWN_WORDS, *ADJECTIVES) for spelled in _elsewhere(word))


def _is_no_acronym(cited: str, seen: Seen) -> bool:
    """Whether a short acronym stands in small letters, in a text with capitals or with an ending: "бақ" is no "БАҚ"."""
    if len(cited) > _LONGEST_WORDLIKE or not acronym_in_small_letters(cited, seen):
        return False
    return len(cited) == 2 or len(seen.word) > len(cited) or not seen.text.islower()


#: Longer acronyms look like no other word ("НАТО", "ЕАЭО").
_LONGEST_WORDLIKE = 3

_NEXT = re.compile(r"\s+(\w+)")

#: A word that may be a verb after its object.
_VERB = re.compile(
    r"\s+\w+(?:[ыі]?п|[ғқгк][ае]н\w*|[аейы]д[ыі]|[дт][ыі]|у|у[ғг][ае]|уд[ыі]|(?<![лдт])[ае]р|с[ае]|[ғқгк][ае]нд[ае]|ін|ың)\b"
)


def _in_pair(seen: Seen) -> bool:
    """Whether the word is half of a pair that is a word by itself: "солтүстік-батыс", "іс-шаралар"."""
    before, after = _BEFORE.search(seen.before), _AFTER.match(seen.after)
    word = seen.word.lower()
    if before and _is_pair(as_meant(before.group(1)).lower(), word):
        return True
    return after is not None and _is_pair(word, as_meant(after.group(1)).lower())


def _is_pair(first: str, second: str) -> bool:
    if first.startswith(_COMPASS) and second.startswith(_COMPASS):
        return True
    return any(f"{first}-{second[:end]}" in PAIRS for end in range(len(second), 1, -1))


_BEFORE = re.compile(r"([^\W\d_]+)[-‐‑–]$")
_AFTER = re.compile(r"[-‐‑–]([^\W\d_]+)")


def _language_of(text: str) -> str:
    return detect(text[:600])
