"""The digest: each post in exactly one, honestly dated, at the analyst's hour."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from rooms import START, STORY, Room, a_post, replace, settle

from monitor.config.cron import read_cron
from monitor.demo.inside import Inside
from monitor.demo.outlets.dealt import DealtFeed
from monitor.desk.polling import poll_now
from monitor.jobs.by_calendar import Pulse
from monitor.jobs.digest import send_digest
from monitor.jobs.report import build_report
from monitor.jobs.timetable import Ahead
from monitor.messages.coverage import coverage_line
from monitor.messages.digest import compose_digest
from monitor.messages.report import Report
from monitor.model import Digest, Source
from monitor.text.clean import without_isolates

HOUR = timedelta(hours=1)
DIGEST = Digest(key="morning", at="0 7 * * *", zone="Asia/Almaty", channels=("mail",))


async def told_since(inside: Inside, room: Room, since: datetime) -> Report:
    """The report of the room's story from then until now."""
    app, until = inside.app, room.clock.now()
    return await app.read(build_report, app.settings, STORY, since=since, until=until, zone="UTC")


async def test_every_post_is_in_one_digest_and_quiet_days_say_so(tmp_path: Path) -> None:
    room = Room(tmp_path)
    async with room.open() as inside:
        await settle(inside, room)
        room.publish("Board of Peace: Kazakhstan joins")
        await settle(inside, room)
        told = len(room.smtp.mails)
        room.clock.go(timedelta(minutes=1))
        await send_digest(inside.app, DIGEST, room.clock.now())
        room.clock.go(timedelta(days=1))
        await send_digest(inside.app, DIGEST, room.clock.now())
        await inside.send_round()
        first, second = (mail.message.get_body(("plain",)).get_content() for mail in room.smtp.mails[told:])
        assert "Kazakhstan joins" in first
        assert "alerted\r\n" in first, "how near it was to what else was told is for `monitor why`"
        assert "Kazakhstan joins" not in second and "othing new" in second


async def test_the_digest_shows_the_post_that_was_alerted_not_the_old_one_it_echoes(tmp_path: Path) -> None:
    room = Room(tmp_path)
    room.publish("Board of Peace: Kazakhstan joins")
    async with room.open() as inside:
        await settle(inside, room)
        room.publish("Board of Peace: Kazakhstan joins, envoy confirms")
        await settle(inside, room)
        assert len(room.at_slack()) == 1
        before = len(room.smtp.mails)
        room.clock.go(timedelta(minutes=1))
        await send_digest(inside.app, DIGEST, room.clock.now())
        await inside.send_round()
        text = room.smtp.mails[before].message.get_body(("plain",)).get_content()
        news = text[: text.index("BACKGROUND")] if "BACKGROUND" in text else text
        assert "envoy confirms" in news


async def test_a_digest_fired_twice_is_sent_once(tmp_path: Path) -> None:
    room = Room(tmp_path)
    async with room.open() as inside:
        await settle(inside, room)
        now = room.clock.now()
        await send_digest(inside.app, DIGEST, now)
        await send_digest(inside.app, DIGEST, now)
        await inside.send_round()
        assert len(room.smtp.mails) == 1


async def test_mornings_missed_while_down_become_one_digest_that_says_so(tmp_path: Path) -> None:
    room = Room(tmp_path)
    async with room.open() as inside:
        await settle(inside, room)
        await send_digest(inside.app, DIGEST, datetime(2026, 1, 22, 2, 0, tzinfo=UTC))
        room.clock.go(timedelta(days=4))
        await send_digest(inside.app, DIGEST, datetime(2026, 1, 25, 2, 0, tzinfo=UTC))
        await inside.send_round()
        text = room.smtp.mails[-1].message.get_body(("plain",)).get_content()
        assert "covers 3 digests" in text
        assert "2026-01-22" in text and "2026-01-25" in text


@pytest.mark.parametrize(
    ("expression", "zone", "after", "expected"),
    [
        ("0 7 * * *", "Asia/Almaty", "2026-01-21T00:00+00:00", "2026-01-21T07:00+05:00"),
        ("0 7 * * 1", "UTC", "2026-01-21T00:00+00:00", "2026-01-26T07:00+00:00"),
        ("0 7 * * 0", "UTC", "2026-01-21T00:00+00:00", "2026-01-25T07:00+00:00"),
        ("0 7 * * 7", "UTC", "2026-01-21T00:00+00:00", "2026-01-25T07:00+00:00"),
        ("0 7 * * 1-5", "UTC", "2026-01-24T00:00+00:00", "2026-01-26T07:00+00:00"),
        ("*/30 * * * *", "UTC", "2026-01-21T00:10+00:00", "2026-01-21T00:30+00:00"),
    ],
)
def test_a_cron_line_means_what_cron_means(expression: str, zone: str, after: str, expected: str) -> None:
    at = Ahead(read_cron(expression, zone)).get_next_fire_time(None, datetime.fromisoformat(after))
    assert at == datetime.fromisoformat(expected)


def test_a_year_away_costs_no_time_and_fires_once() -> None:
    trigger = Ahead(read_cron("* * * * *", "Europe/Paris"))
    start = datetime(2026, 1, 1, tzinfo=UTC)
    at = trigger.get_next_fire_time(start, start + timedelta(days=365))
    assert at is not None and at - (start + timedelta(days=365)) <= timedelta(minutes=1)


def test_the_hour_that_comes_twice_and_the_one_that_is_missing_stay_in_order() -> None:
    trigger = Ahead(read_cron("30 2 * * *", "Europe/Paris"))
    at, fired = datetime(2026, 3, 27, 12, tzinfo=UTC), []
    for _ in range(4):
        at = trigger.get_next_fire_time(at, at)
        fired.append(at)
    assert [f"{moment.astimezone(ZoneInfo('Europe/Paris')):%d %H:%M}" for moment in fired] == [
        "28 02:30",
        "29 03:00",
        "30 02:30",
        "31 02:30",
    ]


@pytest.mark.parametrize("late", [0, 3_001, 250_000, 999_999])
def test_what_is_due_each_hour_is_due_in_the_hour_that_comes_twice_and_not_in_the_missing_one(late: int) -> None:
    trigger = Ahead(read_cron("30 * * * *", "Europe/Paris"))
    for start, due in (("2026-10-25T00:00Z", [2, 2, 3, 4]), ("2026-03-29T00:00Z", [1, 3, 4, 5])):
        at, fired = datetime.fromisoformat(start), []
        for _ in due:
            # a scheduler asks again a moment after what it has fired
            at = trigger.get_next_fire_time(at, at + timedelta(microseconds=late))
            fired.append(at.astimezone(ZoneInfo("Europe/Paris")).hour)
        assert fired == due


@pytest.mark.parametrize(
    ("expression", "zone", "day", "due"),
    [
        ("30 2 * * *", "Europe/Paris", "2026-10-25", ["02:30+02:00"]),
        ("0 0 * * *", "Europe/Paris", "2026-03-30", ["00:00+02:00"]),  # the midnight after the clocks were set
        ("0 0 * * *", "America/New_York", "2026-03-09", ["00:00-04:00"]),
        ("0 0 * * *", "Africa/Cairo", "2026-04-24", ["01:00+03:00"]),  # a day that begins an hour late
        ("45 1 * * *", "Australia/Lord_Howe", "2026-04-05", ["01:45+11:00"]),  # half an hour comes twice
        ("15 2 * * *", "Australia/Lord_Howe", "2026-10-04", ["02:30+11:00"]),
        ("0 3 * * *", "Pacific/Chatham", "2026-09-27", ["03:45+13:45"]),
        ("0,30 1-3 * * *", "Europe/Paris", "2026-03-29", ["01:00+01:00", "01:30+01:00", "03:00+02:00", "03:30+02:00"]),
        ("0 0-3 * * 0", "Europe/Paris", "2026-10-25", ["00:00+02:00", "01:00+02:00", "02:00+02:00", "03:00+01:00"]),
        ("0 * 25 * *", "America/Havana", "2026-10-25", [f"{hour:02}:00-04:00" for hour in range(24)]),
        ("30 23 29 2 *", "Asia/Kathmandu", "2028-02-29", ["23:30+05:45"]),
        ("59 23 31 12 *", "Asia/Almaty", "2026-12-31", ["23:59+05:00"]),
    ],
)  # fmt: skip
def test_each_day_has_its_digest_once_whatever_the_clocks_do_on_it(
    expression: str, zone: str, day: str, due: list[str]
) -> None:
    trigger, there = Ahead(read_cron(expression, zone)), ZoneInfo(zone)
    at = datetime.fromisoformat(f"{day}T00:00").replace(tzinfo=there) - timedelta(minutes=1)
    fired: list[str] = []
    while (at := trigger.get_next_fire_time(at, at)).astimezone(there).date() == date.fromisoformat(day):
        fired.append(at.astimezone(there).isoformat()[11:16] + at.astimezone(there).isoformat()[19:])
    assert fired == due


async def test_a_digest_does_not_say_that_it_saw_the_time_before_there_was_a_monitor(tmp_path: Path) -> None:
    room = Room(tmp_path)
    async with room.open() as inside:
        await settle(inside, room)
        room.clock.go(timedelta(hours=2))
        told = await told_since(inside, room, START - timedelta(days=30))
        text = without_isolates(compose_digest(told, form="text").body)
        assert "All sources until 2026-01-21 09:20 (not watched yet)" in text
        assert "really no news" not in text
        late = await told_since(inside, room, START + timedelta(hours=1))
        assert "really no news" in compose_digest(late, form="text").body


async def test_a_source_that_was_added_later_is_not_said_to_have_been_seen_before(tmp_path: Path) -> None:
    first = Source(key="a", kind="feed", address="https://a.example/feed")
    added = Source(key="b", kind="feed", address="https://b.example/feed")
    room = Room(tmp_path, outlets={"b.example": DealtFeed(title="b", posts=[])})
    async with room.open(sources=[first]) as inside:
        await settle(inside, room)
    room.clock.go(timedelta(hours=5))
    async with room.open(sources=[first, added]) as inside:
        await settle(inside, room)
        room.clock.go(timedelta(minutes=1))
        told = await told_since(inside, room, START + timedelta(hours=1))
        text = without_isolates(compose_digest(told, form="text").body)
        assert "Coverage: 2 of 2 sources well. Blind: b until 2026-01-21 14:40 (not followed yet)" in text


@pytest.mark.parametrize("gone", [False, True])
async def test_a_source_that_was_switched_off_for_a_while_was_not_seen(tmp_path: Path, gone: bool) -> None:
    first = Source(key="a", kind="feed", address="https://a.example/feed")
    other = Source(key="b", kind="feed", address="https://b.example/feed")
    room = Room(tmp_path, outlets={"b.example": DealtFeed(title="b", posts=[])})
    async with room.open(sources=[first, other]) as inside:
        await settle(inside, room)
    room.clock.go(HOUR)
    async with room.open(sources=[first] if gone else [first, replace(other, enabled=False)]) as inside:
        await settle(inside, room)
    room.clock.go(5 * HOUR)
    async with room.open(sources=[first, other]) as inside:
        await settle(inside, room)
        room.clock.go(timedelta(minutes=1))
        told = await told_since(inside, room, START + HOUR)
        line = without_isolates(coverage_line(told))
        assert line == "2 of 2 sources well. Blind: b 2026-01-21 10:20–15:40 (it was switched off)"


async def test_a_digest_tells_when_the_monitor_was_not_at_work(tmp_path: Path) -> None:
    room = Room(tmp_path)
    async with room.open() as inside:
        await settle(inside, room)

        async def works(start: float, end: float) -> Pulse:
            pulse = Pulse(inside.app, START + timedelta(hours=start), timedelta(seconds=15))
            room.clock.go(START + timedelta(hours=start) - room.clock.now())
            await pulse.beat()
            while room.clock.now() < START + timedelta(hours=end):
                room.clock.go(timedelta(minutes=10))
                await pulse.beat()
            return pulse

        await works(1, 3)
        await works(3.1, 4)  # a restart that nobody need know of
        last = await works(9, 10)
        room.clock.go(timedelta(hours=2))  # the machine slept, and the daemon with it
        await last.beat()
        room.clock.go(timedelta(minutes=1))
        told = await told_since(inside, room, START + timedelta(hours=1))
        line = coverage_line(told)
        assert "All sources 2026-01-21 13:06–18:00 (the monitor was not at work)" in without_isolates(line)
        assert "All sources 2026-01-21 19:00–21:00 (the" in without_isolates(line)
        assert line.count("not at work") == 2
        assert "really no news" not in compose_digest(told, form="text").body
        [every, _] = json.loads(compose_digest(told, form="json").body)["coverage"]["blind"]
        assert (every["source"], every["source_name"]) == ("*", "All sources")


async def rounds(inside: Inside, room: Room, *minutes: float) -> None:
    """`monitor poll`, so many minutes after the start."""
    for minute in minutes:
        room.clock.go(START + timedelta(minutes=minute) - room.clock.now())
        await poll_now(inside.app, [])


@pytest.mark.parametrize("every", [20, 60, 1440])
async def test_who_polls_by_the_clock_without_a_daemon_is_not_told_that_nobody_was_at_work(
    tmp_path: Path, every: int
) -> None:
    room = Room(tmp_path)
    async with room.open() as inside:
        await Pulse(inside.app, START, timedelta(seconds=15)).beat(stopped=True)  # one ran here once
        await rounds(inside, room, *range(0, 12 * every, every))
        room.clock.go(timedelta(minutes=every * 0.9))
        told = await told_since(inside, room, START + timedelta(minutes=2 * every))
        assert without_isolates(coverage_line(told)) == "1 of 1 source well; no gaps in this window"


async def test_rounds_that_failed_to_come_for_hours_are_told_and_two_looks_by_hand_are_no_watch(tmp_path: Path) -> None:
    room = Room(tmp_path)
    async with room.open() as inside:
        await Pulse(inside.app, START, timedelta(seconds=15)).beat(stopped=True)
        await rounds(inside, room, *range(0, 180, 30), *range(600, 700, 30))
        line = without_isolates(coverage_line(await told_since(inside, room, START)))
        assert line.endswith("Blind: All sources 2026-01-21 11:30–19:00 (the monitor was not at work)"), line
        await rounds(inside, room, 1600, 1660)
        told = await told_since(inside, room, START + timedelta(minutes=700))
        assert "All sources since 2026-01-22 11:40, still (the" in without_isolates(coverage_line(told))


async def test_a_digest_asked_for_while_nothing_runs_says_so(tmp_path: Path) -> None:
    room = Room(tmp_path)
    async with room.open() as inside:
        await settle(inside, room)
        await Pulse(inside.app, START, timedelta(seconds=15)).beat(stopped=True)
        room.clock.go(timedelta(hours=8))
        told = await told_since(inside, room, START)
        assert "All sources since 2026-01-21 09:20, still (the monitor was not at work)" in without_isolates(
            coverage_line(told)
        )


async def test_a_late_echo_does_not_make_yesterdays_alert_a_new_development(tmp_path: Path) -> None:
    other = DealtFeed(title="b", posts=[])
    room = Room(
        tmp_path,
        outlets={"b.example": other},
        sources=[Source(key=key, kind="feed", address=f"https://{key}.example/feed") for key in ("a", "b")],
    )
    room.publish("Board of Peace: Kazakhstan joins")
    async with room.open() as inside:
        await settle(inside, room)
        room.publish("Board of Peace: Kazakhstan joins, envoy confirms")
        await settle(inside, room)
        assert len(room.at_slack()) == 1
        morning = room.clock.now() + timedelta(minutes=1)
        room.clock.go(timedelta(minutes=5))
        title = "Kazakhstan joins the Board of Peace, envoy confirms"
        other.posts = [replace(a_post(7, title, room.clock.now()), url="https://b.example/7")]
        await settle(inside, room)
        assert len(room.at_slack()) == 1, "it was an echo"
        told = await inside.app.read(
            build_report, inside.app.settings, STORY, since=morning, until=room.clock.now() + HOUR, zone="UTC"
        )
        text = without_isolates(compose_digest(told, form="text").body)
        assert "0 new developments, 1 post" in text
        assert "envoy confirms" in text
        assert "alerted before this window" in text and "first told here" not in text
        (one,) = json.loads(compose_digest(told, form="json").body)["developments"]
        assert (one["state"], one["earlier"]) == ("told", True)


async def test_a_digest_of_a_paused_story_does_not_say_that_there_is_no_news(tmp_path: Path) -> None:
    room = Room(tmp_path)
    async with room.open() as inside:
        await settle(inside, room)
        paused = replace(STORY, status="paused")
        since, until = room.clock.now() + HOUR, room.clock.now() + 3 * HOUR
        told = await inside.app.read(build_report, inside.app.settings, paused, since=since, until=until, zone="UTC")
        text = without_isolates(compose_digest(told, form="text").body)
        assert "The story is paused" in text and "really no news" not in text
        assert json.loads(compose_digest(told, form="json").body)["coverage"]["certain"] is False


async def test_what_stood_there_at_the_first_poll_is_no_burst_in_the_chart(tmp_path: Path) -> None:
    room = Room(tmp_path)
    room.publish("Board of Peace: Kazakhstan joins", "Kazakhstan on the Board of Peace sends wheat")
    async with room.open() as inside:
        await settle(inside, room)
        room.clock.go(HOUR)
        told = await told_since(inside, room, START)
        text = compose_digest(told, form="text").body
        assert "no posts" in text and "sends wheat" in text
        assert "POSTS OVER TIME" not in text
        assert sum(bucket.total for bucket in told.buckets) == 0
