"""Ten days of the real daemon in a world full of faults, in virtual time: nothing is lost, repeated or unseen."""

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.simulation.plan import HOUR, draw
from benchmarks.simulation.simulation import Simulation


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 6))
def test_ten_days_full_of_faults_lose_and_repeat_nothing(seed: int, tmp_path: Path) -> None:
    outcome = Simulation(draw(seed, days=10, sources=12, every=HOUR), tmp_path).run()
    again = f"again: python benchmarks/simulate.py --seed {seed} --days 10"
    assert not outcome.broken, f"day {outcome.day}: {outcome.broken}\n{again}"
    assert outcome.day == 10
    assert outcome.counts["polls"] > 2_000
    assert outcome.counts["alerts"] > 10


def test_a_post_that_is_overlooked_is_found_out_on_its_day(tmp_path: Path) -> None:
    plan = draw(1, days=3, sources=2, every=HOUR)
    first, *others = plan.spots
    # the world holds that a post on the second day belongs to a story of which it does not say a word
    items = [replace(one, story="harvest") if plan.start < one.at and not one.story else one for one in first.items]
    outcome = Simulation(replace(plan, spots=(replace(first, items=tuple(items)), *others)), tmp_path).run()
    assert "belongs to harvest and was not matched" in outcome.broken
    assert outcome.day < 3
