"""Which parts of a page are about its article, and which are about others."""

import re
from collections import Counter
from collections.abc import Sequence

from monitor.sources.tree import Tree, attribute

_ASIDE = re.compile(
    r"(?:^|[-_ ])(?:comment|disqus|related|recommend|sidebar|side-bar|widget|popular|promo|teaser|breaking|ticker|"
    r"footer|more-news|most-read|latest|trending|also|nav|menu|similar|other-news|last-news|archive|calendar|weather|"
    r"currency|masthead|top-?bar|site-?header|header-?(?:date|top|info)|(?:current|todays?)-?date|date-?(?:today|now)|clock)",
    re.IGNORECASE,
)
#: So many things of one kind make a list.
_A_LIST = 4


def aside(element: Tree, others: frozenset[Tree] = frozenset()) -> bool:
    """Whether an element stands in a side column, a comment, the site's head or foot, or one of the ``others``."""
    here: Tree | None = element
    for _ in range(40):
        if here is None or here.tag == "body":
            return False
        if is_aside(here) or here in others:
            return True
        here = here.getparent()
    return False


def is_aside(element: Tree) -> bool:
    if element.tag in {"aside", "nav", "footer"}:
        return True
    if element.tag == "header":  # the site's own shows today's date; an article's holds its headline
        return element.find(".//h1") is None and next(element.iterancestors("article", "main"), None) is None
    if attribute(element, "itemtype").endswith(("/Comment", "/Review", "/UserComments", "/WPSideBar")):
        return True
    called = f"{attribute(element, 'class')} {attribute(element, 'id')}"[:200]
    return element.tag not in {"article", "main", "html"} and bool(_ASIDE.search(called))


def nearest(elements: Sequence[Tree], tree: Tree, headline: Tree | None) -> list[Tree]:
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
    linked: set[Tree] = set()
    for link in tree.iter("a"):
        here: Tree | None = link if link.get("href") else None
        while here is not None and here not in linked:
            linked.add(here)
            here = here.getparent()
    found = set()
    for holder in list(tree.iter("div", "ul", "section", "td", "ol", "main", "body")):
        kinds = Counter(_kind(child) for child in holder)
        for child in holder:
            listed = kinds[_kind(child)] >= _A_LIST and child.tag not in {"p", "br", "script"}
            if listed and child in linked:
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
