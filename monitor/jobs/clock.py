"""The clocks of real time. Demo and simulation bring their own (the port is ``model.Clock``)."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from monitor.store.doors import Reading
from monitor.store.server_time import compare

#: A sleeper looks again at least this often: a wall clock that was set back must not hold it for an hour.
LONGEST_SLEEP = timedelta(seconds=60)

#: Clocks that are no further apart agree: nothing that is stored depends on so little.
AGREES = timedelta(seconds=1)


def _now() -> datetime:
    return datetime.now(UTC)


class WallClock:
    """Real time, as this machine has it (``own``)."""

    def __init__(self, own: Callable[[], datetime] = _now) -> None:
        self._own = own

    def now(self) -> datetime:
        """The present moment, aware UTC."""
        return self._own()

    async def sleep_until(self, at: datetime) -> None:
        """Sleeps until ``at`` or for a minute, whichever is sooner."""
        wait = min(at - self.now(), LONGEST_SLEEP).total_seconds()
        await asyncio.sleep(max(wait, 0.0))


class ServerClock(WallClock):
    """The time of the database's server, which all who share it have in common: that a lease is over, or a message due,
    must be true for all of them at the same moment. It is this machine's own time as long as the two agree.

    ``ahead`` is by how much the server's is ahead of this machine's (behind: below zero).
    """

    ahead = timedelta(0)

    def now(self) -> datetime:
        """The present moment, aware UTC."""
        return self._own() + self.ahead

    def compare(self, door: Reading) -> bool:
        """Looks what time it is there. Whether that is another time than was believed."""
        found = compare(door, self._own)
        if found is None or abs(found.ahead - self.ahead) <= AGREES + found.within:
            return False
        self.ahead = found.ahead if abs(found.ahead) > AGREES + found.within else timedelta(0)
        return True


def clock_of(engine: Engine) -> WallClock:
    """The clock that counts for a database."""
    return ServerClock() if engine.dialect.name == "postgresql" else WallClock()
