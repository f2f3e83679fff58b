"""Messages on their way out of the outbox: borrowed by lease and token, sent, put back, or buried.

At least once: a message is sent, then marked; only the one in flight at a crash can come twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Text,
    and_,
    bindparam,
    false,
    func,
    insert,
    or_,
    select,
    update,
)

from monitor.model import Delivery, Receipt
from monitor.store.doors import Reading, Writing
from monitor.store.next_messages import LENT, in_parts, next_of, times_of
from monitor.store.outbox import CATCH_UP
from monitor.store.prepared import Prepared
from monitor.store.rows import to_delivery
from monitor.store.schema import channels, deliveries
from monitor.store.turns import NOW, moments
from monitor.text.storable import incoming

_OF: ColumnElement[str] = bindparam("of", type_=Text)
_TO: ColumnElement[str] = bindparam("to", type_=Text)


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """A delivery that is ours until ``until``; ``after`` is the receipt of its thread's root, if that was sent."""

    delivery: Delivery
    token: int
    until: datetime
    after: Receipt | None
    made_at: datetime


def to_one_of(only: Sequence[str]) -> ColumnElement[bool]:
    """A delivery goes to one of these channels. Each by its name, not as a list: so a statement is built once."""
    return or_(false(), *(deliveries.c.channel == key for key in only))


_LEND = Prepared(
    update(deliveries)
    .where(deliveries.c.id == bindparam("row"))
    .values(lease_until=bindparam("until"), lease_token=bindparam("token"), attempts=bindparam("tries"))
)


def claim(door: Writing, *, now: datetime, lease: timedelta, only: Sequence[str]) -> list[Parcel]:
    """Borrows the next due message of each channel of ``only`` until ``now + lease``."""
    until = now + lease
    parcels: dict[str, Parcel] = {}
    values = moments(now, lease)
    found = (one for part in in_parts(only) for one in next_of(part).rows(door, values))
    for row in [one._asdict() for one in found]:
        if row["channel"] in parcels:
            continue
        token = row["lease_token"] + 1
        _LEND.change(door, {"row": row["id"], "until": until, "token": token, "tries": row["attempts"] + 1})
        delivery = to_delivery(row)
        parcels[row["channel"]] = Parcel(
            delivery=delivery,
            token=token,
            until=until,
            after=_receipt_of(door, delivery.message.thread, row["channel"]),
            made_at=row["made_at"],
        )
    return list(parcels.values())


_RECEIPT = Prepared(select(deliveries.c.receipt).where(deliveries.c.key == _OF, deliveries.c.channel == _TO))


def _receipt_of(door: Reading, key: str, channel: str) -> Receipt | None:
    row = _RECEIPT.first(door, {"of": key, "to": channel}) if key else None
    receipt = row.receipt if row is not None else None
    return Receipt(ids=receipt["ids"], note=receipt.get("note", "")) if receipt else None


def soonest(door: Reading, *, now: datetime, lease: timedelta, only: Sequence[str]) -> datetime | None:
    """When the next message can be claimed: ``now`` if one can be, None if nothing waits. Same predicate as claim."""
    values = moments(now, lease)
    rows = [row for part in in_parts(only) for row in times_of(part).rows(door, values)]
    found = [at for row in rows if (at := _soonest_of(row, now)) is not None]
    return min(found, default=None)


def _soonest_of(row: Any, now: datetime) -> datetime | None:
    """When the next message of one channel can be claimed: not before the end of its pause."""
    next_one = now if row.now else min((at for at in (row.due, row.ends) if at is not None), default=None)
    return next_one if next_one is None or row.ready is None else max(next_one, row.ready)


def _mine(parcel: Parcel) -> ColumnElement[bool]:
    return and_(deliveries.c.id == parcel.delivery.id, deliveries.c.lease_token == parcel.token)


_SENT = Prepared(
    update(deliveries)
    .where(deliveries.c.id == bindparam("row"))
    .values(state="sent", sent_at=NOW, lease_until=None, receipt=bindparam("got"), last_error="")
)


def sent(door: Writing, parcel: Parcel, receipt: Receipt, *, now: datetime, spacing: timedelta = timedelta(0)) -> None:
    """The channel took it, and with it what it tells of others. The mark is kept even if the lease ran out meanwhile:
    it was sent. The channel's next message waits for ``spacing``."""
    got = {"ids": {name: incoming(each) for name, each in receipt.ids.items()}, "note": incoming(receipt.note)}
    _SENT.change(door, {"row": parcel.delivery.id, "now": now, "got": got})
    if parcel.delivery.key.startswith(CATCH_UP):
        told = {"state": "sent", "sent_at": now, "last_error": ""}
        door.connection.execute(update(deliveries).where(_told_in(parcel)).values(told))
    pause(door, parcel.delivery.channel, now=now, wait=spacing, failed=False)


def _told_in(parcel: Parcel) -> ColumnElement[bool]:
    delivery = parcel.delivery
    return and_(deliveries.c.within == delivery.key, deliveries.c.channel == delivery.channel)


_PUT_BACK = Prepared(
    update(deliveries)
    .where(deliveries.c.id == bindparam("row"), deliveries.c.lease_token == bindparam("token"))
    .values(due_at=bindparam("due"), wait=bindparam("ahead"), lease_until=None, last_error=bindparam("problem"))
)


def put_back(door: Writing, parcel: Parcel, *, now: datetime, wait: timedelta, error: str) -> bool:
    """It did not go through: due again after ``wait``. False if the loan is no longer ours."""
    values = {"row": parcel.delivery.id, "token": parcel.token, "due": now + wait, "ahead": wait}
    return _PUT_BACK.change(door, {**values, "problem": incoming(error)[:500]}) > 0


def bury(door: Writing, parcel: Parcel, *, error: str) -> bool:
    """It never will go through: a dead letter. False if the loan is no longer ours."""
    error = incoming(error)[:500]  # a channel's own words may be in it
    changed = door.connection.execute(
        update(deliveries).where(_mine(parcel)).values(state="dead", lease_until=None, last_error=error)
    )
    if changed.rowcount == 0:
        return False
    if parcel.delivery.key.startswith(CATCH_UP):
        door.connection.execute(update(deliveries).where(_told_in(parcel)).values(state="dead", last_error=error))
    return True


def lent(door: Reading, *, now: datetime, lease: timedelta) -> int:
    """How many messages are being handed over at this moment."""
    counted = select(func.count()).select_from(deliveries).where(deliveries.c.state == "waiting", LENT)
    return int(door.connection.execute(counted, moments(now, lease)).scalar_one())


def release(door: Writing, parcel: Parcel) -> None:
    """Gives a message back whose delivery was cut off: it is due as before. Nothing happens once it is sent."""
    door.connection.execute(
        update(deliveries).where(_mine(parcel), deliveries.c.state == "waiting").values(lease_until=None)
    )


_CHANNEL = Prepared(select(channels.c.failures).where(channels.c.key == _OF))
_FIRST_PAUSE = Prepared(
    insert(channels).values(key=_OF, failures=bindparam("failed"), ready_at=bindparam("ready"), wait=bindparam("ahead"))
)
_PAUSE = Prepared(
    update(channels)
    .where(channels.c.key == _OF)
    .values(
        failures=(channels.c.failures + 1) * bindparam("failed", type_=Integer),
        ready_at=bindparam("ready"),
        wait=bindparam("ahead"),
    )
)


def pause(door: Writing, channel: str, *, now: datetime, wait: timedelta, failed: bool) -> None:
    """Nothing is sent to this channel for ``wait``. ``failed`` counts failures in a row; a success sets them back."""
    values = {"of": channel, "failed": int(failed), "ready": now + wait, "ahead": wait}
    if _PAUSE.change(door, values) == 0 and (wait or failed):
        _FIRST_PAUSE.change(door, values)


def failures_of(door: Reading, channel: str) -> int:
    """How often in a row a channel has failed."""
    known = _CHANNEL.first(door, {"of": channel})
    return known.failures if known else 0
