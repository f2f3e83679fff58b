"""Bad days: each fault is told where it belongs, nobody else waits for it, and nothing is lost."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from rooms import START, THINGS, Room, a_post, replace, settle

from monitor.channels.email import Email, EmailOptions
from monitor.demo.outlet import Asked
from monitor.demo.outlets.dealt import DealtFeed
from monitor.demo.sinks.refusing import answer
from monitor.desk.health import health
from monitor.desk.outbox import drop, retry
from monitor.jobs.poll import poll
from monitor.matching import Matcher
from monitor.model import Channel, Match, Post, Reply, Source
from monitor.store import sources, wellbeing
from monitor.store.counting import tally
from monitor.store.letters import letters
from monitor.store.posts import count_posts


async def test_slack_down_for_an_hour_loses_nothing_and_mail_is_on_time(tmp_path: Path) -> None:
    room = Room(tmp_path)
    async with room.open() as inside:
        await settle(inside, room)
        room.slack.faults.plan(*["500"] * 5)
        room.publish("Board of Peace: Kazakhstan joins")
        await settle(inside, room)
        assert (len(room.at_slack()), len(room.subjects())) == (0, 1)
        for _ in range(12):
            await settle(inside, room)
        assert (len(room.at_slack()), len(room.subjects())) == (1, 1)


async def test_a_mailbox_that_is_full_keeps_the_mail_from_nobody_else_however_many_there_are(tmp_path: Path) -> None:
    room = Room(tmp_path)
    channel = room.make["channels"][1]
    both = replace(channel, address="well@newsroom.example, full@newsroom.example")
    port = Email(both, EmailOptions.model_validate(both.options), now=room.clock.now, submit=room.smtp.submit)
    room.make |= {"channels": [room.make["channels"][0], both], "ports": {"mail": port}}
    room.smtp.refuse("full@newsroom.example", *["452 4.2.2 mailbox full"] * 1000)
    async with room.open() as inside:
        await settle(inside, room)
        for thing in THINGS[::3]:
            room.publish(f"Kazakhstan {thing} under the Board of Peace")
            told = len(room.smtp.mails)
            await settle(inside, room)
            for _ in range(4):  # those before it are tried again first
                await inside.send_round()
            assert len(room.smtp.mails) > told, "told at once though earlier mails still wait for the other"
        alerts = [mail for mail in room.smtp.mails if "Board" in str(mail.message["Subject"])]
        assert len(alerts) == len({str(mail.message["Message-ID"]) for mail in alerts}) == 4, "and to each once"
        assert {to for mail in alerts for to in mail.to} == {"well@newsroom.example"}
        room.smtp.forgive("full@newsroom.example")
        for _ in range(10):
            await settle(inside, room)
        late = [mail.message["Subject"] for mail in room.smtp.mails if mail.to == ("full@newsroom.example",)]
        assert sum("Board" in str(subject) for subject in late) == 4


async def test_a_mailbox_that_is_full_for_days_has_nobody_else_told_twice(tmp_path: Path) -> None:
    room = Room(tmp_path)
    channel = room.make["channels"][1]
    both = replace(channel, address="well@newsroom.example, full@newsroom.example")
    port = Email(both, EmailOptions.model_validate(both.options), now=room.clock.now, submit=room.smtp.submit)
    room.make |= {"channels": [both], "ports": {"mail": port}}
    room.smtp.refuse("full@newsroom.example", *["552 5.2.2 mailbox full"] * 1000)
    async with room.open() as inside:
        await settle(inside, room)
        room.publish(*(f"Kazakhstan {thing} under the Board of Peace" for thing in THINGS[:2]))
        await settle(inside, room)
        for _ in range(30):
            room.clock.go(timedelta(hours=1))
            await inside.send_round()
        assert len(room.smtp.mails) == 2, "each of the two, once"
        told = await inside.app.read(letters, state="sent")
        assert len(told) == 2
        assert all("full@newsroom.example (552" in one.delivery.receipt.note for one in told if one.delivery.receipt)
        assert await inside.app.read(letters, state="waiting") == []


class Starved:
    """A matcher on a machine whose memory ends with the first post that is matched, and is there again after it."""

    def __init__(self, matcher: Matcher, short: str) -> None:
        self._matcher, self._short = matcher, short

    def __getattr__(self, name: str) -> Any:
        if name == self._short:
            self._short = ""
            raise MemoryError
        return getattr(self._matcher, name)


@pytest.mark.parametrize("short", ["sift", "match_named"])
async def test_a_post_for_which_there_was_no_memory_is_told_at_the_next_poll(tmp_path: Path, short: str) -> None:
    room = Room(tmp_path)
    async with room.open() as inside:
        await settle(inside, room)
        inside.app.matcher = Starved(inside.app.matcher, short)  # type: ignore[assignment]
        room.publish("Board of Peace: Kazakhstan joins")
        await settle(inside, room)
        assert room.at_slack() == []
        (state,) = await inside.app.read(wellbeing.states)
        assert (state.health, state.error) == ("try_later", "memory")
        await settle(inside, room, minutes=40)
        assert len(room.at_slack()) == 1


async def test_retry_after_is_kept_to_the_second(tmp_path: Path) -> None:
    room = Room(tmp_path)
    async with room.open() as inside:
        await settle(inside, room)
        asked = len(room.slack.asked)
        room.slack.faults.plan("429")
        room.publish(*(f"Kazakhstan {thing} under the Board of Peace" for thing in THINGS[:2]))
        await settle(inside, room)
        assert len(room.slack.asked) == asked + 1, "the other message waits as well"
        assert len(room.subjects()) == 2, "and mail waits for nobody"
        room.clock.go(timedelta(seconds=29))
        await inside.send_round()
        assert len(room.slack.asked) == asked + 1
        room.clock.go(timedelta(minutes=15))
        await inside.send_round()
        assert len(room.at_slack()) == 2


async def test_a_dead_letter_is_told_on_another_channel_and_can_be_retried(tmp_path: Path) -> None:
    room = Room(tmp_path)
    async with room.open() as inside:
        await settle(inside, room)
        room.slack.faults.plan("no_service")
        room.publish("Board of Peace: Kazakhstan joins")
        await settle(inside, room)
        assert room.at_slack() == []
        assert any("could not be delivered" in subject for subject in room.subjects())
        (dead,) = await inside.app.read(letters, state="dead")
        assert dead.delivery.channel == "desk"
        await inside.app.write(retry, [dead.delivery.id], now=room.clock.now())
        await inside.send_round()
        assert len(room.at_slack()) == 1


async def test_a_dead_letter_that_is_given_up_is_no_trouble_any_more_and_can_be_taken_back(tmp_path: Path) -> None:
    room = Room(tmp_path)
    async with room.open() as inside:
        await settle(inside, room)
        room.slack.faults.plan("no_service")
        room.publish("Board of Peace: Kazakhstan joins")
        await settle(inside, room)
        now = room.clock.now()
        (dead,) = await inside.app.read(letters, state="dead")
        assert any("could not be delivered" in said for said in (await inside.app.read(health, now=now)).troubles)
        assert await inside.app.write(drop, [dead.delivery.id], "") == 1
        assert not any("delivered" in said for said in (await inside.app.read(health, now=now)).troubles)
        assert await inside.app.read(letters, state="dead") == []
        assert await inside.app.write(retry, None, now=now) == 0
        assert await inside.app.write(drop, [dead.delivery.id], "") == 0
        assert await inside.app.write(retry, [dead.delivery.id], now=now) == 1
        await inside.send_round()
        assert len(room.at_slack()) == 1


async def test_what_waits_for_a_channel_that_is_gone_can_be_given_up(tmp_path: Path) -> None:
    room = Room(tmp_path)
    async with room.open() as inside:
        await settle(inside, room)
        sent = len(room.smtp.mails)
        room.slack.faults.plan("503", "503")
        room.publish("Board of Peace: Kazakhstan joins")
        await settle(inside, room)
        later = room.clock.now() + timedelta(hours=1)
        assert any("desk: 1 message" in said for said in (await inside.app.read(health, now=later)).troubles)
        assert await inside.app.write(drop, [], "desk") == 1
        assert not any("desk" in said for said in (await inside.app.read(health, now=later)).troubles)
        assert len(room.smtp.mails) == sent + 1, "what was sent stays sent"
        assert await inside.app.write(drop, [], "desk") == 0


async def test_when_two_channels_break_at_once_the_third_hears_of_both(tmp_path: Path) -> None:
    room = Room(tmp_path)
    broken = [Channel(key=key, kind="webhook", address=f"https://{key}.example/in") for key in ("first", "second")]

    def gone(asked: Asked) -> Reply:
        return answer(asked.url, asked.at, 410, b"", "text/plain")

    room.make["channels"] = [*broken, room.make["channels"][1]]
    room.make["outlets"] |= {f"{one.key}.example": gone for one in broken}
    async with room.open() as inside:
        await settle(inside, room)
        room.publish("Board of Peace: Kazakhstan joins")
        await settle(inside, room)
        await inside.send_round()
        told = [
            mail.message.get_body(("plain",)).get_content()
            for mail in room.smtp.mails
            if "could not be delivered" in str(mail.message["Subject"])
        ]
        assert sorted(text.split("To channel ")[1][:5] for text in told) == ["first", "secon"]
        room.publish("Kazakhstan on the Board of Peace sends wheat by rail")
        await settle(inside, room)
        assert sum("could not be delivered" in subject for subject in room.subjects()) == 2


async def test_a_poison_post_is_set_aside_and_its_source_goes_on(tmp_path: Path) -> None:
    room = Room(tmp_path)

    class Fragile:
        """A matcher that one post breaks."""

        def __init__(self, inner: object) -> None:
            self._inner = inner

        def sift(self, posts: Sequence[Post]) -> list[Post]:
            for post in posts:
                self.match_named(post)
            return self._inner.sift(posts)  # type: ignore[attr-defined,no-any-return]

        def match_named(self, post: Post) -> tuple[Match, ...]:
            if "poison" in post.title:
                raise RecursionError("too deep")
            return self._inner.match_named(post)  # type: ignore[attr-defined,no-any-return]

    async with room.open() as inside:
        inside.app.matcher = Fragile(inside.app.matcher)  # type: ignore[assignment]
        await settle(inside, room)
        room.publish("poison", "Board of Peace: Kazakhstan joins")
        await settle(inside, room)
        assert len(room.at_slack()) == 1
        assert await inside.app.read(count_posts) == 2
        with inside.engine.connect() as connection:
            rows = connection.exec_driver_sql("SELECT post_id, error FROM quarantine").all()
        assert [(row[0], "RecursionError" in row[1]) for row in rows] == [("p0", True)]


async def test_fifty_thousand_items_come_in_part_by_part_newest_first(tmp_path: Path) -> None:
    room = Room(tmp_path)
    # one in each part: none of them is news, for the first poll has not come to its end before the last
    titles = {100 + 2000 * n: f"Kazakhstan {THINGS[n]} under the Board of Peace" for n in range(3)}
    room.feed = DealtFeed(
        title="a",
        posts=[a_post(n, titles.get(n, f"Item {n}"), START - timedelta(seconds=n)) for n in range(4500)][::-1],
    )
    shown = room.feed.posts
    room.feed.shown = lambda at: shown  # type: ignore[method-assign,assignment,return-value]
    room.make["outlets"]["a.example"] = room.feed
    async with room.open() as inside:
        counts = []
        for _ in range(3):
            room.clock.go(timedelta(minutes=20))
            loans = await inside.app.write(sources.claim, now=room.clock.now(), lease=timedelta(minutes=5), most=1)
            await poll(inside.app, loans[0])
            counts.append(await inside.app.read(count_posts))
        assert counts == [2000, 4000, 4500]
        told = await inside.app.read(tally)
        assert (told.matched, told.alerts) == (3, 0)


async def test_one_bad_source_keeps_no_other_waiting(tmp_path: Path) -> None:
    def broken(asked: Asked) -> Reply:
        page = b"<html><body><form action='/login'><input type='password'></form></body></html>"
        return Reply(asked=asked.url, url=asked.url, headers=(("content-type", "text/html"),), body=page, at=asked.at)

    both = [Source(key=key, kind="feed", address=f"https://{key}.example/feed") for key in ("a", "b")]
    room = Room(tmp_path, outlets={"b.example": broken}, sources=both)
    async with room.open() as inside:
        await settle(inside, room)
        room.publish("Board of Peace: Kazakhstan joins")
        await settle(inside, room)
        assert len(room.at_slack()) == 1
        states = {state.key: state for state in await inside.app.read(wellbeing.states)}
        assert states["a"].health == "ok"
        assert states["b"].health in {"blocked", "refused", "unreadable"} and states["b"].detail


async def test_a_match_that_breaks_the_judge_is_told_all_the_same(tmp_path: Path) -> None:
    room = Room(tmp_path)
    async with room.open() as inside:
        await settle(inside, room)
        room.publish("Board of Peace: Kazakhstan joins")
        await settle(inside, room)
        with inside.engine.begin() as connection:
            connection.exec_driver_sql("""UPDATE matches SET features = '{"terms": 7, "names": "x", "at": []}'""")
        inside.app.memory.clear()
        room.publish("Kazakhstan buys ambulances for the Board of Peace")
        await settle(inside, room)
        assert len(room.at_slack()) == 2


async def test_messages_of_a_channel_that_was_taken_out_are_told_once_kept_and_sent_when_it_is_back(
    tmp_path: Path,
) -> None:
    room = Room(tmp_path)
    async with room.open() as inside:
        await settle(inside, room)
        room.slack.faults.plan(*["500"] * 3)
        room.publish("Board of Peace: Kazakhstan joins")
        await settle(inside, room)
    assert (len(room.at_slack()), len(room.subjects())) == (0, 1)
    both = room.make["channels"]
    room.make["channels"] = [channel for channel in both if channel.key != "desk"]
    for _ in range(2):
        async with room.open() as without:
            await settle(without, room)
            report = await without.app.read(health, now=room.clock.now())
    notices = [said for said in room.subjects() if "not there" in said]
    assert notices == ["Messages wait for a channel that is not there"]
    assert any("desk: 1 message waiting" in said and "not configured" in said for said in report.troubles)
    room.make["channels"] = both
    room.slack.faults.plan()
    async with room.open() as again:
        for _ in range(6):
            await settle(again, room)
        report = await again.app.read(health, now=room.clock.now())
    assert len(room.at_slack()) == 1
    assert not any("not configured" in said for said in report.troubles)
