"""The daemon: pumps, calendar, heartbeat, and an orderly end."""

import asyncio
import os
import signal
import socket
import time
from collections.abc import Sequence
from contextlib import suppress
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
from monitor.jobs.tidy import tidy
from monitor.jobs.timetable import Ahead, Every, Row
from monitor.store import records, register
from monitor.store.doors import Writing
from monitor.store.records import Beat

#: How long work under way may take after SIGTERM before it is cut off.
PATIENCE = timedelta(seconds=18)

BEAT_EVERY = timedelta(seconds=15)
WATCH_EVERY = timedelta(minutes=1)
TIDY_EVERY = timedelta(hours=6)
LOOK_EVERY = timedelta(minutes=1)
#: A wall clock that moved against the monotonic one by more than this was set.
CLOCK_SLIP = 2.0


def timetable(app: App, started: datetime) -> list[Row]:
    """All that happens by the calendar; fewer than ten rows and one for each digest."""

    async def beat(now: datetime) -> None:
        await app.write(_beat, app, started)

    async def status(now: datetime) -> None:
        await watch.say_pulse(app, now)
        await app.write(remember, app)

    async def look(now: datetime) -> None:
        await watch.watch(app, now)

    async def sweep(now: datetime) -> None:
        await tidy(app, now)

    async def poke(now: datetime) -> None:
        app.poll_poke.set()
        app.send_poke.set()

    rows = [
        Row(name="beat", trigger=Every(BEAT_EVERY, first=timedelta(0)), run=beat),
        Row(name="watch", trigger=Every(WATCH_EVERY), run=look),
        Row(name="status", trigger=Every(app.settings.daemon.status_every), run=status),
        Row(name="tidy", trigger=Every(TIDY_EVERY), run=sweep),
        Row(name="poke", trigger=Every(LOOK_EVERY), run=poke),
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
    started = app.clock.now()
    await app.write(register_all, app, started)
    app.background = await app.read(recall)
    pumps = [poll_pump(app), send_pump(app)]
    loop = asyncio.get_running_loop()
    _on_signals(app, loop, pumps)
    scheduler = AsyncIOScheduler(
        timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )
    rows = timetable(app, started)
    for row in rows:
        scheduler.add_job(_guarded(app, row), trigger=row.trigger, id=row.name)
    app.log.info("started", sources=len(app.kinds), stories=len(app.stories), channels=len(app.channels))
    scheduler.start()
    tasks = [asyncio.create_task(pump.run()) for pump in pumps]
    tasks += [
        asyncio.create_task(watch.beat_soon(app, started)),
        asyncio.create_task(_mind_clock(app, scheduler, rows)),
    ]
    try:
        await app.stopping.wait()
    finally:
        scheduler.shutdown(wait=False)
        await _end(app, pumps, tasks, started)
    return 0


def _guarded(app: App, row: Row) -> Any:
    async def job() -> None:
        try:
            await row.run(app.clock.now())
        except Exception as error:
            app.log.exception("a calendar job broke", job=row.name, kind=type(error).__name__)

    return job


def _on_signals(app: App, loop: asyncio.AbstractEventLoop, pumps: Sequence[Pump]) -> None:
    def stop() -> None:
        if app.stopping.is_set():
            app.log.warning("stopped at once")
            os._exit(1)
        busy = sum(len(pump.running) for pump in pumps)
        app.log.info("stopping", under_way=busy)
        app.stopping.set()

    for name in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError, ValueError):
            loop.add_signal_handler(name, stop)


async def _end(app: App, pumps: Sequence[Pump], tasks: Sequence[asyncio.Task[Any]], started: datetime) -> None:
    """Lets work under way finish, cuts off what takes too long (its lease runs out by itself), says goodbye."""
    app.stopping.set()
    cut = sum(await asyncio.gather(*(pump.drain(PATIENCE) for pump in pumps)))
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await app.write(remember, app)
    await app.write(_beat, app, started, stopped=True)
    app.log.info("stopped", cut_off=cut)


async def _mind_clock(app: App, scheduler: AsyncIOScheduler, rows: Sequence[Row]) -> None:
    """Notices a wall clock that was set. Set ahead, the scheduler must wake; set back, its jobs must be set anew."""
    wall, steady = time.time(), time.monotonic()
    while not app.stopping.is_set():
        await asyncio.sleep(10)
        slip = (time.time() - wall) - (time.monotonic() - steady)
        wall, steady = time.time(), time.monotonic()
        if abs(slip) < CLOCK_SLIP:
            continue
        app.log.warning("the clock was set", seconds=round(slip, 1))
        if slip > 0:
            scheduler.wakeup()
        else:
            for row in rows:
                scheduler.reschedule_job(row.name, trigger=row.trigger)
        app.poll_poke.set()
        app.send_poke.set()
