"""Text for a terminal: nothing in it can move the cursor, and each line keeps its own direction."""

import unicodedata
from collections.abc import Iterator

from rich.cells import cell_len, chop_cells
from rich.text import Text

_FIRST_STRONG, _POP = "\u2068", "\u2069"
_ISOLATES = "\u2066\u2067\u2068"
#: Embeddings and overrides: one turns "evil" into "live". Marks stay (Arabic needs them); isolates are handled apart.
_BIDI = dict.fromkeys(range(0x202A, 0x202F))
_NO_ISOLATES = dict.fromkeys(map(ord, _ISOLATES + _POP))


def safe(text: str, *, isolates: bool) -> str:
    """``text`` without control, override and tag characters; ``isolates`` keeps U+2066..U+2069. Line breaks stay."""
    text = text.replace("\r\n", "\n").replace("\u2028", "\n").replace("\u2029", "\n").translate(_BIDI)
    if not isolates:
        text = text.translate(_NO_ISOLATES)
    return "".join(
        letter
        for letter in text
        if letter in "\n\t" or not (unicodedata.category(letter) in {"Cc", "Cs"} or 0xE0000 <= ord(letter) <= 0xE007F)
    )


def lines(text: str, width: int) -> Iterator[str]:
    """The lines of ``text``, cut at words to ``width`` cells, each in an isolate of its own (RENDERING: cut, then
    isolate), so that a right-to-left line never turns what stands beside it."""
    for line in safe(text, isolates=True).expandtabs(4).split("\n"):
        for piece in _wrap(line, max(width, 20)):
            yield f"{_FIRST_STRONG}{_balanced(piece)}{_POP}" if piece else ""


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


def _balanced(piece: str) -> str:
    """An isolate that a line break cut in two is closed where the line ends and not closed twice."""
    open_, kept = 0, []
    for letter in piece:
        if letter in _ISOLATES:
            open_ += 1
        elif letter == _POP:
            if not open_:
                continue
            open_ -= 1
        kept.append(letter)
    return "".join(kept) + _POP * open_


def styled(text: str, style: str, width: int) -> Text:
    """The same lines as one rich text. A plain ``str`` would be read as markup by rich."""
    return Text("\n".join(lines(text, width)), style=style, no_wrap=True, overflow="ignore", end="\n")
