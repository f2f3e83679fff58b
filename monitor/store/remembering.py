"""What a new match is compared with: the recent posts of a story's developments."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select

from monitor.model import Features, Told
from monitor.store.bulk import in_batches
from monitor.store.doors import Reading
from monitor.store.prepared import Prepared
from monitor.store.schema import matches, posts


class FeatureMemory:
    """Features of matches that were read before, by (post row, story): they never change. The oldest are forgotten."""

    def __init__(self, most: int = 4_000) -> None:
        self._kept: dict[tuple[int, str], Features] = {}
        self._most = most

    def get(self, row: int, story: str) -> Features | None:
        """What is remembered of a match."""
        return self._kept.get((row, story))

    def clear(self) -> None:
        """Forgets all: a transaction that failed takes its rows back, and their numbers are used again."""
        self._kept.clear()

    def keep(self, row: int, story: str, features: Features) -> None:
        """Remembers the features of a match."""
        self._kept[row, story] = features
        if len(self._kept) > self._most:
            del self._kept[next(iter(self._kept))]


_RECENT = Prepared(
    select(
        matches.c.post, matches.c.development, posts.c.source, posts.c.post_id, posts.c.url, posts.c.lang, matches.c.at
    )
    .join_from(matches, posts, posts.c.id == matches.c.post)
    .where(matches.c.story == bindparam("of"), matches.c.at >= bindparam("since"), matches.c.development.is_not(None))
    .order_by(matches.c.at.desc(), matches.c.post.desc())
    .limit(bindparam("most"))
)


def recent(door: Reading, story: str, *, since: datetime, most: int = 2000, memory: FeatureMemory | None) -> list[Told]:
    """Posts of a story's developments that were matched since then, oldest first: what a new match is compared with.

    ``memory`` spares reading the features of those that were read before.
    """
    memory = memory or FeatureMemory(most)
    rows = _RECENT.rows(door, {"of": story, "since": since, "most": most})
    features = _features(door, story, [row.post for row in rows], memory)
    return [
        Told(
            development=row.development,
            source=row.source,
            post_id=row.post_id,
            url=row.url,
            lang=row.lang,
            at=row.at,
            features=features.get(row.post, {}),
        )
        for row in reversed(rows)
    ]


def _features(door: Reading, story: str, wanted: Sequence[int], memory: FeatureMemory) -> dict[int, Features]:
    found = {row: kept for row in wanted if (kept := memory.get(row, story)) is not None}
    for part in in_batches([row for row in wanted if row not in found]):
        query = select(matches.c.post, matches.c.features).where(matches.c.story == story, matches.c.post.in_(part))
        for row in door.connection.execute(query):
            found[row.post] = row.features or {}
            memory.keep(row.post, story, found[row.post])
    return found
