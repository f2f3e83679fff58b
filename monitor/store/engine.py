"""The engine: one database, SQLite in a file or PostgreSQL."""

import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from monitor.model import ConfigError, Fault, Refused

#: How long a writer waits for its turn before "database is locked" (ms).
BUSY_TIMEOUT = 30_000


def open_engine(url: str) -> Engine:
    """An engine for ``sqlite:///path`` or ``postgresql+psycopg://...``; the folder of a SQLite file is made.

    Raises ConfigError for an address that is no database or whose driver is missing.
    """
    parsed = _parsed(url)
    if parsed.drivername in {"sqlite", "sqlite+pysqlite"}:
        if parsed.database in {None, "", ":memory:"} or "mode=memory" in url:
            raise _fault("a database in memory loses everything at the end")
        return _sqlite(url, str(parsed.database))
    if parsed.drivername in {"postgresql", "postgresql+psycopg"}:
        # bare postgresql:// means another driver in another SQLAlchemy: we always say which
        return _postgresql(parsed.set(drivername="postgresql+psycopg"))
    raise _fault(f"{parsed.drivername!r} is not a database we know")


def _parsed(url: str) -> URL:
    try:
        return make_url(url)
    except (ArgumentError, ValueError):  # a port that is no number: part of a password, perhaps
        pass
    raise _fault("this is no database address")  # out here: the error above may quote a password


def exists(url: str) -> bool:
    """Whether a SQLite file is there (looking must not make one); a server is taken to exist."""
    parsed = _parsed(url)
    return not parsed.drivername.startswith("sqlite") or Path(parsed.database or "").is_file()


def _fault(wrong: str) -> ConfigError:
    right = "write sqlite:///data/monitor.db or postgresql+psycopg://user@host/name"
    return ConfigError([Fault(file="database", key="url", wrong=wrong, right=right)])


def _sqlite(url: str, database: str) -> Engine:
    try:
        Path(database).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"{Path(database).parent} cannot be made: {error.strerror}", code="database") from error
    engine = create_engine(
        url, hide_parameters=True, connect_args={"timeout": BUSY_TIMEOUT / 1000, "check_same_thread": False}
    )

    @event.listens_for(engine, "connect")
    def connected(connection: sqlite3.Connection, record: Any) -> None:
        # we say BEGIN ourselves: the driver's own timing would begin too late and never IMMEDIATE
        connection.isolation_level = None
        for pragma in ("synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_TIMEOUT}"):
            connection.execute(f"PRAGMA {pragma}")
        _write_ahead(connection)

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        # A transaction that reads first and writes later cannot wait for its turn in SQLite: it fails at once,
        # whatever busy_timeout says. So a writer queues at the door.
        writes = connection.get_execution_options().get("door") == "write"
        connection.connection.execute("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switches to the write-ahead log, so that readers and the writer do not wait for each other."""
    until = time.monotonic() + BUSY_TIMEOUT / 1000
    while connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        try:
            (mode,) = connection.execute("PRAGMA journal_mode=WAL").fetchone()
            if mode != "wal":
                return  # a file system without shared memory: the old journal works as well, only slower
        except sqlite3.OperationalError as error:
            # the switch itself never waits for another process that is just switching
            waits = error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
            if not waits or time.monotonic() > until:
                raise
            time.sleep(0.02)


def _postgresql(url: Any) -> Engine:
    try:
        return create_engine(url, hide_parameters=True, pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise _fault("PostgreSQL needs its driver: pip install 'story-monitor[postgres]'") from error
