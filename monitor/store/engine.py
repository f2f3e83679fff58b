"""The engine: one database, SQLite in a file or PostgreSQL."""

import sqlite3
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, ExceptionContext, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import Pool

from monitor.model import ConfigError, Fault, Refused
from monitor.store.begun import said_to_begin

#: Pages in the journal before they go into the file (16 MB): what changes often goes there once, not each time.
CHECKPOINT = 4_000

#: What the journal keeps of the disk (bytes) when it has gone into the file: it may have grown behind a long reader.
JOURNAL = 32_000_000

#: How much of the file each of the four or five connections keeps in memory beside the system's own copy (KB, usually
#: 2,000).
PAGES = 512

#: So many changed pages (16 MB) stay in memory until the end of their transaction, whatever ``PAGES`` says: else they
#: are written to the journal, read from it and written again.
CHANGED = 4_000

#: How long a writer waits for its turn before "database is locked" (ms).
BUSY_TIMEOUT = 30_000

#: How long a transaction may do nothing before PostgreSQL ends it (ms): as long as a lease, for whoever has slept
#: through that has lost what it had borrowed.
LONGEST_PAUSE = 300_000

#: Which file (device, number) was opened first, by the pool of the connections.
_FIRST: WeakKeyDictionary[Pool, tuple[int, int] | None] = WeakKeyDictionary()

#: How long (s; the last in ms) a server may be silent when we connect, and while we wait for its answer, as libpq
#: names it.
PATIENCE = {
    "connect_timeout": 10,
    "keepalives_idle": 20,
    "keepalives_interval": 5,
    "keepalives_count": 4,
    "tcp_user_timeout": 40_000,
}

#: Options that have few values: with another one nobody ever connects, however long he waits.
_CHOICES = {
    "sslmode": ("disable", "allow", "prefer", "require", "verify-ca", "verify-full"),
    "target_session_attrs": ("any", "read-write", "read-only", "primary", "standby", "prefer-standby"),
}

#: What PostgreSQL says where a session may only read.
ONLY_READS = "25006"

#: What an address says to do without prepared statements, as the driver names it: the value ``none``.
PREPARES = "prepare_threshold"


def open_engine(url: str) -> Engine:
    """An engine for ``sqlite:///path`` or ``postgresql+psycopg://...``; the folder of a SQLite file is made.

    Raises ConfigError for an address that is no database or whose driver is missing; Refused when the folder cannot
    be made.
    """
    parsed = check_address(url)
    return _sqlite(url, str(parsed.database)) if is_file(parsed) else _postgresql(parsed)


def check_address(url: str) -> URL:
    """The address of a database that can be one; nothing is opened or made.

    Raises ConfigError: no address, another database, one in memory, a driver that is missing, a folder for a file.
    """
    parsed = _parsed(url)
    if is_file(parsed):
        if parsed.host:
            right = "three slashes, sqlite:///data/monitor.db; four for a whole path, sqlite:////var/lib/monitor.db"
            raise _fault("two slashes name a server, and SQLite has none", right)
        if parsed.database in {None, "", ":memory:"} or "mode=memory" in url:
            raise _fault("a database in memory loses everything at the end")
        _check_place(Path(str(parsed.database)))
        return parsed
    if parsed.drivername in {"postgresql", "postgres", "postgresql+psycopg"}:
        if find_spec("psycopg") is None:
            right = "where the program is installed: pip install 'psycopg[binary]'"
            raise _fault("PostgreSQL needs a driver that is not installed", right)
        # bare postgresql:// means another driver in another SQLAlchemy: we always say which
        return parsed.set(drivername="postgresql+psycopg")
    raise _fault(f"{parsed.drivername!r} is not a database we know")


def is_file(parsed: URL) -> bool:
    """Whether an address is that of a SQLite file."""
    return parsed.drivername in {"sqlite", "sqlite+pysqlite"}


def _parsed(url: str) -> URL:
    try:
        return make_url(url)
    except (ArgumentError, ValueError):  # a port that is no number: part of a password, perhaps
        pass
    raise _fault("this is no database address")  # out here: the error above may quote a password


def _check_place(file: Path) -> None:
    """Raises ConfigError for a place where no database file can stand."""
    try:
        if file.is_dir():
            raise _fault(f"{file} is a folder", f"name a file in it: sqlite:///{file}/monitor.db")
        above = next((each for each in file.parents if each.exists()), None)
        if above is not None and not above.is_dir():
            raise _fault(f"{above} is a file, so no database can stand at {file}", "name another place")
    except OSError as error:  # a folder that may not be entered, a name that is too long
        raise _fault(f"{file} cannot be reached: {error.strerror}", "give the user of the daemon the right") from error


def exists(url: str) -> bool:
    """Whether a SQLite file is there (looking must not make one); a server is taken to exist.

    Raises ConfigError as ``check_address`` does.
    """
    parsed = check_address(url)
    return not is_file(parsed) or Path(str(parsed.database)).is_file()


def _fault(
    wrong: str, right: str = "write sqlite:///data/monitor.db or postgresql+psycopg://user@host/name"
) -> ConfigError:
    return ConfigError([Fault(file="database", key="url", wrong=wrong, right=right)])


def _sqlite(url: str, database: str) -> Engine:
    try:
        Path(database).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"{Path(database).parent} cannot be made: {error.strerror}", code="database") from error
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_use_lifo=True,  # the connection that was used last knows best what stands in the file
        connect_args={"timeout": BUSY_TIMEOUT / 1000, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def connected(connection: sqlite3.Connection, record: Any) -> None:
        _FIRST.setdefault(engine.pool, _file_at(database))
        # we say BEGIN ourselves: the driver's own timing would begin too late and never IMMEDIATE
        connection.isolation_level = None
        for pragma in (
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_TIMEOUT}",
            f"wal_autocheckpoint={CHECKPOINT}",
            f"journal_size_limit={JOURNAL}",
            f"cache_size=-{PAGES}",
            f"cache_spill={CHANGED}",
            # what a savepoint puts aside is a few pages at a time: a file of its own for it costs more than the change
            "temp_store=MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")
        _write_ahead(connection)

    event.listen(engine, "begin", said_to_begin)
    return engine


def _file_at(path: str) -> tuple[int, int] | None:
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def is_where_it_was(engine: Engine) -> bool:
    """Whether the SQLite file that an engine first opened still stands at its place; a server's always does."""
    first = _FIRST.get(engine.pool)
    return first is None or first == _file_at(str(engine.url.database))


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switches to the write-ahead log, so that readers and the writer do not wait for each other."""
    if _is_strange(connection):
        return  # its own program likes it as it is; that it is not ours is told by whoever looks for our tables
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


def _is_strange(connection: sqlite3.Connection) -> bool:
    """Whether the file holds tables, and none of them is ours."""
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    return bool(names) and "alembic_version" not in names


def _postgresql(url: URL) -> Engine:
    # a pooler that gives each transaction another session (PgBouncer) may know nothing of prepared statements
    prepares = {"prepare_threshold": None} if url.query.get(PREPARES) == "none" else {}
    url = url.difference_update_query([PREPARES]) if prepares else url
    _check_options(url)
    # a server that has gone without a word must not keep a thread for ever; what the address itself says wins
    patience = {name: value for name, value in PATIENCE.items() if name not in url.query}
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_pre_ping=True,
        # whoever has waited for his turn must see what was written meanwhile, whatever the server's default is
        isolation_level="READ COMMITTED",
        # whatever PGCLIENTENCODING says: our texts are in all languages
        connect_args={**patience, **prepares, "client_encoding": "utf8"},
    )

    @event.listens_for(engine, "connect")
    def connected(connection: Any, record: Any) -> None:
        # a daemon that was stopped in the middle of a transaction must not hold up the others for ever
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {BUSY_TIMEOUT}")
            cursor.execute(f"SET idle_in_transaction_session_timeout = {LONGEST_PAUSE}")
        connection.commit()

    @event.listens_for(engine, "handle_error")
    def failed(context: ExceptionContext) -> None:
        # a session with a server that has become the stand-by, or of a time when a quota was used up, never writes
        # again, and answers all the time: new ones go where the address leads now
        if getattr(context.original_exception, "sqlstate", None) == ONLY_READS:
            context.is_disconnect = True

    return engine


def _check_options(url: URL) -> None:
    """Raises ConfigError for an option of the address that PostgreSQL does not know, or that its driver cannot read."""
    from psycopg import ProgrammingError
    from psycopg.conninfo import make_conninfo

    for name, value in url.query.items():
        if name == "connect_timeout" and not str(value).strip().isdecimal():
            raise _fault("connect_timeout is no number", "write whole seconds: connect_timeout=10")
        try:
            make_conninfo(**{name: ""})
        except ProgrammingError as error:
            right = "behind the ? stand sslmode, host, service, libpq's other parameters, or prepare_threshold=none"
            raise _fault(f"{name!r} is no option of a PostgreSQL address", right) from error
        if name in _CHOICES and value not in _CHOICES[name]:
            raise _fault(
                f"{name}={value} is nothing that PostgreSQL knows", f"write one of {', '.join(_CHOICES[name])}"
            )
    root = str(url.query.get("sslrootcert", "system"))
    if url.query.get("sslmode") in {"verify-ca", "verify-full"} and root != "system" and not Path(root).is_file():
        raise _fault(f"there is no file {root} (sslrootcert)", "name the certificate that the server's is signed with")
