"""The parts of one entry of an XML feed, by what they mean: texts, links, names, pictures."""

import base64
import binascii
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from html import escape
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from monitor.model import Media
from monitor.sources.feed_entry import as_markup, author_name, media_kind
from monitor.sources.feed_names import Names, split_tag
from monitor.sources.feed_tree import said_of

_RESOURCE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"
_ATOM = "http://www.w3.org/2005/atom"
_PAGE_TYPES = ("text/html", "application/xhtml")
#: Links that lead elsewhere than to the post.
_OTHER_LINKS = frozenset(
    {"self", "edit", "enclosure", "replies", "hub", "next", "prev", "previous", "via", "related", "license", "author"}
    | {"icon", "payment", "search", "up"}
)
_MEDIA = frozenset({"enclosure", "media", "image"})
#: The author's picture, which WordPress.com adds to each entry, with the author's name for its title.
_PORTRAIT = re.compile(r"(?:https?:)?//[\w.-]{0,40}\bgravatar\.com/", re.IGNORECASE)
_MOST_MEDIA, _MOST_CATEGORIES = 50, 20


class Parts(NamedTuple):
    """The children of one element by what they mean; nearly always one of each. ``more`` has those beyond the first,
    ``said`` the text with which the first begins."""

    first: Mapping[str, Element]
    more: Mapping[str, list[Element]]
    said: Mapping[str, str]

    def all(self, name: str) -> Sequence[Element]:
        """Every child of this meaning, in order."""
        first = self.first.get(name)
        if first is None:
            return ()
        return (first, *self.more[name]) if name in self.more else (first,)

    def text(self, name: str) -> str:
        """The first text of this meaning that is not empty, "" if none."""
        if text := self.said.get(name):
            return text
        if name not in self.first:
            return ""
        return next((words for each in self.all(name) if (words := plain_text(each))), "")


def parts_of(element: Element, names: Names) -> Parts:
    """The children of ``element``; what a ``media:group`` holds counts as the entry's own."""
    first: dict[str, Element] = {}
    more: dict[str, list[Element]] = {}
    said: dict[str, str] = {}
    for child in element:
        name = names[child.tag]
        if not name:
            continue
        if name not in first:
            first[name] = child
            if text := child.text:
                said[name] = text.strip()
        else:
            more.setdefault(name, []).append(child)
    if "group" in first:
        for group in (first["group"], *more.get("group", ())):
            for child in group:
                name = names[child.tag]
                if name and name not in first:
                    first[name] = child
                    said[name] = (child.text or "").strip()
                elif name:
                    more.setdefault(name, []).append(child)
    return Parts(first, more, said)


def plain_text(element: Element) -> str:
    """The words of an element that holds no markup."""
    if text := element.text:
        return text.strip()
    return "".join(element.itertext()).strip() if len(element) else ""


def markup_of(element: Element) -> str:
    """The text of RSS: markup, escaped or standing inside as elements."""
    if len(element):
        return _inner(element)
    return text.strip() if (text := element.text) else ""


def atom_markup(element: Element) -> str:
    """The text of Atom, which says of what type it is: text, html, xhtml; in Atom 0.3 a MIME type and a mode."""
    if len(element):
        return _inner(element)
    value, kind = (element.text or "").strip(), element.get("type")
    if kind is None:
        # Atom says nothing and means plain text; other names inside a feed say nothing and mean markup
        return as_markup(value) if ("<" in value or "&" in value) and split_tag(element.tag)[0] == _ATOM else value
    if element.get("mode") == "base64":
        value = _from_base64(value)
    return as_markup(value) if kind.strip().lower() in {"text", "plain", "text/plain"} else value


def _inner(element: Element) -> str:
    """What an element holds, written as markup: without prefixes, and without attributes that have one."""
    pieces = [element.text or ""]
    # what is still to be written, the next at the end: elements, and the words between them
    left: list[Element | str] = [*reversed(element)]
    while left:
        each = left.pop()
        if isinstance(each, str):
            pieces.append(each)
            continue
        tag: Any = each.tag
        if not isinstance(tag, str):  # a reference that nothing defines, in what was recovered
            pieces.append((each.text or "") + escape(each.tail or ""))
            continue
        name = tag.rpartition("}")[2]
        said = "".join(f' {key}="{escape(value)}"' for key, value in each.items() if "}" not in key)
        after = escape(each.tail or "", quote=False)
        if not (len(each) or each.text):
            pieces.append(f"<{name}{said}/>{after}")
            continue
        pieces.append(f"<{name}{said}>{escape(each.text or '', quote=False)}")
        left.append(f"</{name}>{after}")
        left.extend(reversed(each))
    return "".join(pieces).strip()


def _from_base64(value: str) -> str:
    try:
        return base64.b64decode(value, validate=False).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return value


def link_of(parts: Parts, permanent: Callable[[], str] = str) -> str:
    """The page that an entry stands on: its link, else its id if that is one (``permanent``)."""
    if said := parts.said.get("link"):
        return said
    best, second = "", ""
    for link in parts.all("link"):
        if text := link.text and link.text.strip():
            best = best or text
        elif href := link.get("href") or said_of(link, _RESOURCE):
            rel = (link.get("rel") or "alternate").strip().lower()
            if rel == "alternate" and (link.get("type") or "text/html").startswith(_PAGE_TYPES):
                best = best or href.strip()
            elif rel not in _OTHER_LINKS:
                second = second or href.strip()
        elif (tail := link.tail) and tail.strip().startswith(("http://", "https://")):
            best = best or tail.strip()  # <link/>https://...: the feed went through a program for HTML
    return best or permanent() or second


def author_of(parts: Parts) -> str:
    """The first author that is named."""
    first = parts.first
    name = "author" if "author" in first else "author?" if "author?" in first else ""
    if (said := parts.said.get(name)) and not len(first[name]):
        return author_name(said) if "@" in said else said
    for element in parts.all(name) if name else ():
        if written := (_name_in(element) if len(element) else "") or plain_text(element):
            return author_name(written)
    return ""


def _name_in(person: Element) -> str:
    """What Atom's ``<name>`` inside holds."""
    for child in person:
        if split_tag(child.tag)[1] == "name":
            return plain_text(child)
    return ""


def categories_of(parts: Parts) -> tuple[str, ...]:
    """The place's own words for what this is, each once."""
    if "category" not in parts.more and (said := parts.said.get("category")):
        return (said,)
    words: dict[str, None] = {}
    for element in parts.all("category"):
        word = plain_text(element) or (element.get("label") or element.get("term") or "").strip()
        if word and len(words) < _MOST_CATEGORIES:
            words[word] = None
    return tuple(words)


def outlet_of(parts: Parts) -> str:
    """Who published it first, where the feed is someone else's (RSS ``<source>``, Google News)."""
    for element in parts.all("source"):
        for child in element:
            if split_tag(child.tag)[1] == "title":
                return plain_text(child)
        if text := plain_text(element):
            return text
    return ""


def reply_to_of(parts: Parts) -> str:
    """The id of the post that this one answers."""
    return next((e.get("ref") or e.get("href") or "" for e in parts.all("reply_to")), "").strip()


def media_of(parts: Parts) -> tuple[Media, ...]:
    """Enclosures and pictures, each address once, with the description that stands inside."""
    if _MEDIA.isdisjoint(parts.first) and "link" not in parts.more:
        link = parts.first.get("link")
        if link is None or link.get("rel") != "enclosure":
            return ()
    found: dict[str, Media] = {}
    for name in ("enclosure", "media", "image", "link"):
        for element in parts.all(name):
            if name == "link" and element.get("rel") != "enclosure":
                continue
            media = _one_media(element, name)
            if media.url and (media.url not in found or media.alt) and len(found) < _MOST_MEDIA:
                found[media.url] = media
    caption = parts.text("caption") if found and ("summary" in parts.first or "content" in parts.first) else ""
    if caption and not any(media.alt for media in found.values()):
        url = next(iter(found))
        found[url] = replace(found[url], alt=caption)
    return tuple(found.values())


def _one_media(element: Element, name: str) -> Media:
    url, alt = element.get("url") or element.get("href") or "", element.get("alt") or ""
    for child in element:
        local = split_tag(child.tag)[1]
        if local == "url" and not url:
            url = plain_text(child)
        elif local == "description" or (local == "title" and not alt and name == "media"):
            said = plain_text(child)
            alt = said if local == "description" or " " in said or not said.isascii() else alt
    if not url and name == "image":
        url = plain_text(element)
    kind = element.get("medium") or (element.get("type") or "").partition("/")[0]
    picture = name == "image" or split_tag(element.tag)[1] == "thumbnail"
    url = "" if _PORTRAIT.match(url) else url.strip()
    return Media(url=url, kind="image" if picture else media_kind(kind), alt=alt.strip())
