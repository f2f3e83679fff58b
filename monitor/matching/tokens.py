"""The words of a folded text as they are looked up, also where scripts stand side by side without a space."""

import re
from collections.abc import Iterable, Iterator, Sequence

#: Marks of scripts that write vowels as marks (Indic, Thai, Khmer ...): ``\w`` of ``re`` leaves them out.
_MARKS = "\u0900-\u0dff\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff"
#: A word as it is looked up; and what is left of one. Bounded: a megabyte without a space is not read over and over.
TOKEN = re.compile(rf"[\w{_MARKS}]+(?:'[\w{_MARKS}]+){{0,4}}+")
REST = re.compile(rf"[\w{_MARKS}]{{0,101}}(?:'[\w{_MARKS}]{{1,101}}){{0,4}}")
_MARK = re.compile(f"[{_MARKS}]")

#: Letters of scripts in which other words stand beside their own without a space ("APEC峰会", "NATO는"), from the first
#: such letter on; and what is written in others.
EAST = "\u3040"
_EASTERN = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff"
_EASTERN_LETTER = re.compile(f"[{_EASTERN}]")
WESTERN_WORD = re.compile(rf"[^\W{_EASTERN}]+(?:'[^\W{_EASTERN}]+){{0,4}}")


def tokens_at(folded: str, starts: Sequence[int]) -> Iterator[re.Match[str]]:
    """The words of ``folded`` that stand at one of ``starts``, which are in order; each once."""
    at = 0
    for start in starts:
        if start < at:
            continue
        # no word holds a space, so after one the search finds the words that it finds from the beginning
        token = TOKEN.search(folded, max(at, folded.rfind(" ", at, start) + 1))
        while token is not None and token.end() <= start:
            token = TOKEN.search(folded, token.end())
        if token is None:
            return
        at = token.end()
        yield token


def parted(tokens: Iterable[re.Match[str]]) -> Iterator[re.Match[str]]:
    """``tokens``, and of those in which several scripts stand side by side what is in a western one."""
    for token in tokens:
        yield token
        if not token.group().isascii() and max(token.group()) >= EAST:
            for part in WESTERN_WORD.finditer(token.string, *token.span()):
                if part.span() != token.span():
                    yield part


def is_letter(sign: str) -> bool:
    """Whether ``sign`` makes one word with a letter beside it."""
    if sign < "\u0900":
        return sign.isalnum()
    return (sign.isalnum() and not _EASTERN_LETTER.match(sign)) or _MARK.match(sign) is not None
