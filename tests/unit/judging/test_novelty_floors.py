"""Judging on labelled stories does not fall below what was written down."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from benchmarks import days, weeks
from benchmarks.novelty import FLOORS, score, streams
from monitor.judging import Background, features, judge
from monitor.model import Match, Policy, Post, Told

STREAMS = streams()
NOON = datetime(2026, 1, 20, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize("name", FLOORS)
def test_each_development_is_told_about_once(name: str) -> None:
    story, rows = STREAMS[name]
    found = score(story, rows)
    f1, alerts, missed = FLOORS[name]
    assert found.f1 >= f1
    assert found.alerts <= alerts
    assert found.missed <= missed


@pytest.mark.parametrize("stream", weeks.FLOORS)
def test_each_development_of_several_weeks_is_told_about_once(stream: str) -> None:
    found = weeks.score(stream)
    alerts, missed = weeks.FLOORS[stream]
    assert found.each <= alerts, found.faults
    assert found.missed <= missed, found.faults


@pytest.mark.parametrize("stream", days.FLOORS)
def test_each_development_of_busy_days_is_told_about(stream: str) -> None:
    found = days.score(stream)
    f1, alerts, missed = days.FLOORS[stream]
    assert found.f1 >= f1
    assert found.each <= alerts
    assert found.missed <= missed


def a_busy_story(posts: int) -> list[Told]:
    rows = [row for name in ("s1.dev", "s2") for row in STREAMS[name][1]]
    known = [features(Match(post=row.post, story="s", tier="update", score=1.0, hits=()), Background()) for row in rows]
    return [
        Told(
            development=number // 5,
            source=f"s{number % 7}",
            post_id=f"p{number}",
            url="",
            lang="",
            at=NOON - timedelta(minutes=2 * (number // 3)),
            features=known[number % len(known)],
        )
        for number in range(posts)
    ]


def test_two_thousand_recent_posts_cost_a_few_milliseconds() -> None:
    told = a_busy_story(2_000)
    post = Post(source="x", id="x", title="Putin apologises to Aliyev over the crash", text="He called on Saturday.")
    match = Match(post=post, story="s", tier="update", score=1.0, hits=())
    known = features(match, Background())
    spent = []
    for _ in range(20):
        start = time.process_time()
        judge(match, known, told, at=NOON, policy=Policy())
        spent.append(time.process_time() - start)
    assert min(spent) < 0.01  # about a millisecond; the machine of a test may be busy


def test_many_posts_in_any_order_give_one_verdict() -> None:
    told = a_busy_story(300)
    for post in (told[7], told[150]):
        copy = Post(
            source="x", id="x", title="Путин извинился перед Алиевым", text="Разговор состоялся в субботу.", lang="ru"
        )
        match = Match(post=copy, story="s", tier="update", score=1.0, hits=())
        verdicts = {
            repr(judge(match, post.features, order, at=NOON, policy=Policy()))
            for order in (told, told[::-1], told[150:] + told[:150], sorted(told, key=lambda each: each.post_id))
        }
        assert len(verdicts) == 1
