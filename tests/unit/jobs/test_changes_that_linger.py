"""What no person waits for is written along with other changes: sooner or later, but always."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from monitor.config.settings import DaemonShape
from monitor.demo.inside import Inside, StillClock
from monitor.demo.outlets.dealt import DealtFeed
from monitor.jobs.app import LEASE
from monitor.jobs.pumps import poll_pump
from monitor.jobs.writer import LINGER, MOST, PATIENCE, Writer
from monitor.model import Keyword, Post, Source, Story
from monitor.store import records, sources
from monitor.store.developments import matched
from monitor.store.doors import Reading, Writing
from monitor.store.engine import open_engine
from monitor.store.faults import StoreFault
from monitor.store.letters import letters
from monitor.store.migrate import migrate
from monitor.store.noticing import is_any_unpolled
from monitor.store.posts import find_posts
from monitor.store.reading import reading

START = datetime(2026, 1, 21, 9, 0, tzinfo=UTC)


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path}/monitor.db")
    migrate(engine)
    yield engine
    engine.dispose()


def notes(name: str) -> Callable[[Writing], None]:
    return lambda door: records.set_fact(door, name, 1)


def kept(engine: Engine, *names: str) -> list[str]:
    with reading(engine) as door:
        return [name for name in names if records.fact(door, name) == 1]


def commits_of(engine: Engine) -> list[Any]:
    commits: list[Any] = []
    event.listen(engine, "commit", commits.append)
    return commits


async def test_polls_without_news_are_written_down_with_the_next_change_that_somebody_waits_for(engine: Engine) -> None:
    commits, writer = commits_of(engine), Writer(engine, lambda: None, inline=False)
    patient = [asyncio.create_task(writer.write(notes(name), lingers=True)) for name in ("a", "b", "c")]
    await asyncio.sleep(0)
    await writer.write(notes("news"))
    await asyncio.gather(*patient)
    assert kept(engine, "a", "b", "c", "news") == ["a", "b", "c", "news"]
    assert len(commits) == 1
    writer.close()


async def test_a_poll_without_news_is_written_down_though_nothing_follows(engine: Engine) -> None:
    writer = Writer(engine, lambda: None, inline=False)
    async with asyncio.timeout(20):
        await writer.write(notes("a"), lingers=True)
        await writer.write(notes("b"), lingers=True)
    assert kept(engine, "a", "b") == ["a", "b"]
    writer.close()


async def test_what_is_read_first_is_handed_to_the_change_and_what_cannot_be_read_is_not_written(
    engine: Engine,
) -> None:
    def broken(door: Reading) -> int:
        raise ValueError("ours")

    def wrote(door: Writing, found: int) -> None:
        records.set_fact(door, f"found {found}", 1)

    commits, writer = commits_of(engine), Writer(engine, lambda: None, inline=False)
    changes = [
        asyncio.create_task(writer.write(wrote, first, lingers=True))
        for first in (lambda door: 1, broken, lambda door: records.fact(door, "nothing") or 3)
    ]
    await asyncio.sleep(0)
    await writer.write(notes("news"))
    outcomes = await asyncio.gather(*changes, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [type(None), ValueError, type(None)]
    assert kept(engine, "found 1", "found 3", "news") == ["found 1", "found 3", "news"]
    assert len(commits) == 1
    writer.close()


async def test_what_a_person_waits_for_does_not_wait_until_all_first_posts_were_read(engine: Engine) -> None:
    order: list[str] = []

    def slow(door: Reading) -> None:
        order.append("read")
        time.sleep(PATIENCE / 2)

    writer = Writer(engine, lambda: None, inline=False)
    reads = [
        asyncio.create_task(writer.write(lambda door, found: order.append("written"), slow, lingers=True))
        for _ in range(MOST)
    ]
    for _ in range(20_000):
        await asyncio.sleep(0.001)
        if order:
            break
    await writer.write(lambda door: order.append("alert"))
    assert order.index("alert") < 10
    await asyncio.gather(*reads)
    assert (order.count("read"), order.count("written")) == (MOST, MOST)
    writer.close()


async def test_the_first_posts_of_many_sources_are_matched_and_stored_together(tmp_path: Path) -> None:
    keys = [f"s{number}" for number in range(12)]
    board = Keyword(name="board", facet="what", forms={"en": ("Board of Peace",)})
    news = Post(source="", id="", title="The Board of Peace meets", text="In Davos.", published_at=START)
    deal = {key: [replace(news, id=f"{key}/1", url=f"https://{key}.example/1")] for key in keys}
    inside = Inside(
        f"sqlite:///{tmp_path}/monitor.db", clock=StillClock(START), inline=False,
        stories=[Story(key="board", title="Board", languages=("en",), keywords=(board,))],
        outlets={f"{key}.example": DealtFeed(title=key, posts=deal[key]) for key in keys},
        sources=[Source(key=key, kind="feed", address=f"https://{key}.example/feed") for key in keys],
    )  # fmt: skip
    async with inside:
        app = inside.app
        pumping = asyncio.create_task(poll_pump(app).run())
        commits = commits_of(app.engine)
        for _ in range(2_000):
            await asyncio.sleep(0.01)
            if not await app.read(is_any_unpolled):
                break
        app.stopping.set()
        await pumping
        assert len(commits) < len(keys)
        with reading(app.engine) as door:
            assert sorted(post.source for post in find_posts(door)) == sorted(keys)
            told = matched(door, story="board")
            assert sorted(one.match.post.source for one in told) == sorted(keys)
            assert letters(door) == []


async def test_the_last_poll_under_way_is_written_down_at_once_and_with_it_those_that_waited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.jobs.writer.LINGER", 600.0)
    keys = ["a", "b", "c"]
    news = Post(source="", id="", title="The Board of Peace meets", text="In Davos.", published_at=START)
    deal = {key: [replace(news, id=f"{key}/1", url=f"https://{key}.example/1")] for key in keys}
    inside = Inside(
        f"sqlite:///{tmp_path}/monitor.db", clock=StillClock(START), stories=[], inline=False,
        outlets={f"{key}.example": DealtFeed(title=key, posts=deal[key]) for key in keys},
        sources=[Source(key=key, kind="feed", address=f"https://{key}.example/feed") for key in keys],
    )  # fmt: skip
    async with inside, asyncio.timeout(60):
        pumping = asyncio.create_task(poll_pump(inside.app).run())
        for _ in range(2_000):
            await asyncio.sleep(0.01)
            if not await inside.app.read(is_any_unpolled):
                break
        with reading(inside.app.engine) as door:
            assert sorted(post.source for post in find_posts(door)) == keys
        inside.app.stopping.set()
        await pumping


async def test_many_polls_without_news_do_not_wait_for_the_time_to_pass(engine: Engine) -> None:
    commits, writer = commits_of(engine), Writer(engine, lambda: None, inline=False)
    names = [str(number) for number in range(MOST)]
    tasks = [asyncio.create_task(writer.write(notes(name), lingers=True)) for name in names]
    await asyncio.sleep(0)
    ends = time.monotonic() + 20
    while kept(engine, *names) != names:  # the loop stands still meanwhile: no timer of it can have called the writer
        assert time.monotonic() < ends
    await asyncio.gather(*tasks)
    assert len(commits) == 1
    writer.close()


async def test_the_writer_keeps_its_connection_until_it_fails_and_gives_it_back_at_the_end(engine: Engine) -> None:
    def broken(door: Writing) -> None:
        door.connection.exec_driver_sql("INSERT INTO facts VALUES ('half', '1')")
        raise StoreFault("the disk is full", code="database")

    taken: list[Any] = []
    event.listen(engine, "checkout", lambda *_: taken.append(1))
    writer = Writer(engine, lambda: None, inline=False)
    for name in ("a", "b", "c"):
        await writer.write(notes(name))
    assert len(taken) == 1
    with pytest.raises(StoreFault):
        await writer.write(broken)
    await writer.write(notes("d"))
    assert len(taken) == 2
    writer.close()
    assert engine.pool.status().startswith("Pool size: 5  Connections in pool: 1 ")
    assert kept(engine, "a", "b", "c", "half", "d") == ["a", "b", "c", "d"]


async def test_what_still_waits_at_the_end_is_written_before_the_database_is_closed(engine: Engine) -> None:
    writer = Writer(engine, lambda: None, inline=False)
    last = asyncio.create_task(writer.write(notes("last"), lingers=True))
    await asyncio.sleep(0)
    writer.close()
    assert kept(engine, "last") == ["last"]
    await last


async def test_who_only_waits_to_be_written_down_keeps_no_other_source_waiting(tmp_path: Path) -> None:
    keys = [f"s{number}" for number in range(16)]
    inside = Inside(
        f"sqlite:///{tmp_path}/monitor.db", clock=StillClock(START), stories=[], inline=False,
        outlets={f"{key}.example": DealtFeed(title="a", posts=[]) for key in keys},
        sources=[Source(key=key, kind="feed", address=f"https://{key}.example/feed") for key in keys],
        settings={"daemon": DaemonShape(pollers=1)},
    )  # fmt: skip
    async with inside:
        app, began = inside.app, time.monotonic()
        pumping = asyncio.create_task(poll_pump(app).run())
        for _ in range(2_000):
            await asyncio.sleep(0.01)
            if not (await app.read(sources.lent, now=START, lease=LEASE) or await app.read(is_any_unpolled)):
                break
        took = time.monotonic() - began
        app.stopping.set()
        await pumping
    assert took < LINGER * len(keys), "with one poller each has waited until the one before was written down by itself"


async def test_who_polls_by_hand_does_not_wait_for_others(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/monitor.db"
    async with Inside(url, clock=StillClock(START), stories=[], outlets={}, sources=[], inline=False) as inside:
        began = time.monotonic()
        for number in range(16):
            await inside.app.write_along(notes(str(number)))
        assert time.monotonic() - began < LINGER * 16
