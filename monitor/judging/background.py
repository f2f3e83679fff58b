"""How common a word is in the news that is seen: the more posts have it, the less it tells."""

import math
import sys
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from zlib import crc32

#: Words share this many counters. Sharing only makes a rare word look a little commoner.
SLOTS = 1 << 16

#: After so many posts all counts are halved: the memory of some weeks, and numbers that stay small.
_FULL = 200_000


def _nothing() -> Sequence[int]:
    return array("I", bytes(4 * SLOTS))


def _slot(term: str) -> int:
    return crc32(term.encode("utf-8", "replace")) % SLOTS


@dataclass(frozen=True, kw_only=True)
class Background:
    """How many of ``posts`` posts had a term, by the term's slot. A value: ``with_terms`` gives a new one.

    Counted from *all* posts seen, matched or not: from a story's own posts every name of it looks common.
    An empty one is a good start; the words of grammar are known without it.
    """

    posts: int = 0
    counts: Sequence[int] = field(default_factory=_nothing, repr=False)

    def rarities(self, terms: Iterable[str]) -> list[float]:
        """How rare each of ``terms`` is, in order: about 0.7 what every post has, 3.7 what none of a few posts had, 7.6
        what none of 10,000 had."""
        seen = [self.counts[_slot(term)] for term in terms]
        known = {count: math.log(1 + (self.posts + 200) / (count + 5)) for count in set(seen)}
        return [known[count] for count in seen]

    def with_terms(self, posts: Iterable[Iterable[str]]) -> "Background":
        """This background after more posts, each given as its terms (``features.terms_of``)."""
        counts, seen = array("I", self.counts), self.posts
        for terms in posts:
            seen += 1
            for slot in set(map(_slot, terms)):
                counts[slot] += 1
            if seen >= _FULL:
                counts, seen = array("I", (count // 2 for count in counts)), seen // 2
        return Background(posts=seen, counts=counts)

    def to_bytes(self) -> bytes:
        """For keeping: the number of posts and the counts, little-endian, 4 bytes each."""
        numbers = array("I", [self.posts, *self.counts])
        if sys.byteorder == "big":
            numbers.byteswap()
        return numbers.tobytes()

    @classmethod
    def from_bytes(cls, kept: bytes) -> "Background":
        """What ``to_bytes`` gave; an empty background for anything else."""
        if len(kept) != 4 * (SLOTS + 1):
            return cls()
        numbers = array("I", kept)
        if sys.byteorder == "big":
            numbers.byteswap()
        return cls(posts=numbers[0], counts=numbers[1:])
