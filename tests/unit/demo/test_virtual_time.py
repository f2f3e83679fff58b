"""A year in virtual time passes at once, and passes rightly."""

import asyncio
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any

import pytest

from monitor.demo.virtual import Spinning, VirtualClock, VirtualLoop, VirtualTime

START = datetime(2026, 3, 1, tzinfo=UTC)


def virtually(main: Any, time: VirtualTime | None = None) -> Any:
    with asyncio.Runner(loop_factory=lambda: VirtualLoop(time or VirtualTime())) as runner:
        return runner.run(main)


def test_a_year_of_sleeping_takes_no_time() -> None:
    time = VirtualTime()
    begun = monotonic()
    virtually(asyncio.sleep(365 * 86_400), time)
    assert time.ticks == 365 * 86_400 * 1_000_000
    assert monotonic() - begun < 5


def test_sleepers_wake_in_the_order_of_their_times() -> None:
    woken: list[float] = []

    async def sleeper(seconds: float) -> None:
        await asyncio.sleep(seconds)
        woken.append(seconds)

    async def main() -> None:
        await asyncio.gather(*(sleeper(seconds) for seconds in (3.0, 0.5, 86_400.0, 0.000_001, 2.0)))

    virtually(main())
    assert woken == [0.000_001, 0.5, 2.0, 3.0, 86_400.0]


@pytest.mark.parametrize("days", [0, 193, 195, 400, 20_000])
def test_a_timer_fires_at_its_moment_however_late_it_is(days: int) -> None:
    time = VirtualTime()
    time.ticks = days * 86_400 * 1_000_000 + 123_457

    async def main() -> list[int]:
        begun = time.ticks
        took = []
        for seconds in (0.000_001, 0.000_7, 0.1, 59.999_999, 3_600.0):
            await asyncio.sleep(seconds)
            took.append(time.ticks - begun)
            begun = time.ticks
        return took

    assert virtually(main(), time) == pytest.approx([1, 700, 100_000, 59_999_999, 3_600_000_000], abs=1)


def test_a_deadline_strikes_in_virtual_time() -> None:
    time = VirtualTime()

    async def main() -> None:
        async with asyncio.timeout(30):
            await asyncio.Event().wait()

    with pytest.raises(TimeoutError):
        virtually(main(), time)
    assert time.ticks == 30_000_000


def test_what_is_handed_to_a_thread_runs_at_once() -> None:
    time = VirtualTime()

    async def main() -> tuple[int, str]:
        with pytest.raises(ZeroDivisionError):
            await asyncio.to_thread(lambda: 1 // 0)
        return await asyncio.to_thread(lambda: time.ticks), await asyncio.to_thread("{}".format, "done")

    assert virtually(main(), time) == (0, "done")


def test_a_circle_is_told_instead_of_running_for_ever() -> None:
    async def main() -> None:
        while True:  # noqa: ASYNC110 - the circle that is meant
            await asyncio.sleep(0)

    with pytest.raises(Spinning, match="100,000 turns"):
        virtually(main())


def test_waiting_for_nothing_is_told_instead_of_hanging() -> None:
    async def main() -> None:
        await asyncio.Event().wait()

    with pytest.raises(RuntimeError, match="nobody will wake"):
        virtually(main())


def test_a_clock_can_be_wrong_both_ways_and_its_sleeper_looks_again() -> None:
    time = VirtualTime()
    clock = VirtualClock(time, START)
    assert clock.now() == clock.true_now() == START
    clock.wrong = timedelta(hours=-1)
    assert clock.now() == START - timedelta(hours=1)

    async def main() -> None:
        await clock.sleep_until(START)  # an hour ahead by the clock: it looks again after a minute
        assert clock.true_now() == START + timedelta(minutes=1)
        await clock.sleep_until(clock.now() + timedelta(microseconds=1))
        assert clock.true_now() == START + timedelta(minutes=1, microseconds=1)
        await clock.sleep_until(clock.now() - timedelta(days=3))

    virtually(main(), time)
    assert time.ticks == 60_000_001


def test_a_second_loop_goes_on_where_the_first_ended() -> None:
    time = VirtualTime()
    virtually(asyncio.sleep(5), time)
    virtually(asyncio.sleep(5), time)
    assert time.ticks == 10_000_000
