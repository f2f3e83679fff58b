"""Cron expressions as everybody writes them: in five fields, Sunday is 0 or 7."""

import re
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

_FIELDS = "write: minute hour day month weekday"
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Trigger(Protocol):
    """When something is due: pure, reads no clock."""

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime | None:
        """The first due time after ``previous`` (None: from ``now`` on)."""
        ...


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
        return CronTrigger(**names, day_of_week=week, timezone=ZoneInfo(zone))  # type: ignore[no-any-return]
    except (ValueError, KeyError) as error:
        why = str(error).removeprefix("Error validating expression ")
        raise ValueError(f"{expression!r} is no cron expression: {why}; for example 0 7 * * *") from error
