"""Where on a page claims about its time of publication stand."""

import logging
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

import regex

from monitor.model import DateBasis
from monitor.sources.claims import Claim, Reading, believable
from monitor.sources.jsonld import Node, strings
from monitor.sources.tree import Tree, attribute, is_heavy, one_line, select
from monitor.text.dates import Dated

#: Names of meta elements (property, name, itemprop), the surest first. Sources: Open Graph, Dublin Core, Parse.ly,
#: Sailthru, Highwire, rNews and what CMSs write.
_META = (
    "article:published_time", "og:article:published_time", "article:published", "og:published_time", "datepublished",
    "rnews:datepublished", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "bt:pubdate",
    "mediator_published_time", "article.published", "article:publicationdate", "published_time", "published-date",
    "published_date", "publication_date", "publication-date", "publishdate", "publish-date", "publish_date", "pubdate",
    "publish_time", "article_date_original", "articledate", "article-date", "originalpublicationdate", "firstpublished",
    "dcterms.issued", "dcterms.created", "dc.date.issued", "dc.date.created", "dcterms.date", "dc.date",
    "dcsext.articlefirstpublished",     "citation_publication_date", "citation_date", "citation_online_date",
    "shareaholic:article_published_time", "vr:published_time",
    "analyticsattributes.articledate", "date.issued", "displaydate", "ptime", "_pubtime", "apub:time",
    "date", "created", "datecreated", "timestamp", "article:created_time",
)  # fmt: skip
#: The last resort: a page is not older than its last change.
_CHANGED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "lastmod",
    "last-modified",
    "revised",
    "modified",
)
_ITEMPROPS = ("datepublished", "datecreated", "dateposted", "uploaddate")
_ASIDE = re.compile(
    r"(?:^|[-_ ])(?:comment|disqus|related|recommend|sidebar|side-bar|widget|popular|promo|teaser|breaking|ticker|"
    r"footer|more-news|most-read|latest|trending|also|nav|menu|similar|other-news|last-news|archive|calendar|weather|"
    r"currency|masthead|top-?bar|site-?header|header-?(?:date|top|info)|(?:current|todays?)-?date|date-?(?:today|now)|clock)",
    re.IGNORECASE,
)
#: So many dates of one kind make a list.
_A_LIST = 4
_DATE_CLASS = re.compile(
    r"(?:date|time(?!line)|publish|posted|pubd|created|byline|dateline|entry-meta|post-meta|article-meta|news-meta|meta-info|"
    r"info__|дата|fecha|datum|tarih)",
    re.IGNORECASE,
)
_IN_ADDRESS = (
    re.compile(r"(?<!\d)((?:19|20)\d{2})[/_-](0?[1-9]|1[0-2])[/_-](0?[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(r"[/_-]((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=[/_.T-]|\d{4,6}(?!\d)|$)"),
    re.compile(r"(?<!\d)(0?[1-9]|[12]\d|3[01])[.-](0?[1-9]|1[0-2])[.-]((?:19|20)\d{2})(?!\d)"),
)


def from_jsonld(node: Node, reading: Reading) -> Iterator[Claim]:
    """Claims of the article's JSON-LD node."""
    for key, change in (
        ("datePublished", False),
        ("dateCreated", False),
        ("uploadDate", False),
        ("dateModified", True),
    ):
        for said in strings(node.get(key), most=3):
            claim = reading.claim("jsonld", said, change=change)
            if claim:
                yield claim
                break


def from_meta(meta: Mapping[str, str], reading: Reading) -> Iterator[Claim]:
    """Claims of ``<meta>`` elements, the surest name first."""
    for names, change in ((_META, False), (_CHANGED, True)):
        for name in names:
            claim = reading.claim("meta", meta.get(name, "")[:200], change=change)
            if claim:
                yield claim


def from_microdata(tree: Tree, reading: Reading) -> Iterator[Claim]:
    """Claims of ``itemprop`` and RDFa elements outside comments and side columns, and of hAtom's ``published``."""
    found = tree.xpath("//*[@itemprop or @property or contains(@class, 'published')][not(self::meta and @property)]")
    for element in found[:400]:
        props = f"{attribute(element, 'itemprop')} {attribute(element, 'property')}".lower()
        names = {re.split(r"[:/#]", name)[-1] for name in props.split()}
        hatom = "published" in attribute(element, "class").split() and element.tag in {"abbr", "time"}
        if (names & set(_ITEMPROPS) or hatom) and not aside(element):
            for said in (
                attribute(element, "content"),
                attribute(element, "datetime"),
                attribute(element, "title"),
                _own_words(element),
            ):
                claim = reading.claim("microdata", said)
                if claim:
                    yield claim
                    break


def from_times(tree: Tree, headline: Tree | None, reading: Reading) -> Iterator[Claim]:
    """Claims of ``<time>`` elements outside side columns, the nearest to the headline first."""
    for element in _nearest(list(tree.iter("time"))[:400], tree, headline):
        for said in (attribute(element, "datetime"), attribute(element, "title"), _own_words(element)):
            claim = reading.claim("time", said)
            if claim:
                yield claim
                break


def from_classes(tree: Tree, headline: Tree | None, reading: Reading) -> Iterator[Claim]:
    """Claims in words of elements that are called a date, the nearest to the headline first (basis ``text``)."""
    called = [
        element
        for element in tree.xpath("//body//*[@class or @id]")[:6_000]
        if element.tag not in {"script", "style", "body", "form", "input", "select", "time", "html"}
        and _DATE_CLASS.search(f"{attribute(element, 'class')} {attribute(element, 'id')}"[:300])
    ]
    for element in _nearest(called[:300], tree, headline)[:40]:
        for said in (
            attribute(element, "datetime"),
            attribute(element, "data-time"),
            attribute(element, "data-date"),
            attribute(element, "content"),
            _own_words(element),
        ):
            claim = reading.claim("text", said) if any(letter.isdigit() for letter in said) else None
            if claim:
                yield claim
                break


def from_lines(lines: Sequence[str], reading: Reading) -> Iterator[Claim]:
    """Claims of the short lines around the headline, where a dateline stands."""
    for line in lines:
        if len(line) <= 90 and any(letter.isdigit() for letter in line):
            claim = reading.claim("text", line)
            if claim:
                yield claim


def from_address(addresses: Sequence[str], reading: Reading) -> Iterator[Claim]:
    """Claims of the page's own address: ``/2026/01/21/``, ``-20260121``, ``21-01-2026``."""
    for address in addresses:
        try:
            path = urlsplit(address).path[:600]
        except ValueError:
            continue
        for place, pattern in enumerate(_IN_ADDRESS):
            found = pattern.search(path)
            if not found:
                continue
            first, second, third = (int(part) for part in found.groups())
            year, day = (third, first) if place == 2 else (first, third)
            try:
                day_named = date(year, second, day)
            except ValueError:
                continue
            claim = reading.claim("url", str(day_named))
            if claim:
                yield claim
                return


def from_stamps(pictures: Sequence[str], pattern: str, now: datetime) -> Iterator[Claim]:
    """The first upload time in the addresses of pictures: seconds since 1970 where ``pattern`` has its group."""
    if not pattern:
        return
    compiled = regex.compile(pattern)
    for picture in pictures[:50]:
        try:
            found = compiled.search(picture[:1_000], timeout=0.2)
        except TimeoutError:
            return
        if found and found.group(1) and found.group(1).isdigit() and len(found.group(1)) <= 11:
            dated = Dated(datetime.fromtimestamp(int(found.group(1)), UTC), 0, "instant")
            if believable(dated, now):
                yield Claim(basis="stamp", dated=dated)


def from_selected(tree: Tree, css: str, reading: Reading, basis: DateBasis = "text") -> Iterator[Claim]:
    """Claims of the elements that the operator's selector names."""
    for element in select(tree, css, most=20):
        for said in (
            attribute(element, "datetime"),
            attribute(element, "content"),
            one_line(" ".join(_all_words(element))),
        ):
            claim = reading.claim(basis, said)
            if claim:
                yield claim
                break


def aside(element: Tree, others: frozenset[Tree] = frozenset()) -> bool:
    """Whether an element stands in a side column, a comment, the site's head or foot, or one of the ``others``."""
    here: Tree | None = element
    for _ in range(40):
        if here is None or here.tag == "body":
            return False
        if _is_aside(here) or here in others:
            return True
        here = here.getparent()
    return False


def _is_aside(element: Tree) -> bool:
    if element.tag in {"aside", "nav", "footer"}:
        return True
    if element.tag == "header":  # the site's own shows today's date; an article's holds its headline
        return element.find(".//h1") is None and next(element.iterancestors("article", "main"), None) is None
    if attribute(element, "itemtype").endswith(("/Comment", "/Review", "/UserComments", "/WPSideBar")):
        return True
    called = f"{attribute(element, 'class')} {attribute(element, 'id')}"[:200]
    return element.tag not in {"article", "main", "html"} and bool(_ASIDE.search(called))


def _nearest(elements: Sequence[Tree], tree: Tree, headline: Tree | None) -> list[Tree]:
    """Those outside side columns and lists, nearest to the headline first; what follows it before what precedes."""
    others = other_articles(tree, headline)
    outside = [element for element in elements if not aside(element, others)]
    kinds = Counter(_kind(element) for element in outside)
    # one kind of date again and again belongs to a list of other articles, unless it stands by the headline
    home_of = _surroundings(headline)
    outside = [
        one for one in outside if kinds[_kind(one)] < _A_LIST or any(up in home_of for up in one.iterancestors())
    ]
    if headline is None or not outside:
        return outside
    wanted = {id(element): element for element in (*outside, headline)}
    places = {id(element): place for place, element in enumerate(tree.iter()) if id(element) in wanted}
    home = places.get(id(headline), 0)

    def distance(element: Tree) -> int:
        away = places.get(id(element), 0) - home
        return away if away >= 0 else -3 * away

    return sorted(outside, key=distance)


def other_articles(tree: Tree, headline: Tree | None) -> frozenset[Tree]:
    """Boxes of one kind with a link each, side by side: other articles. The one with the headline is none."""
    found = set()
    for holder in list(tree.iter("div", "ul", "section", "td", "ol", "main", "body")):
        kinds = Counter(_kind(child) for child in holder)
        for child in holder:
            listed = kinds[_kind(child)] >= _A_LIST and child.tag not in {"p", "br", "script"}
            if listed and child.find(".//a[@href]") is not None:
                found.add(child)
    if headline is not None:
        found -= set(headline.iterancestors())
    return frozenset(found)


def _kind(element: Tree) -> tuple[str, str]:
    return str(element.tag), attribute(element, "class")


def _surroundings(headline: Tree | None) -> frozenset[Tree]:
    """The boxes right around the headline."""
    if headline is None:
        return frozenset()
    around = [box for box in headline.iterancestors() if box.tag not in {"body", "html", "main"}]
    return frozenset(around[:2])


def _all_words(element: Tree) -> list[str]:
    said: list[str] = []
    size = 0
    for text in element.itertext():
        part = text.strip()
        if part:
            said.append(part)
            size += len(part)
        if size > 400:
            break
    return said


def _own_words(element: Tree) -> str:
    """The words of a small element, "" for one that holds a whole text."""
    line = one_line(" ".join(_all_words(element)))
    return line if len(line) <= 160 else ""


def by_htmldate(tree: Tree, address: str, reading: Reading) -> Iterator[Claim]:
    """The date that htmldate finds in the words of the page itself, the last resort (basis ``text``).

    It does not see scripts, side columns and comments: what stands there was passed over for a reason. A first of
    January is often its way of saying "some time in that year" and is not taken.
    """
    if is_heavy(tree):
        return
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)  # its log is about pages, not about us
    from htmldate import find_date

    page = deepcopy(tree)
    for card in other_articles(page, None):
        card.drop_tree()
    for element in list(page.iter()):
        unseen = element.tag in {"script", "style", "head", "form"} or (element.tag != "body" and _is_aside(element))
        if unseen and element.getparent() is not None:
            element.drop_tree()
    try:
        found = find_date(page, original_date=True, url=address, max_date=reading.now.strftime("%Y-%m-%d"))
    except Exception:  # a foreign parser may stumble over any page
        return
    if found and not found.endswith("-01-01"):
        claim = reading.claim("text", found)
        if claim:
            yield claim
