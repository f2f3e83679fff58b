"""Polls that wait for a place which does not answer: they keep no other source waiting."""

import asyncio
from collections.abc import Callable

from monitor.jobs.app import App

#: A poll that has lasted so long (s) waits for its place: it costs nothing meanwhile, and makes room for another.
WAITS = 1.0

#: How often it is looked who waits, while anybody is polled (s).
LOOK = 0.5

#: Room is made for so many times as many as may be polled at once: what each holds is small, but not nothing.
TIMES = 8


class Hanging:
    """How many polls hang. ``more`` is told that more of them do than before."""

    def __init__(self, app: App, more: Callable[[], None]) -> None:
        self._app, self._more = app, more
        # source -> when its poll began (loop time), the longest first
        self._since: dict[str, float] = {}
        self._looks = False
        self.count = 0

    def begins(self, key: str) -> None:
        """The poll of a source begins."""
        loop = asyncio.get_running_loop()
        self._since[key] = loop.time()
        if not self._looks:
            self._looks = True
            loop.call_later(LOOK, self._look, loop)

    def ends(self, key: str) -> None:
        """It has ended, however."""
        self._since.pop(key, None)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        begun = loop.time() - WAITS
        hang = sum(since <= begun for since in self._since.values())
        before, self.count = self.count, min(hang, TIMES * self._app.settings.daemon.pollers)
        self._looks = bool(self._since)
        if self._looks:
            loop.call_later(LOOK, self._look, loop)
        if self.count > before:
            self._more()
