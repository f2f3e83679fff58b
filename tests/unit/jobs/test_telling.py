"""Who hears of what: alerts once, capped, held in quiet hours; nothing lost, nothing twice."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from living import Lines
from rooms import START, STORY, THINGS, Room, a_post, settle
from typer.testing import CliRunner

from monitor.channels.email import Email
from monitor.cli.app import tree
from monitor.model import Policy, Source
from monitor.store.counting import tally
from monitor.store.developments import matched
from monitor.store.letters import letters


async def test_what_stood_there_before_is_not_alerted_but_matched(tmp_path: Path) -> None:
    room = Room(tmp_path)
    room.publish("Board of Peace: Kazakhstan joins")
    async with room.open() as inside:
        await settle(inside, room)
        kept = await inside.app.read(matched)
        assert [(one.background, one.action) for one in kept] == [(True, "digest")]
        assert room.at_slack() == []


async def test_a_source_that_was_empty_at_first_alerts_with_its_first_post(tmp_path: Path) -> None:
    room = Room(tmp_path)
    async with room.open() as inside:
        await settle(inside, room)
        room.publish("Board of Peace: Kazakhstan joins")
        await settle(inside, room)
        assert len(room.at_slack()) == len(room.subjects()) == 1


async def test_backfill_alerts_on_the_young_posts_of_a_first_poll(tmp_path: Path) -> None:
    source = Source(key="a", kind="feed", address="https://a.example/feed", backfill=timedelta(hours=2))
    room = Room(tmp_path, sources=[source])
    room.feed.posts = [
        a_post(1, f"Kazakhstan {THINGS[0]}, says the Board of Peace", START - timedelta(hours=5)),
        a_post(2, f"Kazakhstan {THINGS[1]}, says the Board of Peace", START - timedelta(hours=1)),
    ]
    async with room.open() as inside:
        await settle(inside, room)
        assert len(room.at_slack()) == 1 and THINGS[1] in room.at_slack()[0]


async def test_a_repeat_is_not_told_again(tmp_path: Path) -> None:
    room = Room(tmp_path)
    async with room.open() as inside:
        await settle(inside, room)
        room.publish("Board of Peace: Kazakhstan joins")
        await settle(inside, room)
        room.publish("Board of Peace: Kazakhstan joins")
        await settle(inside, room)
        assert len(room.at_slack()) == 1
        assert [one.verdict for one in await inside.app.read(matched)] == ["new", "echo"]


async def test_a_reversal_is_told_under_what_it_reverses(tmp_path: Path) -> None:  # 53
    room = Room(tmp_path)
    async with room.open() as inside:
        await settle(inside, room)
        for title in (
            f"Kazakhstan {THINGS[3]} for the Board of Peace",
            "Tokayev signs the Board of Peace charter in Davos",
            "Tokayev refuses to sign the Board of Peace charter in Davos",
        ):
            room.publish(title)
            await settle(inside, room)
    other, signs, refuses = (mail.message for mail in room.smtp.mails)
    assert (other["References"], signs["References"]) == (None, None), "what is simply new stands by itself"
    assert refuses["References"] == refuses["In-Reply-To"] == signs["Message-ID"]
    assert "refuses" in refuses["Subject"]


async def test_an_echo_of_what_nobody_heard_of_is_told(tmp_path: Path) -> None:
    room = Room(tmp_path)
    room.publish("Board of Peace: Kazakhstan joins")
    async with room.open() as inside:
        await settle(inside, room)
        room.publish("Board of Peace: Kazakhstan joins")
        await settle(inside, room)
        assert len(room.at_slack()) == 1


async def test_above_the_cap_one_message_counts_the_rest(tmp_path: Path) -> None:
    room = Room(tmp_path, policy=Policy(cap=3, likeness=0.99))
    async with room.open() as inside:
        await settle(inside, room)
        room.publish(*(f"Kazakhstan {thing} under the Board of Peace" for thing in THINGS[:5]))
        await settle(inside, room)
        room.publish(*(f"Kazakhstan {thing} under the Board of Peace" for thing in THINGS[5:7]))
        await settle(inside, room)
        told = (await inside.app.read(tally)).developments
        assert told > 3, "the posts of this test must be developments of their own"
        assert len(room.at_slack()) == 3
        await settle(inside, room, minutes=61)
        assert len(room.at_slack()) == 4
        assert str(told - 3) in room.at_slack()[-1]
        await settle(inside, room, minutes=61)
        assert len(room.at_slack()) == 4
        waiting = await inside.app.read(letters, state="waiting")
        assert waiting == []


async def test_what_the_night_holds_has_its_own_alert_and_is_not_counted_among_the_more(
    tmp_path: Path,
) -> None:
    room = Room(tmp_path, policy=Policy(cap=2, likeness=0.99, quiet_from="08:00", quiet_until="11:00"))
    async with room.open() as inside:
        await settle(inside, room)
        room.publish(*(f"Kazakhstan {thing} under the Board of Peace" for thing in THINGS[:5]))
        await settle(inside, room)
        for _ in range(3):
            await settle(inside, room, minutes=90)
        assert (await inside.app.read(tally)).developments == 5
        *alerts, more = room.at_slack()
        assert len(alerts) == 2
        assert "3 more posts" in more


async def test_each_channel_is_told_of_all_that_its_own_cap_held_back(tmp_path: Path) -> None:
    room = Room(tmp_path, policy=Policy(cap=3, likeness=0.99))
    async with room.open(channels=room.make["channels"][:1], ports={}) as inside:
        await settle(inside, room)
        room.publish(*(f"Kazakhstan {thing} under the Board of Peace" for thing in THINGS[:3]))
        await settle(inside, room)
    async with room.open() as inside:
        room.publish(*(f"Kazakhstan {thing} under the Board of Peace" for thing in THINGS[3:5]))
        await settle(inside, room)
        await settle(inside, room, minutes=61)
        assert len(room.subjects()) == 2  # by mail nothing had been told: it alerts
        assert "2 more posts" in room.at_slack()[-1]


async def test_quiet_hours_hold_the_alert_and_tell_it_in_the_morning(tmp_path: Path) -> None:
    room = Room(tmp_path, policy=Policy(quiet_from="08:00", quiet_until="11:00"))
    async with room.open() as inside:
        await settle(inside, room)
        room.publish("Board of Peace: Kazakhstan joins")
        await settle(inside, room)
        assert room.at_slack() == []
        await settle(inside, room, minutes=180)
        assert len(room.at_slack()) == len(room.subjects()) == 1


async def test_who_was_out_of_reach_for_days_learns_which_more_there_were(tmp_path: Path) -> None:
    room = Room(tmp_path, policy=Policy(cap=3, likeness=0.99))
    async with room.open() as inside:
        await settle(inside, room)
        room.slack.faults.plan(*["503"] * 4)
        room.publish(*(f"Kazakhstan {thing} under the Board of Peace" for thing in THINGS[:8]))
        for _ in range(4):
            await settle(inside, room, minutes=30)
        await settle(inside, room, minutes=30 * 60)
        (missed,) = room.at_slack()
        assert "4 messages" in missed
        told = str(room.slack.messages[0].payload["blocks"])
        assert "5 more posts in" in told
        assert all(told.count(thing) == 1 for thing in THINGS[:8])


async def test_a_renamed_story_repeats_nothing(tmp_path: Path) -> None:
    room = Room(tmp_path)
    async with room.open() as inside:
        await settle(inside, room)
        room.publish("Board of Peace: Kazakhstan joins")
        await settle(inside, room)
    async with room.open(stories=[replace(STORY, key="peace", was=("board",))]) as inside:
        room.publish("Board of Peace: Kazakhstan joins")
        await settle(inside, room)
        assert len(room.at_slack()) == 1


async def test_an_edited_post_that_now_belongs_is_told(tmp_path: Path) -> None:
    room = Room(tmp_path)
    async with room.open() as inside:
        await settle(inside, room)
        room.publish("Breaking: more soon")
        await settle(inside, room)
        edited = replace(room.feed.posts[0], title="Tokayev signs the Board of Peace charter")
        room.feed.posts = [replace(edited, id=edited.id)]
        await settle(inside, room)
        assert len(room.at_slack()) == 1
        (kept,) = await inside.app.read(matched)
        assert kept.match.hits


async def test_the_log_and_the_outbox_say_who_of_several_was_refused_for_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room, log = Room(tmp_path), Lines()
    mail: Email = room.make["ports"]["mail"]
    mail.channel = replace(mail.channel, address="desk@newsroom.example, left@newsroom.example")
    room.smtp.refuse("left@newsroom.example", "550 no such user")
    async with room.open(log=log) as inside:
        await settle(inside, room)
        room.publish("Board of Peace: Kazakhstan joins")
        await settle(inside, room)
        assert len(room.subjects()) == 1
    (said,) = [fields["note"] for event, fields in log.said if event == "delivered" and "note" in fields]
    assert said == "refused for left@newsroom.example (550 no such user)"
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "monitor.toml").write_text("")
    monkeypatch.setenv("MONITOR_DATABASE_URL", f"sqlite:///{tmp_path}/monitor.db")
    shown = CliRunner().invoke(tree(), ["outbox", "list", "--config", str(tmp_path / "config")])
    assert said in shown.output, shown.output
