"""The outbox: what must reach a person is written here in the transaction that caused it; ``sending`` takes it out."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Text, bindparam, insert, select, update

from monitor.model import Message
from monitor.store.doors import Reading, Writing
from monitor.store.prepared import Prepared
from monitor.store.rows import pack_message
from monitor.store.schema import deliveries

#: Keys of the messages in which others are told.
CATCH_UP = "catchup/"

_OF: ColumnElement[str] = bindparam("of", type_=Text)
_TO: ColumnElement[str] = bindparam("to", type_=Text)
_NAMES = "key", "channel", "story", "message", "state", "attempts", "made_at", "goes_at", "due_at", "wait"
_PUT = Prepared(insert(deliveries), (*_NAMES, "lease_token", "last_error"))


def put(
    door: Writing,
    key: str,
    channel: str,
    message: Message,
    *,
    now: datetime,
    due: datetime | None = None,
    story: str = "",
) -> bool:
    """Puts a message into the outbox, once for each (key, channel). False if it is there already."""
    if _find(door, key, channel) is not None:
        return False
    due = due or now
    _PUT.change(
        door,
        {
            "key": key,
            "channel": channel,
            "story": story,
            "message": pack_message(message),
            "state": "waiting",
            "attempts": 0,
            "made_at": now,
            "goes_at": due,
            "due_at": due,
            "wait": max(due - now, timedelta(0)),
            "lease_token": 0,
            "last_error": "",
        },
    )
    return True


def replace(door: Writing, key: str, channel: str, message: Message) -> bool:
    """Gives a waiting, untried message new words ("3 more" becomes "4 more"). False if it is not waiting any more."""
    changed = door.connection.execute(
        update(deliveries)
        .where(
            deliveries.c.key == key,
            deliveries.c.channel == channel,
            deliveries.c.state == "waiting",
            deliveries.c.attempts == 0,
            deliveries.c.lease_until.is_(None),
        )
        .values(message=pack_message(message))
    )
    return changed.rowcount > 0


_FIND = Prepared(select(deliveries.c.id).where(deliveries.c.key == _OF, deliveries.c.channel == _TO))


def _find(door: Reading, key: str, channel: str) -> int | None:
    found = _FIND.first(door, {"of": key, "to": channel})
    return None if found is None else int(found.id)


_ALERTS = Prepared(
    select(deliveries.c.goes_at)
    .where(
        deliveries.c.story == bindparam("of"),
        deliveries.c.channel == bindparam("to_channel"),
        deliveries.c.goes_at > bindparam("since"),
        deliveries.c.key.startswith("dev/"),
    )
    .order_by(deliveries.c.goes_at)
)


def alerts_since(door: Reading, story: str, channel: str, since: datetime) -> list[datetime]:
    """When alerts about developments of a story went, or will go, to a channel, oldest first."""
    rows = _ALERTS.rows(door, {"of": story, "to_channel": channel, "since": since})
    return [row.goes_at for row in rows]


@dataclass(frozen=True, kw_only=True)
class WaitingMore:
    """A message "N more" that still collects; ``since`` is when its first post was held."""

    key: str
    since: datetime


def waiting_more(door: Reading, story: str, channel: str) -> WaitingMore | None:
    """The "N more" of a story and channel that has not been tried yet, if one waits."""
    row = door.connection.execute(
        select(deliveries.c.key, deliveries.c.made_at).where(
            deliveries.c.story == story,
            deliveries.c.channel == channel,
            deliveries.c.key.startswith("more/"),
            deliveries.c.state == "waiting",
            deliveries.c.attempts == 0,
        )
    ).first()
    return None if row is None else WaitingMore(key=row.key, since=row.made_at)
