"""The demo's clock: real time plus an offset that only jumps ahead."""

import asyncio
from datetime import UTC, datetime, timedelta


class JumpingClock:
    """Satisfies the port ``Clock``. A jump wakes every sleeper, so that it looks again."""

    def __init__(self, start: datetime) -> None:
        self._offset = start - datetime.now(UTC)
        self._jumped = asyncio.Event()

    def now(self) -> datetime:
        """The world's present moment, aware UTC."""
        return datetime.now(UTC) + self._offset

    async def sleep_until(self, at: datetime) -> None:
        """Sleeps until ``at``, or until the next jump."""
        jumped, wait = self._jumped, (at - self.now()).total_seconds()
        try:
            await asyncio.wait_for(jumped.wait(), max(0.0, min(wait, 60.0)))
        except TimeoutError:
            return

    def jump(self, to: datetime) -> None:
        """Sets the clock ahead to ``to``; never back."""
        self._offset += max(to - self.now(), timedelta(0))
        jumped, self._jumped = self._jumped, asyncio.Event()
        jumped.set()
