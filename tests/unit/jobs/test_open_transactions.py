"""An analyst's shell with an open transaction: what is written beside it piles up, and somebody should be told."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, make_url, text

from monitor.demo.inside import Inside, StillClock
from monitor.desk.health import health
from monitor.jobs.held_open import tell_held_open
from monitor.model import Channel, Source
from monitor.store import held_open, records
from monitor.store.engine import JOURNAL
from monitor.store.letters import letters

START = datetime(2026, 1, 21, 9, 0, tzinfo=UTC)
STUCK, FREE = "A program keeps the database from being cleared", "The database is free of an old transaction"


def office(tmp_path: Path, url: str) -> Inside:
    told = Channel(key="file", kind="file", address=str(tmp_path / "told.jsonl"))
    sources = [Source(key=f"s{number}", kind="feed", address="https://away.example/") for number in range(5)]
    return Inside(url, clock=StillClock(START), outlets={}, sources=sources, stories=[], channels=[told])


async def told(inside: Inside) -> list[str]:
    await tell_held_open(inside.app, START)
    return [letter.delivery.message.subject for letter in reversed(await inside.app.read(letters))]


@contextmanager
def a_shell(url: str) -> Iterator[None]:
    """Somebody who has looked into a table, and has not ended the transaction."""
    shell = create_engine(url)
    with shell.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        connection.execute(text("SELECT count(*) FROM sources"))
        yield
    shell.dispose()


def cleared(connection: Connection) -> None:
    """What may be cleared away is, and the server has counted it."""
    connection.execute(text("SELECT pg_stat_force_next_flush()"))
    connection.execute(text("VACUUM sources"))


async def test_the_journal_that_grows_behind_a_reader_is_told_once_and_shrinks_when_he_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "monitor.db"
    monkeypatch.setattr(held_open, "LARGE", 2 * JOURNAL)
    async with office(tmp_path, f"sqlite:///{file}") as inside:
        with closing(sqlite3.connect(file)) as shell:
            shell.execute("BEGIN")
            shell.execute("SELECT count(*) FROM sources").fetchall()
            assert await told(inside) == []
            for number in range(3):
                await inside.app.write(records.set_fact, f"f{number}", "x" * JOURNAL)
            assert await told(inside) == [STUCK]
            assert await told(inside) == [STUCK]
            (trouble,) = [each for each in (await inside.app.read(health, now=START)).troubles if "journal" in each]
            assert "monitor.db-wal) has grown to" in trouble
        for number in range(3):
            await inside.app.write(records.set_fact, "small", number)
        assert await told(inside) == [STUCK, FREE]
        assert (tmp_path / "monitor.db-wal").stat().st_size <= JOURNAL
        assert not [each for each in (await inside.app.read(health, now=START)).troubles if "journal" in each]


async def test_rows_that_a_forgotten_transaction_keeps_are_told_once_and_that_they_are_gone(
    tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held_open, "_MANY", 500)
    monkeypatch.setattr(held_open, "OLD", timedelta(0))
    admin = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    async with office(tmp_path, postgres_url) as inside:
        with a_shell(postgres_url), admin.connect() as connection:
            assert await told(inside) == []
            for _ in range(200):
                connection.execute(text("UPDATE sources SET next_at = next_at + 1"))
            cleared(connection)
            assert await told(inside) == [STUCK]
            assert await told(inside) == [STUCK]
            (trouble,) = [each for each in (await inside.app.read(health, now=START)).troubles if "out of date" in each]
            assert f"of user {make_url(postgres_url).username}" in trouble
        with admin.connect() as connection:
            cleared(connection)
        assert await told(inside) == [STUCK, FREE]
    admin.dispose()
