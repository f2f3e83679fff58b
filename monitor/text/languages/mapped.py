"""A pymorphy3 dictionary whose large tables are mapped from their files, not read into memory.

Of the 14 MB of Russian a monitor looks at a few pages. Mapped, the others take no memory, and those that it looks at
are the system's to drop, and the same for every monitor on the machine.
"""

import mmap
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from threading import Lock
from typing import Any, Literal

#: Tables smaller than this (bytes) are read: each file that is mapped stays open.
_SMALL = 500_000
_LOADING = Lock()


def analyzer(path: str, lang: str) -> Any:
    """pymorphy3's analyzer of the dictionary in the folder ``path``."""
    import pymorphy3

    with _LOADING, _tables_mapped():
        return pymorphy3.MorphAnalyzer(path=path, lang=lang)


@contextmanager
def _tables_mapped() -> Iterator[None]:
    """Has dawg_python map what it would read: it knows no other way than to read, and asks for single numbers only."""
    try:
        wrapper: Any = import_module("dawg_python.wrapper")
    except ImportError:  # pymorphy3 works with the extension "dawg" as well, which reads in its own way
        yield
        return
    numbers, guides = wrapper.Dictionary.read, wrapper.Guide.read
    wrapper.Dictionary.read, wrapper.Guide.read = _mapping(numbers, "I", 4), _mapping(guides, "B", 2)
    try:
        yield
    finally:
        wrapper.Dictionary.read, wrapper.Guide.read = numbers, guides


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
        whole = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        self._units = whole[start + 4 : start + 4 + length].cast(form)
        file.seek(start + 4 + length)

    return mapped
