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
    """A kind whose place lies behind a way that is shut until then."""

    def __init__(self, problem: MonitorError, until: datetime) -> None:
        self.problem, self.until = problem, until
        self.read_at: list[datetime] = []

    async def collect(self, web: Web, cursor: Mapping[str, Any], now: datetime) -> Haul:
        if START + 10 * MINUTE <= now < self.until:
            raise self.problem
        self.read_at.append(now)
        return Haul(health="not_modified")


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
