"""Slack's Block Kit, within its limits. Rules: docs.slack.dev, reference/block-kit, and what breaks in practice.

Plain-text objects are escaped as Slack asks (``& < >``). Whether Slack decodes entities inside ``rich_text`` is
written nowhere, so there ``<`` and ``>`` become the single guillemets that look the same: no reading of them can
open a mention or a link. Nothing here asks for ``link_names`` or ``parse``.
"""

import json
from collections.abc import Callable, Sequence
from typing import Any

from monitor.messages.pieces import Pieces
from monitor.model import Direction
from monitor.text.clean import LRM, RLM, balanced, composed, cut_at, shorten
from monitor.text.direction import direction
from monitor.text.links import Link

Block = dict[str, Any]

#: Limits in characters. Slack counts UTF-16 units somewhere on the way, so we do everywhere.
HEADER, SECTION, BLOCKS, TOTAL = 150, 3_000, 50, 10_000
#: Notifications show one line.
FALLBACK = 400
#: So many matched words are set in bold.
_MOST_BOLD = 40
_GUILLEMETS = str.maketrans({"<": "‹", ">": "›"})


def escape(text: str) -> str:
    """``text`` for Slack's text objects: the three control characters as entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def size(text: str) -> int:
    """The length of ``text`` in UTF-16 units."""
    return len(text) + sum(sign > "\uffff" for sign in text)


def fit(text: str, limit: int) -> str:
    """``text`` escaped and not longer than ``limit`` units, cut at a letter, never inside an entity."""
    if size(escape(text)) <= limit:
        return escape(text)
    least, most = 0, len(text)
    while least < most:
        middle = (least + most + 1) // 2
        if size(escape(text[:middle])) < limit:
            least = middle
        else:
            most = middle - 1
    return escape(shorten(text, cut_at(text, least))) if least else ""


def steer(text: str, dir: Direction) -> str:
    """``text`` with a mark before it that gives the paragraph its direction: Slack goes by the first letter."""
    return (RLM if dir == "rtl" else LRM) + text if direction(text[:1]) != dir or not text[:1].isalpha() else text


def header(text: str, dir: Direction) -> Block:
    """A headline: plain text, at most 150."""
    return {"type": "header", "text": {"type": "plain_text", "text": fit(steer(text, dir), HEADER), "emoji": False}}


def context(*lines: str) -> Block:
    """Small grey lines: plain text, at most five."""
    shown = [line for line in lines if line][:5]
    return {
        "type": "context",
        "elements": [{"type": "plain_text", "text": fit(line, SECTION // 4), "emoji": False} for line in shown],
    }


def section(text: str) -> Block:
    """A paragraph of plain text, at most 3,000."""
    return {"type": "section", "text": {"type": "plain_text", "text": fit(text, SECTION), "emoji": False}}


def divider() -> Block:
    """A thin line."""
    return {"type": "divider"}


def rich(*parts: Block) -> Block:
    """A rich text block of ``quote`` and ``line`` parts."""
    return {"type": "rich_text", "elements": list(parts)}


def quote(pieces: Pieces, dir: Direction) -> Block:
    """A quoted text, matched words in bold."""
    return {"type": "rich_text_quote", "elements": _text(pieces, dir)}


def line(*elements: Block) -> Block:
    """A paragraph of ``word`` and ``link`` elements."""
    return {"type": "rich_text_section", "elements": [element for element in elements if element]}


def word(text: str, *, bold: bool = False) -> Block:
    """A run of literal text inside rich text; {} for none."""
    if not text:
        return {}
    element: Block = {"type": "text", "text": outgoing_rich(text)}
    return element | {"style": {"bold": True}} if bold else element


def link(target: Link, text: str) -> Block:
    """A link inside rich text."""
    return {"type": "link", "url": target.url, "text": outgoing_rich(text) or target.host}


def outgoing_rich(text: str) -> str:
    """Literal text for a rich text element."""
    return text.translate(_GUILLEMETS)


def _text(pieces: Pieces, dir: Direction) -> list[Block]:
    """``pieces`` as elements; what comes after many matched words is one element, or the message finds no room."""
    marked = [at for at, piece in enumerate(pieces) if piece.hit]
    end = marked[_MOST_BOLD] if len(marked) > _MOST_BOLD else len(pieces)
    elements = [word(piece.text, bold=piece.hit) for piece in pieces[:end]]
    elements += [word("".join(piece.text for piece in pieces[end:]))] if end < len(pieces) else []
    if elements:
        elements[0]["text"] = steer(elements[0]["text"], dir)
    return elements or [word(" ")]


def weight(block: Any) -> int:
    """All characters of a block that Slack may count: every string in it."""
    if isinstance(block, str):
        return size(block)
    if isinstance(block, dict):
        return sum(weight(value) for value in block.values())
    return sum(weight(value) for value in block) if isinstance(block, list) else 0


def payload(fallback: str, groups: Sequence[Sequence[Block]], more: Callable[[int], str] | None = None) -> str:
    """The body ``{"text", "blocks"}`` as JSON, within the limits. ``fallback`` is what notifications read.

    A group stands whole or not at all; when some found no room, ``more(n)`` says so in a last line.
    """
    text = balanced(fit(composed(fallback), FALLBACK))
    stood = _room(groups, TOTAL - size(text), BLOCKS)
    last: list[Block] = []
    if stood < len(groups) and more is not None:
        # The line is at its longest for all groups, so what fits beside that fits beside the true one.
        stood = _room(groups, TOTAL - size(text) - weight(context(more(len(groups)))), BLOCKS - 1)
        last = [context(more(len(groups) - stood))]
    blocks = [block for group in groups[:stood] for block in group]
    return json.dumps({"text": text, "blocks": blocks + last}, ensure_ascii=False)


def fits(fallback: str, groups: Sequence[Sequence[Block]]) -> bool:
    """Whether all ``groups`` find room in one message."""
    return _room(groups, TOTAL - size(balanced(fit(composed(fallback), FALLBACK))), BLOCKS) == len(groups)


def _room(groups: Sequence[Sequence[Block]], characters: int, blocks: int) -> int:
    """How many of the first ``groups`` find room."""
    for stood, group in enumerate(groups):
        characters -= weight(list(group))
        blocks -= len(group)
        if characters < 0 or blocks < 0:
            return stood
    return len(groups)
