"""What places have edited or taken away of the posts that belong to a story."""

from datetime import datetime

from sqlalchemy import exists, or_, select

from monitor.model import Post, Revision
from monitor.store.doors import Reading
from monitor.store.rows import to_post
from monitor.store.schema import matches, posts, revisions


def changes(
    door: Reading, story: str, *, since: datetime, until: datetime, most: int = 1_000
) -> list[tuple[Post, list[Revision], datetime | None]]:
    """Posts of a story that were edited or went missing in [since, until), whenever they were matched; background ones
    are left out. Each: (first version, its revisions of that time, when it was seen to be gone)."""
    ours = select(matches.c.post).where(matches.c.story == story, matches.c.background.is_(False))
    edited = exists().where(revisions.c.post == posts.c.id, revisions.c.at >= since, revisions.c.at < until)
    rows = door.connection.execute(
        select(posts)
        .where(posts.c.id.in_(ours), or_(edited, (posts.c.gone_at >= since) & (posts.c.gone_at < until)))
        .order_by(posts.c.id)
        .limit(most)
    ).mappings()
    found: list[tuple[Post, list[Revision], datetime | None]] = []
    for one in rows.all():
        post = to_post(one)
        versions = door.connection.execute(
            select(revisions)
            .where(revisions.c.post == one["id"], revisions.c.at >= since, revisions.c.at < until)
            .order_by(revisions.c.at)
        )
        edits = [
            Revision(source=post.source, post_id=post.id, at=v.at, title=v.title, text=v.text, hash=v.hash)
            for v in versions
        ]
        gone = one["gone_at"] if one["gone_at"] and since <= one["gone_at"] < until else None
        found.append((post, edits, gone))
    return found
