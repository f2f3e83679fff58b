"""Queries that wait together share a read transaction, and none of them pays for another's failure."""

from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from monitor.store import records
from monitor.store.doors import Reading
from monitor.store.faults import StoreFault
from monitor.store.reading import read_together
from monitor.store.writing import writing


def one(door: Reading) -> Any:
    return records.fact(door, "one")


def ours(door: Reading) -> Any:
    raise ValueError("ours")


def sql(door: Reading) -> Any:
    return door.connection.execute(text("SELECT nothing FROM facts"))


def test_they_see_the_same_moment_of_the_database(engine: Engine) -> None:
    def changed_meanwhile(door: Reading) -> Any:
        before = one(door)
        with writing(engine) as writer:
            records.set_fact(writer, "one", 2)
        return before

    with writing(engine) as door:
        records.set_fact(door, "one", 1)
    assert [outcome.result for outcome in read_together(engine, [changed_meanwhile, one])] == [1, 1]
    assert [outcome.result for outcome in read_together(engine, [one])] == [2]
    assert read_together(engine, []) == []


@pytest.mark.parametrize("broken", [ours, sql])
def test_one_that_breaks_takes_no_other_with_it(engine: Engine, broken: Any) -> None:
    with writing(engine) as door:
        records.set_fact(door, "one", 1)
    first, middle, last = read_together(engine, [one, broken, one])
    assert (first.result, first.error, last.result, last.error) == (1, None, 1, None)
    assert middle.error is not None


def test_when_the_database_itself_fails_nobody_waits_for_it_again(engine: Engine) -> None:
    begun: list[Any] = []

    @event.listens_for(engine, "begin")
    def failing(connection: Any) -> None:
        begun.append(connection)
        raise StoreFault("the disk under the database fails", code="database")

    outcomes = read_together(engine, [one, one, one])
    assert [type(outcome.error) for outcome in outcomes] == [StoreFault] * 3
    assert len(begun) == 1
