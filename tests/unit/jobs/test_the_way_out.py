"""A way out that was shut for a while (a proxy, a hotel, a wrong clock): all are asked soon once it is open."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from living import MINUTE, START, a_source, living, passes, virtually

from monitor.jobs.app import App
from monitor.model import Haul, MonitorError, Refused, TryLater, Web


class Behind:
    """A kind whose place lies behind a way that is shut from ``shut_at`` until then."""

    def __init__(self, problem: MonitorError, until: datetime) -> None:
        self.problem, self.until = problem, until
        self.shut_at, self.asked = START + 10 * MINUTE, 0
        self.read_at: list[datetime] = []

    async def collect(self, web: Web, cursor: Mapping[str, Any], now: datetime) -> Haul:
        self.asked += 1
        if self.shut_at <= now < self.until:
            raise self.problem
        self.read_at.append(now)
        return Haul(health="not_modified")


def test_a_machine_that_has_its_network_only_after_a_while_reads_all_soon_after(tmp_path: Path) -> None:
    open_at = START + 4 * MINUTE
    places = {f"s{number}": Behind(TryLater("no such name", code="dns"), open_at) for number in range(12)}
    for place in places.values():
        place.shut_at = START

    def shut(app: App) -> None:
        app.kinds = dict(places)

    async def main() -> None:
        sources = [a_source(key, every=timedelta(hours=2)) for key in places]
        async with living(tmp_path, outlets={}, sources=sources, channels=[], change=shut):
            await passes(15 * MINUTE)

    virtually(main())
    back = {key: next(iter(place.read_at), None) for key, place in places.items()}
    assert all(at is not None and at < open_at + 6 * MINUTE for at in back.values()), back
    assert all(place.asked <= 6 for place in places.values()), "and none was asked more often than that"


def test_a_machine_that_starts_again_before_its_network_reads_soon_though_some_place_was_well_yesterday(
    tmp_path: Path,
) -> None:
    again, open_at = START + timedelta(hours=3), START + timedelta(hours=3, minutes=4)
    places = {f"s{number}": Behind(TryLater("no such name", code="dns"), open_at) for number in range(12)}
    for place in places.values():
        place.shut_at = again
    sources = [a_source(key, every=timedelta(hours=2)) for key in places]
    rare = a_source("rare", every=timedelta(days=1))

    def shut(app: App) -> None:
        app.kinds = {**places, rare.key: Behind(TryLater("no such name", code="dns"), open_at)}

    async def life(start: datetime, lasts: timedelta) -> None:
        with_all = {"sources": [*sources, rare], "channels": [], "change": shut, "start": start}
        async with living(tmp_path, outlets={}, **with_all):
            await passes(lasts)

    virtually(life(START, 5 * MINUTE))
    assert all(len(place.read_at) == 1 for place in places.values())
    virtually(life(again, 15 * MINUTE))
    back = {key: place.read_at[-1] for key, place in places.items()}
    assert all(open_at <= at < open_at + 6 * MINUTE for at in back.values()), back


def test_a_single_place_that_is_down_is_asked_no_sooner_for_it(tmp_path: Path) -> None:
    down = Behind(TryLater("no answer in time", code="deadline"), START + timedelta(days=1))
    down.shut_at = START
    well = Behind(TryLater("", code="dns"), START)

    def shut(app: App) -> None:
        app.kinds = {"down": down, "well": well}

    async def main() -> None:
        sources = [a_source(key, every=timedelta(hours=1)) for key in ("down", "well")]
        async with living(tmp_path, outlets={}, sources=sources, channels=[], change=shut):
            await passes(50 * MINUTE)

    virtually(main())
    assert (down.asked, len(well.read_at)) == (1, 1)


@pytest.mark.parametrize(
    ("problem", "hours"),
    [
        (TryLater("the proxy refuses (407)", code="proxy"), 7),
        (Refused("its certificate is not valid: self-signed certificate", code="tls_error"), 1),
        (Refused("it leads to an address that is not public", code="blocked_address"), 1),
    ],
)
def test_all_are_read_soon_after_the_way_out_is_open_again(tmp_path: Path, problem: MonitorError, hours: int) -> None:
    open_at = START + timedelta(hours=hours)
    places = {f"s{number}": Behind(problem, open_at) for number in range(8)}

    def shut(app: App) -> None:
        app.kinds = dict(places)

    async def main() -> None:
        sources = [a_source(key) for key in places]
        async with living(tmp_path, outlets={}, sources=sources, channels=[], change=shut):
            await passes(timedelta(hours=hours) + 20 * MINUTE)

    virtually(main())
    back = {key: next((at for at in place.read_at if at >= open_at), None) for key, place in places.items()}
    assert all(at is not None and at < open_at + 12 * MINUTE for at in back.values()), back
