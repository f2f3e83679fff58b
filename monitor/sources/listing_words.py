"""Which words of a listing's entry are its title.

An entry is seldom a bare link: cards put rubric, time, lead and counters inside it, or stand "Read more" beside a
headline. A counter or "2 hours ago" taken for part of a title would make every poll find an edit.
"""

import re
from collections.abc import Collection
from copy import deepcopy
from itertools import islice

from monitor.sources.claims import Reading
from monitor.sources.tree import Tree, attribute, one_line, words
from monitor.text.dates.alone import is_age, is_clock, is_figures, says_only_when

HEADLINES = ("h1", "h2", "h3", "h4", "h5", "h6")
#: Parts of a link that are no part of a title, by the words of their class or id.
_BESIDE = re.compile(
    r"(?:^|[-_ ])(?:date|datetime|time|timeago|published|views?|viewed|counts?|counter|hits|comments?|likes?|shares?|"
    r"badge|cat|category|rubric|kicker|lead|excerpt|summary|description|announce|"
    r"visually-hidden|visuallyhidden|sr-only|screen-reader(?:-text)?)(?:[-_ ]|$)",
    re.IGNORECASE,
)
#: A number alone: "12", "(1 204)", "3.4K".
_COUNTED = re.compile(r"[(\[]?\d[\d\s.,]*[kmкм]?[)\]]?", re.IGNORECASE)
#: What an element is called that holds a title.
_CALLED = re.compile(
    r"(?:^|[-_ ])(?:title|headline|heading|ttl|(?<!author[-_])(?<!user[-_])name)(?:[-_ ]|$)", re.IGNORECASE
)
#: So long is a label: "Read more", "12 comments".
_LABEL, _FIGURE = 50, re.compile(r"\d[\d\s.,]*")
#: A link with so many letters is no bare "Continue reading".
_TELLING = 25
#: What a picture is called in so many letters is no bare rubric.
_A_NAME = 15
#: Of a link that holds more elements than these no copy is made.
_MOST_INSIDE = 300


def label_of(link: Tree) -> str:
    """The words of a short link, in small letters, figures alike; "" for a long one."""
    return _label(one_line(link.text_content()[: _LABEL + 1]))


def _label(said: str) -> str:
    return _FIGURE.sub("#", said.casefold()) if len(said) <= _LABEL else ""


def title_of(item: Tree, link: Tree, reading: Reading, labels: Collection[str] = ()) -> str:
    """The headline that is inside the link, or around it; else the longest of what links to the same place say and of a
    headline that is no link ("Read more" beside it); else what the link or a picture is called.

    ``labels`` are words of links that stand in many entries: no headline, if there is anything else.
    """
    if inside := _headline(link, reading):
        return inside
    said, titled = _said(link, reading), any(above.tag in HEADLINES for above in link.iterancestors())
    if titled and said:
        return said
    if len(said) < _TELLING:
        there = link.get("href")
        same = [link, *(other for other in item.iter("a") if other.get("href") == there and other is not link)]
        telling = [other for other in same if (label := label_of(other)) and label not in labels] or same
        said = max((_said(other, reading) for other in telling), key=len)
    beside = _headline(item, reading)
    if len(beside) > len(said) and not (said and _label(beside) in labels):
        return beside
    pictures = (attribute(picture, "alt") for picture in item.iter("img"))
    return next((each for each in (said, attribute(link, "title"), beside, *pictures) if each), "")


def _headline(element: Tree, reading: Reading) -> str:
    """The words of the highest headline inside, of several the longest; "" if there is none."""
    found = [(each.tag, _said(each, reading)) for each in list(element.iter(*HEADLINES))[:20]]
    return min(((tag, -len(said), said) for tag, said in found if said), default=("", 0, ""))[2]


def _said(element: Tree, reading: Reading) -> str:
    """The words of a link or headline on one line, without times and counters that stand inside."""
    bare = one_line(element.text_content()[:20_000])
    if not bare or not len(element):
        return bare
    if sum(1 for _ in islice(element.iter(), _MOST_INSIDE)) == _MOST_INSIDE:
        return one_line(words(element, longest=20_000))
    if named := _named(element):
        return named
    copy = deepcopy(element)
    for picture in list(copy.iter("img", "svg", "button")):
        _drop(picture, copy)
    whole = one_line(words(copy, longest=20_000))
    inside = list(copy.iterdescendants())
    kept = next((each for each in inside if _CALLED.search(attribute(each, "class"))), copy)
    if kept is copy:
        kept = next((each for each in inside if each.tag in {"b", "strong"} and _is_line(each)), copy)
    for each in list(kept.iter()):
        called = f"{attribute(each, 'class')} {attribute(each, 'id')}"
        if each.tag == "time" or _BESIDE.search(called) or _is_beside(each, reading):
            _drop(each, kept)
        elif each.tail and not (each.text or len(each)) and _COUNTED.fullmatch(one_line(each.tail)):
            each.tail = ""  # a counter behind its icon
    for each in kept.iter("span", "small", "label"):
        _part(each)
    return one_line(words(kept, longest=20_000)) or whole


def _is_line(element: Tree) -> bool:
    """Whether an element in bold stands apart, and is long enough for a headline."""
    parent, before = element.getparent(), element.getprevious()
    ahead = (before.tail if before is not None else parent.text if parent is not None else "") or ""
    beside = _has_words(ahead) or _has_words(element.tail or "")
    return not beside and len(one_line(element.text_content()[:500])) >= _A_NAME


def _named(element: Tree) -> str:
    """Which part of a card is its headline, by what the link or its picture is called: the same words; "" if none."""
    names = {attribute(element, "aria-label"), attribute(element, "title")}
    names |= {attribute(picture, "alt") for picture in element.iter("img")}
    names = {one_line(name) for name in names if len(name) >= _A_NAME}
    if not names:
        return ""
    parts = (one_line(each.text_content()[:2_000]) for each in element.iterdescendants())
    return next((said for said in parts if said in names), "")


def _is_beside(element: Tree, reading: Reading) -> bool:
    """Whether an element without others inside is a counter, a time, or a date that stands apart from the words."""
    said = one_line((element.text or "")[:100])
    if not said or len(element) or len(said) > 45:
        return False
    parent, before = element.getparent(), element.getprevious()
    ahead = (before.tail if before is not None else parent.text if parent is not None else "") or ""
    apart = not _has_words(ahead) and not _has_words(element.tail or "")
    if _COUNTED.fullmatch(said) and not is_figures(said):
        last = not _has_words(element.tail or "") and (before is not None or not ahead[-1:].isalnum())
        return apart or (element.tag in {"span", "small", "sup", "em", "i"} and last)
    if is_figures(said) or is_clock(said) or is_age(said):
        return True
    return apart and says_only_when(said, now=reading.now, lang=reading.lang)  # among words it may belong to them


def _has_words(text: str) -> bool:
    return any(map(str.isalnum, text))


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
