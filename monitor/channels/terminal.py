"""Text for a terminal: nothing in it can move the cursor, and each line keeps its own direction."""

from collections.abc import Iterator

from rich.cells import cell_len, chop_cells
from rich.text import Text

from monitor.text.clean import balanced, composed, isolate


def lines(text: str, width: int) -> Iterator[str]:
    """The lines of ``text``, cut at words to ``width`` cells, each in an isolate of its own (RENDERING: cut, then
    isolate), so that a right-to-left line never turns what stands beside it."""
    for line in composed(text).expandtabs(4).split("\n"):
        for piece in _wrap(line, max(width, 20)):
            yield isolate(balanced(piece))


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
        *full, current = chop_cells(word, width) or [""]
        pieces.extend(full)
    return [*pieces, current]


def styled(text: str, style: str, width: int) -> Text:
    """The same lines as one rich text. A plain ``str`` would be read as markup by rich."""
    return Text("\n".join(lines(text, width)), style=style, no_wrap=True, overflow="ignore", end="\n")
