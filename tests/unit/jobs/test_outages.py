"""A channel or an account that is out of service: all is kept, told when it can be, and nobody is flooded."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

from living import (
    DAY,
    GOODS,
    HOUR,
    MINUTE,
    SLOW,
    START,
    Life,
    a_feed,
    a_source,
    at,
    living,
    passes,
    stories,
    virtually,
)

from monitor.config.secrets import is_reference
from monitor.demo.inside import Inside, StillClock
from monitor.demo.outlet import Asked
from monitor.demo.sinks.slack import SlackSink
from monitor.demo.sinks.webhook import WebhookSink
from monitor.jobs.watch import tell_changes
from monitor.model import Channel, Reply, Source
from monitor.store.letters import letters

DESK = Channel(key="desk", kind="slack", address="https://slack.example/services/T0/B0/x")
HOOK = Channel(key="hook", kind="webhook", address="https://hook.example/in")


class Line:
    """The line to Slack. It is dead from one moment to another."""

    def __init__(self, sink: SlackSink, since: datetime, until: datetime) -> None:
        self.sink, self.since, self.until = sink, since, until

    def __call__(self, asked: Asked) -> Reply:
        if self.since <= asked.at < self.until:
            raise OSError("no route")
        return self.sink(asked)


def named(texts: Sequence[str]) -> set[str]:
    """The goods that are mentioned."""
    return {word for word in GOODS if any(word in text for text in texts)}


def test_slack_down_for_an_hour_loses_nothing_and_is_told_at_its_own_pace(tmp_path: Path) -> None:  # 44
    slack, hook = SlackSink(), WebhookSink()
    posts = at(-60, *(10 + minute for minute in range(len(GOODS) - 1)))
    line = Line(slack, START + 5 * MINUTE, START + 65 * MINUTE)

    async def main() -> None:
        async with living(
            tmp_path,
            outlets={"a.example": a_feed(posts), "slack.example": line, "hook.example": hook},
            sources=[a_source(every=MINUTE)],
            channels=[DESK, HOOK],
        ) as life:
            await passes(60 * MINUTE)
            assert not slack.messages
            alerts = [got for got in hook.messages if got.body["type"] == "alert"]
            assert len(alerts) == 39, "another channel does not wait for it"
            assert max(got.at - START for got in alerts) < 52 * MINUTE
            await passes(60 * MINUTE)
            texts = [posted.payload["text"] for posted in slack.messages]
            assert len(texts) == 39, texts
            assert named(texts) == set(GOODS[1:])
            times = [posted.at for posted in slack.messages]
            gaps = [later - earlier for earlier, later in pairwise(times)]
            assert min(gaps) >= timedelta(seconds=1)
            assert times[-1] - times[0] < 5 * MINUTE
            assert await life.told("dead") == []

    virtually(main())


def test_what_is_older_than_a_day_comes_as_one_message_that_names_it_all(tmp_path: Path) -> None:
    slack, hook = SlackSink(), WebhookSink()
    posts = at(-60, *(10 + 3 * minute for minute in range(29)), *(26 * 60 + minute for minute in range(4)))
    line = Line(slack, START + 5 * MINUTE, START + 29 * HOUR)

    async def main() -> None:
        async with living(
            tmp_path,
            outlets={"a.example": a_feed(posts), "slack.example": line, "hook.example": hook},
            sources=[a_source(every=20 * MINUTE)],
            channels=[DESK, HOOK],
            paces=SLOW,
        ) as life:
            await passes(28 * HOUR)
            assert not slack.messages
            await passes(3 * HOUR)
            texts = [str(posted.payload) for posted in slack.messages]
            together = [text for text in texts if "While we were away: 29 messages" in text]
            assert len(together) == 1
            assert named(together) == set(GOODS[1:30])
            assert named([text for text in texts if text not in together]) == set(GOODS[30:34])
            assert len(texts) == 5
            alerts = [got for got in hook.messages if got.body["type"] == "alert"]
            assert len(alerts) == 33, "programs get each by itself"
            assert await life.told("waiting") == []

    virtually(main())


def test_a_daemon_that_was_off_for_days_tells_what_waited_in_one_message(tmp_path: Path) -> None:
    slack = SlackSink()
    posts = at(-60, *(10 + minute for minute in range(20)))
    line = Line(slack, START, START + DAY)

    async def run_for(span: timedelta, start: datetime) -> Life:
        async with living(
            tmp_path,
            outlets={"a.example": a_feed(posts), "slack.example": line},
            sources=[a_source()],
            channels=[DESK],
            start=start,
        ) as life:
            await passes(span)
            return life

    virtually(run_for(HOUR, START))
    virtually(run_for(10 * MINUTE, START + 3 * DAY))
    texts = [str(posted.payload) for posted in slack.messages]
    assert len(texts) == 1
    assert "While we were away: 20 messages" in texts[0]
    assert named(texts) == set(GOODS[1:21])


def test_a_dead_webhook_is_told_once_however_much_dies_on_it(tmp_path: Path) -> None:  # 47
    slack, hook = SlackSink(faults=["404"] * 20), WebhookSink()
    posts = at(-60, *(10 + minute for minute in range(20)))

    async def main() -> None:
        async with living(
            tmp_path,
            outlets={"a.example": a_feed(posts), "slack.example": slack, "hook.example": hook},
            sources=[a_source()],
            channels=[DESK, HOOK],
        ) as life:
            await passes(2 * HOUR)
            assert len([one for one in await life.told("dead") if one.startswith("desk")]) == 20
            notices = [got.body for got in hook.messages if got.body["type"] == "notice"]
            assert [notice["subject"] for notice in notices] == ["A message could not be delivered"]

    virtually(main())


class Api:
    """X without credit, until it is paid. It counts who asked when."""

    def __init__(self) -> None:
        self.paid = False
        self.asked: list[datetime] = []

    def __call__(self, asked: Asked) -> Reply:
        self.asked.append(asked.at)
        if not self.paid:
            body = b'{"title":"CreditsDepleted","type":"https://api.x.com/2/problems/credits","detail":"no credits"}'
            return Reply(asked=asked.url, url=asked.url, status=402, body=body, at=asked.at)
        name = asked.url.partition("/by/username/")[2].partition("?")[0] or "a"
        body = b'{"data":{"id":"7","name":"A","username":"%b"}}' % name.encode()
        if "/tweets" in asked.url:
            body = b'{"meta":{"result_count":0}}'
        headers = (("content-type", "application/json"),)
        return Reply(asked=asked.url, url=asked.url, headers=headers, body=body, at=asked.at)


def accounts(tmp_path: Path, *names: str) -> list[Source]:
    token = tmp_path / "token"
    token.write_text("t")
    token.chmod(0o600)
    options = {"token": f"file:{token}"}
    assert is_reference(options["token"])
    return [
        Source(key=f"x-{name}", kind="x", address=f"https://x.com/{name}", every=5 * MINUTE, options=options)
        for name in names
    ]


def test_without_credit_no_account_of_x_is_asked_before_the_next_day_and_it_is_told_once(tmp_path: Path) -> None:
    api, slack = Api(), SlackSink()
    feed = a_feed(at(-60))

    async def main() -> None:
        async with living(
            tmp_path,
            outlets={"api.x.com": api, "a.example": feed, "slack.example": slack},
            sources=[*accounts(tmp_path, "one", "two", "three", "four"), a_source(every=HOUR)],
            channels=[DESK],
            paces=SLOW,
        ) as life:
            await passes(14 * HOUR)
            first = len(api.asked)
            assert first <= 4, "those that were asked at the same moment find out by themselves"
            assert await life.told() == ["desk: No credit: 4 sources are not read"]
            await passes(2 * HOUR)  # midnight in UTC is 15 hours after the start
            assert first < len(api.asked) <= first + 4
            assert all(moment.day == START.day or moment.hour == 0 for moment in api.asked)
            api.paid = True
            await passes(24 * HOUR)
            assert len(api.asked) > first + 20
            assert (await life.told())[1:] == ["desk: 4 sources can be read again"]

    virtually(main())


async def test_a_single_account_without_credit_is_told_by_its_name(tmp_path: Path) -> None:
    async with Inside(
        f"sqlite:///{tmp_path}/monitor.db",
        clock=StillClock(START),
        outlets={"api.x.com": Api()},
        sources=accounts(tmp_path, "one"),
        stories=stories(1),
        channels=[DESK],
    ) as inside:
        await inside.poll_round()
        await inside.app.write(tell_changes, inside.app, START, {})
        (told,) = await inside.app.read(letters)
    assert told.delivery.message.subject == "We cannot read x-one"


def test_a_person_who_has_paid_need_not_wait_for_the_next_day(tmp_path: Path) -> None:
    api = Api()

    async def main() -> None:
        sources = accounts(tmp_path, "one", "two")
        outlets = {"api.x.com": api}
        async with living(tmp_path, outlets=outlets, sources=sources, channels=[]) as life:
            await passes(HOUR)
            asked = len(api.asked)
            api.paid = True
            from monitor.desk.polling import poll_now

            states = await poll_now(life.app, ["x-one"])
            assert [state.health for state in states] == ["empty"]
            await passes(2 * MINUTE)
            assert len(api.asked) >= asked + 4, "the others are asked as well, each for its id and its posts"

    virtually(main())


def test_a_source_that_names_a_time_is_asked_neither_before_it_nor_long_after(tmp_path: Path) -> None:  # Retry-After
    asked: list[datetime] = []

    def limiting(one: Asked) -> Reply:
        asked.append(one.at)
        headers = (("retry-after", "10800"),) if len(asked) < 3 else ()
        return Reply(asked=one.url, url=one.url, status=429, at=one.at, headers=headers)

    async def main() -> None:
        async with living(tmp_path, outlets={"a.example": limiting}, sources=[a_source()], channels=[]):
            await passes(timedelta(hours=8))

    virtually(main())
    waits = [later - sooner for sooner, later in pairwise(asked)]
    assert all(timedelta(hours=3) <= wait <= timedelta(hours=3, minutes=5) for wait in waits[:2]), waits
    assert len(waits) >= 3, "afterwards at its own pace"
