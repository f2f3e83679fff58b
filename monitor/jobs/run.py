"""The daemon: pumps, calendar, heartbeat, and an orderly end."""

import asyncio
import gc
import os
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from monitor import __version__
from monitor.config.cron import read_cron
from monitor.jobs import watch
from monitor.jobs.afresh import seek_room
from monitor.jobs.app import App
from monitor.jobs.common_clock import compare_clocks
from monitor.jobs.config_read import note_read
from monitor.jobs.digest import SETTLES, is_owed, send_digest, send_overdue
from monitor.jobs.held_open import tell_held_open
from monitor.jobs.late import tell_late
from monitor.jobs.learning import recall, remember
from monitor.jobs.memory import give_back
from monitor.jobs.pumps import Pump, poll_pump, send_pump
from monitor.jobs.rematch import rematch_changed, rematch_if_it_can
from monitor.jobs.roster import register_all
from monitor.jobs.scheduled import Scheduled
from monitor.jobs.signals import listen, listen_no_more
from monitor.jobs.switched_off import SwitchedOff
from monitor.jobs.systemd import attend
from monitor.jobs.tidy import tidy
from monitor.jobs.timetable import Ahead, Calendar, Every, Row
from monitor.jobs.unseen import SHORT
from monitor.jobs.upkeep import look_after
from monitor.jobs.vigil import Vigil, keep_vigil, tell_outage
from monitor.jobs.wrong_clock import begin_anew, tell_wrong_clock
from monitor.model import Clock
from monitor.store import records
from monitor.store.doors import Writing
from monitor.store.faults import StoreFault
from monitor.store.presence import Presence, Sign
from monitor.store.records import Beat
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


class Pulse:
    """What this daemon's heartbeat says of its time at work.

    One that slept with its machine, or could write nothing down, begins another life: what lies between two lives was
    not seen, and the digest tells it.
    """

    def __init__(self, app: App, started: datetime, every: timedelta) -> None:
        self._app, self._started, self._last = app, started, started
        #: so long may lie between two beats of one life
        self._patience = max(SHORT, 3 * every)

    async def beat(self, *, stopped: bool = False) -> None:
        """Writes that the daemon is at work, or ends."""
        now = self._app.clock.now()
        if now - self._last > self._patience:
            self._started = now
        this = Beat(
            worker=self._app.worker,
            started_at=self._started,
            beat_at=now,
            stopped_at=now if stopped else None,
            pid=os.getpid(),
            host=socket.gethostname(),
            version=__version__,
        )
        await self._app.write(records.beat, this)
        self._last = now


def timetable(app: App, pulse: Pulse, vigil: Vigil, paces: Paces = PACES) -> list[Row]:
    """All that happens by the calendar; fewer than ten rows and one for each digest."""
    off = SwitchedOff(app)

    async def beat(now: datetime) -> None:
        await pulse.beat()

    async def status(now: datetime) -> None:
        await watch.say_pulse(app, now)
        await remember(app, now)

    async def look(now: datetime) -> None:
        await compare_clocks(app)
        await watch.watch(app, now)
        await tell_late(app, now)
        await tell_wrong_clock(app, now)
        await tell_held_open(app, now)
        await off.look(now)
        await send_overdue(app, now, app.settings.digests)

    async def mind(now: datetime) -> None:
        await keep_vigil(app, vigil, now)

    async def sweep(now: datetime) -> None:
        await rematch_changed(app, now)  # if the store did not take it before
        await tidy(app, now)
        await look_after(app, now)

    async def poke(now: datetime) -> None:
        app.poll_poke.set()
        app.send_poke.set()

    rows = [
        Row(name="beat", trigger=Every(paces.beat, first=timedelta(0)), run=beat),
        Row(name="watch", trigger=Every(paces.watch), run=look),
        Row(name="vigil", trigger=Every(paces.watch), run=mind),
        Row(name="status", trigger=Every(app.settings.daemon.status_every), run=status),
        Row(name="tidy", trigger=Every(paces.tidy, first=timedelta(minutes=20)), run=sweep),
        Row(name="poke", trigger=Every(paces.look), run=poke),
    ]
    return [*rows, *(_digest_row(app, pulse, digest) for digest in app.settings.digests)]


def _digest_row(app: App, pulse: Pulse, digest: Any) -> Row:
    async def send(now: datetime) -> None:
        await asyncio.sleep(SETTLES)
        await pulse.beat()  # the digest tells until when we were at work: until now
        if await is_owed(app, digest, now):
            await send_digest(app, digest, now)

    return Row(name=f"digest {digest.key}", trigger=Ahead(read_cron(digest.at, digest.zone)), run=send)


async def run(app: App) -> int:
    """Runs until SIGTERM or SIGINT; a second one stops at once. Returns the exit code."""
    # What was loaded stays, and what a poll makes is let go when it ends: to look for circles among a million objects
    # over and over would be a tenth of the work.
    gc.freeze()
    gc.set_threshold(*RARELY)
    gc.enable()
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
        return [_guarded(app, row) for row in timetable(app, pulse, vigil, paces)]

    calendar = calendar_of(rows(), app.clock)
    app.plan_anew = lambda: calendar.take(rows())
    app.log.info("started", sources=len(app.kinds), stories=len(app.stories), channels=len(app.channels))
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
    register_all(door, app, now)
    note_read(door, app.settings.folder, app.config_marks, taken=True)
    begin_anew(door, app)


def _guarded(app: App, row: Row) -> Row:
    """The same row behind its own wall: what breaks there is told and stops no other."""

    async def run(now: datetime) -> None:
        try:
            await row.run(now)
        except StoreFault:
            pass  # the app has said so; the row comes again
        except Exception as error:
            app.log.exception("a calendar job broke", job=row.name, kind=type(error).__name__)

    return replace(row, run=run)


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
