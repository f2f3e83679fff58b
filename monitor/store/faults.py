"""When the database itself fails (full, locked, read-only, damaged, gone): one line, by its code, not its text."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from monitor.model import TryLater
from monitor.store.engine import ONLY_READS, is_where_it_was

#: What the system refuses is for the operator to grant.
_RIGHT = "the user that runs the monitor needs the right to read and write it, and its folder"

#: SQLite's primary result codes that say that the file or the disk is at fault, not our SQL; what they mean.
_MEANING = {
    sqlite3.SQLITE_PERM: f"the database file may not be opened; {_RIGHT}",
    sqlite3.SQLITE_BUSY: "another program holds the database",
    sqlite3.SQLITE_LOCKED: "another program holds the database",
    sqlite3.SQLITE_NOMEM: "there is no memory left for the database",
    sqlite3.SQLITE_READONLY: f"the database cannot be written: its file, folder or disk is read-only; {_RIGHT}",
    sqlite3.SQLITE_INTERRUPT: "the database was interrupted",
    sqlite3.SQLITE_IOERR: "the disk under the database fails",
    sqlite3.SQLITE_CORRUPT: "the database is damaged; put a backup in its place: monitor restore FILE --force",
    sqlite3.SQLITE_FULL: "the disk under the database is full; make room",
    sqlite3.SQLITE_CANTOPEN: f"the database file, or a file beside it, cannot be opened; {_RIGHT}",
    sqlite3.SQLITE_PROTOCOL: "another program holds the database",
    sqlite3.SQLITE_NOTADB: (
        "the database file is no database, or was only half written; put a backup in its place: "
        "monitor restore FILE --force"
    ),
}

#: The same for what SQLite tells apart: a quota refuses to write without a word of a full disk.
_FINER = {
    sqlite3.SQLITE_IOERR_WRITE: "the disk under the database takes nothing more: it fails, or a quota is used up",
}

#: What a file means that does not know our tables (any more).
_GONE = "the tables are gone: the file was deleted, or another one put in its place, while it was in use"

#: What it means when statements that one session has prepared turn up in another.
_POOLED = (
    "a pooler before the database (PgBouncer) gives each transaction another session: put ?prepare_threshold=none "
    "behind the address, or let it pool sessions"
)

#: What the codes of PostgreSQL mean that say that the server is at fault, not our SQL.
_PG_MEANING = {
    ONLY_READS: (
        "the database can only be read: a stand-by, or a server that was switched over; name the one that writes"
    ),
    "26000": _POOLED,
    "40001": "another transaction came between",
    "40P01": "another transaction came between",
    "42P05": _POOLED,
    "42P01": "the tables are gone: they were dropped, or search_path leads elsewhere now",
    "53100": "the disk under the database's server is full; make room",
    "53200": "the database's server has no memory left",
    "53300": "the database's server takes no more connections; allow more (max_connections)",
    "55P03": "another program holds the database",  # somebody else has held a lock for as long as we wait for one
    "57014": "the database stops what takes too long (statement_timeout), or somebody cancelled it",
}

#: The same, with the server's own words behind it: these name the table or schema.
_PG_NAMED = {
    "3F000": "the database has no schema to make tables in",
    "42501": "the database's user lacks a right",
}


class StoreFault(TryLater):
    """The database does not do its work just now; nothing of the transaction has happened."""


@contextmanager
def faults_told(engine: Engine) -> Iterator[None]:
    """Turns what the database itself fails with into a StoreFault. Errors of our own SQL stay what they are."""
    try:
        yield
    except PoolTimeout as error:
        raise StoreFault("no connection to the database is free", code="database") from error
    except DBAPIError as error:
        meaning = _meaning(error) or _lost(engine, error.orig)
        if meaning is None:
            raise
        where = f"{engine.url.database}: " if engine.dialect.name == "sqlite" else ""
        raise StoreFault(where + meaning, code="database") from error
    except sqlite3.Error as error:
        # a transaction is begun, and prepared statements run, past SQLAlchemy
        meaning = meaning_of(error) or _lost(engine, error)
        if meaning is None:
            raise
        raise StoreFault(f"{engine.url.database}: {meaning}", code="database") from error


def _lost(engine: Engine, error: BaseException | None) -> str | None:
    """What it means when a statement of ours cannot even be read: that nothing of ours stands in the file any more."""
    if getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_ERROR:
        return None
    if not is_where_it_was(engine):
        return _GONE
    try:
        with closing(
            sqlite3.connect(f"{Path(str(engine.url.database)).absolute().as_uri()}?mode=ro", uri=True)
        ) as file:
            ours = file.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
    except sqlite3.Error:
        ours = None
    return None if ours else _GONE


def meaning_of(error: BaseException | None) -> str | None:
    """What an error of SQLite says about file or disk, in words; None if it says nothing of them."""
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else _FINER.get(code) or _MEANING.get(code & 0xFF)


def is_of_the_store(error: Exception) -> bool:
    """Whether the database itself has failed, not the SQL that was given to it."""
    if isinstance(error, DBAPIError):
        return _meaning(error) is not None
    return isinstance(error, StoreFault | PoolTimeout) or meaning_of(error) is not None


def _meaning(error: DBAPIError) -> str | None:
    if hasattr(error.orig, "sqlite_errorcode"):
        return meaning_of(error.orig)
    code = getattr(error.orig, "sqlstate", None) or ""
    if told := _PG_MEANING.get(code):
        return told
    if told := _PG_NAMED.get(code):
        return f"{told}: {_first_line(error)}"
    if isinstance(error, OperationalError | InterfaceError) or error.connection_invalidated:
        return f"the database does not answer: {_first_line(error)}"
    return None


def _first_line(error: DBAPIError) -> str:
    lines = str(error.orig).strip().splitlines()
    return lines[0][:200] if lines else type(error.orig).__name__
