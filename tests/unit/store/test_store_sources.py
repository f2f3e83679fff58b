"""A source is polled when it is due, by one worker, whatever the clock does."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event

from monitor.model import Source
from monitor.store import coverage, credit, register, schema, sources, unchanged, wellbeing
from monitor.store.reading import reading
from monitor.store.writing import writing

NOW = datetime(2026, 1, 21, 9, 0, tzinfo=UTC)
LEASE = timedelta(minutes=5)


def a_source(key: str, host: str = "news.example", every: int = 15) -> Source:
    return Source(key=key, kind="feed", address=f"https://{host}/{key}", every=timedelta(minutes=every))


def put(engine: Engine, *wanted: Source, now: datetime = NOW) -> None:
    with writing(engine) as door:
        register.register(door, wanted, now=now)


def borrow(engine: Engine, now: datetime = NOW, most: int = 10) -> list[sources.Loan]:
    with writing(engine) as door:
        return sources.claim(door, now=now, lease=LEASE, most=most)


def borrow_as_the_daemon_does(engine: Engine, now: datetime = NOW, most: int = 10) -> list[sources.Loan]:
    with writing(engine) as door:
        again = timedelta(seconds=5)
        return sources.claim_and_look(door, now=now, lease=LEASE, most=most, lent=0, again=again)[0]


def give_back(engine: Engine, loan: sources.Loan, now: datetime = NOW, wait: int = 15, health: str = "ok") -> bool:
    with writing(engine) as door:
        due = sources.advance(door, loan, now=now, wait=timedelta(minutes=wait), health=health)  # type: ignore[arg-type]
        return due is not None


def next_due(engine: Engine, now: datetime) -> datetime | None:
    with reading(engine) as door:
        return sources.soonest(door, now=now, lease=LEASE)


def test_a_new_source_is_due_at_once_and_then_after_its_interval(engine: Engine) -> None:
    put(engine, a_source("a"))
    (loan,) = borrow(engine)
    assert loan.baseline
    assert borrow(engine) == []
    assert give_back(engine, loan)
    assert next_due(engine, NOW) == NOW + timedelta(minutes=15)
    assert borrow(engine, NOW + timedelta(minutes=14)) == []
    (again,) = borrow(engine, NOW + timedelta(minutes=15))
    assert not again.baseline


@pytest.mark.parametrize("borrow", [borrow, borrow_as_the_daemon_does])
def test_one_host_is_never_asked_by_more_than_two_at_once(
    engine: Engine, borrow: Callable[..., list[sources.Loan]]
) -> None:
    put(engine, *(a_source(f"s{i:02}") for i in range(50)), a_source("other", host="other.example"))
    first = borrow(engine, most=10)
    assert sorted(loan.key for loan in first) == ["other", "s00", "s01"]
    assert borrow(engine, most=10) == []
    assert give_back(engine, first[0])
    assert len(borrow(engine, most=10)) == (1 if first[0].key != "other" else 0)


@pytest.mark.parametrize("borrow", [borrow, borrow_as_the_daemon_does])
def test_a_host_with_five_thousand_due_sources_keeps_nobody_waiting(
    engine: Engine, borrow: Callable[..., list[sources.Loan]]
) -> None:
    put(engine, *(a_source(f"big{i:04}", host="big.example") for i in range(5000)))
    later = NOW + timedelta(minutes=10)
    put(engine, *(a_source(f"big{i:04}", host="big.example") for i in range(5000)),
        *(a_source(f"small{i:02}", host=f"h{i}.example") for i in range(60)), now=later)  # fmt: skip
    lent = [loan.key for _ in range(3) for loan in borrow(engine, later, most=25)]
    assert len([key for key in lent if key.startswith("small")]) == 60
    assert len([key for key in lent if key.startswith("big")]) == 2


def test_a_late_worker_cannot_write_over_the_one_that_took_its_place(engine: Engine) -> None:
    put(engine, a_source("a"))
    (late,) = borrow(engine)
    after = NOW + LEASE + timedelta(seconds=1)
    (second,) = borrow(engine, after)
    assert not give_back(engine, late, after)
    assert give_back(engine, second, after)


def test_a_poke_during_a_poll_is_not_lost(engine: Engine) -> None:
    put(engine, a_source("a"))
    (loan,) = borrow(engine)
    with writing(engine) as door:
        sources.poke(door, ["a"], now=NOW + timedelta(seconds=3))
    assert borrow(engine, NOW + timedelta(seconds=4)) == []
    give_back(engine, loan, NOW + timedelta(seconds=5))
    assert next_due(engine, NOW + timedelta(seconds=5)) == NOW + timedelta(seconds=5)


def test_a_clock_that_was_a_year_ahead_leaves_no_source_unpolled(engine: Engine) -> None:
    wrong = NOW + timedelta(days=365)
    put(engine, a_source("a"), now=wrong)
    (loan,) = borrow(engine, wrong)
    give_back(engine, loan, wrong)
    assert next_due(engine, NOW) == NOW
    assert [loan.key for loan in borrow(engine)] == ["a"]


def test_a_lease_written_by_a_wrong_clock_is_over(engine: Engine) -> None:
    put(engine, a_source("a"))
    borrow(engine, NOW + timedelta(days=365))
    assert [loan.key for loan in borrow(engine)] == ["a"]


def test_a_source_that_went_blind_says_from_when_to_when(engine: Engine) -> None:
    put(engine, a_source("a"))
    (loan,) = borrow(engine)
    give_back(engine, loan, health="blocked")
    later = NOW + timedelta(minutes=20)
    (loan,) = borrow(engine, later)
    assert loan.past.failures == 1
    assert loan.baseline, "a failed first poll closes no baseline"
    give_back(engine, loan, later)
    with reading(engine) as door:
        (blind,) = coverage.blind_between(door, NOW - timedelta(days=1), NOW + timedelta(days=1))
    assert (blind.since, blind.until, blind.health) == (NOW, later, "blocked")


def test_a_renamed_source_keeps_its_past(engine: Engine) -> None:
    put(engine, a_source("old"))
    (loan,) = borrow(engine)
    give_back(engine, loan)
    put(engine, Source(key="new", kind="feed", address="https://news.example/old", was=("old",)))
    with reading(engine) as door:
        states = {state.key: state for state in wellbeing.states(door)}
    assert states["new"].baseline_at == NOW
    assert set(states) == {"new"}


@pytest.mark.parametrize("then", ["renamed", "moved", "taken out and put back"])
def test_a_source_that_is_changed_while_it_is_asked_is_asked_again_at_once(engine: Engine, then: str) -> None:
    put(engine, a_source("a"))
    (loan,) = borrow(engine)
    key = "b" if then == "renamed" else "a"
    changed = Source(key=key, kind="feed", address="https://news.example/a", was=("a",) if then == "renamed" else ())
    if then == "moved":
        changed = replace(changed, address="https://elsewhere.example/a")
    if then == "taken out and put back":
        put(engine)
    later = NOW + timedelta(seconds=2)
    put(engine, changed, now=later)
    with writing(engine) as door:
        cursor = {"etag": "of the former place"}
        assert sources.advance(door, loan, now=later, wait=LEASE, health="ok", cursor=cursor) is None
    (again,) = borrow(engine, later)
    assert (again.key, dict(again.cursor)) == (key, {})


def test_a_source_taken_out_of_the_config_rests(engine: Engine) -> None:
    put(engine, a_source("a"), a_source("b", host="b.example"))
    put(engine, a_source("a"))
    assert [loan.key for loan in borrow(engine)] == ["a"]


def test_a_daemon_that_waited_for_its_turn_takes_nothing_from_the_other(engine: Engine) -> None:
    """Its moment is from before the other's loan: it waited at the database's door, or its clock is a little slow."""
    put(engine, a_source("a"))
    (loan,) = borrow(engine, NOW)
    earlier = NOW - timedelta(seconds=20)
    assert borrow(engine, earlier) == []
    assert next_due(engine, earlier) == NOW + LEASE
    assert give_back(engine, loan, NOW + timedelta(seconds=1))
    assert borrow(engine, earlier) == []
    assert next_due(engine, earlier) == NOW + timedelta(minutes=15, seconds=1)


def test_who_waits_for_its_host_is_known_since_when(engine: Engine) -> None:
    put(engine, *(a_source(key) for key in "abc"))
    with writing(engine) as door:
        ask = {"lease": LEASE, "most": 10, "lent": 0, "again": timedelta(seconds=5)}
        found = sources.claim_and_look(door, now=NOW + timedelta(seconds=3), **ask)  # type: ignore[arg-type]
        assert (len(found.loans), found.waits) == (2, NOW)
    for loan in found.loans:
        give_back(engine, loan)
    with writing(engine) as door:
        found = sources.claim_and_look(door, now=NOW + timedelta(seconds=4), **ask)  # type: ignore[arg-type]
        assert (len(found.loans), found.waits) == (1, None)


def lent_again(engine: Engine) -> sources.Loan:
    """A source that was well and had not changed, lent for its third poll at 30 minutes."""
    put(engine, a_source("a"))
    for minutes, health in ((0, "ok"), (15, "not_modified")):
        (loan,) = borrow(engine, NOW + timedelta(minutes=minutes))
        assert give_back(engine, loan, NOW + timedelta(minutes=minutes), health=health)
    (loan,) = borrow(engine, NOW + timedelta(minutes=30))
    return loan


def rows(engine: Engine) -> list[tuple[object, ...]]:
    with reading(engine) as door:
        return [tuple(row) for row in door.connection.execute(schema.sources.select())]


def test_an_unchanged_source_is_written_down_as_any_other(engine: Engine) -> None:
    loan, at, wait = lent_again(engine), NOW + timedelta(minutes=31), timedelta(minutes=14)
    with writing(engine) as door:
        before = door.connection.execute(schema.sources.select()).one()._asdict()
        assert unchanged.advance_unchanged(door, unchanged.Unchanged(loan, at, wait)) == at + wait
    quickly = rows(engine)
    with writing(engine) as door:
        door.connection.execute(schema.sources.update().values(before))
        assert sources.advance(door, loan, now=at, wait=wait, health="not_modified") == at + wait
    assert quickly == rows(engine)


def test_an_unchanged_source_that_was_asked_for_meanwhile_is_due_at_once(engine: Engine) -> None:
    loan, at = lent_again(engine), NOW + timedelta(minutes=31)
    with writing(engine) as door:
        sources.poke(door, ["a"], now=NOW + timedelta(minutes=30))
    with writing(engine) as door:
        assert unchanged.advance_unchanged(door, unchanged.Unchanged(loan, at, timedelta(minutes=15))) == at


def test_an_unchanged_source_that_another_has_borrowed_since_is_left_alone(engine: Engine) -> None:
    loan, late = lent_again(engine), NOW + timedelta(minutes=40)
    (theirs,) = borrow(engine, late)
    before = rows(engine)
    with writing(engine) as door:
        assert unchanged.advance_unchanged(door, unchanged.Unchanged(loan, late, timedelta(minutes=15))) is None
    assert rows(engine) == before
    assert give_back(engine, theirs, late)


@pytest.mark.parametrize("borrow", [borrow, borrow_as_the_daemon_does])
def test_a_source_that_is_wanted_sooner_while_it_is_polled_is_not_lent_a_second_time(
    engine: Engine, borrow: Callable[..., list[sources.Loan]]
) -> None:
    put(engine, a_source("a"), a_source("b", host="b.example"))
    loans = borrow(engine)
    with writing(engine) as door:
        sources.poke(door, ["a"], now=NOW + timedelta(seconds=1))
    assert borrow(engine, NOW + timedelta(seconds=2)) == []
    assert next_due(engine, NOW + timedelta(seconds=2)) != NOW + timedelta(seconds=2)
    for loan in loans:
        assert give_back(engine, loan, NOW + timedelta(seconds=3))
    assert [loan.key for loan in borrow(engine, NOW + timedelta(seconds=3))] == ["a"]


def test_a_late_daemon_does_not_give_back_what_another_has_borrowed_since(engine: Engine) -> None:
    put(engine, a_source("a"))
    (late,) = borrow(engine)
    after = NOW + LEASE + timedelta(seconds=1)
    (ours,) = borrow(engine, after)
    with writing(engine) as door:
        sources.release(door, [late], now=after, wait=timedelta(0))
    assert borrow(engine, after + timedelta(seconds=1)) == []
    assert give_back(engine, ours, after + timedelta(seconds=2))


def test_what_another_daemon_borrowed_between_our_look_and_our_hand_is_left_to_it(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        pytest.skip("a file has one writer at a time")
    put(engine, a_source("a"), a_source("b", host="b.example"))
    begun: list[bool] = []
    taken: list[sources.Loan] = []

    @event.listens_for(engine, "before_cursor_execute")
    def faster(connection: Any, cursor: Any, statement: str, *more: object) -> None:
        if "FOR UPDATE" in statement and not begun:
            begun.append(True)
            taken.extend(borrow(engine))

    assert borrow(engine) == []
    assert sorted(loan.key for loan in taken) == ["a", "b"]


def test_what_a_poll_has_written_down_is_not_undone_by_giving_its_source_back(engine: Engine) -> None:
    put(engine, a_source("a"))
    (loan,) = borrow(engine)
    with reading(engine) as door:
        assert sources.lent(door, now=NOW, lease=LEASE) == 1
    assert give_back(engine, loan)
    with writing(engine) as door:
        sources.release(door, [loan], now=NOW, wait=timedelta(minutes=1))
        assert sources.lent(door, now=NOW, lease=LEASE) == 0
    assert next_due(engine, NOW) == NOW + timedelta(minutes=15)


def test_sources_that_share_an_account_rest_together_and_are_asked_one_after_the_other_once_it_is_paid(
    engine: Engine,
) -> None:
    keys = ["a", "b", "c"]
    put(engine, *(a_source(key, host=f"{key}.example") for key in [*keys, "other"]))
    for loan in borrow(engine):
        give_back(engine, loan, wait=60, health="ok" if loan.key in keys else "limited")
    later = NOW + timedelta(days=1)
    with writing(engine) as door:
        credit.rest(door, keys, now=NOW, until=later, detail="no credits")
        credit.try_again(door, now=NOW)
    assert sorted(loan.key for loan in borrow(engine)) == keys, "whoever waits for something else goes on waiting"
    with writing(engine) as door:
        assert credit.wake(door, keys, now=NOW, within=timedelta(minutes=3)) == 0, "they are being asked"
    put(engine, *(a_source(key, host=f"{key}.example") for key in ["x", "y"]), now=later)
    for loan in borrow(engine, later):
        give_back(engine, loan, later, wait=60)
    with writing(engine) as door:
        credit.rest(door, ["x", "y"], now=later, until=later + timedelta(days=1), detail="no credits")
        assert credit.wake(door, ["x", "y"], now=later, within=timedelta(minutes=3)) == 2
    asked = [[loan.key for loan in borrow(engine, later + timedelta(seconds=at))] for at in (59, 61, 119, 121)]
    assert asked == [[], ["x"], [], ["y"]]
