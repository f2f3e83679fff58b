"""Many texts folded at once: what a call costs is paid once for a haul, not once for each of its posts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from monitor.text.fold import fold, fold_plain, is_plain

#: Stands between the texts of a sheet: no word, no letter, and folding leaves it alone.
BETWEEN = "\0"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Folded texts, one after the other with ``BETWEEN`` between them. ``numbers`` are theirs, in this order.

    ``plain``: each of their characters stands for the one in its place as published (see ``align``).
    """

    text: str
    numbers: Sequence[int]
    plain: bool

    def pieces(self, places: Sequence[int]) -> Iterator[int]:
        """The numbers of the texts that ``places`` are in, which are in order."""
        before = at = 0
        for place in places:
            before += self.text.count(BETWEEN, at, place)
            at = place
            yield self.numbers[before]


def fold_together(texts: Sequence[str]) -> list[Sheet]:
    """``fold`` of every text, on few sheets: what is written alike stands together, and costs no more than it must.

    Raises ValueError if one holds the sign that stands between them.
    """
    ascii_: list[int] = []
    plain: list[int] = []
    others: list[int] = []
    for number, text in enumerate(texts):
        (ascii_ if text.isascii() else plain if is_plain(text) else others).append(number)
    sheets = []
    for numbers, is_of_plain in ((ascii_, True), (plain, True), (others, False)):
        if numbers:
            joined = BETWEEN.join([texts[number] for number in numbers])
            folded = fold_plain(joined) if is_of_plain else fold(joined)
            if folded.count(BETWEEN) != len(numbers) - 1:
                raise ValueError("a text holds the sign that stands between texts")
            sheets.append(Sheet(folded, numbers, is_of_plain))
    return sheets
