"""A poll that finds nothing new is what the monitor does nearly always: it must cost nearly nothing."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from living import DAY, HOUR, Life, a_feed, a_source, at, living, passes, virtually
from sqlalchemy import Engine, event

from monitor.config.settings import DaemonShape
from monitor.demo.outlet import Asked
from monitor.jobs.by_calendar import Paces
from monitor.model import Reply
from monitor.store.sources import poke
from monitor.store.writing import writing

#: No calendar: what is counted is what polling costs.
BARE = Paces(beat=DAY, watch=DAY, tidy=DAY, look=DAY, clock=DAY)


class Costs:
    """Counts the transactions and statements of an engine."""

    def __init__(self) -> None:
        self.met: Counter[str] = Counter()

    def under(self, engine: Engine) -> None:
        """From now on they are counted."""

        @event.listens_for(engine, "begin")
        def begun(connection: Any) -> None:
            self.met[connection.get_execution_options().get("door", "read")] += 1

        @event.listens_for(engine, "before_cursor_execute")
        def executed(*_: Any) -> None:
            self.met["statements"] += 1


def test_a_poll_without_news_costs_two_short_transactions_and_reads_no_posts(tmp_path: Path) -> None:
    costs = Costs()

    async def main() -> None:
        async with living(
            tmp_path, outlets={"a.example": a_feed(at(-60))}, sources=[a_source()], channels=[],
            prepare=costs.under, paces=BARE, settings={"daemon": DaemonShape(status_every=DAY)},
        ) as life:  # fmt: skip
            await passes(HOUR)  # the baseline, and the first tidying
            costs.met.clear()
            polled = life.log.events().count("polled")
            await passes(HOUR)
            polls = life.log.events().count("polled") - polled
            assert 11 <= polls <= 13
            assert costs.met["write"] == 2 * polls, "one borrows it, one gives it back"
            assert costs.met["read"] <= 1, "nothing else need be looked up"
            assert costs.met["statements"] <= 5 * polls

    virtually(main())


def test_sources_that_fall_due_within_a_moment_are_borrowed_together(tmp_path: Path) -> None:
    costs, keys = Costs(), [f"s{number}" for number in range(10)]

    async def main() -> None:
        async with living(
            tmp_path, outlets={f"{key}.example": a_feed(at(-60)) for key in keys},
            sources=[a_source(key, every=DAY) for key in keys], channels=[],
            prepare=costs.under, paces=BARE, settings={"daemon": DaemonShape(status_every=DAY)},
        ) as life:  # fmt: skip
            await passes(HOUR)
            now, polled = life.app.clock.now(), life.log.events().count("polled")
            with writing(life.engine) as door:
                for number, key in enumerate(keys):
                    poke(door, [key], now=now + timedelta(seconds=60 + number / 50))
            life.app.poll_poke.set()
            await passes(HOUR / 120)
            costs.met.clear()
            await passes(HOUR)
            assert life.log.events().count("polled") == polled + len(keys)
            assert costs.met["write"] <= 4, "the first is borrowed at once, the others together; so they go back"

    virtually(main())


class SlowFeed:
    """An outlet whose answer takes a while: ``asked`` is called meanwhile."""

    def __init__(self, asked: Callable[[], None]) -> None:
        self._feed, self._asked = a_feed(at(-60)), asked

    def __call__(self, asked: Asked) -> Reply:
        self._asked()
        return self._feed(asked)


def test_a_source_that_is_asked_for_during_its_poll_is_polled_once_more_at_once(tmp_path: Path) -> None:
    lives: list[Life] = []

    def somebody_asks() -> None:
        if lives and lives[0].log.events().count("polled") == 1:
            with writing(lives[0].engine) as door:
                poke(door, ["a"], now=lives[0].app.clock.now())

    async def main() -> None:
        outlets = {"a.example": SlowFeed(somebody_asks)}
        async with living(tmp_path, outlets=outlets, sources=[a_source(every=HOUR)], channels=[], paces=BARE) as life:
            lives.append(life)
            await passes(HOUR / 2)
            assert life.log.events().count("polled") == 1
            await passes(HOUR)
            assert life.log.events().count("polled") == 3, "no poke came to the pump: it must know of it by the poll"

    virtually(main())
