"""What the daemon looks at each minute: few rows, however many sources there are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, exists, func, or_, select

from monitor.model import WELL, Health
from monitor.store.columns import Moment, Span
from monitor.store.doors import Reading
from monitor.store.prepared import Prepared
from monitor.store.schema import sources
from monitor.store.wellbeing import SourceState

_ASKED = and_(sources.c.enabled, sources.c.health.is_not(None))
_NOTABLE = Prepared(
    select(*(sources.c[name] for name in SourceState._fields))
    .where(
        _ASKED,
        or_(
            and_(*(sources.c.health != word for word in sorted(WELL))),
            sources.c.told_ill != "",
            sources.c.told_quiet != "",
            sources.c.quiet_for > bindparam("quiet_for", type_=Span),
        ),
    )
    .order_by(sources.c.key)
)


def notable(door: Reading, *, quiet_for: timedelta) -> list[SourceState]:
    """Enabled sources of which there may be something to tell, by key: those that are ill or quiet for longer than
    that, or were when the operator last heard of them."""
    return [SourceState._make(row) for row in _NOTABLE.rows(door, {"quiet_for": quiet_for})]


def is_any_reached(door: Reading, unreached: Iterable[str], *, since: datetime) -> bool:
    """Whether some enabled source is well, or was asked since then and ended otherwise than with one of these errors.

    A place that was ill before is asked seldom: what it said hours ago says nothing of now.
    """
    is_recent = or_(sources.c.health.in_(sorted(WELL)), sources.c.polled_at >= since)
    some = exists().where(_ASKED, sources.c.error.not_in(sorted(unreached)), is_recent)
    return bool(door.connection.execute(select(some)).scalar_one())


_BY_HEALTH = Prepared(select(sources.c.health, func.count()).where(sources.c.enabled).group_by(sources.c.health))


def by_health(door: Reading) -> dict[Health | None, int]:
    """How many enabled sources are in which health; None: not asked yet."""
    return {row[0]: row[1] for row in _BY_HEALTH.rows(door, {})}


_UNPOLLED = select(exists().where(sources.c.enabled, sources.c.health.is_(None)))


def is_any_unpolled(door: Reading) -> bool:
    """Whether some enabled source was not asked yet."""
    return bool(door.connection.execute(_UNPOLLED).scalar_one())


@dataclass(frozen=True, kw_only=True)
class Polls:
    """When the last poll ended, and whether one is owed or under way."""

    last: datetime | None
    is_owed: bool


_POLLS = Prepared(
    select(
        select(func.max(sources.c.polled_at, type_=Moment)).where(sources.c.enabled).scalar_subquery(),
        exists()
        .where(
            sources.c.enabled,
            or_(sources.c.next_at <= bindparam("now", type_=Moment), sources.c.lease_until.is_not(None)),
        )
        .label("owed"),
    )
)


def polls(door: Reading, *, now: datetime) -> Polls:
    """How polling goes, over all enabled sources."""
    last, owed = _POLLS.first(door, {"now": now})
    return Polls(last=last, is_owed=bool(owed))


_BEGAN = Prepared(select(func.min(sources.c.baseline_at, type_=Moment)))


def began(door: Reading) -> datetime | None:
    """When the first source was read for the first time: since then there is something to tell."""
    found: datetime | None = _BEGAN.first(door, {})[0]
    return found
