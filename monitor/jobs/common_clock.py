"""Daemons that share a server's database go by its clock: theirs may differ, and none of them knows by how much."""

import asyncio

from monitor.jobs.app import App
from monitor.jobs.clock import ServerClock
from monitor.store.faults import StoreFault

#: A server that takes longer to say the time (s) is asked again later.
PATIENCE = 10.0


async def compare_clocks(app: App) -> bool:
    """Looks what time it is at the database's server, and goes by that. Whether it is another time than was believed.

    What was believed stays while the server does not answer.
    """
    clock = app.clock
    if not isinstance(clock, ServerClock):
        return False
    try:
        async with asyncio.timeout(PATIENCE):
            is_other = await app.read(clock.compare)
    except (StoreFault, TimeoutError):
        return False
    if is_other and clock.ahead:
        seconds = round(-clock.ahead.total_seconds(), 1)
        app.log.warning("the clocks of this machine and of the database's server differ: its own counts", ahead=seconds)
    elif is_other:
        app.log.info("the clocks of this machine and of the database's server agree again")
    return is_other


def is_servers(app: App) -> bool:
    """Whether the time that counts is the server's, and this machine's clock says another."""
    return isinstance(app.clock, ServerClock) and bool(app.clock.ahead)
