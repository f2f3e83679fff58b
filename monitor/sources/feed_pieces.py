"""A feed that is broken beyond mending is read entry by entry: what is whole strictly, what is broken forgivingly.

So one broken entry costs no other, and the forgiving reader, thirty times as dear, reads only what needs it.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from monitor.sources.feed_entry import Entry, Sheet, Window
from monitor.sources.feed_mend import ENTRY, parts_of
from monitor.sources.feed_slow import read_forgiving
from monitor.sources.feed_strict import NotWellFormed, read_recovering, read_xml

#: So much (characters) is read by feedparser at most; it takes a second at most. The rest lxml recovers alone.
MOST_FORGIVING = 300_000
#: Entries that feedparser reads in one go, and their characters.
_BATCH, _BATCH_LENGTH = 40, 100_000

_ROOT = re.compile(r"<((?:[\w.-]+:)?(?:rss|feed|rdf|channel))(?=[\s>/])([^>]*+)", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\s(xmlns(?::[\w.-]+)?|xml:base|xml:lang)\s*=\s*(\"[^\"<&]*\"|'[^'<&]*')")

#: What names an entry, as it begins and as it ends: an id, a link. Where the other entries have both, one without the
#: other would be a second post, or one that leads nowhere.
_NAMES = tuple(
    (re.compile(begins), re.compile(ends))
    for begins, ends in (
        (r"<(?:guid|id)[\s>]", r"</(?:guid|id)\s*>"),
        (r"<link[\s>/]", r"</link\s*>|<link\b[^<>]*\bhref\b[^<>]*>"),
    )
)


class _Frame(NamedTuple):
    """What stands around the entries: enough for each to be read alone."""

    opening: str
    closing: str
    root: str

    def around(self, inside: str) -> str:
        return f"{self.opening}{inside}{self.closing}"


def read_in_pieces(text: str, window: Window) -> Sheet:
    """The feed in ``text``, already mended. ``flags`` has ``mended``. No entry at all is an answer too."""
    everywhere = list(_starts(text))
    starts = everywhere[window.start : window.end]
    frame = _frame(text)
    if not starts:
        return Sheet(root=frame.root, flags=("mended",))
    behind = everywhere[window.end][0] if len(everywhere) > window.end else len(text)
    ends = [start for start, _ in starts[1:]] + [behind]
    pieces = [_piece(text, start, end, name) for (start, name), end in zip(starts, ends, strict=True)]
    found: list[Sequence[Entry] | None] = [_strictly(frame.around(piece)) for piece in pieces]
    broken = [number for number, entries in enumerate(found) if entries is None]
    left = MOST_FORGIVING
    for batch in _batches(broken, pieces):
        length = sum(len(pieces[number]) for number in batch)
        for number, entries in zip(batch, _forgivingly(frame, [pieces[n] for n in batch], left), strict=True):
            found[number] = entries
        left -= length
    head = _head(frame, text[: everywhere[0][0]])
    entries = tuple(entry for group in found for entry in group or ())
    more = behind < len(text)
    start, name = everywhere[-1]
    cut = not more and f"</{name}>" not in text[start:]
    ends_of_names = [end for begin, end in _NAMES if begin.search(text, everywhere[0][0], start)]
    named = cut and bool(ends_of_names) and all(end.search(text, start) for end in ends_of_names)
    return head._replace(entries=entries, root=frame.root, more=more, cut=cut, named=named, flags=("mended",))


def _starts(text: str) -> Iterator[tuple[int, str]]:
    """Where entries begin, and what they are called. Comments are passed over; a CDATA section that holds the beginning
    of an entry is one that was never closed."""
    at = 0
    for piece, is_apart in parts_of(text):
        if not (is_apart and piece.startswith("<!--")):
            for found in ENTRY.finditer(piece):
                yield at + found.start(), found[1]
        at += len(piece)


def _frame(text: str) -> _Frame:
    found = _ROOT.search(text)
    name, written = (found[1], found[2]) if found else ("rss", "")
    attributes = {each[1]: each[2] for each in _ATTRIBUTE.finditer(written)}
    opening = f"<{name}" + "".join(f" {key}={value}" for key, value in attributes.items()) + ">"
    return _Frame(opening, f"</{name}>", name.rpartition(":")[2].lower())


def _piece(text: str, start: int, end: int, name: str) -> str:
    """One entry, closed if it was not."""
    last = text.rfind(f"</{name}", start, end)
    closed = text.find(">", last, end) if last >= 0 else -1
    if closed >= 0:
        return text[start : closed + 1]
    return text[start:end].removesuffix(f"</{name}") + f"</{name}>"


def _strictly(text: str) -> tuple[Entry, ...] | None:
    try:
        return read_xml(text.encode("utf-8", "replace")).entries
    except NotWellFormed:
        return None


def _batches(numbers: list[int], pieces: list[str]) -> Iterator[list[int]]:
    batch: list[int] = []
    length = 0
    for number in numbers:
        if batch and (len(batch) >= _BATCH or length + len(pieces[number]) > _BATCH_LENGTH):
            yield batch
            batch, length = [], 0
        batch.append(number)
        length += len(pieces[number])
    if batch:
        yield batch


def _forgivingly(frame: _Frame, pieces: list[str], left: int) -> list[Sequence[Entry]]:
    """The entries of broken pieces, for each piece its own: by feedparser as long as ``left`` characters reach."""
    if sum(map(len, pieces)) > min(left, _BATCH_LENGTH):
        return [read_recovering(frame.around(piece)) for piece in pieces]
    whole = read_forgiving(frame.around("".join(pieces)))
    if len(whole) == len(pieces):
        forgiven: list[Sequence[Entry]] = [(entry,) for entry in whole]
    else:  # one of them swallowed its neighbours, or holds several
        forgiven = [read_forgiving(frame.around(piece)) for piece in pieces]
    return [_filled(each, read_recovering(frame.around(piece))) for each, piece in zip(forgiven, pieces, strict=True)]


def _filled(entries: Sequence[Entry], others: Sequence[Entry]) -> Sequence[Entry]:
    """The entries, their empty fields filled from those that another reader found in the same piece."""
    if len(entries) != len(others):
        return max(entries, others, key=len)
    return [
        Entry._make(mine or theirs for mine, theirs in zip(entry, other, strict=True))
        for entry, other in zip(entries, others, strict=True)
    ]


def _head(frame: _Frame, text: str) -> Sheet:
    """What the feed says about itself, if that part of it is whole."""
    root = _ROOT.search(text)
    rest = text[root.end() + 1 :] if root else ""
    closing = "</channel>" if "<channel" in rest and "</channel" not in rest else ""
    try:
        return read_xml(frame.around(rest + closing).encode("utf-8", "replace"))
    except NotWellFormed:
        return Sheet()
