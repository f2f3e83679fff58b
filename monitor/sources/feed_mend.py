"""The usual faults of feeds, put right so that strict parsing works. What is mended means what its writer meant.

A bare ``&``, an HTML entity, a ``<br>`` never closed, control characters, a prefix never declared, words before the
prolog or after the end: nine of ten broken feeds have no other fault. The rest is for feedparser, which gets the
mended text too (it reads an unescaped ``AT&T & co`` as ``AT&T; & co``). Time grows with the length alone.
"""

import re
from collections.abc import Iterator
from html.entities import html5

from monitor.text.references import unescape

_START = re.compile(r"<(?:\?xml\b|(?:[\w.-]+:)?(?:rss|feed|rdf)\b)", re.IGNORECASE)
#: The beginning of an item or entry, and its name.
ENTRY = re.compile(r"<((?:[\w.-]+:)?(?:item|entry))(?=[\s>/])", re.IGNORECASE)
_PROLOG = re.compile(r"\s*<\?xml\b[^>]*+>", re.IGNORECASE)
_ROOT = re.compile(r"<([a-zA-Z_][\w.-]*+(?::[\w.-]++)?)(?=[\s/>])")
_DOCTYPE = re.compile(r"<!DOCTYPE\b[^\[>]*+", re.IGNORECASE)
_SUBSET_END = re.compile(r"\]\s*>")
#: What XML 1.0 cannot hold.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
#: Every ``&`` but those of XML's own five names.
_AMPERSAND = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos);)(?:#(?:([0-9]{1,8})|[xX]([0-9a-fA-F]{1,7}));|([a-zA-Z][a-zA-Z0-9]{0,31};)?)"
)
_CDATA = "<![CDATA["
#: The start of the element whose content begins here.
_HOLDER = re.compile(r"<([a-zA-Z][\w:.-]*+)[^<>]*+>\s*+\Z")
_BARE_LESS = re.compile(r"<(?![\w:/!?])")
#: Elements of HTML that hold nothing, as RSS writes them unescaped. ``link`` and ``source`` mean other things there.
_VOID = re.compile(
    r"<(br|hr|img|wbr|input|col|area|embed)(\s[^<>]*+|/)?>(?:\s*+</\1\s*+>)?|</(?:br|hr|img|wbr)\s*+>", re.IGNORECASE
)
_PREFIXED = re.compile(r"</?([a-zA-Z_][\w.-]*+):")
#: From its colon on: there are far fewer colons than places where a name could begin.
_PREFIXED_ATTRIBUTE = re.compile(r":([\w.-]++)\s*+=(\s*+[\"'])?+")
_ITS_PREFIX = re.compile(r"\s([a-zA-Z_][\w.-]*+)\Z")
_LONGEST_PREFIX = 100
#: Prefixes as everybody uses them.
_SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "media": "http://search.yahoo.com/mrss/",
    "atom": "http://www.w3.org/2005/Atom",
    "atom10": "http://www.w3.org/2005/Atom",
    "a10": "http://www.w3.org/2005/Atom",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "thr": "http://purl.org/syndication/thread/1.0",
    "xhtml": "http://www.w3.org/1999/xhtml",
}


def trim(text: str) -> str:
    """``text`` from its root element on: no mark, prolog or DOCTYPE, no words before them, nothing after the end.

    A DOCTYPE goes with all that it declares: nothing it could define is ever expanded or fetched.
    """
    start = _START.search(text, 0, 20_000)
    text = text[start.start() :] if start else text.lstrip("\ufeff \t\r\n")
    if prolog := _PROLOG.match(text):
        text = text[prolog.end() :]
    text = without_doctype(text)
    root = _ROOT.search(text)
    if not root:
        return text
    end = text.rfind(f"</{root[1]}>")
    whole = end > 0 and not ENTRY.search(text, end)  # entries behind the end: then it was not the end of the root
    return text[root.start() : end + len(root[1]) + 3] if whole else text[root.start() :]


def without_doctype(text: str) -> str:
    """``text`` without its DOCTYPE, all that it declares, and whatever else stands before the root of a feed."""
    found = _DOCTYPE.search(text)
    if not found:
        return text
    if root := _START.search(text, found.end()):
        return text[: found.start()] + text[root.start() :]
    if text[found.end() : found.end() + 1] == "[":
        end = _SUBSET_END.search(text, found.end())
        return text[: found.start()] + (text[end.end() :] if end else "")
    return text[: found.start()] + text[found.end() + 1 :]


def mend(text: str) -> str:
    """A trimmed feed with its usual faults put right. What stands in CDATA and comments stays as it is."""
    text = _IMPOSSIBLE.sub("", text)
    pieces = [_one_section(piece) if is_apart else _mend_markup(piece) for piece, is_apart in parts_of(text)]
    return _declare("".join(pieces))


def parts_of(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces; True for CDATA sections and comments. One that never ends is ordinary text."""
    at, ends = 0, {_CDATA: "]]>", "<!--": "-->"}
    nearest = {mark: text.find(mark) for mark in ends}
    while True:
        for mark, found in nearest.items():
            if 0 <= found < at:
                nearest[mark] = text.find(mark, at)
        starts = [(found, mark) for mark, found in nearest.items() if found >= 0]
        if not starts:
            break
        start, mark = min(starts)
        end = _end_of(text, start + len(mark)) if mark == _CDATA else text.find(ends[mark], start + len(mark))
        if end < 0:
            nearest[mark] = -1  # no later one ends either
            continue
        yield text[at:start], False
        at = end + 3
        yield text[start:at], True
    yield text[at:], False


def _end_of(text: str, start: int) -> int:
    """Where the CDATA section ends whose content begins at ``start``, -1 if nowhere. One inside another, as a program
    writes that wraps what is wrapped already, ends as often as it begins, inside the same element."""
    end = text.find("]]>", start)
    inner = text.count(_CDATA, start, end) if end >= 0 else 0
    holder = _HOLDER.search(text, max(0, start - _LONGEST_PREFIX), start - len(_CDATA)) if inner else None
    if not holder:
        return end
    for _ in range(inner):
        further = text.find("]]>", end + 3)
        if further < 0 or text.find(_CDATA, end, further) >= 0 or text.find(f"</{holder[1]}", end, further) >= 0:
            break
        end = further
    return end


def _one_section(piece: str) -> str:
    """A comment as it is, a CDATA section without those that begin or end inside it."""
    inside = piece[len(_CDATA) : -3]
    if not piece.startswith(_CDATA) or not (_CDATA in inside or "]]>" in inside):
        return piece
    return _CDATA + inside.replace(_CDATA, "").replace("]]>", "") + "]]>"


def _mend_markup(text: str) -> str:
    if "&" in text:
        text = _AMPERSAND.sub(_reference, text)
    text = _BARE_LESS.sub("&lt;", text)
    return _VOID.sub(_void, text)


def _reference(found: re.Match[str]) -> str:
    """A reference that XML understands: itself, the character that HTML means, or an escaped ``&``."""
    decimal, hexadecimal, name = found.groups()
    if decimal or hexadecimal:
        number = int(decimal) if decimal else int(hexadecimal, 16)
        if 0x80 <= number < 0xA0:  # windows-1252 in disguise, as HTML reads it
            return unescape(f"&#{number};")
        allowed = (
            number in {9, 10, 13} or 0x20 <= number < 0xD800 or 0xE000 <= number < 0xFFFE or 0xFFFF < number < 0x110000
        )
        return found[0] if allowed else ""
    if not name:
        return "&amp;" + found[0][1:]
    if name in html5:
        return html5[name].replace("&", "&amp;").replace("<", "&lt;")
    return "&amp;" + name


def _void(found: re.Match[str]) -> str:
    return f"<{found[1]}{(found[2] or '').rstrip().rstrip('/')}/>" if found[1] else ""


def _declare(text: str) -> str:
    """The root gets the declarations of prefixes that are used and never declared."""
    attributes = set(_prefixed_attributes(text))
    used = {*_PREFIXED.findall(text), *(prefix for prefix, _ in attributes)}
    declared = {name for prefix, name in attributes if prefix == "xmlns"}
    missing = used - declared - {"xml", "xmlns"}
    root = _ROOT.search(text)
    if not root or not missing or len(missing) > 100:
        return text
    names = "".join(
        f' xmlns:{name}="{_SPACES.get(name.lower(), "urn:undeclared:" + name)}"' for name in sorted(missing)
    )
    return text[: root.end()] + names + text[root.end() :]


def _prefixed_attributes(text: str) -> Iterator[tuple[str, str]]:
    """Prefix and name of each attribute that has a prefix. A declaration is one even if its value is broken."""
    for found in _PREFIXED_ATTRIBUTE.finditer(text):
        prefix = _ITS_PREFIX.search(text, max(0, found.start() - _LONGEST_PREFIX), found.start())
        if prefix and (found[2] or prefix[1] == "xmlns"):
            yield prefix[1], found[1]
