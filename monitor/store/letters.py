"""The outbox as a person sees it: lists, counts, retries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, func, or_, select, update

from monitor.model import Delivery, Message
from monitor.store import outbox
from monitor.store.columns import Moment
from monitor.store.doors import Reading, Writing
from monitor.store.prepared import Prepared
from monitor.store.rows import to_delivery
from monitor.store.schema import channels, deliveries

#: Stands in ``within`` of a dead letter that a person has given up. No message has such a key.
DROPPED = "dropped"


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A delivery with its dates. ``is_dropped``: it is dead, and a person has given it up."""

    delivery: Delivery
    is_dropped: bool
    story: str
    made_at: datetime
    sent_at: datetime | None


def letters(door: Reading, *, state: str = "", key: str = "", most: int = 200) -> list[Letter]:
    """Deliveries, newest first: all, those in a state (none that a person gave up), those of a key."""
    wanted = []
    if state:
        wanted += [deliveries.c.state == state, deliveries.c.within != DROPPED]
    if key:
        wanted.append(deliveries.c.key == key)
    rows = door.connection.execute(
        select(deliveries).where(*wanted).order_by(deliveries.c.made_at.desc(), deliveries.c.id.desc()).limit(most)
    )
    return [
        Letter(
            delivery=to_delivery(row),
            is_dropped=row["within"] == DROPPED,
            story=row["story"],
            made_at=row["made_at"],
            sent_at=row["sent_at"],
        )
        for row in rows.mappings()
    ]


def letter(door: Reading, id: int) -> Delivery | None:
    """The delivery of this number, None if there is none."""
    row = door.connection.execute(select(deliveries).where(deliveries.c.id == id)).mappings().first()
    return None if row is None else to_delivery(row)


def try_again(door: Writing, ids: Sequence[int] | None, *, now: datetime) -> int:
    """Makes dead letters (all of them, or these) wait again, due now; waiting ones are made due. How many."""
    wanted = [deliveries.c.state == "dead", deliveries.c.within != DROPPED]
    if ids is not None:
        wanted = [deliveries.c.id.in_(ids), deliveries.c.state != "sent"]
        door.connection.execute(update(deliveries).where(*wanted, deliveries.c.within == DROPPED).values(within=""))
    changed = door.connection.execute(
        update(deliveries)
        .where(*wanted)
        .values(state="waiting", due_at=now, wait=timedelta(0), attempts=0, lease_until=None)
    )
    if changed.rowcount:
        door.connection.execute(update(channels).values(ready_at=now, wait=timedelta(0)))
    return int(changed.rowcount)


def drop(door: Writing, ids: Sequence[int], channel: str) -> int:
    """Gives up letters: these if they are dead, and all that are dead or wait for ``channel`` ("": none). How many.

    One that is being sent just now is left alone.
    """
    named = select(deliveries.c.key).where(deliveries.c.id.in_(ids))
    mine = [or_(deliveries.c.id.in_(ids), deliveries.c.within.in_(named)), deliveries.c.state == "dead"]
    of_channel = [deliveries.c.channel == channel, deliveries.c.state != "sent", deliveries.c.lease_until.is_(None)]
    changed = door.connection.execute(
        update(deliveries)
        .where(or_(and_(*mine), and_(*of_channel)) if channel else and_(*mine), deliveries.c.within != DROPPED)
        .values(state="dead", within=DROPPED)
    )
    return int(changed.rowcount)


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How full the outbox is; ``oldest`` is when the oldest waiting message fell due."""

    waiting: int
    sent: int
    dead: int
    oldest: datetime | None


def count_letters(door: Reading, *, now: datetime) -> Counts:
    """Deliveries by state, and the oldest that is overdue."""
    counted = select(deliveries.c.state, func.count()).where(deliveries.c.within != DROPPED)
    rows = door.connection.execute(counted.group_by(deliveries.c.state)).all()
    by_state = {state: int(n) for state, n in rows}
    oldest = door.connection.execute(
        select(func.min(deliveries.c.made_at)).where(deliveries.c.state == "waiting", deliveries.c.due_at <= now)
    ).scalar()
    return Counts(
        waiting=by_state.get("waiting", 0), sent=by_state.get("sent", 0), dead=by_state.get("dead", 0), oldest=oldest
    )


@dataclass(frozen=True, kw_only=True)
class Stuck:
    """A channel that takes nothing: how many messages wait that should have gone, since when, and the last error."""

    channel: str
    count: int
    since: datetime
    error: str


_STUCK = Prepared(
    select(
        deliveries.c.channel,
        func.count().label("count"),
        func.min(deliveries.c.goes_at, type_=Moment).label("since"),
        func.max(deliveries.c.last_error).label("error"),
    )
    .where(deliveries.c.state == "waiting", deliveries.c.goes_at < bindparam("before", type_=Moment))
    .group_by(deliveries.c.channel)
    .order_by(deliveries.c.channel)
)


def stuck(door: Reading, *, before: datetime, only: Sequence[str] | None = None) -> list[Stuck]:
    """Channels with messages that wait although they should have gone before then; ``only`` these, if given."""
    found = [
        Stuck(channel=row[0], count=row[1], since=row[2], error=row[3]) for row in _STUCK.rows(door, {"before": before})
    ]
    return found if only is None else [one for one in found if one.channel in only]


def is_dying(door: Reading, delivery: Delivery) -> bool:
    """Whether another message of this channel died since it last took one: then this one's death is no news."""
    last_sent = select(func.max(deliveries.c.id)).where(
        deliveries.c.channel == delivery.channel, deliveries.c.state == "sent"
    )
    others = select(deliveries.c.id).where(
        deliveries.c.channel == delivery.channel,
        deliveries.c.state == "dead",
        deliveries.c.within == "",
        deliveries.c.id != delivery.id,
        deliveries.c.id > func.coalesce(last_sent.scalar_subquery(), 0),
    )
    return door.connection.execute(others.limit(1)).first() is not None


def note_sent(door: Writing, key: str, channel: str, message: Message, *, at: datetime) -> None:
    """Keeps a message that was sent past the outbox, so that it can be looked up like any other."""
    if outbox.put(door, key, channel, message, now=at):
        door.connection.execute(
            update(deliveries)
            .where(deliveries.c.key == key, deliveries.c.channel == channel)
            .values(state="sent", sent_at=at, attempts=1)
        )
