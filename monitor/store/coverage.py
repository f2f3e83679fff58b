"""Stretches in which a source could not be read: what "no news" must not hide."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, insert, or_, select, update

from monitor.model import Health
from monitor.store.doors import Reading, Writing
from monitor.store.schema import blindness

_IS_OPEN = and_(blindness.c.source == bindparam("key"), blindness.c.until.is_(None))
_CLOSE = update(blindness).where(_IS_OPEN).values(until=bindparam("now"))
_FIND_OPEN = select(blindness.c.since).where(_IS_OPEN)


def keep_blindness(door: Writing, key: str, *, well: bool, health: Health, detail: str, now: datetime) -> None:
    """Opens a stretch of blindness at the first failure and closes it at the next good answer."""
    if well:
        door.connection.execute(_CLOSE, {"key": key, "now": now})
    elif door.connection.execute(_FIND_OPEN, {"key": key}).first() is None:
        door.connection.execute(
            insert(blindness).values(source=key, since=now, until=None, health=health, detail=detail[:200])
        )


@dataclass(frozen=True, kw_only=True)
class Blind:
    """A stretch in which a source could not be read; ``until`` None: it still cannot."""

    source: str
    since: datetime
    until: datetime | None
    health: str
    detail: str


def blind_between(door: Reading, since: datetime, until: datetime) -> list[Blind]:
    """Every stretch of blindness that touches [since, until)."""
    rows = door.connection.execute(
        select(blindness)
        .where(blindness.c.since < until, or_(blindness.c.until.is_(None), blindness.c.until > since))
        .order_by(blindness.c.source, blindness.c.since)
    )
    return [Blind(**row._mapping) for row in rows]
