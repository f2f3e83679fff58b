"""Where on a page claims about its time of publication stand."""

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

import regex
from lxml import html as lxml_html

from monitor.model import DateBasis
from monitor.sources.claims import Claim, Reading, believable
from monitor.sources.jsonld import Node, strings
from monitor.sources.page_places import Place, is_aside, other_articles
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
#: How many elements before and behind the headline are asked for a dateline.
_AROUND = 40
#: A dateline of a day without its year has no more words than these.
_LONGEST_LABEL = 6
_YEAR_OR_CLOCK = re.compile(r"\d{4}|\d[./-]\d{1,2}[./-]\d|\d:\d\d")
_IN_SCRIPT = re.compile(
    r"[\"'](?:datePublished|date_published|publishedAt|published_at|publishDate|publish_date|publishedDate|publicationDate|"
    r"publication_date|pubDate|firstPublished|articlePublishDate|publishTime)[\"']\s*:\s*[\"']?([^\"',}]{8,40})"
)
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


def from_microdata(tree: Tree, place: Place, reading: Reading) -> Iterator[Claim]:
    """Claims of ``itemprop`` and RDFa elements, and of hAtom's ``published``."""
    found = tree.xpath("//*[@itemprop or @property or contains(@class, 'published')][not(self::meta and @property)]")
    named = [element for element in found[:400] if _is_published(element)]
    for element in named:
        if element in place.outside:
            continue
        title, content = attribute(element, "title"), attribute(element, "content")
        for said in (content, attribute(element, "datetime"), title, _own_words(element)):
            claim = reading.claim("microdata", said)
            if claim:
                yield claim
                break


def _is_published(element: Tree) -> bool:
    props = f"{attribute(element, 'itemprop')} {attribute(element, 'property')}".lower()
    names = {re.split(r"[:/#]", name)[-1] for name in props.split()}
    hatom = element.tag == "abbr" and "published" in attribute(element, "class").split()
    return hatom or bool(names & set(_ITEMPROPS))


def from_times(tree: Tree, place: Place, reading: Reading) -> Iterator[Claim]:
    """Claims of ``<time>`` elements outside side columns, the nearest to the headline first."""
    for element in place.nearest(list(tree.iter("time"))[:400]):
        changed, near = _is_called_changed(element), place.is_near(element)
        for said in (attribute(element, "datetime"), attribute(element, "title"), _own_words(element)):
            claim = reading.claim("time", said, change=changed, near=near)
            if claim:
                yield claim
                break


def from_classes(tree: Tree, place: Place, reading: Reading) -> Iterator[Claim]:
    """Claims in words of elements that are called a date, the nearest to the headline first (basis ``text``)."""
    called = [
        element
        for element in tree.xpath("//body//*[@class or @id]")[:6_000]
        if element.tag not in {"script", "style", "body", "form", "input", "select", "time", "html"}
        and _DATE_CLASS.search(f"{attribute(element, 'class')} {attribute(element, 'id')}"[:300])
    ]
    for element in place.nearest(called[:300])[:40]:
        changed, near = _is_called_changed(element), place.is_near(element)
        for said in (
            attribute(element, "datetime"),
            attribute(element, "data-time"),
            attribute(element, "data-date"),
            attribute(element, "content"),
            _own_words(element),
        ):
            dated = any(letter.isdigit() for letter in said)
            claim = reading.claim("text", said, change=changed, near=near) if dated else None
            if claim:
                yield claim
                break


def _is_called_changed(element: Tree) -> bool:
    called = f"{attribute(element, 'class')} {attribute(element, 'itemprop')}".lower()
    return ("updated" in called or "modified" in called) and "publi" not in called


def from_scripts(tree: Tree, reading: Reading) -> Iterator[Claim]:
    """The claim of data that a script of the page carries (``__NEXT_DATA__`` ...), if it carries one date only."""
    said: set[str] = set()
    for script in list(tree.iter("script"))[:200]:
        if "ld+json" not in (script.get("type") or ""):
            said.update(_IN_SCRIPT.findall((script.text or "")[:300_000]))
        if len(said) > 1:
            return
    for one in said:
        claim = reading.claim("text", one)
        if claim:
            yield claim


def from_lines(place: Place, reading: Reading) -> Iterator[Claim]:
    """Claims of the short lines around the headline, where a dateline stands."""
    if place.headline is None:
        return
    leaves = "[not(*) and ancestor::body and not(self::script or self::style or self::noscript or self::option)]"
    behind, before = (place.headline.xpath(f"{axis}::*{leaves}") for axis in ("following", "preceding"))
    around = [*behind[:_AROUND], *before[::-1][:_AROUND]]
    for element in place.nearest([one for one in around if isinstance(one, lxml_html.HtmlElement)]):
        own = one_line((element.text or "")[:300])
        # behind a dateline without a box of its own the text itself may begin
        for line in dict.fromkeys((one_line(f"{own} {(element.tail or '')[:300]}"), own)):
            if len(line) <= 90 and any(letter.isdigit() for letter in line) and not _is_sentence(line):
                claim = reading.claim("text", line, near=place.is_near(element))
                if claim and not (claim.dated.precision == "day" and _is_headline(line)):
                    yield claim
                    break


def _is_headline(line: str) -> bool:
    """A line that names a day without its year among many words ("Lights over Alaska and other states on December 2")
    is of another article."""
    return len(line.split()) > _LONGEST_LABEL and not _YEAR_OR_CLOCK.search(line)


def _is_sentence(line: str) -> bool:
    """A line that tells of a day ("Since 1 January 2019 this is the second visit.") is no dateline."""
    count = len(line.split())
    if len(line) > 40 and max(len(word) for word in line.split()) > 25:
        return True  # Chinese, Japanese and Thai write their sentences without spaces
    return count > 14 or (count > 8 and line.rstrip("»\"'”)").endswith((".", "!", "?", "…", "؟", "。")))


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


def from_selected(tree: Tree, css: str, reading: Reading) -> Iterator[Claim]:
    """Claims of the elements that the operator's selector names, each with the basis that its element has."""
    for element in select(tree, css, most=20):
        basis: DateBasis = "text"
        if element.tag == "meta":
            basis = "meta"
        elif element.get("itemprop"):
            basis = "microdata"
        elif element.tag == "time" and element.get("datetime"):
            basis = "time"
        line = one_line(" ".join(_all_words(element)))
        for said in (attribute(element, "datetime"), attribute(element, "content"), line):
            claim = reading.claim(basis, said)
            if claim:
                yield claim
                break


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
        unseen = element.tag in {"script", "style", "head", "form"} or (element.tag != "body" and is_aside(element))
        if unseen and element.getparent() is not None:
            element.drop_tree()
    try:
        found = find_date(page, original_date=True, url=address, max_date=reading.now.strftime("%Y-%m-%d"))
    except Exception:  # a foreign parser may stumble over any page
        return
    if found and not found.endswith("-01-01"):
        claim = reading.claim("text", found, near=False)
        if claim:
            yield claim
