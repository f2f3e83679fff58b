"""Polling and delivering are pumps."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from monitor.jobs.afresh import give_back_unwritten
from monitor.jobs.app import LEASE, App
from monitor.jobs.catching_up import catch_up
from monitor.jobs.deliver import deliver, give_back
from monitor.jobs.hanging import Hanging
from monitor.jobs.poll import poll
from monitor.jobs.pump import LOOK_AGAIN, Claimed, Pump
from monitor.jobs.quiet import Quiet, Written, write_down
from monitor.jobs.writer import MOST
from monitor.store import sending, sources
from monitor.store.alone import alone
from monitor.store.doors import Reading, Writing
from monitor.store.faults import StoreFault
from monitor.store.unchanged import Unchanged

__all__ = ["Pump", "claim_messages", "poll_pump", "send_pump"]

#: Sources that fall due within so many seconds are polled together: it saves most of the looking. News are to reach
#: their channel within a second of the poll's time (p99), and asking, matching and telling need a fifth of it.
TOGETHER = 0.8

#: A poll without news waits for so many times as long to be written down with the next sources that are borrowed: in
#: a busy daemon it always goes along with that.
LONGER = 9 / 8

#: Where more is due than there are pollers, those that come free within so many seconds take the next together.
REFILL = 0.04

#: So many sources are borrowed at most before there is a poller for them: what falls due within a second should be
#: asked in one go, for a processor that has slept does everything twice as slowly.
AHEAD = 150

#: A source that only another daemon's configuration names is left to that one for so long.
STRANGE = timedelta(seconds=30)

#: A source whose place hung the last time waits for so long while as many hang as there is room for.
SLOW = timedelta(seconds=10)

#: A source that has waited for so long for others of its host is late: they are not borrowed by the second any more.
PRESSED = timedelta(seconds=2)


def poll_pump(app: App, *, together: float = TOGETHER) -> Pump:
    """The pump that polls due sources. What falls due within ``together`` seconds of the loop's time is polled, and
    written down, together: where the calendar jumps, nothing falls due by waiting."""
    polls = _Polls(app, together)
    pump, quiet = polls.pump, polls.quiet
    app.has_room, app.others_poll = pump.has_room, lambda: pump.lent > app.lingering
    quiet.written, quiet.failed = pump.has_room, pump.set_free
    app.keep_quiet = quiet.keep
    return pump


class _Polls:
    """What the pump of polls does: it borrows sources, polls them, and gives back what it cannot poll."""

    def __init__(self, app: App, together: float) -> None:
        self._app = app
        self.quiet = Quiet(app, linger=together * LONGER)
        self.pump = Pump(
            app,
            poke=app.poll_poke,
            slots=self._slots,
            soonest=self._soonest,
            claim=self._claim,
            work=self._work,
            give_back=lambda loans: give_back_unwritten(app, loans),
            put_back=self._put_back,
            finish=self.quiet.finish,
            together=together,
            refill=REFILL,
            ahead=AHEAD,
        )
        self._hanging = Hanging(app, self.pump.has_room)

    def _slots(self) -> int:
        # who only waits to be written down asks nobody; but where nothing can be written not ever more are asked
        app = self._app
        return app.settings.daemon.pollers + min(app.lingering, MOST) + self._hanging.count

    async def _soonest(self, now: datetime) -> datetime | None:
        return await self._app.read(_soonest_source, now, self.pump.lent + self.quiet.kept)

    async def _claim(self, now: datetime, most: int) -> Claimed:
        app, taken = self._app, self.quiet.take()
        try:
            written, (loans, soon, waits) = await app.write(_write_down_and_claim, taken, now, most, self.pump.lent)
        except BaseException:
            self.quiet.lose(taken)
            raise
        self.quiet.settle(taken, written)
        is_pressed = waits is not None and now - waits > PRESSED
        ours = [loan for loan in loans if loan.key in app.kinds and not self._hanging.may_wait(loan.key)]
        if len(ours) < len(loans):
            strange = [loan for loan in loans if loan.key not in app.kinds]
            slow = [loan for loan in loans if loan.key in app.kinds and self._hanging.may_wait(loan.key)]
            with suppress(StoreFault):  # their leases run out by themselves
                for which, wait in ((strange, STRANGE), (slow, SLOW)):
                    if which:
                        await app.write(sources.release, which, now=now, wait=wait)
        return Claimed(ours, soon, is_pressed)

    async def _work(self, loan: sources.Loan) -> datetime | None:
        if loan.key not in self._app.kinds:
            return None  # it may have been taken out meanwhile
        self._hanging.begins(loan.key)
        try:
            return await poll(self._app, loan)
        finally:
            self._hanging.ends(loan.key)

    async def _put_back(self, loans: list[sources.Loan]) -> None:
        now = self._app.clock.now()
        await self._app.write(sources.release, loans, now=now, wait=timedelta(0))


def send_pump(app: App) -> Pump:
    """The pump that delivers what waits in the outbox, one message at a time for each channel."""

    async def soonest(now: datetime) -> datetime | None:
        return await app.read(_soonest_message, now, list(app.channels))

    async def claim(now: datetime, most: int) -> Claimed:
        return Claimed(*await app.write(_claim_messages, app, now))

    return Pump(
        app,
        poke=app.send_poke,
        slots=lambda: max(4, len(app.channels)),
        soonest=soonest,
        claim=claim,
        work=lambda parcel: deliver(app, parcel),
        give_back=lambda parcels: give_back(app, parcels),
    )


def _soonest_source(door: Reading, now: datetime, lent: int) -> datetime | None:
    return sources.soonest(door, now=now, lease=LEASE, lent=lent, again=LOOK_AGAIN)


def _write_down_and_claim(
    door: Writing, taken: Sequence[Unchanged], now: datetime, most: int, lent: int
) -> tuple[Written, sources.Borrowed]:
    """One change: on SQLite each of several keeps what its pages were, to be undone alone, and most of these change."""
    written = write_down(door, taken)
    return written, sources.claim_and_look(door, now=now, lease=LEASE, most=most, lent=lent, again=LOOK_AGAIN)


def _soonest_message(door: Reading, now: datetime, channels: list[str]) -> datetime | None:
    return sending.soonest(door, now=now, lease=LEASE, only=channels)


def _claim_messages(door: Writing, app: App, now: datetime) -> tuple[list[sending.Parcel], datetime | None]:
    parcels = claim_messages(door, app, now)
    return parcels, _soonest_message(door, now, list(app.channels))


def claim_messages(door: Writing, app: App, now: datetime) -> list[sending.Parcel]:
    """Borrows the next message of each channel; what is too late is put into one message before."""
    alone(door, "send")
    catch_up(door, app, now)
    return sending.claim(door, now=now, lease=LEASE, only=list(app.channels))
