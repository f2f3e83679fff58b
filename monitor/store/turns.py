"""Whose turn it is: due sources, few of one host, found by indexes alone however many there are."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select

from monitor.store.columns import SKEW, Moment
from monitor.store.doors import Reading
from monitor.store.schema import sources

NOW: ColumnElement[datetime] = bindparam("now", type_=Moment)
LATER: ColumnElement[datetime] = bindparam("later", type_=Moment)
LEASE_END: ColumnElement[datetime] = bindparam("lease_end", type_=Moment)


def moments(now: datetime, lease: timedelta) -> dict[str, datetime]:
    """The values of the three moments above."""
    return {"now": now, "later": now + SKEW, "lease_end": now + lease + SKEW}


#: A lease in force. One that ends later than a lease taken now would was written by a wrong clock: it is over.
LENT = and_(sources.c.enabled, sources.c.lease_until > NOW, sources.c.lease_until <= LEASE_END)
FREE = and_(
    sources.c.enabled,
    or_(sources.c.lease_until.is_(None), sources.c.lease_until <= NOW, sources.c.lease_until > LEASE_END),
)
#: Due now; or its time was set by a clock that was ahead of ours, and may be any.
DUE = (sources.c.next_at <= NOW, sources.c.timed_at > LATER)

#: So many more due sources are looked at than are wanted, in one go: where a host has thousands, again without it.
_MORE = 64

_BUSY_HOSTS = select(sources.c.host, func.count().label("lent")).where(LENT).group_by(sources.c.host)
#: Each of these is answered by an index alone, however many sources there are.
_WAITING = tuple(
    select(sources.c.key, sources.c.host)
    .where(FREE, due, sources.c.host.not_in(bindparam("full", expanding=True)))
    .order_by(sources.c.next_at, sources.c.key)
    .limit(bindparam("look"))
    for due in DUE
)


def whose_turn(
    door: Reading, values: Mapping[str, Any], *, most: int, per_host: int, only: Sequence[str] | None
) -> list[str]:
    """Keys of at most ``most`` due sources, those that are due longest first, at most ``per_host`` lent of one host.

    ``values`` are those of ``moments``; ``only`` these keys, if given.
    """
    lent = Counter({row.host: row.lent for row in door.connection.execute(_BUSY_HOSTS, values)})
    turns: dict[str, None] = {}
    for waiting in _WAITING:
        query = waiting if only is None else waiting.where(sources.c.key.in_(only))
        look = found = most + _MORE
        while len(turns) < most and found == look:
            full = [host for host, count in lent.items() if count >= per_host]
            rows = door.connection.execute(query, {**values, "full": full, "look": look}).all()
            found = len(rows)
            for row in rows:
                if len(turns) < most and lent[row.host] < per_host and row.key not in turns:
                    lent[row.host] += 1
                    turns[row.key] = None
    return list(turns)


def is_due(row: Any, values: Mapping[str, datetime]) -> bool:
    """Whether a source is due and free, as ``DUE`` and ``FREE`` say it: another daemon may have borrowed it since."""
    free = row.lease_until is None or not values["now"] < row.lease_until <= values["lease_end"]
    was_ahead = row.timed_at is not None and row.timed_at > values["later"]
    return free and (row.next_at <= values["now"] or was_ahead)
