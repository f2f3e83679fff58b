"""Sources that could not be reached are asked soon once the network is back."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import exists, or_, select, update

from monitor.model import WELL
from monitor.store.doors import Reading, Writing
from monitor.store.schema import sources

#: Who was asked so short a time ago and ended otherwise shows that the way out is open.
LATELY = timedelta(minutes=5)


def is_cut_off(door: Reading, codes: Iterable[str], *, but: str, now: datetime, begins: bool) -> bool:
    """Whether others than ``but`` could not be reached either, and none is well or was reached lately.

    ``begins``: nobody was reached yet since the start; who was well before it says nothing of now.
    """
    others, unreached = sources.c.enabled & (sources.c.key != but), sources.c.error.in_(sorted(codes))
    is_reached = or_(
        sources.c.health.in_(() if begins else sorted(WELL)),
        sources.c.health.is_not(None) & ~unreached & (sources.c.polled_at >= now - LATELY),
    )
    found = select(exists().where(others, is_reached), exists().where(others, unreached))
    reached, shut = door.connection.execute(found).one()
    return bool(shut and not reached)


def wake_unreached(door: Writing, codes: Iterable[str], *, now: datetime, within: timedelta) -> int:
    """A place answers again after a time without a network: the others that could not be reached are asked soon,
    spread over ``within``, unless that is so already (each that answers comes here). How many."""
    waiting = [sources.c.enabled, sources.c.error.in_(list(codes)), sources.c.lease_until.is_(None)]
    waiting.append(sources.c.next_at > now + within)
    keys = [row.key for row in door.connection.execute(select(sources.c.key).where(*waiting).order_by(sources.c.key))]
    for number, key in enumerate(keys):
        at = now + within * (number + 1) / (len(keys) + 1)
        door.connection.execute(
            update(sources)
            .where(sources.c.key == key, sources.c.next_at > at)
            .values(next_at=at, wait=at - now, timed_at=now)
        )
    return len(keys)
