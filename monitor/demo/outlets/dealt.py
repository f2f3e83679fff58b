"""A feed to which the posts of a file are dealt out; it shows what was published by now, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from hashlib import sha256

from lxml import etree
from lxml.builder import ElementMaker

from monitor.demo.outlet import Asked
from monitor.model import Post, Reply

#: What was published earlier than the last so many items has rolled off the feed; an instant is never cut in two.
SHOWN = 100

_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "content": "http://purl.org/rss/1.0/modules/content/",
}
_E = ElementMaker(nsmap=_NAMESPACES)
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(55296, 57344), 65534, 65535], " ")


@dataclass
class DealtFeed:
    """An outlet: RSS 2.0 with validators. ``posts`` in order of their times; each needs an id and an address."""

    title: str
    posts: Sequence[Post]

    def __call__(self, asked: Asked) -> Reply:
        """The feed as of ``asked.at``; 304 if the asker has it."""
        shown = self.shown(asked.at)
        tag = f'"{_tag(shown)}"'
        headers = (("content-type", "application/rss+xml; charset=utf-8"), ("etag", tag))
        if asked.headers.get("if-none-match") == tag:
            return Reply(asked=asked.url, url=asked.url, status=304, headers=headers, at=asked.at)
        return Reply(asked=asked.url, url=asked.url, headers=headers, body=self._body(shown), at=asked.at)

    def shown(self, at: datetime) -> list[Post]:
        """What stands in the feed at a moment, oldest first."""
        published = [post for post in self.posts if post.published_at is not None and post.published_at <= at]
        if len(published) <= SHOWN:
            return published
        edge = published[-SHOWN].published_at
        return [post for post in published if post.published_at is not None and edge and post.published_at >= edge]

    def _body(self, shown: Sequence[Post]) -> bytes:
        channel = _E.channel(_E.title(self.title), *(_item(post) for post in reversed(shown)))
        rss = _E.rss(channel, version="2.0")
        return bytes(etree.tostring(rss, xml_declaration=True, encoding="utf-8"))


def _tag(shown: Sequence[Post]) -> str:
    return sha256(
        "\n".join(f"{post.id} {post.title} {post.text}" for post in shown).encode("utf-8", "replace")
    ).hexdigest()[:16]


def _item(post: Post) -> etree._Element:
    item = _E.item(
        _E.title(_xml(post.title)),
        _E.guid(_xml(post.id), isPermaLink="false"),
        _E.link(_xml(post.url)),
        _E.description(_xml(post.text, markup=True)),
    )
    if post.published_at is not None:
        item.append(_E.pubDate(format_datetime(post.published_at)))
    if post.author:
        creator = etree.SubElement(item, f"{{{_NAMESPACES['dc']}}}creator")
        creator.text = _xml(post.author)
    if post.lang:
        language = etree.SubElement(item, f"{{{_NAMESPACES['dc']}}}language")
        language.text = _xml(post.lang)
    return item


def _xml(text: str, *, markup: bool = False) -> str:
    """Text that XML can carry; as HTML inside, where the element holds markup."""
    clean = text.translate(_CONTROLS)
    if not markup:
        return clean
    escaped = clean.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "<br/>".join(escaped.split("\n"))
