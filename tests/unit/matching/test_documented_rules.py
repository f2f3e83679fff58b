"""What docs/reference says of story files and rules is true."""

import re
from pathlib import Path

import pytest

from monitor.config.story import parse_story
from monitor.matching import check_story
from monitor.matching.plan import FEATURES
from monitor.matching.rule import parse_rule
from monitor.matching.signs import languages
from monitor.matching.tree import RESERVED, RuleFault

DOCS = Path(__file__).parents[3] / "docs" / "reference"


def page(name: str) -> str:
    return (DOCS / f"{name}.md").read_text(encoding="utf-8")


def test_the_example_story_file_has_no_fault() -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", page("story-file"), re.DOTALL)
    story = parse_story(example, "example.toml")  # as it stands there: it can be copied
    assert check_story(story) == ()
    assert story.sources == ("akorda-ru", "akorda-x")


def test_every_key_of_a_story_file_is_documented() -> None:
    from monitor.config.story import KeywordShape, RuleShape, StoryShape

    for shape in (StoryShape, KeywordShape, RuleShape):
        for key in shape.model_fields:
            assert re.search(rf"\b{key}\b", page("story-file")), key
    for word in RESERVED:
        assert word in page("story-file")


@pytest.mark.parametrize("rule", re.findall(r"^\| `([^`]+)` \|", page("rule-language"), re.MULTILINE))
def test_every_rule_in_the_table_can_be_written(rule: str) -> None:
    parse_rule(rule)


def test_the_faults_shown_are_the_faults_told() -> None:
    shown = re.findall(r"rule\.\w+: (\"(.*?)\", position .*?)(?:; .*)?$", page("rule-language"), re.MULTILINE)
    assert len(shown) == 3
    for line, text in shown:
        with pytest.raises(RuleFault) as fault:
            parse_rule(text.replace("^", ""))
        assert str(fault.value) == line


def test_every_feature_and_language_of_the_lists_is_documented() -> None:
    text = page("tiers-and-score")
    assert all(f"`{name}`" in text for name in FEATURES)
    assert len(languages()) == len(re.search(r"signs.toml`: (.*?)\. In", text, re.DOTALL)[1].split(","))  # type: ignore[index]
