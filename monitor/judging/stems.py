"""Scripts of words, and stems: what forms of one word have in common."""

from collections.abc import Sequence
from functools import lru_cache
from zlib import crc32

#: Letters that are kept of a word: a stem is where forms of one word still agree. Arabic and Hebrew words are short.
_STEM = {"arabic": 4, "hebrew": 4}

_STEM_ELSE = 5

_SCRIPTS = (
    ("latin", "A", "Z"), ("latin", "a", "z"), ("latin", "\u00c0", "\u02af"), ("latin", "\u1e00", "\u1eff"),
    ("cyrillic", "\u0400", "\u052f"), ("arabic", "\u0600", "\u06ff"), ("arabic", "\u0750", "\u077f"),
    ("hebrew", "\u0590", "\u05ff"), ("han", "\u3040", "\u30ff"), ("han", "\u4e00", "\u9fff"),
)  # fmt: skip


def term_of(bare: Sequence[str], script: str) -> str:
    """The stem of a word, given by its ``bare_forms``, as a term."""
    return stem_of(bare[-1][: _STEM.get(script, _STEM_ELSE)])


def stem_of(letters: str) -> str:
    """A stem as a short term: its hash, since a stem in Arabic letters is six times as long in JSON."""
    return f"t:{crc32(letters.encode('utf-8', 'replace')):x}"


def script_of(word: str) -> str:
    """The script of a word's first letter; ``other`` for one without a name here, "" for no letter at all."""
    for letter in word:
        if script := _script_of(letter):
            return script
    return ""


@lru_cache(maxsize=4_096)
def _script_of(letter: str) -> str:
    if not letter.isalpha():
        return ""
    return next((name for name, first, last in _SCRIPTS if first <= letter <= last), "other")
