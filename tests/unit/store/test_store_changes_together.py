"""Changes that wait together share a transaction, and none of them pays for another's failure."""

import resource
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from monitor.store import records
from monitor.store.doors import Writing
from monitor.store.faults import StoreFault
from monitor.store.reading import reading
from monitor.store.writing import write_together


def notes(name: str, then: Exception | None = None) -> Callable[[Writing], str]:
    """A change that writes a fact, and may break afterwards."""

    def change(door: Writing) -> str:
        records.set_fact(door, name, 1)
        if then is not None:
            raise then
        return name

    return change


def kept(engine: Engine, *names: str) -> list[str]:
    with reading(engine) as door:
        return [name for name in names if records.fact(door, name) == 1]


def test_one_that_breaks_undoes_itself_alone(engine: Engine) -> None:
    undone: list[str] = []
    broke = ValueError("ours")
    outcomes = write_together(engine, [notes("a"), notes("b", broke), notes("c")], lambda: undone.append("once"))
    assert [outcome.result for outcome in outcomes] == ["a", None, "c"]
    assert [outcome.error for outcome in outcomes] == [None, broke, None]
    assert kept(engine, "a", "b", "c") == ["a", "c"]
    assert undone == ["once"]


def test_sqlite_waits_for_the_disk_once_for_all_of_them(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("on PostgreSQL each has a transaction of its own")
    commits: list[Any] = []
    event.listen(engine, "commit", commits.append)
    write_together(engine, [notes(str(number)) for number in range(20)], lambda: None)
    assert len(commits) == 1
    assert len(kept(engine, *map(str, range(20)))) == 20


def test_one_that_is_too_large_for_a_full_disk_takes_no_other_with_it(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("it is SQLite's file that is full")

    def large(door: Writing) -> None:
        records.set_fact(door, "large", "x" * 5_000_000)

    write_together(engine, [notes("first")], lambda: None)
    with engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()

    @event.listens_for(engine, "begin")
    def bounded(connection: Any) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 3}")

    outcomes = write_together(engine, [notes("a"), large, notes("b")], lambda: None)
    assert isinstance(outcomes[1].error, StoreFault)
    assert kept(engine, "a", "b") == ["a", "b"]


def test_where_the_turn_to_write_never_comes_all_are_told_so_at_once(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL has no such turn")
    ran: list[str] = []

    @event.listens_for(engine, "begin")
    def locked(connection: Any) -> None:
        raise StoreFault("another program holds the database", code="database")

    outcomes = write_together(engine, [lambda door: ran.append("a"), lambda door: ran.append("b")], lambda: None)
    assert [type(outcome.error) for outcome in outcomes] == [StoreFault, StoreFault]
    assert ran == []


def test_a_large_change_goes_to_the_disk_once_at_its_end(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("it is SQLite's journal that grows")
    journal = Path(f"{engine.url.database}-wal")
    write_together(engine, [notes("first")], lambda: None)
    before = journal.stat().st_size
    grown: list[int] = []

    def large(number: int) -> Callable[[Writing], None]:
        def change(door: Writing) -> None:
            for each in range(50):
                records.set_fact(door, f"{number}/{each}", "x" * 10_000)
            grown.append(journal.stat().st_size - before)

        return change

    write_together(engine, [large(number) for number in range(10)], lambda: None)
    assert grown == [0] * 10
    assert journal.stat().st_size - before > 5_000_000


def test_a_quota_that_is_used_up_is_told_as_that(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("the disk of a server is its own")
    write_together(engine, [notes("first")], lambda: None)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, hard))  # refuses as a quota does: neither full nor broken
    try:
        (outcome,) = write_together(engine, [notes("x" * 5_000_000)], lambda: None)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert isinstance(outcome.error, StoreFault)
    assert "a quota is used up" in outcome.error.message
    assert kept(engine, "first") == ["first"]
