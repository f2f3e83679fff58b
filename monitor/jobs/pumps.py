"""Polling and delivering are pumps: look, claim, else sleep until the soonest due row or a poke."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from monitor.jobs.afresh import give_back_unwritten
from monitor.jobs.app import LEASE, App
from monitor.jobs.catching_up import catch_up
from monitor.jobs.deliver import deliver, give_back
from monitor.jobs.poll import poll
from monitor.jobs.writer import MOST
from monitor.model import Clock
from monitor.store import sending, sources
from monitor.store.alone import alone
from monitor.store.doors import Reading, Writing
from monitor.store.faults import StoreFault

#: What a pump does when the database itself fails it: wait, and try again.
PAUSE_AFTER_FAULT = timedelta(seconds=5)

#: Jobs that end within so many seconds are followed by the next ones together: looking costs as much as a short job.
GATHER = 0.01

#: Sources that fall due within so many seconds are polled together: nobody notices, and it saves most of the looking.
TOGETHER = 0.25

#: Where more is due than there are pollers, those that come free within so many seconds take the next together.
REFILL = 0.04

#: How soon to look again at what is due but cannot be borrowed yet, and at what another daemon has borrowed.
LOOK_AGAIN = timedelta(seconds=5)


_NEVER = datetime.max.replace(tzinfo=UTC)


class Pump:
    """Runs jobs as they fall due, at most ``slots()`` at a time.

    ``soonest`` says when the next can be claimed. ``claim`` borrows up to n, and says when the next can be claimed
    then. ``work`` does one, and says when it is due again if it knows. ``give_back`` frees what could not be brought
    to its end. What falls due within ``together`` seconds is claimed together; where all slots are taken, what those
    can take that come free within ``refill``.
    """

    def __init__(
        self,
        app: App,
        *,
        poke: asyncio.Event,
        slots: Callable[[], int],
        soonest: Callable[[datetime], Awaitable[datetime | None]],
        claim: Callable[[datetime, int], Awaitable[tuple[list[Any], datetime | None]]],
        work: Callable[[Any], Coroutine[Any, Any, datetime | None]],
        give_back: Callable[[list[Any]], Awaitable[None]],
        together: float = GATHER,
        refill: float = GATHER,
    ) -> None:
        self._app, self._poke, self._slots = app, poke, slots
        self._together, self._refill = together, refill
        self._soonest, self._claim, self._work, self._give_back = soonest, claim, work, give_back
        self.running: dict[asyncio.Task[datetime | None], Any] = {}
        self._unfinished: list[Any] = []
        self._turning = asyncio.Lock()
        # nothing can be claimed before then, as far as we know; None when something only waits for room
        self._nothing_until: datetime | None = None
        # somebody knows more than we do: what is due must be looked up
        self._must_look = True
        self._resting: asyncio.Future[None] | None = None
        # when something was claimed last, in the loop's time
        self._claimed = -together

    async def run(self) -> None:
        """Pumps until the app is stopping. A fault of the database makes it pause, not end."""
        ends = asyncio.create_task(self._app.stopping.wait())
        poked = asyncio.create_task(self._poke.wait())
        try:
            while not self._app.stopping.is_set():
                try:
                    async with self._turning:
                        until = await self._turn()
                except StoreFault:
                    until = self._pause()
                except Exception as error:
                    # a pump that ends would leave a daemon that looks alive and does nothing
                    self._app.log.exception("a pump broke", kind=type(error).__name__)
                    until = self._pause()
                await self._rest(until, ends, poked)
                await self._gather(is_full=until is None)
                if poked.done():
                    self._must_look = True
                    self._poke.clear()
                    poked = asyncio.create_task(self._poke.wait())
        finally:
            for task in (ends, poked):
                task.cancel()

    def _pause(self) -> datetime:
        self._must_look = True
        return self._app.clock.now() + PAUSE_AFTER_FAULT

    async def _turn(self) -> datetime | None:
        """Starts what is due. Returns when to look again (None: when poked)."""
        await self._free()
        free = self._slots() - len(self.running)
        if free <= 0:
            return None
        now = self._app.clock.now()
        if self._nothing_until is not None and now < self._nothing_until:
            if not self._must_look:
                return self._nothing_until
            # poked before the time: looking is cheaper than borrowing nothing
            self._forget()
            soon = await self._soonest(now)
            if soon is None or soon > now:
                return self._rests_until(soon)
        self._forget()
        loans, soon = await self._claim(now, free)
        if loans:
            self._claimed = asyncio.get_running_loop().time()
        for loan in loans:
            task = asyncio.create_task(self._work(loan))
            self.running[task] = loan
            task.add_done_callback(self._ended)
        if len(loans) == free:
            return None
        # what was due then but was not lent waits for its host or channel: a poke comes when that is free,
        # unless another process holds it
        return self._rests_until(soon) if soon is None or soon > now else now + LOOK_AGAIN

    def _forget(self) -> None:
        """What was known is looked up now. Who ends meanwhile pokes: the look may not have seen it."""
        self._nothing_until, self._must_look = None, False

    def _rests_until(self, soon: datetime | None) -> datetime | None:
        self._nothing_until = soon or _NEVER
        return soon

    def _ended(self, task: asyncio.Task[datetime | None]) -> None:
        loan = self.running.pop(task)
        again = None
        if task.cancelled():
            self._unfinished.append(loan)
        elif (error := task.exception()) is not None:
            self._unfinished.append(loan)
            if not isinstance(error, StoreFault):
                self._app.log.error("a job broke", kind=type(error).__name__, detail=str(error)[:300])
        else:
            again = task.result()
        self._notice(again)

    def has_room(self) -> None:
        """A job is as good as done, and keeps no other waiting any more."""
        if self._nothing_until is None:
            self._poke.set()

    def _notice(self, again: datetime | None) -> None:
        """A job has ended, and is due ``again`` (None: nobody knows, and others may be due because of it)."""
        known = self._nothing_until
        if again is None or known is None:
            self._poke.set()  # something may have waited for this job's end
        elif again < known:
            self._nothing_until = again
            if self._resting is not None:
                self._resting.cancel()

    async def _free(self) -> None:
        """Gives back what jobs left unfinished. Raises StoreFault while it cannot."""
        loans, self._unfinished = self._unfinished, []
        if not loans:
            return
        try:
            await self._give_back(loans)
        except (StoreFault, asyncio.CancelledError):
            self._unfinished += loans
            raise
        except Exception as error:
            # their leases run out by themselves
            self._app.log.exception("unfinished work could not be given back", kind=type(error).__name__)

    async def _rest(self, until: datetime | None, *others: asyncio.Task[Any]) -> None:
        """Until then, or until something else is done, or until it is known that something is due sooner."""
        self._resting = (
            asyncio.get_running_loop().create_future()
            if until is None
            else asyncio.create_task(_sleep(self._app.clock, until))
        )
        try:
            await asyncio.wait((*others, self._resting), return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._resting.cancel()
            self._resting = None

    async def _gather(self, *, is_full: bool) -> None:
        """Lets more fall due, and end, before the next claim; the first after a pause does not wait."""
        since = asyncio.get_running_loop().time() - self._claimed
        wait = self._refill if is_full else self._together - since
        if wait > 0:
            await asyncio.sleep(wait)

    async def drain(self, patience: timedelta) -> int:
        """Waits for jobs under way, cuts off what takes longer and gives it back; returns how many that were.

        The app must be stopping: nothing new is begun.
        """
        loop = asyncio.get_running_loop()
        until = loop.time() + patience.total_seconds()
        with suppress(TimeoutError):
            async with asyncio.timeout_at(until), self._turning:
                pass  # a turn that is just borrowing has begun its jobs now
        late: set[asyncio.Task[datetime | None]] = set()
        if self.running:
            _, late = await asyncio.wait(self.running, timeout=max(until - loop.time(), 0.0))
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        with suppress(StoreFault):  # the leases run out by themselves
            await self._free()
        return len(late)


async def _sleep(clock: Clock, until: datetime) -> None:
    # a moment is never waited for less than a breath: a clock that stands still must not spin
    await asyncio.sleep(0)
    await clock.sleep_until(until)


def poll_pump(app: App) -> Pump:
    """The pump that polls due sources."""

    async def soonest(now: datetime) -> datetime | None:
        return await app.read(_soonest_source, now, len(pump.running))

    async def claim(now: datetime, most: int) -> tuple[list[sources.Loan], datetime | None]:
        loans, soon = await app.write(_claim_sources, now, most, len(pump.running))
        return [loan for loan in loans if loan.key in app.kinds], soon

    async def give_back(loans: list[sources.Loan]) -> None:
        await give_back_unwritten(app, loans)

    pump = Pump(
        app,
        poke=app.poll_poke,
        # who only waits to be written down asks nobody; but where nothing can be written not ever more are asked
        slots=lambda: app.settings.daemon.pollers + min(app.lingering, MOST),
        soonest=soonest,
        claim=claim,
        work=lambda loan: poll(app, loan),
        give_back=give_back,
        together=TOGETHER,
        refill=REFILL,
    )
    app.has_room = pump.has_room
    return pump


def send_pump(app: App) -> Pump:
    """The pump that delivers what waits in the outbox, one message at a time for each channel."""

    async def soonest(now: datetime) -> datetime | None:
        return await app.read(_soonest_message, now, list(app.channels))

    async def claim(now: datetime, most: int) -> tuple[list[sending.Parcel], datetime | None]:
        return await app.write(_claim_messages, app, now)

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


def _claim_sources(door: Writing, now: datetime, most: int, lent: int) -> tuple[list[sources.Loan], datetime | None]:
    return sources.claim_and_look(door, now=now, lease=LEASE, most=most, lent=lent, again=LOOK_AGAIN)


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
