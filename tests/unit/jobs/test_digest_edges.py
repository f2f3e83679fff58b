"""The edge between two digests: nothing falls between them, and a missed one comes as soon as it can."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from living import DAY, HOUR, MINUTE, SLOW, Disk, a_feed, a_source, at, living, passes, virtually
from rooms import Room, settle

from monitor.demo.sinks.slack import SlackSink
from monitor.jobs.digest import send_digest, send_overdue
from monitor.model import Channel, Digest
from monitor.store import records
from monitor.store.writing import writing

DIGEST = Digest(key="morning", at="0 7 * * *", zone="UTC", channels=("mail",))
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
