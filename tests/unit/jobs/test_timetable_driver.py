"""The driver of the simulation fires the timetable as APScheduler does, on the same virtual loop."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import pairwise
from time import thread_time
from typing import Any

import pytest

from monitor.config.cron import read_cron
from monitor.demo.virtual import LONGEST_SLEEP, VirtualClock, VirtualLoop, VirtualTime
from monitor.jobs.clock import WallClock
from monitor.jobs.scheduled import Scheduled
from monitor.jobs.timetable import Ahead, Calendar, Driver, Every, Row

START = datetime(2026, 1, 20, 8, 0, 0, 250, tzinfo=UTC)

Fires = list[tuple[str, datetime]]
Calendars = Callable[[Sequence[Row], VirtualClock], Calendar]


def fired(
    monkeypatch: pytest.MonkeyPatch,
    calendar_of: Calendars,
    rows_of: Callable[[Callable[[str], Any]], list[Row]],
    days: float,
    *,
    start: datetime = START,
    wrongs: Sequence[tuple[float, timedelta]] = (),
    longest: timedelta = LONGEST_SLEEP,
) -> Fires:
    """What a timetable fired, by the true time of the world. ``wrongs``: (after days, how wrong the clock is then)."""
    time = VirtualTime()
    clock = VirtualClock(time, start, longest=longest)
    _swap_datetime(monkeypatch, clock)
    fires: Fires = []

    def note(name: str) -> Any:
        async def run(now: datetime) -> None:
            fires.append((name, clock.true_now().replace(microsecond=0)))
            if name.startswith("slow"):
                await asyncio.sleep(150)

        return run

    async def main() -> None:
        calendar = calendar_of(rows_of(note), clock)
        calendar.start()
        for after, wrong in wrongs:
            await asyncio.sleep(after * 86_400)
            ahead = wrong > clock.wrong
            clock.wrong = wrong
            await asyncio.sleep(7)  # until the watch over the clock notices
            if ahead:
                calendar.set_ahead()
            else:
                calendar.set_back()
        await asyncio.sleep(days * 86_400)
        calendar.stop()
        await asyncio.sleep(1)

    with asyncio.Runner(loop_factory=lambda: VirtualLoop(time)) as runner:
        runner.run(main())
    return fires


def _swap_datetime(monkeypatch: pytest.MonkeyPatch, clock: VirtualClock) -> None:
    """APScheduler has no seam for a clock: its modules' ``datetime`` is swapped, here and nowhere else."""

    class Virtual(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return clock.now().astimezone(tz)

    for module in ("apscheduler.schedulers.base", "apscheduler.executors.base"):
        monkeypatch.setattr(f"{module}.datetime", Virtual)


def a_timetable(note: Callable[[str], Any]) -> list[Row]:
    """Rows of every kind that we have; crons in zones that change their clocks."""

    def cron(name: str, at: str, zone: str) -> Row:
        return Row(name=name, trigger=Ahead(read_cron(at, zone)), run=note(name))

    # spans that do not fall onto the moments at which a test sets the clock
    return [
        Row(name="beat", trigger=Every(timedelta(minutes=47), first=timedelta(0)), run=note("beat")),
        Row(name="slow", trigger=Every(timedelta(minutes=31)), run=note("slow")),
        Row(name="status", trigger=Every(timedelta(hours=5)), run=note("status")),
        cron("paris", "30 2 * * *", "Europe/Paris"),
        cron("almaty", "0 7 * * 1-5", "Asia/Almaty"),
        cron("new york", "*/20 1 * * 0", "America/New_York"),
    ]


def test_a_year_with_its_clock_changes_fires_the_same_list(monkeypatch: pytest.MonkeyPatch) -> None:
    scheduled = fired(monkeypatch, Scheduled, a_timetable, 365.1, longest=timedelta(hours=1))
    driven = fired(monkeypatch, Driver, a_timetable, 365.1, longest=timedelta(hours=1))
    assert len(scheduled) > 30_000
    assert driven == scheduled
    times = Counter(name for name, _ in driven)
    assert times["paris"] == 365  # 2:30 comes twice in autumn, and not at all in spring


def test_a_row_that_takes_longer_than_its_interval_is_skipped_and_never_piles_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def rows(note: Callable[[str], Any]) -> list[Row]:
        return [Row(name="slow", trigger=Every(timedelta(minutes=1)), run=note("slow"))]

    scheduled = fired(monkeypatch, Scheduled, rows, 1)
    assert fired(monkeypatch, Driver, rows, 1) == scheduled
    gaps = {later - sooner for (_, sooner), (_, later) in pairwise(scheduled)}
    assert gaps == {timedelta(minutes=3)}


@pytest.mark.parametrize("calendar_of", [Scheduled, Driver])
def test_a_clock_set_back_by_an_hour_stops_nothing(monkeypatch: pytest.MonkeyPatch, calendar_of: Calendars) -> None:
    fires = fired(monkeypatch, calendar_of, a_timetable, 1, wrongs=[(0.51, timedelta(hours=-1))])
    assert fires == fired(monkeypatch, Scheduled, a_timetable, 1, wrongs=[(0.51, timedelta(hours=-1))])
    beats = [at for name, at in fires if name == "beat"]
    assert max(later - sooner for sooner, later in pairwise(beats)) <= timedelta(minutes=47)


def test_a_clock_set_ahead_by_three_days_fires_what_was_missed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    wrongs = [(0.51, timedelta(days=3))]
    scheduled = fired(monkeypatch, Scheduled, a_timetable, 1, wrongs=wrongs)
    driven = fired(monkeypatch, Driver, a_timetable, 1, wrongs=wrongs)
    assert Counter(name for name, _ in driven) == Counter(name for name, _ in scheduled)
    for (name, at), (other, by) in zip(sorted(driven), sorted(scheduled), strict=True):
        assert name == other
        assert abs(at - by) <= timedelta(seconds=60)


def test_a_clock_set_ahead_by_a_year_stalls_nobody() -> None:
    async def nothing(now: datetime) -> None:
        return

    driver = Driver(a_timetable(lambda name: nothing))
    driver.time_rows(START)
    begun = thread_time()
    assert asyncio.run(driver.fire(START + timedelta(days=365))) == 6
    assert thread_time() - begun < 0.5  # 10 ms on an idle machine; walking all that was missed took 13 s


@pytest.mark.parametrize("calendar_of", [Scheduled, Driver])
async def test_a_row_that_is_cut_off_at_the_end_says_nothing(
    calendar_of: Calendars, caplog: pytest.LogCaptureFixture
) -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def run(now: datetime) -> None:
        begun.set()
        try:
            await asyncio.sleep(3600)
        finally:
            ended.set()

    calendar = calendar_of(
        [Row(name="slow", trigger=Every(timedelta(hours=1), first=timedelta(0)), run=run)], WallClock()
    )
    calendar.start()
    await asyncio.wait_for(begun.wait(), 10)
    calendar.stop()
    await asyncio.wait_for(ended.wait(), 10)
    await asyncio.sleep(0.05)
    assert caplog.records == []
