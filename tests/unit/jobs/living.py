"""The whole daemon in virtual time, in process: what is awaited in a test passes for it as well."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from monitor.config import Settings
from monitor.demo.inside import by_host, public
from monitor.demo.outlet import Asked, Outlet
from monitor.demo.outlets.dealt import DealtFeed
from monitor.demo.transport import OutletTransport
from monitor.demo.virtual import VirtualClock, VirtualLoop, VirtualTime
from monitor.fetch import Web
from monitor.jobs.app import App
from monitor.jobs.by_calendar import Paces
from monitor.jobs.pumps import poll_pump, send_pump
from monitor.jobs.run import live
from monitor.jobs.setup import build_app
from monitor.jobs.timetable import Driver
from monitor.model import Channel, Keyword, Post, Reply, Source, Story
from monitor.store.engine import open_engine
from monitor.store.letters import letters
from monitor.store.migrate import migrate

START = datetime(2026, 1, 21, 9, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

#: For tests of hours, and of days: what happens by the calendar happens less often than in earnest.
QUICK = Paces(beat=MINUTE, look=5 * MINUTE, clock=5 * MINUTE)
SLOW = Paces(beat=HOUR, watch=10 * MINUTE, look=30 * MINUTE, clock=HOUR)

#: Goods that nobody trades. Each has a story of its own, so that no post can be taken for the echo of another.
GOODS = [a + b + c for a in ("bar", "tel", "mor", "sin") for b in ("an", "ok", "ul", "em", "id") for c in ("do", "fi")]


def stories(count: int = len(GOODS)) -> list[Story]:
    """One story for each of the first goods."""
    return [
        Story(
            key=word, title=word, languages=("en",), keywords=(Keyword(name=word, facet="what", exact={"en": (word,)}),)
        )
        for word in GOODS[:count]
    ]


def virtually(main: Coroutine[Any, Any, Any]) -> Any:
    """Runs ``main`` on a loop whose time passes at once."""
    with asyncio.Runner(loop_factory=lambda: VirtualLoop(VirtualTime())) as runner:
        return runner.run(main)


async def passes(span: timedelta) -> None:
    """Time goes by."""
    await asyncio.sleep(span.total_seconds())


class Lines:
    """A log that is kept: ``Lines`` is bound and called like a logger."""

    def __init__(self) -> None:
        self.said: list[tuple[str, dict[str, Any]]] = []

    def bind(self, **fields: Any) -> "Lines":
        return self

    def _say(self, event: str, **fields: Any) -> None:
        self.said.append((event, fields))

    debug = info = warning = error = exception = _say

    def events(self) -> list[str]:
        return [event for event, _ in self.said]


def at(*minutes: float) -> list[Post]:
    """Posts on one of the goods after the other, so many minutes after the start."""
    return [
        Post(
            source="",
            id=str(number),
            url=f"https://a.example/{number}",
            title=f"The {GOODS[number % len(GOODS)]} harvest fails",
            published_at=START + timedelta(minutes=minute),
        )
        for number, minute in enumerate(minutes)
    ]


@dataclass
class Life:
    """A daemon that runs. ``engine`` is its database, ``log`` what it said."""

    app: App
    engine: Engine
    log: Lines

    async def told(self, state: str = "") -> list[str]:
        """Subjects of deliveries, oldest first."""
        kept = await self.app.read(letters, state=state, most=10_000)
        return [f"{one.delivery.channel}: {one.delivery.message.subject}" for one in reversed(kept)]


@asynccontextmanager
async def living(
    folder: Path,
    *,
    outlets: Mapping[str, Outlet],
    sources: Sequence[Source],
    channels: Sequence[Channel],
    about: Sequence[Story] | None = None,
    start: datetime = START,
    settings: Mapping[str, Any] | None = None,
    prepare: Callable[[Engine], None] | None = None,
    change: Callable[[App], None] | None = None,
    paces: Paces = QUICK,
    worker: str = "monitor",
) -> AsyncIterator[Life]:
    """A daemon over the outlets from ``start`` on, on ``folder/monitor.db``; it ends in order at the end."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, VirtualLoop)
    clock = VirtualClock(loop._virtual, start)
    engine = open_engine(f"sqlite:///{folder}/monitor.db")
    migrate(engine)
    if prepare is not None:
        prepare(engine)
    made = Settings(
        folder=folder, store_url="", sources=tuple(sources), channels=tuple(channels),
        stories=tuple(stories() if about is None else about), **(settings or {}),
    )  # fmt: skip
    log = Lines()
    transport = OutletTransport(by_host(outlets), clock.now)
    async with Web(transport=transport, resolver=public, inline=True, now=clock.now) as web:
        app = build_app(
            made, engine=engine, clock=clock, web=web, rng=random.Random(1), inline=True, log=log, worker=worker
        )
        if change is not None:
            change(app)
        daemon = asyncio.create_task(live(app, [poll_pump(app), send_pump(app)], Driver, paces))
        try:
            yield Life(app=app, engine=engine, log=log)
        finally:
            app.stopping.set()
            await daemon
            app.close()


def a_feed(posts: Sequence[Post]) -> DealtFeed:
    """An outlet with these posts."""
    return DealtFeed(title="a", posts=posts)


def a_source(key: str = "a", every: timedelta = 5 * MINUTE, **more: Any) -> Source:
    """A feed at ``key.example``."""
    return Source(key=key, kind="feed", address=f"https://{key}.example/feed", every=every, **more)


class Disk:
    """A disk that can be full, or only readable."""

    def __init__(self) -> None:
        self.is_full = self.is_read_only = False
        #: so many pages are left on it; None: more than enough
        self.left: int | None = None

    def under(self, engine: Engine) -> None:
        """From now on the engine's files lie on this disk."""

        @event.listens_for(engine, "checkout")  # before a transaction begins: one that only writes meets it as well
        def taken(connection: Any, record: Any, proxy: Any) -> None:
            most = 1 if self.is_full else 1_000_000
            if self.left is not None:
                most = connection.execute("PRAGMA page_count").fetchone()[0] + self.left
            connection.execute(f"PRAGMA max_page_count={most}")
            connection.execute(f"PRAGMA query_only={int(self.is_read_only)}")


class Counted:
    """An outlet that counts how often it is asked."""

    def __init__(self, inner: Outlet) -> None:
        self.inner, self.asked = inner, 0

    def __call__(self, asked: Asked) -> Reply:
        self.asked += 1
        return self.inner(asked)
