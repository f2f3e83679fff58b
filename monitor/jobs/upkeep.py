"""The database's own health: how fast it grows, how long the disk will do, whether it is sound. Told when it is not."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from monitor.jobs.app import App
from monitor.jobs.notices import notify, stamp
from monitor.jobs.room import DAYS, SIZES, SOUND, room, sizes_of, trouble
from monitor.store import records, space
from monitor.store.doors import Reading, Writing
from monitor.store.faults import StoreFault

#: The whole file is read once in so long.
CHECK_EVERY = timedelta(days=1)


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
    sizes = {**sizes_of(door), today: space.used(door)}
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


def _moment(value: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(str(value))
    except ValueError:
        return None
