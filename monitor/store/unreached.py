"""Sources that could not be reached are asked soon once the network is back."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select, update

from monitor.store.doors import Writing
from monitor.store.schema import sources


def wake_unreached(door: Writing, codes: Iterable[str], *, now: datetime, within: timedelta) -> int:
    """A place answers again after a time without a network: the others that could not be reached are asked soon,
    spread over ``within``. How many."""
    waiting = [sources.c.enabled, sources.c.error.in_(list(codes)), sources.c.lease_until.is_(None)]
    keys = [row.key for row in door.connection.execute(select(sources.c.key).where(*waiting).order_by(sources.c.key))]
    for number, key in enumerate(keys):
        at = now + within * (number + 1) / (len(keys) + 1)
        door.connection.execute(
            update(sources)
            .where(sources.c.key == key, sources.c.next_at > at)
            .values(next_at=at, wait=at - now, timed_at=now)
        )
    return len(keys)
