"""A preview page (``t.me/s/NAME``) as posts. Pure; after the page as it is built in 2026."""

from collections import Counter
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from monitor.model import Haul, Post, Refused, Reply, Unreadable
from monitor.sources.long_tags import bytes_without_long_tags
from monitor.sources.status import check
from monitor.sources.telegram.address import TelegramOptions
from monitor.sources.telegram.message import MOST_LINKS, classes, name_and_number, read_message

#: A page shows about twenty messages.
MOST_MESSAGES = 300


def read_preview(reply: Reply, options: TelegramOptions, now: datetime, source: str = "") -> Haul:
    """The posts of one page, newest first. ``now`` is aware UTC.

    ``cursor``: ``name`` (the channel as it writes itself), ``ids`` (numbers of all messages shown, service messages
    too), ``before`` (the number before which the next older page begins, 0 if there is none).
    Raises what ``status.check`` says; Refused (code ``no_preview``) for a place that shows none; Unreadable.
    """
    check(reply, now)
    page = _parse(reply.body)
    messages = _messages(page)
    if not messages:
        return _nothing(reply, page)
    origin = _origin(reply.url)
    known = [(message, where) for message in messages if (where := name_and_number(message))]
    if not known:
        raise Unreadable("no message of the page bears a number", code="unexpected_content", health="layout_changed")
    # What stands under another name is an advertisement; its number means nothing here.
    name = Counter(where[0] for _, where in known).most_common(1)[0][0]
    own = [(message, where[1]) for message, where in known if where[0] == name]
    drafts = [
        read_message(message, source=source, origin=origin, now=now)
        for message, _ in own
        if "service_message" not in classes(message)
    ]
    posts = _with_links(drafts)
    silent = sum(not (post.text or any(each.alt for each in post.media)) for post in posts)
    return Haul(
        posts=tuple(posts),
        cursor={"name": name, "ids": sorted({number for _, number in own}), "before": _before(page)},
        health="ok" if posts else "empty",
        flags=("no_text",) if silent else (),
        detail=f"{silent} of {len(posts)} posts show no text in the preview" if silent else "",
    )


def _parse(body: bytes) -> etree._Element:
    # lxml.html's own parser would ask Python for the class of each element
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, recover=True)
    try:
        page = etree.fromstring(bytes_without_long_tags(body.replace(b"\x00", b"")), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("the page is empty, or no page at all", code="unexpected_content") from error
    if page is None:
        raise Unreadable("the page is empty, or no page at all", code="unexpected_content")
    return page


def _messages(page: etree._Element) -> list[etree._Element]:
    """The messages, in the page's order; what stands inside another one is part of it."""
    found: list[etree._Element] = []
    stack = [page]
    while stack and len(found) < MOST_MESSAGES:
        element = stack.pop()
        if not isinstance(element.tag, str):
            continue
        if "tgme_widget_message" in classes(element):
            found.append(element)
        elif len(element):
            stack.extend(element[::-1])
    return found


def _with_links(drafts: list[tuple[Post, list[str]]]) -> list[Post]:
    """Newest first. A link that stands under several messages is the channel's footer and says nothing of one."""
    shared = Counter(link for _, links in drafts for link in links)
    posts: dict[str, Post] = {}
    for post, links in drafts:
        own = [link for link in links if shared[link] == 1 or len(drafts) == 1]
        quotes = tuple(dict.fromkeys([*post.quotes, *own]))[:MOST_LINKS]
        posts[post.id] = replace(post, quotes=quotes) if quotes != post.quotes else post
    return sorted(posts.values(), key=lambda post: int(post.id.rpartition("/")[2]), reverse=True)


def _before(page: etree._Element) -> int:
    for link in page.iterdescendants("a"):
        value = link.get("data-before") or ""
        if "tme_messages_more" in classes(link) and value.isascii() and value.isdigit():
            return int(value[:12])
    return 0


def _nothing(reply: Reply, page: etree._Element) -> Haul:
    """A page without messages: an empty channel, one that shows no preview, or something else altogether."""
    names: set[str] = set()
    for element in page.iter():
        if isinstance(element.tag, str):
            names.update(classes(element))
    if names & {"tgme_channel_history", "tme_no_messages_found", "tgme_channel_info"}:
        return Haul(cursor={"name": "", "ids": [], "before": 0}, health="empty")
    where = urlsplit(reply.url).path.strip("/").removeprefix("s/") or "this name"
    if "tgme_page_title" in names or "tgme_page_extra" in names:
        said = f"@{where} shows no public preview: a private or restricted channel, a group, a bot or a person"
        raise Refused(said, code="no_preview")
    if "tgme_page" in names or "tgme_head_wrap" in names:
        raise Refused(f"there is no public channel @{where}, or it shows no preview", code="no_preview")
    raise Unreadable("the page is not one of Telegram's", code="unexpected_content")


def _origin(url: str) -> str:
    """Scheme and host of the page, as far as its own messages are addressed there."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in {"http", "https"} and parts.netloc else "https://t.me"


def page_facts(haul: Haul) -> tuple[str, list[int], int]:
    """Name, numbers and ``before`` of a page, as ``read_preview`` left them."""
    told: Any = haul.cursor or {}
    return str(told.get("name", "")), list(told.get("ids", [])), int(told.get("before", 0))
