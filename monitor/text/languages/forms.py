"""What a language says about a cited word: stems, the endings they take, and what may stand joined before them."""

from collections.abc import Mapping
from typing import NamedTuple

from monitor.text.fold import as_meant, letters_alone

#: Ending (folded) -> how the word derives, in words for people. Shared by all stems of one paradigm.
Tails = Mapping[str, str]

#: What stands joined before the stem (folded) -> how it is called.
Heads = Mapping[str, str]

AS_CITED: Tails = {"": ""}
NO_HEADS: Heads = {"": ""}


class Stem(NamedTuple):
    """A written word is a form of the cited one if it is a head + ``key`` + a tail, all folded.

    ``free``: no word boundary is asked for (scripts that write words together).
    """

    key: str
    tails: Tails = AS_CITED
    heads: Heads = NO_HEADS
    free: bool = False


#: One cited word: its stems. One cited form: a tuple of these, a word each.
Stems = tuple[Stem, ...]


class Seen(NamedTuple):
    """A written word where it stands: code points ``start`` to ``end`` of ``text`` as published."""

    text: str
    start: int
    end: int

    @property
    def word(self) -> str:
        """The word as its writer meant it: case, accents and hamza kept, but nothing that nobody sees."""
        return as_meant(self.text[self.start : self.end])

    @property
    def before(self) -> str:
        """The end of what stands before the word, without what nobody sees."""
        return letters_alone(self.text[max(0, self.start - _AROUND) : self.start])

    @property
    def after(self) -> str:
        """The beginning of what stands behind the word, without what nobody sees."""
        return letters_alone(self.text[self.end : self.end + _AROUND])


#: Code points: enough for a neighbour and what joins it.
_AROUND = 30
