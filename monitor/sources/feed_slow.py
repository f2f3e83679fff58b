"""The forgiving reader of XML feeds: feedparser, for what is not well-formed even after mending.

It costs thirty times what the strict reader does and loses nothing that anybody finds.
"""

import re
import sys
from io import BytesIO
from types import ModuleType
from typing import Any

from monitor.model import Media
from monitor.sources.feed_entry import Entry, as_markup, media_kind

#: feedparser resolves an id that is no address against the base, so ids would differ from those of the strict reader.
_BASE = re.compile(r"\sxml:base(?=\s*=\s*[\"']([^\"'<>]*)[\"'])")


def read_forgiving(text: str) -> tuple[Entry, ...]:
    """The entries in ``text``, as well as they can be read. None at all is an answer too. Never raises."""
    feedparser = _without_network()
    base = found[1] if (found := _BASE.search(text)) else ""
    # Only a stream is safe: feedparser takes text and bytes for an address or a file name if they look like one.
    stream = BytesIO(_BASE.sub(" xml-base", text).encode("utf-8", "replace"))
    try:
        parsed = feedparser.parse(
            stream,
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception:
        # Its loose parser trips over markup that no parser expects, each time in another way.
        return ()
    return tuple(_entry(entry, base) for entry in parsed.entries)


#: What feedparser, and the parser of the standard library that it uses, would go to the network with.
_WAYS_OUT = ("feedparser.http", "urllib.request")


def _without_network() -> Any:
    """feedparser without its ways to the network: nobody may ever use them, and a worker would keep 3 MB for them."""
    if "feedparser" not in sys.modules:
        stands_in = {name: ModuleType(name) for name in _WAYS_OUT if name not in sys.modules}
        sys.modules.update(stands_in)
        try:
            import feedparser
        finally:
            for name in stands_in:
                del sys.modules[name]
    import feedparser

    return feedparser


def _entry(entry: Any, base: str) -> Entry:
    contents = [_text(part) for part in _list(entry, "content")]
    published = _got(entry, "published") or _got(entry, "created")
    identity = _got(entry, "id")
    return Entry(
        id=identity,
        link=_got(entry, "feedburner_origlink") or _link(entry, identity),
        title=_construct(entry, "title"),
        content=max(contents, key=len, default=""),
        summary=_construct(entry, "summary"),
        author=_got(entry, "author"),
        lang=_got(entry, "language") or next((_got(part, "language") for part in _list(entry, "content")), ""),
        published=published,
        updated=_got(entry, "updated"),
        categories=tuple(
            dict.fromkeys(name for tag in _list(entry, "tags") if (name := _got(tag, "label") or _got(tag, "term")))
        )[:20],
        media=_media(entry),
        outlet=_got(dict.get(entry, "source") or {}, "title"),
        base=base,
    )


def _got(of: Any, name: str) -> str:
    # FeedParserDict's own get() fills in other fields, with warnings; what is wanted is what is there
    value = dict.get(of, name) if isinstance(of, dict) else None
    return value.strip() if isinstance(value, str) else ""


def _list(of: Any, name: str) -> list[Any]:
    value = dict.get(of, name)
    return value if isinstance(value, list) else []


def _text(part: Any) -> str:
    value = _got(part, "value")
    return as_markup(value) if _got(part, "type") == "text/plain" else value


def _construct(entry: Any, name: str) -> str:
    # "text/plain" is also what feedparser says where nothing is said: such a title may be escaped markup all the same
    value, detail = _got(entry, name), dict.get(entry, f"{name}_detail")
    return as_markup(value) if isinstance(detail, dict) and _got(detail, "type") == "text/plain" else value


def _link(entry: Any, identity: str) -> str:
    link = _got(entry, "link")
    for each in _list(entry, "links"):
        if _got(each, "rel") == "alternate" and _got(each, "href") and _got(each, "type") in {"", "text/html"}:
            return _got(each, "href")
    return link if link != identity or link.startswith(("http://", "https://")) else ""


def _media(entry: Any) -> tuple[Media, ...]:
    found: dict[str, Media] = {}
    for name, key in (("enclosures", "href"), ("media_content", "url"), ("media_thumbnail", "url")):
        for each in _list(entry, name)[:50]:
            said = _got(each, "medium") or _got(each, "type").partition("/")[0]
            kind = "image" if name == "media_thumbnail" else media_kind(said)
            if url := _got(each, key):
                found.setdefault(url, Media(url=url, kind=kind))
    return tuple(found.values())
