"""Transactions that have begun: of SQLite by its own driver; SQLAlchemy's connection comes when it is wanted."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Engine
from sqlalchemy.pool import PoolProxiedConnection

#: By whether it will write.
_BEGIN = {False: "BEGIN", True: "BEGIN IMMEDIATE"}


class OnServer:
    """A transaction of a server, or one that SQLAlchemy began."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.dialect: Dialect = connection.dialect
        self.driver: sqlite3.Connection | None = None


class OnFile:
    """A transaction of SQLite."""

    def __init__(self, engine: Engine, held: PoolProxiedConnection, *, writes: bool) -> None:
        self._engine, self._held, self._writes = engine, held, writes
        self._connection: Connection | None = None
        self.dialect: Dialect = engine.dialect
        self.driver: sqlite3.Connection | None = None if is_heard(engine) else plain(held)

    @property
    def connection(self) -> Connection:
        """SQLAlchemy's connection, in this transaction."""
        if self._connection is None:
            self._connection = Connection(for_writing(self._engine) if self._writes else self._engine, self._held)
            self._connection.begin()  # see ``said_to_begin``
        return self._connection

    def commit(self) -> None:
        """Ends it well."""
        if self._connection is None:
            plain(self._held).commit()
        else:
            self._connection.commit()

    def close(self) -> None:
        """Ends it, and nothing of it has happened unless it was committed."""
        if self._connection is not None:
            self._connection.close()
        self._held.close()  # the pool undoes what was not committed


#: What the connection of a writer keeps of the file (KB): it comes again and again to the same pages.
_PAGES = 2_000


class Kept:
    """The connection of one writer, for a file: from one transaction to the next it knows what stands in it, unless
    others have written. One that has failed goes back to the pool. Not for two threads at once."""

    def __init__(self) -> None:
        self._held: PoolProxiedConnection | None = None

    def take(self, engine: Engine) -> PoolProxiedConnection:
        """The connection, or a new one."""
        held, self._held = self._held, None
        if held is None:
            held = engine.raw_connection()
            plain(held).execute(f"PRAGMA cache_size=-{_PAGES}")
        return held

    def keep(self, held: PoolProxiedConnection) -> None:
        """Keeps what ``take`` gave; its transaction has ended."""
        self._held = held

    def close(self) -> None:
        """Gives the connection back to the pool."""
        held, self._held = self._held, None
        if held is not None:
            held.close()


@contextmanager
def on_file(engine: Engine, *, writes: bool, kept: Kept | None = None) -> Iterator[OnFile]:
    """One transaction of SQLite.

    A writer begins IMMEDIATE: a transaction that reads first and writes later cannot wait for its turn and fails at
    once, whatever busy_timeout says; so a writer queues at the door.
    """
    held = engine.raw_connection() if kept is None else kept.take(engine)
    begun, ended = OnFile(engine, held, writes=writes), False
    try:
        plain(held).execute(_BEGIN[writes])
        if begun.driver is None:
            _ = begun.connection  # who listens hears of it now
        yield begun
        if writes:
            begun.commit()
            ended = True
    finally:
        if ended and kept is not None:
            kept.keep(held)
        else:
            begun.close()


@lru_cache(maxsize=4)
def for_writing(engine: Engine) -> Engine:
    """The same engine with the option ``door``: putting it on each connection costs as much as a statement."""
    return engine.execution_options(door="write")


def said_to_begin(connection: Connection) -> None:
    """For SQLAlchemy's event: SQLite's driver does not begin by itself (``isolation_level`` None).

    A writer (the option ``door``) begins IMMEDIATE: see ``on_file``.
    """
    driver = plain(connection.connection)
    if not driver.in_transaction:
        driver.execute(_BEGIN[connection.get_execution_options().get("door") == "write"])


def is_heard(engine: Engine) -> bool:
    """Whether somebody listens to what an engine does: then all of it must go through SQLAlchemy."""
    heard = engine.dispatch
    # one that listens to beginnings is ours
    return bool(heard.before_cursor_execute or heard.commit or heard.rollback or len(heard.begin) > 1)


def plain(held: PoolProxiedConnection) -> Any:
    """The driver's own connection."""
    return held.dbapi_connection
