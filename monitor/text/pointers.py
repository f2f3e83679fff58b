"""Lines of a text that lead elsewhere: "Read also: ..." and "Follow us ..." are no part of the article around them.

Such a line names another story's people, or Telegram: a post would be found for a name that stands nowhere else in it.
"""

import re
from functools import cache

from monitor.text.data import read_text

#: A longer line is a paragraph that happens to begin so.
_LONGEST = 250
#: Under a bare "Read also" so many lines are headlines at most: short, and no sentences.
_MOST_BELOW, _HEADLINE = 5, 160
_SENTENCE = (".", "!", "?", "…", ":", ";", "؟", "。", "»", "”", '"')
_HEAD = 4
_STRIPPED = " \"'«»*>|[(-–—•▪▫■●◾►▶→➡👉📌🔹🔸❗🔗📎\ufe0f\u200e\u200f\u202b\u2060"
_ORNAMENTS = frozenset(_STRIPPED)


def without_pointers(text: str) -> str:
    """``text`` without lines that lead elsewhere and headlines below such a line; whole if nothing else is there."""
    heads = _heads()
    if text[:_HEAD] not in heads:
        for begin in _quick().findall(text):
            if begin[1:] in heads or begin[1] in _ORNAMENTS:
                break
        else:
            return text  # as nearly always, and told in no time
    lines = text.split("\n")
    kept: list[str] = []
    below = 0
    for line in lines:
        rest = _behind(line) if line[:_HEAD] in heads or line[:1] in _ORNAMENTS else None
        if rest is not None:
            below = 0 if any(map(str.isalnum, rest)) else _MOST_BELOW
        elif below and len(line) <= _HEADLINE and not line.endswith(_SENTENCE):
            below -= bool(line)
        else:
            below = 0
            kept.append(line)
    return ("\n".join(kept).strip() or text) if len(kept) < len(lines) else text


def _behind(line: str) -> str | None:
    """What stands behind the words that lead elsewhere; None for any other line."""
    bare = line.lstrip(_STRIPPED) if line[:1] in _ORNAMENTS else line
    for phrase in _heads().get(bare[:_HEAD], ()) if len(line) <= _LONGEST else ():
        words = phrase.rstrip(":")
        if _small(bare[: len(words)]) != words:
            continue
        rest = bare[len(words) :]
        marked = rest.lstrip().startswith((":", "：")) if phrase.endswith(":") else not rest[:1].isalnum()
        if marked or not rest:
            return rest
    return None


@cache
def _heads() -> dict[str, tuple[str, ...]]:
    """The first letters of such lines, in small letters, capitals and with one capital -> how they may go on."""
    found: dict[str, list[str]] = {}
    for line in read_text("text", "pointers.txt").splitlines():
        if line and not line.startswith("#"):
            plain = line.rstrip(":")
            written = {plain, plain.upper(), plain.capitalize()}
            written |= {form.replace("I", "İ") for form in written}
            for head in {form[:_HEAD] for form in written}:
                found.setdefault(head, []).append(_small(line))
    return {head: tuple(phrases) for head, phrases in found.items()}


@cache
def _quick() -> re.Pattern[str]:
    """A line that may be one of these: its first letters, each for itself, are those of some."""
    letters = ("".join(sorted({head[place] for head in _heads() if len(head) > place})) for place in range(_HEAD))
    begins = "".join(f"[{re.escape(each)}]" for each in letters)
    return re.compile(f"\n(?:{begins}|[{re.escape(_STRIPPED)}])")


def _small(text: str) -> str:
    """Small letters, the Turkish and Kazakh i without and with its dot alike."""
    return text.replace("İ", "i").lower().replace("ı", "i")
