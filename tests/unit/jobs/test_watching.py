"""The operator is told once what the monitor cannot see, and once that it can see again."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from monitor.demo.inside import Inside, StillClock
from monitor.demo.outlet import Asked
from monitor.demo.outlets.dealt import DealtFeed
from monitor.demo.sinks.slack import SlackSink
from monitor.desk.health import health, remarks_of
from monitor.jobs.report import build_report
from monitor.jobs.watch import pulse, watch
from monitor.model import Channel, Post, Reply, Source, Story
from monitor.store.letters import letters

START = datetime(2026, 1, 21, 9, 0, tzinfo=UTC)


class Switch:
    """A feed whose line can be cut, or that answers with a status."""

    def __init__(self) -> None:
        self.feed = DealtFeed(title="x", posts=[Post(source="", id="1", url="https://a.example/1", title="Wheat",
                                                     published_at=START - timedelta(days=1))])  # fmt: skip
        self.cut = False
        self.status = 200
        self.headers: tuple[tuple[str, str], ...] = ()

    def __call__(self, asked: Asked) -> Reply:
        if self.cut:
            raise OSError("no route")
        if self.status != 200:
            return Reply(asked=asked.url, url=asked.url, status=self.status, headers=self.headers, at=asked.at)
        return self.feed(asked)


class Room:
    def __init__(
        self,
        tmp_path: Path,
        hosts: Sequence[str],
        *,
        names: Mapping[str, str] | None = None,
        actors: Mapping[str, str] | None = None,
        zone: str = "UTC",
        resting: Sequence[str] = (),
    ) -> None:
        self.clock = StillClock(START)
        self.lines = {f"{host}.example": Switch() for host in hosts}
        self.slack = SlackSink()
        secret = tmp_path / "webhook"
        secret.write_text("https://slack.example/services/T0/B0/x")
        secret.chmod(0o600)
        sources = [
            Source(
                key=host,
                kind="feed",
                address=f"https://{host}.example/feed",
                name=(names or {}).get(host, ""),
                actor=(actors or {}).get(host, ""),
                enabled=host not in resting,
            )
            for host in hosts
        ]
        self.inside = Inside(
            f"sqlite:///{tmp_path}/monitor.db",
            clock=self.clock,
            outlets={**self.lines, "slack.example": self.slack},
            sources=sources,
            stories=[],
            settings={"zone": zone},
            channels=[Channel(key="desk", kind="slack", address=f"file:{secret}")],
        )

    async def hours(self, count: int, step: int = 15) -> list[str]:
        """Lets hours pass, in steps of minutes; returns the subjects of what was told in them."""
        before = len(self.slack.messages)
        for _ in range(count * 60 // step):
            self.clock.go(timedelta(minutes=step))
            await self.inside.poll_round()
            await watch(self.inside.app, self.clock.now())
            await self.inside.send_round()
        kept = await self.inside.app.read(letters)
        told = [letter.delivery.message.subject for letter in reversed(kept)]
        return told[before:]


async def test_without_a_network_one_line_is_told_not_fourteen(tmp_path: Path) -> None:
    room = Room(tmp_path, [f"s{number:02}" for number in range(14)])
    for line in room.lines.values():
        line.cut = True
    async with room.inside:
        assert await room.hours(12) == ["No source can be reached"]
        for line in room.lines.values():
            line.cut = False
        assert await room.hours(1, step=1) == ["14 sources can be read again"]
        assert str(await room.inside.app.read(pulse)).startswith("14 sources well, ")


@pytest.mark.parametrize("status", [403, 503])
async def test_many_sources_that_fail_at_once_are_few_notices(tmp_path: Path, status: int) -> None:  # 73
    room = Room(tmp_path, [f"s{number:02}" for number in range(14)])
    async with room.inside:
        assert await room.hours(3) == []  # by then each is asked at its own time
        for line in list(room.lines.values())[2:]:
            line.status = status
        told = await room.hours(2, step=2)
        kept = await room.inside.app.read(letters)
    # what only a person can mend is told at once, as long as nobody knows that there are more
    assert len(told) <= 3, told
    counted = [int(subject.split()[0]) if subject.endswith("sources cannot be read") else 1 for subject in told]
    assert sum(counted) == 12
    assert sum(letter.delivery.message.text.count(f"{status}") for letter in kept) >= 12, "each is named"


async def test_a_place_that_was_down_before_does_not_hide_that_the_network_is_gone(tmp_path: Path) -> None:
    room = Room(tmp_path, [f"s{number:02}" for number in range(14)])
    async with room.inside:
        room.lines["s03.example"].status = 503  # it is asked less and less often, and has last said something
        assert await room.hours(30) == ["We cannot read s03"]
        for line in room.lines.values():
            line.cut = True
        # all others have been asked once more within a quarter of an hour
        assert await room.hours(1) == ["No source can be reached"]


async def test_two_of_three_places_that_are_cut_off_are_no_network_that_is_gone(tmp_path: Path) -> None:
    room = Room(tmp_path, ["a", "b", "c"])
    async with room.inside:
        await room.hours(1)
        for host in ("a", "b"):
            room.lines[f"{host}.example"].cut = True
        assert "No source can be reached" not in await room.hours(3)


async def test_a_source_that_fails_for_a_moment_bothers_nobody(tmp_path: Path) -> None:
    room = Room(tmp_path, ["a", "b"])
    async with room.inside:
        await room.hours(1)
        room.lines["a.example"].status = 503
        room.clock.go(timedelta(minutes=15))
        await room.inside.poll_round()
        room.lines["a.example"].status = 200
        assert await room.hours(6) == []


async def test_a_source_that_stays_away_is_told_once_and_its_return_once(tmp_path: Path) -> None:
    room = Room(tmp_path, ["a", "b"])
    async with room.inside:
        await room.hours(1)
        room.lines["a.example"].status = 503
        assert await room.hours(30) == ["We cannot read a"]
        room.lines["a.example"].status = 200
        assert await room.hours(12) == ["a can be read again"]


async def test_a_place_that_wants_to_be_left_alone_for_days_is_told_at_once_and_not_after_three_of_these(
    tmp_path: Path,
) -> None:
    room = Room(tmp_path, ["a", "b"])
    async with room.inside:
        await room.hours(1)
        limit = room.lines["a.example"]
        limit.status, limit.headers = 429, (("retry-after", str(2 * 24 * 3600)),)
        assert await room.hours(1) == ["We cannot read a"]
        said = next(one.delivery.message.body for one in await room.inside.app.read(letters))
        assert "It is asked again at 2026-01-23" in said
        limit.status = 200
        assert await room.hours(49) == ["a can be read again"]


async def test_of_many_that_want_to_be_left_alone_each_says_until_when_and_health_does(tmp_path: Path) -> None:
    room = Room(tmp_path, ["a", "b", "c", "d"])
    async with room.inside:
        await room.hours(1)
        for limit in (room.lines[f"{key}.example"] for key in "abc"):
            limit.status, limit.headers = 429, (("retry-after", str(2 * 24 * 3600)),)
        assert await room.hours(1) == ["3 sources cannot be read"]
        said = next(one.delivery.message.body for one in await room.inside.app.read(letters))
        assert said.count("asked again at 2026-01-23") == 3
        report = await room.inside.app.read(partial(health, now=room.clock.now()))
        assert len([each for each in report.troubles if "it is asked again at 2026-01-23" in each]) == 3


async def test_what_few_sources_bear_is_remarked_of_each_and_what_many_bear_once(tmp_path: Path) -> None:
    room = Room(tmp_path, ["a"])
    async with room.inside:
        await room.hours(1)
        (state,) = (await room.inside.app.read(partial(health, now=room.clock.now()))).sources
    moved = [state._replace(key=f"s{n}", flags=[f"moved:https://new.example/{n}", "mended"]) for n in range(8)]
    few, many = remarks_of(moved[:2]), remarks_of(moved)
    assert (
        few[0]
        == "s0: moved: it has moved for good to https://new.example/0, which is asked; put that into sources.toml"
    )
    assert len(few) == 4
    assert len(many) == 2
    assert many[0].startswith("s0, s1, s2, s3, s4 and 3 more: moved: it has moved for good")


async def test_people_hear_of_a_source_by_its_name_and_by_their_own_clock(tmp_path: Path) -> None:
    room = Room(tmp_path, ["a", "b"], names={"a": "Степные вести"}, zone="Asia/Almaty")
    async with room.inside:
        await room.hours(1)
        room.lines["a.example"].status = 503
        assert await room.hours(30) == ["We cannot read Степные вести"]
        said = (await room.inside.app.read(letters))[0].delivery.message.text
        assert "Степные вести (a, feed, https://a.example/feed)" in said
        assert "Last read well: 2026-01-21 15:00 Asia/Almaty" in said
        room.lines["a.example"].status = 200
        assert await room.hours(12) == ["Степные вести can be read again"]


async def test_who_hears_of_a_source_hears_where_its_office_still_can_be_read(tmp_path: Path) -> None:
    office = dict.fromkeys(("site", "telegram"), "akorda")
    room = Room(tmp_path, ["site", "telegram", "paper"], names={"telegram": "Ақорда"}, actors=office)
    async with room.inside:
        await room.hours(1)
        room.lines["site.example"].status = 401
        assert await room.hours(1) == ["We cannot read site"]
        said = (await room.inside.app.read(letters))[0].delivery.message.text
        assert "The same office can still be read: Ақорда" in said
        room.lines["telegram.example"].status = 401
        assert await room.hours(1) == ["We cannot read Ақорда"]
        said = (await room.inside.app.read(letters))[0].delivery.message.text
        assert "No other source of the same office can be read." in said
        room.lines["paper.example"].status = 401
        assert await room.hours(1) == ["We cannot read paper"]
        assert "office" not in (await room.inside.app.read(letters))[0].delivery.message.text


async def test_a_source_that_is_switched_off_is_not_said_to_be_unreadable(tmp_path: Path) -> None:
    office = dict.fromkeys(("site", "telegram"), "akorda")
    room = Room(tmp_path, ["site", "telegram", "paper"], actors=office, resting=["telegram"])
    async with room.inside:
        await room.hours(1)
        room.lines["site.example"].status = 401
        assert await room.hours(1) == ["We cannot read site"]
        assert "office" not in (await room.inside.app.read(letters))[0].delivery.message.text


async def test_before_the_first_poll_a_report_counts_the_sources_that_there_are(tmp_path: Path) -> None:
    room = Room(tmp_path, ["a", "b"])
    async with room.inside:
        app, story = room.inside.app, Story(key="s", title="S")
        new = Source(key="new", kind="feed", address="https://new.example/feed")
        settings = replace(app.settings, sources=(*app.settings.sources, new))
        told = await app.read(build_report, settings, story, since=START - timedelta(days=1), until=START, zone="UTC")
    assert (told.coverage.sources, told.coverage.unasked) == (3, 3)


async def test_what_only_a_person_can_mend_is_told_at_once(tmp_path: Path) -> None:
    room = Room(tmp_path, ["a", "b"])
    async with room.inside:
        await room.hours(1)
        room.lines["b.example"].status = 401
        assert await room.hours(1) == ["We cannot read b"]
