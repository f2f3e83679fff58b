"""Time zones by their IANA name: the one place that says whether there is such a zone."""

import re
from datetime import UTC, tzinfo
from difflib import get_close_matches
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones


@lru_cache(maxsize=256)
def zone_named(name: str) -> tzinfo:
    """The zone of an IANA name (``Asia/Almaty``), UTC for "". Raises ValueError, in words for the operator, if there is
    none of this name."""
    if not name:
        return UTC
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError) as problem:  # OSError: a folder of zones, "Asia"
        raise ValueError(f"{name[:60]!r} is no time zone; {_meant(name[:60])}") from problem


def _meant(name: str) -> str:
    """The zone that was probably meant: misspelled, or by its city alone.

    Never one of ``Etc/``: ``Etc/GMT+5`` is five hours *behind* UTC. Of three letters (MSK) nobody can guess a city.
    """
    if re.search(r"[+-]\d", name):
        return "a place, for example Asia/Almaty: an offset knows no summer time"
    known = {}
    for zone in sorted(available_timezones(), key=len, reverse=True):
        if zone.startswith("Etc/"):
            continue
        known[zone.casefold()] = zone
        known[zone.rpartition("/")[2].casefold()] = zone
    close = get_close_matches(name.casefold().replace(" ", "_"), list(known), n=1, cutoff=0.8 if len(name) > 3 else 1)
    return f"did you mean {known[close[0]]}?" if close else "an IANA name, for example Asia/Almaty"
