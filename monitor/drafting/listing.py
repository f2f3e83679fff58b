"""Whether a text is a list of headlines - a front page, names one below the other - and no article."""

import re

#: So many lines that are no sentences make a list, if they hold such a share of the text.
_LINES, _SHARE = 8, 0.3

#: So many letters of prose in one piece are an article, whatever stands around it.
_PROSE = 500

#: A line with more letters is a paragraph that somebody forgot to end.
_LONGEST = 150

_ENDED = re.compile(r"[.!?؟。！？…:;؛,،][\"'»”)\]]*$")
_INSIDE = re.compile(r"[.!?؟。][\"'»”)]* +\S")


def is_list(text: str, *, least: int = _LINES) -> bool:
    """Whether a text is made of at least ``least`` lines that are no sentences, and has no piece of prose."""
    lines = [line.strip() for line in text.splitlines() if any(letter.isalpha() for letter in line)]
    listed = [_is_listed(line) for line in lines]
    if sum(listed) < least:
        return False
    longest = here = 0
    for line, is_one in zip(lines, listed, strict=True):
        here = 0 if is_one else here + len(line)
        longest = max(longest, here)
    letters = sum(len(line) for line, is_one in zip(lines, listed, strict=True) if is_one)
    return longest < _PROSE and letters >= _SHARE * sum(map(len, lines))


def _is_listed(line: str) -> bool:
    """Whether a line is no sentence and no part of one: lines that mail has broken go on with small letters, or have
    the end of a sentence inside."""
    begins = line.lstrip("-–—•*· \"'«“„")[:1]
    return not begins.islower() and len(line) <= _LONGEST and not _ENDED.search(line) and not _INSIDE.search(line)
