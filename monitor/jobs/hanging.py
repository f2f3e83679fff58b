"""Polls that wait for a place which does not answer: they keep no other source waiting."""

import asyncio
from collections.abc import Callable
from math import inf
from typing import Any

from monitor.jobs.app import App

#: A poll that has lasted so long (s) waits for its place: it costs nothing meanwhile, and makes room for another.
WAITS = 1.0

#: Where as many hang already as may be polled at once, those that come after them are taken to hang after so long (s):
#: with five hundred at once a second for each sixteen of them would be half a minute for whoever stands behind.
SOON = 0.2

#: A poll that lasted so long (s) hung, and may do so the next time. Less than that may be our own doing, while hundreds
#: of others begin.
LONG = 5.0

#: How often it is looked who waits (s), while anybody is polled and while so many hang.
LOOK, LOOK_SOON = 0.5, 0.1

#: Room is made for so many at most: what each holds (a socket, what has come of its answer) is small, but not nothing.
MOST = 500


class Hanging:
    """How many polls hang. ``more`` is told that more of them do than before."""

    def __init__(self, app: App, more: Callable[[], None]) -> None:
        self._app, self._more = app, more
        # source -> when its poll began (loop time), and the task of it
        self._since: dict[str, tuple[float, asyncio.Task[Any] | None]] = {}
        self._looks = False
        # whose last poll hung
        self._known: set[str] = set()
        self.count = 0

    @property
    def most(self) -> int:
        """How many that hung the last time may do so: those that do not hang must be able to make their calls."""
        calls = self._app.calls
        return min(MOST, max(calls - self._app.settings.daemon.pollers, calls // 2))

    def begins(self, key: str) -> None:
        """The poll of a source begins."""
        loop = asyncio.get_running_loop()
        self._since[key] = loop.time(), asyncio.current_task()
        if not self._looks:
            self._looks = True
            loop.call_later(LOOK, self._look, loop)

    def ends(self, key: str) -> None:
        """It has ended, however."""
        since, _ = self._since.pop(key, (inf, None))
        if asyncio.get_running_loop().time() - since < LONG:
            self._known.discard(key)
        else:
            self._known.add(key)

    def may_wait(self, key: str) -> bool:
        """Whether there is no room for another that hangs, and this one did so the last time."""
        return key in self._known and self.count >= self.most

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        now, many = loop.time(), self._app.settings.daemon.pollers
        for key, (_, task) in self._since.items():
            if task in self._app.queue:  # its place was not asked yet
                self._since[key] = now, task
        hang = sum(since <= now - WAITS for since, _ in self._since.values())
        if hang >= many:
            hang = sum(since <= now - SOON for since, _ in self._since.values())
        # where more hang than may, those that come next wait for a call, and the oldest are ended
        before, self.count = self.count, min(hang, self._app.calls)
        self._looks = bool(self._since)
        if self._looks:
            loop.call_later(LOOK_SOON if hang >= many else LOOK, self._look, loop)
        if self.count > before:
            self._more()
