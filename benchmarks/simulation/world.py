"""The world that the daemon lives in: its time, its places and sinks, and an agenda of what happens to it."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from benchmarks.simulation.changes import Change
from benchmarks.simulation.configuration import Configuration
from benchmarks.simulation.place import Place
from benchmarks.simulation.places import PAGE_HOST, TELEGRAM_HOST, X_HOST, FeedPlace, PagePlace, places_of
from benchmarks.simulation.plan import Plan
from benchmarks.simulation.power import Disk
from benchmarks.simulation.sinks import SLACK_HOST, Mail, Slack
from monitor.demo.outlet import Asked
from monitor.demo.transport import OutletTransport
from monitor.demo.virtual import VirtualClock, VirtualTime
from monitor.model import Reply

TOKEN = "a-token-of-the-simulated-world"

#: Seconds that an ordinary answer takes.
TAKES = 0.1


class Agenda:
    """What happens at given moments, whether the daemon runs or not."""

    def __init__(self) -> None:
        self._entries: list[tuple[datetime, int, Callable[[], None]]] = []
        self._done = 0

    def add(self, at: datetime, run: Callable[[], None]) -> None:
        """Writes something down, before the world begins."""
        self._entries.append((at, len(self._entries), run))
        self._entries.sort(key=lambda entry: entry[:2])

    def next_at(self) -> datetime | None:
        """When the next thing happens."""
        return self._entries[self._done][0] if self._done < len(self._entries) else None

    def happen(self, now: datetime) -> None:
        """Does all that is due by now, in order."""
        while (at := self.next_at()) is not None and at <= now:
            self._done += 1
            self._entries[self._done - 1][2]()


class World:
    """All but the daemon. ``trace`` is a hash over everything that is asked and sent, with its time."""

    def __init__(self, plan: Plan, folder: Path) -> None:
        self.plan, self.folder = plan, folder
        self.time = VirtualTime()
        self.clock = VirtualClock(self.time, plan.start, longest=timedelta(minutes=10))
        self.agenda = Agenda()
        self.disk = Disk(str(folder / "monitor.db"))
        token = folder / "x-token"
        token.write_text(TOKEN)
        token.chmod(0o600)
        self.places = places_of(plan.spots, TOKEN, str(token))
        self.slack = Slack(plan.sinks["slack"])
        self.mail = Mail(plan.sinks["mail"], self.clock.true_now, asyncio.sleep)
        self.trace = sha256()
        self.requests = 0
        self.configuration = Configuration(folder / "config", plan, self.places)
        self._at_host: dict[str, list[Place]] = defaultdict(list)
        for place in self.places:
            host = urlsplit(place.source(plan.every).address).hostname
            kinds = {"telegram": TELEGRAM_HOST, "x": X_HOST, "page": PAGE_HOST}
            self._at_host[kinds.get(place.spot.kind, host or "")].append(place)
        self._known: dict[str, Place | None] = {}

    def place_of(self, asked: Asked) -> Place | None:
        """The place that a request is for; its address without the query tells."""
        address = asked.url.partition("?")[0]
        if address not in self._known:
            here = self._at_host.get(urlsplit(asked.url).hostname or "", ())
            self._known[address] = next((place for place in here if place.is_mine(asked)), None)
        return self._known[address]

    def change(self, change: Change, *, begins: bool) -> None:
        """Somebody changes the configuration, or undoes that."""
        (self.configuration.begin if begins else self.configuration.end)(change)
        self._known.clear()  # a place may have moved
        self.note(f"{change.of} {change.subject} {change.what} {begins}")

    def answer(self, asked: Asked) -> Reply:
        """What the world answers. Raises OSError where nobody is."""
        self.requests += 1
        try:
            reply = self._answer(asked)
        except OSError as problem:
            self.note(f"{asked.url} {type(problem).__name__}")
            raise
        self.note(f"{asked.url} {reply.status} {len(reply.body)}")
        return reply

    def _answer(self, asked: Asked) -> Reply:
        if (place := self.place_of(asked)) is not None:
            return place.answer(asked)
        parts = urlsplit(asked.url)
        if parts.hostname == SLACK_HOST:
            return self.slack.answer(asked)
        if parts.path == "/robots.txt":
            return Reply(asked=asked.url, url=asked.url, status=404, at=asked.at)
        raise OSError(f"nobody is at {asked.url}")

    def takes(self, url: str) -> float:
        """Seconds that an answer takes."""
        now = self.clock.true_now()
        if (place := self.place_of(Asked(url=url, at=now))) is not None:
            return place.takes(now) or TAKES
        return self.slack.takes(now) if urlsplit(url).hostname == SLACK_HOST else TAKES

    def note(self, line: str) -> None:
        """Writes a line into the trace."""
        self.trace.update(f"{self.time.ticks} {line}\n".encode())

    def pass_until(self, at: datetime) -> None:
        """Time goes by without a daemon."""
        while (event := self.agenda.next_at()) is not None and event <= at:
            self._go(event)
            self.agenda.happen(event)
        self._go(at)

    def _go(self, at: datetime) -> None:
        ticks = (at - self.clock.true_now()) // timedelta(microseconds=1)
        self.time.go(max(ticks, 0) / 1e6)


class WorldTransport(httpx.AsyncBaseTransport):
    """Carries the daemon's requests into the world: they take their time, and need power."""

    def __init__(self, world: World, needs_power: Callable[[], None]) -> None:
        self._world, self._needs_power = world, needs_power
        self._inner = OutletTransport(world.answer, world.clock.true_now)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """One request, one answer."""
        self._needs_power()
        takes = self._world.takes(str(request.url))
        try:
            # as of now, whatever changes while the answer is on its way
            return await self._inner.handle_async_request(request)
        finally:
            await asyncio.sleep(takes)
            self._needs_power()


__all__ = ["Agenda", "FeedPlace", "PagePlace", "World", "WorldTransport"]
