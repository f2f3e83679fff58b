"""Migrations: run at the start, once, also when two daemons start at the same time."""

import shlex
from collections.abc import Sequence
from glob import escape
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from monitor.model import ConfigError
from monitor.store.backup import back_up, sqlite_file
from monitor.store.faults import StoreFault, faults_told
from monitor.store.revisions import (
    encoding_fault,
    lacks_right,
    migrations_folder,
    revision_of,
    revisions,
    schema_fault,
)
from monitor.store.schema import tables_of


def pending(engine: Engine) -> list[str]:
    """Revisions that ``migrate`` would run, oldest first. Raises ConfigError for a database newer than this program."""
    with faults_told(engine), engine.connect() as connection:
        return _pending(connection)


def lacking(engine: Engine) -> ConfigError | None:
    """What ``migrate`` would lack on a server, if it has something to do."""
    with faults_told(engine), engine.connect() as connection:
        lack = lacks_right(connection) if _pending(connection) else None
    return None if lack is None else schema_fault(engine, *lack)


def _pending(connection: Connection) -> list[str]:
    if fault := encoding_fault(connection):
        raise fault
    known, current = revisions(), revision_of(connection)
    if current is None:
        return known
    if current not in known:
        wrong = f"this database was written by a newer monitor (schema {current}, this one knows {known[-1]})"
        raise schema_fault(connection.engine, wrong, _way_back(connection.engine, known))
    return known[known.index(current) + 1 :]


def _way_back(engine: Engine, known: Sequence[str]) -> str:
    """What helps a program that has become too old: the newer one, or the latest copy that a newer one made before it
    changed the schema. (Which revision a copy is at, ``monitor restore`` looks at.)"""
    again = "install the newer version again"
    if engine.dialect.name != "sqlite":
        return again
    file = sqlite_file(str(engine.url))
    ours = {_copy_beside(file, revision) for revision in known}
    copies = [each for each in file.parent.glob(f"{escape(file.name)}.before-[0-9]*") if each not in ours]
    if not copies:
        return again
    latest = max(copies, key=lambda each: each.stat().st_mtime)
    return f"{again}, or go back to the copy that was made before: monitor restore {shlex.quote(str(latest))} --force"


def _copy_beside(file: Path, revision: str) -> Path:
    """Where the copy of a SQLite file stands that is made before it is brought to ``revision``."""
    return file.with_name(f"{file.name}.before-{revision}")


def copy_before(engine: Engine, ran: Sequence[str]) -> Path | None:
    """The copy that ``migrate`` made before it ran these revisions; None if none was due: a server, a new database."""
    if engine.dialect.name != "sqlite" or not ran or list(ran) == revisions():
        return None
    return _copy_beside(sqlite_file(str(engine.url)), ran[-1])


def migrate(engine: Engine) -> list[str]:
    """Brings the database to this program's schema and returns the revisions that ran ([] if none was due).

    Two processes may call it at once: one migrates, the other waits, then finds nothing to do. A SQLite file that
    holds something is copied before, to ``<file>.before-<revision>``; without room for that nothing is changed.
    Raises ConfigError for a database newer than this program; Refused when the copy cannot be made; StoreFault when
    the database itself fails, or its user may not make tables.
    """
    with faults_told(engine), engine.connect().execution_options(door="write") as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            # released with the transaction; the number is ours alone
            connection.execute(text("SELECT pg_advisory_xact_lock(7120260121)"))
        due, empty = _pending(connection), revision_of(connection) is None
        if due and (lacking := lacks_right(connection)):
            raise StoreFault("; ".join(lacking), code="database")
        if due and engine.dialect.name == "sqlite" and not empty:
            # others may read beside us, and nobody can write before we are done
            back_up(engine, _copy_beside(sqlite_file(str(engine.url)), due[-1]), force=True)
        if due and empty:
            _make(connection, due[-1])
        elif due:
            _upgrade(connection)
        return due


def _make(connection: Connection, revision: str) -> None:
    """The tables of an empty database as they are now: the same that all migrations make, without Alembic's weight."""
    tables_of(connection.dialect.name).create_all(connection)
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": revision})


def _upgrade(connection: Connection) -> None:
    # imported here: most starts migrate nothing, and it takes a tenth of a second and ten megabytes
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations_folder()).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
