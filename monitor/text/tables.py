"""Tables of word forms that travel in the wheel: lemma -> forms, looked up without unpacking them into memory."""

import zlib
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


@cache
def _table(name: str) -> bytes:
    return b"\n" + zlib.decompress(read_data("text", f"{name}.forms"))


@lru_cache(maxsize=32768)
def forms_of(name: str, lemma: str) -> tuple[str, ...]:
    """The forms of ``lemma`` in table ``name``, itself not among them; () if the table does not have it."""
    table, key = _table(name), b"\n" + lemma.encode("utf-8", "replace") + b"\t"
    low, high = 0, len(table)
    while low < high:
        start = table.rfind(b"\n", low, (low + high) // 2 + 1)
        if start < 0:
            start = low
        end = table.find(b"\n", start + 1)
        end = len(table) if end < 0 else end
        line = table[start:end]
        if line.startswith(key):
            codes = line[len(key) :].decode("utf-8").split(" ")
            return tuple(decode(lemma, code) for code in codes)
        if line.partition(b"\t")[0] + b"\t" < key:
            low = end
        else:
            high = start
    return ()


def lemmas(name: str) -> tuple[str, ...]:
    """All lemmas of a table, in the order of their bytes."""
    return tuple(line.partition(b"\t")[0].decode("utf-8") for line in _table(name)[1:].split(b"\n"))


@cache
def word_list(name: str) -> frozenset[str]:
    """The folded words of a list in the wheel."""
    return frozenset(zlib.decompress(read_data("text", f"{name}.words")).decode("utf-8").split("\n"))
