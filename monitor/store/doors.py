"""The types of the two doors. A query takes the one it needs, and mypy refuses a write through the reading door."""

import sqlite3
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Connection, Dialect


class Begun(Protocol):
    """A transaction that has begun.

    ``connection`` is SQLAlchemy's. ``driver`` is that of SQLite, for what need not go through SQLAlchemy: None on
    another database, and where somebody listens to what the engine does, for he must hear it.
    """

    dialect: Dialect
    driver: sqlite3.Connection | None

    @property
    def connection(self) -> Connection: ...


class Reading:
    """An open read transaction. Only ``store/reading.py`` and ``store/writing.py`` make one."""

    __slots__ = ("_begun", "dialect", "driver")

    def __init__(self, begun: Begun) -> None:
        self._begun = begun
        self.dialect, self.driver = begun.dialect, begun.driver

    @property
    def connection(self) -> Connection:
        """SQLAlchemy's connection. On SQLite it is made when it is first asked for: it costs more than a statement."""
        return self._begun.connection


class Writing(Reading):
    """An open write transaction; it commits when its block ends well, and leaves nothing behind otherwise."""

    __slots__ = ()


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a query or a change came to: what it returned, or with what it failed; then nothing of it has happened."""

    result: Any = None
    error: BaseException | None = None
