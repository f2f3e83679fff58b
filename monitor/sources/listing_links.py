"""Which link of a listing's entry leads to its article."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from urllib.parse import unquote, urlsplit

from monitor.sources.listing_words import HEADLINES, label_of
from monitor.sources.tree import Tree, absolute, attribute, one_line

#: So many entries (of few: two) that lead to one and the same place were read wrongly: it is a rubric, or the author.
_SAME_PLACE, _FEW = 3, 5
#: So many links of an entry are looked at.
_MOST_LINKS = 40
#: A template that a script would fill stands among the entries of some pages.
_TEMPLATE = ("{{", "${", "<%", "%7B%7B")
_PERSON = re.compile(r"/(?:authors?|by|users?|profile|people|tags?|categor(?:y|ies)|rubrics?|topics?)/", re.IGNORECASE)
_FILES = (".pdf", ".doc", ".docx", ".xls", ".xlsx", ".zip", ".rtf")


def links_of(items: Sequence[Tree], base: str, labels: Collection[str]) -> list[Tree | None]:
    """The link of each entry: of its headline, else its first; where that is a rubric's, the one that says most.

    ``labels`` are words of links that stand in many entries (``labels_of``): links of these words lead to none.
    """
    host = urlsplit(base).hostname or ""
    candidates = [_leading(item, base, host, labels) for item in items]
    links = [_first_link(item, leading) for item, leading in zip(items, candidates, strict=True)]
    places = Counter(_place(link, base) for link in links if link is not None)
    most = _most(items)
    if max(places.values(), default=0) < most:
        return links
    shared = Counter(place for leading in candidates for place in {_place(link, base) for link in leading})
    own = ([link for link in leading if shared[_place(link, base)] < most] for leading in candidates)
    return [_longest(links or leading) for links, leading in zip(own, candidates, strict=True)]


def labels_of(items: Sequence[Tree]) -> frozenset[str]:
    """The words of links that several entries show, whatever figure is among them: "Read more", "12 comments"."""
    found = Counter(
        label
        for item in items
        for label in {label_of(link) for link in islice(item.iterdescendants("a"), _MOST_LINKS)}
        if label
    )
    return frozenset(label for label, count in found.items() if count >= _most(items))


def _most(items: Sequence[Tree]) -> int:
    return _SAME_PLACE if len(items) > _FEW else 2


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


def _leading(item: Tree, base: str, host: str, labels: Collection[str]) -> list[Tree]:
    """The links of an entry that may lead to its article, in order: to the web, no button that shares; as far as there
    are others, no file, no author's or rubric's page, and none of the ``labels``. Those of headlines stay."""
    found = [link for link, _ in zip(_anchors(item), range(_MOST_LINKS), strict=False) if _is_web(link, base, host)]
    if len(found) < 2:
        return found
    kept = [link for link in found if not urlsplit(_place(link, base)).path.lower().endswith(_FILES)] or found
    kept = [link for link in kept if not (label_of(link) and _PERSON.search(attribute(link, "href")))] or kept
    kept = [link for link in kept if label_of(link) not in labels] or kept
    return [link for link in found if link in kept or _is_headline(link)]


def _is_headline(link: Tree) -> bool:
    """Whether a link stands in a headline or holds one."""
    within = any(above.tag in HEADLINES for above in link.iterancestors())
    return within or next(link.iter(*HEADLINES), None) is not None


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
