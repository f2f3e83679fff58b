"""An article to draft a story from: a text file, a saved page, or an address that is asked."""

import re
from datetime import datetime
from urllib.parse import urlsplit

from monitor.desk.preview import Request, preview
from monitor.drafting.listing import is_list
from monitor.model import Post, Refused, Unreadable, Web
from monitor.text.charset import decode
from monitor.text.storable import incoming

_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|article|p|div)\b", re.IGNORECASE)


def is_page(raw: bytes) -> bool:
    """Whether the bytes of a file are a page, and no plain text."""
    return bool(_MARKUP.search(raw[:4_000]))


def read_text(raw: bytes, name: str) -> Post:
    """The article of a plain text, in whatever charset it is. Raises Refused if there is nothing in it, or no text."""
    if what := _no_text(raw):
        raise Refused(f"{name} is {what}, not text: save the article as text or as a page (HTML)", code="content")
    text = incoming(decode(raw)[0]).strip().removeprefix("\ufeff")
    if not text:
        raise Refused(f"{name} is empty: there is no article to read", code="empty")
    if what := _not_prose(text):
        raise Refused(f"{name} {what}", code="content")
    return Post(source="", id=name, text=text)


def _not_prose(text: str) -> str:
    """What a text is if it is no article, and what to give instead; "" if it may be one."""
    if re.match(r"(?:<\?xml[^>]*>\s*)?<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b", text):
        return "is a feed: give the address, or the text, of one of its articles"
    if text[:1] in "[{" and text[-1:] in "]}" and '":' in text.replace('" :', '":'):
        return "is JSON, not text: save the article as text or as a page (HTML)"
    if re.fullmatch(r"https?://\S+", text):
        return f"holds nothing but an address: monitor story new {text}"
    if re.fullmatch(r"(?:https?://\S+\s*)+", text):
        return "holds nothing but addresses: monitor story new takes one of them at a time"
    if not any(letter.isalpha() for letter in text):
        return "holds no words: there is no article to read"
    return ""


#: How files of other kinds begin.
_OTHER_KINDS = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a packed file (DOCX, ODT, ZIP)",
    b"\xd0\xcf\x11\xe0": "an old Word file",
    b"{\\rtf": "an RTF file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a packed file",
    b"SQLite format 3": "a database",
}

#: So much of a file is looked at, and so many of its bytes may be signs that no text has.
_LOOKED_AT, _ODD = 4_000, 0.02


def _no_text(raw: bytes) -> str:
    """What a file is if it is no text, "" if it may be one. UTF-16 has its mark, and zeros."""
    kind = next((kind for begin, kind in _OTHER_KINDS.items() if raw.startswith(begin)), "")
    if kind or raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return kind
    head = raw[:_LOOKED_AT]
    odd = sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head)
    return "data" if head and odd > _ODD * len(head) else ""


async def read_page(web: Web, address: str, now: datetime, raw: bytes | None = None) -> Post:
    """The article at an address, or of a saved page. ``now`` (aware) bounds its date.

    Raises Refused for a front page, Unreadable with what the place answered.
    """
    if raw is None and urlsplit(address).path in ("", "/") and not urlsplit(address).query:
        raise Refused(f"{address} is a front page, full of other news: give the address of one article", code="content")
    seen = await preview(web, Request(address=address, now=now, kind="article", body=raw))
    if not seen.posts:
        raise Unreadable(f"{address}: {seen.detail or seen.health}", code=seen.error)
    if is_list(seen.posts[0].text, least=_HEADLINES):
        raise Refused(
            f"{address} is a page of headlines, as a front page is: give the page, or the text, of one article",
            code="content",
        )
    return seen.posts[0]


#: A page with so many lines that are no sentences, and no piece of prose, is a front page or a section's.
_HEADLINES = 12
