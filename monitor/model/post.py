"""A post: one thing published at a source. A fact; it never changes, a new version of it is a Revision."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

#: What ``published_at`` rests on. ``seen`` means that the place named no time we can believe.
DateBasis = Literal[
    "api", "feed", "listing", "jsonld", "meta", "microdata", "time", "sitemap", "url", "stamp", "text", "seen"
]

#: ``day``: only the date was published; ``published_at`` is then its midnight in the zone published.
DatePrecision = Literal["instant", "day"]


@dataclass(frozen=True, kw_only=True)
class Media:
    """A picture, film or file of a post. ``alt`` is its description: text that is matched."""

    url: str = ""
    kind: Literal["image", "video", "audio", "file"] = "image"
    alt: str = ""


@dataclass(frozen=True, kw_only=True)
class Post:
    """One thing published at one source; (source, id) is its identity, ``id`` verbatim as the place gives it.

    ``text`` and ``title`` are plain text, as published: unescaped, lines kept. Times are aware UTC;
    ``published_offset`` is the offset as published, in minutes east of UTC, None if the place named none.
    ``reply_to`` and ``quotes`` are ids or addresses of other posts. ``section`` is the place's own word for
    what this is (articleSection, a JSON-LD type, a category): evidence of genre.
    """

    source: str
    id: str
    url: str = ""
    title: str = ""
    text: str = ""
    author: str = ""
    lang: str = ""
    published_at: datetime | None = None
    published_offset: int | None = None
    date_basis: DateBasis = "seen"
    date_precision: DatePrecision = "instant"
    seen_at: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    reply_to: str = ""
    quotes: tuple[str, ...] = ()
    media: tuple[Media, ...] = ()
    section: str = ""
    edited: bool = False


@dataclass(frozen=True, kw_only=True)
class Revision:
    """A later version of a post: (source, post_id) names the post, ``at`` is when we saw the version (UTC)."""

    source: str
    post_id: str
    at: datetime
    title: str
    text: str
    hash: str
