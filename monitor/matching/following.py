"""The words of phrases behind the first: what a written word may be among all of them, looked up once."""

from collections.abc import Iterable, Iterator, Mapping

from monitor.matching.compile import Entry
from monitor.text.languages.forms import Stem, Stems

#: The longest head (proclitics, elided article) that is looked for before a stem.
LONGEST_HEAD = 8

#: So many looked-up words are remembered: news repeat their words.
REMEMBERED = 100_000

#: The longest ending that is looked for inside a tag written in one word.
_LONGEST_TAIL = 16

_NONE: Mapping[int, str] = {}


class Following:
    """The stems of all words behind the first of ``entries``.

    A hundred stories have thousands of phrases that end with a few hundred words: a written word is looked up among
    these, not once for each phrase that it may stand in.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._table: dict[str, list[Stems]] = {}
        different = {id(stems): stems for entry in entries for stems in entry.stems[1:]}
        for stems in different.values():
            for key in dict.fromkeys(stem.key for stem in stems):
                self._table.setdefault(key, []).append(stems)
        heads = {id(stem.heads): stem.heads for stems in different.values() for stem in stems}
        self._heads = frozenset(head for each in heads.values() for head in each if len(head) <= LONGEST_HEAD)
        self._shortest = min(map(len, self._table), default=1)
        self._longest = max(map(len, self._table), default=0)
        self._known: dict[str, Mapping[int, str]] = {}

    def fitting(self, word: str) -> Mapping[int, str]:
        """The stems (by ``id``) that ``word`` (folded) derives from, each with how it does."""
        known = self._known.get(word)
        if known is None:
            # Another thread may empty the memory meanwhile: nothing is read back from it.
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            known = self._known[word] = self._look_up(word)
        return known

    def _look_up(self, word: str) -> Mapping[int, str]:
        asked: dict[int, Stems] = {}
        for at in range(min(LONGEST_HEAD, len(word)) + 1):
            if word[:at] in self._heads:
                for end in range(at + self._shortest, min(len(word), at + self._longest) + 1):
                    for stems in self._table.get(word[at:end], ()):
                        asked[id(stems)] = stems
        found = {name: derived for name, stems in asked.items() if (derived := derive(stems, word)) is not None}
        return found or _NONE


def derive(stems: Stems, word: str) -> str | None:
    """How ``word`` (folded) derives from one of ``stems``; None if it does not."""
    for stem in stems:
        if stem.free:
            if word.startswith(stem.key):
                return ""
            continue
        for length in range(min(LONGEST_HEAD, len(word)) + 1 if len(stem.heads) > 1 else 1):
            head = stem.heads.get(word[:length])
            if head is not None and word.startswith(stem.key, length):
                tail = stem.tails.get(word[length + len(stem.key) :])
                if tail is not None:
                    return ", ".join(part for part in (head, tail) if part)
    return None


def joined(entry: Entry, word: str) -> bool:
    """Whether ``word`` is a phrase written in one (#советмира): forms of all its words, one after the other."""
    reached = {0}
    for stems in entry.stems:
        reached = {after for at in reached for stem in stems for after in _ends(stem, word, at)}
    return len(word) in reached


def _ends(stem: Stem, word: str, at: int) -> Iterator[int]:
    """Where forms of ``stem`` that begin at ``at`` may end."""
    if word.startswith(stem.key, at):
        after = at + len(stem.key)
        for end in range(after, min(len(word), after + _LONGEST_TAIL) + 1):
            if stem.tails.get(word[after:end]) is not None:
                yield end
