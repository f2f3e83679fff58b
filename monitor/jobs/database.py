"""The configured database: opened, or told why it cannot be, by file and line."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine

from monitor.config import Settings
from monitor.model import ConfigError, Fault
from monitor.store.disks import MOUNTS, network_disk
from monitor.store.engine import check_address, exists, is_file, open_engine
from monitor.store.faults import StoreFault
from monitor.store.looking import may_be_written, only_reads, open_to_look
from monitor.store.migrate import lacking

#: What is said of a file that the user who asks may not write.
_ONLY_READ = "this user may only read the database; the one that runs the monitor needs the right to write it"

_NO_WRITER = (
    "the database can only be read: this server is a stand-by, or it was switched over. The daemon needs the one that "
    "writes; it finds it by itself with host=A,B&target_session_attrs=read-write behind the ? of the address"
)

_FAR = (
    "SQLite cannot rely on its locks and its journal there, and a break of the network may damage it; put it on a disk "
    "of this machine, or use PostgreSQL"
)

FILE, VARIABLE = "monitor.toml", "MONITOR_DATABASE_URL"


def open_store(settings: Settings) -> Engine:
    """The engine of a configuration. Raises ConfigError, or Refused when a folder cannot be made."""
    with _placed(settings):
        return open_engine(settings.store_url)


def look_into_store(settings: Settings) -> Engine:
    """The same for reading alone, which needs no right to write. Raises ConfigError."""
    with _placed(settings):
        return open_to_look(settings.store_url)


def store_exists(settings: Settings) -> bool:
    """Whether the database is there; a server's is taken to be. Raises ConfigError for an address that is none."""
    with _placed(settings):
        return exists(settings.store_url)


def store_faults(settings: Settings, mounts: Path = MOUNTS) -> tuple[list[Fault], list[str]]:
    """What is wrong with the database itself, as faults and as remarks: one that is not there yet is well, a server
    that does not answer may answer later, and a file that we may not write may be another user's to write."""
    overruled = [text for text in (overruled_address(settings),) if text]
    try:
        far = [*overruled, *_far(settings, mounts)]
        if not store_exists(settings):
            return [], far
        engine = look_into_store(settings)
    except ConfigError as error:
        return list(error.faults), overruled
    faults, said = _looked_into(settings, engine)
    return faults, [*far, *said]


def overruled_address(settings: Settings) -> str:
    """A remark where the environment names another database than ``[store] url`` does, as the unit for systemd and the
    container do: the line that somebody wrote has no effect. "" where it has, or where there is none."""
    loaded = settings.files.get(FILE)
    store = loaded.data.get("store") if loaded is not None else None
    written = store.get("url") if isinstance(store, Mapping) else None
    if not written or not isinstance(written, str) or written == settings.store_url:
        return ""
    return (
        f"[store] url of {FILE} is not used: the environment variable {VARIABLE} names another database, and wins. "
        "Take it out of where it is set (the service's unit, the container, the shell), or change it there"
    )


def _far(settings: Settings, mounts: Path) -> list[str]:
    """A remark on a file that stands on another machine's disk."""
    with _placed(settings):
        parsed = check_address(settings.store_url)
    kind = network_disk(Path(str(parsed.database)), mounts) if is_file(parsed) else ""
    return [f"{parsed.database} stands on a network disk ({kind}): {_FAR}"] if kind else []


def _looked_into(settings: Settings, engine: Engine) -> tuple[list[Fault], list[str]]:
    said = [] if may_be_written(settings.store_url) else [f"{engine.url.database}: {_ONLY_READ}"]
    try:
        if lack := lacking(engine):
            return list(lack.faults), []
        if only_reads(engine):
            said.append(_NO_WRITER)
    except ConfigError as error:
        return list(error.faults), []
    except StoreFault as error:
        if engine.dialect.name != "sqlite" or said:
            return [], [error.message]
        file = str(Path(str(engine.url.database)))
        wrong, _, right = error.message.removeprefix(f"{file}: ").partition("; ")
        return [Fault(file=file, key="", wrong=wrong, right=right)], []
    finally:
        engine.dispose()
    return [], said


@contextmanager
def _placed(settings: Settings) -> Iterator[None]:
    """Names the file and line, or the variable, that a fault of the address comes from."""
    try:
        yield
    except ConfigError as error:
        raise ConfigError([_at(settings, fault) for fault in error.faults]) from error


def _at(settings: Settings, fault: Fault) -> Fault:
    if os.environ.get(VARIABLE) == settings.store_url:
        return Fault(file=VARIABLE, key="", wrong=fault.wrong, right=fault.right)
    loaded = settings.files.get(FILE)
    if loaded is None or "store" not in loaded.data:
        return fault
    return loaded.fault(("store", "url"), fault.wrong, fault.right)
