"""Lengths of time as people write them: 30s, 15m, 2h, 7d, 4w."""

import re
from datetime import timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator

from monitor.config.shown import shown

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
#: Longer ones are meant as "for ever", and reach beyond the years that a calendar knows.
LONGEST = timedelta(days=36_500)
_WRITTEN = re.compile(r"\s*(\d{1,7})\s*([smhdw])\s*", re.ASCII)


def read_duration(value: Any) -> timedelta:
    """``"15m"`` -> 15 minutes; several may follow each other (``"1h30m"``). Raises ValueError otherwise."""
    if isinstance(value, timedelta):
        return value
    total, at = timedelta(0), 0
    text = value if isinstance(value, str) else ""
    while at < len(text) and (part := _WRITTEN.match(text, at)):
        total += timedelta(**{_UNITS[part[2]]: int(part[1])})
        at = part.end()
    if not text or at < len(text):
        raise ValueError(f'{shown(value)} is no length of time; for example "30s", "15m", "12h" or "7d"')
    if total > LONGEST:
        raise ValueError(f"{shown(value)} is too long; at most 36500d, a hundred years")
    return total


def write_duration(value: timedelta) -> str:
    """A length of time as it is written, in whole seconds: ``2h``, ``1h30m``."""
    seconds = int(value.total_seconds())
    parts = []
    for unit, size in (("d", 86_400), ("h", 3600), ("m", 60), ("s", 1)):
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts) or "0s"


#: A field of a pydantic model that takes a written length of time.
Duration = Annotated[timedelta, BeforeValidator(read_duration)]
