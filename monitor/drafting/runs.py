"""Runs of neighbouring words that are one name, and where one name ends and another begins."""

import re
from collections.abc import Iterable, Iterator, Sequence

from monitor.drafting.sentence import Word
from monitor.drafting.things import known

#: A name has at most so many words.
_LONGEST = 5


def runs_of(words: Sequence[Word], named: Iterable[bool], inside: frozenset[str], lang: str) -> Iterator[list[Word]]:
    """Neighbouring words that are named, small words inside them taken along; none beside a known person. What owns the
    next word ends a name: Malatya'nın Pütürge, Банкінің Ақша."""
    run: list[Word] = []
    waiting: list[Word] = []
    found: list[list[Word]] = []
    for word, is_name in zip(words, named, strict=True):
        joins = (word.folded in inside and (waiting or word.folded not in _BARE)) or _begins_name(words, word)
        if run and word.close and not is_name and joins:
            waiting.append(word)
            continue
        parted = run and (_owns(run[-1], lang) or _of_region(run[-1], word, lang))
        if is_name and run and word.close and not parted and len(run) + len(waiting) < _LONGEST:
            run += [*waiting, word]
        else:
            if run:
                found.append(run)
            run = [word] if is_name else []
        waiting = []
    if run:
        found.append(run)
    yield from (run for run in found if not _given_name(words, run))


#: These go on a name only behind another small word (Banque de la République): à Syrte le Premier ministre.
_BARE = frozenset(["le", "la", "les", "los", "las"])


def _begins_name(words: Sequence[Word], word: Word) -> bool:
    """Whether an Arab's name goes on with this small word: Mohammed bin Rashid, Mourad al-Ghamdi."""
    after = words[word.place + 1] if word.place + 1 < len(words) else None
    if after is None or not after.capital:
        return False
    return word.folded in _SONS or bool(ARTICLE.match(f"{word.folded}{after.before}{after.text}"))


_SONS = frozenset(["bin", "ben", "ibn", "bint", "ould", "бин", "бен", "ибн", "бинт", "ульд"])

#: The article before an Arab's name, as Latin and Cyrillic letters write it.
ARTICLE = re.compile("^(?:[ae][lnrdtz]|as|es|[ae]sh|[ae]ch|[аэ][лнрдтз]ь?|[аэ]с|[аэ]ш)[-‑](?=.{3})", re.IGNORECASE)

_OWNER = {
    "tr": re.compile(".['’]."),
    "az": re.compile(".['’]."),
    "kk": re.compile(".{3}[нтд][ыі]ң$"),
    "en": re.compile(".['’]s$|s['’]$"),
}


def _owns(word: Word, lang: str) -> bool:
    """Whether the word stands in the genitive, or in a case behind an apostrophe: what follows is another name."""
    return lang in _OWNER and bool(_OWNER[lang].search(word.text))


def _of_region(before: Word, word: Word, lang: str) -> bool:
    """Whether a region begins behind a town: Шахтинске Карагандинской области."""
    return lang in ("ru", "uk") and bool(_OF_REGION.search(word.text)) and not _OF_REGION.search(before.text)


_OF_REGION = re.compile("[сц]ь?к(?:ой|ого|ої)$")


def _given_name(words: Sequence[Word], run: Sequence[Word]) -> bool:
    """Whether a known person's name follows or goes before: then the run is only his other name."""
    first, last = run[0].place, run[-1].place
    after = words[last + 1] if last + 1 < len(words) else None
    before = words[first - 1] if first else None
    return bool(
        (after and after.close and _is_person(after.name)) or (before and run[0].close and _is_person(before.name))
    )


def _is_person(key: str) -> bool:
    return bool(key) and key in known() and known()[key].kind == "person"
