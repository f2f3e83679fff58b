"""A clock that was wrong for an afternoon leaves nothing behind that matters a week later."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.demo.dealing import deal
from monitor.demo.inside import Inside, StillClock
from monitor.demo.sinks.webhook import WebhookSink
from monitor.jobs.digest import send_digest
from monitor.jobs.tidy import tidy
from monitor.model import Channel, Digest, Keyword, Post, Source, Story
from monitor.store.letters import letters

MORNING = datetime(2026, 1, 21, 7, 0, tzinfo=UTC)
YEAR, HOUR, DAY = timedelta(days=365), timedelta(hours=1), timedelta(days=1)
STORY = Story(key="s", title="S", languages=("en",), keywords=(Keyword(name="w", facet="f", forms={"en": ("wheat",)}),))
DIGEST = Digest(key="morning", at="0 7 * * *")


class Newsroom:
    """One feed, one receiver, a digest each morning; the clock is set by hand."""

    def __init__(self, tmp_path: Path, hours: list[float]) -> None:
        self.clock, self.hook = StillClock(MORNING), WebhookSink()
        published = [MORNING + HOUR * each for each in hours]
        self.dealt = dealt = deal(
            Post(source="h", id=f"{number}", title=f"Wheat of harvest {number} in {name}", published_at=at)
            for number, (at, name) in enumerate(zip(published, ("Kostanay", "Bremen", "Odessa", "Perth"), strict=False))
        )
        self.inside = Inside(
            f"sqlite:///{tmp_path}/monitor.db",
            clock=self.clock,
            outlets={**dealt.feeds, "hook.example": self.hook},
            sources=[Source(key="h", kind="feed", address="https://feed-01.example/feed.xml")],
            stories=[STORY],
            channels=[Channel(key="hook", kind="webhook", address="https://hook.example/in")],
        )

    async def live(self, days: float) -> None:
        """Polls each hour, writes the digest at seven, tidies each six hours, delivers."""
        app = self.inside.app
        for _ in range(int(days * 24)):
            now = self.clock.go(HOUR)
            await self.inside.poll_round()
            if now.hour % 6 == 0:
                await tidy(app, now)
            if now.hour == 7:
                await send_digest(app, DIGEST, now)
            await self.inside.send_round()

    def digests(self) -> list[datetime]:
        return [got.at for got in self.hook.messages if got.body["type"] == "digest"]


async def test_the_digest_comes_again_soon_after_a_clock_was_a_year_ahead(tmp_path: Path) -> None:
    room = Newsroom(tmp_path, [])
    async with room.inside:
        await room.live(2)
        room.clock.go(YEAR)
        await send_digest(room.inside.app, DIGEST, room.clock.now())
        await room.live(0.25)
        room.clock.go(-YEAR)
        await room.live(6)
        last = room.digests()[-3:]
    assert [at.day for at in last] == [27, 28, 29]


async def test_a_digest_of_a_wrong_clock_does_not_stand_for_that_of_the_day_itself(tmp_path: Path) -> None:
    room = Newsroom(tmp_path, [109])
    async with room.inside:
        await room.live(2)
        room.clock.go(3 * DAY)
        await send_digest(room.inside.app, DIGEST, room.clock.now())
        room.clock.go(-3 * DAY)
        await room.live(6)
        told = [got.body for got in room.hook.messages if got.body["type"] == "digest"]
    assert "harvest 0" in str(told)


async def test_what_was_seen_under_a_wrong_clock_is_in_a_digest_of_the_right_time(tmp_path: Path) -> None:
    room = Newsroom(tmp_path, [20, 30.5])
    async with room.inside:
        await room.live(1.25)
        room.clock.go(YEAR)
        await send_digest(room.inside.app, DIGEST, room.clock.now())
        room.clock.go(-YEAR)
        room.clock.go(HOUR)
        seen = room.clock.go(YEAR)
        await room.inside.poll_round()
        room.clock.go(-YEAR)
        await room.live(5)
        told = [got.body for got in room.hook.messages if got.body["type"] == "digest" and got.at < seen]
    assert "harvest 1" in str(told)


@pytest.mark.parametrize("back", [HOUR, 3 * DAY])
async def test_what_is_seen_while_the_clock_is_set_back_is_in_the_next_digest(tmp_path: Path, back: timedelta) -> None:
    room = Newsroom(tmp_path, [26])
    async with room.inside:
        await room.live(1)
        room.clock.go(back + 4 * HOUR)
        await send_digest(room.inside.app, DIGEST, room.clock.now())
        room.clock.go(-back)  # it shows a time now that the digest has covered
        await room.inside.poll_round()
        await room.inside.send_round()
        before = room.digests()
        room.clock.go(back)
        await room.live(1.5)
        told = [got.body for got in room.hook.messages if got.body["type"] == "digest"][len(before) :]
    assert "harvest 0" in str(told)


async def test_a_clock_set_back_right_after_a_digest_makes_it_neither_come_twice_nor_leave_anything_out(
    tmp_path: Path,
) -> None:
    room = Newsroom(tmp_path, [45.4])
    async with room.inside:
        await room.live(1.875)  # until four
        room.clock.go(3 * HOUR)
        await send_digest(room.inside.app, DIGEST, room.clock.now())
        room.clock.go(-HOUR / 2)
        await room.inside.poll_round()
        await tidy(room.inside.app, room.clock.now())
        await send_digest(room.inside.app, DIGEST, room.clock.go(HOUR / 2))
        await room.live(1)
        told = [got.body for got in room.hook.messages if got.body["type"] == "digest"]
    assert [got["window"]["until"][8:10] for got in told] == ["22", "23", "24"]
    assert "harvest 0" in str(told)


async def test_an_alert_does_not_wait_because_of_alerts_of_next_year(tmp_path: Path) -> None:
    room = Newsroom(tmp_path, [30])
    async with room.inside:
        await room.live(1)
        room.clock.go(YEAR)
        await room.live(0.25)
        room.clock.go(-YEAR)
        await room.live(1)
        assert all(letter.delivery.state == "sent" for letter in await room.inside.app.read(letters))


async def test_a_message_that_lay_over_a_long_weekend_is_not_given_up_at_the_first_hiccup(tmp_path: Path) -> None:
    room = Newsroom(tmp_path, [20])
    async with room.inside:
        await room.live(0.8)
        room.clock.go(HOUR)
        await room.inside.poll_round()
        room.clock.go(timedelta(days=3))  # switched off, or the clock was set
        room.hook.faults.plan("503", "503")
        for _ in range(4):
            room.clock.go(HOUR)
            await room.inside.send_round()
        (letter,) = [one for one in await room.inside.app.read(letters) if one.delivery.key.startswith("dev/")]
    assert letter.delivery.state == "sent"


async def test_a_message_that_never_goes_through_is_given_up_after_two_days(tmp_path: Path) -> None:
    room = Newsroom(tmp_path, [20])
    async with room.inside:
        await room.live(0.8)
        room.hook.faults.plan(*["503"] * 1_000)
        await room.live(2.5)
        (letter,) = [one for one in await room.inside.app.read(letters) if one.delivery.key.startswith("dev/")]
    assert letter.delivery.state == "dead"


async def edited(room: Newsroom, back: timedelta) -> list[dict[str, Any]]:
    """The changes that digests tell of a post that is edited after the digest of its own day, at a time that the clock,
    set back, shows a second time."""
    await room.live(2)
    room.clock.go(-back)
    (outlet,) = room.dealt.feeds.values()
    outlet.posts = [replace(post, title=f"{post.title}, and all of it is rotten") for post in outlet.posts]
    room.clock.go(HOUR / 2)
    await room.inside.poll_round()
    await room.live(2)
    told = [got.body for got in room.hook.messages if got.body["type"] == "digest"]
    return [change for one in told for change in one["changes"]]


@pytest.mark.parametrize("back", [timedelta(0), HOUR, 3 * HOUR])
async def test_an_edit_after_the_digest_of_its_day_is_in_the_next_one_whatever_the_clock_says(
    tmp_path: Path, back: timedelta
) -> None:
    room = Newsroom(tmp_path, [20])
    async with room.inside:
        told = await edited(room, back)
    assert len(told) == 1
    assert "rotten" in str(told)
