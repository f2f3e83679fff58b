"""A candidate - a stem somewhere in a folded text - is a hit if head, ending, all words and the language agree."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from monitor.matching.compile import Entry
from monitor.text.fold import Folded
from monitor.text.languages.default import ELIDED
from monitor.text.languages.forms import NO_HEADS, Seen, Stem, Stems

#: Marks of scripts that write vowels as marks (Indic, Thai, Khmer ...): ``\w`` of ``re`` leaves them out.
_MARKS = "\u0900-\u0dff\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff"
#: What is left of a word; bounded, so that a megabyte without a space is not read again for each stem in it.
_REST = re.compile(rf"[\w{_MARKS}]{{0,101}}(?:'[\w{_MARKS}]{{1,101}}){{0,4}}")
_MARK = re.compile(f"[{_MARKS}]")
_INVISIBLE = re.compile("[\u00ad\u0640\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")

#: The longest head (proclitics, elided article) that is looked for before a stem.
_LONGEST_HEAD = 8
#: The longest ending that is looked for inside a tag written in one word.
_LONGEST_TAIL = 16
#: A longer run of letters is no word of any language.
_LONGEST_WORD = 100
#: So many looked-up words are remembered: news repeat their words.
_REMEMBERED = 200_000


class Found(NamedTuple):
    """An entry at code points ``start`` to ``end`` of a text as published, and how it derives."""

    entry: Entry
    start: int
    end: int
    rule: str


#: Not looked up yet.
_UNKNOWN = "\0"
#: Where a key may stand: at a word's start; after an elided article too; anywhere.
_AT_START, _AFTER_ELISION, _ANYWHERE = range(3)


class Words:
    """The entries behind each key, and which written words fit them, remembered."""

    def __init__(self, table: Sequence[list[tuple[Entry, Stem]]]) -> None:
        self._inflected: list[list[tuple[Entry, Stem]]] = []
        self._loose: list[list[tuple[Entry, Stem]]] = []
        self._places: list[int] = []
        self._phrases: list[list[Entry]] = []
        for each in table:
            loose = [(entry, stem) for entry, stem in each if entry.exact or stem.free]
            inflected = [one for one in each if one not in loose] if loose else each
            self._inflected.append(inflected)
            self._loose.append(loose)
            self._places.append(_ANYWHERE if loose else max(_place(stem) for _, stem in each))
            self._phrases.append(list({id(entry): entry for entry, _ in inflected if entry.gaps}.values()))
        self._fitting: dict[tuple[int, int, str], tuple[tuple[Entry, str], ...]] = {}
        self._derived: dict[tuple[int, int, str], str | None] = {}

    def confirmed(self, candidates: Sequence[tuple[int, int, int]], aligned: Folded, text: str) -> Iterator[Found]:
        """The candidates - (key, start, end) in ``aligned.text`` - that are hits."""
        folded = aligned.text
        for number, start, end in candidates:
            word_start = start
            before = folded[start - 1] if start else " "
            if (before.isalnum() or before >= "\u0900" or before == "'") and self._is_inside(folded, start):
                place = self._places[number]
                if place == _AT_START or (place == _AFTER_ELISION and folded[start - 1] != "'"):
                    continue
                word_start = _word_start(folded, start)
            if self._loose[number]:
                yield from self._loosely(number, aligned, text, start, end)
            if word_start < 0 or not self._inflected[number]:
                continue
            rest = _REST.match(folded, end)
            word_end = rest.end() if rest else end
            if word_end - word_start > _LONGEST_WORD:
                continue
            if self._phrases[number] and word_start and folded[word_start - 1] == "#":
                joined = (_joined(entry, aligned, word_start, word_end) for entry in self._phrases[number])
                yield from filter(None, joined)
            for entry, rule in self._fit(number, start - word_start, folded[word_start:word_end]):
                confirm = self._phrase if entry.gaps else _word
                one = confirm(entry, aligned, text, word_start, word_end, rule)
                if one is not None:
                    yield one

    @staticmethod
    def _is_inside(folded: str, at: int) -> bool:
        before = folded[at - 1]
        return _is_letter(before) or (before == "'" and at > 1 and _is_letter(folded[at - 2]))

    def _loosely(self, number: int, aligned: Folded, text: str, start: int, end: int) -> Iterator[Found]:
        """Entries that must be these very characters, and those that know no word boundary."""
        for entry, _ in self._loose[number]:
            if entry.exact:
                one = _exactly(entry, aligned, text, start)
            else:
                one = self._phrase(entry, aligned, text, start, end, "")
            if one is not None:
                yield one

    def _fit(self, number: int, at: int, word: str) -> tuple[tuple[Entry, str], ...]:
        """The entries whose first word ``word`` may be, with key ``number`` at ``at``, and how it derives."""
        asked = (number, at, word)
        fitting = self._fitting.get(asked)
        if fitting is None:
            found: dict[int, tuple[Entry, str]] = {}
            for entry, stem in self._inflected[number]:
                head, tail = stem.heads.get(word[:at]), stem.tails.get(word[at + len(stem.key) :])
                if head is not None and tail is not None:
                    found.setdefault(id(entry), (entry, ", ".join(part for part in (head, tail) if part)))
            if len(self._fitting) >= _REMEMBERED:
                self._fitting.clear()
            fitting = self._fitting[asked] = tuple(found.values())
        return fitting

    def _phrase(self, entry: Entry, aligned: Folded, _text: str, start: int, end: int, rule: str) -> Found | None:
        """The rest of the phrase after its first word at folded ``start`` to ``end``."""
        folded = aligned.text
        rules = [rule] if rule else []
        for number, between in enumerate(entry.gaps, 1):
            space = between.match(folded, end)
            if space is None:
                return None
            rest = _REST.match(folded, space.end())
            end = rest.end() if rest else space.end()
            derived = (
                self._next(entry, number, folded[space.end() : end]) if end - space.end() <= _LONGEST_WORD else None
            )
            if derived is None:
                return None
            if derived:
                rules.append(derived)
        seen_start, seen_end = aligned.span(start, end)
        return Found(entry, seen_start, seen_end, f"{entry.lang}: {'; '.join(rules)}" if rules else "")

    def _next(self, entry: Entry, number: int, word: str) -> str | None:
        asked = (id(entry), number, word)
        derived = self._derived.get(asked, _UNKNOWN)
        if derived == _UNKNOWN:
            # Another thread may empty the memory meanwhile: nothing is read back from it.
            if len(self._derived) >= _REMEMBERED:
                self._derived.clear()
            derived = self._derived[asked] = _derive(entry.stems[number], word)
        return derived


def _place(stem: Stem) -> int:
    return _AT_START if stem.heads is NO_HEADS else _AFTER_ELISION if stem.heads is ELIDED else _ANYWHERE


def _is_letter(sign: str) -> bool:
    return sign.isalnum() or (sign >= "\u0900" and _MARK.match(sign) is not None)


def _word_start(folded: str, at: int) -> int:
    """Where the written word around ``at`` begins, looking back no further than the longest head; -1 if further."""
    low = max(0, at - _LONGEST_HEAD - 1)
    piece = folded[low:at]
    cut = piece.rfind(" ") + 1
    if piece[cut:].isalnum():
        return low + cut if cut or low == 0 else -1
    start = at
    while start > low:
        sign = folded[start - 1]
        if not (_is_letter(sign) or (sign == "'" and start > 1 and _is_letter(folded[start - 2]))):
            return start
        start -= 1
    return 0 if low == 0 else -1


def _word(entry: Entry, aligned: Folded, text: str, start: int, end: int, rule: str) -> Found | None:
    """The only word of an entry, unless its language has a doubt about it."""
    seen_start, seen_end = aligned.span(start, end)
    if entry.grammar.doubt(entry.cited[0], Seen(text, seen_start, seen_end)):
        return None
    return Found(entry, seen_start, seen_end, f"{entry.lang}: {rule}" if rule else "")


def _derive(stems: Stems, word: str) -> str | None:
    """How ``word`` (folded) derives from one of ``stems``; None if it does not."""
    for stem in stems:
        if stem.free:
            if word.startswith(stem.key):
                return ""
            continue
        for length in range(min(_LONGEST_HEAD, len(word)) + 1 if len(stem.heads) > 1 else 1):
            head = stem.heads.get(word[:length])
            if head is not None and word.startswith(stem.key, length):
                tail = stem.tails.get(word[length + len(stem.key) :])
                if tail is not None:
                    return ", ".join(part for part in (head, tail) if part)
    return None


def _joined(entry: Entry, aligned: Folded, start: int, end: int) -> Found | None:
    """A phrase written in one word as a tag (#советмира): forms of all its words, one after the other."""
    word = aligned.text[start:end]
    reached = {0}
    for stems in entry.stems:
        reached = {after for at in reached for stem in stems for after in _ends(stem, word, at)}
    if len(word) not in reached:
        return None
    seen_start, seen_end = aligned.span(start, end)
    return Found(entry, seen_start, seen_end, f"{entry.lang}: written in one word")


def _ends(stem: Stem, word: str, at: int) -> Iterator[int]:
    """Where forms of ``stem`` that begin at ``at`` may end."""
    if word.startswith(stem.key, at):
        after = at + len(stem.key)
        for end in range(after, min(len(word), after + _LONGEST_TAIL) + 1):
            if stem.tails.get(word[after:end]) is not None:
                yield end


def _exactly(entry: Entry, aligned: Folded, text: str, start: int) -> Found | None:
    """The entry at folded ``start`` with the very characters of its citation, as whole words."""
    folded = aligned.text
    if start and _is_letter(folded[start - 1]):
        return None
    end = start
    for number, (cited, stems) in enumerate(zip(entry.cited, entry.stems, strict=True)):
        if number:
            space = entry.gaps[number - 1].match(folded, end)
            if space is None:
                return None
            end = space.end()
        word_start, end = end, end + len(stems[0].key)
        if end > len(folded) or (end < len(folded) and _is_letter(folded[end])):
            return None
        seen_start, seen_end = aligned.span(word_start, end)
        if _bare(text[seen_start:seen_end]) != _bare(cited):
            return None
    seen_start, seen_end = aligned.span(start, end)
    return Found(entry, seen_start, seen_end, "exact")


def _bare(word: str) -> str:
    """Case, hamza and accents kept; only what nobody sees is dropped."""
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", word)).replace("’", "'")
