"""The daemon: pumps, calendar, heartbeat, and an orderly end."""

import asyncio
import gc
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from monitor.fetch.threads import Threads
from monitor.jobs import watch
from monitor.jobs.afresh import seek_room
from monitor.jobs.app import App
from monitor.jobs.by_calendar import PACES, Paces, Pulse, guarded, timetable
from monitor.jobs.common_clock import compare_clocks
from monitor.jobs.learning import recall, remember
from monitor.jobs.memory import give_back
from monitor.jobs.mute import name_mute_channels
from monitor.jobs.pumps import Pump, poll_pump, send_pump
from monitor.jobs.reload import enter
from monitor.jobs.rematch import rematch_if_it_can
from monitor.jobs.scheduled import Scheduled
from monitor.jobs.signals import listen, listen_no_more
from monitor.jobs.systemd import attend
from monitor.jobs.timetable import Calendar, Row
from monitor.jobs.vigil import Vigil, tell_outage
from monitor.jobs.wrong_clock import begin_anew
from monitor.model import Clock
from monitor.store.doors import Writing
from monitor.store.faults import StoreFault
from monitor.store.presence import Presence, Sign
from monitor.store.session import Session, presence_of
from monitor.store.space import file_of

#: How long work under way may take after SIGTERM before it is cut off.
PATIENCE = timedelta(seconds=15)

#: While the store takes nothing it is said so often beside it how things are: whoever made room wants to see it (s).
SOON = 2.0

#: How soon a start is tried again that the store did not take (s).
AGAIN_AT_START = 2.0

#: How many new objects there must be before circles among them are looked for, and how often among older ones.
RARELY = (10_000, 20, 20)

#: So many threads at most do what is neither of the store nor names: read a robots.txt, write the heartbeat's file.
ASIDE = 6

#: A wall clock that moved against the loop's by more than this was set (s).
CLOCK_SLIP = 2.0


async def run(app: App) -> int:
    """Runs until SIGTERM or SIGINT; a second one stops at once. Returns the exit code."""
    # What was loaded stays, and what a poll makes is let go when it ends: to look for circles among a million objects
    # over and over would be a tenth of the work.
    gc.freeze()
    gc.set_threshold(*RARELY)
    gc.enable()
    asyncio.get_running_loop().set_default_executor(Threads(ASIDE, thread_name_prefix="aside"))
    give_back()  # what the start needed and let go
    pumps = [poll_pump(app), send_pump(app)]
    changes = listen(app, pumps)
    with presence_of(app.engine) as presence:
        if not presence.is_alone:
            app.log.warning("another daemon runs on this database file: they share the work; one is enough")
        aside = [asyncio.create_task(each) for each in (attend(app), show_presence(app, presence), changes)]
        try:
            await live(app, pumps, Scheduled)
        finally:
            for task in aside:
                task.cancel()
            await asyncio.gather(*aside, return_exceptions=True)
            listen_no_more()
    return 0


async def show_presence(app: App, presence: Presence | Session, every: timedelta = PACES.beat) -> None:
    """Says beside the database how the daemon is: what the heartbeat inside cannot while nothing can be written."""
    while True:
        now = app.clock.now()
        outage = app.outage if app.outage is not None and app.outage.over_at is None else None
        since, why = (outage.since, outage.why) if outage is not None else (None, "")
        presence.say(Sign(at=now, outage_since=since, why=why))
        await asyncio.sleep(SOON if outage is not None else every.total_seconds())


async def live(
    app: App, pumps: Sequence[Pump], calendar_of: Callable[[Sequence[Row], Clock], Calendar], paces: Paces = PACES
) -> None:
    """The daemon from its start until the app is stopping: pumps, calendar, watch over the clock, an orderly end."""
    vigil = Vigil(file=file_of(app.engine))
    if not await _begun(app, vigil):
        return
    started = app.clock.now()
    pulse = Pulse(app, started, paces.beat)
    await rematch_if_it_can(app, started)

    def rows() -> list[Row]:
        return [guarded(app, row) for row in timetable(app, pulse, vigil, paces)]

    calendar = calendar_of(rows(), app.clock)
    app.plan_anew = lambda: calendar.take(rows())
    app.log.info("started", sources=len(app.kinds), stories=len(app.stories), channels=len(app.channels))
    name_mute_channels(app)
    calendar.start()
    tasks = [asyncio.create_task(pump.run()) for pump in pumps]
    tasks.append(asyncio.create_task(watch.beat_soon(app, started)))
    tasks.append(asyncio.create_task(_mind_clock(app, calendar, paces.clock)))
    tasks.append(asyncio.create_task(seek_room(app)))
    app.ready.set()
    try:
        await app.stopping.wait()
    finally:
        calendar.stop()
        await _end(app, pumps, tasks, pulse)


async def _begun(app: App, vigil: Vigil) -> bool:
    """Waits for a store that takes what a start writes; that it does not is told. False if the app stopped before.

    A disk that is full when the machine starts, or a server that starts later than we, must not make a daemon that
    ends, and begins, and ends.
    """
    while not app.stopping.is_set():
        now = app.clock.now()
        try:
            await app.migrated()
            await compare_clocks(app)
            now = app.clock.now()
            await app.write(_begin, app, now)
            await recall(app)
            return True
        except StoreFault:
            app.ready.set()
            await tell_outage(app, vigil, now)
        with suppress(TimeoutError):
            await asyncio.wait_for(app.stopping.wait(), AGAIN_AT_START)
    return False


def _begin(door: Writing, app: App, now: datetime) -> None:
    enter(door, app, now)
    begin_anew(door, app)


async def _end(app: App, pumps: Sequence[Pump], tasks: Sequence[asyncio.Task[Any]], pulse: Pulse) -> None:
    """Lets work under way finish, cuts off what takes too long and gives it back, says goodbye."""
    app.stopping.set()
    cut = sum(await asyncio.gather(*(pump.drain(PATIENCE) for pump in pumps)))
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    with suppress(StoreFault):
        await remember(app)
        await pulse.beat(stopped=True)
    app.log.info("stopped", cut_off=cut)


async def _mind_clock(app: App, calendar: Calendar, every: timedelta) -> None:
    """Notices that the clock was set, by what the loop's own time says; then everybody looks again."""
    loop = asyncio.get_running_loop()
    wall, steady = app.clock.now(), loop.time()
    while not app.stopping.is_set():
        await asyncio.sleep(every.total_seconds())
        slip = (app.clock.now() - wall).total_seconds() - (loop.time() - steady)
        if abs(slip) >= CLOCK_SLIP and await compare_clocks(app):
            # our own was set, and it does not count
            slip = (app.clock.now() - wall).total_seconds() - (loop.time() - steady)
        wall, steady = app.clock.now(), loop.time()
        if abs(slip) < CLOCK_SLIP:
            continue
        app.log.warning("the clock was set", seconds=round(slip, 1))
        app.clocks.moved(slip)
        if slip > 0:
            calendar.set_ahead()
        else:
            calendar.set_back()
        app.poll_poke.set()
        app.send_poke.set()
