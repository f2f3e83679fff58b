"""When a place is asked again: soon while it publishes, less the quieter it is, never before it wants us."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from monitor.jobs import pace
from monitor.model import Haul, Refused, Source, TryLater, Unreadable

NOW = datetime(2026, 1, 21, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def a_source(shortest: int | None = 3) -> Source:
    wait = None if shortest is None else shortest * MINUTE
    return Source(key="a", kind="feed", address="https://a.example/", every=15 * MINUTE, shortest=wait)


class Unshaken(random.Random):
    def uniform(self, a: float, b: float) -> float:
        return 1.0


@pytest.mark.parametrize(
    ("quiet_for", "wait"),
    [(0, 3), (6, 3), (12, 4), (30, 10), (45, 15), (60, 15), (60 * 24 * 30, 15)],
)
def test_a_place_is_asked_sooner_while_it_publishes(quiet_for: int, wait: int) -> None:
    quiet = pace.quiet(NOW - quiet_for * MINUTE, NOW, is_news=not quiet_for)
    assert pace.after_haul(a_source(), Haul(), Unshaken(), quiet=quiet) == wait * MINUTE


@pytest.mark.parametrize("news_at", [None, NOW - MINUTE])
def test_a_place_without_a_shortest_wait_keeps_its_interval(news_at: datetime | None) -> None:
    quiet = pace.quiet(news_at, NOW, is_news=False)
    assert pace.after_haul(a_source(None), Haul(), Unshaken(), quiet=quiet) == 15 * MINUTE


def test_a_place_that_never_had_news_keeps_its_interval() -> None:
    assert pace.after_haul(a_source(), Haul(), Unshaken(), quiet=pace.quiet(None, NOW, is_news=False)) == 15 * MINUTE


def test_news_of_tomorrow_by_a_wrong_clock_hurry_nobody_below_the_shortest_wait() -> None:
    quiet = pace.quiet(NOW + timedelta(days=1), NOW, is_news=False)
    assert pace.after_haul(a_source(), Haul(), Unshaken(), quiet=quiet) == 3 * MINUTE


def test_a_place_that_wants_more_time_gets_it_even_just_after_news() -> None:
    asked = Haul(fresh_for=10 * MINUTE)
    assert pace.after_haul(a_source(), asked, Unshaken(), quiet=timedelta(0)) == 10 * MINUTE


@pytest.mark.parametrize(("seconds", "wait"), [(0, 900), (1, 899), (60, 840), (90, 810), (86_400, 810)])
def test_a_late_poll_is_made_up_for_but_no_place_is_asked_before_nine_tenths_of_its_interval(
    seconds: int, wait: int
) -> None:
    due = NOW - timedelta(seconds=seconds)
    late = pace.late(due - 15 * MINUTE, 15 * MINUTE, NOW)
    assert pace.after_haul(a_source(), Haul(), Unshaken(), late=late) == timedelta(seconds=wait)


@pytest.mark.parametrize("polled_at", [None, NOW - MINUTE, NOW + timedelta(days=1)])
def test_a_first_poll_one_that_was_woken_and_one_under_another_clock_are_not_late(polled_at: datetime | None) -> None:
    assert pace.late(polled_at, 15 * MINUTE, NOW) == timedelta(0)


def test_a_late_poll_does_not_bring_the_next_before_the_place_wants_it() -> None:
    asked = Haul(fresh_for=20 * MINUTE)
    assert pace.after_haul(a_source(), asked, Unshaken(), late=MINUTE) == 20 * MINUTE


def test_short_delays_do_not_add_up_to_fewer_polls() -> None:
    rng = random.Random(2)
    late = 20 * timedelta(seconds=1)
    waits = [pace.after_haul(a_source(None), Haul(), rng, late=late) for _ in range(2_000)]
    assert abs(sum(waits, timedelta(0)) / 2_000 + late - 15 * MINUTE) < timedelta(seconds=5)
    assert min(waits) >= 13.5 * MINUTE


def test_no_two_waits_of_many_sources_are_alike() -> None:
    rng = random.Random(1)
    waits = [pace.after_haul(a_source(), Haul(), rng, quiet=timedelta(0)) for _ in range(50)]
    assert len(set(waits)) == 50
    assert all(2.7 * MINUTE <= wait <= 3.3 * MINUTE for wait in waits)


@pytest.mark.parametrize("failures", [1, 5, 40])
def test_a_place_that_says_when_it_wants_to_be_asked_again_is_not_asked_before(failures: int) -> None:
    asked = TryLater("slow down", code="429", health="limited", retry_at=NOW + timedelta(hours=9))
    assert pace.after_failure(a_source(), asked, failures, NOW, random.Random(1)) >= timedelta(hours=9)


def test_a_place_that_fails_is_asked_less_and_less_often_and_never_given_up() -> None:
    broken = Unreadable("no feed", code="unexpected_content")
    waits = [pace.after_failure(a_source(), broken, number, NOW, Unshaken()) for number in range(40)]
    assert waits[:4] == [15 * MINUTE, 30 * MINUTE, 60 * MINUTE, 120 * MINUTE]
    assert max(waits) == timedelta(hours=6)


def test_a_place_that_cannot_be_reached_is_looked_for_every_half_hour() -> None:
    away = TryLater("no route", code="network")
    assert pace.after_failure(a_source(), away, 40, NOW, Unshaken()) == 30 * MINUTE


def test_what_only_a_person_can_mend_is_asked_once_an_hour_at_most() -> None:
    assert pace.after_failure(a_source(), Refused("no key", code="401"), 0, NOW, Unshaken()) == 60 * MINUTE


@pytest.mark.parametrize("code", ["tls_error", "blocked_address"])
def test_a_place_whose_certificate_or_name_is_wrong_is_looked_for_every_hour_at_least(code: str) -> None:
    bad = Refused("its certificate is not valid: certificate has expired", code=code)
    waits = [pace.after_failure(a_source(), bad, each, NOW, Unshaken()) for each in (0, 1, 2, 40)]
    assert waits == [15 * MINUTE, 30 * MINUTE, 60 * MINUTE, 60 * MINUTE]
