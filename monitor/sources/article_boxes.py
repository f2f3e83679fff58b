"""Which parts of a page are an article's text: what is beside it goes, what holds it is named."""

import re
from collections.abc import Collection, Mapping
from copy import deepcopy
from dataclasses import dataclass
from itertools import islice

from monitor.sources.tree import Tree, attribute, one_line, words

_DROPPED = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "nav",
        "aside",
        "footer",
        "form",
        "button",
        "select",
        "iframe",
        "svg",
        "head",
    }
)
_BOILERPLATE = re.compile(
    r"(?:^|[-_ ])(?:comments?|disqus|related|recommend\w*|sidebar|share|sharing|social|promo|teaser|breadcrumbs?|"
    r"newsletter|subscribe|cookies?|consent|banner|popup|modal|pagination|pager|menu|navbar|tags|read-?also|more-news|most-read|"
    r"advert\w*|adv|ads?)(?:[-_ ]|$)",
    re.IGNORECASE,
)
_COMMENTS = re.compile(r"(?:^|[-_ ])(?:comments?|disqus)(?:[-_ ]|$)", re.IGNORECASE)
#: What can be a list of links; so many links it has at least, and no piece of running text so long (characters).
_LISTS = frozenset({"div", "section", "ul", "ol", "dl", "table", "aside", "footer", "header", "td"})
_FEWEST_LINKS, _RUNNING = 3, 80
#: So many letters that are no link are words of an article.
_A_LINE = 40
#: So many boxes one in another are looked at: each is counted anew.
_MOST_HOLDERS = 5
_PARAGRAPHS = frozenset({"p", "h2", "h3", "h4", "li", "blockquote", "pre", "td", "dd"})
_CONTAINERS = frozenset({"div", "article", "section", "main", "td", "body", "center", "blockquote"})
#: What trafilatura takes for a body by its name.
_NAMED = frozenset({"article", "div", "main", "section"})
#: So large a part of the running text is nearly all, so small a one little; a paragraph of so many letters is a lead.
_NEARLY_ALL, _LITTLE, _LEAD = 0.9, 0.3, 20.0
_INLINE = frozenset({"span", "font", "b", "i", "em", "strong", "big", "small", "a", "u"})


def without_link_lists(tree: Tree) -> Tree:
    """A copy of ``tree`` without menus and lists of other headlines: boxes of at least three links that hold most of
    their words, and neither the headline nor running text. Of a short article an extractor takes them for its text."""
    copy = deepcopy(tree)
    for code in copy.iter("script", "style"):
        code.text = None
    name_parts(copy)
    weights: dict[Tree, _Weight] = {}
    elements = [each for each in copy.iter() if isinstance(each.tag, str)]
    for element in reversed(elements):
        weights[element] = _weighed(element, weights)
    dropped: set[Tree] = set()
    for element in elements:
        parent = element.getparent()
        if parent is None:
            continue
        if parent in dropped or element.tag == "nav" or (element.tag in _LISTS and weights[element].is_link_list()):
            dropped.add(element)
    for element in elements:
        parent = element.getparent()
        if element in dropped and parent is not None and parent not in dropped:
            element.drop_tree()
    return copy


def name_parts(tree: Tree) -> None:
    """Calls elements of ``tree`` what they are: an ``aside`` or ``footer`` that holds the page's headline is a box, and
    where most running text stands in boxes side by side, these are paragraphs. An extractor passes over both."""
    headlines = list(tree.iter("h1"))
    if len(headlines) == 1:
        for holder in list(islice(headlines[0].iterancestors("aside", "footer", "nav"), _MOST_HOLDERS)):
            if _said(holder) - _said(headlines[0]) - sum(map(_said, holder.iter("a"))) >= _A_LINE:
                holder.tag = "div"  # a menu with the site's name holds links alone
    beside: dict[Tree, list[Tree]] = {}
    for box in tree.iter("div"):
        parent = box.getparent()
        if parent is not None and _is_line(box):
            beside.setdefault(parent, []).append(box)
    found = [boxes for boxes in beside.values() if sum(_said(box) >= _RUNNING for box in boxes) > 1]
    if sum(_said(box) for boxes in found for box in boxes) > sum(map(_said, tree.iter("p"))):
        for box in (box for boxes in found for box in boxes):
            box.tag = "p"


def _said(element: Tree) -> int:
    return len(element.text_content().strip())


def _is_line(box: Tree) -> bool:
    """Whether a box holds words, most of them in no link, and nothing that would stand on lines of its own."""
    linked = 0
    for child in box:
        if child.tag != "br" and child.tag not in _INLINE:
            return False
        linked += len(child.text_content()) if child.tag == "a" else 0
    return linked * 4 <= _said(box) > 0


@dataclass(slots=True)
class _Weight:
    """What an element holds: characters, those in links, links, the longest piece outside links, and the headline."""

    said: int = 0
    linked: int = 0
    links: int = 0
    longest: int = 0
    headline: bool = False

    def is_link_list(self) -> bool:
        most = self.links >= _FEWEST_LINKS and self.linked * 2 > self.said
        return most and not self.headline and self.longest < _RUNNING


def _weighed(element: Tree, weights: Mapping[Tree, _Weight]) -> _Weight:
    own = len((element.text or "").strip()) if element.tag not in {"script", "style"} else 0
    found = _Weight(said=own, longest=own, headline=element.tag == "h1")
    for child in element:
        inner, tail = weights.get(child), len((child.tail or "").strip())
        if inner is not None:
            found.said += inner.said
            found.linked += inner.linked
            found.links += inner.links
            found.longest = max(found.longest, inner.longest)
            found.headline = found.headline or inner.headline
        found.said += tail
        found.longest = max(found.longest, tail)
    if element.tag == "a" and element.get("href"):
        found.linked, found.links, found.longest = found.said, 1, 0
    return found


def show_body(tree: Tree) -> None:
    """Drops comments, pleas to subscribe and the like, and names the article's body if one element holds nearly all
    running text; ``tree`` is changed.

    Without a name that it knows trafilatura gathers paragraphs alone: lists and subheads are lost, and what stands
    beside the article comes along. A lead that stands in front of the element is a part of the article, too.
    """
    weights = {each: max(0.0, _weight(each)) for each in tree.iter(*_PARAGRAPHS, "br")}
    whole = sum(weights.values())
    for element in list(tree.iter("div", "section", "ul", "ol", "p", "table", "form", "footer", "aside")):
        called = f"{attribute(element, 'class')} {attribute(element, 'id')}"[:200]
        if element.getparent() is None or not (element.tag in _DROPPED or _BOILERPLATE.search(called)):
            continue
        held = sum(weights.get(each, 0) for each in element.iter(*_PARAGRAPHS, "br"))
        if (held <= _LITTLE * whole or _COMMENTS.search(called)) and element.find(".//h1") is None:
            for each in element.iter(*_PARAGRAPHS, "br"):
                weights.pop(each, None)
            element.drop_tree()
    box = main_box(tree, frozenset())
    if box is None or box.tag not in _NAMED:
        return
    own = set(box.iter(*_PARAGRAPHS, "br"))
    lead = 0.0
    for each in tree.iter("h1", *_PARAGRAPHS):
        if each in own:
            break
        lead = 0.0 if each.tag == "h1" else max(lead, weights.get(each, 0))
    if lead < _LEAD and sum(weights.get(each, 0) for each in own) >= _NEARLY_ALL * sum(weights.values()):
        box.set("itemprop", "articleBody")


def densest(tree: Tree) -> str:
    """The text of the element with most running text in it; ``tree`` is changed. Time grows with length alone."""
    _prune(tree)
    box = main_box(tree, frozenset())
    if box is None:
        body = tree.find(".//body")
        return words(body if body is not None else tree) if _has_words(tree) else ""
    return words(box)


def main_box(tree: Tree, outside: Collection[Tree]) -> Tree | None:
    """The element with most running text in it, but for what stands ``outside``; None if there is no text."""
    scores: dict[Tree, float] = {}
    for element in tree.iter(*_PARAGRAPHS, "br"):
        weight = 0.0 if element in outside else _weight(element)
        if weight <= 0:
            continue
        share = 1.0
        holder = element.getparent()
        for _ in range(3):
            while holder is not None and holder.tag in _INLINE:
                holder = holder.getparent()
            if holder is None or holder.tag not in _CONTAINERS:
                break
            scores[holder] = scores.get(holder, 0.0) + weight * share
            holder, share = holder.getparent(), share / 2
    return max(scores, key=lambda element: scores[element]) if scores else None


def _weight(element: Tree) -> float:
    """How much running text stands in a paragraph (or behind a line break): characters less those in links."""
    if element.tag == "br":
        return float(len((element.tail or "").strip()))
    # itertext of a paragraph; nested paragraphs would be counted with each of their holders, so only their own text
    own = len((element.text or "").strip())
    linked = 0
    for child in element:
        if child.tag in _PARAGRAPHS:
            own += len((child.tail or "").strip())
            continue
        inside = len(one_line(child.text_content()[:5_000])) if child.tag not in _CONTAINERS else 0
        own += inside + len((child.tail or "").strip())
        linked += inside if child.tag == "a" else 0
    weight = own - 2 * linked
    return float(weight) if element.tag in {"p", "pre", "blockquote"} else weight / 3


def _prune(tree: Tree) -> None:
    for element in list(tree.iter()):
        called = f"{attribute(element, 'class')} {attribute(element, 'id')}"[:200]
        hidden = "display:none" in attribute(element, "style").replace(" ", "") or element.get("hidden") is not None
        if element.tag in _DROPPED or hidden or (element.tag not in {"body", "html"} and _BOILERPLATE.search(called)):
            parent = element.getparent()
            if parent is not None:
                element.drop_tree()


def _has_words(tree: Tree) -> bool:
    return bool(one_line(tree.text_content()[:100_000]))
