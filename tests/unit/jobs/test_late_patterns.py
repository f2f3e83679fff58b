"""A pattern that runs out of time finds nothing: whoever follows the story is told, once, and until it is mended."""

from dataclasses import replace
from pathlib import Path

from rooms import STORY, Room, settle

from monitor.desk.health import health
from monitor.jobs.late import tell_late
from monitor.jobs.roster import register_all
from monitor.model import Keyword

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
