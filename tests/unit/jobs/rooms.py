"""A newsroom of one feed, Slack and mail, in standing time: for tests of jobs."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from monitor.channels.email import Email, EmailOptions
from monitor.demo.inside import Inside, StillClock
from monitor.demo.outlet import Outlet
from monitor.demo.outlets.dealt import DealtFeed
from monitor.demo.sinks.slack import SlackSink
from monitor.demo.sinks.smtp import SmtpSink
from monitor.model import Channel, Keyword, Post, Source, Story

START = datetime(2026, 1, 21, 9, 0, tzinfo=UTC)

STORY = Story(
    key="board",
    title="Board of Peace",
    languages=("en",),
    keywords=(
        Keyword(name="board", facet="what", forms={"en": ("Board of Peace",)}),
        Keyword(name="kz", facet="who", forms={"en": ("Tokayev", "Kazakhstan")}),
    ),
)

#: Twelve things that have nothing in common but the story, so that each is a development.
THINGS = (
    "opens an embassy in Ramallah", "sends wheat by rail", "names a new envoy", "buys forty ambulances",
    "hosts chess champions", "plants saffron orchards", "loses an arbitration", "vaccinates camels",
    "bans plastic bottles", "launches a satellite", "rebuilds a harbour", "mourns a violinist",
)  # fmt: skip


def a_post(number: int, title: str, at: datetime, text: str = "") -> Post:
    return Post(source="", id=f"p{number}", url=f"https://a.example/{number}", title=title, text=text, published_at=at)


class Room:
    """``feed.posts`` is what the feed holds; time stands still between ``go``es."""

    def __init__(
        self,
        folder: Path,
        *,
        stories: Sequence[Story] = (STORY,),
        outlets: Mapping[str, Outlet] | None = None,
        sources: Sequence[Source] = (),
        **settings: Any,
    ) -> None:
        self.folder, self.clock = folder, StillClock(START)
        self.feed = DealtFeed(title="a", posts=[])
        self.slack, self.smtp = SlackSink(), SmtpSink(now=self.clock.now)
        secret = folder / "webhook"
        secret.write_text("https://slack.example/services/T0/B0/x")
        secret.chmod(0o600)
        mail = Channel(key="mail", kind="email", address="desk@newsroom.example",
                       options={"host": "mail.example", "security": "none", "from": "m@monitor.example"})  # fmt: skip
        port = Email(mail, EmailOptions.model_validate(mail.options), now=self.clock.now, submit=self.smtp.submit)
        self.make: dict[str, Any] = {
            "clock": self.clock,
            "outlets": {"a.example": self.feed, "slack.example": self.slack, **(outlets or {})},
            "sources": sources or [Source(key="a", kind="feed", address="https://a.example/feed")],
            "stories": stories,
            "channels": [Channel(key="desk", kind="slack", address=f"file:{secret}"), mail],
            "ports": {"mail": port},
            "settings": settings,
        }

    def open(self, **more: Any) -> Inside:
        return Inside(f"sqlite:///{self.folder}/monitor.db", **{**self.make, **more})

    def publish(self, *titles: str) -> None:
        """Puts posts into the feed, now."""
        number = len(self.feed.posts)
        at = self.clock.now()
        self.feed.posts = [*self.feed.posts, *(a_post(number + i, title, at) for i, title in enumerate(titles))]

    def at_slack(self) -> list[str]:
        return [posted.payload["text"] for posted in self.slack.messages]

    def subjects(self) -> list[str]:
        return [str(mail.message["Subject"]) for mail in self.smtp.mails]


async def settle(inside: Inside, room: Room, minutes: int = 20) -> None:
    """Lets the next poll come due, polls, and delivers."""
    room.clock.go(timedelta(minutes=minutes))
    await inside.poll_round()
    await inside.send_round()


__all__ = ["START", "STORY", "THINGS", "Room", "a_post", "replace", "settle"]
