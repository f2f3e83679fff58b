"""The strict reader of XML feeds: well-formed or nothing. Atom, RSS in every version, RDF.

What is not well-formed is refused, and then mended or read by feedparser (``feed_pieces``). Not feedparser-rs, though
its parsing alone is faster: it passes over what it does not expect without a word (an ``<item>`` outside the channel,
the 10,001st entry, the space of ``one<br/>two``).
"""

from functools import cached_property, lru_cache
from itertools import islice
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

from monitor.sources.feed_entry import WHOLE, Entry, Sheet, Window, pause_minutes
from monitor.sources.feed_names import Names, split_tag
from monitor.sources.feed_parts import (
    Parts,
    atom_markup,
    author_of,
    categories_of,
    link_of,
    markup_of,
    media_of,
    outlet_of,
    parts_of,
    plain_text,
    reply_to_of,
)
from monitor.sources.feed_tree import BASE, LANG, NotWellFormed, Tree, recovered_tree, said_of, tree_of

__all__ = ["NotWellFormed", "read_recovering", "read_xml"]

_ABOUT = "http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
#: Where the text of a name may stand, in this order.
_STAND_INS = {"title": ("title", "title?"), "summary": ("summary", "summary?", "caption")}


def read_xml(xml: bytes, window: Window = WHOLE) -> Sheet:
    """The feed in ``xml``: UTF-8, whatever its prolog says. Raises NotWellFormed, also if it has a DOCTYPE."""
    return read_tree(tree_of(xml), window)


def read_tree(tree: Tree, window: Window) -> Sheet:
    """Everything that a tree holds of a feed."""
    return _Reader(tree).sheet(window)


def read_recovering(text: str) -> tuple[Entry, ...]:
    """The entries that are left of broken XML when the parser passes over what it cannot read. Never raises."""
    tree = recovered_tree(text)
    return read_tree(tree, WHOLE).entries if tree else ()


@lru_cache(maxsize=16)
def _names(space: str) -> Names:
    """What the elements of a feed mean whose root is of this namespace."""
    return Names(space)


class _Reader:
    """One tree, read once."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        space, self._name = split_tag(tree.root.tag)
        self._names = _names(space)
        self._markup = atom_markup if "atom" in space else markup_of

    def sheet(self, window: Window) -> Sheet:
        """Everything that the tree holds of a feed."""
        items = self._tree.items
        entries = tuple(map(self._entry, islice(items, window.start, window.end)))
        more = next(items, None) is not None
        head = self._head()
        return Sheet(
            entries=entries,
            link=link_of(head),
            author=author_of(head),
            lang=head.text("lang") or said_of(self._tree.root, LANG),
            minutes=pause_minutes(*(head.text(name) for name in ("ttl", "period", "frequency", "generator"))),
            root=self._name,
            more=more,
        )

    def _head(self) -> Parts:
        """Everything said about the feed itself: by its channel, else by the root."""
        root = parts_of(self._tree.root, self._names)
        channel = root.first.get("channel")
        return root if channel is None else parts_of(channel, self._names)

    def _entry(self, element: Element) -> Entry:
        parts = parts_of(element, self._names)
        first, said = parts.first, parts.said
        return Entry(
            said.get("id") or self._identity(element, parts),
            said.get("link") or self._link(element, parts),
            self._text(parts, "title"),
            self._content(parts) if "content" in first else "",
            self._text(parts, "summary"),
            author_of(parts),
            parts.text("lang") or (self._inherited(element, LANG) if self._tree.languages else ""),
            parts.text("published") or parts.text("date"),
            parts.text("updated"),
            categories_of(parts) if "category" in first else (),
            media_of(parts),
            reply_to_of(parts) if "reply_to" in first else "",
            outlet_of(parts) if "source" in first else "",
            self._inherited(element, BASE) if self._tree.bases else "",
        )

    def _identity(self, element: Element, parts: Parts) -> str:
        """The id as written."""
        return parts.text("id") or said_of(element, _ABOUT) or parts.text("id?")

    def _link(self, element: Element, parts: Parts) -> str:
        return link_of(parts, lambda: self._permanent(element, parts)) or parts.text("true_link")

    def _permanent(self, element: Element, parts: Parts) -> str:
        """The link that the id is at the same time, if it is one."""
        for guid in parts.all("id"):
            if text := plain_text(guid):
                said = (guid.get("isPermaLink") or guid.get("ispermalink") or "").strip().lower()
                is_link = text.startswith(("http://", "https://")) or (said == "true" and text.startswith("/"))
                return text if is_link and said != "false" else ""
        return said_of(element, _ABOUT)

    def _text(self, parts: Parts, name: str) -> str:
        """The first text of a name, else of those that may stand in for it."""
        first = parts.first.get(name)
        if first is not None and (text := self._markup(first)):
            return text
        for other in _STAND_INS[name]:
            if other in parts.first:
                for element in parts.all(other):
                    if text := self._markup(element):
                        return text
        return ""

    def _content(self, parts: Parts) -> str:
        """The longest of the full texts, nearly always the only one."""
        if "content" not in parts.more:
            return self._markup(parts.first["content"])
        return max((self._markup(element) for element in parts.all("content")), key=len)

    def _inherited(self, element: Element, attribute: str) -> str:
        """The attribute of the element or of the nearest above it that has one; bases are joined on the way."""
        values = []
        at: Element | None = element
        while at is not None:
            if value := said_of(at, attribute):
                values.append(value)
                if attribute == LANG:
                    return value
            at = self._above.get(at)
        return _joined(values)

    @cached_property
    def _above(self) -> dict[Element, Element]:
        """What each element stands in."""
        return {child: parent for parent in self._tree.root.iter() if len(parent) for child in parent}


def _joined(bases: list[str]) -> str:
    """One base from those of an element and the ones above it, inmost first."""
    whole = ""
    for base in reversed(bases[:20]):
        try:
            whole = urljoin(whole, base)
        except ValueError:
            continue
    return whole
