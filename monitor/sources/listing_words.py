"""Which link of a listing's entry leads to its article, and which words are its title.

An entry is seldom a bare link: cards put rubric, time, lead and counters inside it, or stand "Read more" beside a
headline. A counter or "2 hours ago" taken for part of a title would make every poll find an edit.
"""

import re
from collections import Counter
from collections.abc import Sequence
from copy import deepcopy
from itertools import islice

from monitor.sources.tree import Tree, absolute, attribute, one_line, words

_HEADLINES = ("h1", "h2", "h3", "h4", "h5", "h6")
#: Parts of a link that are no part of a title, by the words of their class or id.
_BESIDE = re.compile(
    r"(?:^|[-_ ])(?:date|datetime|time|timeago|published|views?|viewed|counts?|counter|hits|comments?|likes?|shares?)"
    r"(?:[-_ ]|$)",
    re.IGNORECASE,
)
#: What an element is called that holds a title.
_CALLED = re.compile(r"(?:^|[-_ ])(?:title|headline|heading|ttl)(?:[-_ ]|$)", re.IGNORECASE)
#: So many entries (of few: two) that lead to one and the same place were read wrongly: it is a rubric, or the author.
_SAME_PLACE, _FEW = 3, 5
#: A link with so many letters is no bare "Continue reading".
_TELLING = 25
#: Of a link that holds more elements than these no copy is made.
_MOST_INSIDE = 300


def links_of(items: Sequence[Tree], base: str) -> list[Tree | None]:
    """The link of each entry: of its headline, else its first; where that is a rubric's, the one that says most."""
    links = [first_link(item) for item in items]
    places = Counter(absolute(attribute(link, "href"), base) for link in links if link is not None)
    if max(places.values(), default=0) < (_SAME_PLACE if len(items) > _FEW else 2):
        return links
    return [_longest_link(item) for item in items]


def first_link(item: Tree) -> Tree | None:
    """The entry itself if it is a link, else that of its headline, else its first."""
    if item.tag == "a" and item.get("href"):
        return item
    for headline in item.iter(*_HEADLINES):
        link = anchor(headline)
        if link is not None:
            return link
    return anchor(item)


def anchor(element: Tree) -> Tree | None:
    """The element if it is a link, else the link around it, else the first inside."""
    if element.tag == "a" and element.get("href"):
        return element
    above = element.getparent()
    if above is not None and above.tag == "a" and above.get("href"):
        return above
    return next((link for link in element.iter("a") if link.get("href")), None)


def _longest_link(item: Tree) -> Tree | None:
    links = [link for link in item.iter("a") if link.get("href")]
    return max(links, key=lambda link: len(one_line(link.text_content()[:2_000])), default=None)


def title_of(item: Tree, link: Tree) -> str:
    """The headline that is inside the link; else the longest of what links to the same place say and of a headline that
    is no link ("Read more" beside it); else what the link or a picture is called."""
    if inside := _headline(link):
        return inside
    said = _said(link)
    if len(said) < _TELLING:
        same = [_said(other) for other in item.iter("a") if other.get("href") == link.get("href")]
        said = max((said, *same), key=len)
    beside = _headline(item)
    if len(beside) > len(said) and not any(above.tag in _HEADLINES for above in link.iterancestors()):
        return beside
    pictures = (attribute(picture, "alt") for picture in item.iter("img"))
    return next((each for each in (said, attribute(link, "title"), beside, *pictures) if each), "")


def _headline(element: Tree) -> str:
    """The words of the highest headline inside, of several the longest; "" if there is none."""
    found = [(each.tag, _said(each)) for each in list(element.iter(*_HEADLINES))[:20]]
    return min(((tag, -len(said), said) for tag, said in found if said), default=("", 0, ""))[2]


def _said(element: Tree) -> str:
    """The words of a link or headline on one line, without times and counters that stand inside."""
    bare = one_line(element.text_content()[:20_000])
    if not bare or not len(element):
        return bare
    if sum(1 for _ in islice(element.iter(), _MOST_INSIDE)) == _MOST_INSIDE:
        return one_line(words(element, longest=20_000))
    copy = deepcopy(element)
    for picture in list(copy.iter("img", "svg", "button")):
        _drop(picture, copy)
    whole = one_line(words(copy, longest=20_000))
    inside = list(copy.iterdescendants())
    kept = next((each for each in inside if _CALLED.search(attribute(each, "class"))), copy)
    for each in list(kept.iter()):
        if each.tag == "time" or _BESIDE.search(f"{attribute(each, 'class')} {attribute(each, 'id')}"):
            _drop(each, kept)
    for each in kept.iter("span", "small", "label"):
        _part(each)
    return one_line(words(kept, longest=20_000)) or whole


def _part(element: Tree) -> None:
    """A space on both sides of an element that a card shows apart, where two words would be one without it."""
    before, parent = element.getprevious(), element.getparent()
    text, tail, held = element.text or "", element.tail or "", element.text_content()
    ahead = (before.tail or before.text_content()) if before is not None else parent.text if parent is not None else ""
    if text[:1].isalnum() and (ahead or "")[-1:].isalnum():
        element.text = f" {text}"
    if tail[:1].isalnum() and held[-1:].isalnum():
        element.tail = f" {tail}"


def _drop(element: Tree, top: Tree) -> None:
    if element is not top and element.getparent() is not None:
        element.drop_tree()
