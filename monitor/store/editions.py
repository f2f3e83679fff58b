"""A post as it reads now: its first version stays in ``posts``, what its place made of it since in ``revisions``."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select

from monitor.model import Post, Revision
from monitor.store.bulk import in_batches
from monitor.store.doors import Reading
from monitor.store.schema import posts, revisions

#: Joins a post with the version that stands now; one edited back to its first words has none.
IS_LATEST = and_(revisions.c.post == posts.c.id, revisions.c.hash == posts.c.text_hash)


@dataclass(frozen=True, kw_only=True)
class Edition:
    """A post as it reads now, and since when (UTC); None: as when it was first seen."""

    post: Post
    edited_at: datetime | None = None


def editions(door: Reading, found: Sequence[Post]) -> list[Edition]:
    """Stored posts as they read now, in the order given."""
    edited: dict[str, list[str]] = defaultdict(list)
    for post in found:
        if post.edited:
            edited[post.source].append(post.id)
    latest = {
        (source, row.post_id): row
        for source, ids in edited.items()
        for part in in_batches(ids)
        for row in door.connection.execute(
            select(posts.c.post_id, revisions.c.at, revisions.c.title, revisions.c.text)
            .join_from(posts, revisions, IS_LATEST)
            .where(posts.c.source == source, posts.c.post_id.in_(part))
        )
    }
    return [
        Edition(post=replace(post, title=row.title, text=row.text), edited_at=row.at)
        if (row := latest.get((post.source, post.id)))
        else Edition(post=post)
        for post in found
    ]


def edits_of(door: Reading, post: Post) -> list[Revision]:
    """The versions that were seen of a post after its first, oldest first."""
    rows = door.connection.execute(
        select(revisions)
        .join_from(revisions, posts, revisions.c.post == posts.c.id)
        .where(posts.c.source == post.source, posts.c.post_id == post.id)
        .order_by(revisions.c.at)
    )
    return [
        Revision(source=post.source, post_id=post.id, at=row.at, title=row.title, text=row.text, hash=row.hash)
        for row in rows
    ]


def has_word(word: str) -> ColumnElement[bool]:
    """Whether the first or a later version of a post has a word in its title or text, as a part of a word too."""
    # SQLite folds the capitals of ASCII alone: others are asked for as they usually stand
    written = {word, word.lower(), word.upper(), word.capitalize()}
    first, later = (
        or_(*(field.icontains(each, autoescape=True) for each in written for field in (table.c.title, table.c.text)))
        for table in (posts, revisions)
    )
    return or_(first, posts.c.id.in_(select(revisions.c.post).where(later)))
