"""While the store takes nothing places are left alone, and room is looked for: all goes on once there is some."""

import asyncio
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from math import inf

from monitor.jobs.app import App
from monitor.store import records, sources
from monitor.store.doors import Writing
from monitor.store.faults import StoreFault
from monitor.store.sources import Loan

#: A poll whose outcome could not be written comes again after this, then after twice as long, up to the source's own
#: interval: its place is not to blame. It is asked sooner once there is room.
AGAIN_AFTER_FAULT = timedelta(minutes=1)

#: How often room is looked for while the store takes nothing (s).
LOOK = 5.0

#: Room for so many bytes is room. A poll of many long posts needs about as much.
ROOM = 256 * 1024

#: What seemed to be room and was none: the sources are asked at once again only after this, and twice as long each
#: time, up to the second (s). What went well for longer than that is forgiven.
SHORTEST_TRUST, LONGEST_TRUST = 10.0, 1_800.0

#: The fact that is written to see whether there is room. Nobody reads it.
FACT = "room"


async def give_back_unwritten(app: App, loans: Sequence[Loan]) -> None:
    """Gives back sources whose polls could not be brought to their end. Raises StoreFault."""
    if not app.stopping.is_set():
        for loan in loans:
            app.unwritten.setdefault(loan.key, 0)
    await app.write(_give_back, app, tuple(loans), app.clock.now())
    for loan in loans:
        if loan.key in app.unwritten:
            app.unwritten[loan.key] += 1


def _give_back(door: Writing, app: App, loans: Sequence[Loan], now: datetime) -> None:
    for loan in loans:
        wait = timedelta(0) if app.stopping.is_set() else _wait(app, loan.key)
        sources.release(door, [loan], now=now, wait=wait)


def _wait(app: App, key: str) -> timedelta:
    every = app.sources[key].every if key in app.sources else AGAIN_AFTER_FAULT
    doubled: timedelta = AGAIN_AFTER_FAULT * (1 << min(app.unwritten.get(key, 0), 12))
    return max(min(doubled, every), AGAIN_AFTER_FAULT)


async def seek_room(app: App) -> None:
    """Whenever the store has failed: tries until it takes something larger, then has the sources asked whose polls
    could not be written down. Runs until it is cancelled."""
    loop = asyncio.get_running_loop()
    woke, trust = -inf, SHORTEST_TRUST
    while True:
        await app.faulted.wait()
        await asyncio.sleep(LOOK)
        try:
            if not await _has_room(app):
                continue
            with suppress(TimeoutError):
                async with asyncio.timeout(max(woke + trust - loop.time(), 0.0)):
                    await app.faulted.wait()
                    continue  # there was none
            trust = SHORTEST_TRUST if loop.time() - woke > LONGEST_TRUST else min(trust * 2, LONGEST_TRUST)
            woke = loop.time()
            await _wake(app)
        except Exception as error:
            # without this the sources would only wait a little longer
            app.log.exception("looking for room broke", kind=type(error).__name__)


async def _has_room(app: App) -> bool:
    """Writes ``ROOM`` bytes and takes them away again; each by itself, or nothing of it would reach the disk."""
    app.faulted.clear()
    try:
        await app.write(records.set_fact, FACT, os.urandom(ROOM // 2).hex())
        await app.write(records.set_fact, FACT, "")
    except StoreFault:
        return False
    if app.outage is not None:
        app.outage = replace(app.outage, over_at=app.clock.now())
    return True


async def _wake(app: App) -> None:
    """The sources whose polls could not be written down are due now."""
    with suppress(StoreFault):
        await app.write(sources.poke, list(app.unwritten), now=app.clock.now())
        app.poll_poke.set()
        app.send_poke.set()
