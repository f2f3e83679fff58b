"""Where two versions of a text differ, in short."""

from monitor.text.clean import one_line, shorten


def difference(before: str, after: str, around: int = 30, limit: int = 160) -> tuple[str, str]:
    """The stretch in which two versions differ, in each: with ``around`` code points of what stands round it, shortened
    to ``limit``. Linear time."""
    before, after = one_line(before), one_line(after)
    same = _common(before, after)
    start = same if same >= min(len(before), len(after)) else before.rfind(" ", 0, same + 1) + 1
    tail = _common(before[start:][::-1], after[start:][::-1])
    low = max(0, start - around)
    shown = []
    for text in (before, after):
        high = min(len(text), max(start, len(text) - tail) + around)
        piece = shorten(text[low:high], limit)
        shown.append(("…" if low else "") + piece + ("…" if high < len(text) and not piece.endswith("…") else ""))
    return shown[0], shown[1]


def _common(one: str, other: str) -> int:
    """How many code points two texts share at their beginning."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low
