"""Polls that wait for a place which does not answer: they keep no other source waiting."""

import asyncio
from collections.abc import Callable

from monitor.jobs.app import App

#: A poll that has lasted so long (s) waits for its place: it costs nothing meanwhile, and makes room for another.
WAITS = 1.0

#: Where as many hang already as may be polled at once, those that come after them are taken to hang after so long (s):
#: with five hundred at once a second for each sixteen of them would be half a minute for whoever stands behind.
SOON = 0.2

#: How often it is looked who waits (s), while anybody is polled and while so many hang.
LOOK, LOOK_SOON = 0.5, 0.1

#: Room is made for so many at most: what each holds (a socket, what has come of its answer) is small, but not nothing.
MOST = 500


class Hanging:
    """How many polls hang. ``more`` is told that more of them do than before."""

    def __init__(self, app: App, more: Callable[[], None]) -> None:
        self._app, self._more = app, more
        # source -> when its poll began (loop time), the longest first
        self._since: dict[str, float] = {}
        self._looks = False
        # whose last poll hung
        self._known: set[str] = set()
        self.count = 0

    @property
    def most(self) -> int:
        """For how many there is room: each makes a call, and those that do not hang must be able to make theirs."""
        calls = self._app.calls
        return min(MOST, max(calls - self._app.settings.daemon.pollers, calls // 2))

    def begins(self, key: str) -> None:
        """The poll of a source begins."""
        loop = asyncio.get_running_loop()
        self._since[key] = loop.time()
        if not self._looks:
            self._looks = True
            loop.call_later(LOOK, self._look, loop)

    def ends(self, key: str) -> None:
        """It has ended, however."""
        since = self._since.pop(key, None)
        if key in self._known and since is not None and asyncio.get_running_loop().time() - since < WAITS:
            self._known.discard(key)

    def may_wait(self, key: str) -> bool:
        """Whether there is no room for another that hangs, and this one did so the last time."""
        return key in self._known and self.count >= self.most

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        now, many = loop.time(), self._app.settings.daemon.pollers
        long = [key for key, since in self._since.items() if since <= now - WAITS]
        self._known.update(long)
        hang = len(long)
        if hang >= many:
            hang = sum(since <= now - SOON for since in self._since.values())
        before, self.count = self.count, min(hang, self.most)
        self._looks = bool(self._since)
        if self._looks:
            loop.call_later(LOOK_SOON if hang >= many else LOOK, self._look, loop)
        if self.count > before:
            self._more()
