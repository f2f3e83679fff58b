"""A pattern that runs out of time finds nothing: whoever follows the story is told, once, and until it is mended."""

from dataclasses import replace
from pathlib import Path

from living import MINUTE, a_feed, a_source, at, living, passes, stories, virtually
from rooms import STORY, Room, settle

from monitor.demo.sinks.webhook import WebhookSink
from monitor.desk.health import health
from monitor.jobs.late import tell_late
from monitor.jobs.roster import register_all
from monitor.model import Channel, Keyword

BAD = r"(a|a|aa)+$"
STUCK = replace(STORY, keywords=(*STORY.keywords, Keyword(name="bad", facet="what", patterns=(BAD,))))
SUBJECT = "A pattern of a story runs out of time"


async def test_a_pattern_that_runs_out_of_time_is_told_once_and_stays_a_trouble_until_it_is_mended(
    tmp_path: Path,
) -> None:  # 23
    room = Room(tmp_path, stories=(STUCK,))
    async with room.open() as inside:
        await settle(inside, room)
        await tell_late(inside.app, room.clock.now())
        room.publish("a" * 60 + "! Board of Peace: Kazakhstan joins")
        await settle(inside, room)
        for _ in range(3):
            await tell_late(inside.app, room.clock.now())
            await settle(inside, room)
        assert [said for said in room.subjects() if "pattern" in said] == [SUBJECT]
        assert len(room.at_slack()) == 2, "the others of its story went on"
        (mail,) = (mail for mail in room.smtp.mails if str(mail.message["Subject"]) == SUBJECT)
        assert "board: keywords[bad].patterns" in mail.message.get_body(("plain",)).get_content()
    async with room.open() as again:
        room.publish("b" + "a" * 60 + "! Board of Peace: Kazakhstan pays")
        await settle(again, room)
        await tell_late(again.app, room.clock.now())
        await settle(again, room)
        assert [said for said in room.subjects() if "pattern" in said] == [SUBJECT], "not again at each start"
        report = await again.app.read(health, now=room.clock.now())
        assert any("ran out of time" in trouble for trouble in report.troubles)
    room.make["stories"] = (STORY,)
    async with room.open() as mended:
        await mended.app.write(register_all, mended.app, room.clock.now())
        report = await mended.app.read(health, now=room.clock.now())
        assert not any("ran out of time" in trouble for trouble in report.troubles)


def test_the_daemon_looks_for_them_by_itself(tmp_path: Path) -> None:
    hook = WebhookSink()
    story = stories(1)[0]
    stuck = replace(story, keywords=(*story.keywords, Keyword(name="bad", facet="what", patterns=(BAD,))))
    (post,) = at(-60)
    feed = a_feed([replace(post, text="a" * 60 + "!")])

    async def main() -> None:
        async with living(
            tmp_path, outlets={"a.example": feed, "hook.example": hook}, sources=[a_source()],
            channels=[Channel(key="hook", kind="webhook", address="https://hook.example/in")], about=[stuck],
        ):  # fmt: skip
            await passes(10 * MINUTE)
            assert [got.body["subject"] for got in hook.messages] == [SUBJECT]

    virtually(main())
