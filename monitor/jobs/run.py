"""The daemon: pumps, calendar, heartbeat, and an orderly end."""

import asyncio
import os
import signal
import socket
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from monitor import __version__
from monitor.config.cron import read_cron
from monitor.jobs import watch
from monitor.jobs.app import App
from monitor.jobs.digest import send_digest
from monitor.jobs.learning import recall, remember
from monitor.jobs.pumps import Pump, poll_pump, send_pump
from monitor.jobs.rematch import rematch_changed
from monitor.jobs.tidy import tidy
from monitor.jobs.timetable import Ahead, Calendar, Every, Row
from monitor.model import Clock
from monitor.store import records, register
from monitor.store.doors import Writing
from monitor.store.records import Beat

#: How long work under way may take after SIGTERM before it is cut off.
PATIENCE = timedelta(seconds=17)
#: How long the whole end may take (s).
LONGEST_END = 19.5

#: A wall clock that moved against the loop's by more than this was set (s).
CLOCK_SLIP = 2.0


@dataclass(frozen=True, kw_only=True)
class Paces:
    """How often what happens. Only the simulation changes them: it has a year to go through."""

    beat: timedelta = timedelta(seconds=15)
    watch: timedelta = timedelta(minutes=1)
    tidy: timedelta = timedelta(hours=6)
    #: the pumps look again, whatever they wait for
    look: timedelta = timedelta(minutes=1)
    #: the clock is compared with the loop's
    clock: timedelta = timedelta(seconds=10)


PACES = Paces()


def timetable(app: App, started: datetime, paces: Paces = PACES) -> list[Row]:
    """All that happens by the calendar; fewer than ten rows and one for each digest."""

    async def beat(now: datetime) -> None:
        await app.write(_beat, app, started)

    async def status(now: datetime) -> None:
        await watch.say_pulse(app, now)
        await remember(app)

    async def look(now: datetime) -> None:
        await watch.watch(app, now)

    async def sweep(now: datetime) -> None:
        await tidy(app, now)

    async def poke(now: datetime) -> None:
        app.poll_poke.set()
        app.send_poke.set()

    rows = [
        Row(name="beat", trigger=Every(paces.beat, first=timedelta(0)), run=beat),
        Row(name="watch", trigger=Every(paces.watch), run=look),
        Row(name="status", trigger=Every(app.settings.daemon.status_every), run=status),
        Row(name="tidy", trigger=Every(paces.tidy, first=timedelta(minutes=20)), run=sweep),
        Row(name="poke", trigger=Every(paces.look), run=poke),
    ]
    return [*rows, *(_digest_row(app, digest) for digest in app.settings.digests)]


def _digest_row(app: App, digest: Any) -> Row:
    async def send(now: datetime) -> None:
        await send_digest(app, digest, now)

    return Row(name=f"digest {digest.key}", trigger=Ahead(read_cron(digest.at, digest.zone)), run=send)


def _beat(door: Writing, app: App, started: datetime, stopped: bool = False) -> None:
    now = app.clock.now()
    this = Beat(
        worker=app.worker,
        started_at=started,
        beat_at=now,
        stopped_at=now if stopped else None,
        pid=os.getpid(),
        host=socket.gethostname(),
        version=__version__,
    )
    records.beat(door, this)


def register_all(door: Writing, app: App, now: datetime) -> None:
    """Makes the store hold the configured sources, and renamed stories their past."""
    register.register(door, app.settings.sources, now=now)
    for story in app.settings.stories:
        register.rename_story(door, story.key, story.was)


async def run(app: App) -> int:
    """Runs until SIGTERM or SIGINT; a second one stops at once. Returns the exit code."""
    pumps = [poll_pump(app), send_pump(app)]
    _on_signals(app, asyncio.get_running_loop(), pumps)
    await live(app, pumps, Scheduled)
    return 0


async def live(
    app: App, pumps: Sequence[Pump], calendar_of: Callable[[Sequence[Row], Clock], Calendar], paces: Paces = PACES
) -> None:
    """The daemon from its start until the app is stopping: pumps, calendar, watch over the clock, an orderly end."""
    started = app.clock.now()
    await app.write(register_all, app, started)
    await recall(app)
    await rematch_changed(app, started)
    calendar = calendar_of([_guarded(app, row) for row in timetable(app, started, paces)], app.clock)
    app.log.info("started", sources=len(app.kinds), stories=len(app.stories), channels=len(app.channels))
    calendar.start()
    tasks = [asyncio.create_task(pump.run()) for pump in pumps]
    tasks.append(asyncio.create_task(watch.beat_soon(app, started)))
    tasks.append(asyncio.create_task(_mind_clock(app, calendar, paces.clock)))
    try:
        await app.stopping.wait()
    finally:
        calendar.stop()
        await _end(app, pumps, tasks, started)


class Scheduled:
    """A timetable in the hands of APScheduler, whose time is the machine's."""

    def __init__(self, rows: Sequence[Row], clock: Clock) -> None:
        self._rows, self._clock = rows, clock
        self._scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
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
            await row.run(self._clock.now())

        return job


def _guarded(app: App, row: Row) -> Row:
    """The same row behind its own wall: what breaks there is told and stops no other."""

    async def run(now: datetime) -> None:
        try:
            await row.run(now)
        except Exception as error:
            app.log.exception("a calendar job broke", job=row.name, kind=type(error).__name__)

    return replace(row, run=run)


def _on_signals(app: App, loop: asyncio.AbstractEventLoop, pumps: Sequence[Pump]) -> None:
    def stop() -> None:
        if app.stopping.is_set():
            app.log.warning("stopped at once")
            os._exit(1)
        busy = sum(len(pump.running) for pump in pumps)
        app.log.info("stopping", under_way=busy)
        app.stopping.set()
        # whatever hangs then, a database that does not answer or a thread, must not hold up the machine
        last = threading.Timer(LONGEST_END, os._exit, (1,))
        last.daemon = True
        last.start()

    def again() -> None:
        from monitor.jobs.reload import reload

        tasks.add(task := loop.create_task(reload(app)))
        task.add_done_callback(tasks.discard)

    tasks: set[asyncio.Task[bool]] = set()
    for name, act in ((signal.SIGTERM, stop), (signal.SIGINT, stop), (signal.SIGHUP, again)):
        with suppress(NotImplementedError, ValueError):
            loop.add_signal_handler(name, act)


async def _end(app: App, pumps: Sequence[Pump], tasks: Sequence[asyncio.Task[Any]], started: datetime) -> None:
    """Lets work under way finish, cuts off what takes too long (its lease runs out by itself), says goodbye."""
    app.stopping.set()
    cut = sum(await asyncio.gather(*(pump.drain(PATIENCE) for pump in pumps)))
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await remember(app)
    await app.write(_beat, app, started, stopped=True)
    app.log.info("stopped", cut_off=cut)


async def _mind_clock(app: App, calendar: Calendar, every: timedelta) -> None:
    """Notices that the clock was set, by what the loop's own time says; then everybody looks again."""
    loop = asyncio.get_running_loop()
    wall, steady = app.clock.now(), loop.time()
    while not app.stopping.is_set():
        await asyncio.sleep(every.total_seconds())
        slip = (app.clock.now() - wall).total_seconds() - (loop.time() - steady)
        wall, steady = app.clock.now(), loop.time()
        if abs(slip) < CLOCK_SLIP:
            continue
        app.log.warning("the clock was set", seconds=round(slip, 1))
        if slip > 0:
            calendar.set_ahead()
        else:
            calendar.set_back()
        app.poll_poke.set()
        app.send_poke.set()
