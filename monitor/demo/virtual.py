"""Virtual time: a loop that never waits, and a calendar clock on it that may be wrong. A year passes in minutes."""

import asyncio
import selectors
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Any

#: So many turns of the loop at one moment are no work but a circle: somebody waits for what is due already.
MOST_TURNS = 100_000

#: A sleeper looks again at least this often, as with the clock of real time.
LONGEST_SLEEP = timedelta(seconds=60)

_TICK = timedelta(microseconds=1)


class Spinning(RuntimeError):
    """The loop turned ``MOST_TURNS`` times and no time went by."""


class VirtualTime:
    """Microseconds since the beginning. Loops that follow each other share it: a crash ends a loop, not the time."""

    def __init__(self) -> None:
        self.ticks = 0
        self._turns = 0

    def go(self, seconds: float | None) -> None:
        """Goes on by what a loop would have waited (None: for ever). Raises Spinning, RuntimeError for None."""
        if seconds is None:
            raise RuntimeError("nothing is left to wait for, and nobody will wake this loop")
        # half a tick is the loop's resolution: what is closer than that is due
        ticks = ceil(seconds * 1e6 - 0.5)
        if ticks > 0:
            self.ticks += ticks
            self._turns = 0
            return
        self._turns += 1
        if self._turns > MOST_TURNS:
            raise Spinning(f"{MOST_TURNS:,} turns of the loop, and it is still {self.ticks / 1e6:.6f} s")


class _Skipping(selectors.BaseSelector):
    """Knows of files, and never waits for them: there are none in this world but the loop's own pipe."""

    def __init__(self, time: VirtualTime) -> None:
        self._time = time
        self._keys: dict[Any, selectors.SelectorKey] = {}

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        key = selectors.SelectorKey(fileobj, fileobj if isinstance(fileobj, int) else fileobj.fileno(), events, data)
        self._keys[fileobj] = key
        return key

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        return self._keys.pop(fileobj)

    def get_map(self) -> Mapping[Any, selectors.SelectorKey]:
        return self._keys

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        self._time.go(timeout)
        return []


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop in virtual time: where another would wait, it moves its time on. No sockets, no threads.

    What is handed to an executor runs at once, here. Real sockets never work on it: their time-outs would all strike.
    """

    def __init__(self, time: VirtualTime) -> None:
        self._virtual = time
        super().__init__(_Skipping(time))
        # asyncio's own nanosecond is lost in a float after 194 days: a timer that is due would never fire
        self._clock_resolution = 5e-7

    def time(self) -> float:
        """Seconds since the beginning."""
        return self._virtual.ticks / 1_000_000

    def run_in_executor(self, executor: Any, func: Callable[..., Any], *args: Any) -> asyncio.Future[Any]:  # type: ignore[override]
        """Runs ``func`` at once."""
        future = self.create_future()
        try:
            future.set_result(func(*args))
        except Exception as error:
            future.set_exception(error)
        return future


class VirtualClock:
    """Satisfies the port ``Clock``: virtual time from ``start`` on, plus ``wrong`` by which the clock is off.

    ``longest`` is how long a sleeper sleeps at most before it looks again.
    """

    def __init__(self, time: VirtualTime, start: datetime, *, longest: timedelta = LONGEST_SLEEP) -> None:
        self._time, self._start, self._longest = time, start.astimezone(UTC), longest
        self.wrong = timedelta(0)

    def now(self) -> datetime:
        """What the clock shows, aware UTC."""
        return self.true_now() + self.wrong

    def true_now(self) -> datetime:
        """What the time really is in this world."""
        return self._start + self._time.ticks * _TICK

    async def sleep_until(self, at: datetime) -> None:
        """Sleeps until the clock shows ``at``, or for ``longest``. Notices no jump: no sleeper does."""
        await asyncio.sleep(max(min(at - self.now(), self._longest), timedelta(0)).total_seconds())
