"""Posts of a file, dealt out to at most twelve feeds on twelve hosts."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from monitor.demo.outlets.dealt import DealtFeed
from monitor.model import Post

#: So many feeds carry all outlets of a file.
FEEDS = 12

#: A file whose first post has no time begins here.
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Dealt:
    """The feeds by host name, and the instants at which something is published, in order."""

    feeds: dict[str, DealtFeed]
    instants: tuple[datetime, ...]
    served: int


def deal(posts: Iterable[Post]) -> Dealt:
    """Deals posts out: an outlet (a post's source) always to the same feed, its items linking to the outlet's host.

    A post without a time comes one minute after the line before. Ids are made unique within a feed.
    """
    timed = list(_with_times(posts))
    outlets = list(dict.fromkeys(post.source for post in timed))
    feed_of = {outlet: f"feed-{number % FEEDS + 1:02}.example" for number, outlet in enumerate(outlets)}
    hosts = _hosts(outlets)
    dealt: dict[str, list[Post]] = defaultdict(list)
    taken: dict[str, set[str]] = defaultdict(set)
    for post in sorted(timed, key=lambda post: post.published_at or BEGINNING):
        host = feed_of[post.source]
        name = _unique(post.id, taken[host])
        link = f"https://{hosts[post.source]}/{len(dealt[host]) + 1}-{_slug(name)}"
        dealt[host].append(replace(post, id=name, url=link))
    feeds = {host: DealtFeed(title=host, posts=items) for host, items in sorted(dealt.items())}
    instants = sorted({post.published_at for items in dealt.values() for post in items if post.published_at})
    return Dealt(feeds=feeds, instants=tuple(instants), served=len(timed))


def _with_times(posts: Iterable[Post]) -> Iterable[Post]:
    last = BEGINNING - timedelta(minutes=1)
    for post in posts:
        # RSS knows seconds, no less
        at = (post.published_at or last + timedelta(minutes=1)).astimezone(UTC).replace(microsecond=0)
        last = at
        yield replace(post, published_at=at)


def _hosts(outlets: Sequence[str]) -> dict[str, str]:
    """A host name for each outlet: its own where it is one, else one made from it."""
    hosts: dict[str, str] = {}
    for number, outlet in enumerate(outlets):
        name = outlet.lower() if re.fullmatch(r"(?i)[a-z0-9-]+(\.[a-z0-9-]+)+", outlet) else ""
        hosts[outlet] = name or f"{_slug(outlet) or 'outlet'}-{number + 1}.example"
    return hosts


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60]


def _unique(name: str, taken: set[str]) -> str:
    unique, number = name, 1
    while unique in taken:
        number += 1
        unique = f"{name}#{number}"
    taken.add(unique)
    return unique
