"""The writing door: opened by jobs and desk alone.

Changes that wait together share one transaction: the disk is waited for once, not once for each.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine

from monitor.store.begun import Kept, OnServer, for_writing, on_file
from monitor.store.doors import Outcome, Writing
from monitor.store.faults import faults_told, is_of_the_store


@contextmanager
def writing(engine: Engine, kept: Kept | None = None) -> Iterator[Writing]:
    """One write transaction: all of it happens, or none; in the connection that is ``kept``, if the database is a file.

    Raises StoreFault, and nothing has happened, when the database itself fails.
    """
    with faults_told(engine):
        if engine.dialect.name == "sqlite":
            with on_file(engine, writes=True, kept=kept) as begun:
                yield Writing(begun)
            return
        with for_writing(engine).begin() as connection:
            yield Writing(OnServer(connection))


Change = Callable[[Writing], Any]


def write_together(
    engine: Engine, changes: Sequence[Change], undone: Callable[[], None], kept: Kept | None = None
) -> list[Outcome]:
    """Runs each change, all of it or none, in the order given; their outcomes.

    SQLite has one writer, and waits for the disk at the end of a transaction: there they share one, each behind a
    savepoint, so that one that fails undoes itself alone. PostgreSQL lets transactions run beside each other, and what
    one has locked would be held for all: there each has its own. ``undone`` is called when something was undone.
    ``kept``: see ``writing``.
    """
    if len(changes) <= 1 or engine.dialect.name != "sqlite":
        return [_alone(engine, change, undone, kept) for change in changes]
    has_begun = False
    try:
        with writing(engine, kept) as door:
            has_begun = True
            return [_behind_savepoint(door, change, undone) for change in changes]
    except Exception as error:
        undone()
        if not has_begun:
            return [Outcome(error=error)] * len(changes)
    # what is too much for a full disk need not be so for each of them
    return [_alone(engine, change, undone, kept) for change in changes]


def _alone(engine: Engine, change: Change, undone: Callable[[], None], kept: Kept | None) -> Outcome:
    try:
        with writing(engine, kept) as door:
            return Outcome(result=change(door))
    except Exception as error:
        undone()
        return Outcome(error=error)
    except BaseException:
        undone()
        raise


def _behind_savepoint(door: Writing, change: Change, undone: Callable[[], None]) -> Outcome:
    savepoint = door.connection.begin_nested() if door.driver is None else _Savepoint(door.driver)
    try:
        result = change(door)
    except Exception as error:
        if is_of_the_store(error):
            raise  # SQLite may have undone the whole transaction, savepoint and all
        savepoint.rollback()
        undone()
        return Outcome(error=error)
    savepoint.commit()
    return Outcome(result=result)


class _Savepoint:
    """A savepoint of SQLite's own; SQLAlchemy's costs thirty times as much."""

    def __init__(self, driver: sqlite3.Connection) -> None:
        self._driver = driver
        driver.execute("SAVEPOINT change")

    def commit(self) -> None:
        self._driver.execute("RELEASE change")

    def rollback(self) -> None:
        self._driver.execute("ROLLBACK TO change")
        self._driver.execute("RELEASE change")
