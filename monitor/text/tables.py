"""Tables of word forms that travel in the wheel: lemma -> forms, looked up without unpacking them into memory."""

import zlib
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import accumulate

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


#: Lines that are packed together (bytes): a look-up unpacks one such block in 50 us.
_BLOCK = 16_384

#: Length of what stands first in a packed table: how long its list of blocks is.
_HEAD = 4


def pack(lines: Sequence[bytes]) -> bytes:
    """A table's lines (lemma, tab, coded forms), in the order of their bytes, as its file has them: the list of its
    blocks (the first lemma of each and its length), then the blocks, each compressed by itself."""
    blocks: list[list[bytes]] = [[]]
    size = 0
    for line in lines:
        if size >= _BLOCK:
            blocks.append([])
            size = 0
        blocks[-1].append(line)
        size += len(line) + 1
    packed = [zlib.compress(b"\n".join(block), 9) for block in blocks]
    firsts = (block[0].partition(b"\t")[0] for block in blocks if block)
    listed = b"\n".join(b"%s\t%d" % each for each in zip(firsts, map(len, packed), strict=False))
    head = zlib.compress(listed, 9)
    return b"".join((len(head).to_bytes(_HEAD, "big"), head, *packed))


class Table:
    """A packed table, unpacked block by block as it is asked for: as a whole German alone would take 7 MB."""

    def __init__(self, packed: bytes) -> None:
        start = _HEAD + int.from_bytes(packed[:_HEAD], "big")
        listed = [line.partition(b"\t") for line in zlib.decompress(packed[_HEAD:start]).split(b"\n")]
        self._packed = packed
        self._firsts = [first for first, _, _ in listed]
        self._starts = array("I", accumulate((int(length) for _, _, length in listed), initial=start))
        self._block = lru_cache(maxsize=8)(self._unpacked)

    def _unpacked(self, number: int) -> bytes:
        return b"\n" + zlib.decompress(self._packed[self._starts[number] : self._starts[number + 1]])

    def forms(self, lemma: str) -> tuple[str, ...]:
        """The forms of ``lemma``, itself not among them; () if the table does not have it."""
        written = lemma.encode("utf-8", "replace")
        block = self._block(max(0, bisect_right(self._firsts, written) - 1))
        key = b"\n" + written + b"\t"
        at = block.find(key)
        if at < 0:
            return ()
        start = at + len(key)
        end = block.find(b"\n", start)
        line = block[start : end if end >= 0 else len(block)].decode("utf-8")
        return tuple(decode(lemma, code) for code in line.split(" "))

    def lemmas(self) -> Iterator[str]:
        """All lemmas, in the order of their bytes."""
        for number in range(len(self._firsts)):
            for line in self._unpacked(number)[1:].split(b"\n"):
                yield line.partition(b"\t")[0].decode("utf-8")


@cache
def _table(name: str) -> Table:
    return Table(read_data("text", f"{name}.forms"))


@lru_cache(maxsize=32768)
def forms_of(name: str, lemma: str) -> tuple[str, ...]:
    """The forms of ``lemma`` in table ``name``, itself not among them; () if the table does not have it."""
    return _table(name).forms(lemma)


def lemmas(name: str) -> tuple[str, ...]:
    """All lemmas of a table, in the order of their bytes."""
    return tuple(_table(name).lemmas())


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
