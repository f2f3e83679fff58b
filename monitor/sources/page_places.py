"""Which parts of a page are about its article, and which are about others."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from monitor.sources.article_boxes import main_box
from monitor.sources.tree import Tree, attribute, one_line

_ASIDE = re.compile(
    r"(?:^|[-_ ])(?:comment|disqus|related|recommend|sidebar|side-bar|widget|popular|promo|teaser|breaking|ticker|"
    r"footer|more-news|most-read|latest|trending|also|nav|menu|similar|other-news|last-news|archive|calendar|weather|"
    r"currency|masthead|top-?bar|site-?header|header-?(?:date|top|info)|(?:current|todays?)-?date|date-?(?:today|now)|clock)",
    re.IGNORECASE,
)
#: Elements that can hold a column; an icon called "calendar" is none.
_BOXES = frozenset({"div", "section", "ul", "ol", "li", "table", "tr", "td", "dl", "p", "form", "details", "figure"})
#: So many things of one kind make a list.
_A_LIST = 4
#: A link with so many letters is a headline: outside the article's box, and inside it, where authors are named.
_TELLING, _TELLING_INSIDE = 15, 30
_PERSON = re.compile(r"(?:author|/by/|/user|profile|/people/|/tag|/category|/rubric|/section|/topic)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the article stands on its page.

    ``box`` is the smallest element that holds its headline and its text, None if that cannot be said. ``outside`` are
    elements that are about something else: side columns, menus, comments, other articles, the site's head and foot.
    """

    headline: Tree | None
    box: Tree | None
    outside: frozenset[Tree]
    order: dict[Tree, int] = field(repr=False)

    def is_near(self, element: Tree) -> bool:
        """Whether an element stands in the article's own box."""
        return self.box is not None and (element is self.box or self.box in element.iterancestors())

    def nearest(self, elements: Sequence[Tree]) -> list[Tree]:
        """Those that may be about the article, the likeliest first.

        In its box before beside it, near the headline before far, behind it before in front of it.
        """
        own = [one for one in elements if one not in self.outside and not self._is_teaser(one)]
        kinds = Counter(_kind(one) for one in own)
        # beside the article, one kind of thing again and again is a list of others
        own = [one for one in own if kinds[_kind(one)] < _A_LIST or self.is_near(one)]
        home = self.order.get(self.headline, 0) if self.headline is not None else 0

        def away(element: Tree) -> tuple[bool, int]:
            steps = self.order.get(element, 0) - home
            return not self.is_near(element), steps if steps >= 0 else -3 * steps

        return sorted(own, key=away)

    def _is_teaser(self, element: Tree) -> bool:
        """Whether a date stands beside a link that is a headline: that of another article."""
        inside = self.is_near(element)
        above = set(self.headline.iterancestors()) if self.headline is not None else set()
        for up in list(element.iterancestors())[:4]:
            if up is self.box or up in above or up.tag in {"body", "main", "html"}:
                return False
            if any(_is_headline(link, inside=inside) for link in list(up.iter("a"))[:20]):
                return True
        return False


def locate(tree: Tree, headline: Tree | None) -> Place:
    """Finds the article on its page, by its headline and the densest text outside side columns."""
    above = set(headline.iterancestors()) | {headline} if headline is not None else set()
    skipped = other_articles(tree, headline)
    order: dict[Tree, int] = {}
    outside: set[Tree] = set()
    for number, element in enumerate(tree.iter()):
        order[element] = number
        parent = element.getparent()
        if parent in outside or element in skipped or (element not in above and is_aside(element)):
            outside.add(element)
    main = main_box(tree, outside)
    return Place(headline=headline, box=_common(headline, main), outside=frozenset(outside), order=order)


def _common(headline: Tree | None, main: Tree | None) -> Tree | None:
    if main is None or headline is None:
        return main
    above = {main, *main.iterancestors()}
    return next((up for up in headline.iterancestors() if up in above), None)


def _is_headline(link: Tree, *, inside: bool) -> bool:
    href = attribute(link, "href")
    if not href or href.startswith("#") or attribute(link, "rel") == "author" or _PERSON.search(href):
        return False
    said = len(one_line(link.text_content()[:500]))
    parent = link.getparent()
    titled = any(True for _ in link.iter("h2", "h3", "h4", "h5")) or (
        parent is not None and parent.tag in {"h2", "h3", "h4", "h5"}
    )
    return said >= (_TELLING_INSIDE if inside else _TELLING) or (titled and said > 3)


def is_aside(element: Tree) -> bool:
    """Whether an element is, by its name or class, a side column, a menu, a comment, the site's head or foot."""
    if element.tag in {"aside", "nav", "footer"}:
        return True
    if element.tag == "header":  # the site's own shows today's date; an article's holds its headline
        return element.find(".//h1") is None and next(element.iterancestors("article", "main"), None) is None
    if attribute(element, "itemtype").endswith(("/Comment", "/Review", "/UserComments", "/WPSideBar")):
        return True
    called = f"{attribute(element, 'class')} {attribute(element, 'id')}"[:200]
    return element.tag in _BOXES and bool(_ASIDE.search(called))


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
