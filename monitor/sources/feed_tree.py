"""A feed's XML as a tree: by expat, which the standard library brings and which is fed into its tree without a line of
Python between them; by lxml what is large, and what is broken and must be read all the same.

Nothing is expanded, loaded or repaired here. A tag or attribute is written ``namespace}local`` by expat and
``{namespace}local`` by lxml: ``feed_names.split_tag`` reads both, ``said_of`` asks for both.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, NoReturn
from xml.etree.ElementTree import Element, TreeBuilder  # a tree only, no parser
from xml.parsers import expat  # no document type comes through, so nothing is expanded or loaded

from monitor.sources.feed_names import split_tag
from monitor.sources.long_tags import bytes_without_long_tags, without_long_tags

LANG = "http://www.w3.org/XML/1998/namespace}lang"
BASE = "http://www.w3.org/XML/1998/namespace}base"
#: More (bytes) is read by lxml: it refuses what is nested without end, and its elements need less memory.
LARGE = 500_000
_ENTRIES = ("item", "entry")


class NotWellFormed(ValueError):
    """The bytes are no well-formed XML, or have references that nothing defines."""


class Tree(NamedTuple):
    """``items`` are the entries in their order, wherever they stand; ``languages`` and ``bases`` say whether there may
    be an ``xml:lang`` or ``xml:base`` somewhere."""

    root: Element
    items: Iterator[Element]
    languages: bool = False
    bases: bool = False


def tree_of(xml: bytes) -> Tree:
    """The tree of ``xml``: UTF-8, whatever its prolog says. Raises NotWellFormed, also if it has a DOCTYPE."""
    return by_expat(xml) if len(xml) <= LARGE else by_lxml(xml)


def recovered_tree(text: str) -> Tree | None:
    """What is left of broken XML when the parser passes over what it cannot read. Never raises."""
    from lxml import etree

    try:
        root = etree.fromstring(without_long_tags(text).encode("utf-8", "replace"), _lxml_parser(recover=True))
    except (etree.XMLSyntaxError, ValueError, AssertionError):
        return None
    return Tree(root, _items(root, {each.tag for each in root.iter(etree.Element)})) if root is not None else None


def said_of(element: Element, name: str) -> str:
    """An attribute with a namespace, ``namespace}local``; "" if there is none."""
    return (element.get(name) or element.get("{" + name) or "").strip()


def by_expat(xml: bytes) -> Tree:
    """As ``tree_of``."""
    names: dict[str, str] = {}
    parser = expat.ParserCreate("utf-8", "}", names)
    parser.buffer_text = True
    builder = TreeBuilder()
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as problem:
        raise NotWellFormed(str(problem)) from problem
    root = builder.close()
    return Tree(root, _items(root, names), LANG in names, BASE in names)


def _refuse(*_: Any) -> NoReturn:
    raise NotWellFormed("a document type: what it declares must not be expanded")


def by_lxml(xml: bytes) -> Tree:
    """As ``tree_of``; refuses elements that stand in 256 others as well."""
    from lxml import etree

    try:
        root = etree.fromstring(bytes_without_long_tags(xml), _lxml_parser(recover=False))
    except (etree.XMLSyntaxError, ValueError, AssertionError) as problem:
        raise NotWellFormed(str(problem)) from problem
    if root.getroottree().docinfo.doctype:
        _refuse()
    return Tree(root, _items(root, {each.tag for each in root.iter(etree.Element)}), b"xml:" in xml, b"xml:" in xml)


def _lxml_parser(*, recover: bool) -> Any:
    from lxml import etree

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


def _items(root: Element, names: Iterable[str]) -> Iterator[Element]:
    """The entries, whatever their namespace. ``names`` has every tag that occurs."""
    tags = [name for name in names if name.rpartition("}")[2] in _ENTRIES]
    if len(tags) == 1:
        return root.iter(tags[0])
    if not tags:  # feedparser is not particular about case, so we are not either
        tags = [name for name in names if split_tag(name)[1] in _ENTRIES]
    wanted = frozenset(tags)
    return (each for each in root.iter() if each.tag in wanted) if wanted else iter(())
