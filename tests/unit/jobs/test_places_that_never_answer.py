"""Places that take a call and never answer keep no other place waiting."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from living import MINUTE, a_feed, a_source, at, living, passes, stories, virtually

from monitor.demo.outlet import Asked
from monitor.jobs.app import App
from monitor.model import Haul, Reply, TryLater, Web


class NeverAnswers:
    """A kind whose place takes the call and says nothing."""

    async def collect(self, web: Web, cursor: Mapping[str, Any], now: datetime) -> Haul:
        await asyncio.sleep(20)
        raise TryLater("no answer in time", code="deadline")


def test_a_hundred_places_that_never_answer_keep_no_other_waiting(tmp_path: Path) -> None:  # 64
    silent = [a_source(f"silent-{number}") for number in range(100)]
    asked: list[datetime] = []
    feed = a_feed(at(-60))

    def lively(one: Asked) -> Reply:
        asked.append(one.at)
        return feed(one)

    def mute(app: App) -> None:
        app.kinds = {key: NeverAnswers() if key.startswith("silent") else kind for key, kind in app.kinds.items()}

    async def main() -> None:
        sources = [*silent, a_source("zz", every=timedelta(seconds=10))]
        async with living(
            tmp_path, outlets={"zz.example": lively}, sources=sources, channels=[], about=stories(1), change=mute
        ):
            await passes(2 * MINUTE)

    virtually(main())
    gaps = [later - sooner for sooner, later in pairwise(asked)]
    assert len(gaps) >= 8
    assert max(gaps) < timedelta(seconds=20), gaps


class TakesItsTime:
    """A kind whose place answers in just under a second; ``open`` calls at once, and the ``most`` there were."""

    def __init__(self) -> None:
        self.open = self.most = 0

    async def collect(self, web: Web, cursor: Mapping[str, Any], now: datetime) -> Haul:
        self.open += 1
        self.most = max(self.most, self.open)
        await asyncio.sleep(0.9)
        self.open -= 1
        return Haul(health="not_modified")


def test_places_that_answer_are_not_asked_more_at_once_because_others_had_to_wait_their_turn(tmp_path: Path) -> None:
    slow = TakesItsTime()

    def unhurried(app: App) -> None:
        app.kinds = dict.fromkeys(app.kinds, slow)

    async def main() -> int:
        sources = [a_source(f"slow-{number}", every=timedelta(seconds=30)) for number in range(300)]
        async with living(tmp_path, outlets={}, sources=sources, channels=[], change=unhurried) as life:
            await passes(5 * MINUTE)
            return life.app.settings.daemon.pollers

    pollers = virtually(main())
    assert slow.most == pollers
