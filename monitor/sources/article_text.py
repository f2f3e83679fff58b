"""The text of an article whose page we know nothing about: trafilatura, and our own reading where it falls short."""

import logging
import re
from collections.abc import Collection, Mapping
from copy import deepcopy
from dataclasses import dataclass

from monitor.sources.tree import CONTROL, Tree, attribute, is_heavy, one_line, words
from monitor.text.html import plain

#: Shorter than this, a text is suspected to be only a part.
_SHORT = 250
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
    r"advert\w*|ads?)(?:[-_ ]|$)",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w{2,}")
#: Fewer letters than these, and nothing was found but perhaps a date.
_LEAST = 16
#: What can be a list of links; so many links it has at least, and no piece of running text so long (characters).
_LISTS = frozenset({"div", "section", "ul", "ol", "dl", "table", "aside", "footer", "header", "td"})
_FEWEST_LINKS, _RUNNING = 3, 80
#: A cell with more text than this is a column of the page, not a figure in a table.
_COLUMN = 300
#: ZWNJ and ZWJ, and two letters of Yi that stand for them on their way through trafilatura.
_JOINER = re.compile("[\u200c\u200d]")
_HIDDEN = str.maketrans("\u200c\u200d", "\ua015\ua48c")
_SHOWN = str.maketrans("\ua015\ua48c", "\u200c\u200d")
_PARAGRAPHS = frozenset({"p", "h2", "h3", "h4", "li", "blockquote", "pre", "td", "dd"})
_BOXES = (
    "div",
    "section",
    "article",
    "li",
    "ul",
    "ol",
    "td",
    "th",
    "tr",
    "dd",
    "dt",
    "figure",
    "figcaption",
    "blockquote",
    "br",
)
_CONTAINERS = frozenset({"div", "article", "section", "main", "td", "body", "center", "blockquote"})
_INLINE = frozenset({"span", "font", "b", "i", "em", "strong", "big", "small", "a", "u"})


def article_text(tree: Tree, *, described: str = "", title: str = "") -> str:
    """The article's text, paragraphs on lines; "" if the page has none. ``described`` is JSON-LD's ``articleBody``.

    A copy of ``tree`` is read. Comments, menus and side columns are left out.
    """
    whole, tree = tree, without_link_lists(tree)
    text = "" if is_heavy(tree) else _by_trafilatura(tree)
    if _is_glued(text, tree):
        text = ""
    if len(text) < _SHORT:
        own = densest(deepcopy(tree))
        # of so little trafilatura makes a heap of words, sometimes with the headline in it
        heaped = "\n" in own and "\n" not in text and 5 * len(own) >= 3 * len(text)
        text = own if heaped or not text or len(own) > 2 * len(text) else text
    if len(text) < _SHORT and len(described) > len(text):
        text = plain(described)
    rest = text.replace(title, "") if title else text
    if sum(letter.isalpha() for letter in rest[:200]) < _LEAST:  # the article is a list of links itself
        text = "" if is_heavy(whole) else _by_trafilatura(whole)
        text = text or densest(deepcopy(whole))
    return without_title(_tidy(text), title)


def without_link_lists(tree: Tree) -> Tree:
    """A copy of ``tree`` without menus and lists of other headlines: boxes of at least three links that hold most of
    their words, and neither the headline nor running text. Of a short article an extractor takes them for its text."""
    copy = deepcopy(tree)
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


def _by_trafilatura(tree: Tree) -> str:
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # its log is about pages, not about us
    from trafilatura import extract

    copy = deepcopy(tree)
    _unfold_tables(copy)
    _part_blocks(copy)
    joined = _hide_joiners(copy)
    try:
        text = extract(
            copy,
            fast=True,
            include_comments=False,
            include_tables=True,
            with_metadata=False,
            deduplicate=False,
        )
    except Exception:  # a foreign extractor may stumble over any page; ours then reads it
        return ""
    return (text or "").translate(_SHOWN) if joined else text or ""


def _is_glued(text: str, tree: Tree) -> bool:
    """Whether words stand nowhere on the page (one in 200 allowed): two were made one."""
    found = _WORD.findall(text)
    if not found:
        return False
    there = set(_WORD.findall(words(tree).replace("\u00ad", "")))
    return sum(word not in there for word in found) > len(found) // 200


def _unfold_tables(tree: Tree) -> None:
    """Tables that hold a page's columns become plain boxes: else the whole article is taken for one row of a table."""
    for cell in list(tree.iter("td"))[:500]:
        if len(cell.text_content()) > _COLUMN:
            table = next(cell.iterancestors("table"), None)
            for element in [] if table is None else list(table.iter("table", "tbody", "tr", "td")):
                element.tag = "div"


def _part_blocks(tree: Tree) -> None:
    """A space at both ends of every box: trafilatura joins the words of nested boxes without one."""
    for element in tree.iter(*_BOXES):
        element.text = f" {CONTROL.sub(' ', element.text or '')}"
        element.tail = f" {CONTROL.sub(' ', element.tail or '')}"


def _hide_joiners(tree: Tree) -> bool:
    """Persian and Indic words hold joiners that trafilatura strips as if they were control characters."""
    if not _JOINER.search(tree.text_content()):
        return False
    for element in tree.iter():
        if element.text and _JOINER.search(element.text):
            element.text = CONTROL.sub(" ", element.text.translate(_HIDDEN))
        if element.tail and _JOINER.search(element.tail):
            element.tail = CONTROL.sub(" ", element.tail.translate(_HIDDEN))
    return True


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


def without_title(text: str, title: str) -> str:
    """The text from behind a line that only repeats the title, if that stands at its head."""
    wanted = one_line(title).casefold()
    lines, passed = text.split("\n"), 0
    for place, line in enumerate(lines[:12] if wanted else []):
        if one_line(line).casefold() == wanted and place + 1 < len(lines):
            # a date or rubric before the title goes with it, a paragraph does not
            return "\n".join(
                [*(before for before in lines[:place] if len(before) > _RUNNING), *lines[place + 1 :]]
            ).strip()
        passed += len(line)
        if passed > 200:
            break
    return text


def _tidy(text: str) -> str:
    lines = [one_line(line.removeprefix("- ")) for line in text.splitlines()]
    return "\n".join(line for line in lines if line)
