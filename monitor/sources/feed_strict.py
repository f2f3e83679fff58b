"""The strict reader of XML feeds: well-formed or nothing. Atom, RSS in every version, RDF; by lxml's tree.

Nothing is expanded, loaded or repaired here. What is not well-formed is refused, and then mended or read by
feedparser (``feed_pieces``). Not feedparser-rs, though its parsing alone is faster: it passes over what it does not
expect without a word (an ``<item>`` outside the channel, the 10,001st entry, the space of ``one<br/>two``).
"""

from collections.abc import Iterator
from itertools import islice
from urllib.parse import urljoin

from lxml import etree

from monitor.sources.feed_entry import WHOLE, Entry, Sheet, Window, pause_minutes
from monitor.sources.feed_names import Names, split_tag
from monitor.sources.feed_parts import (
    Element,
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


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )


#: Parsers are safe to use again and again, one at a time; a worker has one thread.
_PARSER, _RECOVERING = _parser(recover=False), _parser(recover=True)
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"


#: Where the text of a name may stand, in this order.
_STAND_INS = {"title": ("title", "title?"), "summary": ("summary", "summary?", "caption")}


class NotWellFormed(ValueError):
    """The bytes are no well-formed XML, or have references that nothing defines."""


def read_xml(xml: bytes, window: Window = WHOLE) -> Sheet:
    """The feed in ``xml``: UTF-8, whatever its prolog says. Raises NotWellFormed, also if it has a DOCTYPE."""
    try:
        root = etree.fromstring(xml, _PARSER)
    except (etree.XMLSyntaxError, ValueError, AssertionError) as problem:
        raise NotWellFormed(str(problem)) from problem
    if root.getroottree().docinfo.doctype:
        raise NotWellFormed("a document type: what it declares must not be expanded")
    special = b"xml:" in xml
    return _Reader(root, languages=special and b"xml:lang" in xml, bases=special and b"xml:base" in xml).sheet(window)


def read_recovering(text: str) -> tuple[Entry, ...]:
    """The entries that are left of broken XML when the parser passes over what it cannot read. Never raises."""
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), _RECOVERING)
    except (etree.XMLSyntaxError, ValueError, AssertionError):
        return ()
    return _Reader(root, languages=False, bases=False).sheet(WHOLE).entries if root is not None else ()


class _Reader:
    """One tree, read once. ``languages`` and ``bases``: whether it is worth looking for such attributes."""

    def __init__(self, root: Element, *, languages: bool, bases: bool) -> None:
        self._root = root
        space, self._name = split_tag(root.tag)
        self._names = Names(space)
        self._markup = atom_markup if "atom" in space else markup_of
        self._languages = languages
        self._bases = bases

    def sheet(self, window: Window) -> Sheet:
        """Everything that the tree holds of a feed."""
        items = self._items()
        entries = tuple(self._entry(element) for element in islice(items, window.start, window.end))
        more = next(items, None) is not None
        head = self._head()
        return Sheet(
            entries=entries,
            link=link_of(head),
            author=author_of(head),
            lang=head.text("lang") or self._root.get(_LANG, ""),
            minutes=pause_minutes(*(head.text(name) for name in ("ttl", "period", "frequency", "generator"))),
            root=self._name,
            more=more,
        )

    def _items(self) -> Iterator[Element]:
        found = False
        for element in self._root.iter("{*}item", "{*}entry"):
            found = True
            yield element
        if not found:  # feedparser is not particular about case, so we are not either
            for element in self._root.iter(etree.Element):
                if split_tag(element.tag)[1] in {"item", "entry"}:
                    yield element

    def _head(self) -> Parts:
        """Everything said about the feed itself: by its channel, else by the root."""
        root = parts_of(self._root, self._names)
        channel = root.first.get("channel")
        return root if channel is None else parts_of(channel, self._names)

    def _entry(self, element: Element) -> Entry:
        parts = parts_of(element, self._names)
        first = parts.first
        return Entry(
            id=self._identity(element, parts),
            link=link_of(parts, lambda: self._permanent(element, parts)) or parts.text("true_link"),
            title=self._text(parts, "title"),
            content=self._content(parts) if "content" in first else "",
            summary=self._text(parts, "summary"),
            author=author_of(parts),
            lang=parts.text("lang") or (self._inherited(element, _LANG) if self._languages else ""),
            published=parts.text("published") or parts.text("date"),
            updated=parts.text("updated") if "updated" in first else "",
            categories=categories_of(parts) if "category" in first else (),
            media=media_of(parts),
            reply_to=reply_to_of(parts) if "reply_to" in first else "",
            outlet=outlet_of(parts) if "source" in first else "",
            base=self._inherited(element, _BASE) if self._bases else "",
        )

    def _identity(self, element: Element, parts: Parts) -> str:
        """The id as written."""
        return parts.text("id") or (element.get(_ABOUT) or "").strip() or parts.text("id?")

    def _permanent(self, element: Element, parts: Parts) -> str:
        """The link that the id is at the same time, if it is one."""
        for guid in parts.all("id"):
            if text := plain_text(guid):
                said = guid.get("isPermaLink") or guid.get("ispermalink") or "true"
                is_link = text.startswith(("http://", "https://")) and said.strip().lower() != "false"
                return text if is_link else ""
        return (element.get(_ABOUT) or "").strip()

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
        for at in (element, *element.iterancestors()):
            if value := at.get(attribute, "").strip():
                values.append(value)
                if attribute == _LANG:
                    return value
        return _joined(values)


def _joined(bases: list[str]) -> str:
    """One base from those of an element and the ones above it, inmost first."""
    whole = ""
    for base in reversed(bases[:20]):
        try:
            whole = urljoin(whole, base)
        except ValueError:
            continue
    return whole
