"""Developments as a table shows them: one line each."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from monitor.store.doors import Reading
from monitor.store.editions import IS_LATEST
from monitor.store.schema import developments, matches, posts, revisions


@dataclass(frozen=True, kw_only=True)
class Headline:
    """A development as a table shows it: ``title`` as its first post reads now, edited at ``edited_at`` if it was.
    ``languages`` counts those that are known."""

    id: int
    story: str
    at: datetime
    told: bool
    action: str
    title: str
    url: str
    source: str
    lang: str
    posts: int
    languages: int
    edited_at: datetime | None


#: How many posts each development has, and in how many known languages.
_COUNTED = (
    select(
        matches.c.development,
        func.count().label("posts"),
        func.count(func.nullif(posts.c.lang, "").distinct()).label("languages"),
    )
    .join_from(matches, posts, posts.c.id == matches.c.post)
    .group_by(matches.c.development)
    .subquery()
)
_HEADLINES = (
    select(
        developments,
        posts.c.title,
        posts.c.text,
        posts.c.url,
        posts.c.source,
        posts.c.lang,
        _COUNTED.c.posts,
        _COUNTED.c.languages,
        revisions.c.at.label("edited_at"),
        revisions.c.title.label("new_title"),
        revisions.c.text.label("new_text"),
    )
    .join_from(developments, posts, posts.c.id == developments.c.lead)
    .join(_COUNTED, _COUNTED.c.development == developments.c.id)
    .outerjoin(revisions, IS_LATEST)
    .order_by(developments.c.at.desc(), developments.c.id.desc())
)


def headlines(door: Reading, *, story: str = "", since: datetime | None = None, most: int = 200) -> list[Headline]:
    """Developments, newest first; of one story only, opened at or after ``since``, at most ``most``."""
    wanted = [developments.c.story == story] if story else []
    if since is not None:
        wanted.append(developments.c.at >= since)
    return [_headline(row) for row in door.connection.execute(_HEADLINES.where(*wanted).limit(most))]


def _headline(row: Any) -> Headline:
    edited = row.edited_at is not None
    title, text = (row.new_title, row.new_text) if edited else (row.title, row.text)
    return Headline(
        id=row.id,
        story=row.story,
        at=row.at,
        told=row.told,
        action=row.action,
        title=title or text.split("\n", 1)[0][:200],
        url=row.url,
        source=row.source,
        lang=row.lang,
        posts=row.posts,
        languages=row.languages,
        edited_at=row.edited_at,
    )
