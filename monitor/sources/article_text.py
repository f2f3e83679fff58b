"""The text of an article whose page we know nothing about: trafilatura, and our own reading where it falls short."""

import logging
import re
from copy import deepcopy

from monitor.sources.article_boxes import densest, name_parts, show_body, without_link_lists
from monitor.sources.tree import CONTROL, Tree, is_heavy, one_line, words
from monitor.text.html import plain
from monitor.text.pointers import without_pointers

#: Shorter than this, a text is suspected to be only a part.
_SHORT = 250
_WORD = re.compile(r"\w{2,}")
#: Fewer letters than these, and nothing was found but perhaps a date.
_LEAST = 16
#: A line with more letters is a paragraph of its own.
_A_PARAGRAPH = 80
#: A cell with more text than this is a column of the page, not a figure in a table.
_COLUMN = 300
#: ZWNJ and ZWJ, and two letters of Yi that stand for them on their way through trafilatura.
_JOINER = re.compile("[\u200c\u200d]")
_HIDDEN = str.maketrans("\u200c\u200d", "\ua015\ua48c")
_SHOWN = str.maketrans("\ua015\ua48c", "\u200c\u200d")
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


def article_text(tree: Tree, *, described: str, title: str) -> str:
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
        whole = deepcopy(whole)
        name_parts(whole)
        text = "" if is_heavy(whole) else _by_trafilatura(whole)
        text = text or densest(whole)
    return without_title(without_pointers(_tidy(text)), title)


def _by_trafilatura(tree: Tree) -> str:
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # its log is about pages, not about us
    from trafilatura import extract

    copy = deepcopy(tree)
    _unfold_tables(copy)
    _part_blocks(copy)
    joined = _hide_joiners(copy)
    show_body(copy)
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


def without_title(text: str, title: str) -> str:
    """The text from behind a line that only repeats the title, if that stands at its head."""
    wanted = one_line(title).casefold()
    lines, passed = text.split("\n"), 0
    for place, line in enumerate(lines[:12] if wanted else []):
        if one_line(line).casefold() == wanted and place + 1 < len(lines):
            # a date or rubric before the title goes with it, a paragraph does not
            return "\n".join(
                [*(before for before in lines[:place] if len(before) > _A_PARAGRAPH), *lines[place + 1 :]]
            ).strip()
        passed += len(line)
        if passed > 200:
            break
    return text


def _tidy(text: str) -> str:
    lines = [one_line(line.removeprefix("- ")) for line in text.splitlines()]
    return "\n".join(line for line in lines if line)
