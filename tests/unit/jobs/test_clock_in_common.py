"""Daemons that share a server's database go by its clock, whatever their machines' clocks say."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine, make_url, text

from monitor.demo.inside import Inside
from monitor.demo.sinks.webhook import WebhookSink
from monitor.jobs.clock import ServerClock, WallClock, clock_of
from monitor.jobs.common_clock import compare_clocks
from monitor.jobs.pumps import claim_messages
from monitor.messages.notice import compose_notice
from monitor.model import Channel, Source
from monitor.store import outbox, sources
from monitor.store.engine import open_engine

MINUTE = timedelta(minutes=1)
HOOK = Channel(key="hook", kind="webhook", address="https://hook.example/in")


def off_by(span: timedelta) -> Callable[[], datetime]:
    """The clock of a machine that goes wrong by so much."""
    return lambda: datetime.now(UTC) + span


def a_daemon(url: str, wrong: timedelta) -> Inside:
    """One whose machine's clock is wrong by so much."""
    return Inside(
        url,
        clock=ServerClock(off_by(wrong)),
        outlets={"hook.example": WebhookSink()},
        sources=[Source(key="s", kind="feed", address="https://away.example/")],
        stories=(),
        channels=[HOOK],
    )


async def claimed(inside: Inside) -> tuple[int, int]:
    """How many messages and sources a daemon borrows now, having looked what time it is."""
    app = inside.app
    await compare_clocks(app)
    now = app.clock.now()
    parcels = await app.write(claim_messages, app, now)
    loans = await app.write(sources.claim, now=now, lease=5 * MINUTE, most=9)
    return len(parcels), len(loans)


@pytest.mark.parametrize("wrong", [10 * MINUTE, -10 * MINUTE])
async def test_what_one_daemon_has_in_hand_is_left_to_it_by_another_whose_clock_is_wrong(
    postgres_url: str, wrong: timedelta
) -> None:
    async with a_daemon(postgres_url, timedelta(0)) as right, a_daemon(postgres_url, wrong) as other:
        words = compose_notice("x", ["x"], form="json")
        await right.app.write(outbox.put, "notice/x", "hook", words, now=datetime.now(UTC))
        assert await claimed(right) == (1, 1)
        assert await claimed(other) == (0, 0)


async def test_a_clock_that_is_set_right_or_wrong_meanwhile_changes_nothing(postgres_url: str) -> None:
    wrong = [timedelta(hours=-3)]
    clock = ServerClock(lambda: datetime.now(UTC) + wrong[0])
    async with a_daemon(postgres_url, timedelta(0)) as inside:
        inside.app.clock = clock
        for wrong[0] in (timedelta(hours=-3), timedelta(days=400), timedelta(0)):
            assert await compare_clocks(inside.app)
            assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=3)
            assert not await compare_clocks(inside.app)
    assert clock.ahead == timedelta(0)


async def test_a_machine_whose_clock_agrees_with_the_servers_keeps_its_own(postgres_url: str) -> None:
    name = make_url(postgres_url).database
    admin = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        # not even a server in another zone is ahead of anybody
        connection.execute(text(f"ALTER DATABASE {name} SET timezone = 'Asia/Kathmandu'"))
    admin.dispose()
    async with a_daemon(postgres_url, timedelta(milliseconds=300)) as inside:
        assert not await compare_clocks(inside.app)
        assert isinstance(inside.app.clock, ServerClock)
        assert inside.app.clock.ahead == timedelta(0)


def test_a_daemon_on_a_server_goes_by_its_clock_and_one_on_a_file_by_its_own(database_url: str) -> None:
    engine = open_engine(database_url)
    assert type(clock_of(engine)) is (ServerClock if database_url.startswith("postgresql") else WallClock)
    engine.dispose()
