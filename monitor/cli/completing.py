"""What the shell offers for a key after Tab: the stories, sources and channels of the configuration."""

from collections.abc import Iterable
from typing import Any

from monitor.model import MonitorError


def stories(typed: str) -> list[str]:
    """Keys of stories that begin with what was typed."""
    return _keys("stories", typed)


def sources(typed: str) -> list[str]:
    """Keys of sources that begin with what was typed."""
    return _keys("sources", typed)


def channels(typed: str) -> list[str]:
    """Keys of channels that begin with what was typed."""
    return _keys("channels", typed)


def _keys(what: str, typed: str) -> list[str]:
    from monitor.config import find_folder, survey

    try:
        settings, _ = survey(find_folder())  # what of it can be read: faults are for `check` to tell
    except (MonitorError, OSError):
        return []
    entries: Iterable[Any] = getattr(settings, what)
    return sorted(entry.key for entry in entries if entry.key.startswith(typed))
