"""What a text says, in terms that can be compared: ideas, names, stems, numbers, and its very words."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple

from monitor.judging.letters import spelled
from monitor.judging.lexicon import SHIELD, bare_forms, common_words, entries_for
from monitor.judging.names import skeleton
from monitor.judging.stems import script_of, stem_of, term_of
from monitor.model import Hit
from monitor.text.data import read_text
from monitor.text.fold import fold, fold_word
from monitor.text.sentences import sentences
from monitor.text.words import word_spans

#: News says what is new at its beginning; the rest recalls. Also the bound on what a hostile text can cost.
_LEAD = 1_200
_TITLE = 300

#: So much of a text in one long line stands for its title.
_HEADLINE = 120
_MOST_WORDS = 240
_LONGEST_WORD = 40

#: A term of the title counts this much, one of the text 1.
_TITLE_WEIGHT = 2.0

#: What a text recalls counts so much: news says what is new at its beginning.
_RECALLED_WEIGHT = 0.2

#: The opening of a text is no shorter than this, whatever breaks its lines.
_SHORTEST_OPENING = 40
_QUOTES = "\"'«“„‘—–-• "
_PAUSES = (",", ":", "،", "，")
#: An Arabic sentence that begins with "and" goes on with what was told.
_AND = "و"

_MOST_HITS = 100

#: Scripts whose names begin with a capital.
_CASED = frozenset({"latin", "cyrillic"})

#: Scripts that write particles joined to a word.
_JOINING = frozenset({"arabic", "hebrew"})

#: The outlet's name behind a title: "... | Reuters", "... - BBC News".
_OUTLET = re.compile(r"\s[|–—·-]\s[^|–—·]{1,40}$")

_ADDRESS = re.compile(r"(?:https?://|www\.)\S{1,2000}", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """``terms``: ``i:`` ideas, ``n:`` names, ``t:`` stems, each with 1 for the text or 2 for the title.

    ``numbers``: figures but years, as digits. ``script``: that of most words. ``words``: folded, for the sketch.
    ``ours``: terms of the story's own keywords. ``head``: names of the title.
    """

    terms: dict[str, float] = field(default_factory=dict)
    numbers: tuple[str, ...] = ()
    script: str = ""
    words: tuple[str, ...] = ()
    ours: tuple[str, ...] = ()
    head: tuple[str, ...] = ()


def read(title: str, text: str, lang: str, hits: Sequence[Hit] = ()) -> Reading:
    """Reads the title and the beginning of the text. ``lang`` is an ISO 639 code, "" if unknown. Never raises.

    ``hits`` are where the story's own keywords stand: every post of the story may have them.
    """
    terms: dict[str, float] = {}
    numbers: dict[str, None] = {}
    scripts: Counter[str] = Counter()
    ours: dict[str, None] = {}
    head: dict[str, None] = {}
    all_words: list[str] = []
    outlet = _OUTLET.search(title[:_TITLE])
    head_end = outlet.start() if outlet else _TITLE
    for name, part, title_end in (("title", title[:_TITLE], _TITLE), ("text", text[:_LEAD], _first_line(title, text))):
        found = word_spans(_without_addresses(part))[:_MOST_WORDS]
        said = [_said(word[:_LONGEST_WORD], lang) for _, _, word in found]
        plain, scripts_of, numbers_of, terms_of = zip(*said, strict=True) if said else ((), (), (), ())
        all_words += plain
        scripts.update(scripts_of)
        numbers |= dict.fromkeys(filter(None, numbers_of))
        if None in terms_of:
            terms_of = tuple(_in_full(terms_of, found, said, lang))
        starts = [start for start, _, _ in found]
        # the title comes first, and nothing behind it counts more: the first weight of a term is its weight
        in_title = bisect_left(starts, title_end)
        in_lead = len(starts) if name == "title" else max(in_title, bisect_left(starts, _recalls_from(part, title_end)))
        _add(terms, terms_of[:in_title], _TITLE_WEIGHT)
        _add(terms, terms_of[in_title:in_lead], 1.0)
        _add(terms, terms_of[in_lead:], _RECALLED_WEIGHT)
        keywords = _touched([(hit.start, hit.end) for hit in hits[:_MOST_HITS] if hit.field == name], found, starts)
        for at in keywords:
            ours |= dict.fromkeys(terms_of[at])
        for at in range(min(in_title, bisect_left(starts, head_end))):
            if at not in keywords:
                head |= dict.fromkeys(term for term in terms_of[at] if term[0] == "n")
    del scripts[""]
    return Reading(
        terms=terms,
        numbers=tuple(numbers)[:16],
        script=max(sorted(scripts), key=scripts.__getitem__, default=""),
        words=tuple(all_words),
        ours=tuple(ours),
        head=tuple(head),
    )


def _recalls_from(text: str, start: int) -> int:
    """Where a text stops telling and begins to recall: at the next paragraph behind its opening (``start`` is where
    that begins), or where a later sentence says so ("Earlier ...", "Напомним ..."); its length if it does not."""
    paragraph = text.find("\n", start + _SHORTEST_OPENING)
    end = paragraph if paragraph >= 0 else len(text)
    for number, (first, last) in enumerate(sentences(text[start:end])):
        # what stands for the title (``start``) recalls nothing, and the first sentence only if it plainly says so
        if (number or not start) and recalls(text[start + first : start + last], plainly=not number):
            return start + first
    return end


def recalls(sentence: str, *, plainly: bool) -> bool:
    """Whether a sentence begins as those that tell of the days before ("Earlier ...", "Напомним ..."). ``plainly``: not
    with one word that may begin news as well ("Earlier elections are wanted"); a comma behind it, or more words, do."""
    begins = fold(sentence[:60]).lstrip(_QUOTES)
    found = _recalling().match(begins)
    if found is None or not plainly:
        return found is not None
    said = found.group()
    return " " in said or said.startswith(_AND) or begins[found.end() :].startswith(_PAUSES)


@cache
def _recalling() -> re.Pattern[str]:
    """The folded beginnings of sentences that recall, of all languages."""
    found: list[str] = []
    for line in read_text("judging", "recalls.txt").splitlines():
        lang, colon, rest = line.partition(":")
        if colon and not lang.startswith("#"):
            for phrase in rest.split():
                words = fold(phrase.rstrip("*").replace("_", " "))
                end = (r"\w*" if phrase.endswith("*") else "") + ("" if lang == "zh" else r"(?!\w)")
                spells = [spell for script in ("latin", "arabic") for spell in spelled(lang, script)]
                found += [re.escape(each) + end for each in {words, *(spell(words) for spell in spells)}]
    return re.compile("|".join(sorted(found, key=len, reverse=True)))


def _in_full(
    known: Iterable[tuple[str, ...] | None], found: Sequence[tuple[int, int, str]], said: Sequence["_Said"], lang: str
) -> Iterator[tuple[str, ...]]:
    """The terms of words in order; those that are not ``known`` depend on the words behind."""
    for at, (terms, (_, _, text), word) in enumerate(zip(known, found, said, strict=True)):
        if terms is not None:
            yield terms
        else:
            following = [each.plain for each in said[at + 1 : at + 5]]
            yield tuple(_terms_before(text[:_LONGEST_WORD], word.plain, word.script, lang, following))


def _add(terms: dict[str, float], more: Iterable[tuple[str, ...]], weight: float) -> None:
    """Adds terms of this weight; those that are known keep theirs."""
    for term in dict.fromkeys(chain.from_iterable(more)):
        terms.setdefault(term, weight)


def _touched(
    spans: Sequence[tuple[int, int]], found: Sequence[tuple[int, int, str]], starts: Sequence[int]
) -> list[int]:
    """Which of the words ``found`` a span touches, in order."""
    touched: set[int] = set()
    for begin, stop in spans:
        # words stand apart from each other: the last that begins before a span may reach into it
        first = max(bisect_left(starts, begin) - 1, 0)
        touched.update(at for at in range(first, bisect_left(starts, stop)) if begin < found[at][1])
    return sorted(touched)


def _without_addresses(part: str) -> str:
    """The same with blanks where addresses stand."""
    if "://" in part or "www." in part.lower():  # most parts have none, and the pattern is slow
        return _ADDRESS.sub(lambda address: " " * len(address.group()), part)
    return part


def _first_line(title: str, text: str) -> int:
    """Where the first line of a text without a title ends: it stands for the title. 0 if there is one."""
    if title.strip():
        return 0
    end = text.find("\n", 0, _LEAD)
    return min(_TITLE, end if end > 0 else len(text)) if end > 0 or len(text) <= _TITLE else _HEADLINE


class _Said(NamedTuple):
    """A written word by itself. ``script`` is "" for a figure, then ``number`` is its digits. ``terms`` None: they
    depend on the words behind it."""

    plain: str
    script: str
    number: str
    terms: tuple[str, ...] | None


@lru_cache(maxsize=16_384)
def _said(word: str, lang: str) -> _Said:
    """What a word says; remembered, since news has few words and says them often."""
    plain = fold_word(word)
    script = script_of(plain)
    if not script:
        return _Said(plain, "", _number(plain) if plain[:1].isdigit() else "", ())
    if script == "han":
        return _Said(plain, script, "", None)
    bare, entries = _bare(plain, script), entries_for(lang, script)
    names = [entries.alone(form) for form in bare]
    if None in names:
        return _Said(plain, script, "", None)
    idea = next((idea for name in names if name and (idea := name.strip(SHIELD))), "")
    return _Said(plain, script, "", tuple(_terms(word, bare, script, idea)))


def _bare(plain: str, script: str) -> tuple[str, ...]:
    """The same as ``bare_forms``: most words have but one."""
    return tuple(bare_forms(plain, script)) if script in _JOINING or "'" in plain else (plain,)


def _terms_before(word: str, plain: str, script: str, lang: str, following: Sequence[str]) -> list[str]:
    """The terms of a word that depend on those behind it."""
    if script == "han":
        return _han_terms([plain, *following])
    bare, entries = _bare(plain, script), entries_for(lang, script)
    idea = next((idea for form in bare if (idea := entries.idea(form, following))), "")
    return _terms(word, bare, script, idea)


def _terms(word: str, bare: Sequence[str], script: str, idea: str) -> list[str]:
    """The terms of one word, given with its ``bare_forms``: its idea, its stem, its name."""
    found = [f"i:{idea}"] if idea else []
    if not common_words().isdisjoint(bare):
        return found
    if len(bare[0]) >= 3:
        found.append(term_of(bare, script))
    if not idea and (script not in _CASED or word[:1].isupper()):
        for form in (word,) if script in _CASED else bare:
            sounds = skeleton(form)
            found += [f"n:{sounds[:length]}" for length in (3, 4) if len(sounds) >= length]
    return found


def _han_terms(letters: Sequence[str]) -> list[str]:
    """The terms of a Han letter with those that follow: the pair as a stem, and the idea that begins here."""
    idea = entries_for("zh", "han").idea(letters[0], letters[1:])
    stem = stem_of("".join(letters[:2]))
    return [f"i:{idea}", stem] if idea else [stem]


def _number(text: str) -> str:
    """A figure as plain digits; "" for a year, which says nothing about what happened."""
    digits = "".join(str(int(letter)) for letter in text if letter.isdecimal()).lstrip("0")
    return "" if len(digits) == 4 and digits[:2] in ("19", "20") else digits[:12]
