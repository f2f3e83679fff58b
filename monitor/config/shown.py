"""A value of a config file as its message shows it: as a person writes it there, and short."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any


def shown(value: Any) -> str:
    """``'text'``, ``true``, ``2026-01-21``; ``...`` for a list or a table; at most 40 characters."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date | time):
        return value.isoformat()
    text = "..." if isinstance(value, list | Mapping) else repr(value)
    return text if len(text) <= 40 else text[:39] + "…"
