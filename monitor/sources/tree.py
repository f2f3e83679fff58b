"""An HTML page as a tree that can be asked: parsed once by lxml, bounded, with links made whole."""

import re
from functools import lru_cache
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml import html as lxml_html
from lxml.cssselect import CSSSelector

from monitor.model import Reply, Unreadable
from monitor.sources.long_tags import without_long_tags
from monitor.sources.roots import is_binary, root_of
from monitor.sources.walls import is_html
from monitor.text.charset import decode, header_charset
from monitor.text.disguised import undisguised
from monitor.text.html import one_block, plain
from monitor.text.storable import incoming

Tree = lxml_html.HtmlElement

#: Elements that do nothing to the words in them; as a block, each stands alone.
BARE = frozenset({"div", "span", "a", "b", "i", "time", "p", "em", "strong", "h1", "h2", "h3", "h4", "h5"})
#: More of a page than this is not read: articles are a thousandth of it.
LONGEST_PAGE = 4_000_000
#: Nor more tags than these: pages of news have some thousand.
_MOST_TAGS = 40_000
#: trafilatura and htmldate take seconds for pages beyond these; our own reading grows with length alone.
_MOST_ELEMENTS, _DEEPEST, _LONG_TEXT = 9_000, 200, 500_000
#: What no XML tree may hold, and no reader sees.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: The same, written as a number: a parser makes the character of it, and no element can be moved that stands by it.
_CONTROL_REFERENCE = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01]|6553[45])(?!\d)|[xX]0*(?:[0-8bcefBCEF]|1[\da-fA-F]|[fF]{3}[efEF])(?![\da-fA-F]));?"
)
_XML_PROLOG = re.compile(r"\A\s*<\?xml[^>]{0,400}>")
_OTHER = (
    (b"%PDF", "a PDF file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"PK\x03\x04", "an archive or office document"),
    (b"\x1f\x8b", "compressed data"),
)
#: Addresses in which there is nothing to resolve or mend: most of those on a page.
_WHOLE = re.compile(r"(https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*)(?:/[\w~-]+)*/?(?=\Z|[?#])", re.ASCII)
_ROOTED = re.compile(r"(?:/[\w~-]+)+(?:/|\.[a-z]{3,4})?", re.ASCII)
#: Roots of what is read by another kind.
_FEEDS = frozenset({"rss", "feed", "rdf", "urlset", "sitemapindex", "opml"})


def read_tree(reply: Reply) -> Tree:
    """The page of an answer as a tree. Raises Unreadable (``unexpected_content``) if the answer is no HTML page."""
    said = _other(reply)
    text = ""
    if not said:
        text, _ = decode(reply.body, header_charset=header_charset(reply.header("content-type")))
        said = _no_page(text)
    if said:
        instead = '; a feed wants kind = "feed"' if said.startswith("a feed") else ""
        raise Unreadable(f"this is {said}, not a page{instead}", code="unexpected_content")
    return parse(text)


def _other(reply: Reply) -> str:
    """What an answer is by its first bytes or its type, "" if it may be a page."""
    body, kind = reply.body, reply.header("content-type").partition(";")[0].strip().lower()
    if said := next((what for start, what in _OTHER if body.startswith(start)), ""):
        return said
    if not body.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        return "an empty answer"
    if is_html(body):
        return ""
    if body[:1] in {b"{", b"["} or kind.endswith(("/json", "+json")):
        return "JSON"
    return kind if kind.startswith(("image/", "video/", "audio/", "application/pdf")) else ""


def _no_page(text: str) -> str:
    """The same by its text, in whatever charset it came."""
    root = root_of(text)
    if root in _FEEDS:
        return "a feed or sitemap"
    if not root and text.lstrip("\ufeff \t\r\n")[:1] in {"{", "["}:
        return "JSON"
    return "binary data" if not root and is_binary(text) else ""


def parse(text: str) -> Tree:
    """A tree of any text, however broken. Raises Unreadable if nothing at all can be read."""
    text = CONTROL.sub(" ", undisguised(incoming(_XML_PROLOG.sub("", text[:LONGEST_PAGE]))))
    text = _CONTROL_REFERENCE.sub(" ", text) if "&#" in text else text
    if text.count("<") > _MOST_TAGS:
        text = text[: next(islice(re.finditer("<", text), _MOST_TAGS, None)).start()]
    text = without_long_tags(text)
    parser = lxml_html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    try:
        tree = lxml_html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as problem:
        raise Unreadable("the page holds no markup that can be read", code="unexpected_content") from problem
    if not isinstance(tree, lxml_html.HtmlElement):
        raise Unreadable("the page holds no markup that can be read", code="unexpected_content")
    return tree


def is_heavy(tree: Tree) -> bool:
    """Whether a page has so many elements, such depth or such length that foreign extractors take seconds for it."""
    if float(tree.xpath("count(//*)")) > _MOST_ELEMENTS:
        return True
    if tree.xpath(f"boolean(//*[count(ancestor::*) > {_DEEPEST}])"):
        return True
    code = sum(len(element.text or "") for element in tree.iter("script", "style"))  # which extractors throw away
    return len(tree.text_content()) - code > _LONG_TEXT


def is_shell(tree: Tree) -> bool:
    """Next to no words, but scripts and an element for them to fill: a page that only a browser could show."""
    roots = tree.xpath("//*[@id='root' or @id='app' or @id='__next' or @id='__nuxt' or self::app-root]")
    scripts = float(tree.xpath("count(//script[@src])"))
    return bool(roots) and scripts > 0 and len(one_line(tree.text_content()[:20_000])) < 2_000


@lru_cache(maxsize=256)
def selector(css: str) -> CSSSelector:
    """A compiled CSS selector. Raises ValueError, in words for the operator, if it is none."""
    try:
        return CSSSelector(css, translator="html")
    except Exception as problem:
        raise ValueError(f"{css!r} is no CSS selector: {problem}") from problem


def select(node: Tree, css: str, *, most: int = 5_000) -> list[Tree]:
    """The elements that ``css`` names inside ``node`` in order, the first ``most``; [] for ""."""
    if not css:
        return []
    try:
        found = selector(css)(node)
    except (ValueError, etree.XPathError):  # checked with the options; a selector may still be unfit for XPath
        return []
    return [element for element in found[:most] if isinstance(element, lxml_html.HtmlElement)]


def words(node: Tree, *, longest: int = 400_000) -> str:
    """The plain text of an element, blocks on lines."""
    if not len(node) and node.tag in BARE:  # its words alone: nothing need be written as markup and read again
        return one_block((node.text or "")[: 4 * longest])[:longest]
    markup = etree.tostring(node, encoding="unicode", method="html", with_tail=False)
    return plain(markup[: 4 * longest])[:longest]


def one_line(text: str) -> str:
    """The same text on one line, single spaces."""
    return " ".join(text.split())


def attribute(node: Tree, name: str) -> str:
    """An attribute's value, stripped; "" if there is none."""
    value = node.get(name)
    return value.strip() if isinstance(value, str) else ""


def base_of(tree: Tree, url: str) -> str:
    """The address that links are relative to: ``<base href>`` if it is a web address, else ``url``."""
    for base in tree.iterfind(".//base"):
        there = absolute(attribute(base, "href"), url)
        if there:
            return there
    return url


def absolute(link: str, base: str) -> str:
    """``link`` as a whole http(s) address without fragment; "" if it is none (mailto, javascript, broken)."""
    link = link.strip().replace("\n", "").replace("\t", "").replace("\r", "")
    if not link or len(link) > 4_000 or link.startswith("#"):
        return ""
    if _WHOLE.fullmatch(link):
        return link
    if _ROOTED.fullmatch(link) and (host := _WHOLE.match(base)):
        return host[1] + link
    try:
        whole = urljoin(base, link)
        parts = urlsplit(whole)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            return ""
    except ValueError:
        return ""
    return whole.partition("#")[0].replace(" ", "%20")
