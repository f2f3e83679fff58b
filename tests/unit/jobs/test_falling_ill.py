"""A notice waits for those that one cause makes ill beside it, and not for long."""

from datetime import UTC, datetime, timedelta
from typing import Any

from monitor.jobs.falling_ill import have_returned, is_news, is_put_off, others_follow
from monitor.store.wellbeing import SourceState

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def state(key: str, health: str, *, since: datetime, every: timedelta, failures: int, **more: Any) -> SourceState:
    known = {"enabled": True, "error": "503", "told_ill": "", "next_at": since + every}
    given = {**known, "key": key, "health": health, "health_since": since, "every": every, "failures": failures, **more}
    return SourceState(**{name: given.get(name) for name in SourceState._fields})


def is_held(states: list[SourceState], now: datetime) -> bool:
    ill = [one for one in states if is_news(one, at_once=is_put_off(one))]
    assert ill
    return others_follow(ill, states, now)


def test_a_place_that_is_now_in_trouble_now_limited_is_told_though_others_stumble_beside_it() -> None:
    def after(failures: int) -> list[SourceState]:
        now = NOON + failures * 10 * MINUTE
        word = ("try_later", "limited")[failures % 2]  # each of its answers begins another illness
        others = [state(key, "try_later", since=now - MINUTE, every=5 * MINUTE, failures=1) for key in "bc"]
        return [state("a", word, since=now - MINUTE, every=5 * MINUTE, failures=failures), *others]

    assert is_held(after(3), NOON + 30 * MINUTE)
    assert not is_held(after(4), NOON + 40 * MINUTE)


def test_a_place_that_is_asked_each_minute_waits_minutes_whatever_falls_ill_beside_it() -> None:
    day = timedelta(days=1)
    states = [
        state("minute", "try_later", since=NOON, every=MINUTE, failures=3),
        state("day", "limited", since=NOON + MINUTE, every=day, failures=1, next_at=NOON + 6 * day),
        state("hour", "try_later", since=NOON + MINUTE, every=60 * MINUTE, failures=1),
    ]
    assert is_held(states, NOON + 4 * MINUTE)
    assert not is_held(states, NOON + 5 * MINUTE)


def test_calls_that_do_not_arrive_are_waited_for_though_they_are_tried_again_sooner() -> None:
    states = [
        state(key, "try_later", since=NOON, every=5 * MINUTE, failures=failures, error="network")
        for key, failures in (("a", 4), ("b", 3), ("c", 2))
    ]
    assert is_held(states, NOON + 20 * MINUTE)
    assert not is_held(states, NOON + 25 * MINUTE)
    assert not is_held(states, NOON - 60 * MINUTE), "the clock was an hour ahead"


def test_a_return_is_told_within_the_hour_though_others_return_all_the_time() -> None:
    def back(key: str, ago: timedelta) -> SourceState:
        return state(key, "ok", since=NOON, every=5 * MINUTE, failures=0, well_since=NOON - ago, told_ill="try_later")

    just_now = back("z", MINUTE)
    assert [one.key for one in have_returned([back("a", 2 * MINUTE), back("b", 9 * MINUTE)], NOON)] == ["a", "b"]
    assert have_returned([back("a", 59 * MINUTE), just_now], NOON) == []
    told = have_returned([back("a", 60 * MINUTE), back("b", 9 * MINUTE), just_now], NOON)
    assert [one.key for one in told] == ["a", "b"]
    assert have_returned([], NOON) == []
