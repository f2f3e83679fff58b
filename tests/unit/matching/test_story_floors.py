"""Six labelled stories: what was reached is not lost again, and every judgement on the tier earns its place."""

import pytest

from benchmarks.stories import DRAFTS, MOST_LOST, STORIES, below, drafted, gains, labelled, run, score
from monitor.config.story import read_story
from monitor.matching import check_story


@pytest.mark.parametrize("name", STORIES)
def test_no_story_falls_below_its_floor_and_no_feature_costs_more_than_it_may(name: str) -> None:
    file, data = STORIES[name]
    story, posts = read_story(file), labelled(data)
    assert check_story(story) == ()
    assert below(name, score(run(story, posts))) == []
    assert min(gains(story, posts).values()) >= -MOST_LOST


@pytest.mark.parametrize("name", ["dam.en", "extradition.ru"])
def test_a_draft_finds_its_story_in_all_languages_before_anybody_edits_it(name: str) -> None:
    assert drafted(name).f1 >= DRAFTS[name][1]
