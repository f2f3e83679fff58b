"""Two configurations on one database blind each other: whoever is blinded is told."""

from datetime import timedelta
from pathlib import Path

import living
from rooms import Room

from monitor.demo.inside import Inside
from monitor.desk.health import health
from monitor.jobs.roster import register_all
from monitor.jobs.switched_off import SwitchedOff
from monitor.model import Channel, Source
from monitor.store import records, wellbeing
from monitor.store.records import Beat
from monitor.store.register import register


def a_source(key: str) -> Source:
    return Source(key=key, kind="feed", address=f"https://a.example/{key}")


async def starts(inside: Inside, room: Room) -> None:
    await inside.app.write(register_all, inside.app, room.clock.now())


async def looks(inside: Inside, off: SwitchedOff, room: Room, times: int = 3) -> list[str]:
    """A heartbeat and a look a minute; the subjects of all mails since the beginning."""
    for _ in range(times):
        now = room.clock.go(timedelta(minutes=1))
        beat = Beat(
            worker=inside.app.worker, started_at=now, beat_at=now, stopped_at=None, pid=1, host="h", version="1"
        )
        await inside.app.write(records.beat, beat)
        await off.look(now)
        await inside.send_round()
    return room.subjects()


async def test_sources_that_another_configuration_switched_off_are_told_once_and_so_is_their_return(
    tmp_path: Path,
) -> None:
    room = Room(tmp_path, sources=[a_source("mine"), a_source("shared")])
    theirs = room.open(worker="theirs", sources=[a_source("other"), a_source("shared")])
    async with room.open(worker="mine") as inside, theirs:
        off = SwitchedOff(inside.app)
        await starts(inside, room)
        assert await looks(inside, off, room) == []
        await starts(theirs, room)
        assert await looks(inside, off, room, times=1) == [], (
            "a daemon that takes another's place makes this for a moment"
        )
        assert await looks(inside, off, room) == ["Sources were switched off by another configuration"]
        (mail,) = room.smtp.mails
        assert "1 source is not asked any more (mine)" in mail.message.get_body(("plain",)).get_content()
        report = await inside.app.read(health, now=room.clock.now())
        assert [each for each in report.troubles if "(mine)" in each]
        await starts(inside, room)
        assert (await looks(inside, off, room))[1:] == ["The sources are asked again"]
        report = await inside.app.read(health, now=room.clock.now())
        assert not any("(mine)" in each for each in report.troubles)


async def test_sources_that_come_back_one_by_one_are_told_as_asked_again_once_all_of_them_are(tmp_path: Path) -> None:
    mine = [a_source("one"), a_source("two"), a_source("shared")]
    room = Room(tmp_path, sources=mine)
    async with room.open(worker="mine") as inside:
        off = SwitchedOff(inside.app)
        await starts(inside, room)
        told = ["Sources were switched off by another configuration"]
        for named, wanted in ((mine[2:], told), (mine[1:], told), (mine, [*told, "The sources are asked again"])):
            await inside.app.write(register, named, now=room.clock.now())
            assert await looks(inside, off, room) == wanted


async def test_sources_that_are_switched_off_one_after_the_other_are_one_piece_of_news(tmp_path: Path) -> None:
    mine = [a_source("one"), a_source("two"), a_source("shared")]
    room = Room(tmp_path, sources=mine)
    async with room.open(worker="mine") as inside:
        off = SwitchedOff(inside.app)
        await starts(inside, room)
        for named in (mine[1:], mine[2:]):
            await inside.app.write(register, named, now=room.clock.now())
            assert await looks(inside, off, room, times=1) == []
        assert await looks(inside, off, room) == ["Sources were switched off by another configuration"]
        assert "2 sources are not asked any more (one, two)" in str(
            room.smtp.mails[0].message.get_body(("plain",)).get_content()
        )


async def test_a_source_that_its_own_configuration_rests_is_no_trouble(tmp_path: Path) -> None:
    room = Room(
        tmp_path, sources=[a_source("a"), Source(key="b", kind="feed", address="https://b.example/", enabled=False)]
    )
    async with room.open() as inside:
        off = SwitchedOff(inside.app)
        await starts(inside, room)
        assert await looks(inside, off, room) == []


def test_a_source_that_only_another_daemon_knows_is_left_to_that_one(tmp_path: Path) -> None:
    """Its daemon was told of a new source, this one was not yet."""

    async def main() -> None:
        sources, channels = [living.a_source("a")], [Channel(key="console", kind="console")]
        async with living.living(
            tmp_path, outlets={"a.example": living.a_feed(())}, sources=sources, channels=channels, about=()
        ) as life:
            await living.passes(living.MINUTE)
            both = [*sources, living.a_source("b")]
            await life.app.write(register, both, now=life.app.clock.now())
            await living.passes(10 * living.MINUTE)
            (strange,) = [state for state in await life.app.read(wellbeing.states) if state.key == "b"]
            assert strange.polled_at is None
            assert strange.next_at - life.app.clock.now() <= timedelta(seconds=30)
            assert strange.lease_until is None

    living.virtually(main())
