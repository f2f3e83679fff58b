"""A source that goes quiet is told once, by its own pace, and so is its return; nobody is called silent wrongly."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.config.settings import DaemonShape
from monitor.demo.inside import Inside, StillClock
from monitor.demo.outlet import Asked
from monitor.demo.outlets.dealt import DealtFeed
from monitor.desk.health import health, health_json
from monitor.jobs.silence import learn_pace
from monitor.jobs.watch import watch
from monitor.model import Channel, Post, Reply, Source
from monitor.store import wellbeing
from monitor.store.letters import letters

#: A Monday.
START = datetime(2026, 1, 5, 6, 0, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def office_hours(weeks: int, a_day: int = 3) -> list[datetime]:
    """Posts on working days only, from 9 o'clock on."""
    return [
        START + week * 7 * DAY + day * DAY + (3 + number) * HOUR
        for week in range(weeks)
        for day in range(5)
        for number in range(a_day)
    ]


def posts_at(instants: Sequence[datetime]) -> list[Post]:
    return [
        Post(source="", id=str(at.timestamp()), url=f"https://a.example/{at:%m%d%H}", title=f"N {at}", published_at=at)
        for at in instants
    ]


class Place:
    """A feed that can be emptied, be down, or give every item a new id at each look."""

    def __init__(self, posts: Sequence[Post]) -> None:
        self.feed = DealtFeed(title="a", posts=posts)
        self.is_empty = self.is_down = self.renumbers = False
        self.asked = 0

    def __call__(self, asked: Asked) -> Reply:
        self.asked += 1
        if self.is_down:
            return Reply(asked=asked.url, url=asked.url, status=503, at=asked.at)
        posts: Sequence[Post] = () if self.is_empty else self.feed.posts
        if self.renumbers:
            posts = [replace(post, id=f"{self.asked}-{post.id}") for post in posts]
        return DealtFeed(title="a", posts=posts)(replace(asked, headers={}))


class Room:
    def __init__(self, tmp_path: Path, places: dict[str, Place], start: datetime) -> None:
        self.clock = StillClock(start)
        self.inside = Inside(
            f"sqlite:///{tmp_path}/monitor.db",
            clock=self.clock,
            outlets={f"{key}.example": place for key, place in places.items()},
            sources=[
                Source(key=key, kind="feed", address=f"https://{key}.example/f", every=6 * HOUR) for key in places
            ],
            stories=[],
            channels=[Channel(key="file", kind="file", address=str(tmp_path / "told.jsonl"))],
            settings={"daemon": DaemonShape(silent_after=3 * DAY)},
        )
        self.told: list[str] = []

    async def days(self, count: float, step: timedelta = 6 * HOUR) -> list[str]:
        """Lets days pass; returns the subjects of what was told in them."""
        end = self.clock.now() + count * DAY
        before = len(self.told)
        while self.clock.now() < end:
            self.clock.go(step)
            await self.inside.poll_round()
            await watch(self.inside.app, self.clock.now())
            self.told = [one.delivery.message.subject for one in await self.inside.app.read(letters, most=1000)][::-1]
        return self.told[before:]

    async def state(self, key: str = "a") -> wellbeing.SourceState:
        return next(state for state in await self.inside.app.read(wellbeing.states) if state.key == key)


async def test_a_source_that_falls_silent_is_told_once_and_its_return_once(tmp_path: Path) -> None:
    place = Place(posts_at(office_hours(8)))
    room = Room(tmp_path, {"a": place}, START + 4 * 7 * DAY)
    async with room.inside:
        assert await room.days(4 * 7 - 2) == []  # weekends are no silence
        assert await room.days(7) == []  # a week without news is not yet three weekends
        assert await room.days(14) == ["a is silent"]
        assert await room.days(7) == []
        place.feed.posts = [*place.feed.posts, *posts_at([room.clock.now() + 2 * HOUR])]
        assert await room.days(1) == ["a is silent no more"]


async def test_silence_is_not_counted_while_nobody_looked_or_nobody_could_see(tmp_path: Path) -> None:
    place = Place(posts_at(office_hours(8)))
    room = Room(tmp_path, {"a": place}, START + 7 * 7 * DAY)
    async with room.inside:
        await room.days(7)
        room.clock.go(200 * DAY)  # the daemon was off, or the clock was set
        assert await room.days(2) == []
        place.is_down = True
        assert await room.days(20) == ["We cannot read a"]
        place.is_down = False
        assert await room.days(1) == ["a can be read again"]
        assert (await room.state()).quiet_for < 6 * DAY


async def test_a_source_with_few_posts_is_never_called_silent(tmp_path: Path) -> None:
    room = Room(tmp_path, {"a": Place(posts_at(office_hours(1)))}, START + 6 * DAY)
    async with room.inside:
        assert await room.days(90, step=DAY) == []


async def test_a_feed_that_stays_empty_after_posts_stood_there_is_told_once(tmp_path: Path) -> None:
    place = Place(posts_at(office_hours(1)))
    room = Room(tmp_path, {"a": place}, START + 6 * DAY)
    async with room.inside:
        await room.days(1)
        place.is_empty = True
        assert await room.days(2) == []
        assert await room.days(20) == ["a is silent"]
        place.is_empty = False
        assert await room.days(1) == ["a is silent no more"]


async def test_a_feed_that_never_had_a_post_is_not_called_silent(tmp_path: Path) -> None:
    room = Room(tmp_path, {"a": Place([])}, START)
    async with room.inside:
        assert await room.days(60, step=DAY) == []


async def test_health_says_what_is_silent_and_what_was_remarked(tmp_path: Path) -> None:
    place = Place(posts_at(office_hours(4, a_day=4)))
    room = Room(tmp_path, {"a": place}, START + 4 * 7 * DAY)
    async with room.inside:
        place.renumbers = True
        assert await room.days(20) == ["a is silent"]
        report = await room.inside.app.read(health, now=room.clock.now())
        assert any(trouble.startswith("a: silent: no news since 2026-02-02") for trouble in report.troubles)
        assert any("a: unstable_ids: its ids change" in remark for remark in report.remarks)
        told = health_json(report)
        assert told["sources"][0]["silent"] == "quiet"  # type: ignore[index]
        assert told["sources"][0]["flags"] == ["unstable_ids"]  # type: ignore[index]


async def test_many_that_fall_silent_at_once_are_one_piece_of_news(tmp_path: Path) -> None:
    places = {key: Place(posts_at(office_hours(4, a_day=4))) for key in "abcd"}
    room = Room(tmp_path, places, START + 4 * 7 * DAY)
    async with room.inside:
        assert await room.days(30) == ["4 sources are silent"]


async def test_ids_that_change_at_each_look_are_remarked_for_the_operator(tmp_path: Path) -> None:
    place = Place(posts_at(office_hours(1)))
    room = Room(tmp_path, {"a": place}, START + 6 * DAY)
    async with room.inside:
        await room.days(0.5)
        assert (await room.state()).flags == []
        place.renumbers = True
        await room.days(0.5)
        assert "unstable_ids" in (await room.state()).flags
        assert (await room.state()).posts_read == 15


def test_the_pace_is_the_longest_gap_of_a_usual_week() -> None:
    pace = learn_pace(office_hours(6))
    assert pace is not None
    assert (pace.usual, pace.longest) == (HOUR, 3 * DAY - 2 * HOUR)
    holiday = [at for at in office_hours(9) if not 2 * 7 * DAY < at - START < 4 * 7 * DAY]
    assert learn_pace(holiday) == pace
    assert learn_pace(office_hours(6)[:19]) is None
    assert learn_pace(office_hours(6)[:20]) is not None
    assert learn_pace(office_hours(2, a_day=5)[10:]) is not None, "two weeks with posts are enough"
    assert learn_pace([START + number * HOUR for number in range(100)]) is None
