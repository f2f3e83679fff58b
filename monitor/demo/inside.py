"""A world called in process: for tests and simulation, whose time stands still until it is moved."""

import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from monitor.config import Settings
from monitor.demo.outlet import Asked, Outlet
from monitor.demo.transport import OutletTransport
from monitor.fetch import Web
from monitor.jobs.app import LEASE, App
from monitor.jobs.deliver import deliver
from monitor.jobs.poll import poll
from monitor.jobs.pumps import claim_messages
from monitor.jobs.roster import register_all
from monitor.jobs.setup import build_app
from monitor.model import Channel, Clock, Reply, Source, Story
from monitor.store import sending, sources
from monitor.store.doors import Writing
from monitor.store.engine import open_engine
from monitor.store.migrate import migrate

#: No channel wants more time between two messages.
SPACED = timedelta(seconds=1)


class StillClock:
    """Stands still until ``go`` moves it."""

    def __init__(self, at: datetime) -> None:
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        """The moment it was last set to."""
        return self._at

    async def sleep_until(self, at: datetime) -> None:
        """Moves the clock there."""
        self._at = max(self._at, at)

    def go(self, span: timedelta) -> datetime:
        """Moves the clock (also back), returns the new moment."""
        self._at += span
        return self._at


def by_host(outlets: Mapping[str, Outlet]) -> Outlet:
    """One outlet that answers for many hosts; others cannot be reached."""

    def answer(asked: Asked) -> Reply:
        outlet = outlets.get(urlsplit(asked.url).hostname or "")
        if outlet is None:
            raise OSError("no such host in this world")
        return outlet(asked)

    return answer


async def public(host: str) -> list[str]:
    """A resolver for a world without a network: an address that the guard lets pass and nobody dials."""
    return ["93.184.216.34"]


class Inside:
    """``async with Inside(...) as inside``: ``inside.app`` is the daemon's App over the outlets, on a database file.

    ``outlets`` by host name (``https://HOST/...`` reaches them), Slack's and webhooks' sinks included. ``channels``
    replaces channels that are built from the registry (mail without a socket). ``more`` goes to App.
    """

    def __init__(
        self,
        url: str,
        *,
        clock: Clock,
        outlets: Mapping[str, Outlet],
        sources: Sequence[Source],
        stories: Sequence[Story],
        channels: Sequence[Channel] = (),
        ports: Mapping[str, Any] | None = None,
        settings: Mapping[str, Any] | None = None,
        seed: int = 1,
        **more: Any,
    ) -> None:
        self.engine = open_engine(url)
        self._clock, self._ports, self._seed = clock, dict(ports or {}), seed
        self._more = {"inline": True, **more}
        self._settings = Settings(
            folder=Path(),
            store_url=url,
            sources=tuple(sources),
            stories=tuple(stories),
            channels=tuple(channels),
            **(settings or {}),
        )
        self._web = Web(
            transport=OutletTransport(by_host(outlets), clock.now), resolver=public, inline=True, now=clock.now
        )

    async def __aenter__(self) -> "Inside":
        migrate(self.engine)
        web = await self._web.__aenter__()
        self.app: App = build_app(
            self._settings,
            engine=self.engine,
            clock=self._clock,
            web=web,
            rng=random.Random(self._seed),  # noqa: S311 - jitter of a test
            **self._more,
        )
        self.app.channels = {**self.app.channels, **self._ports}
        await self.app.write(register_all, self.app, self._clock.now())
        return self

    async def __aexit__(self, *problem: object) -> None:
        await self._web.__aexit__(None, None, None)
        self.app.close()

    async def poll_round(self) -> int:
        """Polls every source that is due, one after the other; how many."""
        polled = 0
        while loans := await self.app.write(_borrow, self._clock.now()):
            for loan in loans:
                await poll(self.app, loan)
            polled += len(loans)
        return polled

    async def send_round(self) -> int:
        """Delivers every message that is due, one after the other; how many were tried. The clock goes on by what a
        channel wants between two messages."""
        tried = 0
        while True:
            now = self._clock.now()
            for parcel in (parcels := await self.app.write(claim_messages, self.app, now)):
                await deliver(self.app, parcel)
            tried += len(parcels)
            if parcels:
                continue
            soon = await self.app.read(sending.soonest, now=now, lease=LEASE, only=list(self.app.channels))
            if not tried or soon is None or not now < soon <= now + SPACED:
                return tried
            await self._clock.sleep_until(soon)


def _borrow(door: Writing, now: datetime) -> list[sources.Loan]:
    return sources.claim(door, now=now, lease=LEASE, most=50)
