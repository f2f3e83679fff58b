"""An article to draft a story from: a text file, a saved page, or an address that is asked."""

import re
from datetime import datetime

from monitor.desk.preview import Request, preview
from monitor.model import Post, Refused, Unreadable, Web
from monitor.text.charset import decode
from monitor.text.clean import incoming

_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|article|p|div)\b", re.IGNORECASE)


def is_page(raw: bytes) -> bool:
    """Whether the bytes of a file are a page, and no plain text."""
    return bool(_MARKUP.search(raw[:4_000]))


def read_text(raw: bytes, name: str) -> Post:
    """The article of a plain text, in whatever charset it is. Raises Refused if there is nothing in it."""
    text = incoming(decode(raw)[0]).strip().removeprefix("\ufeff")
    if not text:
        raise Refused(f"{name} is empty: there is no article to read", code="empty")
    return Post(source="", id=name, text=text)


async def read_page(web: Web, address: str, now: datetime, raw: bytes | None = None) -> Post:
    """The article at an address, or of a saved page. ``now`` (aware) bounds its date.

    Raises Unreadable with what the place answered.
    """
    seen = await preview(web, Request(address=address, now=now, kind="article", body=raw))
    if not seen.posts:
        raise Unreadable(f"{address}: {seen.detail or seen.health}", code=seen.error)
    return seen.posts[0]
