"""Feeds of the small world: RSS, Atom and JSON Feed from a list of posts that come out at their times."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from hashlib import sha256
from html import escape
from typing import Literal

from monitor.demo.outlet import Asked
from monitor.model import Post, Reply

Shape = Literal["rss", "atom", "json"]

#: What can be wrong with a feed: a page in its place, broken or cut XML, nothing in it, an old copy, "slow down",
#: a captcha, an error of its own, gone, no validators, an ETag that never changes, new ids at each fetch.
Fault = Literal[
    "", "html", "broken", "cut", "empty", "frozen", "limited", "captcha", "down", "gone", "no_validators", "lying_etag",
    "new_ids",
]  # fmt: skip

#: What XML cannot hold.
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue001-\U0010ffff]")

_TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}
_CAPTCHA = (
    "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><script>window._cf_chl_opt={};</script>"
    "</body></html>"
)
_PAGE = "<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1><p>News</p></body></html>"


@dataclass
class FeedOutlet:
    """A feed at every address it is asked under: an ``Outlet``.

    Shows the ``length`` newest of ``posts`` whose ``published_at`` has come, newest first. ``fault`` may be switched
    at any time. ``asked`` counts requests, ``shown`` is how many posts the last full answer held. Posts without a time
    are always there.
    """

    posts: Sequence[Post]
    title: str = "Outlet"
    shape: Shape = "rss"
    length: int = 30
    fault: Fault = ""
    retry_after: str = "120"
    headers: tuple[tuple[str, str], ...] = ()
    asked: int = field(default=0, init=False)
    shown: int = field(default=0, init=False)
    _frozen: bytes = field(default=b"", init=False)

    def __call__(self, asked: Asked) -> Reply:
        """The feed as it stands at ``asked.at``; 304 if the validators that were sent still hold."""
        self.asked += 1
        if self.fault in {"limited", "down", "gone"}:
            return self._refusal(asked)
        if self.fault in {"html", "captcha"}:
            page = _CAPTCHA if self.fault == "captcha" else _PAGE.format(title=escape(self.title))
            return self._reply(asked, 200, page.encode(), (("content-type", "text/html; charset=utf-8"),))
        out = self._out(asked.at)
        body = self._body(asked, out)
        validators = self._validators(out, body)
        sent = (asked.headers.get("if-none-match"), asked.headers.get("if-modified-since"))
        held = (dict(validators).get("etag"), dict(validators).get("last-modified"))
        if validators and any(sent) and all(mine in (None, theirs) for mine, theirs in zip(sent, held, strict=True)):
            return self._reply(asked, 304, b"", validators)
        self.shown = len(out)
        kind = (("content-type", f"{_TYPES[self.shape]}; charset=utf-8"),)
        return self._reply(asked, 200, body, (*kind, *validators))

    def _out(self, at: datetime) -> list[Post]:
        out = [post for post in self.posts if post.published_at is None or post.published_at <= at]
        out.sort(key=lambda post: (post.published_at is not None, post.published_at), reverse=True)
        return [] if self.fault == "empty" else out[: self.length]

    def _body(self, asked: Asked, out: list[Post]) -> bytes:
        salt = f"/{self.asked}" if self.fault == "new_ids" else ""
        whole = {"rss": _rss, "atom": _atom, "json": _json}[self.shape](self.title, asked.url, out, salt).encode()
        if self.fault == "frozen":
            self._frozen = self._frozen or whole
            return self._frozen
        self._frozen = b""
        if self.fault == "broken":
            return whole.replace(b"</title>", b" & <br></title>", 2)
        return whole[: len(whole) * 2 // 3] if self.fault == "cut" else whole

    def _validators(self, out: list[Post], body: bytes) -> tuple[tuple[str, str], ...]:
        if self.fault == "no_validators":
            return ()
        tag = "same" if self.fault == "lying_etag" else sha256(body).hexdigest()[:16]
        newest = max((post.published_at for post in out if post.published_at), default=None)
        dated = (("last-modified", format_datetime(newest, usegmt=True)),) if newest and tag != "same" else ()
        return (("etag", f'W/"{tag}"'), *dated)

    def _refusal(self, asked: Asked) -> Reply:
        if self.fault == "limited":
            return self._reply(asked, 429, b"", (("retry-after", self.retry_after),))
        return self._reply(asked, 410 if self.fault == "gone" else 503, b"", ())

    def _reply(self, asked: Asked, status: int, body: bytes, headers: tuple[tuple[str, str], ...]) -> Reply:
        return Reply(
            asked=asked.url, url=asked.url, status=status, headers=(*headers, *self.headers), body=body, at=asked.at
        )


def _rss(title: str, url: str, posts: list[Post], salt: str) -> str:
    items = "".join(
        f"<item><title>{_xml(post.title)}</title><link>{_xml(post.url)}</link>"
        f'<guid isPermaLink="false">{_xml(post.id + salt)}</guid>'
        + (f"<pubDate>{format_datetime(post.published_at)}</pubDate>" if post.published_at else "")
        + (f"<dc:creator>{_xml(post.author)}</dc:creator>" if post.author else "")
        + f"<description>{_xml(_markup(post.text))}</description></item>"
        for post in posts
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>{_xml(title)}</title><link>{_xml(url)}</link>{items}</channel></rss>"
    )


def _atom(title: str, url: str, posts: list[Post], salt: str) -> str:
    entries = "".join(
        f'<entry><id>{_xml(post.id + salt)}</id><title>{_xml(post.title)}</title><link href="{_xml(post.url)}"/>'
        + (f"<published>{post.published_at.isoformat()}</published>" if post.published_at else "")
        + (f"<author><name>{_xml(post.author)}</name></author>" if post.author else "")
        + f'<content type="html">{_xml(_markup(post.text))}</content></entry>'
        for post in posts
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<id>{_xml(url)}</id><title>{_xml(title)}</title>{entries}</feed>"
    )


def _json(title: str, url: str, posts: list[Post], salt: str) -> str:
    items = [
        {
            "id": post.id + salt,
            "url": post.url,
            "title": post.title,
            "content_text": post.text,
            **({"date_published": post.published_at.isoformat()} if post.published_at else {}),
            **({"authors": [{"name": post.author}]} if post.author else {}),
        }
        for post in posts
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": title, "feed_url": url, "items": items}
    return json.dumps(feed, ensure_ascii=False)


def _markup(text: str) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in text.split("\n"))


def _xml(text: str) -> str:
    """Escaped, without what XML cannot hold."""
    return escape(_NOT_XML.sub("", text))
