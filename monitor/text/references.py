"""Character references of HTML (``&nbsp;``, ``&#1078;``) and what they mean."""

import html
import re

# html.unescape turns digits into a number without a limit; no character has more than seven.
_LONG_NUMBER = re.compile(r"&#(?:[0-9]{9,}+|[xX][0-9a-fA-F]{9,}+);?")

#: So many are remembered.
_MOST_KNOWN = 2_000


class _References(dict[str, str]):
    """A character reference, with its ";" -> its character, or itself if it means none. Learned while reading."""

    def __missing__(self, reference: str) -> str:
        character = html.unescape(reference)
        if len(self) < _MOST_KNOWN:
            self[reference] = character
        return character


_REFERENCE = re.compile(r"(&(?:[a-zA-Z][a-zA-Z0-9]{1,30}|#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,8});)")

_REFERENCES = _References()


def unescape(text: str) -> str:
    """``text`` with its HTML character references resolved, once. Never raises; an impossible number is U+FFFD."""
    if "&" not in text:
        return text
    parts = _REFERENCE.split(text)
    if text.count("&") * 2 < len(parts):  # each is written in full, so it means the same wherever it stands
        parts[1::2] = map(_REFERENCES.__getitem__, parts[1::2])
        return "".join(parts)
    return html.unescape(_LONG_NUMBER.sub("\ufffd", text))
