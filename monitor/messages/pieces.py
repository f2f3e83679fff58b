"""A text with its matched words marked, cleaned and cut to a length: what every form of a message is made of."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import regex

from monitor.model import Hit
from monitor.text.clean import ELLIPSIS, LRI, PDI, cut_at, isolate, outgoing

#: This much of a long text's allowance is its beginning; the rest goes to places further down where a word stood.
_HEAD = 0.6
#: So many code points are shown on each side of a matched word further down.
_AROUND = 90


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A stretch of text; ``hit`` says that it is a matched word."""

    text: str
    hit: bool = False


#: What a right-to-left line would turn round (UAX #9): addresses, handles, ISO dates, spans of time, telephone numbers.
_LEFT_TO_RIGHT = regex.compile(
    r"https?://[^\s\u0600-\u06ff]+(?<![.,;:!?)])|(?<![\w.+-])[\w.+-]++@[\w.-]*\w|(?<!\w)@[A-Za-z0-9_]+"
    r"|(?<!\d)\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?(?!\d)"
    r"|(?<!\d)\d{1,2}:\d{2}\s?[-–—]\s?\d{1,2}:\d{2}(?!\d)"
    r"|(?<![\w+])\+\d[\d ()-]{5,20}\d(?!\d)"
)

Pieces = tuple[Piece, ...]
Span = tuple[int, int]


def mark(text: str, hits: Iterable[Hit], field: str, limit: int, *, lines: bool = True) -> Pieces:
    """``text`` (as published) in clean pieces of at most about ``limit`` code points, matched words marked.

    A long text gives its beginning and the surroundings of matched words further down, with an ellipsis where
    something is left out. ``lines=False`` makes one line of it. Hits outside the text are ignored.
    """
    if limit <= 0:
        return ()
    spans = _spans(text, hits, field)
    pieces: list[Piece] = []
    last = 0
    for start, end in _windows(text, spans, limit):
        if start > last:
            pieces.append(Piece(text=f" {ELLIPSIS} "))
        pieces += _split(text, start, end, spans)
        last = end
    if last < len(text.rstrip()):
        pieces.append(Piece(text=ELLIPSIS))
    return _tidy(pieces, lines)


def plain(pieces: Pieces, hit: str = "{}") -> str:
    """The text of ``pieces``; ``hit`` wraps a matched word, as ``"*{}*"`` does."""
    before, _, after = hit.partition("{}")
    return "".join(before + piece.text + after if piece.hit else piece.text for piece in pieces)


def quoted(text: str) -> str:
    """A text from outside in quotation marks that run as it does: an Arabic one that is wrapped has each at its end."""
    return isolate(f"“{text}”")


def settle(pieces: Pieces) -> Pieces:
    """``pieces`` of a right-to-left text, with addresses, handles, dates and spans of time kept left-to-right."""
    # a matched word may be a part of one of them: @TokayevKZ, of which TokayevKZ is marked
    whole = "".join(piece.text for piece in pieces)
    found = [each.span() for each in _LEFT_TO_RIGHT.finditer(whole) if "\n" not in each.group()]
    settled: list[Piece] = []
    at = 0
    for piece in pieces:
        end = at + len(piece.text)
        spans = [(start, stop) for start, stop in found if start < end and stop > at]
        # the isolate of what is only a part of a match, or reaches beyond it, opens and closes outside the mark
        before = piece.hit and any(start == at and stop > end for start, stop in spans)
        after = piece.hit and any(stop == end and start < at for start, stop in spans)
        opened = {start - at for start, stop in spans if start >= at and not (before and start == at)}
        closed = {stop - at for start, stop in spans if stop <= end and not (after and stop == end)}
        letters = enumerate((*piece.text, ""))
        text = "".join(PDI * (n in closed) + LRI * (n in opened) + letter for n, letter in letters)
        settled += [Piece(text=LRI)] * before + [Piece(text=text, hit=piece.hit)] + [Piece(text=PDI)] * after
        at = end
    return tuple(settled)


def clean_with(text: str, places: Iterable[int]) -> tuple[str, dict[int, int]]:
    """``text`` made harmless, and where each of ``places`` (code points of ``text``) stands in it."""
    cleaned: list[str] = []
    moved, length, last = {}, 0, 0
    for place in sorted({min(max(0, place), len(text)) for place in places} | {len(text)}):
        cleaned.append(outgoing(text[last:place]))
        length += len(cleaned[-1])
        moved[place], last = length, place
    return "".join(cleaned), moved


def _spans(text: str, hits: Iterable[Hit], field: str) -> list[Span]:
    """The hits' spans, clipped, merged, in order; a mark that belongs to the last letter is taken in."""
    found = sorted((max(0, hit.start), min(len(text), hit.end)) for hit in hits if hit.field == field)
    merged: list[Span] = []
    for start, end in found:
        if start >= end:
            continue
        letter_end = _with_marks(text, end)
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(letter_end, merged[-1][1]))
        else:
            merged.append((start, letter_end))
    return merged


def _with_marks(text: str, end: int) -> int:
    for at in range(end, min(len(text), end + 8)):
        if not unicodedata.category(text[at]).startswith("M"):
            return at
    return min(len(text), end + 8)


def _windows(text: str, spans: Sequence[Span], limit: int) -> list[Span]:
    """The stretches of ``text`` to show: all of it, or its beginning and what stands round later hits."""
    if len(text) <= limit:
        return [(0, len(text))]
    later = any(start > limit for start, _ in spans)
    head = _word_end(text, cut_at(text, int(limit * _HEAD) if later else limit))
    windows, left = [(0, head)], limit - head
    for start, end in spans:
        if end <= windows[-1][1]:
            continue
        wide = (max(windows[-1][1], start - _AROUND), min(len(text), end + _AROUND))
        if (wide[1] - wide[0]) > left:
            break
        low, high = _word_start(text, wide[0], start), _word_end(text, cut_at(text, wide[1]), end)
        left -= wide[1] - wide[0]
        if low <= windows[-1][1] + 1:
            windows[-1] = (windows[-1][0], high)
        else:
            windows.append((low, high))
    return windows


def _word_end(text: str, end: int, least: int = 0) -> int:
    """The last end of a word at or before ``end``, if one lies in the last 40 code points and after ``least``."""
    if end >= len(text):
        return len(text)
    for at in range(end, max(least, end - 40), -1):
        if text[at].isspace():
            return at
    return max(end, least)


def _word_start(text: str, start: int, most: int) -> int:
    for at in range(start, most):
        if at == 0 or text[at - 1].isspace():
            return at
    return cut_at(text, start)


def _split(text: str, start: int, end: int, spans: Sequence[Span]) -> list[Piece]:
    pieces, at = [], start
    for span in spans:
        low, high = max(span[0], at), min(span[1], end)
        if low >= high:
            continue
        pieces += [Piece(text=text[at:low]), Piece(text=text[low:high], hit=True)]
        at = high
    return [*pieces, Piece(text=text[at:end])]


def _tidy(pieces: Iterable[Piece], lines: bool) -> Pieces:
    """Cleans each piece, joins white space, drops what is empty, strips both ends."""
    tidy: list[Piece] = []
    for piece in pieces:
        text = outgoing(piece.text)
        if not lines:
            lead, tail = text[:1].isspace(), text[-1:].isspace()
            text = (" " * lead) + " ".join(text.split()) + (" " * tail if text.strip() else "")
        if not tidy or tidy[-1].text[-1:].isspace():
            text = text.lstrip() if not tidy or not lines else text
        if text:
            tidy.append(Piece(text=text, hit=piece.hit))
    while tidy and not tidy[-1].text.rstrip():
        tidy.pop()
    if tidy:
        tidy[-1] = Piece(text=tidy[-1].text.rstrip(), hit=tidy[-1].hit)
    return tuple(tidy)
