"""Messages on their way out of the outbox: borrowed by lease and token, sent, put back, or buried.

At least once: a message is sent, then marked; only the one in flight at a crash can come twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Text,
    and_,
    bindparam,
    case,
    exists,
    false,
    func,
    insert,
    not_,
    or_,
    select,
    update,
)

from monitor.model import Delivery, Receipt
from monitor.store.columns import Moment
from monitor.store.doors import Reading, Writing
from monitor.store.outbox import CATCH_UP
from monitor.store.prepared import Prepared
from monitor.store.rows import to_delivery
from monitor.store.schema import channels, deliveries
from monitor.store.turns import LATER, LEASE_END, NOW, moments
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


def _lent() -> ColumnElement[bool]:
    end = deliveries.c.lease_until
    return and_(end.is_not(None), end > NOW, end <= LEASE_END)


def _due() -> ColumnElement[bool]:
    ahead = deliveries.c.due_at - LATER
    return or_(deliveries.c.due_at <= NOW, ahead > deliveries.c.wait)


def _paused() -> ColumnElement[bool]:
    """The row's channel asked for a pause that is still running."""
    return exists().where(
        channels.c.key == deliveries.c.channel,
        channels.c.ready_at > NOW,
        (channels.c.ready_at - LATER) <= channels.c.wait,
    )


def _claimable() -> Any:
    """Per channel the one message whose turn it is: nothing is sent beside another message of the same channel."""
    rank = func.row_number().over(
        partition_by=deliveries.c.channel,
        order_by=[case((_lent(), 0), else_=1), deliveries.c.due_at, deliveries.c.id],
    )
    ranked = (
        select(deliveries.c.id, rank.label("rank"), _lent().label("lent"))
        .where(deliveries.c.state == "waiting", deliveries.c.within == "", or_(_lent(), _due()), not_(_paused()))
        .subquery()
    )
    return select(ranked.c.id).where(ranked.c.rank == 1, not_(ranked.c.lent))


def to_one_of(only: Sequence[str]) -> ColumnElement[bool]:
    """A delivery goes to one of these channels. Each by its name, not as a list: so a statement is built once."""
    return or_(false(), *(deliveries.c.channel == key for key in only))


# Statements that run all day are built once for each set of channels: building costs more than running them.
@lru_cache(maxsize=16)
def _claim_of(only: tuple[str, ...]) -> Prepared:
    return Prepared(
        select(deliveries)
        .where(deliveries.c.id.in_(_claimable()), to_one_of(only))
        .order_by(deliveries.c.due_at, deliveries.c.id)
        .with_for_update(skip_locked=True)
    )


_LEND = Prepared(
    update(deliveries)
    .where(deliveries.c.id == bindparam("row"))
    .values(lease_until=bindparam("until"), lease_token=bindparam("token"), attempts=bindparam("tries"))
)


def claim(door: Writing, *, now: datetime, lease: timedelta, only: Sequence[str]) -> list[Parcel]:
    """Borrows the next due message of each channel of ``only`` until ``now + lease``."""
    until = now + lease
    parcels = []
    for row in (found._asdict() for found in _claim_of(tuple(only)).rows(door, moments(now, lease))):
        token = row["lease_token"] + 1
        values = {"row": row["id"], "until": until, "token": token, "tries": row["attempts"] + 1}
        _LEND.change(door, values)
        delivery = to_delivery(row)
        parcels.append(
            Parcel(
                delivery=delivery,
                token=token,
                until=until,
                after=_receipt_of(door, delivery.message.thread, row["channel"]),
                made_at=row["made_at"],
            )
        )
    return parcels


_RECEIPT = Prepared(select(deliveries.c.receipt).where(deliveries.c.key == _OF, deliveries.c.channel == _TO))


def _receipt_of(door: Reading, key: str, channel: str) -> Receipt | None:
    row = _RECEIPT.first(door, {"of": key, "to": channel}) if key else None
    receipt = row.receipt if row is not None else None
    return Receipt(ids=receipt["ids"], note=receipt.get("note", "")) if receipt else None


@lru_cache(maxsize=16)
def _soonest_of(only: tuple[str, ...]) -> Prepared:
    ready = func.coalesce(
        select(channels.c.ready_at)
        .where(channels.c.key == deliveries.c.channel, (channels.c.ready_at - LATER) <= channels.c.wait)
        .scalar_subquery(),
        0,
    )
    at = case((_lent(), deliveries.c.lease_until), (_due(), NOW), else_=deliveries.c.due_at)
    return Prepared(
        select(func.min(case((ready > at, ready), else_=at), type_=Moment).label("at")).where(
            deliveries.c.state == "waiting", deliveries.c.within == "", to_one_of(only)
        )
    )


def soonest(door: Reading, *, now: datetime, lease: timedelta, only: Sequence[str]) -> datetime | None:
    """When the next message can be claimed: ``now`` if one can be, None if nothing waits. Same predicate as claim."""
    found: datetime | None = _soonest_of(tuple(only)).first(door, moments(now, lease)).at
    return found


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
    counted = select(func.count()).select_from(deliveries).where(deliveries.c.state == "waiting", _lent())
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
