"""What the daemon does by the calendar, how often, and what its heartbeat says of its time at work."""

import asyncio
import os
import socket
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor import __version__
from monitor.config.cron import read_cron
from monitor.jobs import watch
from monitor.jobs.app import App
from monitor.jobs.common_clock import compare_clocks
from monitor.jobs.digest import SETTLES, is_owed, send_digest, send_overdue
from monitor.jobs.held_open import tell_held_open
from monitor.jobs.late import tell_late
from monitor.jobs.learning import remember
from monitor.jobs.rematch import rematch_changed
from monitor.jobs.switched_off import SwitchedOff
from monitor.jobs.tidy import tidy
from monitor.jobs.timetable import Ahead, Every, Row
from monitor.jobs.unseen import SHORT
from monitor.jobs.upkeep import look_after
from monitor.jobs.vigil import Vigil, keep_vigil
from monitor.jobs.wrong_clock import tell_wrong_clock
from monitor.model import Digest
from monitor.store import records
from monitor.store.faults import StoreFault
from monitor.store.records import Beat


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


def _digest_row(app: App, pulse: Pulse, digest: Digest) -> Row:
    async def send(now: datetime) -> None:
        await asyncio.sleep(SETTLES)
        await pulse.beat()  # the digest tells until when we were at work: until now
        if await is_owed(app, digest, now):
            await send_digest(app, digest, now)

    return Row(name=f"digest {digest.key}", trigger=Ahead(read_cron(digest.at, digest.zone)), run=send)


def guarded(app: App, row: Row) -> Row:
    """The same row behind its own wall: what breaks there is told and stops no other."""

    async def run(now: datetime) -> None:
        try:
            await row.run(now)
        except StoreFault:
            pass  # the app has said so; the row comes again
        except Exception as error:
            app.log.exception("a calendar job broke", job=row.name, kind=type(error).__name__)

    return replace(row, run=run)
