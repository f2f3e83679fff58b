"""Cron expressions as everybody writes them: in five fields, Sunday is 0 or 7; each day has its digest, whatever the
clocks do on it."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

_FIELDS = "write: minute hour day month weekday"
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Trigger(Protocol):
    """When something is due: pure, reads no clock."""

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime | None:
        """The first due time after ``previous`` (None: from ``now`` on)."""
        ...


#: Fields of the hour that mean each hour that goes by, also one that the clocks show twice.
_EVERY_HOUR = {"*", "*/1", "0-23"}

_TICK = timedelta(microseconds=1)


class Cron:
    """Times of a wall clock, as instants of a zone.

    APScheduler reckons in the zone itself: the midnight after the clocks were set forward is left out (3.11.3), and
    what stands in the hour that comes twice is due twice. So it reckons on a clock that nobody sets, and what that
    shows is looked up here, as Vixie's cron does it: what stands in an hour that is missing is due when that hour would
    have begun, what stands in one that comes twice is due the first time. What is due each hour is due each hour.
    """

    def __init__(self, clock: Trigger, zone: ZoneInfo, *, hourly: bool) -> None:
        self._clock, self._zone, self._hourly = clock, zone, hourly

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime | None:
        """See ``Trigger``. In UTC: in a zone a sum forgets which of two equal times it began with."""
        start = now.astimezone(UTC)
        if previous is not None:
            start = min(start, previous.astimezone(UTC) + _TICK)
            start += _TICK if start == previous else timedelta(0)
        return (self._each_hour if self._hourly else self._each_day)(start)

    def _each_day(self, start: datetime) -> datetime | None:
        # what the clock showed just before: at the instant at which it is set forward it already shows more
        after = self._shown(start - _TICK)
        while (shown := self._next(after + _TICK)) is not None:
            first, second = (shown.replace(tzinfo=self._zone, fold=fold).astimezone(UTC) for fold in (0, 1))
            instant = first if first <= second else self._set_after(second, first)
            if instant >= start:
                return instant
            after = shown
        return None

    def _each_hour(self, start: datetime) -> datetime | None:
        while (shown := self._next(self._shown(start))) is not None:
            instant = start + (shown - self._shown(start))
            if self._shown(instant) == shown:
                return instant
            start = self._set_after(start, instant)
        return None

    def _next(self, shown: datetime) -> datetime | None:
        """The first time from ``shown`` on, both without a zone."""
        found = self._clock.get_next_fire_time(None, shown.replace(tzinfo=UTC))
        return None if found is None else found.replace(tzinfo=None)

    def _shown(self, instant: datetime) -> datetime:
        return instant.astimezone(self._zone).replace(tzinfo=None)

    def _set_after(self, early: datetime, late: datetime) -> datetime:
        """When, after ``early`` and not after ``late``, the clocks are set, to the second."""
        before = self._shown(early) - early.replace(tzinfo=None)
        while late - early > timedelta(seconds=1):
            middle = early + (late - early) / 2
            if self._shown(middle) - middle.replace(tzinfo=None) == before:
                early = middle
            else:
                late = middle
        return late.replace(microsecond=0)


def read_cron(expression: str, zone: str) -> Trigger:
    """A trigger for ``minute hour day month weekday`` in a zone (IANA name). Raises ValueError with what is wrong.

    APScheduler counts weekdays from Monday = 0; cron, and everybody who writes a crontab, from Sunday = 0.
    """
    from apscheduler.triggers.cron import CronTrigger

    fields = expression.split()
    if len(fields) != 5:
        many = "1 field" if len(fields) == 1 else f"{len(fields)} fields"
        clock = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", expression.strip())
        right = f"{int(clock[2])} {int(clock[1])} * * * is each day at {clock[0]}" if clock else _FIELDS
        raise ValueError(f"{expression!r} has {many} instead of five; {right}")
    names = dict(zip(("minute", "hour", "day", "month"), fields, strict=False))
    week: Any = re.sub(r"(?<![/\d])[0-7](?!\d)", lambda day: _DAYS[int(day[0])], fields[4])
    try:
        shown = CronTrigger(**names, day_of_week=week, timezone=UTC)
    except (ValueError, KeyError) as error:
        why = str(error).removeprefix("Error validating expression ")
        raise ValueError(f"{expression!r} is no cron expression: {why}; for example 0 7 * * *") from error
    return Cron(shown, ZoneInfo(zone), hourly=fields[1] in _EVERY_HOUR)
