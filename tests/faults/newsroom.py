"""A small newsroom whose power can be cut at any SQL statement and any hand-over."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from monitor.demo.dealing import deal
from monitor.demo.inside import Inside, StillClock
from monitor.demo.sinks.slack import SlackSink
from monitor.demo.sinks.webhook import WebhookSink
from monitor.model import Channel, Keyword, Post, Source, Story

START = datetime(2026, 1, 21, 9, 0, tzinfo=UTC)

#: Two stories, so that the two alerts are two whatever is judged an echo.
STORIES = (
    Story(
        key="board",
        title="Board of Peace",
        languages=("en",),
        keywords=(
            Keyword(name="kz", facet="who", forms={"en": ("Tokayev",)}),
            Keyword(name="board", facet="what", forms={"en": ("Board of Peace",)}),
        ),
    ),
    Story(
        key="harvest",
        title="The harvest",
        languages=("en",),
        keywords=(Keyword(name="wheat", facet="what", forms={"en": ("wheat",)}),),
    ),
)

POSTS = (
    Post(source="herald", id="1", title="Tokayev signs the Board of Peace charter", text="In Davos, on Thursday."),
    Post(source="gazette", id="2", title="Football", text="The cup final ends in a draw."),
    Post(source="gazette", id="3", title="Harvest fails", text="Wheat is short this year, the ministry says."),
)


class Died(BaseException):
    """The power went."""


class Power:
    """While it is off nothing works: not the store, not the web, no tidying up."""

    def __init__(self) -> None:
        self.is_on = True

    def cut(self) -> None:
        self.is_on = False
        raise Died

    def needed(self) -> None:
        if not self.is_on:
            raise Died


@dataclass
class Newsroom:
    """The outlets, the sinks and the database file outlive every crash; nothing else does."""

    url: str
    secret: Path
    clock: StillClock = field(default_factory=lambda: StillClock(START))
    slack: SlackSink = field(default_factory=SlackSink)
    hook: WebhookSink = field(default_factory=WebhookSink)

    def morning(self) -> StillClock:
        """A clock an hour after this one's: both alerts have been published by then."""
        return StillClock(self.clock.now() + timedelta(hours=1))

    def open(self, **more: Any) -> Inside:
        dealt = deal(
            replace(post, published_at=START + timedelta(minutes=30 + number)) for number, post in enumerate(POSTS)
        )
        sources = [
            Source(key=host.removesuffix(".example"), kind="feed", address=f"https://{host}/feed.xml")
            for host in dealt.feeds
        ]
        channels = [
            Channel(key="desk", kind="slack", address=f"file:{self.secret}"),
            Channel(key="hook", kind="webhook", address="https://hook.example/in"),
        ]
        outlets = {**dealt.feeds, "slack.example": self.slack, "hook.example": self.hook}
        return Inside(
            self.url, clock=self.clock, outlets=outlets, sources=sources, stories=STORIES, channels=channels, **more
        )

    def told(self) -> Counter[str]:
        """How often each alert reached its sink, by what it says."""
        slack = Counter(f"slack: {posted.payload['text'][:100]}" for posted in self.slack.messages)
        title = {got.id: f"hook: {got.body['post']['title']}" for got in self.hook.messages}
        hook = Counter([*title.values(), *(title[name] for name in self.hook.repeats)])
        return slack + hook


@contextmanager
def cut_before(engine: Engine, statement: int, power: Power, ran: list[str]) -> Iterator[None]:
    """Cuts the power before the n-th SQL statement (from 1; 0: never); ``ran`` collects the statements."""

    def before(_c: Any, _cur: Any, sql: str, _p: Any, _ctx: Any, _many: bool) -> None:
        power.needed()
        ran.append(sql)
        if len(ran) == statement:
            power.cut()

    event.listen(engine, "before_cursor_execute", before)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", before)
