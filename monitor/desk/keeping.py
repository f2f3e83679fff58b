"""``backup`` and ``restore``: a copy of everything, and the way back."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from monitor.config import Settings
from monitor.desk.alive import is_running
from monitor.jobs.database import look_into_store, open_store, store_exists
from monitor.model import MonitorError, Refused
from monitor.store import backup as store
from monitor.store import records
from monitor.store.presence import sign_of
from monitor.store.reading import reading


def backup(settings: Settings, target: Path, *, force: bool = False) -> int:
    """Copies the database of a configuration to ``target``, the daemon may run; bytes. Raises Refused.

    Whoever asks need not have the right to write the database.
    """
    engine = look_into_store(settings)
    try:
        return store.back_up(engine, target, force=force)
    finally:
        engine.dispose()


def restore(settings: Settings, file: Path, *, now: datetime, force: bool = False) -> Path | None:
    """Puts a copy in place of the database; returns where the former is kept. Raises Refused, also while it is used."""
    store.sqlite_file(settings.store_url)
    if sign_of(settings.store_url) is not None or (store_exists(settings) and _in_use(settings, now)):
        raise Refused("the daemon runs on this database: stop it first", code="backup")
    return store.restore(settings.store_url, file, now=now, force=force)


def _in_use(settings: Settings, now: datetime) -> bool:
    """Whether a daemon has beaten lately; a database that cannot be read has none."""
    engine = open_store(settings)
    try:
        with suppress(MonitorError, SQLAlchemyError), reading(engine) as door:
            return any(is_running(beat, now) for beat in records.beats(door))
        return False
    finally:
        engine.dispose()
