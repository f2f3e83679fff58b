"""Which message of each channel is next: found by indexes alone, however many wait behind it."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, not_, or_, select, union_all

from monitor.store.columns import Moment
from monitor.store.prepared import Prepared
from monitor.store.schema import GOES_BY_ITSELF, channels, deliveries
from monitor.store.turns import LATER, LEASE_END, NOW

#: A message that somebody is handing over. A lease that ends later than one taken now would was written by a wrong
#: clock: it is over.
LENT = and_(
    deliveries.c.lease_until.is_not(None), deliveries.c.lease_until > NOW, deliveries.c.lease_until <= LEASE_END
)
_DUE = deliveries.c.due_at <= NOW
#: Later than it was ever put off: that was a clock that was ahead.
_AHEAD = and_(deliveries.c.due_at > NOW, (deliveries.c.due_at - LATER) > deliveries.c.wait)


def _of(channel: str, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(GOES_BY_ITSELF, deliveries.c.channel == channel, *conditions)


def _pause(channel: str) -> tuple[ColumnElement[bool], ...]:
    """A channel asked for a pause, and not a wrong clock for it."""
    return channels.c.key == channel, (channels.c.ready_at - LATER) <= channels.c.wait


def _first(channel: str, which: ColumnElement[bool]) -> Any:
    """The one that waits longest, of a channel that has no other in hand and no pause: nothing is sent beside another
    message of the same channel."""
    has_time = not_(
        or_(exists().where(_of(channel, LENT)), exists().where(*_pause(channel), channels.c.ready_at > NOW))
    )
    one = select(deliveries.c.id).where(_of(channel, which), has_time)
    return select(one.order_by(deliveries.c.due_at, deliveries.c.id).limit(1).subquery().c.id)


#: So many channels are asked about in one statement: SQLite takes 500 parts, and is slow with many.
_MOST = 50


def in_parts(only: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The channels, as many at a time as ``next_of`` and ``times_of`` are to be asked for."""
    for start in range(0, len(only), _MOST):
        yield tuple(only[start : start + _MOST])


# Statements that run all day are built once for each set of channels: building costs more than running them.
@lru_cache(maxsize=16)
def next_of(only: tuple[str, ...]) -> Prepared:
    """One message of each channel, in the order of their times; beside it one more at most, that comes later."""
    firsts = (_first(channel, which) for channel in only for which in (_DUE, _AHEAD))
    return Prepared(
        select(deliveries)
        .where(deliveries.c.id.in_(union_all(*firsts)))
        .order_by(deliveries.c.due_at, deliveries.c.id)
        .with_for_update(skip_locked=True)
    )


def _some(channel: str, which: ColumnElement[bool]) -> Any:
    return exists().where(_of(channel, which, not_(LENT)))


def _times(channel: str) -> Any:
    waits = _of(channel, deliveries.c.due_at > NOW, not_(LENT))
    return select(
        select(channels.c.ready_at).where(*_pause(channel)).scalar_subquery().label("ready"),
        or_(_some(channel, _DUE), _some(channel, _AHEAD)).label("now"),
        select(deliveries.c.due_at).where(waits).order_by(deliveries.c.due_at).limit(1).scalar_subquery().label("due"),
        select(func.min(deliveries.c.lease_until, type_=Moment))
        .where(_of(channel, LENT))
        .scalar_subquery()
        .label("ends"),
    )


@lru_cache(maxsize=16)
def times_of(only: tuple[str, ...]) -> Prepared:
    """Of each channel: when its pause ends (None: there is none), whether a message can go now, when the next one falls
    due that cannot yet, when the lease of that in hand ends."""
    return Prepared(union_all(*map(_times, only)) if len(only) > 1 else _times(only[0]))
