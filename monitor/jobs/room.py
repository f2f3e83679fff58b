"""How much room the database takes and has, and what the last check of its file found."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.store import records, space
from monitor.store.doors import Reading

#: Facts: sizes by day, and what the last check found.
SIZES, SOUND = "sizes", "sound"

#: So many days are looked at; less than the second says nothing about growth: a first poll brings much at once.
DAYS, LEAST = 30, timedelta(days=3)

#: A disk that will do for fewer days, or has less room (bytes), is told.
SHORT_DAYS, SHORT_BYTES = 7, 200_000_000


@dataclass(frozen=True, kw_only=True)
class Room:
    """Bytes ``used`` and ``free``, bytes a day (None: too early to say), days until the disk is full (None: never)."""

    used: int
    free: int | None
    growth: int | None
    days: int | None

    @property
    def is_short(self) -> bool:
        """Whether somebody should make room."""
        return (self.days is not None and self.days < SHORT_DAYS) or (self.free is not None and self.free < SHORT_BYTES)

    def __str__(self) -> str:
        parts = [f"{self.used / 1e6:,.{1 if self.used < 10e6 else 0}f} MB used"]
        if self.growth is not None:
            parts.append(f"{self.growth / 1e6:,.1f} MB more a day")
        if self.free is not None:
            parts.append(f"{self.free / 1e6:,.0f} MB free")
        if self.days is not None:
            parts.append(f"full in {self.days:,} days")
        return ", ".join(parts)


def room(door: Reading) -> Room:
    """How much room there is. Growth is taken from the sizes of the last 30 days."""
    used, free = space.used(door), space.free(door)
    growth = _growth(sizes_of(door))
    days = None if free is None or growth is None or growth <= 0 else int(free // growth)
    return Room(used=used, free=free, growth=growth, days=days)


def trouble(door: Reading) -> str:
    """What the last check of the file found, "" if it was sound."""
    kept = records.fact(door, SOUND)
    return str(kept.get("trouble", "")) if isinstance(kept, Mapping) else ""


def sizes_of(door: Reading) -> dict[str, int]:
    """Bytes that the data took, by day."""
    kept = records.fact(door, SIZES)
    return {day: size for day, size in kept.items() if isinstance(size, int)} if isinstance(kept, Mapping) else {}


def _growth(sizes: Mapping[str, int]) -> int | None:
    """Bytes a day, over the days that were noted."""
    if len(sizes) < 2:
        return None
    (first, least), (last, most) = (pair(sizes.items()) for pair in (min, max))
    span = datetime.fromisoformat(last) - datetime.fromisoformat(first)
    return int((most - least) / (span / timedelta(days=1))) if span >= LEAST else None
