"""The timetable in real time: APScheduler fires its rows."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from monitor.jobs.timetable import Row
from monitor.model import Clock


class Scheduled:
    """A timetable in the hands of APScheduler, whose time is the machine's."""

    def __init__(self, rows: Sequence[Row], clock: Clock) -> None:
        self._clock = clock
        self._scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        self.take(rows)

    def take(self, rows: Sequence[Row]) -> None:
        """See ``Calendar``."""
        self._rows = rows
        self._scheduler.remove_all_jobs()
        for row in rows:
            self._scheduler.add_job(self._job(row), trigger=row.trigger, id=row.name)

    def start(self) -> None:
        """See ``Calendar``."""
        self._scheduler.start()

    def set_ahead(self) -> None:
        """See ``Calendar``."""
        self._scheduler.wakeup()

    def set_back(self) -> None:
        """See ``Calendar``. Waking it would not help: its jobs wait for times that lie ahead again."""
        for row in self._rows:
            self._scheduler.reschedule_job(row.name, trigger=row.trigger)

    def stop(self) -> None:
        """See ``Calendar``."""
        self._scheduler.shutdown(wait=False)

    def _job(self, row: Row) -> Any:
        async def job() -> None:
            # cut off at our end, which is no fault: the scheduler would write a traceback past our log
            with suppress(asyncio.CancelledError):
                await row.run(self._clock.now())

        return job
