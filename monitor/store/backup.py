"""Copies of a SQLite database: made while it is written, checked before they are believed, put back without loss."""

import glob
import os
import shlex
import shutil
import sqlite3
import time
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.engine import URL, make_url

from monitor.model import Refused
from monitor.store.engine import PREPARES
from monitor.store.faults import meaning_of
from monitor.store.looking import connect_to_look
from monitor.store.revisions import revisions
from monitor.store.schema import metadata

#: What SQLite's codes mean of a copy.
_NO_COPY = {
    sqlite3.SQLITE_NOTADB: "this is no database, or only half of one: name a file that monitor backup has written",
    sqlite3.SQLITE_CORRUPT: "this copy is damaged: name another one that monitor backup has written",
}

#: A half copy that nobody has written to for so long (s) may be somebody's leavings.
UNTOUCHED = 3_600.0

#: What stands beside a SQLite file while it is open.
BESIDE = ("-wal", "-shm")


def sqlite_file(url: str) -> Path:
    """The file of a SQLite address. Raises Refused for a server, naming what serves there."""
    parsed = make_url(url)
    if not parsed.drivername.startswith("sqlite"):
        # the whole address, for a service or a socket stands behind the ?; a password is asked for, or in ~/.pgpass
        user, host, port, database = parsed.username, parsed.host, parsed.port, parsed.database
        plain = URL.create("postgresql", user, None, host, port, database, parsed.query)
        plain = plain.difference_update_query([PREPARES, "password"])
        to = f" --dbname={shlex.quote(plain.render_as_string(hide_password=True))}"
        raise Refused(
            f"this database is a server's: save it with pg_dump --format=custom{to} --file=FILE, and bring it back, "
            f"while no daemon runs, with pg_restore --clean --if-exists{to} FILE",
            code="backup",
        )
    return Path(parsed.database or "")


def back_up(engine: Engine, target: Path, *, force: bool = False) -> int:
    """Copies the database to ``target`` (mode 0600) as of one moment, while others write; returns its size in bytes.

    The copy is checked, and stands there whole or not at all. Raises Refused: a server's database, a file that is
    there already (unless ``force``), a disk that takes no more.
    """
    source = sqlite_file(str(engine.url))
    with _refusing(target):
        _check_target(target, source)
    if target.exists() and not force:
        raise Refused(f"{target} is there already; with --force it is replaced", code="backup")
    if not source.is_file():
        raise Refused(f"there is no database at {source}", code="backup")
    with _refusing(target), _fresh(target) as fresh:
        with _refusing(source, but={sqlite3.SQLITE_FULL}):
            _copy(source, fresh)
        check_copy(fresh, called=source)
        fresh.replace(target)
        _settle(target.parent)
        return target.stat().st_size


def _check_target(target: Path, source: Path) -> None:
    """Raises Refused for what no copy may ever replace: the database, what stands beside it, a device, a folder."""
    if target.exists() and not target.is_file():
        raise Refused(f"{target} is no file: name one that a copy may be written to", code="backup")
    for ending in ("", *BESIDE, "-journal", ".daemon"):
        own = source.with_name(source.name + ending)
        if own.absolute() == target.absolute() or (target.exists() and own.exists() and own.samefile(target)):
            raise Refused(f"{target} belongs to the database itself: name another file", code="backup")


def restore(url: str, file: Path, *, now: datetime, force: bool = False) -> Path | None:
    """Puts a copy in place of the database; returns where the former one is kept, None if there was none.

    The copy is checked first, and nothing has changed when it is refused. The daemon must not run.
    Raises Refused: a server's database, no such file, a copy that is damaged, is no database of ours or is newer than
    this program; a database that is there already (unless ``force``).
    """
    target = sqlite_file(url)
    if not file.is_file():
        raise Refused(f"there is no file {file}", code="backup")
    if target.exists() and file.samefile(target):
        raise Refused(f"{file} is the database itself", code="backup")
    if target.exists() and not force:
        raise Refused(f"there is a database at {target}; with --force it is kept aside and replaced", code="backup")
    with _refusing(target), _fresh(target) as fresh:
        with _refusing(file, copy=True):
            _copy(file, fresh)
        check_copy(fresh, called=file)
        kept = _put_aside(target, now)
        fresh.replace(target)
        _settle(target.parent)
        return kept


def check_copy(file: Path, *, called: Path) -> str:
    """The schema of a copy that is sound and ours; ``called`` is its name for people. Raises Refused."""
    with (
        _refusing(called, copy=True),
        closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as copy,
    ):
        found = [str(row[0]) for row in copy.execute("PRAGMA integrity_check(5)")]
        if found != ["ok"]:
            raise Refused(f"{called} is damaged: {found[0].splitlines()[-1]}", code="backup")
        tables = {row[0] for row in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        noted = (
            copy.execute("SELECT version_num FROM alembic_version").fetchall() if "alembic_version" in tables else []
        )
        if len(noted) != 1 or not {"posts", "sources", "deliveries"} <= tables:
            raise Refused(f"{called} is no database of this program, or not whole", code="backup")
        ((schema,),) = noted
        known = revisions()
        if schema not in known:
            said = f"{called} was written by a newer monitor (schema {schema}): install that first"
            raise Refused(said, code="backup")
        if schema == known[-1] and (lost := _lost(copy)):
            raise Refused(f"{called} is not whole: it lacks {', '.join(lost)}", code="backup")
    return str(schema)


def _lost(copy: sqlite3.Connection) -> list[str]:
    """Tables and columns of today's schema that a copy lacks: somebody has worked on it, or saved a part of it."""
    lost = []
    for name, table in sorted(metadata.tables.items()):
        # of a table that is not there nothing is told
        there = {row[0] for row in copy.execute("SELECT name FROM pragma_table_info(?)", (name,))}
        lost += [f"{name}.{column.name}" for column in table.columns if column.name not in there] if there else [name]
    return lost


def _copy(source: Path, target: Path) -> None:
    """One moment of ``source``, with what its write-ahead log holds, as one file. It need only be readable."""
    with (
        closing(connect_to_look(source.absolute(), timeout=30)) as there,
        closing(sqlite3.connect(target)) as here,
    ):
        # all pages in one step: step by step it would begin anew at each write
        there.backup(here, pages=-1)
        here.execute("PRAGMA journal_mode=DELETE")
    descriptor = os.open(target, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _put_aside(target: Path, now: datetime) -> Path | None:
    """Keeps the database under another name, with its log; it stays in place as well until it is replaced.

    None if there is none. A log without its database is put aside all the same: it would be read into the next one.
    """
    if target.exists():
        with suppress(sqlite3.Error), closing(sqlite3.connect(target, timeout=5)) as old:
            old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    name = f"{target.name}.until-{now.astimezone(UTC):%Y%m%dT%H%M%S}Z"
    taken = [path.name for path in target.parent.glob(f"{name}*")]
    kept = target.with_name(name if name not in taken else f"{name}-{len(taken) + 1}")
    for ending in BESIDE:
        with suppress(FileNotFoundError):
            target.with_name(target.name + ending).replace(kept.with_name(kept.name + ending))
    if not target.exists():
        return None
    try:
        kept.hardlink_to(target)
    except OSError:  # not every file system has links
        shutil.copy2(target, kept)
    return kept


@contextmanager
def _fresh(target: Path) -> Iterator[Path]:
    """An empty file beside ``target``, for its owner alone; gone at the end unless it was moved. What a copy that was
    killed has left there goes as well: it may be as large as the database."""
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    target.parent.mkdir(parents=True, exist_ok=True)
    for left in target.parent.glob(f".{glob.escape(target.name)}.*"):
        if _is_left(left, left.name.removeprefix(f".{target.name}.").partition("-")[0]):
            left.unlink(missing_ok=True)
    is_ours = True
    try:  # whoever stops us may do it just as the file is there
        try:
            os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            is_ours = False
            raise
        yield fresh
    finally:
        for ending in ("", "-journal", *BESIDE) if is_ours else ():
            fresh.with_name(fresh.name + ending).unlink(missing_ok=True)


def _is_left(file: Path, process: str) -> bool:
    """Whether a file was begun by a process that is not there, and nobody has written to it for an hour: a process of
    another machine may be at it as well."""
    try:
        if not process.isdecimal() or time.time() - file.stat().st_mtime < UNTOUCHED:
            return False
        os.kill(int(process), 0)
    except (ProcessLookupError, OverflowError):
        return True
    except OSError:
        return False
    return False


@contextmanager
def _refusing(path: Path, *, but: Collection[int] = (), copy: bool = False) -> Iterator[None]:
    """Tells what SQLite or the system says of ``path``; errors with the codes ``but`` are for somebody else to tell.

    ``copy``: it is a copy, not the database, that is read; another one may do.
    """
    try:
        yield
    except sqlite3.Error as error:
        if _code(error) in but:
            raise
        why = (_NO_COPY if copy else {}).get(_code(error)) or meaning_of(error) or str(error)
        raise Refused(f"{path}: {why}", code="backup") from error
    except OSError as error:
        raise Refused(f"{path}: {error.strerror or error}", code="backup") from error


def _code(error: sqlite3.Error) -> int:
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _settle(folder: Path) -> None:
    """A file's new name is on disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
