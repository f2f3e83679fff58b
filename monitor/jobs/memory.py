"""What the C library is asked of memory. A library that knows nothing of it (musl, macOS) is left as it is."""

import ctypes
from contextlib import suppress
from functools import cache

#: mallopt's number for "how many arenas at most" (malloc.h of glibc).
_ARENA_MAX = -8


def share_one_arena() -> None:
    """Has all threads take memory from one place. Good before there are threads.

    Else each gets one of its own, and what it has let go can be used by no other: 5 MB for three threads, of which only
    one runs at a time.
    """
    _ask("mallopt", _ARENA_MAX, 1)


def give_back() -> None:
    """Gives memory that is free, but was not at the end of the heap, back to the system. Takes milliseconds."""
    _ask("malloc_trim", 0)


def _ask(function: str, *numbers: int) -> None:
    with suppress(AttributeError):
        getattr(_library(), function)(*numbers)


@cache
def _library() -> ctypes.CDLL | None:
    try:
        return ctypes.CDLL(None)
    except (OSError, TypeError):
        return None
