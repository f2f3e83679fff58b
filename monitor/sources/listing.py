"""A listing of articles -> one post for each entry, with what the listing says of it: address, title, date."""

from collections.abc import Collection
from datetime import datetime

from monitor.model import Haul, Media, Post, Reply, Unreadable, zone_named
from monitor.sources.claims import Reading
from monitor.sources.head import language_of
from monitor.sources.layouts import Layout
from monitor.sources.listing_dates import date_of, without_date
from monitor.sources.listing_links import anchor, labels_of, links_of
from monitor.sources.listing_words import title_of
from monitor.sources.page_options import PageOptions
from monitor.sources.tree import Tree, absolute, attribute, base_of, is_shell, one_line, select, words
from monitor.text.urls import canonical

#: More entries than this, and the selector means something else than entries.
_MOST_ITEMS = 1_000
#: A page with so many links that say something is full: when no entry is found there, its layout has changed.
_FULL = 8


def read_items(
    tree: Tree, reply: Reply, options: PageOptions, layout: Layout | None, now: datetime, source: str
) -> Haul:
    """The entries of a listing, in its order; health ``empty`` if it plainly shows none.

    Raises Unreadable (``layout_changed``) when the page is full of links but has no entry of this shape.
    """
    base = base_of(tree, reply.url)
    lang = options.lang or language_of(tree, {}, {}, one_line(tree.text_content()[:20_000]))
    reading = Reading(zone=zone_named(options.zone), now=now, lang=lang)
    posts: dict[str, Post] = {}
    items = _innermost(select(tree, options.item, most=_MOST_ITEMS))
    labels = labels_of(items)
    links = [_chosen_link(item, options.link) for item in items] if options.link else links_of(items, base, labels)
    for item, link in zip(items, links, strict=True):
        post = _entry(item, link, labels, base, options, layout, reading, source)
        if post is None:
            continue
        known = posts.get(post.id)
        posts[post.id] = post if known is None else _more_telling(known, post)
    if posts:
        return Haul(posts=tuple(posts.values()), replies=(reply,))
    if items or _is_full(tree):
        what = "entries without a link" if items else "no entry"
        raise Unreadable(
            f"the listing shows {what} where {options.item!r} stood: its layout has changed",
            code="layout_changed",
            health="layout_changed",
        )
    if is_shell(tree):
        raise Unreadable(
            "the listing is an empty shell that a script would fill; look for its feed or API",
            code="unexpected_content",
        )
    return Haul(health="empty", replies=(reply,))


def _innermost(items: list[Tree]) -> list[Tree]:
    """The items that hold no other: a box around entries, or nesting without end, is no entry."""
    found = set(items)
    holders = {above for item in items for above in item.iterancestors() if above in found}
    return [item for item in items if item not in holders]


def _chosen_link(item: Tree, css: str) -> Tree | None:
    return next((link for found in select(item, css, most=20) if (link := anchor(found)) is not None), None)


def _entry(
    item: Tree,
    link: Tree | None,
    labels: Collection[str],
    base: str,
    options: PageOptions,
    layout: Layout | None,
    reading: Reading,
    source: str,
) -> Post | None:
    address = absolute(attribute(link, "href"), base) if link is not None else ""
    if link is None or not address:
        return None
    address = layout.named(address) if layout else address
    title = _first_words(item, options.title)
    title, ahead = (title, None) if title else without_date(title_of(item, link, reading, labels), reading)
    dated = date_of(item, options.date, reading) or ahead
    return Post(
        source=source,
        id=canonical(address),
        url=address,
        title=title,
        text=_first_words(item, options.summary, lines=True),
        lang=reading.lang,
        published_at=dated.dated.at if dated else None,
        published_offset=dated.dated.offset if dated else None,
        date_basis="listing" if dated else "seen",
        date_precision=dated.dated.precision if dated else "instant",
        seen_at=reading.now,
        media=_pictures(item, base),
    )


def _first_words(item: Tree, css: str, *, lines: bool = False) -> str:
    for element in select(item, css, most=20):
        said = words(element)
        if said:
            return said if lines else one_line(said)
    return ""


def _pictures(item: Tree, base: str) -> tuple[Media, ...]:
    found = []
    for picture in list(item.iter("img"))[:3]:
        there = absolute(attribute(picture, "data-src") or attribute(picture, "src"), base)
        if there:
            found.append(Media(url=there, alt=one_line(attribute(picture, "alt"))[:1_000]))
    return tuple(found)


def _more_telling(one: Post, other: Post) -> Post:
    """Of two entries with one link (its picture, its headline) the one that says more."""
    return (
        other
        if (len(other.title), other.published_at is not None) > (len(one.title), one.published_at is not None)
        else one
    )


def _is_full(tree: Tree) -> bool:
    told = 0
    for link in tree.iter("a"):
        if link.get("href") and len(one_line(link.text_content()[:300])) >= 25:
            told += 1
            if told >= _FULL:
                return True
    return False
