"""One round of polling by hand."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from monitor.desk.naming import unknown
from monitor.jobs.app import LEASE, App
from monitor.jobs.common_clock import compare_clocks
from monitor.jobs.poll import poll
from monitor.jobs.roster import register_all
from monitor.jobs.rounds import note_round
from monitor.store import sources, wellbeing
from monitor.store.doors import Writing
from monitor.store.sources import Loan
from monitor.store.wellbeing import SourceState


async def poll_now(app: App, keys: Sequence[str]) -> list[SourceState]:
    """Polls these sources (none: all enabled ones) once, each behind its own wall; returns how they are then.

    Raises WrongUse for a key that no enabled source has.
    """
    strange = [key for key in keys if key not in app.kinds]
    if strange:
        raise unknown("enabled source", strange[0], list(app.kinds))
    wanted = list(keys) or list(app.kinds)
    await compare_clocks(app)
    await app.write(register_all, app, app.clock.now())
    await app.write(_poke, wanted, app.clock.now())
    waiting = set(wanted)
    while waiting:
        loans = await app.write(_borrow, sorted(waiting), app.clock.now())
        if not loans:
            break  # the daemon has the others just now: it polls them itself
        waiting -= {loan.key for loan in loans}
        await asyncio.gather(*(poll(app, loan) for loan in loans))
    if not keys:
        await app.write(note_round, app.clock.now())
    states = await app.read(wellbeing.states)
    return [state for state in states if state.key in wanted]


def _poke(door: Writing, keys: list[str], now: datetime) -> None:
    sources.poke(door, keys, now=now)


def _borrow(door: Writing, keys: list[str], now: datetime) -> list[Loan]:
    return sources.claim(door, now=now, lease=LEASE, most=50, only=keys)
