"""The edge between two digests: nothing falls between them, and a missed one comes as soon as it can."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from living import DAY, HOUR, MINUTE, SLOW, Disk, a_feed, a_source, at, living, passes, virtually
from rooms import Room, settle

from monitor.demo.sinks.slack import SlackSink
from monitor.jobs.digest import is_owed, send_digest, send_overdue
from monitor.model import Channel, Digest
from monitor.store import records
from monitor.store.letters import letters
from monitor.store.writing import writing

DIGEST = Digest(key="morning", at="0 7 * * *", zone="UTC", channels=("mail",))
KEYS = ("all", "mail", "this", "other")
SEVEN = datetime(2026, 1, 22, 7, 0, tzinfo=UTC)
DESK = Channel(key="desk", kind="slack", address="https://slack.example/services/T0/B0/x")


async def test_a_post_that_is_on_its_way_when_the_window_closes_is_in_the_next_digest(tmp_path: Path) -> None:
    room = Room(tmp_path)
    room.clock.go(SEVEN - timedelta(minutes=20, seconds=10) - room.clock.now())

    def at_seven(name: str) -> None:
        """Between reading a haul and storing it the clock strikes seven, and the digest is written."""
        if name == "matched" and room.clock.now() < SEVEN < room.clock.now() + timedelta(minutes=1) and room.feed.posts:
            room.clock.go(timedelta(seconds=20))
            with writing(inside.app.engine) as door:
                records.close_window(door, "morning", last=None, since=SEVEN - DAY, until=SEVEN)

    inside = room.open(fail_at=at_seven)
    async with inside:
        await inside.poll_round()
        room.publish("Board of Peace: Kazakhstan joins")
        await settle(inside, room)
        before = len(room.smtp.mails)
        await send_digest(inside.app, DIGEST, SEVEN + DAY)
        room.clock.go(DAY)
        await inside.send_round()
    (mail,) = room.smtp.mails[before:]
    assert "Kazakhstan joins" in mail.message.get_body(("plain",)).get_content()


async def test_a_digest_that_was_due_while_we_were_down_is_sent_at_the_start(tmp_path: Path) -> None:
    room = Room(tmp_path)
    async with room.open() as inside:
        await send_overdue(inside.app, room.clock.now(), [DIGEST])
        assert await inside.app.read(records.last_window, "morning") is None  # nothing is due before the first
        await send_digest(inside.app, DIGEST, SEVEN)
    room.clock.go(SEVEN + DAY + 2 * HOUR - room.clock.now())
    async with room.open() as inside:
        await send_overdue(inside.app, room.clock.now(), [DIGEST])
        assert await inside.app.read(records.last_window, "morning") == SEVEN + DAY + 2 * HOUR
        await send_overdue(inside.app, room.clock.go(HOUR), [DIGEST])
        await inside.send_round()
    assert len(room.smtp.mails) == 2


async def test_a_first_digest_whose_hour_was_missed_reaches_back_to_the_beginning(tmp_path: Path) -> None:
    room = Room(tmp_path)
    async with room.open() as inside:
        await inside.poll_round()
        room.publish("Board of Peace: Kazakhstan joins")
        await settle(inside, room)
        before = len(room.smtp.mails)
        await send_digest(inside.app, DIGEST, room.clock.go(DAY + 5 * HOUR))
        await inside.send_round()
    (mail,) = room.smtp.mails[before:]
    assert "Kazakhstan joins" in mail.message.get_body(("plain",)).get_content()


async def test_a_digest_whose_hour_has_just_struck_is_left_to_the_calendar_which_waits_for_what_is_on_its_way(
    tmp_path: Path,
) -> None:
    room = Room(tmp_path)
    async with room.open() as inside:
        await send_digest(inside.app, DIGEST, SEVEN)
        for seconds in (-1, 0, 30, 90):
            await send_overdue(inside.app, SEVEN + DAY + timedelta(seconds=seconds), [DIGEST])
            assert await inside.app.read(records.last_window, "morning") == SEVEN
        await send_overdue(inside.app, SEVEN + DAY + 2 * MINUTE, [DIGEST])
        assert await inside.app.read(records.last_window, "morning") == SEVEN + DAY + 2 * MINUTE


async def test_a_digest_is_sent_though_the_clock_was_set_back_by_a_breath_when_its_hour_had_struck(
    tmp_path: Path,
) -> None:
    room = Room(tmp_path)
    async with room.open() as inside:
        await send_digest(inside.app, DIGEST, SEVEN)
        assert await is_owed(inside.app, DIGEST, SEVEN + DAY - timedelta(milliseconds=300))
        assert not await is_owed(inside.app, DIGEST, SEVEN + DAY - MINUTE)


async def test_a_digest_that_is_new_in_an_old_newsroom_begins_with_yesterday_and_not_with_the_first_year(
    tmp_path: Path,
) -> None:
    room = Room(tmp_path)
    async with room.open() as inside:
        await inside.poll_round()
        room.publish("Board of Peace: Kazakhstan joins")
        await settle(inside, room)
        room.clock.go(30 * DAY)
        room.publish("Board of Peace: the first session opens in Davos")
        await settle(inside, room)
        await send_digest(inside.app, DIGEST, room.clock.go(HOUR))
        await inside.send_round()
    text = room.smtp.mails[-1].message.get_body(("plain",)).get_content()
    assert "first session" in text and "Kazakhstan joins" not in text


async def test_a_digest_goes_to_the_channels_and_tells_the_stories_that_it_names_and_no_others(tmp_path: Path) -> None:
    room = Room(tmp_path)
    async with room.open() as inside:
        stories, channels = list(inside.app.stories), list(inside.app.channels)
        assert len(channels) > 1
        for number, digest in enumerate(
            [
                replace(DIGEST, key="all", channels=()),
                replace(DIGEST, key="mail"),
                replace(DIGEST, key="this", stories=tuple(stories)),
                replace(DIGEST, key="other", stories=("another",)),
            ]
        ):
            await send_digest(inside.app, digest, SEVEN + number * MINUTE)
        sent = [one.delivery for one in await inside.app.read(letters, state="", most=1_000)]
    went = {key: sorted(one.channel for one in sent if one.key.startswith(f"digest/{key}/")) for key in KEYS}
    assert went == {"all": sorted(channels), "mail": ["mail"], "this": ["mail"], "other": []}


def test_a_digest_comes_an_hour_late_when_the_disk_is_full_at_seven(tmp_path: Path) -> None:
    slack, disk = SlackSink(), Disk()
    start = SEVEN - DAY - 2 * HOUR
    morning = Digest(key="morning", at="0 7 * * *", zone="UTC")

    async def main() -> list[datetime]:
        async with living(
            tmp_path,
            outlets={"a.example": a_feed(at(-60)), "slack.example": slack},
            sources=[a_source(every=HOUR)],
            channels=[DESK],
            start=start,
            settings={"digests": (morning,)},
            prepare=disk.under,
            paces=SLOW,
        ) as life:
            await passes(DAY + 90 * MINUTE)
            disk.is_full = True
            await passes(90 * MINUTE)
            disk.is_full = False
            await passes(HOUR)
            return [one for one in [await life.app.read(records.last_window, "morning")] if one]

    (last,) = virtually(main())
    assert SEVEN + HOUR <= last < SEVEN + 2 * HOUR
