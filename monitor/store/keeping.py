"""What is kept for how long: matched posts for ever, unmatched texts for a while, identity as long as it stands."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, not_, select, update

from monitor.store.doors import Writing
from monitor.store.schema import developments, evidence, matches, posts, revisions

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
