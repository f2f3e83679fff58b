"""A machine whose clock is far off is told so: fresh posts look old to it, and would alert nobody without a word."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from living import DAY, HOUR, MINUTE, Life, a_feed, a_source, at, living, passes, virtually

from monitor.demo.outlet import Asked, Outlet
from monitor.demo.sinks.webhook import WebhookSink
from monitor.desk.health import health
from monitor.jobs.clocks import Clocks
from monitor.model import Channel, Reply

HOOK = Channel(key="hook", kind="webhook", address="https://hook.example/in")
HOSTS = ("a", "b", "c")


def dated(inner: Outlet, number: int, ahead: Sequence[timedelta]) -> Outlet:
    """An outlet that says what time it is; the machine that asks is ``ahead[number]`` ahead of it."""

    def answer(asked: Asked) -> Reply:
        reply = inner(asked)
        return replace(
            reply, headers=(*reply.headers, ("date", format_datetime(asked.at - ahead[number], usegmt=True)))
        )

    return answer


def told(hook: WebhookSink) -> list[str]:
    return [got.body["subject"] for got in hook.messages if got.body["type"] == "notice"]


def a_world(tmp_path: Path, hook: WebhookSink, ahead: Sequence[timedelta]) -> dict[str, object]:
    outlets = {f"{key}.example": dated(a_feed(at(-60)), number, ahead) for number, key in enumerate(HOSTS)}
    return {
        "outlets": {**outlets, "hook.example": hook},
        "sources": [a_source(key) for key in HOSTS],
        "channels": [HOOK],
    }


def test_a_clock_a_year_ahead_is_told_once_and_so_is_that_it_was_set_right(tmp_path: Path) -> None:
    hook, ahead = WebhookSink(), [365 * DAY] * 3

    async def main() -> None:
        async with living(tmp_path, **a_world(tmp_path, hook, ahead)) as life:  # type: ignore[arg-type]
            await passes(6 * HOUR)
            assert told(hook) == ["The clock of this machine is wrong"]
            assert "365 days ahead" in hook.messages[0].body["lines"][0]
            assert any("clock is 365 days ahead" in trouble for trouble in await troubles(life))
            ahead[:] = [timedelta(0)] * 3
            life.app.clock.wrong = -365 * DAY  # type: ignore[attr-defined]
            await passes(HOUR)
            assert told(hook) == ["The clock of this machine is wrong", "The clock is right again"]
            assert not any("clock" in trouble for trouble in await troubles(life))

    virtually(main())


def test_of_two_daemons_on_one_database_the_one_whose_clock_is_wrong_is_told_once(tmp_path: Path) -> None:
    hook = WebhookSink()

    async def main() -> None:
        wrong, right = (a_world(tmp_path, hook, [off] * 3) for off in (25 * MINUTE, 0 * MINUTE))
        async with (
            living(tmp_path, worker="north/1", **wrong) as north,  # type: ignore[arg-type]
            living(tmp_path, worker="south/1", **right) as south,  # type: ignore[arg-type]
        ):
            for _ in range(6):
                now = south.app.clock.now()
                date = ("date", format_datetime(now, usegmt=True))
                for url in (f"https://{key}.example/" for key in HOSTS):
                    reply = Reply(asked=url, url=url, at=now, headers=(date,))
                    south.app.clocks.note([reply], asyncio.get_running_loop().time())
                await passes(10 * MINUTE)
            assert [subject for subject in told(hook) if "clock" in subject] == ["The clock of this machine is wrong"]
            assert [line.partition(":")[0] for line in await troubles(north) if "clock" in line] == ["north/1"]

    virtually(main())


async def troubles(life: Life) -> tuple[str, ...]:
    return (await life.app.read(health, now=life.app.clock.now())).troubles


def test_a_start_with_the_clock_set_right_knows_nothing_of_the_trouble_before(tmp_path: Path) -> None:
    hook = WebhookSink()

    async def wrong() -> None:
        async with living(tmp_path, **a_world(tmp_path, hook, [-3 * HOUR] * 3)):  # type: ignore[arg-type]
            await passes(10 * MINUTE)
            assert "3 hours behind" in hook.messages[0].body["lines"][0]

    async def right() -> None:
        async with living(tmp_path, **a_world(tmp_path, hook, [0 * HOUR] * 3)) as life:  # type: ignore[arg-type]
            await passes(10 * MINUTE)
            assert not any("clock" in trouble for trouble in await troubles(life))
            assert told(hook) == ["The clock of this machine is wrong"]

    virtually(wrong())
    virtually(right())


@pytest.mark.parametrize(
    ("ahead", "known"),
    [
        ([365 * DAY, 365 * DAY], None),  # two are no majority of the world
        ([365 * DAY, timedelta(0), timedelta(0)], None),
        ([365 * DAY, -DAY, timedelta(0), 3 * HOUR], None),
        ([365 * DAY, 365 * DAY, 365 * DAY + MINUTE, timedelta(0)], 365 * DAY),
        ([timedelta(0), MINUTE, -MINUTE, 365 * DAY], timedelta(0)),
    ],
)
def test_single_servers_with_a_wrong_clock_are_not_believed(ahead: list[timedelta], known: timedelta | None) -> None:
    now, clocks = datetime(2026, 1, 21, 9, tzinfo=UTC), Clocks()
    for number, off in enumerate(ahead):
        date = format_datetime(now - off, usegmt=True)
        url = f"https://host{number}.example/feed"
        clocks.note([Reply(asked=url, url=url, at=now, headers=(("date", date),))], float(number))
    found = clocks.ahead(10.0)
    assert found == known or (found is not None and known is not None and abs(found - known) <= MINUTE)


@pytest.mark.parametrize(
    "headers", [(), (("date", "yesterday"),), (("date", "Wed, 21 Jan 2025 09:00:00 GMT"), ("age", "31536000"))]
)
def test_an_answer_out_of_a_cache_or_without_a_date_says_nothing(headers: tuple[tuple[str, str], ...]) -> None:
    now, clocks = datetime(2026, 1, 21, 9, tzinfo=UTC), Clocks()
    for number in range(5):
        url = f"https://host{number}.example/feed"
        clocks.note([Reply(asked=url, url=url, at=now, headers=headers)], 0.0)
    assert clocks.ahead(1.0) is None
