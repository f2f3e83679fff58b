"""The monitor notices when it is not well itself, tells whom it can, and stops its heart so that others notice too."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from living import DAY, HOUR, MINUTE, START, Disk, Life, a_feed, a_source, at, living, passes, virtually

from monitor.config.settings import WatchShape
from monitor.demo.outlet import Asked
from monitor.demo.sinks.slack import SlackSink
from monitor.demo.sinks.webhook import WebhookSink
from monitor.model import Channel, Cursor, Haul, Reply, Source, Web
from monitor.store.wellbeing import states as states_of

DESK = Channel(key="desk", kind="slack", address="https://slack.example/services/T0/B0/x")
HOOK = Channel(key="hook", kind="webhook", address="https://hook.example/in")


class Watcher:
    """The other side of the heartbeat. It may be down."""

    def __init__(self) -> None:
        self.beats: list[datetime] = []
        self.status = 200

    def __call__(self, asked: Asked) -> Reply:
        self.beats.append(asked.at)
        return Reply(asked=asked.url, url=asked.url, status=self.status, at=asked.at)


def watched(tmp_path: Path) -> dict[str, Any]:
    shape = WatchShape(heartbeat_file=str(tmp_path / "run" / "beat"), heartbeat_url="https://hc.example/s3cret-uuid")
    return {"watch": shape}


class Line:
    """A line to a sink that can be cut."""

    def __init__(self, sink: SlackSink) -> None:
        self.sink, self.is_cut = sink, False

    def __call__(self, asked: Asked) -> Reply:
        if self.is_cut:
            raise OSError("no route")
        return self.sink(asked)


def test_the_heart_beats_each_minute_while_all_is_well(tmp_path: Path) -> None:
    hc = Watcher()

    async def main() -> Life:
        async with living(
            tmp_path,
            outlets={"a.example": a_feed(at(-60)), "hc.example": hc},
            sources=[a_source()],
            channels=[],
            settings=watched(tmp_path),
        ) as life:
            await passes(HOUR)
            assert len(hc.beats) == 59
            assert (tmp_path / "run" / "beat").read_text() == f"{hc.beats[-1]:%Y-%m-%dT%H:%M:%SZ}\n"
            hc.status = 503
            await passes(10 * MINUTE)
            hc.status = 200
            await passes(10 * MINUTE)
            assert life.log.events().count("the heartbeat does not arrive") == 1
            assert life.log.events().count("the heartbeat arrives again") == 1
            assert "s3cret" not in str(life.log.said)
            return life

    virtually(main())


def test_a_full_disk_stops_the_heart_and_is_told_past_the_outbox_once(tmp_path: Path) -> None:  # 70
    disk, hc, slack, hook = Disk(), Watcher(), SlackSink(), WebhookSink()

    async def main() -> None:
        async with living(
            tmp_path,
            outlets={"a.example": a_feed(at(-60)), "hc.example": hc, "slack.example": slack, "hook.example": hook},
            sources=[a_source()],
            channels=[DESK, HOOK],
            settings=watched(tmp_path),
            prepare=disk.under,
        ) as life:
            await passes(10 * MINUTE)
            disk.is_read_only = True
            beats = len(hc.beats)
            await passes(2 * HOUR)
            assert len(hc.beats) <= beats + 1
            assert [posted.payload["text"] for posted in slack.messages] == ["The database cannot be written"]
            assert [got.body["subject"] for got in hook.messages] == ["The database cannot be written"]
            disk.is_read_only = False
            await passes(10 * MINUTE)
            assert slack.messages[-1].payload["text"] == "The database can be written again"
            assert len(slack.messages) == 2
            assert len(hc.beats) > beats + 3
            assert not [said for said in life.log.events() if "broke" in said]

    virtually(main())


def test_a_channel_that_takes_nothing_is_told_once_on_another_and_so_is_its_end(tmp_path: Path) -> None:  # 77
    slack, hook, hc = SlackSink(), WebhookSink(), Watcher()
    line, feed = Line(slack), a_feed(at(-60, 10, 30))

    async def main() -> None:
        async with living(
            tmp_path,
            outlets={
                "a.example": feed,
                "slack.example": line,
                "hook.example": hook,
                "hc.example": hc,
            },
            sources=[a_source()],
            channels=[DESK, HOOK],
            settings=watched(tmp_path),
        ):
            line.is_cut = True
            await passes(3 * HOUR)
            notices = [got.body for got in hook.messages if got.body["type"] == "notice"]
            assert [notice["subject"] for notice in notices] == ["Messages do not get through"]
            assert "channel desk" in notices[0]["lines"][0]
            beats = [beat for beat in hc.beats if beat - START > HOUR]
            assert beats == [], "nobody may think that all is well"
            line.is_cut = False
            await passes(HOUR)
            notices = [got.body["subject"] for got in hook.messages if got.body["type"] == "notice"]
            assert notices == ["Messages do not get through", "Messages get through again"]
            assert len(slack.messages) == 2
            assert hc.beats[-1] - START > 3.9 * HOUR

    virtually(main())


def test_when_nothing_is_polled_any_more_it_is_told_and_the_heart_stops(tmp_path: Path) -> None:  # 77
    hook, hc = WebhookSink(), Watcher()

    async def main() -> None:
        async with living(
            tmp_path,
            outlets={"a.example": a_feed(at(-60)), "hook.example": hook, "hc.example": hc},
            sources=[a_source()],
            channels=[HOOK],
            settings=watched(tmp_path),
        ) as life:
            await passes(HOUR)
            well = life.app.kinds
            life.app.kinds = {}  # sources are borrowed, and nobody asks them: a fault of our own
            await passes(HOUR)
            assert [got.body["subject"] for got in hook.messages] == ["Nothing is polled any more"]
            beats = len(hc.beats)
            await passes(HOUR)
            assert len(hc.beats) == beats
            life.app.kinds = well
            await passes(10 * MINUTE)
            subjects = [got.body["subject"] for got in hook.messages]
            assert subjects == ["Nothing is polled any more", "Sources are polled again"]

    virtually(main())


class Hanging:
    """A place whose polls never come back by themselves."""

    async def collect(self, web: Web, cursor: Cursor, now: datetime) -> Haul:
        await asyncio.Event().wait()
        raise AssertionError("never")


def test_polls_that_hang_are_ended_and_use_up_nothing(tmp_path: Path) -> None:
    async def main() -> None:
        feed = a_feed(at(-60))
        outlets = {f"{key}.example": feed for key in "ab"}
        async with living(tmp_path, outlets=outlets, sources=[a_source("a"), a_source("b")], channels=[]) as life:
            await passes(HOUR)
            life.app.kinds = {**life.app.kinds, "a": Hanging()}  # type: ignore[dict-item]
            await passes(12 * HOUR)
            states = {state.key: state for state in await life.app.read(states_of)}
            assert states["a"].health == "try_later"
            assert states["a"].failures < 40, "a failing source is asked less and less often"
            assert states["b"].health == "not_modified"
            assert not any("b" in said.get("source", "") for _, said in life.log.said if said.get("error"))

    virtually(main())


def test_a_clock_that_is_set_or_a_source_that_rests_raises_no_alarm(tmp_path: Path) -> None:
    hook, hc = WebhookSink(), Watcher()

    def gone(asked: Asked) -> Reply:
        return Reply(asked=asked.url, url=asked.url, status=403, at=asked.at)

    async def main() -> None:
        async with living(
            tmp_path,
            outlets={"a.example": gone, "hook.example": hook, "hc.example": hc},
            sources=[Source(key="a", kind="feed", address="https://a.example/", every=5 * MINUTE)],
            channels=[HOOK],
            settings=watched(tmp_path),
        ) as life:
            await passes(12 * HOUR)
            life.app.clock.wrong = 365 * DAY  # type: ignore[attr-defined]
            await passes(2 * HOUR)
            life.app.clock.wrong = -30 * DAY  # type: ignore[attr-defined]
            await passes(2 * HOUR)
            subjects = [got.body["subject"] for got in hook.messages]
            assert subjects == ["We cannot read a"]
            assert len(hc.beats) > 15 * 60

    virtually(main())


def test_a_database_file_that_is_taken_away_under_the_daemon_is_told_once(tmp_path: Path) -> None:
    slack, hc = SlackSink(), Watcher()

    async def main() -> None:
        async with living(
            tmp_path,
            outlets={"a.example": a_feed(at(-60)), "hc.example": hc, "slack.example": slack},
            sources=[a_source()],
            channels=[DESK],
            settings=watched(tmp_path),
        ):
            await passes(10 * MINUTE)
            (tmp_path / "monitor.db").rename(tmp_path / "elsewhere.db")
            beats = len(hc.beats)
            await passes(HOUR)
            assert [posted.payload["text"] for posted in slack.messages] == ["The database file is not there any more"]
            assert len(hc.beats) == beats, "nobody may think that all is well"
            (tmp_path / "elsewhere.db").rename(tmp_path / "monitor.db")
            await passes(10 * MINUTE)
            assert len(hc.beats) > beats + 5
            assert len(slack.messages) == 1

    virtually(main())


def test_a_database_file_that_is_replaced_in_the_first_minute_is_told_and_breaks_nothing_aloud(tmp_path: Path) -> None:
    slack, hc, feed = SlackSink(), Watcher(), a_feed(at(-60, 8, 20))
    other = tmp_path / "other.db"

    async def main() -> None:
        async with living(
            tmp_path,
            outlets={"a.example": feed, "hc.example": hc, "slack.example": slack},
            sources=[a_source()],
            channels=[DESK],
            settings=watched(tmp_path),
        ) as life:
            await passes(MINUTE / 2)
            with closing(sqlite3.connect(tmp_path / "monitor.db")) as now, closing(sqlite3.connect(other)) as copy:
                now.backup(copy)
            other.replace(tmp_path / "monitor.db")
            # whoever looks at the new file clears what stood beside the old one away, under our feet
            with closing(sqlite3.connect(tmp_path / "monitor.db")) as looking:
                looking.execute("SELECT count(*) FROM posts").fetchone()
            await passes(HOUR)
            texts = [posted.payload["text"] for posted in slack.messages]
            assert texts.count("The database file is not there any more") == 1
            assert len(hc.beats) == 0, "nobody may think that all is well"
            assert not [said for said in life.log.events() if "broke" in said]

    virtually(main())


def test_a_loop_that_is_held_up_stops_the_heart_until_it_turns_again(tmp_path: Path) -> None:  # 76
    hc = Watcher()

    async def main() -> None:
        async with living(
            tmp_path,
            outlets={"a.example": a_feed(at(-60)), "hc.example": hc},
            sources=[a_source()],
            channels=[],
            settings=watched(tmp_path),
        ) as life:
            await passes(10 * MINUTE)
            loop = asyncio.get_running_loop()
            until, beats = loop.time() + 3600, len(hc.beats)
            while loop.time() < until:
                loop._virtual.go(6.0)  # type: ignore[attr-defined]  # somebody computes, and nobody else gets his turn
                await asyncio.sleep(0)
            assert len(hc.beats) <= beats + 1
            assert "not well: no heartbeat" in life.log.events()
            await passes(10 * MINUTE)
            assert len(hc.beats) > beats + 7

    virtually(main())
