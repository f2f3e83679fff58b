"""The disk fills up or turns read-only: nothing is lost, nothing is told twice, and nobody is pestered meanwhile."""

import asyncio
import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from living import MINUTE, Counted, Disk, Life, Lines, a_feed, a_source, at, living, passes, stories, virtually
from sqlalchemy import event

from monitor.config import Settings
from monitor.demo.sinks.slack import SlackSink
from monitor.jobs.app import App
from monitor.jobs.clock import WallClock
from monitor.jobs.rematch import rematch_changed
from monitor.jobs.run import show_presence
from monitor.jobs.vigil import Vigil, keep_vigil
from monitor.jobs.writer import MOST
from monitor.matching import Matcher
from monitor.model import Channel, Keyword, Message, Post, Receipt, Story, Web
from monitor.store.engine import open_engine
from monitor.store.migrate import migrate
from monitor.store.posts import count_posts
from monitor.store.presence import Presence, sign_of
from monitor.store.records import fact, set_fact

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
            assert feed.asked - asked <= 12, "a place is not asked again and again for a fault of ours"
            setattr(disk, fault, False)
            await passes(timedelta(seconds=12))
            assert await life.app.read(count_posts) == 3, "what could not be written comes in as soon as there is room"
            await passes(10 * MINUTE)
            texts = [posted.payload["text"] for posted in slack.messages]
            assert len([text for text in texts if "harvest" in text]) == 2, texts
            events = life.log.events()
            assert events.count("the database cannot be written") == 1
            assert events.count("the database can be written again") == 1
            assert events.count("not well: no heartbeat") == 1
            assert events.count("well again: the heart beats") == 1
            assert "poll broke" not in events
            assert "a job broke" not in events

    virtually(main())


def test_where_there_is_room_for_little_alone_nobody_is_asked_again_and_again(tmp_path: Path) -> None:
    disk = Disk()
    long = [replace(post, text=f"{post.title}. " * 3_000) for post in at(-60, 6, 6, 6, 6)[1:]]
    feed = Counted(a_feed([*at(-60), *long]))

    async def main() -> None:
        async with living(
            tmp_path,
            outlets={"a.example": feed},
            sources=[a_source()],
            channels=[],
            about=stories(5),
            prepare=disk.under,
        ) as life:
            await passes(2 * MINUTE)
            disk.left = 70
            asked = feed.asked
            await passes(25 * MINUTE)
            assert await life.app.read(count_posts) == 1
            assert life.app.outage is not None
            assert life.app.outage.over_at is not None, "something smaller was taken"
            assert 6 <= feed.asked - asked <= 14
            disk.left = None
            await passes(7 * MINUTE)
            assert await life.app.read(count_posts) == 5

    virtually(main())


async def a_sign(life: Life, url: str, *, holds: bool) -> timedelta:
    """How long until the daemon says beside its database that it can (cannot) write."""
    began = life.app.clock.now()
    while (said := sign_of(url)) is None or (said.outage_since is not None) != holds:
        assert life.app.clock.now() - began < timedelta(minutes=10)
        await passes(timedelta(seconds=1))
    return life.app.clock.now() - began


def test_health_says_within_seconds_that_there_is_room_again(tmp_path: Path) -> None:
    disk, url = Disk(), f"sqlite:///{tmp_path}/monitor.db"

    async def main() -> None:
        outlets = {"a.example": a_feed(long_posts(-60, 6))}
        async with living(tmp_path, outlets=outlets, sources=[a_source()], channels=[], prepare=disk.under) as life:
            with Presence(url) as presence:
                says = asyncio.create_task(show_presence(life.app, presence))
                disk.is_full = True
                await a_sign(life, url, holds=True)
                await passes(5 * MINUTE)
                assert await a_sign(life, url, holds=True) == timedelta(0)
                disk.is_full = False
                assert await a_sign(life, url, holds=False) <= timedelta(seconds=8)
                says.cancel()

    virtually(main())


def test_a_database_that_was_held_for_half_a_minute_is_told_to_nobody(tmp_path: Path) -> None:  # 71
    disk, slack = Disk(), SlackSink()

    async def main() -> None:
        async with living(
            tmp_path,
            outlets={"a.example": a_feed(at(-60)), "slack.example": slack},
            sources=[a_source()],
            channels=[HOOK],
            prepare=disk.under,
        ) as life:
            await passes(9 * MINUTE + timedelta(seconds=50))
            disk.is_read_only = True
            await passes(timedelta(seconds=30))
            disk.is_read_only = False
            await passes(20 * MINUTE)
            assert slack.messages == []
            assert life.log.events().count("the database cannot be written") == 1
            assert life.log.events().count("the database can be written again") == 1

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


def test_a_disk_that_is_full_when_the_machine_starts_is_told_and_the_work_begins_when_there_is_room(
    tmp_path: Path,
) -> None:  # 70
    disk, slack = Disk(), SlackSink()
    disk.is_read_only = True

    async def main() -> None:
        async with living(
            tmp_path,
            outlets={"a.example": a_feed(at(-60, 20)), "slack.example": slack},
            sources=[a_source()],
            channels=[HOOK],
            prepare=disk.under,
        ) as life:
            await passes(10 * MINUTE)
            assert [posted.payload["text"] for posted in slack.messages] == ["The database cannot be written"]
            disk.is_read_only = False
            await passes(20 * MINUTE)
            texts = [posted.payload["text"] for posted in slack.messages]
            assert texts[1] == "The database can be written again"
            assert "harvest" in texts[2]
            assert len(texts) == 3
            assert not [event for event in life.log.events() if "broke" in event]

    virtually(main())


def test_a_changed_story_on_a_full_disk_keeps_nobody_from_polling(tmp_path: Path) -> None:
    disk, slack = Disk(), SlackSink()
    # so many posts that the matches of a changed story do not fit into what is free inside the file
    posts = at(*(-60 - number for number in range(300)))
    feed = Counted(a_feed(posts))
    wide = Story(
        key="w", title="w", languages=("en",), keywords=(Keyword(name="h", facet="what", exact={"en": ("harvest",)}),)
    )

    async def first() -> None:
        async with living(tmp_path, outlets={"a.example": feed}, sources=[a_source()], channels=[], about=stories(1)):
            await passes(MINUTE)

    async def second() -> None:
        disk.is_full = True
        async with living(
            tmp_path,
            outlets={"a.example": feed, "slack.example": slack},
            sources=[a_source()],
            channels=[HOOK],
            about=[*stories(1), wide],
            prepare=disk.under,
        ) as life:
            asked = feed.asked
            await passes(12 * MINUTE)
            assert "a changed story was not matched with the last days yet" in life.log.events()
            assert feed.asked > asked + 1, "it polls all the same"
            disk.is_full = False
            assert await rematch_changed(life.app, life.app.clock.now()) > 150, "the tidying does this"
            assert not [event for event in life.log.events() if "broke" in event]

    virtually(first())
    virtually(second())


async def test_those_who_queue_behind_a_locked_database_are_told_so_together(tmp_path: Path) -> None:  # 71
    url = f"sqlite:///{tmp_path}/monitor.db"
    engine = open_engine(url)

    said: list[str] = []

    @event.listens_for(engine, "connect")
    def impatient(connection: sqlite3.Connection, record: object) -> None:
        connection.execute("PRAGMA busy_timeout=1200")
        connection.set_trace_callback(said.append)

    migrate(engine)
    app = App(
        settings=Settings(folder=tmp_path, store_url=url), engine=engine, clock=WallClock(), web=None,  # type: ignore[arg-type]
        kinds={}, channels={}, matcher=Matcher([]), rng=random.Random(1), log=Lines(),
    )  # fmt: skip
    with closing(sqlite3.connect(tmp_path / "monitor.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        said.clear()
        failed = await asyncio.gather(
            *(app.write(set_fact, f"n{number}", number) for number in range(5 * MOST)), return_exceptions=True
        )
        assert said.count("BEGIN IMMEDIATE") <= 2, "they wait once, not as many as fit into a transaction at a time"
        other.execute("ROLLBACK")
    assert {str(one) for one in failed} == {f"{tmp_path}/monitor.db: another program holds the database"}
    await app.write(set_fact, "after", 1)
    assert await app.read(fact, "after") == 1
    assert app.log.events() == ["the database cannot be written"]
    app.close()


class Heard:
    """A channel that takes every message."""

    form = "text"

    def __init__(self) -> None:
        self.subjects: list[str] = []

    async def send(self, web: Web, message: Message, key: str, after: Receipt | None) -> Receipt:
        self.subjects.append(message.subject)
        return Receipt(ids={})


async def test_a_disk_that_hangs_without_a_word_is_told_past_the_database(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/monitor.db"
    engine = open_engine(url)

    @event.listens_for(engine, "connect")
    def patient(connection: sqlite3.Connection, record: object) -> None:
        connection.execute("PRAGMA busy_timeout=60000")

    migrate(engine)
    desk = Heard()
    app = App(
        settings=Settings(folder=tmp_path, store_url=url), engine=engine, clock=WallClock(), web=None,  # type: ignore[arg-type]
        kinds={}, channels={"desk": desk}, matcher=Matcher([]), rng=random.Random(1), log=Lines(),
    )  # fmt: skip
    vigil, now = Vigil(), app.clock.now()
    assert await keep_vigil(app, vigil, now, patience=0.5)
    with closing(sqlite3.connect(tmp_path / "monitor.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")  # what hangs: no error ever comes
        waits = asyncio.create_task(app.write(set_fact, "a", 1))
        await asyncio.sleep(0.8)
        assert not await keep_vigil(app, vigil, now, patience=0.5)
        assert desk.subjects == [], "what passes within a minute bothers nobody"
        assert not await keep_vigil(app, vigil, now + MINUTE, patience=0.5)
        assert not await keep_vigil(app, vigil, now + 2 * MINUTE, patience=0.5)
        assert desk.subjects == ["The database cannot be written"]
        app.outage = replace(app.outage, why="what was wrong an hour ago") if app.outage else None
        assert "does not answer" in app.held_up(0.5), "an end that takes long is told by what holds it up now"
        other.execute("ROLLBACK")
    await waits
    assert app.held_up(0.5) == ""
    assert app.log.events().count("the database cannot be written") == 1
    app.close()
