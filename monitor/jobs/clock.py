"""The clock of real time. Demo and simulation bring their own (the port is ``model.Clock``)."""

import asyncio
from datetime import UTC, datetime, timedelta

#: A sleeper looks again at least this often: a wall clock that was set back must not hold it for an hour.
LONGEST_SLEEP = timedelta(seconds=60)


class WallClock:
    """Real time."""

    def now(self) -> datetime:
        """The present moment, aware UTC."""
        return datetime.now(UTC)

    async def sleep_until(self, at: datetime) -> None:
        """Sleeps until ``at`` or for a minute, whichever is sooner."""
        wait = min(at - self.now(), LONGEST_SLEEP).total_seconds()
        await asyncio.sleep(max(wait, 0.0))
