"""The timetable: rows of (name, trigger, run). ``run`` gives them to APScheduler; demo and simulation walk them."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from apscheduler.triggers.base import BaseTrigger

from monitor.config.cron import Trigger


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


@dataclass
class Driver:
    """Walks a timetable without a scheduler: for the demo and the simulation, whose time jumps."""

    rows: Sequence[Row]

    def __post_init__(self) -> None:
        self._next: dict[str, datetime | None] = {}

    def start(self, now: datetime) -> None:
        """Sets the first time of each row."""
        self._next = {row.name: row.trigger.get_next_fire_time(None, now) for row in self.rows}

    def soonest(self) -> datetime | None:
        """When the next row is due."""
        return min((at for at in self._next.values() if at is not None), default=None)

    async def fire(self, now: datetime) -> int:
        """Runs each row that is due, once, however often it was missed. How many ran."""
        ran = 0
        for row in self.rows:
            at = self._next[row.name]
            if at is not None and at <= now:
                self._next[row.name] = row.trigger.get_next_fire_time(at, now)
                await row.run(now)
                ran += 1
        return ran
