"""A pump: look, claim, else sleep until the soonest due row or a poke."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from monitor.jobs.app import App
from monitor.jobs.lent import STALE, Lent
from monitor.jobs.returns import Returns
from monitor.jobs.rhythm import Rhythm
from monitor.model import Clock
from monitor.store.faults import StoreFault

#: What a pump does when the database itself fails it: wait, and try again.
PAUSE_AFTER_FAULT = timedelta(seconds=5)

#: Jobs that end within so many seconds are followed by the next ones together: looking costs as much as a short job.
GATHER = 0.01

#: How soon to look again at what is due but cannot be borrowed yet, and at what another daemon has borrowed.
LOOK_AGAIN = timedelta(seconds=5)

_NEVER = datetime.max.replace(tzinfo=UTC)


class Claimed(NamedTuple):
    """What was borrowed, when the next can be claimed then, and whether one is late only because it has to wait."""

    loans: list[Any]
    soon: datetime | None
    is_pressed: bool = False


async def _nothing() -> None:
    """Nothing is left to be done."""


class Pump:
    """Runs jobs as they fall due, at most ``slots()`` at a time.

    ``soonest`` says when the next can be claimed. ``claim`` borrows up to n. ``work`` does one, and says when it is due
    again if it knows. ``give_back`` frees what could not be brought to its end, ``put_back`` what was not begun;
    ``finish`` is called when the last has ended. What falls due within ``together`` seconds is claimed together; where
    all slots are taken, what those can take that come free within ``refill``. Up to ``ahead`` more than there are slots
    are claimed at once, as many as the slots lately got through from one claim to the next.
    """

    def __init__(
        self,
        app: App,
        *,
        poke: asyncio.Event,
        slots: Callable[[], int],
        soonest: Callable[[datetime], Awaitable[datetime | None]],
        claim: Callable[[datetime, int], Awaitable[Claimed]],
        work: Callable[[Any], Coroutine[Any, Any, datetime | None]],
        give_back: Callable[[list[Any]], Awaitable[None]],
        put_back: Callable[[list[Any]], Awaitable[None]] | None = None,
        finish: Callable[[], Awaitable[None]] = _nothing,
        together: float = GATHER,
        refill: float = GATHER,
        ahead: int = 0,
    ) -> None:
        self._app, self._poke, self._refill = app, poke, refill
        self._soonest, self._claim, self._finish = soonest, claim, finish
        self._returns = Returns(app, give_back, put_back or give_back)
        self._rhythm = Rhythm(together, ahead)
        self._lent = Lent(app, slots=slots, work=work, ended=self._notice, returns=self._returns, rhythm=self._rhythm)
        self._turning = asyncio.Lock()
        # nothing can be claimed before then, as far as we know; None when something only waits for room
        self._nothing_until: datetime | None = None
        # somebody knows more than we do: what is due must be looked up
        self._must_look = True
        self._is_full = self._is_pressed = self._is_nudged = False
        self._resting: asyncio.Future[None] | None = None

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
                await self._gather(is_poked=poked.done())
                if poked.done():
                    self._must_look = True
                    self._poke.clear()
                    poked = asyncio.create_task(self._poke.wait())
        finally:
            for task in (ends, poked):
                task.cancel()

    def _pause(self) -> datetime:
        self._must_look, self._is_nudged = True, False
        return self._app.clock.now() + PAUSE_AFTER_FAULT

    async def _turn(self) -> datetime | None:
        """Starts what is due. Returns when to look again (None: when poked)."""
        self._is_nudged = False
        await self._free()
        self._lent.begin()
        room = self._lent.room()
        self._is_full = room <= 0
        if self._is_full:
            self._nothing_until = None
            return self._or_stale(None)
        now = self._app.clock.now()
        if self._nothing_until is not None and now < self._nothing_until:
            if not self._must_look:
                return self._or_stale(self._nothing_until)
            # poked before the time: looking is cheaper than borrowing nothing
            self._forget()
            soon = await self._soonest(now)
            if soon is None or soon > now:
                return self._rests_until(soon)
        self._forget()
        loans, soon, self._is_pressed = await self._claim(now, room)
        self._is_full = len(loans) == room
        self._lent.take(loans, is_all=not self._is_full)
        if self._is_full:
            return self._or_stale(None)
        # what was due then but was not lent waits for its host or channel: we are nudged when that is free,
        # unless another process holds it
        return self._rests_until(soon) if soon is None or soon > now else self._or_stale(now + LOOK_AGAIN)

    def _forget(self) -> None:
        """What was known is looked up now. Who ends meanwhile nudges: the look may not have seen it."""
        self._nothing_until, self._must_look = None, False

    def _rests_until(self, soon: datetime | None) -> datetime | None:
        self._nothing_until = soon or _NEVER
        return self._or_stale(soon)

    def _or_stale(self, until: datetime | None) -> datetime | None:
        """Then, or when what waits for a slot has waited long enough."""
        if not self._lent.some_wait:
            return until
        stale = self._app.clock.now() + timedelta(seconds=STALE)
        return stale if until is None else min(until, stale)

    # -- what is heard of jobs --------------------------------------------------------------------------------------

    @property
    def lent(self) -> int:
        """How many are borrowed by jobs under way, or for those to come."""
        return len(self._lent)

    @property
    def busy(self) -> int:
        """How many jobs are under way."""
        return len(self._lent.under_way)

    def has_room(self) -> None:
        """A job is as good as done, or what it had borrowed is free, and keeps no other waiting any more."""
        self._lent.begin()
        if self._nothing_until is None:
            self._nudge()

    def set_free(self, loans: list[Any]) -> None:
        """What could not be brought to its end after its job had ended is given back."""
        if loans:
            self._returns.unfinished += loans
            self._nudge()

    def _notice(self, again: datetime | None) -> None:
        """A job has ended, and is due ``again`` (None: nobody knows, and others may be due because of it)."""
        known = self._nothing_until
        if again is None or known is None:
            self._nudge()  # something may have waited for this job's end
        elif again < known:
            self._nothing_until = again
            if self._resting is not None:
                self._resting.cancel()

    def _nudge(self) -> None:
        if self._is_full and self._lent.many_wait and not self._returns.unfinished:
            return  # there is enough to do
        self._is_nudged = self._must_look = True
        if self._resting is not None:
            self._resting.cancel()

    async def _free(self) -> None:
        """Gives back what jobs left unfinished, and what has waited too long. Raises StoreFault while it cannot."""
        self._lent.drop_stale()
        await self._returns.free()

    # -- rest -------------------------------------------------------------------------------------------------------

    async def _rest(self, until: datetime | None, *others: asyncio.Task[Any]) -> None:
        """Until then, or until something else is done, or until it is known that something is due sooner."""
        if self._is_nudged:
            return
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

    async def _gather(self, *, is_poked: bool) -> None:
        """Lets more fall due, and end, before the next claim; the first after a pause does not wait."""
        together = self._rhythm.short if is_poked or self._is_pressed else self._rhythm.wait
        left = self._rhythm.claimed_at + together - asyncio.get_running_loop().time()
        wait = self._refill if self._is_full else left
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
        late = await self._lent.end(until)
        await self._finish()
        with suppress(StoreFault):  # the leases run out by themselves
            await self._free()
        return late


async def _sleep(clock: Clock, until: datetime) -> None:
    # a moment is never waited for less than a breath: a clock that stands still must not spin
    await asyncio.sleep(0)
    await clock.sleep_until(until)
