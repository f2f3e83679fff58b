"""What stands around a Russian or Ukrainian word: its neighbours, a hyphen, the beginning of a sentence."""

import re

from monitor.text.fold import as_meant
from monitor.text.languages.forms import Seen

_WORD_BEFORE = re.compile(r"(\w+)\s+$")
_WORD_AFTER = re.compile(r"\s+(\w+)")
_JOINED_AFTER = re.compile(r"[-‐‑](\w+)")
_SENTENCE_END = ".!?…:;\n\r•"
_OPENING = " \t\u00a0«\"“„'(["


def neighbours(seen: Seen) -> tuple[str, str]:
    """The words before and after, with only spaces between; "" where there is none."""
    before, after = _WORD_BEFORE.search(seen.before), _WORD_AFTER.match(seen.after)
    return as_meant(before.group(1)) if before else "", as_meant(after.group(1)) if after else ""


def opens_sentence(seen: Seen) -> bool:
    """Whether nothing but quotes and brackets stands between the word and the end of a sentence."""
    at = seen.start
    while at > 0 and seen.text[at - 1] in _OPENING:
        at -= 1
    return at == 0 or seen.text[at - 1] in _SENTENCE_END


def behind_hyphen(seen: Seen) -> str:
    """The word behind the hyphen that follows."""
    after = _JOINED_AFTER.match(seen.after)
    return as_meant(after.group(1)) if after else ""


def modifies(seen: Seen) -> bool:
    """Whether the word stands before a hyphen and a small letter ("интернет-магазин")."""
    after = seen.after
    return after[:1] in ("-", "‐", "‑") and after[1:2].islower()
