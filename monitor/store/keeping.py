"""What is kept for how long: matched posts for ever, unmatched texts for a while, identity as long as it stands.

And what a wrong clock has dated into the future is dated anew.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, not_, select, update

from monitor.store.doors import Writing
from monitor.store.schema import blindness, developments, digests, evidence, matches, posts, revisions

#: How many posts one transaction touches.
PART = 1000


def _unmatched() -> list[ColumnElement[bool]]:
    return [
        not_(exists().where(matches.c.post == posts.c.id)),
        not_(exists().where(developments.c.lead == posts.c.id)),
    ]


def empty_unmatched(door: Writing, *, before: datetime) -> int:
    """Empties the text of posts seen before then that belong to no story; they stay known. How many, PART at most."""
    old = select(posts.c.id).where(posts.c.seen_at < before, posts.c.purged_at.is_(None), *_unmatched()).limit(PART)
    ids = [row.id for row in door.connection.execute(old)]
    if ids:
        door.connection.execute(delete(revisions).where(revisions.c.post.in_(ids)))
        door.connection.execute(
            update(posts)
            .where(posts.c.id.in_(ids))
            .values(title="", text="", author="", media=[], quotes=[], purged_at=before)
        )
    return len(ids)


def forget_unseen(door: Writing, *, before: datetime) -> int:
    """Forgets emptied posts whose source has not shown them since then. How many, PART at most."""
    gone = (
        select(posts.c.id).where(posts.c.purged_at.is_not(None), posts.c.stands_at < before, *_unmatched()).limit(PART)
    )
    ids = [row.id for row in door.connection.execute(gone)]
    if ids:
        door.connection.execute(delete(evidence).where(evidence.c.post.in_(ids)))
        door.connection.execute(delete(posts).where(posts.c.id.in_(ids)))
    return len(ids)


#: Columns that order what happened. A later moment than now was written by a clock that was wrong.
_DATED = (
    *((posts, name) for name in ("seen_at", "stands_at", "gone_at", "purged_at")),
    (matches, "at"),
    (developments, "at"),
    (revisions, "at"),
    (blindness, "until"),
)


def draw_back(door: Writing, *, now: datetime) -> int:
    """Dates what lies in the future to ``now``, so that it is in the next digest and not in next year's.

    Digests whose window ends in the future are forgotten: the next one begins where they began. How many rows.
    """
    changed = 0
    for table, name in _DATED:
        moment = table.c[name]
        changed += door.connection.execute(update(table).where(moment > now).values({name: now})).rowcount
    since, until = blindness.c.since, blindness.c.until
    changed += door.connection.execute(delete(blindness).where(since > now, until.is_not(None))).rowcount
    changed += door.connection.execute(update(blindness).where(since > now).values(since=now)).rowcount
    return changed + door.connection.execute(delete(digests).where(digests.c.until > now)).rowcount
