"""Plays a world to its end: the clock jumps onto the next post once all is stored and delivered, never past one."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from monitor.demo.world import World
from monitor.jobs.app import LEASE, App
from monitor.jobs.pumps import poll_pump, send_pump
from monitor.jobs.roster import register_all
from monitor.jobs.timetable import Driver
from monitor.store import posts, sending, sources
from monitor.store.doors import Reading

#: A world that does not settle within so many real seconds after a jump is broken, and says so.
PATIENCE = 60.0

#: The clock jumps only when all is done: to wait (s) for more to fall due would be in vain.
TOGETHER = 0.01


async def play(
    world: World,
    instants: Sequence[datetime],
    news_at: Callable[[datetime], Sequence[str]],
    served_at: Callable[[datetime], int],
    *,
    driver: Driver | None = None,
    before: Callable[[datetime], None] | None = None,
    seen: Callable[[datetime], Awaitable[None]] | None,
) -> None:
    """Runs the daemon's pumps while the clock jumps from instant to instant.

    ``news_at`` names the sources with news at an instant (they are poked, as by a hub's ping), ``served_at`` how
    many items have been put out by then. ``before`` is called before the jump to an instant, ``seen`` when it has
    settled.
    """
    app = world.app
    await app.write(register_all, app, world.clock.now())
    polling = poll_pump(app, together=TOGETHER)
    pumps = [asyncio.create_task(polling.run()), asyncio.create_task(send_pump(app).run())]
    try:
        if driver is not None:
            driver.time_rows(world.clock.now())
        await _settle(app, served=0)
        for instant in instants:
            await _owed_until(world, instant, served=await app.read(posts.count_posts))
            if before is not None:
                before(instant)
            world.clock.jump(instant)
            await app.write(sources.poke, news_at(instant), now=world.clock.now())
            app.poll_poke.set()
            await _settle(app, served=served_at(instant))
            if driver is not None and await driver.fire(world.clock.now()):
                await _settle(app, served=served_at(instant))
            if seen is not None:
                await seen(instant)
        await _owed_until(world, None, served=served_at(instants[-1]) if instants else 0)
    finally:
        app.stopping.set()
        await asyncio.gather(*pumps)


async def _owed_until(world: World, until: datetime | None, *, served: int) -> None:
    """Jumps onto each owed delivery before ``until`` (None: onto all of them)."""
    while (owed := await world.app.read(_owed, list(world.app.channels), world.clock.now())) is not None:
        if until is not None and owed >= until:
            return
        world.clock.jump(owed)
        world.app.send_poke.set()
        await _settle(world.app, served=served)


def _owed(door: Reading, channels: Sequence[str], now: datetime) -> datetime | None:
    return sending.soonest(door, now=now, lease=LEASE, only=channels)


async def _settle(app: App, *, served: int) -> None:
    """Waits until everything served is stored, nothing due waits in the outbox and no lease is open."""
    async with asyncio.timeout(PATIENCE):
        while not await app.read(_settled, app, served):  # noqa: ASYNC110 - the store has no event to wait for
            await asyncio.sleep(0.002)


def _settled(door: Reading, app: App, served: int) -> bool:
    """One read transaction: several would see a moment that never was."""
    now = app.clock.now()
    due = _owed(door, list(app.channels), now)
    return (
        posts.count_posts(door) >= served
        and sources.lent(door, now=now, lease=LEASE) == 0
        and (sources.soonest(door, now=now, lease=LEASE) or now + timedelta(days=1)) > now
        and (due is None or due > now)
        and sending.lent(door, now=now, lease=LEASE) == 0
    )
