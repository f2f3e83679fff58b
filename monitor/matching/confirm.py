"""A candidate - a stem somewhere in a folded text - is a hit if head, ending, all words and the language agree."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from monitor.matching.compile import Entry, Indexed
from monitor.matching.following import REMEMBERED, Following, joined
from monitor.matching.tokens import EAST, REST, TOKEN, WESTERN_WORD, is_letter, parted, tokens_at
from monitor.text.fold import Folded, fold
from monitor.text.languages.elsewhere import doubt_elsewhere
from monitor.text.languages.forms import Seen, Stem

#: So many code points on each side of a word tell how its text writes.
_AROUND = 5_000

_INVISIBLE = re.compile("[\u00ad\u0640\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")

#: A longer run of letters is no word of any language.
_LONGEST_WORD = 100


#: How a word derives that is the cited one in other letters ("Toqaev" for Тоқаев).
_OTHERWISE = "spelled otherwise"


class Found(NamedTuple):
    """An entry at code points ``start`` to ``end`` of a text as published, and how it derives."""

    entry: Entry
    start: int
    end: int
    rule: str


class _Fits(NamedTuple):
    """Entries whose first word a written word may be, each with how it derives: those of this word ``alone``, phrases,
    and what may stand behind the first word of these."""

    alone: tuple[tuple[Entry, str], ...]
    phrases: tuple[tuple[Entry, str], ...]
    gaps: tuple[re.Pattern[str], ...]


_NOTHING = _Fits((), (), ())
_NO_WORD: Mapping[int, str] = {}


class Words:
    """The entries behind each stem, and which written words fit them, remembered.

    ``table`` has the stems of words; ``loose`` those of entries that must be these very characters or know no word
    boundary, in the order of the numbers that their scan gives.
    """

    def __init__(self, table: Mapping[str, Sequence[Indexed]], loose: Sequence[Sequence[Indexed]]) -> None:
        self._table = table
        self._loose = loose
        # A set of the few different objects first: thousands of entries share them.
        shared = {id(stem.heads): stem.heads for each in table.values() for _, stem in each}
        self._heads = frozenset(head for heads in shared.values() for head in heads)
        self._longest_head = max(map(len, self._heads), default=0)
        self._shortest, self._longest = min(map(len, table), default=1), max(map(len, table), default=0)
        #: of each stem the letters with which what stands joined before it may end
        self._before: list[frozenset[str]] = []
        self._spots: Callable[[str], Sequence[tuple[int, int, int]]] | None = None
        self._following = Following(
            entry for each in (*table.values(), *loose) for entry, _ in each if entry.gaps and not entry.exact
        )
        self._fitting: dict[str, _Fits] = {}
        self._tagged: dict[str, tuple[Entry, ...]] = {}

    def only_at(self, spots: Callable[[str], Sequence[tuple[int, int, int]]], begins: Sequence[str]) -> None:
        """Looks at those words alone in which ``spots`` finds how a stem begins: (number, start, end) in a folded
        text. The first numbers are those of ``begins``; each stem begins with one of them. Where nearly every word has
        one, that would be a waste."""
        self._spots = spots
        lengths = {len(begin) for begin in begins}
        last: dict[str, set[str]] = {begin: set() for begin in begins}
        for key, each in self._table.items():
            heads = {id(stem.heads): stem.heads for _, stem in each}
            ends = {head[-1] for of_stem in heads.values() for head in of_stem if head}
            for begin in {key[:length] for length in lengths} & last.keys() if ends else ():
                last[begin] |= ends
        alike = {letters: letters for letters in map(frozenset, last.values())}
        self._before = [alike[frozenset(letters)] for letters in last.values()]

    def starts(self, folded: str, spots: Iterable[tuple[int, int, int]]) -> list[int]:
        """Of ``spots`` (number, start, end) in a folded text, the starts of stems of words that may be such a word's,
        in order: inside a word only a stem with a head that ends with the letter before it."""
        before, bound = self._before, len(self._before)
        return sorted(
            {
                start
                for number, start, _ in spots
                if number < bound
                and (
                    not start
                    or not (letter := folded[start - 1]).isalnum()
                    or letter >= EAST
                    or letter in before[number]
                )
            }
        )

    def first_words(self, folded: str, starts: Sequence[int]) -> list[int]:
        """Where the words stand that an entry may begin with, of those that hold a stem at one of ``starts``, which
        are in order. Of a phrase the second word must follow. ``folded`` is plain (see ``fold.is_plain``), so nothing
        in it is of scripts that stand side by side without a space."""
        known = self._fitting.get
        found = []
        for token in tokens_at(folded, starts):
            word = token.group()
            fits = known(word)
            if fits is None:
                fits = self._fit(word)
            if fits is _NOTHING:
                continue
            if fits.alone or any(self._behind(folded, between, token.end())[1] for between in fits.gaps):
                found.append(token.start())
        return found

    def _stem_words(self, folded: str) -> Iterator[re.Match[str]]:
        """The words of ``folded``; if it is known how to find them, only those that hold a stem."""
        if self._spots is None:
            return parted(TOKEN.finditer(folded))
        return parted(tokens_at(folded, self.starts(folded, self._spots(folded))))

    def confirmed(self, aligned: Folded, text: str) -> Iterator[Found]:
        """What stands in the words of ``aligned``, which is ``text`` folded."""
        folded = aligned.text
        known = self._fitting.get
        tagged = "#" in folded or "@" in folded
        for token in self._stem_words(folded):
            word = token.group()
            fits = known(word)
            if fits is None:
                fits = self._fit(word)
            if fits is _NOTHING and not tagged:
                continue
            start, end = token.span()
            if tagged and start and folded[start - 1] in "#@":
                yield from self._written_in_one(word, aligned, start)
            if fits.alone:
                span = aligned.span(start, end)
                seen = _seen(text, *span)
                for entry, rule in fits.alone:
                    # The only word of an entry, unless its language has a doubt about it.
                    cited = entry.cited[0]
                    if not entry.grammar.doubt(cited, seen) and not doubt_elsewhere(entry.lang, cited, seen):
                        yield Found(entry, *span, rule)
            if fits.phrases:
                yield from self._phrases(fits, aligned, start, end)

    def _fit(self, word: str) -> _Fits:
        if len(word) > _LONGEST_WORD:
            return _NOTHING
        found: dict[int, tuple[Entry, str]] = {}
        for entry, stem, head, end in self._beginning(word):
            tail = stem.tails.get(word[end:])
            if tail is not None and id(entry) not in found:
                rule = ", ".join(part for part in (stem.heads[head], tail) if part)
                rule = "" if word == fold(entry.cited[0]) else rule or _OTHERWISE
                found[id(entry)] = entry, rule if entry.gaps else entry.explained(rule)
        if len(self._fitting) >= REMEMBERED:
            self._fitting.clear()
        fits = self._fitting[word] = _fits(found.values()) if found else _NOTHING
        return fits

    def _beginning(self, word: str) -> Iterator[tuple[Entry, Stem, str, int]]:
        """Entries one of whose stems stands in ``word``, after a head of its own: (entry, stem, head, stem's end)."""
        table = self._table
        for at in range(min(self._longest_head, len(word)) + 1):
            head = word[:at]
            if head not in self._heads:
                continue
            for end in range(at + self._shortest, min(len(word), at + self._longest) + 1):
                for entry, stem in table.get(word[at:end], ()):
                    if head in stem.heads:
                        yield entry, stem, head, end

    def _written_in_one(self, word: str, aligned: Folded, start: int) -> Iterator[Found]:
        """Phrases that the tag or handle ``word`` is, without a space."""
        known = self._tagged.get(word)
        if known is None:
            phrases = {id(entry): entry for entry, *_ in self._beginning(word[:_LONGEST_WORD]) if entry.gaps}
            if len(self._tagged) >= REMEMBERED:
                self._tagged.clear()
            known = self._tagged[word] = tuple(entry for entry in phrases.values() if joined(entry, word))
        for entry in known:
            yield Found(entry, *aligned.span(start, start + len(word)), entry.explained("written in one word"))

    def loosely(self, number: int, aligned: Folded, text: str, start: int, end: int) -> Iterator[Found]:
        """Entries with the loose key ``number`` at ``start`` to ``end`` of ``aligned`` that stand there."""
        for entry, _ in self._loose[number]:
            if entry.exact:
                one = _exactly(entry, aligned, text, start)
            else:
                one = self._phrase(entry, aligned, start, end, [], 1)
            if one is not None:
                yield one

    def _phrases(self, fits: _Fits, aligned: Folded, start: int, end: int) -> Iterator[Found]:
        """The phrases whose first word stands at folded ``start`` to ``end``."""
        behind = {id(between): self._behind(aligned.text, between, end) for between in fits.gaps}
        if not any(fitting for _, fitting in behind.values()):
            return  # as nearly always: many phrases may begin with a word, few go on with the next
        for entry, rule in fits.phrases:
            last, fitting = behind[id(entry.gaps[0])]
            derived = fitting.get(id(entry.stems[1]))
            if derived is not None:
                rules = [rule] if rule else []
                _add_rule(rules, derived, entry, 1, aligned.text, last)
                one = self._phrase(entry, aligned, start, last, rules, 2)
                if one is not None:
                    yield one

    def _behind(self, folded: str, between: re.Pattern[str], end: int) -> tuple[int, Mapping[int, str]]:
        """The word that stands after ``between`` at ``end``: its end, and what it may be of a phrase."""
        space = between.match(folded, end)
        if space is None:
            return end, _NO_WORD
        begin = space.end()
        rest = REST.match(folded, begin)
        last = rest.end() if rest else begin
        if last > begin and max(folded[begin:last]) >= EAST and (west := WESTERN_WORD.match(folded, begin)):
            last = west.end()
        return last, self._following.fitting(folded[begin:last]) if last - begin <= _LONGEST_WORD else _NO_WORD

    def _phrase(
        self, entry: Entry, aligned: Folded, start: int, end: int, rules: list[str], number: int
    ) -> Found | None:
        """The rest of a phrase that has stood from folded ``start`` to ``end`` up to its word ``number``."""
        for place, between in enumerate(entry.gaps[number - 1 :], number):
            end, fitting = self._behind(aligned.text, between, end)
            derived = fitting.get(id(entry.stems[place]))
            if derived is None:
                return None
            _add_rule(rules, derived, entry, place, aligned.text, end)
        return Found(entry, *aligned.span(start, end), entry.explained("; ".join(rules)))


def _fits(found: Iterable[tuple[Entry, str]]) -> _Fits:
    alone: list[tuple[Entry, str]] = []
    phrases: list[tuple[Entry, str]] = []
    for one in found:
        (phrases if one[0].gaps else alone).append(one)
    gaps = dict.fromkeys(entry.gaps[0] for entry, _ in phrases)
    return _Fits(tuple(alone), tuple(phrases), tuple(gaps))


def _seen(text: str, start: int, end: int) -> Seen:
    """A word where it stands. Of a very long text only what is around it: how it writes is seen there as well, and a
    language that looks through the text for each of a hundred thousand hits would never end."""
    if len(text) <= 2 * _AROUND:
        return Seen(text, start, end)
    first = max(0, start - _AROUND)
    return Seen(text[first : end + _AROUND], start - first, end - first)


def _add_rule(rules: list[str], derived: str, entry: Entry, place: int, folded: str, end: int) -> None:
    """Adds how the word of a phrase at ``place`` derives, which ends at ``end`` of ``folded``; nothing if it stands
    there as cited: what else its letters may be explains nothing."""
    cited = fold(entry.cited[place])
    begin = end - len(cited)
    as_cited = begin >= 0 and folded.startswith(cited, begin) and not (begin and is_letter(folded[begin - 1]))
    if not as_cited and not entry.stems[place][0].free:
        rules.append(derived or _OTHERWISE)


def _exactly(entry: Entry, aligned: Folded, text: str, start: int) -> Found | None:
    """The entry at folded ``start`` with the very characters of its citation, as whole words."""
    folded = aligned.text
    if start and is_letter(folded[start - 1]):
        return None
    end = start
    for number, (cited, stems) in enumerate(zip(entry.cited, entry.stems, strict=True)):
        if number:
            space = entry.gaps[number - 1].match(folded, end)
            if space is None:
                return None
            end = space.end()
        word_start, end = end, end + len(stems[0].key)
        if end > len(folded) or (end < len(folded) and is_letter(folded[end])):
            return None
        seen_start, seen_end = aligned.span(word_start, end)
        if _bare(text[seen_start:seen_end]) != _bare(cited):
            return None
    seen_start, seen_end = aligned.span(start, end)
    return Found(entry, seen_start, seen_end, entry.explained("") or "exact")


def _bare(word: str) -> str:
    """Case, hamza and accents kept; only what nobody sees is dropped, and how wide or bold letters are ("Ｕ.Ｎ.")."""
    return unicodedata.normalize("NFKC", _INVISIBLE.sub("", word)).replace("’", "'")
