"""Places that take a call and never answer keep no other place waiting."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from living import MINUTE, START, a_feed, a_source, at, living, passes, stories, virtually

from monitor.demo.outlet import Asked
from monitor.jobs.app import App
from monitor.model import Haul, Reply, TryLater, Web


class NeverAnswers:
    """A kind whose place takes the call and says nothing."""

    async def collect(self, web: Web, cursor: Mapping[str, Any], now: datetime) -> Haul:
        await asyncio.sleep(20)
        raise TryLater("no answer in time", code="deadline")


def gaps_beside(folder: Path, silent: int, span: timedelta, calls: int = 640) -> tuple[list[datetime], list[timedelta]]:
    """When a source with an interval of ten seconds was asked beside so many that never answer, and the gaps."""
    asked: list[datetime] = []
    feed = a_feed(at(-60))

    def lively(one: Asked) -> Reply:
        asked.append(one.at)
        return feed(one)

    def mute(app: App) -> None:
        app.calls = calls
        app.kinds = {key: NeverAnswers() if key.startswith("silent") else kind for key, kind in app.kinds.items()}

    async def main() -> None:
        quiet = [a_source(f"silent-{number}", every=5 * MINUTE) for number in range(silent)]
        sources = [*quiet, a_source("zz", every=timedelta(seconds=10))]
        async with living(
            folder, outlets={"zz.example": lively}, sources=sources, channels=[], about=stories(1), change=mute
        ):
            await passes(span)

    virtually(main())
    return asked, [later - sooner for sooner, later in pairwise(asked)]


def test_five_hundred_places_that_never_answer_keep_no_other_waiting(tmp_path: Path) -> None:  # 64
    asked, gaps = gaps_beside(tmp_path, 500, 2 * MINUTE)
    assert asked[0] < START + timedelta(seconds=15)
    assert len(gaps) >= 9
    assert max(gaps) < timedelta(seconds=18), gaps


def test_more_places_that_hang_than_there_is_room_for_keep_others_waiting_once(tmp_path: Path) -> None:
    asked, _ = gaps_beside(tmp_path, 150, 10 * MINUTE, calls=40)
    later = [when for when in asked if when > START + 3 * MINUTE]
    gaps = [after - before for before, after in pairwise(later)]
    assert len(gaps) > 30
    assert max(gaps) < timedelta(seconds=18), gaps


class NeverEnds:
    """A kind that hangs in itself."""

    async def collect(self, web: Web, cursor: Mapping[str, Any], now: datetime) -> Haul:
        await asyncio.sleep(3600)
        raise AssertionError


def test_a_poll_that_is_ended_because_it_takes_too_long_is_no_fault_of_our_code(tmp_path: Path) -> None:
    def endless(app: App) -> None:
        app.kinds = dict.fromkeys(app.kinds, NeverEnds())

    async def main() -> list[tuple[str, dict[str, Any]]]:
        async with living(tmp_path, outlets={}, sources=[a_source("one")], channels=[], change=endless) as life:
            await passes(6 * MINUTE)
            return list(life.log.said)

    said = virtually(main())
    failed = [fields for event, fields in said if event == "poll failed"]
    assert [(each["error"], each["detail"]) for each in failed] == [("deadline", "it was not done within 270 s")]
    assert "poll broke" not in [event for event, _ in said]


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
