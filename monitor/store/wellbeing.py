"""How each source is, for people and for the jobs that look after them; and what was told of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import exists, func, select, update

from monitor.model import Health
from monitor.store.doors import Reading, Writing
from monitor.store.prepared import Prepared
from monitor.store.schema import sources


class SourceState(NamedTuple):
    """How a source is, as the store knows it."""

    key: str
    kind: str
    address: str
    enabled: bool
    health: Health | None
    error: str
    detail: str
    health_since: datetime | None
    told_ill: str
    failures: int
    next_at: datetime
    polled_at: datetime | None
    well_since: datetime | None
    well_at: datetime | None
    news_at: datetime | None
    baseline_at: datetime | None
    posts_read: int
    every: timedelta
    lease_until: datetime | None
    flags: Sequence[str]
    empty_since: datetime | None
    quiet_for: timedelta
    told_quiet: str


_STATES = select(*(sources.c[name] for name in SourceState._fields)).order_by(sources.c.key)


def states(door: Reading) -> list[SourceState]:
    """How every source is, by key."""
    return [SourceState._make(row) for row in door.connection.execute(_STATES)]


_ENABLED = Prepared(select(func.count()).select_from(sources).where(sources.c.enabled))
_RESTING = Prepared(select(exists().where(~sources.c.enabled)))


def count_enabled(door: Reading) -> int:
    """How many sources are asked."""
    return int(_ENABLED.first(door, {})[0])


def are_any_resting(door: Reading) -> bool:
    """Whether some source is known and not asked."""
    return bool(_RESTING.first(door, {})[0])


def asked(door: Reading) -> list[str]:
    """The keys of all sources that are asked."""
    return list(door.connection.execute(select(sources.c.key).where(sources.c.enabled)).scalars())


def tell_quiet(door: Writing, key: str, word: str) -> None:
    """Remembers what the operator was last told of a source's silence ("" = it is not silent)."""
    door.connection.execute(update(sources).where(sources.c.key == key).values(told_quiet=word))


def tell_ill(door: Writing, key: str, word: str) -> None:
    """Remembers what the operator was last told of a source ("" = it is well)."""
    door.connection.execute(update(sources).where(sources.c.key == key).values(told_ill=word))
