"""Statements that run all day: compiled once, and on SQLite handed to the driver past SQLAlchemy.

Its Python costs five times what SQLite itself does for a row looked up by its key. What a statement means is said in
Core all the same, for both databases, and whoever listens to an engine's statements hears these too.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Dialect, Executable
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from monitor.store.doors import Reading, Writing

_Process = Callable[[Any], Any] | None


class _Ready(NamedTuple):
    """A statement as SQLite's driver takes it."""

    sql: str
    #: in the order of its marks: name, fixed value (where it has one), what makes a value fit for the driver
    values: tuple[tuple[str, Any, _Process], ...]
    #: what makes a value of the driver ours, with its place in the row; and the rows' type
    results: tuple[tuple[int, Callable[[Any], Any]], ...]
    make: Callable[[Sequence[Any]], Any]


class Prepared:
    """A statement without lists among its values. Rows have their columns as attributes and by their place.

    ``columns`` are those that an insert has values for; they go by the columns' names.
    """

    def __init__(self, statement: Executable, columns: Sequence[str] = ()) -> None:
        self._statement, self._columns = statement, columns
        self._ready: _Ready | None = None

    def rows(self, door: Reading, values: Mapping[str, Any]) -> Sequence[Any]:
        """Runs a query, or what gives back rows of what it changed; all rows."""
        if (driver := door.driver) is None:
            return door.connection.execute(self._statement, values).all()
        ready = self._ready or self._readied(door.dialect)
        return [_ours(ready, row) for row in driver.execute(ready.sql, _fit(ready, values)).fetchall()]

    def first(self, door: Reading, values: Mapping[str, Any]) -> Any:
        """Runs a query; its first row, None without any."""
        return next(iter(self.rows(door, values)), None)

    def change(self, door: Writing, values: Mapping[str, Any]) -> int:
        """Runs an insert or update; how many rows it met."""
        if (driver := door.driver) is None:
            return door.connection.execute(self._statement, values).rowcount
        ready = self._ready or self._readied(door.dialect)
        return driver.execute(ready.sql, _fit(ready, values)).rowcount

    def _readied(self, dialect: Dialect) -> _Ready:
        self._ready = _compile(self._statement, dialect, self._columns)
        return self._ready


def _fit(ready: _Ready, values: Mapping[str, Any]) -> list[Any]:
    return [
        values.get(name, fixed) if fit is None else fit(values.get(name, fixed)) for name, fixed, fit in ready.values
    ]


def _ours(ready: _Ready, row: tuple[Any, ...]) -> Any:
    ours = list(row)
    for place, to in ready.results:
        ours[place] = to(ours[place])
    return ready.make(ours)


def _to_driver(kind: TypeEngine[Any], dialect: Dialect) -> _Process:
    ours: _Process = getattr(kind, "to_driver", None)
    return ours or kind.dialect_impl(dialect).bind_processor(dialect)


def _to_ours(kind: TypeEngine[Any], dialect: Dialect) -> _Process:
    ours: _Process = getattr(kind, "to_ours", None)
    return ours or kind.dialect_impl(dialect).result_processor(dialect, None)


def _compile(statement: Any, dialect: Dialect, into: Sequence[str]) -> _Ready:
    compiled: Any = statement.compile(dialect=dialect, column_keys=into or None)
    assert isinstance(compiled, SQLCompiler)  # noqa: S101 - for mypy: not DDL
    values = []
    for name in compiled.positiontup or ():
        bind = compiled.binds[name]
        values.append((name, bind.value, _to_driver(bind.type, dialect)))
    if compiled.post_compile_params:
        raise TypeError(f"a prepared statement has no lists among its values: {compiled}")
    columns: Sequence[Any] = getattr(statement, "selected_columns", None) or statement.exported_columns
    columns = list(columns)
    made = [_to_ours(column.type, dialect) for column in columns]
    named: Any = namedtuple
    row = named("Row", [column.key for column in columns], rename=True)
    return _Ready(
        sql=str(compiled),
        values=tuple(values),
        results=tuple((place, to) for place, to in enumerate(made) if to is not None),
        make=row._make,
    )
