"""Statements that run all day with a list among their values: compiled for few lengths, a shorter list is filled."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Executable, Text, bindparam

from monitor.store.bulk import BATCH, in_batches
from monitor.store.doors import Reading
from monitor.store.prepared import Prepared

#: So long is a list made; 48 holds what most places show.
_LENGTHS = (1, 8, 48, BATCH)


class Listed:
    """A query that ``make`` makes of the values of a list, which are texts; rows as those of ``Prepared``."""

    def __init__(self, make: Callable[[Sequence[Any]], Executable]) -> None:
        self._names = [f"listed_{number}" for number in range(BATCH)]
        self._make = make
        self._made: dict[int, Prepared] = {}

    def rows(self, door: Reading, values: Mapping[str, Any], listed: Sequence[str]) -> list[Any]:
        """Runs the query, in parts for a long list; all rows. A value twice in the list asks for no row twice."""
        found: list[Any] = []
        for part in in_batches(listed):
            length = next(each for each in _LENGTHS if each >= len(part))
            filled = [*part, *[part[0]] * (length - len(part))]
            found += self._of(length).rows(door, {**values, **dict(zip(self._names, filled, strict=False))})
        return found

    def _of(self, length: int) -> Prepared:
        if length not in self._made:
            self._made[length] = Prepared(self._make([bindparam(name, type_=Text) for name in self._names[:length]]))
        return self._made[length]
