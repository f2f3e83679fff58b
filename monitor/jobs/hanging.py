"""Polls that wait for a place which does not answer: they keep no other source waiting."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import timedelta

from monitor.jobs.app import LEASE, App
from monitor.store.sources import Loan

#: A poll that has lasted so long waits for its place: it costs nothing meanwhile, and makes room for another.
WAITS = timedelta(seconds=1)

#: How often it is looked who waits, while anybody is polled (s).
LOOK = 0.5

#: Room is made for so many times as many as may be polled at once: what each holds is small, but not nothing.
TIMES = 8


class Hanging:
    """How many polls hang. ``running`` are those under way, ``more`` is told that more of them hang than before."""

    def __init__(self, app: App, running: Callable[[], Iterable[Loan]], more: Callable[[], None]) -> None:
        self._app, self._running, self._more = app, running, more
        self._looks = False
        self.count = 0

    def begins(self) -> None:
        """Another poll begins."""
        if not self._looks:
            self._looks = True
            asyncio.get_running_loop().call_later(LOOK, self._look)

    def _look(self) -> None:
        self._looks = False
        loans = list(self._running())
        begun = self._app.clock.now() - WAITS
        hang = sum(loan.until - LEASE <= begun for loan in loans)
        before, self.count = self.count, min(hang, TIMES * self._app.settings.daemon.pollers)
        if loans:
            self.begins()
        if self.count > before:
            self._more()
