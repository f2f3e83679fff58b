"""The next message of each channel is the one that a person would choose, and is found without reading those behind."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, delete, event, insert, text

from monitor.messages.notice import compose_notice
from monitor.store import sending
from monitor.store.columns import SKEW
from monitor.store.reading import reading
from monitor.store.rows import pack_message
from monitor.store.schema import channels, deliveries
from monitor.store.writing import writing

NOW = datetime(2026, 1, 21, 9, 0, tzinfo=UTC)
LEASE, MINUTE = timedelta(minutes=5), timedelta(minutes=1)
DESKS = ["a", "b", "c"]
WORDS = pack_message(compose_notice("x", ["x"], form="text"))


def a_row(rng: random.Random, number: int) -> dict[str, Any]:
    due = NOW + rng.choice([-9, -3, 0, 2, 20, 400]) * MINUTE
    lease = rng.choice([None, None, None, NOW - MINUTE, NOW + 3 * MINUTE, NOW + timedelta(days=9)])
    return {
        "id": number, "key": f"dev/{number}", "channel": rng.choice([*DESKS, "gone"]), "story": "", "message": WORDS,
        "state": rng.choice(["waiting", "waiting", "waiting", "sent"]), "attempts": 0, "made_at": NOW, "goes_at": NOW,
        "due_at": due, "wait": rng.choice([0, 1, 30, 500]) * MINUTE, "lease_until": lease, "lease_token": 0,
        "last_error": "", "within": rng.choice(["", "", "", "catchup/1"]),
    }  # fmt: skip


def is_lent(row: dict[str, Any]) -> bool:
    return row["lease_until"] is not None and NOW < row["lease_until"] <= NOW + LEASE + SKEW


def is_due(row: dict[str, Any]) -> bool:
    return bool(row["due_at"] <= NOW or row["due_at"] - (NOW + SKEW) > row["wait"])


def chosen(rows: Sequence[dict[str, Any]], ready: dict[str, datetime]) -> tuple[set[int], datetime | None]:
    """What is sent now, and when something can be, told channel by channel and row by row."""
    now, times = set(), list[datetime]()
    for desk in DESKS:
        mine = [row for row in rows if row["channel"] == desk and row["state"] == "waiting" and not row["within"]]
        pause = ready.get(desk, NOW)
        due = sorted((row["due_at"], row["id"]) for row in mine if is_due(row) and not is_lent(row))
        if due and pause <= NOW and not any(map(is_lent, mine)):
            now.add(due[0][1])
        for row in mine:
            at = row["lease_until"] if is_lent(row) else NOW if is_due(row) else row["due_at"]
            times.append(max(at, pause))
    return now, min(times, default=None)


def test_whatever_waits_the_right_message_of_each_channel_goes_and_the_right_time_is_waited_for(engine: Engine) -> None:
    for seed in range(40):
        rng = random.Random(seed)
        rows = [a_row(rng, number) for number in range(1, rng.choice([1, 4, 9, 25]))]
        ready = {desk: NOW + rng.choice([-1, 2, 7]) * MINUTE for desk in DESKS if rng.random() < 0.4}
        with writing(engine) as door:
            door.connection.execute(delete(deliveries))
            door.connection.execute(delete(channels))
            for desk, at in ready.items():
                door.connection.execute(insert(channels).values(key=desk, ready_at=at, wait=8 * MINUTE, failures=0))
            if rows:
                door.connection.execute(insert(deliveries), rows)
        now, soon = chosen(rows, ready)
        with reading(engine) as door:
            assert sending.soonest(door, now=NOW, lease=LEASE, only=DESKS) == soon, seed
        with writing(engine) as door:
            taken = sending.claim(door, now=NOW, lease=LEASE, only=DESKS)
        assert {parcel.delivery.id for parcel in taken} == now, seed
        assert len(taken) == len(now), seed


def test_five_hundred_people_with_a_channel_each_are_all_told(engine: Engine) -> None:
    desks = [f"desk{number}" for number in range(500)]
    row = {**a_row(random.Random(1), 0), "state": "waiting", "within": "", "lease_until": None, "due_at": NOW}
    rows = [{**row, "id": n, "key": f"dev/{n}", "channel": desk} for n, desk in enumerate(desks, start=1)]
    with writing(engine) as door:
        door.connection.execute(insert(deliveries), rows)
        assert sending.soonest(door, now=NOW, lease=LEASE, only=desks) == NOW
        taken = sending.claim(door, now=NOW, lease=LEASE, only=desks)
    assert sorted(parcel.delivery.channel for parcel in taken) == sorted(desks)


def test_without_a_channel_nothing_is_sent(engine: Engine) -> None:
    with writing(engine) as door:
        assert sending.claim(door, now=NOW, lease=LEASE, only=[]) == []
        assert sending.soonest(door, now=NOW, lease=LEASE, only=[]) is None


def test_those_that_wait_or_were_sent_are_not_read_for_the_next_one(engine: Engine) -> None:
    plans: list[str] = []
    explains = "EXPLAIN QUERY PLAN " if engine.dialect.name == "sqlite" else "EXPLAIN "
    row = {**a_row(random.Random(1), 0), "within": "", "lease_until": None, "due_at": NOW}
    rows = [
        {**row, "id": n, "key": f"dev/{n}", "channel": DESKS[n % 3], "state": "sent" if n < 4500 else "waiting"}
        for n in range(5000)
    ]
    with writing(engine) as door:
        door.connection.execute(insert(deliveries), rows)
        if engine.dialect.name == "postgresql":
            door.connection.execute(text("ANALYZE deliveries"))

    @event.listens_for(engine, "before_cursor_execute")
    def explain(conn: Any, cursor: Any, statement: str, values: Any, context: Any, many: bool) -> None:
        if statement.startswith("SELECT") and "deliveries.lease_until" in statement:
            plans.extend(str(line[-1]) for line in cursor.connection.execute(explains + statement, values).fetchall())

    with writing(engine) as door:
        assert len(sending.claim(door, now=NOW, lease=LEASE, only=DESKS)) == 3
        sending.soonest(door, now=NOW, lease=LEASE, only=DESKS)
    assert any("ix_deliveries_next" in line for line in plans)
    # where nothing is due yet a server that knows its rows may take the other index as well
    walks = "Seq Scan on deliveries" if engine.dialect.name == "postgresql" else "ix_deliveries_state"
    assert not [line for line in plans if walks in line]
