"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1). Wrong types are passed over, entries without an id kept."""

import json
import re
from html import escape
from typing import Any

from monitor.model import Media
from monitor.sources.feed_entry import Entry, Sheet, Window, as_markup, media_kind
from monitor.text.storable import incoming

_ITEMS, _NEXT_ITEM = re.compile(r'"items"\s*+:\s*+\['), re.compile(r"[\s,]*+(?=\{)")
_BETWEEN_ITEMS = re.compile(r"\}\s*+,\s*+(?=\{)")
_HEAD = re.compile(r'"(version|home_page_url|language)"\s*+:\s*+("[^"\\]*+")')
#: What an entry has, and neither its author nor its attachments.
_OF_AN_ITEM = frozenset({"id", "content_html", "content_text"})
#: So many entries may be broken. Each may be read up to the end of the text before that shows.
_MOST_BROKEN = 20
#: No number that anybody means is longer; Python refuses those of more than 4,300 figures.
_DECODER = json.JSONDecoder(strict=False, parse_int=lambda digits: int(digits) if len(digits) < 1_000 else digits)


def read_json(text: str, window: Window) -> Sheet | None:
    """The feed in ``text``, None if it is JSON but no feed. Raises ValueError if it is no JSON at all.

    Of broken JSON the entries that are whole (``flags`` has ``mended``).
    """
    flags: tuple[str, ...] = ()
    try:
        feed = json.loads(text, parse_constant=lambda _: None, strict=False)
    except (ValueError, RecursionError) as problem:
        feed, flags = _in_pieces(text), ("mended",)
        if not feed["items"]:
            raise ValueError("broken, and no entry can be read") from problem
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        return None
    version = feed.get("version")
    if not (isinstance(version, str) and "jsonfeed" in version) and not _looks_right(feed["items"]):
        return None
    return Sheet(
        entries=tuple(_entry(item) for item in feed["items"][window.start : window.end] if isinstance(item, dict)),
        more=len(feed["items"]) > window.end,
        link=_text(feed, "home_page_url"),
        author=_author(feed),
        lang=_text(feed, "language"),
        flags=("expired", *flags) if feed.get("expired") is True else flags,
    )


def _in_pieces(text: str) -> dict[str, Any]:
    """What is whole in broken JSON: what is said before ``items``, and each entry that can be read by itself."""
    begins = _ITEMS.search(text)
    if not begins:
        return {"items": []}
    feed: dict[str, Any] = {
        said[1]: json.loads(said[2], strict=False) for said in _HEAD.finditer(text, 0, begins.start())
    }
    items, broken, at = [], 0, begins.end()
    while at < len(text) and broken < _MOST_BROKEN:
        item, at = _read_item(text, at)
        if item is None:
            broken += 1
        elif not _OF_AN_ITEM.isdisjoint(item):
            items.append(item)
    return {**feed, "items": items}


def _read_item(text: str, at: int) -> tuple[dict[str, Any] | None, int]:
    """The entry that stands at ``at`` and where it ends; None and where another may begin if it cannot be read."""
    if found := _NEXT_ITEM.match(text, at):
        try:
            return _DECODER.raw_decode(text, found.end())
        except (ValueError, RecursionError):
            pass
    behind = _BETWEEN_ITEMS.search(text, at + 1)
    return None, behind.end() if behind else len(text)


def _looks_right(items: list[Any]) -> bool:
    """Feeds without a version: every item has an id and a text or title of ours."""
    return bool(items) and all(
        isinstance(item, dict) and "id" in item and {"content_html", "content_text"} & item.keys() for item in items
    )


def _entry(item: dict[str, Any]) -> Entry:
    html, plain = _text(item, "content_html"), _text(item, "content_text")
    identity = item.get("id")
    if isinstance(identity, (int, float)) and not isinstance(identity, bool):
        identity = str(identity)
    return Entry(
        id=incoming(identity.strip()) if isinstance(identity, str) else "",
        link=_text(item, "url") or _text(item, "external_url"),
        title=as_markup(_text(item, "title")),
        content=html or escape(plain, quote=False),
        summary=escape(_text(item, "summary"), quote=False),
        author=_author(item),
        lang=_text(item, "language"),
        published=_text(item, "date_published"),
        updated=_text(item, "date_modified"),
        categories=tuple(incoming(tag.strip()) for tag in _list(item, "tags") if isinstance(tag, str) and tag.strip())[
            :20
        ],
        media=_media(item),
    )


def _text(of: dict[str, Any], name: str) -> str:
    value = of.get(name)
    return incoming(value.strip()) if isinstance(value, str) else ""


def _list(of: dict[str, Any], name: str) -> list[Any]:
    value = of.get(name)
    return value if isinstance(value, list) else []


def _author(of: dict[str, Any]) -> str:
    for author in (*_list(of, "authors"), of.get("author")):
        if isinstance(author, dict) and (name := _text(author, "name")):
            return name
    return ""


def _media(item: dict[str, Any]) -> tuple[Media, ...]:
    found: dict[str, Media] = {}
    for name in ("image", "banner_image"):
        if url := _text(item, name):
            found.setdefault(url, Media(url=url))
    for each in _list(item, "attachments")[:50]:
        if isinstance(each, dict) and (url := _text(each, "url")):
            kind = media_kind(_text(each, "mime_type").partition("/")[0])
            found.setdefault(url, Media(url=url, kind=kind, alt=_text(each, "title")))
    return tuple(found.values())
