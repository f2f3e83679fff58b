"""News pages: a listing is polled, and each new entry's article is fetched once.

Known entries are remembered by the cursor, so a listing that only counts its visitors is no news. An entry is never
lost because its article cannot be had: it comes with what the listing says, and its article is tried again twice.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from monitor.model import Cursor, Haul, MonitorError, Post, Reply, Source, TryLater, Unreadable, Web, zone_named
from monitor.sources import validators
from monitor.sources.article import read_article
from monitor.sources.claims import Claim, Reading, choose
from monitor.sources.layouts import layout_of
from monitor.sources.listing import read_items
from monitor.sources.page_match import better_title, is_another
from monitor.sources.page_memory import Memory, signed
from monitor.sources.page_options import PageOptions, for_place
from monitor.sources.status import check
from monitor.sources.tree import read_tree
from monitor.text.dates import Dated
from monitor.text.outlets import outlet

#: Seconds after which no further article is begun in one poll: the source is only lent to us.
_ENOUGH = 60.0
#: A new entry is not believed to be older than this on the word of a ``<time>``, an address or a text.
_OLDEST_NEW = timedelta(days=365)
_WEAK = frozenset({"time", "url", "text"})
#: Under these words an article may be had at another time.
_MAY_COME = frozenset({"blocked", "refused"})
#: Under these codes the host has answered for all its articles.
_HOST_SAYS_NO = frozenset({"403", "robots", "deadline", "dns", "network"})


def read_listing(reply: Reply, options: PageOptions, now: datetime, source: str = "") -> Haul:
    """One answer of a page as posts: the entries of its listing; without ``item`` the page as one article.

    A known place is read by its layout, an address that is an article's as that. Raises what ``status.check`` raises,
    and Unreadable (``layout_changed``, ``unexpected_content``).
    """
    check(reply, now)
    options, layout = for_place(options, reply.url)
    if not options.item or (layout is not None and layout.is_article(reply.url)):
        return read_article(reply, options.of_article(), now, source)
    return read_items(read_tree(reply), reply, options, layout, now, source)


@dataclass(frozen=True, kw_only=True)
class _Brought:
    """What the articles of one poll brought. ``owing``: id -> tries used up by an article that is still owed."""

    posts: tuple[Post, ...]
    replies: tuple[Reply, ...]
    flags: frozenset[str]
    owing: Mapping[str, int]


class Page:
    """A listing of articles, or one page, by CSS selectors or as a known place."""

    Options = PageOptions
    #: The pure function that reads one answer; what ``monitor source preview`` shows.
    read_one = "monitor.sources.page:read_listing"

    def __init__(self, source: Source, options: PageOptions) -> None:
        self._source = source
        self._options, self._layout = for_place(options, source.address)

    def faults(self) -> tuple[tuple[str, str], ...]:
        """What would keep every poll from succeeding, seen without polling: (key of the configuration, what)."""
        if self._source.address.lower().startswith(("http://", "https://")):
            return ()
        return (("address", "is no web address; it begins with https:// or http://"),)

    async def collect(self, web: Web, cursor: Cursor, now: datetime) -> Haul:
        """New entries with their articles. Asks robots.txt first. See ``model.ports.Kind``."""
        memory, address = Memory.of(cursor), self._source.address
        headers = {} if memory.owed else validators.request_headers(cursor, address, now)
        asked = validators.address(cursor, address)
        reply = await web.get(asked, headers=headers, robots=True, ca_file=self._source.ca_file)
        if not memory.owed and validators.unchanged(cursor, address, reply):
            after = self._cursor(cursor, reply, now, _signed(cursor), memory)
            kept = after[validators.KEY]
            news = () if kept is cursor.get(validators.KEY) else validators.remarks(kept)
            return Haul(health="not_modified", cursor=after, flags=news)
        listed = await web.apart(self.read_one, reply, self._options, now, self._source.key, into=Haul)
        if not listed.posts and memory.stood:
            raise Unreadable(
                f"the listing shows no entry where {memory.stood} stood", code="layout_changed", health="layout_changed"
            )
        return await self._take(web, cursor, now, reply, listed, memory)

    async def _take(self, web: Web, cursor: Cursor, now: datetime, reply: Reply, listed: Haul, memory: Memory) -> Haul:
        fresh, owed = memory.sort(listed.posts)
        brought = await self._articles(web, reply, fresh, owed, now, first=validators.KEY not in cursor)
        after = memory.after(listed.posts, brought.owing)
        moved = self._cursor(cursor, reply, now, signed(listed.posts), after)
        lost = {"dates_not_found"} if memory.dated and listed.posts and not after.dated else set()
        remarks = validators.remarks(moved[validators.KEY])
        return Haul(
            posts=brought.posts,
            cursor=moved,
            health=listed.health if brought.posts or not listed.posts else "not_modified",
            replies=(*listed.replies, *brought.replies),
            flags=tuple(sorted({*brought.flags, *listed.flags, *lost, *remarks})),
        )

    async def _articles(
        self, web: Web, listing: Reply, fresh: Sequence[Post], owed: Sequence[Post], now: datetime, *, first: bool
    ) -> "_Brought":
        """The fresh entries, each with its article if it can be had, and those owed whose article came at last."""
        posts: list[Post] = []
        replies: list[Reply] = []
        flags: set[str] = set()
        owing: dict[str, int] = {}
        left, loop = self._options.articles, asyncio.get_running_loop()
        until = loop.time() + _ENOUGH
        for post in (*fresh, *owed):
            if not self._has_article(post, listing.url):
                posts.append(post)
                continue
            if left <= 0 or loop.time() > until:
                posts += [] if post in owed else [post]
                # the backlog of a first poll is background: its texts are not worth a run on the place
                owing |= {} if first or not self._options.articles else {post.id: 0}
                continue
            left -= 1
            try:
                article = await self._article(web, post, listing.url, now)
            except MonitorError as error:
                flags.add("articles_failed")
                posts += [] if post in owed else [post]
                owing |= {post.id: 1} if isinstance(error, TryLater) or error.health in _MAY_COME else {}
                left = 0 if error.health in {"blocked", "limited"} or error.code in _HOST_SAYS_NO else left
                continue
            posts.append(self._joined(post, article.posts[0], now, first=first))
            replies += article.replies
            flags |= set(article.flags)
        return _Brought(posts=tuple(posts), replies=tuple(replies), flags=frozenset(flags), owing=owing)

    async def _article(self, web: Web, post: Post, listing: str, now: datetime) -> Haul:
        reply = await web.get(self._here(post.url, listing), robots=True, ca_file=self._source.ca_file)
        reader, options = "monitor.sources.article:read_article", self._options.of_article()
        article = await web.apart(reader, reply, options, now, self._source.key, into=Haul)
        if is_another(post, article.posts[0], reply.url, listing):
            raise TryLater("another page stands where the article should", code="unexpected_content")
        return article

    def _has_article(self, post: Post, listing: str) -> bool:
        """Whether there is a page to fetch: not when the page itself is the post, nor when another outlet has it."""
        return bool(self._options.item) and outlet(self._here(post.url, listing)) == outlet(listing)

    def _joined(self, entry: Post, article: Post, now: datetime, *, first: bool) -> Post:
        """The entry with its article's text, and the better of their dates."""
        reading = Reading(zone=zone_named(self._options.zone), now=now)
        claims = [_claim(post) for post in (entry, article) if post.published_at is not None]
        if not first:
            claims = [one for one in claims if one.basis not in _WEAK or one.dated.at > now - _OLDEST_NEW]
        believed = choose(claims, self._options.dates, reading)
        return replace(
            entry,
            title=better_title(entry.title, article.title),
            text=article.text if len(article.text) >= len(entry.text) else entry.text,
            author=article.author,
            lang=article.lang or entry.lang,
            section=article.section,
            media=article.media or entry.media,
            published_at=believed.dated.at if believed else None,
            published_offset=believed.dated.offset if believed else None,
            date_basis=believed.basis if believed else "seen",
            date_precision=believed.dated.precision if believed else "instant",
        )

    def _here(self, url: str, listing: str) -> str:
        """The article on the host that answered the listing: a mirror is polled because the main host refuses us."""
        layout = layout_of(listing)
        if layout is None or layout is not self._layout:
            return url
        there, here = urlsplit(url), urlsplit(listing)
        return urlunsplit((here.scheme, here.netloc, there.path, there.query, ""))

    def _cursor(self, cursor: Cursor, reply: Reply, now: datetime, sign: str, memory: Memory) -> dict[str, Any]:
        return {
            validators.KEY: validators.keep(cursor, self._source.address, reply, now, sign=sign),
            **memory.as_cursor(),
        }


def _signed(cursor: Cursor) -> str:
    kept = cursor.get(validators.KEY)
    sign = kept.get("sign") if isinstance(kept, Mapping) else ""
    return sign if isinstance(sign, str) else ""


def _claim(post: Post) -> Claim:
    at = post.published_at
    if at is None:  # the caller has asked
        raise ValueError("a post without a date makes no claim")
    return Claim(basis=post.date_basis, dated=Dated(at, post.published_offset, post.date_precision))
