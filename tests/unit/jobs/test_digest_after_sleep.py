"""A machine that slept through the hour of its digest sends one when it wakes, and not two."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from pathlib import Path

from living import DAY, MINUTE, START, Life, a_feed, a_source, at, living, passes, stories, virtually

from monitor.demo.virtual import VirtualClock
from monitor.jobs.app import App
from monitor.jobs.by_calendar import Pulse, timetable
from monitor.jobs.digest import SETTLES
from monitor.jobs.vigil import Vigil
from monitor.model import Channel, Digest
from monitor.store import records
from monitor.store.letters import letters

MORNING = Digest(key="morning", at="10 9 * * *", zone="UTC")


class Moving(VirtualClock):
    """A clock that goes on between two looks, as a real one does."""

    def __init__(self, still: VirtualClock) -> None:
        self.__dict__ = still.__dict__
        self._looks = 0

    def now(self) -> datetime:
        self._looks += 1
        return super().now() + timedelta(microseconds=self._looks)


def moves(app: App) -> None:
    assert isinstance(app.clock, VirtualClock)
    app.clock = Moving(app.clock)


def with_a_digest(folder: Path, change: Callable[[App], None] | None = None) -> AbstractAsyncContextManager[Life]:
    return living(
        folder,
        outlets={"a.example": a_feed(at(-60))},
        sources=[a_source()],
        channels=[Channel(key="file", kind="file", address=f"{folder}/out")],
        about=stories(1),
        settings={"digests": (MORNING,)},
        change=change,
    )


async def digests(life: Life) -> list[str]:
    kept = await life.app.read(letters, state="", most=1_000)
    return [one.delivery.key for one in kept if one.delivery.key.startswith("digest/")]


def test_a_digest_that_was_slept_through_comes_once(tmp_path: Path) -> None:
    async def main() -> None:
        async with with_a_digest(tmp_path, change=moves) as life:
            await passes(20 * MINUTE)
            assert len(await digests(life)) == 1
            assert isinstance(life.app.clock, VirtualClock)
            for night in (1, 2, 3):
                life.app.clock.wrong = night * DAY + timedelta(minutes=7 * night)
                await passes(10 * MINUTE)
                assert len(await digests(life)) == 1 + night

    virtually(main())


def test_a_digest_waits_a_quarter_of_a_minute_for_the_posts_that_are_being_written_down_at_its_hour(
    tmp_path: Path,
) -> None:
    async def main() -> None:
        async with with_a_digest(tmp_path) as life:
            struck = life.app.clock.now().replace(minute=10, second=0, microsecond=0)
            await passes((struck - life.app.clock.now()) + timedelta(seconds=SETTLES - 2))
            assert await digests(life) == []
            await passes(timedelta(seconds=4))
            assert len(await digests(life)) == 1
            assert await life.app.read(records.last_window, "morning") == struck, "it covers what came until its hour"

    virtually(main())


def test_of_two_daemons_whose_clocks_differ_by_a_little_one_sends_the_digest(tmp_path: Path) -> None:
    async def main() -> None:
        async with with_a_digest(tmp_path) as life:
            await passes(11 * MINUTE)
            assert len(await digests(life)) == 1
            late = life.app.clock.now().replace(minute=10) + timedelta(milliseconds=5)
            rows = timetable(life.app, Pulse(life.app, START, MINUTE), Vigil())
            await next(row for row in rows if row.name == "digest morning").run(late)
            assert len(await digests(life)) == 1

    virtually(main())
