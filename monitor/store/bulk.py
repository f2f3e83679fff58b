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

#: So many rows are added by one statement of SQLite: what most places show, and few statements to remember.
_TOGETHER = 48

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
        # for SQLite, by the number of rows
        self._many: dict[int, str] = {}

    def add(self, door: Writing, rows: Sequence[tuple[Any, ...]]) -> int:
        """Adds the rows that are not there yet; how many they were. Moments are ticks in them, JSON is text."""
        dialect = door.dialect
        if dialect.name not in self._compiled:
            self._compiled[dialect.name] = self._compile(dialect)
        sql, order = self._compiled[dialect.name]
        if door.driver is not None:
            # one statement for many rows: after each the driver lets other threads run, and waits for its turn again
            parts = [rows[start : start + _TOGETHER] for start in range(0, len(rows), _TOGETHER)]
            values_of = ([value for row in part for value in row] for part in parts)
            return sum(
                door.driver.execute(self._for(sql, len(part)), values).rowcount
                for part, values in zip(parts, values_of, strict=True)
            )
        # SQLite takes values by their place, PostgreSQL by their name
        values: Any = rows if order else [dict(zip(self._columns, row, strict=True)) for row in rows]
        return door.connection.exec_driver_sql(sql, values).rowcount

    def _for(self, sql: str, rows: int) -> str:
        """The statement, for so many rows."""
        if rows not in self._many:
            before, values, after = sql.partition(f"({', '.join('?' * len(self._columns))})")
            self._many[rows] = before + ", ".join([values] * rows) + after
        return self._many[rows]

    def _compile(self, dialect: Dialect) -> tuple[str, list[str] | None]:
        # each dialect has an insert of its own, which alone knows ON CONFLICT
        insert = import_module(f"sqlalchemy.dialects.{dialect.name}").insert
        adding = insert(self._table).on_conflict_do_nothing().inline()
        compiled = adding.compile(dialect=dialect, column_keys=self._columns)
        if compiled.positiontup is not None and tuple(compiled.positiontup) != self._columns:
            raise RuntimeError(f"{self._table.name}: values are taken in another order than that of the table")
        return str(compiled), compiled.positiontup
