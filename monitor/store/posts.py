"""Posts: every one is kept, once, under the id that its source gives it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, case, func, insert, or_, select, update

from monitor.model import Post, Revision
from monitor.store.bulk import BATCH, Bulk, in_batches
from monitor.store.columns import to_ticks
from monitor.store.doors import Reading, Writing
from monitor.store.editions import has_word
from monitor.store.listed import Listed
from monitor.store.prepared import Prepared
from monitor.store.records import windows_end
from monitor.store.rows import POST_COLUMNS, post_row, to_post
from monitor.store.schema import posts, revisions
from monitor.text.urls import canonical
from monitor.text.versions import text_hash, text_hashes

#: How often we note that a post still stands in its source.
STANDS = timedelta(days=1)


class Mark(NamedTuple):
    """By what a post is known again under another id: its address in one spelling, its words."""

    url_key: str
    text_hash: str


def marks_of(found: Sequence[Post], digests: Mapping[str, str] | None = None) -> dict[str, Mark]:
    """The marks of posts, by post id. Making them costs as much as storing posts, so they are made once; ``digests``
    are those that were made already."""
    hashes = _hashes(found, digests)
    return {
        post.id: Mark(canonical(post.url) if post.url else "", digest)
        for post, digest in zip(found, hashes, strict=True)
    }


def _hashes(found: Sequence[Post], digests: Mapping[str, str] | None) -> list[str]:
    return [digests[post.id] for post in found] if digests else text_hashes(found)


@dataclass(frozen=True, kw_only=True)
class Sorted:
    """A haul's posts, sorted by what the store knows of them.

    ``new`` keeps the haul's order; ``marks`` are theirs, by post id. ``changed`` are known posts with another text.
    ``standing`` are row ids whose "still stands" mark is older than a day. ``churned`` counts posts that came back
    under another id.
    """

    new: tuple[Post, ...] = ()
    marks: Mapping[str, Mark] = field(default_factory=dict)
    changed: tuple[Post, ...] = ()
    standing: tuple[int, ...] = ()
    churned: int = 0


#: A haul without posts.
NOTHING = Sorted()


_KNOWN = Listed(
    lambda ids: select(posts.c.id, posts.c.post_id, posts.c.text_hash, posts.c.stands_at, posts.c.purged_at).where(
        posts.c.source == bindparam("source"), posts.c.post_id.in_(ids)
    )
)
_SAME_TEXT = Listed(
    lambda hashes: select(posts.c.url_key, posts.c.text_hash).where(
        posts.c.source == bindparam("source"), posts.c.text_hash.in_(hashes)
    )
)


def sort_out(
    door: Reading,
    source: str,
    haul: Sequence[Post],
    *,
    now: datetime,
    unread: bool = False,
    digests: Sequence[str] = (),
) -> Sorted:
    """Which of a source's posts are new, which have changed.

    A post under a new id is old all the same when its address and its text are known (ids that change at each
    fetch); one id on different texts has been told apart by the source's reader already. ``unread``: no post of the
    source was ever stored, and none need be looked for. ``digests`` are the ``text_hashes`` of the haul, if somebody
    has made them; else none.
    """
    unique = {post.id: post for post in reversed(haul)}
    made = dict(zip([post.id for post in reversed(haul)], reversed(digests), strict=True)) if digests else None
    if unread:
        new = [post for post in haul if unique[post.id] is post]
        return Sorted(new=tuple(new), marks=marks_of(new, made))
    known = {row.post_id: row for row in _KNOWN.rows(door, {"source": source}, list(unique))}
    fresh = [post for post in haul if post.id not in known and unique[post.id] is post]
    marks = marks_of(fresh, made)
    hashes = sorted({mark.text_hash for mark in marks.values()})
    twins = {(row.url_key, row.text_hash) for row in _SAME_TEXT.rows(door, {"source": source}, hashes)}
    new = [post for post in fresh if marks[post.id] not in twins]
    seen = [
        post
        for key, post in unique.items()
        if (row := known.get(key)) is not None and row.purged_at is None and (post.text or post.title)
    ]
    changed = [
        post for post, digest in zip(seen, _hashes(seen, made), strict=True) if digest != known[post.id].text_hash
    ]
    standing = [row.id for row in known.values() if row.stands_at < now - STANDS or row.stands_at > now + STANDS]
    return Sorted(
        new=tuple(new),
        marks=marks,
        changed=tuple(changed),
        standing=tuple(standing),
        churned=len(fresh) - len(new),
    )


_LAST_ROW = Prepared(select(func.coalesce(func.max(posts.c.id), 0).label("id")))
_ROWS_SINCE = Prepared(
    select(posts.c.id, posts.c.post_id).where(posts.c.id > bindparam("last"), posts.c.source == bindparam("source"))
)
_ADD = Bulk(posts, POST_COLUMNS)


def add_new(
    door: Writing,
    source: str,
    new: Sequence[Post],
    marks: Mapping[str, Mark],
    *,
    now: datetime,
    background: Collection[str],
    wanted: Collection[str],
) -> tuple[int, dict[str, int]]:
    """Stores posts. How many of them really were new, and their row ids by post id, if an id of them is ``wanted``.

    ``marks`` as ``sort_out`` made them. ``background`` are ids of posts that are stored but never alerted (the
    baseline).
    """
    if not new:
        return 0, {}
    last = _LAST_ROW.first(door, {}).id if wanted else 0
    seen = to_ticks(now)
    rows_of = [post_row(post, *marks[post.id], seen=seen, background=post.id in background) for post in new]
    added = _ADD.add(door, rows_of)
    rows = _ROWS_SINCE.rows(door, {"last": last, "source": source}) if wanted else ()
    return added, {row.post_id: row.id for row in rows}


def _ids(door: Reading, source: str, ids: Sequence[str]) -> dict[str, int]:
    return {row.post_id: row.id for row in _KNOWN.rows(door, {"source": source}, ids)}


def add_revisions(door: Writing, source: str, changed: Sequence[Post], *, now: datetime) -> list[tuple[int, Revision]]:
    """Keeps new versions of known posts; returns (row id of the post, revision) for those not kept before.

    They are dated after all windows that a digest has closed: with a clock that is set back they would be in none.
    """
    now = max(now, windows_end(door) or now) if changed else now
    ids = _ids(door, source, [post.id for post in changed])
    kept: list[tuple[int, Revision]] = []
    for post in changed:
        if (row := ids.get(post.id)) is None:
            continue
        digest = text_hash(post.title, post.text)
        had = select(revisions.c.post).where(revisions.c.post == row, revisions.c.hash == digest)
        if door.connection.execute(had).first() is None:
            values = {"post": row, "hash": digest, "at": now, "title": post.title, "text": post.text}
            door.connection.execute(insert(revisions), values)
            kept.append(
                (row, Revision(source=source, post_id=post.id, at=now, title=post.title, text=post.text, hash=digest))
            )
        door.connection.execute(update(posts).where(posts.c.id == row).values(text_hash=digest, edited=True))
    return kept


def fresh_rows(door: Reading, rows: Sequence[int], *, since: datetime) -> dict[str, int]:
    """Row ids by post id, of those of ``rows`` that were first seen after ``since``."""
    return {
        row.post_id: row.id
        for part in in_batches(rows)
        for row in door.connection.execute(
            select(posts.c.id, posts.c.post_id).where(
                posts.c.id.in_(part), posts.c.seen_at >= since, posts.c.background.is_(False)
            )
        )
    }


def note_standing(door: Writing, rows: Sequence[int], *, now: datetime) -> None:
    """Notes that posts still stand in their source, so that tidying keeps their identity."""
    for part in in_batches(rows):
        door.connection.execute(update(posts).where(posts.c.id.in_(part)).values(stands_at=now))


def note_gone(door: Writing, source: str, ids: Sequence[str], *, now: datetime) -> None:
    """Sets a tombstone on posts that their source no longer shows, dated as a revision is; nothing is erased."""
    now = max(now, windows_end(door) or now) if ids else now
    for part in in_batches(ids):
        door.connection.execute(
            update(posts)
            .where(posts.c.source == source, posts.c.post_id.in_(part), posts.c.gone_at.is_(None))
            .values(gone_at=now)
        )


def find_posts(
    door: Reading,
    *,
    words: str = "",
    since: datetime | None = None,
    source: str = "",
    most: int = 1000,
) -> list[Post]:
    """Stored posts, the newest by seen time first, as first seen; optionally those of which a version, the first or a
    later one, has each of ``words``, as a part of a word too."""
    wanted: list[ColumnElement[bool]] = [posts.c.purged_at.is_(None)]
    wanted += [has_word(word) for word in words.split()]
    if since is not None:
        wanted.append(posts.c.seen_at >= since)
    if source:
        wanted.append(posts.c.source == source)
    newest_first = posts.c.seen_at.desc(), posts.c.id.desc()
    rows = door.connection.execute(select(posts).where(and_(*wanted)).order_by(*newest_first).limit(most))
    return [to_post(row) for row in rows.mappings()]


def seen_since(door: Reading, since: datetime, *, after: int, most: int = BATCH) -> list[tuple[int, Post]]:
    """Posts first seen since then, with their row ids (more than ``after``), in the order in which they came."""
    wanted = [posts.c.id > after, posts.c.seen_at >= since, posts.c.purged_at.is_(None)]
    if not after:
        # else the first part walks through all that was ever stored. By the index of seen_at: for a bare id PostgreSQL
        # takes the other one, and walks
        wanted.append(posts.c.id >= select(func.min(posts.c.id + 0)).where(posts.c.seen_at >= since).scalar_subquery())
    rows = door.connection.execute(select(posts).where(*wanted).order_by(posts.c.id).limit(most))
    return [(row["id"], to_post(row)) for row in rows.mappings()]


def instants(door: Reading, source: str, *, since: datetime, most: int = 2_000) -> list[datetime]:
    """When the latest posts of a source came, oldest first: as published, or as seen where that cannot be believed.

    Posts of the first poll without a date of their own say nothing and are left out.
    """
    believed = and_(posts.c.published_at.is_not(None), posts.c.published_at <= posts.c.seen_at)
    at = case((believed, posts.c.published_at), else_=posts.c.seen_at)
    rows = door.connection.execute(
        select(at.label("at"))
        .where(posts.c.source == source, at >= since, or_(believed, posts.c.background.is_(False)))
        .order_by(at.desc())
        .limit(most)
    )
    return [row.at for row in rows][::-1]


def find_post(door: Reading, name: str) -> Post | None:
    """The post with this id or address (any spelling of the same address), the latest seen if there are several."""
    key = canonical(name)
    wanted = or_(posts.c.post_id == name, posts.c.url == name, and_(posts.c.url_key == key, posts.c.url_key != ""))
    row = door.connection.execute(select(posts).where(wanted).order_by(posts.c.seen_at.desc()).limit(1)).mappings()
    found = row.first()
    return None if found is None else to_post(found)


_COUNT = Prepared(select(func.count()).select_from(posts))


def count_posts(door: Reading) -> int:
    """How many posts were ever stored and still have their identity."""
    return int(_COUNT.first(door, {})[0])
