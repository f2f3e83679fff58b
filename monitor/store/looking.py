"""The engine of whoever only looks: it needs the right to read the database, and none to write it."""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event

from monitor.store.begun import said_to_begin
from monitor.store.engine import BUSY_TIMEOUT, check_address, is_file, open_engine
from monitor.store.faults import StoreFault, faults_told

#: What SQLite says where a file, or one that it would make beside it, may only be read.
_NO_RIGHT = {sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}


def open_to_look(url: str) -> Engine:
    """An engine for reading alone; nothing is made, neither file nor folder. Its first use raises StoreFault, with
    what to do, when even reading needs a right to write.

    Raises ConfigError as ``open_engine`` does.
    """
    parsed = check_address(url)
    if not is_file(parsed):
        return open_engine(url)
    file = Path(str(parsed.database)).absolute()
    engine = create_engine(
        url, hide_parameters=True, connect_args={"timeout": BUSY_TIMEOUT / 1000, "check_same_thread": False}
    )

    @event.listens_for(engine, "do_connect")
    def connecting(dialect: Any, record: Any, args: list[Any], options: dict[str, Any]) -> sqlite3.Connection:
        return connect_to_look(file, **options)

    event.listen(engine, "begin", said_to_begin)
    return engine


def may_be_written(url: str) -> bool:
    """Whether the rights allow writing a SQLite file and making files beside it; a server's are the server's matter."""
    parsed = check_address(url)
    file = Path(str(parsed.database))
    return not is_file(parsed) or (os.access(file, os.W_OK) and os.access(file.parent, os.W_OK))


def only_reads(engine: Engine) -> bool:
    """Whether a server takes no writing: a stand-by, or one whose role or database is set so. Raises StoreFault."""
    if engine.dialect.name != "postgresql":
        return False
    with faults_told(engine), engine.connect() as connection:
        return bool(connection.exec_driver_sql("SHOW transaction_read_only").scalar_one() == "on")


def connect_to_look(file: Path, **options: Any) -> sqlite3.Connection:
    """A connection for reading alone to a SQLite file (an absolute path), with ``options`` of ``sqlite3.connect``.

    Raises StoreFault, with what to do, when even reading needs a right to write; else what SQLite raises.
    """
    options["uri"] = True
    try:
        # as a writer would, where that is allowed: it can mend what a power cut left, and clears its files away
        return _tried(f"{file.as_uri()}?mode=rw", options)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in _NO_RIGHT or not os.access(file, os.R_OK):
            raise
        left = _left_beside(file)
        if left is not None:
            raise StoreFault(
                f"{file}: the newest of it stands in {left.name}, and reading that needs the right to write the "
                "folder; ask as the user that runs the monitor, or copy both files to a folder of your own",
                code="database",
            ) from error
    # nobody has it open, for its files would stand beside it: it cannot change under our eyes
    return _tried(f"{file.as_uri()}?immutable=1", options)


def _left_beside(file: Path) -> Path | None:
    """A journal that holds something which the database file does not hold yet."""
    for end in ("-wal", "-journal"):
        beside = file.with_name(file.name + end)
        with suppress(FileNotFoundError):
            if beside.stat().st_size:
                return beside
    return None


def _tried(address: str, options: dict[str, Any]) -> sqlite3.Connection:
    """A connection that has read: SQLite opens the file with the first statement."""
    connection: sqlite3.Connection = sqlite3.connect(address, **options)
    try:
        connection.isolation_level = None  # we say BEGIN ourselves, as the writer does
        connection.execute("PRAGMA query_only=ON")
        connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT}")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection
