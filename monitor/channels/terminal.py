"""Text for a terminal: nothing in it can move the cursor, and each line keeps its own direction."""

import re
from collections.abc import Iterator

from rich.cells import cell_len, chop_cells
from rich.text import Text

from monitor.text.clean import balanced, composed, isolate

_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


def lines(text: str, width: int) -> Iterator[str]:
    """The lines of ``text``, cut at words to ``width`` cells, each in an isolate of its own (RENDERING: cut, then
    isolate), so that a right-to-left line never turns what stands beside it. An address is not cut: the terminal breaks
    it, and knows that it can be followed; and a mark of direction beside it would be copied along."""
    for line in composed(text).expandtabs(4).split("\n"):
        for piece in _wrap(line, max(width, 20)):
            yield piece if piece.isascii() and _ADDRESS.fullmatch(piece) else isolate(balanced(piece))


def _wrap(line: str, width: int) -> list[str]:
    pieces: list[str] = []
    current = ""
    for word in line.split(" "):
        longer = f"{current} {word}" if current else word
        if cell_len(longer) <= width:
            current = longer
            continue
        if current:
            pieces.append(current)
        *full, current = [word] if _ADDRESS.fullmatch(word) else chop_cells(word, width) or [""]
        pieces.extend(full)
    return [*pieces, current]


def styled(text: str, style: str, width: int) -> Text:
    """The same lines as one rich text. A plain ``str`` would be read as markup by rich."""
    return Text("\n".join(lines(text, width)), style=style, no_wrap=True, overflow="ignore", end="\n")
