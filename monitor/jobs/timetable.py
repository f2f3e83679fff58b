"""The timetable: rows of (name, trigger, run). ``run`` gives them to APScheduler; demo and simulation walk them."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from apscheduler.triggers.base import BaseTrigger

from monitor.config.cron import Trigger
from monitor.model import Clock


class Ahead(BaseTrigger):  # type: ignore[misc]
    """A trigger whose next time always lies after now.

    APScheduler walks every time that was missed, coalesced or not: half a year asleep stalls it for seconds.
    """

    def __init__(self, inner: Trigger) -> None:
        self._inner = inner

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime | None:
        """The first time of the inner trigger after ``now`` and after ``previous``."""
        after = now if previous is None else max(now, previous) + timedelta(microseconds=1)
        return self._inner.get_next_fire_time(None, after)


class Every(BaseTrigger):  # type: ignore[misc]
    """Each ``span``, counted from the last time it ran; never looks back."""

    def __init__(self, span: timedelta, *, first: timedelta | None = None) -> None:
        self._span, self._first = span, span if first is None else first

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime | None:
        """``now`` plus the span (or plus ``first`` at the start)."""
        if previous is None:
            return now + self._first
        return previous + self._span if previous + self._span > now else now + self._span


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the timetable."""

    name: str
    trigger: BaseTrigger
    run: Callable[[datetime], Awaitable[None]]


class Calendar(Protocol):
    """Whoever fires the rows of a timetable."""

    def start(self) -> None:
        """From now on rows run as they fall due, each at most once at a time."""
        ...

    def take(self, rows: Sequence[Row]) -> None:
        """From now on these are the rows, each timed anew."""
        ...

    def set_ahead(self) -> None:
        """The clock was set ahead: what is due by it runs now."""
        ...

    def set_back(self) -> None:
        """The clock was set back: every row is timed anew, or it would rest until the clock has caught up."""
        ...

    def stop(self) -> None:
        """No row is started any more."""
        ...


class Driver:
    """Walks a timetable without a scheduler, for worlds whose time is not the machine's.

    The demo calls ``time_rows`` and ``fire``; the simulation uses it as a ``Calendar`` on its own loop and clock.
    """

    def __init__(self, rows: Sequence[Row], clock: Clock | None = None) -> None:
        self._rows, self._clock = rows, clock
        self._next: dict[str, datetime | None] = {}
        self._running: dict[str, asyncio.Task[None]] = {}
        self._look = asyncio.Event()

    def time_rows(self, now: datetime) -> None:
        """Sets the first time of each row."""
        self._next = {row.name: row.trigger.get_next_fire_time(None, now) for row in self._rows}

    def soonest(self) -> datetime | None:
        """When the next row is due."""
        return min((at for at in self._next.values() if at is not None), default=None)

    async def fire(self, now: datetime) -> int:
        """Runs each row that is due, once, however often it was missed. How many ran."""
        due = self._take_due(now)
        for row in due:
            await row.run(now)
        return len(due)

    def _take_due(self, now: datetime) -> list[Row]:
        due = []
        for row in self._rows:
            at = self._next[row.name]
            if at is not None and at <= now:
                self._next[row.name] = row.trigger.get_next_fire_time(at, now)
                due.append(row)
        return due

    # -- as a Calendar ----------------------------------------------------------------------------------------------

    def start(self) -> None:
        """See ``Calendar``. Needs the clock and a running loop."""
        if self._clock is None:
            raise RuntimeError("a driver without a clock only fires when it is told to")
        self.time_rows(self._clock.now())
        self._walking = asyncio.create_task(self._walk(self._clock))

    def take(self, rows: Sequence[Row]) -> None:
        """See ``Calendar``."""
        self._rows = rows
        self.set_back()

    def set_ahead(self) -> None:
        """See ``Calendar``."""
        self._look.set()

    def set_back(self) -> None:
        """See ``Calendar``."""
        if self._clock is not None:
            self.time_rows(self._clock.now())
            self._look.set()

    def stop(self) -> None:
        """See ``Calendar``. Rows that run are cut off, as APScheduler does."""
        for task in (self._walking, *self._running.values()):
            task.cancel()

    async def _walk(self, clock: Clock) -> None:
        while True:
            self._look.clear()
            for row in self._take_due(clock.now()):
                # one that still runs is skipped this time; its next time stands
                if row.name not in self._running:
                    self._running[row.name] = asyncio.create_task(self._run(row, clock))
            await self._rest(clock)

    async def _run(self, row: Row, clock: Clock) -> None:
        try:
            await row.run(clock.now())
        finally:
            del self._running[row.name]

    async def _rest(self, clock: Clock) -> None:
        """Until the next row is due, or somebody says that the clock was set."""
        soonest = self.soonest()
        waits: list[asyncio.Task[Any]] = [asyncio.create_task(self._look.wait())]
        if soonest is not None:
            waits.append(asyncio.create_task(_sleep(clock, soonest)))
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waits:
                task.cancel()


async def _sleep(clock: Clock, until: datetime) -> None:
    await clock.sleep_until(until)
