"""The power is cut before every SQL statement and at every hand-over: every alert is told, at most one twice."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from newsroom import POSTS, Died, Newsroom, Power, cut_before
from sqlalchemy import text

from monitor.store.engine import open_engine
from monitor.store.posts import find_posts
from monitor.store.reading import reading

HANDOVERS = ("collected", "matched", "taken_in", "before_send", "sent_not_marked", "marked")


async def a_morning(room: Newsroom, *, statement: int = 0, handover: str = "", nth: int = 1) -> int:
    """A daemon starts, polls and delivers, and the power may go. Returns how many statements ran."""
    power, met = Power(), Counter[str]()

    def fail_at(name: str) -> None:
        power.needed()
        met[name] += 1
        if name == handover and met[name] == nth:
            power.cut()

    inside = room.open(fail_at=fail_at)
    ran: list[str] = []
    with suppress(Died), cut_before(inside.engine, statement, power, ran):
        async with inside:
            await inside.poll_round()
            await inside.send_round()
    inside.engine.dispose()
    return len(ran)


async def the_next_day(room: Newsroom) -> None:
    """The daemon is started again, and everything that was owed is done."""
    async with room.open() as inside:
        for _ in range(2):
            room.clock.go(timedelta(hours=1))
            await inside.poll_round()
            await inside.send_round()


def check(room: Newsroom, expected: Counter[str], when: str) -> None:
    told = room.told()
    assert set(told) == set(expected), f"{when}: an alert was lost or made up"
    assert sum(told.values()) <= sum(expected.values()) + 1, f"{when}: more than one was repeated"
    engine = open_engine(room.url)
    with reading(engine) as door:
        assert sorted(post.id for post in find_posts(door)) == sorted(post.id for post in POSTS), when
        if engine.dialect.name == "sqlite":
            assert door.connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
    engine.dispose()


async def undisturbed(room: Newsroom) -> tuple[Counter[str], int]:
    ran = await a_morning(room)
    await the_next_day(room)
    told = room.told()
    assert len(told) == 4, told
    return told, ran


async def test_every_alert_is_told_when_the_power_goes_before_any_statement(
    newsroom: Callable[[], Newsroom],
) -> None:
    expected, statements = await undisturbed(newsroom())
    assert statements > 50
    for number in range(1, statements + 1):
        room = newsroom()
        await a_morning(room, statement=number)
        await the_next_day(room)
        check(room, expected, f"cut before statement {number}")


@pytest.mark.parametrize("handover", HANDOVERS)
async def test_every_alert_is_told_when_the_power_goes_at_a_handover(
    newsroom: Callable[[], Newsroom], handover: str
) -> None:
    expected, _ = await undisturbed(newsroom())
    for nth in (1, 2, 3, 4):
        room = newsroom()
        await a_morning(room, handover=handover, nth=nth)
        await the_next_day(room)
        check(room, expected, f"cut at {handover} for the {nth}. time")
        if handover != "sent_not_marked":
            assert room.told() == expected, f"{handover}: repeated"
