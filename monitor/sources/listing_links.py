"""Which link of a listing's entry leads to its article."""

from collections import Counter
from collections.abc import Iterator, Sequence
from urllib.parse import unquote, urlsplit

from monitor.sources.listing_words import HEADLINES
from monitor.sources.tree import Tree, absolute, attribute, one_line

#: So many entries (of few: two) that lead to one and the same place were read wrongly: it is a rubric, or the author.
_SAME_PLACE, _FEW = 3, 5
#: So many links of an entry are looked at.
_MOST_LINKS = 40
#: A template that a script would fill stands among the entries of some pages.
_TEMPLATE = ("{{", "${", "<%", "%7B%7B")
_FILES = (".pdf", ".doc", ".docx", ".xls", ".xlsx", ".zip", ".rtf")


def links_of(items: Sequence[Tree], base: str) -> list[Tree | None]:
    """The link of each entry: of its headline, else its first; where that is a rubric's, the one that says most."""
    host = urlsplit(base).hostname or ""
    candidates = [_leading(item, base, host) for item in items]
    links = [_first_link(item, leading) for item, leading in zip(items, candidates, strict=True)]
    places = Counter(_place(link, base) for link in links if link is not None)
    most = _SAME_PLACE if len(items) > _FEW else 2
    if max(places.values(), default=0) < most:
        return links
    shared = Counter(place for leading in candidates for place in {_place(link, base) for link in leading})
    own = ([link for link in leading if shared[_place(link, base)] < most] for leading in candidates)
    return [_longest(links or leading) for links, leading in zip(own, candidates, strict=True)]


def anchor(element: Tree) -> Tree | None:
    """The element if it is a link, else the link around it, else the first inside."""
    return next(_anchors(element), None)


def _anchors(element: Tree) -> Iterator[Tree]:
    above = element.getparent()
    if element.tag == "a" and element.get("href"):
        yield element
    elif above is not None and above.tag == "a" and above.get("href"):
        yield above
    yield from (link for link in element.iterdescendants("a") if link.get("href"))


def _leading(item: Tree, base: str, host: str) -> list[Tree]:
    """The links of an entry that may lead to its article, in order: to the web, no button that shares, no file beside a
    page, none without words beside one with words."""
    found = [link for link, _ in zip(_anchors(item), range(_MOST_LINKS), strict=False) if _is_web(link, base, host)]
    pages = [link for link in found if not urlsplit(_place(link, base)).path.lower().endswith(_FILES)]
    return pages or found


def _is_web(link: Tree, base: str, host: str) -> bool:
    href = attribute(link, "href")
    there = absolute(href, base)
    if not there or any(sign in href for sign in _TEMPLATE):
        return False
    parts = urlsplit(there)
    return parts.hostname == host or not host or f"//{host}" not in unquote(parts.query)


def _place(link: Tree, base: str) -> str:
    return absolute(attribute(link, "href"), base)


def _first_link(item: Tree, leading: Sequence[Tree]) -> Tree | None:
    """The entry itself if it is a link, else that of its headline, else its first."""
    if leading and leading[0] is item:
        return item
    known = set(leading)
    for headline in item.iter(*HEADLINES):
        for link in _anchors(headline):
            if link in known:
                return link
    return leading[0] if leading else None


def _longest(links: Sequence[Tree]) -> Tree | None:
    return max(links, key=lambda link: len(one_line(link.text_content()[:2_000])), default=None)
