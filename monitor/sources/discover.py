"""Which feeds a page names. Only told, never asked for: whoever wants one previews it."""

import re
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from lxml import html as lxml_html
from pydantic import BaseModel, ConfigDict

from monitor.model import Haul, Reply
from monitor.sources.feed_reading import is_feed
from monitor.sources.status import check
from monitor.sources.tree import base_of, read_tree

_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
        "application/json",
        "application/x.atom+xml",
        "application/x-atom+xml",
        "text/rss",
        "text/xml",
        "application/xml",
    }
)
#: WordPress offers its API and its oEmbed under the same types.
_NO_FEED = re.compile(r"/wp-json(?:/|$)|/oembed(?:/|\?|$)|[?&]rest_route=", re.IGNORECASE)
#: Addresses that links in the text of a page give away as feeds.
_PATH = re.compile(
    r"(?:/(?:feed|rss|atom)s?/?|/rss2?\.(?:php|aspx?)|/(?:feed|rss|atom|index)\.(?:xml|rss|rdf|atom|json)"
    r"|\.(?:rss|atom))$",
    re.IGNORECASE,
)
_QUERY = re.compile(r"[?&](?:feed=(?:rss2?|atom|rdf)|(?:format|type)=(?:feed|rss|atom))(?:&|$)", re.IGNORECASE)
_COMMENTS = re.compile(r"comment", re.IGNORECASE)
#: Where feeds usually stand, at the root and beside the page (as Miniflux tries them).
WELL_KNOWN = ("atom.xml", "feed.atom", "feed.xml", "feed/", "index.rss", "index.xml", "rss.xml", "rss/", "rss/feed.xml")
_MOST = 100


class DiscoverOptions(BaseModel):
    """There is nothing to choose."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def read_discover(reply: Reply, options: DiscoverOptions, now: datetime, source: str = "") -> Haul:
    """The feeds that a page names, in ``Haul.feeds``: the page's own first, feeds of comments last. Pure.

    The address itself if it is a feed; addresses where feeds usually stand if the page names none: these may not exist.
    Raises as ``status.check``; Unreadable if the answer is no page.
    """
    check(reply, now)
    if is_feed(reply):
        return Haul(feeds=(reply.url,))
    tree = read_tree(reply)
    base = base_of(tree, reply.url)
    named = _addresses(base, _named(tree)) or _addresses(base, _linked(tree))
    if named:
        return Haul(feeds=tuple(sorted(named, key=lambda url: bool(_COMMENTS.search(url)))))
    guesses = _addresses(reply.url, (f"{start}{path}" for start in ("/", "") for path in WELL_KNOWN))
    return Haul(feeds=tuple(guesses), detail="the page names no feed; these are the usual places", flags=("guessed",))


def _named(tree: lxml_html.HtmlElement) -> Iterator[str]:
    for link in tree.iter("link", "a"):
        rel = (link.get("rel") or "").lower().split()
        kind = (link.get("type") or "").partition(";")[0].strip().lower()
        if "feed" in rel or ("alternate" in rel and kind in _TYPES):
            yield link.get("href") or ""


def _linked(tree: lxml_html.HtmlElement) -> Iterator[str]:
    for link in tree.iter("a"):
        href = (link.get("href") or "").strip()
        address = href.partition("#")[0]
        if _PATH.search(address.partition("?")[0]) or _QUERY.search(address):
            yield href


def _addresses(base: str, links: Iterator[str]) -> list[str]:
    """Absolute web addresses, each once."""
    found: dict[str, None] = {}
    for link in links:
        try:
            url = urljoin(base, link.strip().partition("#")[0])
            known = urlsplit(url).scheme in {"http", "https"}
        except ValueError:
            continue
        if known and link.strip() and not _NO_FEED.search(url) and len(found) < _MOST:
            found.setdefault(url)
    return list(found)
