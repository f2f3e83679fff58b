"""Messages that waited too long for their channel, and the one message in which they are told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

import msgspec
from sqlalchemy import bindparam, or_, select, update

from monitor.model import Message
from monitor.store import outbox, sending
from monitor.store.columns import Moment
from monitor.store.doors import Reading, Writing
from monitor.store.prepared import Prepared
from monitor.store.rows import pack_message
from monitor.store.schema import deliveries

KEY = outbox.CATCH_UP


@dataclass(frozen=True, kw_only=True)
class Late:
    """A message that should have gone at ``goes_at``."""

    id: int
    key: str
    channel: str
    goes_at: datetime
    message: Message


# A digest is a message of its own, however late; what is lent is on its way.
@lru_cache(maxsize=16)
def _late_of(only: tuple[str, ...]) -> Prepared:
    return Prepared(
        select(deliveries.c.id, deliveries.c.key, deliveries.c.channel, deliveries.c.goes_at, deliveries.c.message)
        .where(
            deliveries.c.state == "waiting",
            deliveries.c.within == "",
            deliveries.c.goes_at < bindparam("before", type_=Moment),
            sending.to_one_of(only),
            deliveries.c.key.not_like("digest/%"),
            deliveries.c.key.not_like(f"{KEY}%"),
            or_(deliveries.c.lease_until.is_(None), deliveries.c.lease_until <= bindparam("now", type_=Moment)),
        )
        .order_by(deliveries.c.channel, deliveries.c.goes_at, deliveries.c.id)
    )


def late(door: Reading, *, before: datetime, now: datetime, only: Sequence[str]) -> list[Late]:
    """Waiting messages of these channels that should have gone before then and are told in no other, by channel."""
    return [_late(row) for row in _late_of(tuple(only)).rows(door, {"before": before, "now": now})]


def told_in(door: Reading, key: str, channel: str) -> list[Late]:
    """The messages that another one tells, in their order."""
    return [
        _late(row)
        for row in door.connection.execute(
            select(deliveries.c.id, deliveries.c.key, deliveries.c.channel, deliveries.c.goes_at, deliveries.c.message)
            .where(deliveries.c.within == key, deliveries.c.channel == channel)
            .order_by(deliveries.c.goes_at, deliveries.c.id)
        )
    ]


_OPEN = Prepared(
    select(deliveries.c.key, deliveries.c.lease_until).where(
        deliveries.c.channel == bindparam("to"), deliveries.c.state == "waiting", deliveries.c.key.like(f"{KEY}%")
    )
)


def open_catch_up(door: Reading, channel: str) -> tuple[str, bool]:
    """The key of a channel's catch-up that still waits ("" if none), and whether it is on its way just now."""
    row = _OPEN.first(door, {"to": channel})
    return ("", False) if row is None else (row.key, row.lease_until is not None)


def put_catch_up(
    door: Writing, key: str, channel: str, message: Message, within: Sequence[Late], *, now: datetime
) -> None:
    """Puts the message that tells all of ``within`` into the outbox, or gives the waiting one these words.

    What it tells is not sent by itself any more; it counts as sent when this one is.
    """
    if not outbox.put(door, key, channel, message, now=now):
        door.connection.execute(
            update(deliveries)
            .where(deliveries.c.key == key, deliveries.c.channel == channel, deliveries.c.state == "waiting")
            .values(message=pack_message(message), made_at=now)
        )
    door.connection.execute(
        update(deliveries)
        .where(deliveries.c.id == bindparam("row"))
        .values(within=key, lease_until=None, wait=timedelta(0)),
        [{"row": one.id} for one in within],
    )


def _late(row: object) -> Late:
    values = row._asdict()  # type: ignore[attr-defined]
    return Late(**{**values, "message": msgspec.msgpack.decode(values["message"], type=Message)})
