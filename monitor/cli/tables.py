"""How answers stand on a terminal: a table where a row fits on a line, else a list whose long texts have lines of their
own. Piped, both are tab-separated lines.

Texts are wrapped first and isolated last, line by line: an isolate ends with its line, and two right-to-left cells side
by side would change places without one.
"""

import re
import sys
from collections.abc import Sequence
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from monitor.cli.files import write_out
from monitor.model import Direction, Post
from monitor.text.clean import FSI, LRI, PDI, RLI, isolate, one_line, outgoing, shorten
from monitor.text.direction import direction

#: Between two columns.
_GAP = "  "
#: How a line of a page begins: its indent, and the sign or number of a list.
_HEAD = re.compile(r" *(?:- |\d+\. )?")
#: What goes by its first strong letter: its next line would go by another one.
_ISOLATE = re.compile(f"{FSI}([^{PDI}]*)")
#: What a spreadsheet takes for a formula that does or fetches something.
_FORMULA = re.compile(r"=|[+@-].*(?:[A-Za-z]\(|\||\w!\$?\w)")


class _Quiet(Console):
    """Leaves a closed pipe to the wall, which knows that it is no error."""

    def on_broken_pipe(self) -> None:
        """Called where the error is caught: it goes on."""
        raise  # noqa: PLE0704 - rich calls this inside its except


def out() -> Console:
    """The console for answers: colour on a terminal, plain text when piped."""
    return _Quiet(highlight=False, soft_wrap=not sys.stdout.isatty())


def err() -> Console:
    """The console for remarks and errors."""
    return _Quiet(stderr=True, highlight=False, soft_wrap=True)


def cell(value: Any, style: str = "", runs: Direction | None = None) -> Text:
    """A piece of text from outside, on one line: no markup, no control characters; isolated on a terminal.

    ``runs`` is its direction, where it is a part of something longer.
    """
    text = value.plain if isinstance(value, Text) else one_line(outgoing(str(value)))
    style = style or (str(value.style) if isinstance(value, Text) else "")
    if text and not text.isascii() and sys.stdout.isatty():
        text = isolate(text, runs or direction(text))
    return Text(text, style=style)


def plain(value: Any, style: str = "") -> Text:
    """The same, not isolated yet: for a table, which does it once it knows where lines end."""
    return Text(one_line(outgoing(str(value))), style=style)


def head_of(post: Post) -> str:
    """What a post is called in a list: its title, or how its text begins."""
    return shorten(one_line(post.title or post.text), 120)


def _cell(text: str) -> str:
    """A cell of a tab-separated table, which may end up in a spreadsheet: what would be a formula there is text, as
    OWASP ("CSV injection") has it. A handle, a number and a line of a list begin with such signs, and stay."""
    return f"'{text}" if _FORMULA.match(text) else text


def table(
    columns: Sequence[str], rows: Sequence[Sequence[Any]], *, long: Sequence[str] = (), title: str = "", zone: str = ""
) -> None:
    """Shows rows. ``long`` are the columns of texts, addresses, reasons; ``zone`` is the one that its times go by."""
    texts = [[value if isinstance(value, Text) else plain(value) for value in row] for row in rows]
    if not sys.stdout.isatty():
        lines = ("\t".join(_cell(text.plain) for text in row) + "\n" for row in texts)
        write_out("".join(lines).encode("utf-8", "replace"))
        return
    screen = out()
    if title:
        screen.print(Text(title, style="italic"))
    if not texts:
        return
    used = [n for n in range(len(columns)) if any(row[n].plain for row in texts)]
    widths = {n: max(cell_len(columns[n]), *(cell_len(row[n].plain) for row in texts)) for n in used}
    short = [n for n in used if columns[n] not in long]
    fits = sum(widths.values()) + len(_GAP) * (len(used) - 1) <= screen.width
    shown = used if fits else short
    _line(screen, [Text(columns[n], style="bold") for n in shown], [widths[n] for n in shown])
    for row in texts:
        _line(screen, [row[n] for n in shown], [widths[n] for n in shown])
        for n in [] if fits else [n for n in used if n not in short]:
            wrapped(screen, row[n], indent=2)
    if zone:
        screen.print(Text(f"times: {zone}", style="dim"))


def _line(screen: Console, cells: Sequence[Text], widths: Sequence[int]) -> None:
    """One row, in columns; where the terminal is too narrow for that, its cells one after the other."""
    if sum(widths) + len(_GAP) * (len(widths) - 1) > screen.width:
        _flow(screen, [each for each in cells if each.plain])
        return
    line = Text()
    for number, (text, width) in enumerate(zip(cells, widths, strict=True)):
        pad = "" if number == len(widths) - 1 else " " * (width - cell_len(text.plain)) + _GAP
        line += cell(text)
        line += Text(pad)
    screen.print(line, no_wrap=True, overflow="ignore", crop=False)


def _flow(screen: Console, cells: Sequence[Text]) -> None:
    """Cells one after the other, as many on a line as it holds, each in an isolate of its own."""
    line, taken = Text(), 0
    for text in cells:
        width = cell_len(text.plain)
        if taken and taken + len(_GAP) + width > screen.width:
            screen.print(line, no_wrap=True, overflow="ignore", crop=False)
            line, taken = Text(), 0
        if width > screen.width:
            wrapped(screen, text, indent=0)
            continue
        line += Text(_GAP if taken else "") + cell(text)
        taken += (len(_GAP) if taken else 0) + width
    if taken:
        screen.print(line, no_wrap=True, overflow="ignore", crop=False)


def wrapped(screen: Console, text: Text, *, indent: int, hanging: int = 0) -> None:
    """A text in as many lines as it needs, ``indent`` columns in, all but the first ``hanging`` more.

    An address stays in one piece: the terminal breaks it, and knows that it can be followed. Piped, all does.
    """
    if not text.plain:
        return
    if " " not in text.plain or not sys.stdout.isatty():
        screen.print(Text(" " * indent) + cell(text), no_wrap=True, overflow="ignore", crop=False)
        return
    width = max(10, screen.width - indent - hanging)
    runs = direction(text.plain)  # a sentence of ours that quotes an Arabic word runs like ours on each of its lines
    for number, line in enumerate(text.wrap(screen, width, overflow="fold")):
        line.rstrip()
        margin = indent + (hanging if number else 0)
        screen.print(
            Text(" " * margin) + cell(line, str(text.style), runs), no_wrap=True, overflow="ignore", crop=False
        )


def page(body: str) -> bytes:
    """A composed text (pieces from outside isolated, no isolate longer than its line) as it stands on a terminal.

    Lines that are too long go on below where they began. An address, and a line set in columns, stay whole.
    """
    screen = out()
    lines = (shorter for line in body.rstrip("\n").split("\n") for shorter in _shorter(screen, line))
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")


def _shorter(screen: Console, line: str) -> list[str]:
    head = _HEAD.match(line)
    hanging = head.end() if head else 0
    text = line[hanging:]
    if cell_len(line) <= screen.width or " " not in text or _GAP in text or hanging > screen.width // 2:
        return [line]
    text = _ISOLATE.sub(lambda found: (RLI if direction(found[1]) == "rtl" else LRI) + found[1], text)
    found: list[str] = []
    open_ = ""
    for part in Text(text).wrap(screen, max(10, screen.width - hanging), overflow="fold"):
        piece = open_ + part.plain.rstrip()
        open_ = ""
        for mark in re.findall(f"[{LRI}{RLI}{FSI}{PDI}]", piece):
            open_ = open_[:-1] if mark == PDI else open_ + mark
        found.append(f"{' ' * hanging if found else line[:hanging]}{piece}{PDI * len(open_)}")
    return found
