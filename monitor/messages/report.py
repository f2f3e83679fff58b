"""What a digest is made from: all that happened in one story in a stretch of time, as it stands in the store."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal

from monitor.messages.times import in_zone
from monitor.model import Development, Health, Match, Post, Revision


@dataclass(frozen=True, kw_only=True)
class Reported:
    """A development in a digest. ``match`` is its lead's match.

    ``told``: alerted. ``held``: would have been, but ``why`` (cap, quiet hours, silence) held it back.
    ``digest``: told here for the first time. ``earlier``: it began before the window, and only echoes of it are new.
    """

    development: Development
    match: Match
    state: Literal["told", "held", "digest"] = "digest"
    why: str = ""
    earlier: bool = False


@dataclass(frozen=True, kw_only=True)
class Bucket:
    """How many matched posts were seen from ``start`` until ``end`` (aware UTC), by language code ("" unknown)."""

    start: datetime
    end: datetime
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """All languages together."""
        return sum(self.counts.values())


#: Stands for every source of a story in ``Blind.source``: nobody looked at all. No key is written so.
EVERY_SOURCE = "*"


@dataclass(frozen=True, kw_only=True)
class Blind:
    """A source that we could not see from ``since`` until ``until`` (None: still), and the reason for people.

    ``source`` is ``EVERY_SOURCE`` where none was looked at.
    """

    source: str
    since: datetime
    until: datetime | None = None
    health: Health = "try_later"
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """How much of the world we saw: ``healthy`` of ``sources`` are well now; ``blind`` are the gaps in the window.

    ``unasked`` of them were never asked yet. ``paused``: nothing is matched against the story any more.
    """

    sources: int = 0
    healthy: int = 0
    unasked: int = 0
    paused: bool = False
    blind: tuple[Blind, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Change:
    """A matched post that was changed or taken away. ``before`` is the version known until then.

    ``after`` None: its source no longer shows it.
    """

    before: Post
    at: datetime
    after: Revision | None = None


@dataclass(frozen=True, kw_only=True)
class Report:
    """One story between ``since`` and ``until`` (aware UTC, by the time *we* saw a post; ``until`` excluded).

    ``zone`` is the reader's IANA zone, ``title`` the story's title. ``related`` are the matches that belong to no
    told development. ``background`` are matches of posts that stood there before we began to watch. ``names``
    maps source keys to names for people. ``notes`` are remarks on the window itself ("covers three mornings ...").
    """

    story: str
    title: str
    since: datetime
    until: datetime
    zone: str = "UTC"
    developments: tuple[Reported, ...] = ()
    related: tuple[Match, ...] = ()
    buckets: tuple[Bucket, ...] = ()
    coverage: Coverage = Coverage()
    background: tuple[Match, ...] = ()
    changes: tuple[Change, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


#: Bucket widths that people read easily.
_STEPS = tuple(
    timedelta(minutes=minutes) for minutes in (15, 30, 60, 120, 180, 360, 720, 1_440, 2_880, 10_080, 43_200, 525_600)
)
#: More bars than this are no picture.
MOST_BUCKETS = 48


def count_posts(posts: Iterable[Post], since: datetime, until: datetime, *, zone: str = "UTC") -> tuple[Bucket, ...]:
    """Posts per bucket by when they were seen, from ``since`` until ``until`` (aware), empty buckets included.

    The width is chosen so that there are at most 48; buckets begin on the hour or the day of ``zone``, the first
    and last are cut to the window. A day of a clock change has 23 or 25 hours and is one bucket all the same.
    """
    since, until = since.astimezone(UTC), until.astimezone(UTC)
    if until <= since:
        return ()
    step = next((step for step in _STEPS if (until - since) / step <= MOST_BUCKETS - 1), (until - since) / 40)
    edges = _edges(since, until, step, zone)
    counts: list[Counter[str]] = [Counter() for _ in edges[1:]]
    seen = sorted((post.seen_at, post.lang) for post in posts if since <= post.seen_at < until)
    at = 0
    for moment, lang in seen:
        while moment >= edges[at + 1]:
            at += 1
        counts[at][lang] += 1
    return tuple(
        Bucket(start=start, end=end, counts=dict(count))
        for start, end, count in zip(edges, edges[1:], counts, strict=False)
    )


def _edges(since: datetime, until: datetime, step: timedelta, zone: str) -> list[datetime]:
    """``since``, the round local times after it, ``until``; in UTC."""
    local = in_zone(since, zone)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    edges, number = [since], 0
    while True:
        number += 1
        # Wall-clock arithmetic: the next midnight is a midnight even when the night had 23 hours.
        try:
            edge = (midnight + number * step).astimezone(UTC)
        except OverflowError:
            break
        if edge >= until:
            break
        if edge > edges[-1]:
            edges.append(edge)
    return [*edges, until]
