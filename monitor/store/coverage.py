"""Stretches in which a source could not be read: what "no news" must not hide."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, insert, or_, select, update

from monitor.model import Health
from monitor.store.doors import Reading, Writing
from monitor.store.schema import blindness


def keep_blindness(door: Writing, key: str, *, well: bool, health: Health, detail: str, now: datetime) -> None:
    """Opens a stretch of blindness at the first failure and closes it at the next good answer."""
    is_open = and_(blindness.c.source == key, blindness.c.until.is_(None))
    if well:
        door.connection.execute(update(blindness).where(is_open).values(until=now))
    elif door.connection.execute(select(blindness.c.since).where(is_open)).first() is None:
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
