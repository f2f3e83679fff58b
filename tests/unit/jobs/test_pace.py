"""When a place is asked again: soon while it publishes, less the quieter it is, never before it wants us."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from monitor.jobs import pace
from monitor.model import Haul, Source

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


def test_no_two_waits_of_many_sources_are_alike() -> None:
    rng = random.Random(1)
    waits = [pace.after_haul(a_source(), Haul(), rng, quiet=timedelta(0)) for _ in range(50)]
    assert len(set(waits)) == 50
    assert all(2.7 * MINUTE <= wait <= 3.3 * MINUTE for wait in waits)
