"""The small world: outlets and sinks on loopback, and a whole daemon in jumping time that follows a story there."""

import random
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from monitor.config import Settings
from monitor.config.settings import DaemonShape
from monitor.demo.clock import JumpingClock
from monitor.demo.outlet import Outlet
from monitor.demo.server import LOOPBACK, Served, to_loopback
from monitor.demo.sinks.slack import SlackSink
from monitor.demo.sinks.smtp import SmtpSink
from monitor.fetch import Web
from monitor.jobs.app import App
from monitor.jobs.setup import build_app
from monitor.model import Channel, Policy, Source, Story
from monitor.store.engine import open_engine
from monitor.store.migrate import migrate

SLACK = "slack.example"


@dataclass(kw_only=True)
class World:
    """``async with World(...) as world``: ``world.app`` is the daemon's App, ``world.clock`` its time.

    ``outlets`` by host name. ``sources`` address them as ``http://HOST:PORT/...``: ``PORT`` stands for the port.
    """

    folder: Path
    start: datetime
    outlets: Mapping[str, Outlet]
    sources: Sequence[Source]
    stories: Sequence[Story]
    policy: Policy = field(default_factory=Policy)
    zone: str = "UTC"
    console: Any = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    sender: str = "monitor@monitor.example"

    async def __aenter__(self) -> Self:
        self.clock = JumpingClock(self.start)
        self.slack, self.smtp = SlackSink(), SmtpSink(now=self.clock.now)
        self._open = AsyncExitStack()
        hosts = {**self.outlets, SLACK: self.slack}
        self.port = (await self._open.enter_async_context(Served(hosts, self.clock.now))).port
        await self.smtp.start()
        self._open.push_async_callback(self.smtp.stop)
        web = await self._open.enter_async_context(
            Web(allow=[(f"{LOOPBACK}/32", self.port)], resolver=to_loopback, now=self.clock.now, pause=0.0)
        )
        engine = open_engine(f"sqlite:///{self.folder}/demo.db")
        migrate(engine)
        self.app: App = build_app(
            self._settings(),
            engine=engine,
            clock=self.clock,
            web=web,
            rng=random.Random(20260121),  # noqa: S311 - jitter of a demo
            **self.extra,
        )
        self._open.callback(self.app.close)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._open.aclose()

    def address(self, host: str, path: str) -> str:
        """Where something of this world answers."""
        return f"http://{host}:{self.port}{path}"

    def _settings(self) -> Settings:
        secret = self.folder / "slack-webhook"
        secret.write_text(self.address(SLACK, "/services/T000/B000/demo"), encoding="utf-8")
        secret.chmod(0o600)
        mail = {"host": LOOPBACK, "port": self.smtp.port, "security": "none", "from": self.sender}
        channels: tuple[Channel, ...] = (
            Channel(key="slack", kind="slack", address=f"file:{secret}"),
            Channel(key="mail", kind="email", address="desk@newsroom.example", options=mail),
        )
        if self.console is not None:
            channels = (Channel(key="console", kind="console"), *channels)
        return Settings(
            folder=self.folder,
            store_url="",
            zone=self.zone,
            policy=self.policy,
            # the time jumps: nobody is called silent for it
            daemon=DaemonShape(silent_after=timedelta(days=36_500)),
            sources=tuple(_at_port(source, self.port) for source in self.sources),
            channels=channels,
            stories=tuple(self.stories),
        )


def _at_port(source: Source, port: int) -> Source:
    from dataclasses import replace

    options = {
        key: value.replace("PORT", str(port)) if isinstance(value, str) else value
        for key, value in source.options.items()
    }
    return replace(source, address=source.address.replace("PORT", str(port)), options=options)


def earlier(at: datetime, hours: int = 1) -> datetime:
    """A while before the first thing happens: first polls see empty outlets."""
    return at.astimezone(UTC) - timedelta(hours=hours)
