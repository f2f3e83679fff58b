"""Counts over the whole store."""

from dataclasses import dataclass

from sqlalchemy import func, or_, select

from monitor.store.developments import count_matches
from monitor.store.doors import Reading
from monitor.store.posts import count_posts
from monitor.store.schema import deliveries


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What a run has come to. ``alerts``: messages about developments and "N more", one per channel."""

    stored: int
    matched: int
    developments: int
    alerts: int


def tally(door: Reading) -> Tally:
    """Posts taken in, (post, story) matches, developments, alert messages."""
    matched, developments = count_matches(door)
    is_alert = or_(deliveries.c.key.startswith("dev/"), deliveries.c.key.startswith("more/"))
    alerts = door.connection.execute(select(func.count()).select_from(deliveries).where(is_alert)).scalar_one()
    return Tally(stored=count_posts(door), matched=matched, developments=developments, alerts=int(alerts))
