"""Polling and delivering are pumps: look, claim, else sleep until the soonest due row or a poke."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.exc import OperationalError

from monitor.jobs.app import LEASE, App
from monitor.jobs.deliver import deliver
from monitor.jobs.poll import poll
from monitor.model import Clock
from monitor.store import outbox, sources
from monitor.store.doors import Reading, Writing

#: What a pump does when the database itself fails it: wait, and try again.
PAUSE_AFTER_FAULT = timedelta(seconds=5)


#: How soon to look again at what is due but cannot be borrowed yet.
LOOK_AGAIN = timedelta(seconds=5)


class Pump:
    """Runs jobs as they fall due, at most ``slots`` at a time.

    ``soonest`` says when the next can be claimed, ``claim`` borrows up to n, ``work`` does one.
    """

    def __init__(
        self,
        app: App,
        *,
        poke: asyncio.Event,
        slots: int,
        soonest: Callable[[], Awaitable[datetime | None]],
        claim: Callable[[int], Awaitable[list[Any]]],
        work: Callable[[Any], Coroutine[Any, Any, None]],
    ) -> None:
        self._app, self._poke, self._slots = app, poke, slots
        self._soonest, self._claim, self._work = soonest, claim, work
        self.running: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Pumps until the app is stopping. A fault of the database makes it pause, not end."""
        while not self._app.stopping.is_set():
            self._poke.clear()
            try:
                until = await self._turn()
            except OperationalError as error:
                # a full disk or a locked file: told in a line, not in a page of traceback every five seconds
                self._app.log.warning("the database does not answer", detail=str(error.orig)[:200])
                until = self._app.clock.now() + PAUSE_AFTER_FAULT
            await self._rest(until)

    async def _turn(self) -> datetime | None:
        """Starts what is due. Returns when to look again (None: when poked)."""
        free = self._slots - len(self.running)
        if free <= 0:
            return None
        soon = await self._soonest()
        now = self._app.clock.now()
        if soon is None or soon > now:
            return soon
        loans = await self._claim(free)
        for loan in loans:
            task = asyncio.create_task(self._work(loan))
            self.running.add(task)
            task.add_done_callback(self._ended)
        # what is due but was not lent waits for its host or channel: a poke comes when that is free,
        # unless another process holds it
        return now if loans else now + LOOK_AGAIN

    def _ended(self, task: asyncio.Task[None]) -> None:
        self.running.discard(task)
        self._poke.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            self._app.log.error("a job broke", kind=type(error).__name__, detail=str(error)[:300])

    async def _rest(self, until: datetime | None) -> None:
        waits: list[asyncio.Task[Any]] = [
            asyncio.create_task(self._poke.wait()),
            asyncio.create_task(self._app.stopping.wait()),
        ]
        if until is not None:
            waits.append(asyncio.create_task(_sleep(self._app.clock, until)))
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waits:
                task.cancel()
            with suppress(asyncio.CancelledError):
                await asyncio.gather(*waits, return_exceptions=True)

    async def drain(self, patience: timedelta) -> int:
        """Waits for jobs under way; returns how many had to be cut off."""
        if not self.running:
            return 0
        _, late = await asyncio.wait(self.running, timeout=patience.total_seconds())
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        return len(late)


async def _sleep(clock: Clock, until: datetime) -> None:
    # a moment is never waited for less than a breath: a clock that stands still must not spin
    await asyncio.sleep(0)
    await clock.sleep_until(until)


def poll_pump(app: App) -> Pump:
    """The pump that polls due sources."""

    async def soonest() -> datetime | None:
        return await app.read(_soonest_source, app.clock.now())

    async def claim(most: int) -> list[sources.Loan]:
        loans = await app.write(_claim_sources, app.clock.now(), most)
        return [loan for loan in loans if loan.key in app.kinds]

    return Pump(
        app,
        poke=app.poll_poke,
        slots=app.settings.daemon.pollers,
        soonest=soonest,
        claim=claim,
        work=lambda loan: poll(app, loan),
    )


def send_pump(app: App) -> Pump:
    """The pump that delivers what waits in the outbox, one message at a time for each channel."""

    async def soonest() -> datetime | None:
        return await app.read(_soonest_message, app.clock.now(), list(app.channels))

    async def claim(most: int) -> list[outbox.Parcel]:
        return await app.write(_claim_messages, app.clock.now(), list(app.channels))

    return Pump(
        app,
        poke=app.send_poke,
        slots=max(4, len(app.channels)),
        soonest=soonest,
        claim=claim,
        work=lambda parcel: deliver(app, parcel),
    )


def _soonest_source(door: Reading, now: datetime) -> datetime | None:
    return sources.soonest(door, now=now, lease=LEASE)


def _claim_sources(door: Writing, now: datetime, most: int) -> list[sources.Loan]:
    return sources.claim(door, now=now, lease=LEASE, most=most)


def _soonest_message(door: Reading, now: datetime, channels: list[str]) -> datetime | None:
    return outbox.soonest(door, now=now, lease=LEASE, only=channels)


def _claim_messages(door: Writing, now: datetime, channels: list[str]) -> list[outbox.Parcel]:
    return outbox.claim(door, now=now, lease=LEASE, only=channels)
