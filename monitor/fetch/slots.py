"""Who may call now: few calls to one host at a time, a bounded number in all, and a pause between two of one host.

Slots are taken before the deadline of a call starts to run: a busy monitor must not report its sources as slow.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class _Host:
    free: asyncio.Semaphore
    users: int = 0
    next_at: float = 0.0
    pause: float = field(default=0.0)


class Slots:
    """The slots of one Web. Times are loop time, in seconds."""

    def __init__(self, *, per_host: int, calls: int) -> None:
        self._per_host = per_host
        self._calls = asyncio.Semaphore(calls)
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def taken(self, host: str, pause: float = 0.0) -> AsyncIterator[None]:
        """Holds a slot of ``host`` and one of all. At least ``pause`` seconds lie between two starts at one host."""
        entry = self._hosts.get(host)
        if entry is None:
            entry = self._hosts[host] = _Host(asyncio.Semaphore(self._per_host))
        entry.users += 1
        try:
            async with entry.free:
                await self._wait_turn(entry, pause)
                # The host's slot first: waiting for a slow host must not use up what all share.
                async with self._calls:
                    yield
        finally:
            entry.users -= 1
            if not entry.users and entry.next_at <= asyncio.get_running_loop().time():
                self._hosts.pop(host, None)
            if len(self._hosts) > 1000:
                self._forget()

    async def _wait_turn(self, entry: _Host, pause: float) -> None:
        loop = asyncio.get_running_loop()
        now = loop.time()
        start = max(now, entry.next_at)
        if pause or start > now:
            entry.next_at = start + pause
        if start > now:
            await asyncio.sleep(start - now)

    def _forget(self) -> None:
        now = asyncio.get_running_loop().time()
        for host in [host for host, entry in self._hosts.items() if not entry.users and entry.next_at <= now]:
            del self._hosts[host]
