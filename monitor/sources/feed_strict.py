"""The strict reader of XML feeds: well-formed or nothing. Atom, RSS in every version, RDF; by lxml's tree.

Nothing is expanded, loaded or repaired here. What is not well-formed is refused, and then mended or read by
feedparser (``feed_slow``).
"""

import base64
import binascii
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from lxml import etree

from monitor.model import Media
from monitor.sources.feed_entry import (
    LOOKS_LIKE_HTML,
    WHOLE,
    Entry,
    Sheet,
    Text,
    Window,
    author_name,
    media_kind,
    pause_minutes,
)
from monitor.sources.feed_names import Names, split_tag


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
_RESOURCE = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"
#: Prefixes of XHTML and the declarations that lxml writes into a serialised child.
_PREFIX = re.compile(r"(</?)[\w.-]+:(?=[a-zA-Z])| xmlns(?::[\w.-]+)?=\"[^\"]*\"")
_ATOM = "http://www.w3.org/2005/atom"
_PAGE_TYPES = ("text/html", "application/xhtml")
_NO_TEXT = Text()
_MEDIA = frozenset({"enclosure", "media", "image", "link", "caption"})
#: Links that lead elsewhere than to the post.
_OTHER_LINKS = frozenset({"self", "edit", "enclosure", "replies", "hub", "next", "prev", "previous", "via", "related"})

Element = etree._Element


class NotWellFormed(ValueError):
    """The bytes are no well-formed XML, or have references that nothing defines."""


class _Parts:
    """The children of one element by what they mean; nearly always one of each."""

    __slots__ = ("_first", "_more")

    def __init__(self, element: Element, names: Names) -> None:
        first: dict[str, Element] = {}
        self._first = first
        self._more: dict[str, list[Element]] = {}
        for child in element:
            name = names[child.tag]
            if name not in first:
                first[name] = child
            elif name:
                self._more.setdefault(name, []).append(child)
        if "group" in first:
            self._unfold(names)

    def _unfold(self, names: Names) -> None:
        """What a ``media:group`` holds counts as the entry's own."""
        for group in self.all("group"):
            for child in group:
                name = names[child.tag]
                if name not in self._first:
                    self._first[name] = child
                elif name:
                    self._more.setdefault(name, []).append(child)

    def __contains__(self, name: str) -> bool:
        return name in self._first

    def lacks(self, names: frozenset[str]) -> bool:
        """Whether no child has one of these meanings."""
        return names.isdisjoint(self._first)

    def add(self, name: str, element: Element) -> None:
        """One more child under a name."""
        if name in self._first:
            self._more.setdefault(name, []).append(element)
        else:
            self._first[name] = element

    def all(self, name: str) -> Sequence[Element]:
        """Every child of this meaning, in order."""
        first = self._first.get(name)
        if first is None:
            return ()
        return (first, *self._more[name]) if name in self._more else (first,)

    def text(self, name: str) -> str:
        """The first text of this meaning that is not empty, "" if none."""
        first = self._first.get(name)
        if first is None:
            return ""
        text = first.text
        if text and (text := text.strip()):
            return text
        return next((words for each in self.all(name) if (words := _plain_text(each))), "")


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
        self._atom = "atom" in space
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
            link=_link(head.all("link"), ""),
            author=_author(head),
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

    def _head(self) -> _Parts:
        """Everything said about the feed itself: by its channel, and by the root."""
        names = self._names
        root = _Parts(self._root, names)
        channels = root.all("channel")
        if not channels:
            return root
        head = _Parts(channels[0], names)
        for element in self._root:
            if names[element.tag] not in {"", "channel"}:
                head.add(names[element.tag], element)
        return head

    def _entry(self, element: Element) -> Entry:
        parts = _Parts(element, self._names)
        given, permanent = self._identity(element, parts)
        lang = parts.text("lang")
        return Entry(
            id=given,
            link=_link(parts.all("link"), permanent) or parts.text("true_link"),
            title=self._text(parts, "title"),
            content=self._longest(parts.all("content")),
            summary=self._text(parts, "summary"),
            author=_author(parts),
            lang=lang or self._inherited(element, _LANG) if self._languages else lang,
            published=parts.text("published") or parts.text("date"),
            updated=parts.text("updated"),
            categories=_categories(parts.all("category")) if "category" in parts else (),
            media=() if parts.lacks(_MEDIA) else _media(parts),
            reply_to=_reply_to(parts) if "reply_to" in parts else "",
            outlet=_outlet(parts.all("source")) if "source" in parts else "",
            base=self._inherited(element, _BASE) if self._bases else "",
        )

    def _identity(self, element: Element, parts: _Parts) -> tuple[str, str]:
        """The id as written, and the link it is at the same time, if it is one."""
        for guid in parts.all("id"):
            if text := _plain_text(guid):
                if not text.startswith(("http://", "https://")):
                    return text, ""
                permanent = guid.get("isPermaLink") or guid.get("ispermalink") or "true"
                return text, text if permanent.strip().lower() != "false" else ""
        about = (element.get(_ABOUT) or "").strip()
        return about or parts.text("id?"), about

    def _text(self, parts: _Parts, name: str) -> Text:
        """The first text of a name, else of those that may stand in for it."""
        for element in parts.all(name):
            if (found := self._text_of(element)).value:
                return found
        for other in (f"{name}?", "caption") if name == "summary" else (f"{name}?",):
            for element in parts.all(other):
                if (found := self._text_of(element)).value:
                    return found
        return _NO_TEXT

    def _longest(self, elements: Sequence[Element]) -> Text:
        texts = [self._text_of(element) for element in elements]
        return texts[0] if len(texts) == 1 else max(texts, key=lambda text: len(text.value), default=_NO_TEXT)

    def _text_of(self, element: Element) -> Text:
        """The text of a construct: RSS is markup, Atom says what it is, XHTML stands inside as elements."""
        if self._atom or len(element):
            return _declared_text(element)
        text = element.text
        return Text(text.strip()) if text else _NO_TEXT

    def _inherited(self, element: Element, attribute: str) -> str:
        """The attribute of the element or of the nearest above it that has one; bases are joined on the way."""
        values = []
        for at in (element, *element.iterancestors()):
            if value := at.get(attribute, "").strip():
                values.append(value)
                if attribute == _LANG:
                    return value
        return _joined(values)


def _declared_text(element: Element) -> Text:
    """The text of an element that may say of what type it is, or hold other elements."""
    value = element.text or ""
    if len(element):
        inner = [etree.tostring(child, encoding="unicode") for child in element]
        return Text(_PREFIX.sub(r"\1", "".join((value, *inner))).strip(), True)
    kind = element.get("type")
    if kind is None:
        # RSS says nothing and means markup; Atom says nothing and means text, but many write markup
        return Text(value.strip(), split_tag(element.tag)[0] != _ATOM or bool(LOOKS_LIKE_HTML.search(value)))
    if element.get("mode") == "base64":
        value = _from_base64(value)
    return Text(value.strip(), kind.strip().lower() not in {"text", "plain", "text/plain"})


def _link(links: Sequence[Element], permanent: str) -> str:
    best, second = "", ""
    for link in links:
        if text := link.text and link.text.strip():
            best = best or text
        elif href := link.get("href") or link.get(_RESOURCE):
            rel = (link.get("rel") or "alternate").strip().lower()
            if rel == "alternate" and (link.get("type") or "text/html").startswith(_PAGE_TYPES):
                best = best or href.strip()
            elif rel not in _OTHER_LINKS:
                second = second or href.strip()
    return best or permanent or second


def _joined(bases: list[str]) -> str:
    """One base from those of an element and the ones above it, inmost first."""
    from urllib.parse import urljoin

    whole = ""
    for base in reversed(bases[:20]):
        try:
            whole = urljoin(whole, base)
        except ValueError:
            continue
    return whole


def _plain_text(element: Element) -> str:
    if text := element.text:
        return text.strip()
    return "".join(element.itertext()).strip() if len(element) else ""


def _author(parts: _Parts) -> str:
    for element in parts.all("author") or parts.all("author?"):
        name = ""
        if len(element):
            name = next((_plain_text(child) for child in element if split_tag(child.tag)[1] == "name"), "")
        if name := name or _plain_text(element):
            return author_name(name)
    return ""


def _from_base64(value: str) -> str:
    try:
        return base64.b64decode(value, validate=False).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return value


def _categories(elements: Sequence[Element]) -> tuple[str, ...]:
    words = [_plain_text(element) or element.get("label") or element.get("term") or "" for element in elements]
    return tuple(dict.fromkeys(word.strip() for word in words if word.strip()))[:20]


def _outlet(elements: Sequence[Element]) -> str:
    """Who published it first, where the feed is someone else's (RSS ``<source>``, Google News)."""
    for element in elements:
        for child in element:
            if split_tag(child.tag)[1] == "title":
                return _plain_text(child)
        if text := _plain_text(element):
            return text
    return ""


def _reply_to(parts: _Parts) -> str:
    return next((e.get("ref") or e.get("href") or "" for e in parts.all("reply_to")), "").strip()


def _media(parts: _Parts) -> tuple[Media, ...]:
    """Enclosures and pictures, each address once, with the description that stands inside."""
    found: dict[str, Media] = {}
    for name in ("enclosure", "media", "image", "link"):
        for element in parts.all(name):
            if name == "link" and element.get("rel") != "enclosure":
                continue
            media = _one_media(element, name)
            if media.url and (media.url not in found or media.alt) and len(found) < 50:
                found[media.url] = media
    caption = parts.text("caption") if found and ("summary" in parts or "content" in parts) else ""
    if caption and not any(media.alt for media in found.values()):
        url = next(iter(found))
        found[url] = replace(found[url], alt=caption)
    return tuple(found.values())


def _one_media(element: Element, name: str) -> Media:
    url, alt = element.get("url") or element.get("href") or "", element.get("alt") or ""
    for child in element:
        local = split_tag(child.tag)[1]
        if local == "url" and not url:
            url = _plain_text(child)
        elif local == "description" or (local == "title" and not alt and name == "media"):
            alt = _plain_text(child)
    if not url and name == "image":
        url = _plain_text(element)
    said = element.get("medium") or (element.get("type") or "").partition("/")[0]
    picture = name == "image" or split_tag(element.tag)[1] == "thumbnail"
    return Media(url=url.strip(), kind="image" if picture else media_kind(said), alt=alt.strip())
