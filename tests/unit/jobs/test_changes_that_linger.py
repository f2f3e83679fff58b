"""What no person waits for is written along with other changes: sooner or later, but always."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from monitor.jobs.writer import FEW, Writer
from monitor.store import records
from monitor.store.doors import Writing
from monitor.store.engine import open_engine
from monitor.store.migrate import migrate
from monitor.store.reading import reading


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


async def test_many_polls_without_news_do_not_wait_for_the_time_to_pass(engine: Engine) -> None:
    commits, writer = commits_of(engine), Writer(engine, lambda: None, inline=False)
    names = [str(number) for number in range(FEW)]
    tasks = [asyncio.create_task(writer.write(notes(name), lingers=True)) for name in names]
    await asyncio.sleep(0)
    ends = time.monotonic() + 20
    while kept(engine, *names) != names:  # the loop stands still meanwhile: no timer of it can have called the writer
        assert time.monotonic() < ends
    await asyncio.gather(*tasks)
    assert len(commits) == 1
    writer.close()


async def test_what_still_waits_at_the_end_is_written_before_the_database_is_closed(engine: Engine) -> None:
    writer = Writer(engine, lambda: None, inline=False)
    last = asyncio.create_task(writer.write(notes("last"), lingers=True))
    await asyncio.sleep(0)
    writer.close()
    assert kept(engine, "last") == ["last"]
    await last
