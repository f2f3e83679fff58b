"""The operator hears in time that the disk fills up or that the file is damaged."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from monitor.demo.inside import Inside, StillClock
from monitor.desk.health import health, health_json
from monitor.jobs.room import room
from monitor.jobs.upkeep import look_after
from monitor.model import Channel
from monitor.store import records
from monitor.store.doors import Writing
from monitor.store.engine import open_engine
from monitor.store.letters import letters
from monitor.store.migrate import migrate
from monitor.store.reading import reading
from monitor.store.writing import writing

START = datetime(2026, 1, 21, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def office(tmp_path: Path, clock: StillClock) -> Inside:
    told = Channel(key="file", kind="file", address=str(tmp_path / "told.jsonl"))
    url = f"sqlite:///{tmp_path}/monitor.db"
    return Inside(url, clock=clock, outlets={}, sources=[], stories=[], channels=[told])


async def subjects(inside: Inside) -> list[str]:
    return [letter.delivery.message.subject for letter in reversed(await inside.app.read(letters))]


def sizes(door: Writing, **by_day: int) -> None:
    records.set_fact(door, "sizes", {day.removeprefix("d").replace("_", "-"): size for day, size in by_day.items()})


async def test_growth_is_learned_from_the_days_and_says_when_the_disk_is_full(tmp_path: Path) -> None:
    clock = StillClock(START)
    async with office(tmp_path, clock) as inside:
        await look_after(inside.app, clock.now())
        now = await inside.app.read(room)
        assert now.free is not None
        assert now.used > 0
        assert (now.growth, now.days) == (None, None), "too early to say"
        a_day = now.free // 5
        await inside.app.write(sizes, d2026_01_11=now.used - 10 * a_day)
        assert await subjects(inside) == []
        await look_after(inside.app, clock.now())
        now = await inside.app.read(room)
        assert now.growth == pytest.approx(a_day, rel=0.01)
        assert now.days in {4, 5}
        assert await subjects(inside) == ["The disk is filling up"]
        await look_after(inside.app, clock.go(DAY / 4))
        assert await subjects(inside) == ["The disk is filling up"]
        report = await inside.app.read(health, now=clock.now())
        assert any(trouble.startswith("the disk is filling up") for trouble in report.troubles)
        told = health_json(report)["database"]
        assert isinstance(told, dict)
        assert told["days_to_full"] == report.room.days  # type: ignore[union-attr]


async def test_what_a_clock_that_ran_ahead_has_noted_is_forgotten(tmp_path: Path) -> None:
    clock = StillClock(START + 365 * DAY)
    async with office(tmp_path, clock) as inside:
        await look_after(inside.app, clock.now())
        await look_after(inside.app, clock.go(-365 * DAY))
        kept = await inside.app.read(records.fact, "sizes")
        assert list(kept) == ["2026-01-21"]


async def test_growth_is_learned_from_the_last_thirty_days_however_old_the_newsroom_is(tmp_path: Path) -> None:
    clock = StillClock(START)
    async with office(tmp_path, clock) as inside:
        days = {f"d{START - number * DAY:%Y_%m_%d}": 1_000 for number in range(1, 61)}
        await inside.app.write(sizes, **days)
        await look_after(inside.app, clock.now())
        kept = list(await inside.app.read(records.fact, "sizes"))
        assert kept == [f"{START - number * DAY:%Y-%m-%d}" for number in range(29, -1, -1)]


def spoil(file: Path) -> tuple[int, bytes]:
    """A page is lost, of a table that nobody needs just now: where it stood, and what it was."""
    with closing(sqlite3.connect(file)) as db:
        rows = [("a", str(number), 0, "e" * 900, "{}") for number in range(200)]
        db.executemany("INSERT INTO quarantine (source, post_id, at, error, post) VALUES (?, ?, ?, ?, ?)", rows)
        db.commit()
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    at = file.stat().st_size - 4096 * 3
    page = file.read_bytes()[at : at + 4096]
    put(file, at, b"\xa5" * 4096)
    return at, page


def put(file: Path, at: int, page: bytes) -> None:
    with file.open("r+b") as whole:
        whole.seek(at)
        whole.write(page)


async def test_a_damaged_file_is_told_once_and_stands_in_health(tmp_path: Path) -> None:
    clock = StillClock(START)
    async with office(tmp_path, clock) as inside:
        await look_after(inside.app, clock.now())
        assert await subjects(inside) == []
        inside.engine.dispose()
        at, page = spoil(tmp_path / "monitor.db")
        for _ in range(3):
            await look_after(inside.app, clock.go(DAY + timedelta(minutes=1)))
        assert await subjects(inside) == ["The database is damaged"]
        report = await inside.app.read(health, now=clock.now())
        assert any(trouble.startswith("the database is damaged (") for trouble in report.troubles)
        inside.engine.dispose()
        put(tmp_path / "monitor.db", at, page)
        await look_after(inside.app, clock.go(DAY + timedelta(minutes=1)))
        report = await inside.app.read(health, now=clock.now())
        assert not any("damaged" in trouble for trouble in report.troubles), "it is whole again"


async def test_a_file_that_was_looked_at_by_a_clock_a_year_ahead_is_looked_at_all_the_same(tmp_path: Path) -> None:
    clock = StillClock(START + 365 * DAY)
    async with office(tmp_path, clock) as inside:
        await look_after(inside.app, clock.now())
        inside.engine.dispose()
        spoil(tmp_path / "monitor.db")
        await look_after(inside.app, clock.go(-365 * DAY))
        assert await subjects(inside) == ["The database is damaged"]


@pytest.fixture
def engine(database_url: str) -> Engine:
    engine = open_engine(database_url)
    migrate(engine)
    return engine


def test_room_is_known_on_every_database(engine: Engine) -> None:
    with writing(engine) as door:
        sizes(door, d2026_01_01=1_000, d2026_01_11=11_000)
    with reading(engine) as door:
        now = room(door)
        assert now.used > 10_000
        assert now.growth == 1_000
        assert (now.free is None) == (engine.dialect.name == "postgresql")
    engine.dispose()
