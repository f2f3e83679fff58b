"""Many rows at once: the statement is compiled once, and values go to the driver as they are.

SQLAlchemy asks each value of each row for its type; for posts that costs more than SQLite's own work.
"""

from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from typing import Any, TypeVar

from sqlalchemy import Dialect, Table

from monitor.store.doors import Writing

#: How many values one statement carries: SQLite and PostgreSQL both take it, and the plan is kept.
BATCH = 500

T = TypeVar("T")


def in_batches(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """The values, at most BATCH at a time."""
    for start in range(0, len(values), BATCH):
        yield values[start : start + BATCH]


class Bulk:
    """Adds rows that have a value for each of ``columns`` of a table, in this order."""

    def __init__(self, table: Table, columns: Iterable[str]) -> None:
        self._table, self._columns = table, tuple(columns)
        self._compiled: dict[str, tuple[str, list[str] | None]] = {}

    def add(self, door: Writing, rows: Sequence[tuple[Any, ...]]) -> int:
        """Adds the rows that are not there yet; how many they were. Moments are ticks in them, JSON is text."""
        dialect = door.dialect
        if dialect.name not in self._compiled:
            self._compiled[dialect.name] = self._compile(dialect)
        sql, order = self._compiled[dialect.name]
        if door.driver is not None:
            return door.driver.executemany(sql, rows).rowcount
        # SQLite takes values by their place, PostgreSQL by their name
        values: Any = rows if order else [dict(zip(self._columns, row, strict=True)) for row in rows]
        return door.connection.exec_driver_sql(sql, values).rowcount

    def _compile(self, dialect: Dialect) -> tuple[str, list[str] | None]:
        # each dialect has an insert of its own, which alone knows ON CONFLICT
        insert = import_module(f"sqlalchemy.dialects.{dialect.name}").insert
        adding = insert(self._table).on_conflict_do_nothing().inline()
        compiled = adding.compile(dialect=dialect, column_keys=self._columns)
        if compiled.positiontup is not None and tuple(compiled.positiontup) != self._columns:
            raise RuntimeError(f"{self._table.name}: values are taken in another order than that of the table")
        return str(compiled), compiled.positiontup
