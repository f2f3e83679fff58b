"""Sources that draw on one account: when it is used up they rest together."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update

from monitor.store.coverage import keep_blindness
from monitor.store.doors import Writing
from monitor.store.schema import sources

#: The finer word (HTTP's number) under health ``out_of_credit``.
CODE = "402"


def rest(door: Writing, keys: Sequence[str], *, now: datetime, until: datetime, detail: str) -> None:
    """These sources are not asked before ``until``; those that are being polled find out by themselves."""
    wanted = (sources.c.key.in_(keys), sources.c.enabled, sources.c.lease_until.is_(None))
    door.connection.execute(update(sources).where(*wanted).values(next_at=until, wait=until - now))
    fresh = [
        row.key
        for row in door.connection.execute(
            select(sources.c.key).where(*wanted, sources.c.health.is_distinct_from("out_of_credit"))
        )
    ]
    for key in fresh:
        door.connection.execute(
            update(sources)
            .where(sources.c.key == key)
            .values(
                health="out_of_credit",
                error=CODE,
                detail=detail[:500],
                health_since=now,
                well_since=None,
                failures=sources.c.failures + 1,
            )
        )
        keep_blindness(door, key, well=False, health="out_of_credit", detail=detail, now=now)


def wake(door: Writing, keys: Sequence[str], *, now: datetime, within: timedelta) -> int:
    """The account has credit again: the sources that rest for it are asked soon, spread over ``within``. How many."""
    resting = door.connection.execute(
        select(sources.c.key)
        .where(sources.c.key.in_(keys), sources.c.health == "out_of_credit", sources.c.lease_until.is_(None))
        .order_by(sources.c.key)
    ).all()
    for number, row in enumerate(resting):
        wait = within * (number + 1) / (len(resting) + 1)
        door.connection.execute(update(sources).where(sources.c.key == row.key).values(next_at=now + wait, wait=wait))
    return len(resting)


def try_again(door: Writing, *, now: datetime) -> None:
    """A person has started or changed something: whoever rests for want of credit is asked now."""
    door.connection.execute(
        update(sources)
        .where(sources.c.health == "out_of_credit", sources.c.next_at > now, sources.c.lease_until.is_(None))
        .values(next_at=now, wait=timedelta(0))
    )
