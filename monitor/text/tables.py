"""Tables of word forms that travel in the wheel: lemma -> forms, looked up without unpacking them into memory."""

import zlib
from array import array
from bisect import bisect_right
from functools import cache, lru_cache

from monitor.text.data import read_data

#: Letters that say how much of the lemma a form gives up at its end, before what it puts there.
_CUTS = "0123456789abcdefghijklmnopqrstuvwxyz"


def encode(lemma: str, form: str) -> str:
    """``form`` as what changes at the end of ``lemma``: "2es" cuts two letters and adds "es"."""
    shared = 0
    while shared < min(len(lemma), len(form)) and lemma[shared] == form[shared]:
        shared += 1
    shared = max(shared, len(lemma) - len(_CUTS) + 1)
    return _CUTS[len(lemma) - shared] + form[shared:]


def decode(lemma: str, code: str) -> str:
    """The form that ``encode`` wrote."""
    return lemma[: len(lemma) - _CUTS.index(code[0])] + code[1:]


#: So many lemmas are looked through at once.
_BLOCK = 32


@cache
def _blocks(name: str) -> tuple[list[bytes], list[bytes]]:
    """A table in blocks, in the order of their bytes: (first lemma of each, its lines)."""
    lines = zlib.decompress(read_data("text", f"{name}.forms")).split(b"\n")
    blocks = [lines[at : at + _BLOCK] for at in range(0, len(lines), _BLOCK)]
    return [block[0].partition(b"\t")[0] for block in blocks], [b"\n" + b"\n".join(block) for block in blocks]


@lru_cache(maxsize=32768)
def forms_of(name: str, lemma: str) -> tuple[str, ...]:
    """The forms of ``lemma`` in table ``name``, itself not among them; () if the table does not have it."""
    firsts, blocks = _blocks(name)
    written = lemma.encode("utf-8", "replace")
    key, block = b"\n" + written + b"\t", blocks[max(0, bisect_right(firsts, written) - 1)]
    at = block.find(key)
    if at < 0:
        return ()
    line, _, _ = block[at + len(key) :].partition(b"\n")
    return tuple(decode(lemma, code) for code in line.decode("utf-8").split(" "))


def lemmas(name: str) -> tuple[str, ...]:
    """All lemmas of a table, in the order of their bytes."""
    lines = (line for block in _blocks(name)[1] for line in block[1:].split(b"\n"))
    return tuple(line.partition(b"\t")[0].decode("utf-8") for line in lines)


#: So many bytes of a word list are looked through at once.
_NEAR = 1024


class WordList:
    """The folded words of a list in the wheel, as it is written: a set of them would take ten times as much."""

    def __init__(self, name: str) -> None:
        self._words = b"\n" + zlib.decompress(read_data("text", f"{name}.words")) + b"\n"
        # in front of some word of each kilobyte: between two of them it is searched
        self._starts = array("I", (self._words.find(b"\n", at) for at in range(0, len(self._words) - 1, _NEAR)))

    def __contains__(self, word: str) -> bool:
        written = b"\n" + word.encode("utf-8", "replace") + b"\n"
        low, high = 0, len(self._starts)
        while high - low > 1:
            middle = (low + high) // 2
            at = self._starts[middle]
            if self._words[at : at + len(written)] <= written:
                low = middle
            else:
                high = middle
        stop = self._starts[high] + 1 if high < len(self._starts) else len(self._words)
        return self._words.find(written, self._starts[low], stop) >= 0


@cache
def word_list(name: str) -> WordList:
    """The folded words of a list in the wheel."""
    return WordList(name)
