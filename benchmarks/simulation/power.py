"""What can be taken from the daemon: its power, the room on its disk, its turn at the database."""

import sqlite3
from collections import Counter
from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, event

#: As many pages as SQLite can have.
ENDLESS = 1_073_741_823


class Died(BaseException):
    """The power went. Nothing that runs afterwards reaches the store, the web or a channel."""


class Power:
    """``fail_at`` is given to the App. ``arm`` says where the power will go; ``off`` is called when it does."""

    def __init__(self, off: Callable[[], None]) -> None:
        self.is_on = True
        self._off = off
        self._where, self._nth = "", 0
        self._listen: Callable[[], None] | None = None
        self.met: Counter[str] = Counter()

    def watch(self, listen: Callable[[], None]) -> None:
        """``listen`` makes statements ask for power; it is called before the power may go."""
        self._listen = listen
        if self._where or not self.is_on:
            self._begin()

    def _begin(self) -> None:
        listen, self._listen = self._listen, None
        if listen is not None:
            listen()

    def arm(self, where: str, nth: int) -> None:
        """From now on the n-th time (from 1) that the daemon comes to ``where`` is its last."""
        self._where, self._nth = where, nth
        self._begin()

    def fail_at(self, where: str) -> None:
        """A place that the daemon comes to. Raises Died if the power is gone, or goes."""
        self.needed()
        self.met[where] += 1
        if where == self._where:
            self._nth -= 1
            if self._nth == 0:
                self._where = ""
                self.cut()
                self._off()
                raise Died(where)

    def cut(self) -> None:
        """The power is gone."""
        self.is_on = False
        self._begin()

    def needed(self) -> None:
        """Raises Died if the power is gone."""
        if not self.is_on:
            raise Died("gone")

    @property
    def armed(self) -> str:
        """Where the power will go, "" if nothing is planned."""
        return self._where


class Disk:
    """The database's file as others see it: ``fill`` leaves no room in it, ``lock`` keeps its writers out."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._full = False
        self._connections: list[sqlite3.Connection] = []
        self._holder: sqlite3.Connection | None = None

    def watch(self, engine: Engine, power: Power) -> None:
        """Puts itself between an engine and the file; statements need power."""
        self._connections.clear()

        @event.listens_for(engine, "connect")
        def connected(connection: Any, record: Any) -> None:
            power.needed()
            # the lock is held for hours of virtual time: waiting for it in real time would be waiting for ever
            for pragma in ("busy_timeout=0", "synchronous=OFF"):
                connection.execute(f"PRAGMA {pragma}")
            self._connections.append(connection)
            self._bound(connection)

        def before(*_: Any) -> None:
            power.fail_at("statement")

        # only while the power may go, or is gone: listening costs as much as a short statement
        power.watch(lambda: event.listen(engine, "before_cursor_execute", before))

    def leave(self) -> None:
        """The engine that was watched is gone."""
        self._connections.clear()

    def fill(self, full: bool) -> None:
        """The disk is full now, or it has room again."""
        self._full = full
        for connection in self._connections:
            self._bound(connection)

    def lock(self, locked: bool) -> None:
        """Another program takes the write lock, or gives it back."""
        if self._holder is not None:
            self._holder.close()
            self._holder = None
        if locked:
            self._holder = sqlite3.connect(self.path, isolation_level=None, timeout=0)
            self._holder.execute("BEGIN IMMEDIATE")

    def _bound(self, connection: sqlite3.Connection) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0] if self._full else ENDLESS
        connection.execute(f"PRAGMA max_page_count={pages}")

    def look(self) -> sqlite3.Connection:
        """A connection of our own, for reading."""
        return sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, isolation_level=None)
