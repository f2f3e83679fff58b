"""A pymorphy3 dictionary whose large tables are mapped from their files or packed, not read into a million objects.

Of the 14 MB of Russian a monitor looks at a few pages. Mapped, the others take no memory, and those that it looks at
are the system's to drop, and the same for every monitor on the machine. Its lists of tags and endings would be
another 3 MB as Python keeps them; packed they are half a one.
"""

import json
import mmap
import struct
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from itertools import accumulate
from pathlib import Path
from threading import Lock
from typing import Any, BinaryIO, Literal
from weakref import WeakSet

#: Tables smaller than this (bytes) are read: each file that is mapped stays open.
_SMALL = 500_000
_LOADING = Lock()
#: All that is mapped, for ``let_go``.
_MAPS: WeakSet[mmap.mmap] = WeakSet()


def analyzer(path: str, lang: str) -> Any:
    """pymorphy3's analyzer of the dictionary in the folder ``path``."""
    import pymorphy3

    with _LOADING, _tables_mapped():
        made = pymorphy3.MorphAnalyzer(path=path, lang=lang)
        _pack(made.dictionary)
    return made


def let_go() -> None:
    """Lets the system take back the pages of all dictionaries that were looked at; they come again when asked for.

    Good after a start has made all word forms: most of what it went through is never looked at again.
    """
    if hasattr(mmap, "MADV_DONTNEED"):
        with _LOADING:
            for each in _MAPS:
                each.madvise(mmap.MADV_DONTNEED)


@contextmanager
def _tables_mapped() -> Iterator[None]:
    """Has dawg_python and pymorphy3 map what they would read: they know no other way than to read, and ask for single
    numbers only. Tags are left out, ``_pack`` has its own way to them."""
    storage: Any = import_module("pymorphy3.opencorpora_dict.storage")
    swaps: list[tuple[Any, str, Any]] = [
        (storage, "_load_paradigms", _paradigms),
        (storage, "_load_gramtab", lambda *_: ()),
    ]
    with suppress(ImportError):  # pymorphy3 works with the extension "dawg" as well, which reads in its own way
        wrapper: Any = import_module("dawg_python.wrapper")
        swaps += [
            (wrapper.Dictionary, "read", _mapping(wrapper.Dictionary.read, "I", 4)),
            (wrapper.Guide, "read", _mapping(wrapper.Guide.read, "B", 2)),
        ]
    before = [getattr(owner, name) for owner, name, _ in swaps]
    for owner, name, ours in swaps:
        setattr(owner, name, ours)
    try:
        yield
    finally:
        for (owner, name, _), theirs in zip(swaps, before, strict=True):
            setattr(owner, name, theirs)


def _mapping(read: Any, form: Literal["I", "B"], size: int) -> Any:
    """A method that maps one table, or has ``read`` read it: the number of its units (4 bytes), then these, each of
    ``size`` bytes."""

    def mapped(self: Any, file: Any) -> None:
        start = file.tell()
        length = struct.unpack("=I", file.read(4))[0] * size
        if length < _SMALL:
            file.seek(start)
            read(self, file)
            return
        self._units = _map(file)[start + 4 : start + 4 + length].cast(form)
        file.seek(start + 4 + length)

    return mapped


def _map(file: BinaryIO) -> memoryview:
    table = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    _MAPS.add(table)
    return memoryview(table)


def _paradigms(name: str) -> "_Rows":
    """The paradigms of a dictionary's file: how many there are, then each with its length; numbers of two bytes."""
    with Path(name).open("rb") as file:
        return _Rows(_map(file).cast("H"))


def _pack(dictionary: Any) -> None:
    """Puts the lists of a dictionary that was just loaded into fewer objects, which are asked in the same way."""
    # pymorphy3 has one class for the tags of all languages, which knows those of the language that was loaded last
    known = {"__slots__": (), "KNOWN_GRAMMEMES": frozenset(dictionary.Tag.KNOWN_GRAMMEMES)}
    tag: Any = type("Tag", (dictionary.Tag,), known)
    written = json.loads((Path(dictionary.path) / dictionary.meta["gramtab_formats"][tag.FORMAT]).read_bytes())
    dictionary.gramtab = _Tags(_Strings(written), tag)
    dictionary.suffixes = _Strings(dictionary.suffixes)
    dictionary._data = dictionary._data._replace(gramtab=dictionary.gramtab, suffixes=dictionary.suffixes)


class _Strings:
    """Many short texts, of which few are asked for."""

    def __init__(self, texts: Sequence[str]) -> None:
        written = [text.encode("utf-8") for text in texts]
        self._bytes = b"".join(written)
        self._ends = array("I", accumulate(map(len, written), initial=0))

    def __getitem__(self, number: int) -> str:
        return self._bytes[self._ends[number] : self._ends[number + 1]].decode("utf-8")


class _Tags:
    """The tags of a dictionary, each made when it is first asked for."""

    def __init__(self, written: _Strings, tag: Any) -> None:
        self._written, self._tag = written, tag
        self._made: dict[int, Any] = {}

    def __getitem__(self, number: int) -> Any:
        found = self._made.get(number)
        if found is None:
            found = self._made[number] = self._tag(self._written[number])
        return found


class _Rows:
    """Rows of numbers one after the other, each behind its length; before the first stands how many there are."""

    def __init__(self, numbers: memoryview) -> None:
        self._numbers, self._starts = numbers, array("I")
        at = 1
        for _ in range(numbers[0]):
            self._starts.append(at + 1)
            at += 1 + numbers[at]

    def __getitem__(self, number: int) -> memoryview:
        start = self._starts[number]
        return self._numbers[start : start + self._numbers[start - 1]]
