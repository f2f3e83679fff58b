"""The disk fills up or turns read-only: nothing is lost, nothing is told twice, and nobody is pestered meanwhile."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from living import MINUTE, Counted, Disk, a_feed, a_source, at, living, passes, virtually

from monitor.demo.sinks.slack import SlackSink
from monitor.model import Channel, Post
from monitor.store.posts import count_posts

HOOK = Channel(key="desk", kind="slack", address="https://slack.example/services/T0/B0/x")


def long_posts(*minutes: float) -> list[Post]:
    """Posts for which the database file must grow."""
    return [replace(post, text=f"{post.title}. " * 300) for post in at(*minutes)]


@pytest.mark.parametrize("fault", ["is_full", "is_read_only"])
def test_posts_that_came_while_the_disk_took_nothing_are_told_once_it_does(tmp_path: Path, fault: str) -> None:
    disk, slack = Disk(), SlackSink()
    feed = Counted(a_feed(long_posts(-60, 30, 40)))

    async def main() -> None:
        async with living(
            tmp_path,
            outlets={"a.example": feed, "slack.example": slack},
            sources=[a_source()],
            channels=[HOOK],
            prepare=disk.under,
        ) as life:
            await passes(20 * MINUTE)
            setattr(disk, fault, True)
            asked = feed.asked
            await passes(40 * MINUTE)
            assert [posted.payload["text"] for posted in slack.messages] == ["The database cannot be written"]
            assert feed.asked - asked <= 42, "a place is not asked again and again for a fault of ours"
            setattr(disk, fault, False)
            await passes(10 * MINUTE)
            assert await life.app.read(count_posts) == 3
            texts = [posted.payload["text"] for posted in slack.messages]
            assert len([text for text in texts if "harvest" in text]) == 2, texts
            events = life.log.events()
            assert events.count("the database cannot be written") == 1
            assert events.count("the database can be written again") == 1
            assert "poll broke" not in events
            assert "a job broke" not in events

    virtually(main())


def test_a_message_that_was_sent_but_could_not_be_marked_is_not_sent_again(tmp_path: Path) -> None:
    disk = Disk()

    class FullWhenSending(SlackSink):
        def __call__(self, asked):  # type: ignore[no-untyped-def]
            disk.is_read_only = disk.is_read_only or not self.messages
            return super().__call__(asked)

    slack = FullWhenSending()

    async def main() -> None:
        async with living(
            tmp_path,
            outlets={"a.example": a_feed(at(-60, 30)), "slack.example": slack},
            sources=[a_source()],
            channels=[HOOK],
            prepare=disk.under,
        ) as life:
            await passes(60 * MINUTE)
            alerts = [posted for posted in slack.messages if "harvest" in posted.payload["text"]]
            assert len(alerts) == 1
            disk.is_read_only = False
            await passes(timedelta(hours=2))
            told = [posted.payload["text"] for posted in slack.messages]
            assert told[1:] == ["The database cannot be written", "The database can be written again"]
            assert len(await life.told("sent")) == 3

    virtually(main())
