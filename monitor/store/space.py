"""How much room the database takes and has, and whether it is sound."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text

from monitor.store.doors import Reading


def used(door: Reading) -> int:
    """Bytes that the data takes; free pages inside a SQLite file do not count."""
    if door.dialect.name == "postgresql":
        return int(door.connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
    pages, spare, size = (_pragma(door, name) for name in ("page_count", "freelist_count", "page_size"))
    return (pages - spare) * size


def free(door: Reading) -> int | None:
    """Bytes that the data may still take: of the disk, and inside the file. None where a server alone knows."""
    if door.dialect.name == "postgresql":
        return None
    folder = Path(str(door.connection.engine.url.database)).absolute().parent
    return shutil.disk_usage(folder).free + _pragma(door, "freelist_count") * _pragma(door, "page_size")


def file_of(engine: Engine) -> tuple[int, int] | None:
    """Which file stands at the database's path now (device and number), (0, 0) if none does; None for a server's.

    Raises PermissionError if its folder may not be entered (any more).
    """
    if engine.dialect.name == "postgresql":
        return None
    try:
        found = Path(str(engine.url.database)).stat()
    except PermissionError:
        raise
    except OSError:
        return 0, 0
    return found.st_dev, found.st_ino


def unsound(door: Reading, stop: Callable[[], bool]) -> str:
    """The first thing that is wrong with a SQLite file, "" if it is sound (or a server's business).

    It reads the whole file. Raises StoreFault when ``stop`` says so, or when nothing can be read at all.
    """
    if door.dialect.name == "postgresql":
        return ""
    driver: Any = door.connection.connection.driver_connection
    driver.set_progress_handler(lambda: int(stop()), 100_000)
    try:
        found = door.connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
    finally:
        driver.set_progress_handler(None, 0)
    return "" if found == "ok" else str(found).splitlines()[-1]


def _pragma(door: Reading, name: str) -> int:
    return int(door.connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())
