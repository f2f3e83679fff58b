"""Tables for a terminal in which Arabic and its neighbours keep their columns.

A terminal that turns right-to-left text turns whole lines, so two Arabic cells side by side change places unless
each is isolated. rich cuts cells without knowing isolates; so cells are cut and wrapped here first and isolated
last, line by line. A plain ``str`` would be read as rich markup: everything goes in as ``Text``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich import box
from rich.cells import cell_len, chop_cells
from rich.table import Table
from rich.text import Text

from monitor.text.clean import ELLIPSIS, isolate, outgoing

#: No column is made narrower than this while the terminal has room.
_NARROWEST = 6
#: Between two columns: a space on either side of each.
_PADDING = 2


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column: its heading, whether numbers stand right, at most ``lines`` lines a cell, and a rich style."""

    name: str
    right: bool = False
    lines: int = 1
    style: str = ""


def table(columns: Sequence[Column], rows: Sequence[Sequence[str]], *, width: int, isolates: bool = True) -> Table:
    """``rows`` as a rich table that is not wider than ``width`` cells where that is possible.

    ``isolates`` is False for a pipe or a file, where a program reads. Cells may hold any text: it is only read.
    """
    # rich cuts what is wider than the terminal, isolates and all: in a terminal without room there are none.
    isolates = isolates and width - _PADDING * (len(columns) - 1) >= len(columns)
    texts = [[outgoing(cell) for cell in row] for row in rows]
    widths = _widths(columns, texts, width)
    shown = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for column, room in zip(columns, widths, strict=True):
        heading = cell(column.name, room, isolates=isolates)
        heading.stylize("bold")
        shown.add_column(
            heading,
            justify="right" if column.right else "left",
            no_wrap=True,
            overflow="ignore",
            width=room,
            style=column.style,
        )
    for row in texts:
        cells = zip(row, columns, widths, strict=True)
        shown.add_row(*(cell(text, room, lines=column.lines, isolates=isolates) for text, column, room in cells))
    return shown


def cell(text: str, width: int, *, lines: int = 1, isolates: bool = True) -> Text:
    """``text`` in at most ``lines`` lines of ``width`` cells, an ellipsis where it is cut, each line isolated."""
    wrapped = list(wrap(text, max(1, width)))
    if len(wrapped) > lines:
        kept = wrapped[: lines - 1]
        last = " ".join(wrapped[lines - 1 :][:2])
        kept.append(chop_cells(last, max(1, width - 1))[0].rstrip() + ELLIPSIS if width > 1 else ELLIPSIS)
        wrapped = kept
    return Text("\n".join(isolate(line) if isolates else line for line in wrapped), no_wrap=True, overflow="ignore")


def wrap(text: str, width: int) -> Iterator[str]:
    """The lines of ``text``, cut at words to ``width`` cells; a longer word is cut where it must."""
    for paragraph in outgoing(text).expandtabs(4).split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}" if line else word
            if cell_len(longer) <= width:
                line = longer
                continue
            if line:
                yield line
            *full, line = chop_cells(word, width) or [""]
            yield from full
        yield line


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """Each column as wide as it likes; when that is too much, the widest give way first."""
    widths = [cell_len(column.name) for column in columns]
    for row in rows:
        for at, text in enumerate(row):
            widths[at] = max(widths[at], *(cell_len(line) for line in text[:2_000].split("\n")))
    room = width - _PADDING * (len(columns) - 1)
    narrowest = max(1, min(_NARROWEST, room // max(1, len(columns))))
    while sum(widths) > room and max(widths) > narrowest:
        widest = max(widths)
        second = max((one for one in widths if one < widest), default=narrowest)
        step = min(widest - max(second, narrowest), -(-(sum(widths) - room) // widths.count(widest))) or 1
        widths = [max(narrowest, one - step) if one == widest else one for one in widths]
    return [max(1, one) for one in widths]
