"""How much of two texts is the very same words, told from a small sketch of each."""

from collections.abc import Sequence
from zlib import crc32


def sketch(folded: Sequence[str], most: int = 32) -> list[int]:
    """The ``most`` smallest hashes of all runs of three words: two sketches tell how much of two texts is the same."""
    words = [word.encode("utf-8", "replace") for word in folded]
    runs = zip(words, words[1:], words[2:], strict=False) if len(words) > 2 else [words][: len(words)]
    return sorted(set(map(crc32, map(b" ".join, runs))))[:most]


def sameness(one: Sequence[int], other: Sequence[int], most: int = 32) -> float:
    """The share of runs of words that two texts have in common, 0..1, estimated from their sketches (Jaccard)."""
    if not one or not other:
        return 0.0
    union = sorted({*one, *other})[:most]
    both = {*one} & {*other}
    return sum(1 for number in union if number in both) / len(union)
