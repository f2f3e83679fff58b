"""What each element of a feed means, by namespace and local name: one word for many spellings.

Namespaces are compared without their last slash and in lower case, local names in lower case, as feeds write both
in every way. The namespace of the root element counts as none: feeds declare all sorts there.
"""

from functools import lru_cache
from typing import Any

_CORE = frozenset(
    {
        "",
        "http://purl.org/rss/1.0",
        "http://my.netscape.com/rdf/simple/0.9",
        "http://channel.netscape.com/rdf/simple/0.9",
        "http://backend.userland.com/rss2",
        "http://backend.userland.com/rss",
        "http://blogs.law.harvard.edu/tech/rss",
        "http://www.w3.org/2005/atom",
        "http://purl.org/atom/ns#",
        "http://purl.org/net/rss1.1#",
        "http://my.netscape.com/publish/formats/rss-0.91.dtd",
    }
)
_DC = frozenset({"http://purl.org/dc/elements/1.1", "http://purl.org/dc/elements/1.0"})
_DCTERMS = frozenset({"http://purl.org/dc/terms"})
_CONTENT = frozenset({"http://purl.org/rss/1.0/modules/content"})
_MEDIA = frozenset({"http://search.yahoo.com/mrss", "http://video.search.yahoo.com/mrss"})
_ITUNES = frozenset({"http://www.itunes.com/dtds/podcast-1.0.dtd", "http://example.com/dtds/podcast-1.0.dtd"})
_THREAD = frozenset({"http://purl.org/syndication/thread/1.0"})
_PACE = frozenset({"http://purl.org/rss/1.0/modules/syndication"})
_XHTML = frozenset({"http://www.w3.org/1999/xhtml"})

_CORE_NAMES = {
    "title": "title",
    "link": "link",
    "guid": "id",
    "id": "id",
    "description": "summary",
    "summary": "summary",
    "tagline": "summary",
    "abstract": "summary",
    "content": "content",
    "body": "content",
    "fulltext": "content",
    "full-text": "content",
    "pubdate": "published",
    "published": "published",
    "issued": "published",
    "date": "date",
    "created": "date",
    "updated": "updated",
    "modified": "updated",
    "lastbuilddate": "updated",
    "author": "author",
    "category": "category",
    "enclosure": "enclosure",
    "source": "source",
    "image": "image",
    "language": "lang",
    "ttl": "ttl",
    "generator": "generator",
    "channel": "channel",
}
#: By namespace. A name with "?" fills in only where the plain one is missing.
_OTHERS: tuple[tuple[frozenset[str], dict[str, str]], ...] = (
    (
        _DC,
        {
            "title": "title?",
            "creator": "author",
            "author": "author",
            "contributor": "author?",
            "date": "date",
            "subject": "category",
            "language": "lang",
            "description": "summary?",
            "identifier": "id?",
        },
    ),
    (_DCTERMS, {"issued": "date", "created": "date", "modified": "updated", "abstract": "summary?"}),
    (_CONTENT, {"encoded": "content"}),
    (
        _MEDIA,
        {
            "content": "media",
            "thumbnail": "media",
            "group": "group",
            "description": "caption",
            "text": "caption",
            "title": "title?",
        },
    ),
    (
        _ITUNES,
        {
            "summary": "summary?",
            "subtitle": "summary?",
            "author": "author?",
            "title": "title?",
            "image": "image",
        },
    ),
    (_THREAD, {"in-reply-to": "reply_to"}),
    (_PACE, {"updateperiod": "period", "updatefrequency": "frequency"}),
    (_XHTML, {"body": "content", "div": "content"}),
)
#: Names that mean the same in whatever namespace: FeedBurner's and Pheedo's true link, the full text and the genre
#: that outlets hand to Yandex, Rambler and the like.
_ANYWHERE = {"origlink": "true_link", "full-text": "content", "fulltext": "content", "genre": "category"}


class Names(dict[Any, str]):
    """Tag as lxml writes it (``{namespace}local``) -> what it means, "" if nothing to us. Learned while reading."""

    def __init__(self, own: str) -> None:
        super().__init__()
        self._own = own

    def __missing__(self, tag: Any) -> str:
        meaning = meaning_of(tag, self._own) if isinstance(tag, str) else ""
        if isinstance(tag, str) and len(self) < 1_000:  # a hostile feed has more names than that
            self[tag] = meaning
        return meaning


def split_tag(tag: Any) -> tuple[str, str]:
    """Namespace (lower case, no last slash) and local name (lower case) of an element's tag, as lxml writes it."""
    return _split(tag) if isinstance(tag, str) else ("", "")  # a comment, an entity


@lru_cache(maxsize=256)
def _split(tag: str) -> tuple[str, str]:
    namespace, _, local = tag.rpartition("}")
    return namespace.lstrip("{").lower().rstrip("/"), local.lower()


def meaning_of(tag: str, own: str = "") -> str:
    """The word for a tag; ``own`` is the root's namespace as ``split_tag`` gives it."""
    namespace, local = split_tag(tag)
    if namespace in _CORE or namespace == own:
        return _CORE_NAMES.get(local, _ANYWHERE.get(local, ""))
    for spaces, names in _OTHERS:
        if namespace in spaces:
            return names.get(local, "")
    return _ANYWHERE.get(local, "")
