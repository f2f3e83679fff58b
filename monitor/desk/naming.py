"""What a person names by its key: the one there is, or which one was probably meant."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from monitor.config.shape import near
from monitor.model import WrongUse


class Keyed(Protocol):
    """A story, source, channel: anything with a key of its own."""

    @property
    def key(self) -> str: ...


T = TypeVar("T", bound=Keyed)


def named(what: str, key: str, entries: Iterable[T]) -> T:
    """The one of ``entries`` with this key; ``what`` is the glossary's word for them. Raises WrongUse, with the one
    that was probably meant, or all that there are."""
    there = {entry.key: entry for entry in entries}
    if key not in there:
        raise unknown(what, key, list(there))
    return there[key]


def unknown(what: str, key: str, keys: Sequence[str]) -> WrongUse:
    """The error for a name that nothing has."""
    if not keys:
        return WrongUse(f"there is no {what} {key!r}: none is configured")
    return WrongUse(f"there is no {what} {key!r}; {near(key, keys)}")
