"""What the simulating process holds: the daemon's part of it, without the books that are kept on it here."""

import ctypes
import functools
import gc
import os
import re
import sys
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_MB = 1024**2


@dataclass(frozen=True, kw_only=True)
class Memory:
    """In MB: what the process takes of the machine; and of what is in use in it the caches with a bound, the books of
    the simulation, and the rest. What was let go and is kept for later, between things in use, is not in use.

    Caches with a bound fill up slowly in a world whose names are all made up; they are emptied for the look, so that
    the rest is the daemon alone. A cache without a bound is part of the rest, as is all that a life leaves behind.
    """

    whole: float
    caches: float
    books: float
    rest: float


def look(books: Iterable[object]) -> Memory:
    """Measures, after all garbage has gone back to the machine. Takes a tenth of a second of CPU."""
    gc.unfreeze()  # what is frozen is not listed, and caches are among it
    with_caches = _in_use()
    for cache in gc.get_objects():
        if isinstance(cache, functools._lru_cache_wrapper) and cache.cache_parameters()["maxsize"] is not None:
            cache.cache_clear()
    without = _in_use()
    held = weigh(books)
    return Memory(whole=_taken(), caches=with_caches - without, books=held, rest=without - held)


def weigh(things: Iterable[object]) -> float:
    """What plain values take, with all that is in them (MB). Each is counted once; what is no plain value is not."""
    seen: set[int] = set()
    left: list[Any] = list(things)
    total = 0
    while left:
        thing = left.pop()
        if id(thing) in seen:
            continue
        seen.add(id(thing))
        total += sys.getsizeof(thing)
        if isinstance(thing, Mapping):
            left += thing.keys()
            left += thing.values()
        elif isinstance(thing, list | tuple | set | frozenset):
            left += thing
    return total / _MB


def _in_use() -> float:
    """What Python's own allocator and the system's have given out; where they do not say, what the process takes."""
    gc.collect()
    _let_go()
    said = _allocators_say()
    asked = getattr(ctypes.CDLL(None), "mallinfo2", None)
    if said is None or asked is None:
        return _taken()
    asked.restype = _MallInfo
    system = asked()
    return (said + system.uordblks + system.hblkhd) / _MB


def _allocators_say() -> int | None:
    """Bytes in blocks of Python's allocator. It tells them to the error output alone, whatever that is."""
    with tempfile.TemporaryFile() as told:
        kept = os.dup(2)
        try:
            os.dup2(told.fileno(), 2)
            sys._debugmallocstats()
        finally:
            os.dup2(kept, 2)
            os.close(kept)
        told.seek(0)
        found = re.search(rb"# bytes in allocated blocks += +([\d,]+)", told.read())
    return int(found[1].replace(b",", b"")) if found else None


class _MallInfo(ctypes.Structure):
    """As malloc.h of the GNU C library has it: ``uordblks`` bytes are in use, ``hblkhd`` in maps of their own."""

    _fields_ = [
        (name, ctypes.c_size_t)
        for name in (
            "arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost",
        )
    ]  # fmt: skip


def _let_go() -> None:
    with suppress(OSError, AttributeError):  # only the GNU C library gives memory back when it is asked to
        ctypes.CDLL("libc.so.6").malloc_trim(0)


def _taken() -> float:
    _let_go()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / _MB
