"""Statements that run all day with a list among their values: compiled for few lengths, a shorter list is filled."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Executable, Text, bindparam

from monitor.store.bulk import BATCH, in_batches
from monitor.store.doors import Reading, Writing
from monitor.store.prepared import Prepared

#: So long is a list made; 48 holds what most places show, 160 the most sources that are borrowed in one go.
_LENGTHS = (1, 8, 48, 160, BATCH)


class Listed:
    """A statement that ``make`` makes of the values of a list, which are texts; rows as those of ``Prepared``."""

    def __init__(self, make: Callable[[Sequence[Any]], Executable]) -> None:
        self._names = [f"listed_{number}" for number in range(BATCH)]
        self._make = make
        self._made: dict[int, Prepared] = {}

    def rows(self, door: Reading, values: Mapping[str, Any], listed: Sequence[str]) -> list[Any]:
        """Runs the query, in parts for a long list; all rows. A value twice in the list asks for no row twice."""
        return [row for made, filled in self._parts(values, listed) for row in made.rows(door, filled)]

    def change(self, door: Writing, values: Mapping[str, Any], listed: Sequence[str]) -> int:
        """Runs the update, in parts for a long list; how many rows it met."""
        return sum(made.change(door, filled) for made, filled in self._parts(values, listed))

    def _parts(self, values: Mapping[str, Any], listed: Sequence[str]) -> Iterator[tuple[Prepared, dict[str, Any]]]:
        for part in in_batches(listed):
            length = next(each for each in _LENGTHS if each >= len(part))
            filled = [*part, *[part[0]] * (length - len(part))]
            yield self._of(length), {**values, **dict(zip(self._names, filled, strict=False))}

    def _of(self, length: int) -> Prepared:
        if length not in self._made:
            self._made[length] = Prepared(self._make([bindparam(name, type_=Text) for name in self._names[:length]]))
        return self._made[length]
