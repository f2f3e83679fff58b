"""Where many short keys stand in a folded text, found in one pass over it."""

from collections.abc import Sequence

import ahocorasick_rs

#: Keys of so many letters together fit into a table that is twice as fast, and takes up to 400 bytes a letter.
_FAST = 30_000


class Spots:
    """Where ``keys`` stand in a text.

    What is scanned is the last byte of each character: half as much as UTF-8 has of Cyrillic and Arabic letters, and a
    byte's place is its character's. That tells letters of one script apart; what only looks alike is found out by a
    look at the text.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = tuple(keys)
        fast = sum(map(len, keys)) <= _FAST
        kind = ahocorasick_rs.Implementation.DFA if fast else ahocorasick_rs.Implementation.ContiguousNFA
        self._find = ahocorasick_rs.BytesAhoCorasick(
            [_last_bytes(key) for key in keys], implementation=kind
        ).find_matches_as_indexes

    def may_be_in(self, text: str) -> bool:
        """Whether one of the keys may stand in ``text``; False: none does."""
        return bool(self._find(_last_bytes(text)))

    def find(self, text: str) -> list[tuple[int, int, int]]:
        """Every place of every key, inside one another too: (number of the key, start, end) in code points."""
        keys = self._keys
        return [
            spot for spot in self._find(_last_bytes(text), overlapping=True) if text.startswith(keys[spot[0]], spot[1])
        ]


def _last_bytes(text: str) -> bytes:
    return text.encode("utf-32-le", "surrogatepass")[::4]
