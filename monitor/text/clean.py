"""Text is made storable on its way in and harmless on its way out; what was published stays in the store.

Incoming text loses only what no database or UTF-8 stream can hold. Outgoing text loses what could act instead
of being read: controls, bidi overrides, tag characters, runs of stacked marks, chains of joined pictures. Rules:
Unicode 17 chapter 23, UAX #9 (bidi), UAX #29 (grapheme clusters).
"""

from typing import Literal

import regex

from monitor.text.storable import incoming

#: First-strong isolate, left-to-right, right-to-left; and their end (UAX #9).
FSI, LRI, RLI, PDI = "\u2068", "\u2066", "\u2067", "\u2069"
#: Invisible strong marks: they give a whole paragraph its direction where no markup can.
LRM, RLM = "\u200e", "\u200f"
ELLIPSIS = "…"

_LINE_ENDS = regex.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
#: C0 and C1 without tab and line feed, embeddings, overrides, isolates, deprecated format characters,
#: byte-order marks, annotation marks, the tag plane, non-characters. LRM, RLM, ALM, ZWJ and ZWNJ stay:
#: Arabic, Persian and emoji need them, and they cannot leave an isolate.
_ACTIVE = regex.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb\ufdd0-\ufdef"
    "\U000e0000-\U000e0fff"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
    + "]+"
)
#: No script stacks more than a handful of marks on a letter; a tower of hundreds covers its neighbours.
_TOWER = regex.compile(r"(\p{M}{8})\p{M}+")
#: Nor joins more than a few pictures to one (a family has four): a chain of hundreds is one letter to whoever breaks
#: lines, and pushes the page aside.
_CHAIN = regex.compile(r"((?:\u200d\p{Extended_Pictographic}[\p{M}\p{Emoji_Modifier}]*){6})\u200d+")
_ISOLATES = regex.compile(f"[{LRI}{RLI}{FSI}{PDI}]")
_MARKS = regex.compile(f"([{LRI}{RLI}{FSI}{PDI}])")
_CLUSTER = regex.compile(r"\X")
#: A cluster longer than this is an attack, not a letter: it may be cut inside.
_LONGEST_CLUSTER = 64


def outgoing(text: str) -> str:
    """``text`` as it may be shown: what could act is gone, line ends are ``\\n``, tabs and letters stay."""
    text = _LINE_ENDS.sub("\n", incoming(text))
    text = _TOWER.sub(r"\1", _ACTIVE.sub("", text))
    return _CHAIN.sub(r"\1", text) if "\u200d" in text else text


def one_line(text: str) -> str:
    """``outgoing``, with every run of white space as one space: for subjects, titles and table cells."""
    return " ".join(outgoing(text).split())


def isolate(text: str, dir: Literal["auto", "ltr", "rtl"] = "auto") -> str:
    """``text`` between isolate marks, line by line, so that it and its neighbours keep their order.

    An isolate ends with its line (UAX #9), so cut and wrap first and isolate last. Empty lines stay empty.
    """
    start = {"auto": FSI, "ltr": LRI, "rtl": RLI}[dir]
    return "\n".join(start + line + PDI if line else "" for line in text.split("\n"))


def composed(text: str) -> str:
    """``text`` as ``outgoing`` leaves it, but with its isolate marks: for what we composed of pieces from outside.

    Each line closes what it opens and no more, so that a mark from outside reaches no further than its line.
    """
    parts = (part if _ISOLATES.fullmatch(part) else outgoing(part) for part in _MARKS.split(text))
    return "\n".join(balanced(line) for line in "".join(parts).split("\n"))


def balanced(line: str) -> str:
    """``line`` with each isolate closed and none closed twice, also where a cut parted an isolate from its end."""
    open_, kept = 0, []
    for letter in line:
        if letter in (LRI, RLI, FSI):
            open_ += 1
        elif letter == PDI:
            if not open_:
                continue
            open_ -= 1
        kept.append(letter)
    return "".join(kept) + PDI * open_


def without_isolates(text: str) -> str:
    """``text`` without isolate marks: for pipes and files, where a program reads."""
    return _ISOLATES.sub("", text)


def cut_at(text: str, limit: int) -> int:
    """The largest position <= ``limit`` (code points) at which ``text`` may be cut without splitting a letter.

    A cluster longer than 64 code points is cut where the limit falls. 0 <= answer <= len(text).
    """
    if limit >= len(text):
        return len(text)
    if limit <= 0:
        return 0
    # A cluster reaches back at most _LONGEST_CLUSTER; flags pair up from the start of their run, so go to its start.
    start = max(0, limit - _LONGEST_CLUSTER)
    while start > 0 and "\U0001f1e6" <= text[start] <= "\U0001f1ff" and limit - start < 1_000:
        start -= 1
    end = start
    for cluster in _CLUSTER.finditer(text, start, min(len(text), limit + _LONGEST_CLUSTER)):
        if cluster.end() > limit:
            return limit if cluster.end() - cluster.start() > _LONGEST_CLUSTER else end
        end = cluster.end()
    return end


def shorten(text: str, limit: int) -> str:
    """``text``, or its beginning with an ellipsis: at most ``limit`` code points, whole letters.

    The cut falls between words when one ends in the last third.
    """
    if len(text) <= limit:
        return text
    end = cut_at(text, max(0, limit - 1))
    space = max(text.rfind(" ", 0, end + 1), text.rfind("\n", 0, end + 1))
    if space > end * 2 // 3:
        end = space
    return text[:end].rstrip() + ELLIPSIS if limit > 0 else ""
