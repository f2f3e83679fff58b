"""Languages that are written in more than one script: what is known of one is read in the others too.

Our lists have Kazakh in Cyrillic. It is also written in Latin letters (of 2021, of 2018, as people type it) and in
China in Arabic ones. So words and patterns of the lists are spelled as those texts spell them.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache, partial

from monitor.text.languages.kk_scripts import LATIN_SPELLINGS, in_arabic, in_latin

_SPELLED: dict[tuple[str, str], tuple[Callable[[str], str], ...]] = {
    ("kk", "latin"): tuple(partial(in_latin, spelling=number) for number in range(LATIN_SPELLINGS)),
    ("kk", "arabic"): (in_arabic,),
}


def spelled(lang: str, script: str) -> Sequence[Callable[[str], str]]:
    """How words of a language (ISO 639), folded and in the script of our lists, are written in this one; none if our
    lists have it so."""
    return _SPELLED.get((lang, script), ())


@cache
def in_letters(pattern: re.Pattern[str], lang: str, script: str) -> tuple[re.Pattern[str], ...]:
    """The patterns for a script of one that is made for the script of our lists: itself if these have it so."""
    spellings = dict.fromkeys(spell(pattern.pattern) for spell in spelled(lang, script))
    return tuple(re.compile(each) for each in spellings) or (pattern,)


def match_in_letters(pattern: re.Pattern[str] | None, word: str, lang: str, script: str) -> re.Match[str] | None:
    """The first match of a folded word; ``pattern`` is made for the script of our lists."""
    if pattern is None:
        return None
    return next((found for each in in_letters(pattern, lang, script) if (found := each.match(word))), None)
