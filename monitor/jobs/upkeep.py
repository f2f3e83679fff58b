"""The database's own health: how fast it grows, how long the disk will do, whether it is sound. Told when it is not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from monitor.jobs.app import App
from monitor.jobs.notices import notify, stamp
from monitor.store import records, space
from monitor.store.doors import Reading, Writing
from monitor.store.faults import StoreFault

#: Facts: sizes by day, and what the last check found.
SIZES, SOUND = "sizes", "sound"

#: So many days are looked at; less than the second says nothing about growth: a first poll brings much at once.
DAYS, LEAST = 30, timedelta(days=3)

#: The whole file is read once in so long.
CHECK_EVERY = timedelta(days=1)

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
        parts = [f"{self.used / 1e6:,.0f} MB used"]
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
    growth = _growth(_sizes(door))
    days = None if free is None or growth is None or growth <= 0 else int(free // growth)
    return Room(used=used, free=free, growth=growth, days=days)


def trouble(door: Reading) -> str:
    """What the last check of the file found, "" if it was sound."""
    kept = records.fact(door, SOUND)
    return str(kept.get("trouble", "")) if isinstance(kept, Mapping) else ""


async def look_after(app: App, now: datetime) -> None:
    """Notes the size of today, checks the file once a day, and tells what a person should know."""
    found = await app.read(_check, app, now)
    if await app.write(_note, app, now, found):
        app.send_poke.set()


def _check(door: Reading, app: App, now: datetime) -> str | None:
    """What is wrong with the file; None if it was looked at lately."""
    kept = records.fact(door, SOUND)
    at = _moment(kept.get("at")) if isinstance(kept, Mapping) else None
    if at is not None and abs(now - at) < CHECK_EVERY:
        return None
    try:
        return space.unsound(door, app.stopping.is_set)
    except StoreFault as fault:
        return None if app.stopping.is_set() else fault.message


def _note(door: Writing, app: App, now: datetime, found: str | None) -> int:
    today = f"{now:%Y-%m-%d}"
    sizes = {**_sizes(door), today: space.used(door)}
    # what a clock that ran ahead has noted would never grow old
    records.set_fact(door, SIZES, dict(sorted(pair for pair in sizes.items() if pair[0] <= today)[-DAYS:]))
    told = 0
    if found is not None:
        before = trouble(door)
        records.set_fact(door, SOUND, {"at": now.isoformat(), "trouble": found})
        if found and not before:
            app.log.error("the database is damaged", detail=found)
            told += notify(door, app, now, f"notice/damaged/{stamp(now)}", "The database is damaged", _damaged(found))
    now_short, was_short = room(door), records.fact(door, "short") is True
    if now_short.is_short != was_short:
        records.set_fact(door, "short", now_short.is_short)
        if now_short.is_short:
            app.log.warning("the disk is filling up", room=str(now_short))
            lines = [str(now_short), "Make room, or keep less: [keep] unmatched in monitor.toml."]
            told += notify(door, app, now, f"notice/disk/{stamp(now)}", "The disk is filling up", lines)
    return told


def _damaged(found: str) -> list[str]:
    return [
        f"SQLite says: {found}",
        "It goes on as well as it can. Stop it, keep a copy of the file, and bring back the last backup:",
        "monitor restore FILE --force",
    ]


def _sizes(door: Reading) -> dict[str, int]:
    kept = records.fact(door, SIZES)
    return {day: size for day, size in kept.items() if isinstance(size, int)} if isinstance(kept, Mapping) else {}


def _growth(sizes: Mapping[str, int]) -> int | None:
    """Bytes a day, over the days that were noted."""
    if len(sizes) < 2:
        return None
    (first, least), (last, most) = (pair(sizes.items()) for pair in (min, max))
    span = datetime.fromisoformat(last) - datetime.fromisoformat(first)
    return int((most - least) / (span / timedelta(days=1))) if span >= LEAST else None


def _moment(value: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(str(value))
    except ValueError:
        return None
