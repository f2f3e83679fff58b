"""What falls due within a second is borrowed, asked and written down together; nobody is harmed by that."""

import asyncio
import time
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from living import DAY, START, Life, a_feed, a_source, at, living, passes, virtually
from sqlalchemy import event

from monitor.config.settings import DaemonShape
from monitor.demo.inside import Inside, StillClock
from monitor.demo.outlets.dealt import DealtFeed
from monitor.jobs.app import LEASE
from monitor.jobs.by_calendar import Paces
from monitor.jobs.lent import STALE
from monitor.jobs.pump import Claimed, Pump
from monitor.jobs.pumps import poll_pump
from monitor.model import Source
from monitor.store import sources
from monitor.store.doors import Writing
from monitor.store.noticing import is_any_unpolled
from monitor.store.writing import writing

BARE = Paces(beat=DAY, watch=DAY, tidy=DAY, look=DAY, clock=DAY)
MANY = 60


def of_many(folder: Path, pollers: int) -> Inside:
    keys = [f"s{number}" for number in range(MANY)]
    return Inside(
        f"sqlite:///{folder}/monitor.db", clock=StillClock(START), stories=[], inline=False,
        outlets={f"{key}.example": DealtFeed(title="a", posts=[]) for key in keys},
        sources=[Source(key=key, kind="feed", address=f"https://{key}.example/feed") for key in keys],
        settings={"daemon": DaemonShape(pollers=pollers)},
    )  # fmt: skip


def make_due(door: Writing) -> None:
    sources.poke(door, [f"s{number}" for number in range(MANY)], now=START)


async def until_all_are_back(inside: Inside) -> None:
    ends = time.monotonic() + 30
    while await inside.app.read(sources.lent, now=START, lease=LEASE) or await inside.app.read(is_any_unpolled):
        assert time.monotonic() < ends
        await asyncio.sleep(0.02)


async def test_polls_to_which_nothing_has_changed_share_their_transactions(tmp_path: Path) -> None:
    commits: list[Any] = []
    async with of_many(tmp_path, pollers=4) as inside:
        pumping = asyncio.create_task(poll_pump(inside.app).run())
        await asyncio.sleep(0.1)
        await until_all_are_back(inside)
        event.listen(inside.engine, "commit", commits.append)
        await inside.app.write(make_due)
        inside.app.poll_poke.set()
        await asyncio.sleep(0.5)
        await until_all_are_back(inside)
        inside.app.stopping.set()
        await pumping
    assert len(commits) < MANY / 4, "each would need two by itself, and four pollers half as many"


async def test_a_poll_without_news_is_written_down_before_the_daemon_ends(tmp_path: Path) -> None:
    async with of_many(tmp_path, pollers=4) as inside:
        app = inside.app
        pump = poll_pump(app)
        pumping = asyncio.create_task(pump.run())
        await asyncio.sleep(0.1)
        await until_all_are_back(inside)
        await app.write(make_due)
        app.poll_poke.set()
        while not pump.lent:  # noqa: ASYNC110 - to look into the store takes longer than all the polls may take
            await asyncio.sleep(0)
        app.stopping.set()
        await pump.drain(timedelta(seconds=10))
        assert not await app.read(sources.lent, now=START, lease=LEASE), "what is asked, and what is not yet"
        await pumping


class Jobs:
    """Jobs that never end. ``claimed`` and ``put_back`` are what was borrowed and what was not begun in time."""

    def __init__(self, due: int) -> None:
        self.due, self.begun, self.put_back = list(range(due)), list[int](), list[int]()
        self.ends = 20

    async def claim(self, now: datetime, most: int) -> Claimed:
        taken, self.due = self.due[:most], self.due[most:]
        return Claimed(taken, now if self.due else None)

    async def work(self, job: int) -> None:
        self.begun.append(job)
        if len(self.begun) > self.ends:
            await asyncio.sleep(DAY.total_seconds())

    async def free(self, jobs: list[int]) -> None:
        self.put_back += jobs


def test_what_was_borrowed_ahead_goes_back_when_every_place_keeps_silent(tmp_path: Path) -> None:
    async def main() -> None:
        async with living(tmp_path, outlets={}, sources=[], channels=[], paces=BARE) as life:
            app, jobs = life.app, Jobs(due=300)

            async def soonest(now: datetime) -> datetime | None:
                return None

            pump = Pump(
                app, poke=asyncio.Event(), slots=lambda: 4, soonest=soonest, claim=jobs.claim, work=jobs.work,
                give_back=jobs.free, put_back=jobs.free, together=1.0, ahead=10,
            )  # fmt: skip
            pumping = asyncio.create_task(pump.run())
            await asyncio.sleep(STALE / 2)
            held = pump.lent
            assert 4 < held <= 14, "four are asked, and some wait"
            assert len(jobs.begun) == jobs.ends + 4
            await asyncio.sleep(10 * STALE)
            assert pump.lent == 4, "another daemon can have the others"
            assert held - 4 <= len(jobs.put_back) < 3 * 10, "and ever fewer were tried again"
            app.stopping.set()
            assert await pump.drain(timedelta(seconds=1)) == 4
            await pumping

    virtually(main())


class Flow:
    """Jobs of which ``rate`` fall due in a second. ``claims``: how many were borrowed at a time, ``late``: how late."""

    def __init__(self, rate: float) -> None:
        self.rate, self.next_at = rate, 0.0
        self.claims, self.late = list[int](), list[float]()

    async def soonest(self, now: datetime) -> datetime | None:
        return START + timedelta(seconds=self.next_at)

    async def claim(self, now: datetime, most: int) -> Claimed:
        at, taken = (now - START).total_seconds(), list[float]()
        while self.next_at <= at and len(taken) < most:
            taken.append(self.next_at)
            self.next_at += 1 / self.rate
        self.claims.append(len(taken))
        self.late += [at - due for due in taken]
        return Claimed(taken, START + timedelta(seconds=self.next_at))

    async def work(self, due: float) -> datetime | None:
        return DAY + START

    async def free(self, jobs: list[float]) -> None:
        raise AssertionError("nothing is left")


@pytest.mark.parametrize(("rate", "usual", "latest"), [(2, 2, 1.0), (80, 80, 1.1), (300, 120, 0.6)])
def test_who_falls_due_waits_for_others_only_while_they_are_few(
    tmp_path: Path, rate: float, usual: int, latest: float
) -> None:
    async def main() -> None:
        async with living(tmp_path, outlets={}, sources=[], channels=[], paces=BARE) as life:
            flow = Flow(rate)
            pump = Pump(
                life.app, poke=asyncio.Event(), slots=lambda: 16, soonest=flow.soonest, claim=flow.claim,
                work=flow.work, give_back=flow.free, together=1.0, refill=0.04, ahead=150,
            )  # fmt: skip
            pumping = asyncio.create_task(pump.run())
            await passes(timedelta(seconds=30))
            assert usual / 2 <= median(flow.claims[20:]) <= usual * 1.5
            assert max(flow.late[int(5 * rate) :]) < latest, "once the pace is known"
            assert len(flow.late) > 28 * rate, "nobody is forgotten"
            life.app.stopping.set()
            await pumping

    virtually(main())


def test_a_source_that_is_taken_out_while_it_waits_for_a_poller_is_not_asked(tmp_path: Path) -> None:
    keys = [f"s{number}" for number in range(12)]

    class Reading:
        """An outlet; when the first is asked again, all the others are taken out of the configuration."""

        life: Life | None = None

        def __call__(self, asked: Any) -> Any:
            if self.life is not None:
                app = self.life.app
                app.take(app.settings, {}, app.channels, app.matcher)
            return a_feed(at(-60))(asked)

    async def main() -> None:
        outlets = {f"{key}.example": Reading() for key in keys}
        async with living(
            tmp_path, outlets=outlets, sources=[a_source(key, every=DAY) for key in keys], channels=[], paces=BARE,
            settings={"daemon": DaemonShape(pollers=1)},
        ) as life:  # fmt: skip
            await passes(timedelta(minutes=5))
            assert life.log.events().count("polled") == len(keys)
            with writing(life.engine) as door:
                sources.poke(door, keys, now=life.app.clock.now())
            for outlet in outlets.values():
                outlet.life = life
            life.app.poll_poke.set()
            await passes(timedelta(minutes=1))
            assert life.log.events().count("polled") == len(keys) + 1
            assert not {"a job broke", "poll broke"} & set(life.log.events())

    virtually(main())
