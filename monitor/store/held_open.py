"""Who keeps a transaction open for long: what others write beside it cannot be cleared away, and piles up."""

from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import text

from monitor.store.doors import Reading

#: A transaction that is as old as this may be the one (a backup of a large database takes less).
OLD = timedelta(minutes=10)


class Piled(NamedTuple):
    """How far it has come: ``full`` is where it should be told. ``by`` names the session, if the server shows it."""

    amount: int
    full: int
    by: str = ""


#: The journal of a SQLite file goes into the file every 16 MB, unless somebody still reads what stood there before.
LARGE = 128_000_000

#: Rows of the table that changes most; vacuum takes them away each minute or so.
_ROWS = text("SELECT n_dead_tup, n_live_tup FROM pg_stat_all_tables WHERE relid = to_regclass('sources')")
_MANY, _FOLD = 50_000, 20

#: Of other users a server shows this only to those who may know.
_OLDEST = text(
    "SELECT pid, usename, application_name, extract(epoch FROM clock_timestamp() - xact_start) AS age "
    "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
    "AND backend_xmin IS NOT NULL AND xact_start IS NOT NULL ORDER BY xact_start LIMIT 1"
)


def piled_up(door: Reading) -> Piled:
    """What has piled up behind somebody's open transaction; next to nothing as a rule."""
    if door.dialect.name == "sqlite":
        return Piled(_journal(Path(str(door.connection.engine.url.database))), LARGE)
    row = door.connection.execute(_ROWS).one_or_none()
    if row is None:
        return Piled(0, _MANY)
    full = max(_MANY, _FOLD * int(row.n_live_tup))
    return Piled(int(row.n_dead_tup), full, _oldest(door) if row.n_dead_tup >= full else "")


def _journal(file: Path) -> int:
    try:
        return file.with_name(f"{file.name}-wal").stat().st_size
    except OSError:
        return 0


def _oldest(door: Reading) -> str:
    row = door.connection.execute(_OLDEST).one_or_none()
    if row is None or row.age < OLD.total_seconds():
        return ""
    named = f" ({row.application_name})" if row.application_name else ""
    return f"session {row.pid} of user {row.usename}{named}, for {row.age / 3600:,.1f} hours"
