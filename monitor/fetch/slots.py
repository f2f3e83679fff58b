"""Who may call now: few calls to one host at a time, a bounded number in all, and a pause between two of one host.

Slots are taken before the deadline of a call starts to run: a busy monitor must not report its sources as slow.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from monitor.fetch.deadlines import LATE

#: While somebody waits for one of all slots, those who have had one for long are hurried so often (s).
HURRY = 1.0


class _Places(asyncio.Semaphore):
    """A semaphore that can be asked for a place without a coroutine: nearly always there is one."""

    _value: int
    _waiters: Any

    def at_once(self) -> bool:
        """Takes one if nobody has to wait."""
        if self.locked():
            return False
        self._value -= 1
        return True

    def back(self) -> None:
        """Gives one back."""
        if self._waiters:
            self.release()
        else:  # nobody is to be woken
            self._value += 1

    @property
    def waiting(self) -> int:
        """How many wait for one."""
        return len(self._waiters or ())


def _nobody(_: int) -> None:
    """Nobody is hurried."""


@dataclass(slots=True)
class Host:
    """What is known of one host: its places, who has or wants one, and when the next call may begin."""

    free: _Places
    users: int = 0
    next_at: float = 0.0


class Slots:
    """The slots of one Web. Times are loop time, in seconds. To be made inside the loop.

    ``hurry`` is told each second how many wait for one of all, while any do. Whoever waits for that is in ``queue``.
    """

    def __init__(self, *, per_host: int, calls: int, hurry: Callable[[int], None] = _nobody) -> None:
        self._per_host, self._hurry = per_host, hurry
        self._calls = _Places(calls)
        self.queue: set[asyncio.Task[Any] | None] = set()
        self._hurries: asyncio.TimerHandle | None = None
        self._hosts: dict[str, Host] = {}
        self._loop = asyncio.get_running_loop()

    def taken(self, host: str, pause: float = 0.0) -> "_Slot":
        """``async with`` it: a slot of ``host`` and one of all, ``pause`` seconds after the last start there."""
        return _Slot(self, host, pause)

    def at_once(self, host: str, pause: float) -> Host | None:
        """Both slots if nobody has to wait for them, else None. Whoever gets them must ``give`` them back.

        The next start there is at least ``pause`` seconds later.
        """
        entry = self._hosts.get(host)
        if entry is None:
            entry = Host(_Places(self._per_host))
        elif entry.next_at and entry.next_at > self._loop.time():
            return None
        # The host's slot first: waiting for a slow host must not use up what all share.
        if not entry.free.at_once():
            return None
        if not self._calls.at_once():
            entry.free.release()
            return None
        self._hosts[host] = entry
        entry.users += 1
        if pause:
            entry.next_at = self._loop.time() + pause
        return entry

    async def take(self, host: str, pause: float) -> Host:
        """Waits for both slots, and for ``pause`` seconds since the last start there. Whoever takes must ``give`` them
        back, unless this raises."""
        entry = self._hosts.get(host)
        if entry is None:
            entry = self._hosts[host] = Host(_Places(self._per_host))
        entry.users += 1
        try:
            await entry.free.acquire()
            try:
                await self._wait_turn(entry, pause)
                if not self._calls.at_once():
                    await self._wait_for_any()
            except BaseException:
                entry.free.release()
                raise
        except BaseException:
            self._leave(host, entry)
            raise
        return entry

    def give(self, host: str, entry: Host) -> None:
        """Both slots back."""
        self._calls.back()
        entry.free.back()
        self._leave(host, entry)

    async def _wait_for_any(self) -> None:
        task = asyncio.current_task()
        self.queue.add(task)
        if self._hurries is None:
            self._hurries = self._loop.call_later(HURRY, self._look)
        try:
            await self._calls.acquire()
        finally:
            self.queue.discard(task)

    def _look(self) -> None:
        late = self._loop.time() - self._hurries.when() if self._hurries else 0.0
        self._hurries = None
        if waiting := self._calls.waiting:
            if late <= LATE:
                self._hurry(waiting)
            self._hurries = self._loop.call_later(HURRY, self._look)

    def _leave(self, host: str, entry: Host) -> None:
        entry.users -= 1
        if not entry.users and (not entry.next_at or entry.next_at <= self._loop.time()):
            self._hosts.pop(host, None)
        if len(self._hosts) > 1000:
            self._forget()

    async def _wait_turn(self, entry: Host, pause: float) -> None:
        now = self._loop.time()
        start = max(now, entry.next_at)
        if pause or start > now:
            entry.next_at = start + pause
        if start > now:
            await asyncio.sleep(start - now)

    def _forget(self) -> None:
        now = self._loop.time()
        for host in [host for host, entry in self._hosts.items() if not entry.users and entry.next_at <= now]:
            del self._hosts[host]


class _Slot:
    """A context manager by hand: twice as cheap as a generator, and there is one for every call."""

    __slots__ = ("_entry", "_host", "_pause", "_slots")

    def __init__(self, slots: Slots, host: str, pause: float) -> None:
        self._slots, self._host, self._pause = slots, host, pause

    async def __aenter__(self) -> None:
        self._entry = self._slots.at_once(self._host, self._pause) or await self._slots.take(self._host, self._pause)

    async def __aexit__(self, *_: object) -> None:
        self._slots.give(self._host, self._entry)
