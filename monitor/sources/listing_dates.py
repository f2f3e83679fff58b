"""When an entry of a listing was published, by what the listing says."""

import re
from collections.abc import Iterator
from itertools import islice

from monitor.sources.claims import Claim, Reading
from monitor.sources.tree import Tree, attribute, one_line, select, words
from monitor.text.dates.alone import is_age, is_clock, is_figures, says_only_when

#: Where the date of an entry is looked for that has no ``<time>``: in so many parts, of so many characters.
_MOST_PARTS, _LONGEST_DATE = 80, 45
#: A date in several boxes has no more of them, and is no longer.
_MOST_PIECES, _LONGEST_BOX = 5, 20
#: Attributes that hold the moment where the words may say "Friday".
_STAMPS = ("datetime", "data-datetime", "data-date", "data-timestamp", "data-time", "content")
_DATE_CLASS = re.compile(r"(?:^|[-_ ])(?:date|datetime|time|published|posted)(?:[-_ ]|$)", re.IGNORECASE)
_NO_DATE = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "img", "svg", "script", "style", "button"})
#: What stands between a date and a headline in one link: "27.11.2026 — The headline".
_AHEAD = re.compile(r"([^—–|]{5,40}?)\s*[—–|:-]\s+(?=\S.{3})")


def date_of(item: Tree, css: str, reading: Reading) -> Claim | None:
    """The claim of an entry's own date; ``css`` is where the operator says that it stands."""
    found = select(item, css, most=10) if css else list(islice(item.iter("time"), 5))
    said = (
        text
        for element in found
        for text in (attribute(element, "datetime"), attribute(element, "content"), one_line(words(element)))
    )
    for text in said if css or found else _told(item, reading):
        if text and (claim := reading.claim("listing", text)):
            return claim
    return None


def without_date(title: str, reading: Reading) -> tuple[str, Claim | None]:
    """A headline without the date in figures, or the age, that it begins with; and that date.

    A day in words may be what it tells of: "21 January 2026 - the day that ...".
    """
    found = _AHEAD.match(title)
    if not found or not (is_figures(found[1]) or is_age(found[1])):
        return title, None
    claim = reading.claim("listing", found[1])
    return (title[found.end() :], claim) if claim else (title, None)


def _told(item: Tree, reading: Reading) -> Iterator[str]:
    """The words of short elements that are called a date, then those that say when and nothing else."""
    before = item.getprevious() if item.tag == "dd" else None  # a list of definitions: <dt>date</dt><dd>headline</dd>
    called = [before] if before is not None and before.tag == "dt" else []
    inside = (element for element in islice(item.iterdescendants(), _MOST_PARTS) if element.tag not in _NO_DATE)
    parts = [*called, *inside]
    short = [
        (element, said)
        for element in parts
        if len(element) <= _MOST_PIECES and len(said := _pieces(element)) <= _LONGEST_DATE
    ]
    for element, said in short:
        stamped = [stamp for name in _STAMPS if (stamp := attribute(element, name)) and not is_clock(stamp)]
        if element.tag != "a" and (stamped or _DATE_CLASS.search(attribute(element, "class"))):
            yield from (*stamped, said)
    leaves = [pair for pair in short if not len(pair[0])]
    boxes = [pair for pair in short if len(pair[0]) and len(pair[1]) <= _LONGEST_BOX]
    for element, said in (*leaves, *boxes):
        linked = element.tag == "a" or next(element.iterancestors("a"), None) is not None
        told = (_is_apart(element) or is_figures(said)) if linked else True
        if told and says_only_when(said, now=reading.now, lang=reading.lang, others=0 if linked else 1):
            yield said
    for said in dict.fromkeys(
        one_line(text) for part in (item, *parts) for text in _texts(part) if 2 < len(text) < 200
    ):
        if says_only_when(said, now=reading.now, lang=reading.lang):
            yield said


def _pieces(element: Tree) -> str:
    """The words of a small element, those of its parts set apart; figures alone are those of one date."""
    if not len(element):
        return one_line((element.text or "")[:100])
    pieces = [piece for text in islice(element.itertext(), _MOST_PIECES + 2) if (piece := one_line(text[:100]))]
    figures = all(piece.replace(".", "").isdigit() for piece in pieces)
    return (".".join if figures else " ".join)(pieces)


def _texts(element: Tree) -> Iterator[str]:
    """What stands in an element between its children."""
    if len(element):
        yield element.text or ""
        yield from (child.tail or "" for child in islice(element, 20))


def _is_apart(element: Tree) -> bool:
    """Whether no words stand beside an element: in a card that is one link they may be part of the headline."""
    parent = element.getparent()
    if element.tag == "a" or parent is None:
        return True
    beside = [parent.text or "", *(child.tail or "" for child in parent)]
    return not any(letter.isalpha() for text in beside for letter in text[:200])
