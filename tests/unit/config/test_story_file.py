"""A story file: what an editor writes becomes a story, and every slip is told at once."""

from pathlib import Path

import pytest

from monitor.config.story import parse_story, read_story
from monitor.model import ConfigError, Keyword, RuleText

WHOLE = """\
key = "board-of-peace"
title = "Kazakhstan and the Board of Peace"
languages = ["ar", "ru"]
sources = ["akorda-ru"]
channels = ["desk"]
status = "paused"
was = ["peace"]
[[keywords]]
name = "tokayev"
facet = "who"
forms.ar = ["توكاييف"]
forms.ru = "Токаев"
exact.en = ["BoP"]
patterns = ['\\bToqa(y|ev)\\w*']
[rule]
update = "who and what"
[features]
enumeration = false
"""


def test_a_whole_file_becomes_a_story(tmp_path: Path) -> None:
    path = tmp_path / "board.toml"
    path.write_bytes(b"\xef\xbb\xbf" + WHOLE.replace("\n", "\r\n").encode())
    story = read_story(path)
    assert (story.key, story.title, story.file) == (
        "board-of-peace",
        "Kazakhstan and the Board of Peace",
        str(path),
    )
    assert story.languages == ("ar", "ru")
    assert story.keywords == (
        Keyword(
            name="tokayev",
            facet="who",
            forms={"ar": ("توكاييف",), "ru": ("Токаев",)},
            exact={"en": ("BoP",)},
            patterns=(r"\bToqa(y|ev)\w*",),
        ),
    )
    assert story.rule == RuleText(update="who and what")
    assert (story.sources, story.channels, story.status, story.was) == (("akorda-ru",), ("desk",), "paused", ("peace",))
    assert story.features == {"enumeration": False}


def test_the_smallest_story_is_called_by_its_key() -> None:
    assert parse_story('key = "quake"', "f.toml").title == "quake"


def test_all_faults_are_told_at_once_with_their_lines() -> None:
    text = """\
titel = "x"
status = "of"
[[keywords]]
name = "a"
forms.ar = [
  "x",
  5,
]
[[keywords]]
nam = "b"
[rule]
updat = "a"
[features]
genre = "yes"
"""
    with pytest.raises(ConfigError) as error:
        parse_story(text, "f.toml")
    assert [str(fault) for fault in error.value.faults] == [
        "f.toml: key: is missing; add key = ...",
        "f.toml:1: titel: unknown key; did you mean title?",
        "f.toml:2: status: 'of' is not known; one of 'active' or 'paused'",
        'f.toml:7: keywords[a].forms.ar[2]: 5 is a number; text in quotes: "..."',
        "f.toml:9: keywords[2].name: is missing; add name = ...",
        "f.toml:10: keywords[2].nam: unknown key; did you mean name?",
        "f.toml:12: rule.updat: unknown key; did you mean update?",
        "f.toml:14: features.genre: 'yes' is text; true or false, without quotes",
    ]


@pytest.mark.parametrize("key", ["", "two words", "-x", "a/b", "x" * 101, "../up"])
def test_a_key_that_cannot_be_a_file_name_is_refused(key: str) -> None:
    with pytest.raises(ConfigError, match="cannot be a key"):
        parse_story(f'key = "{key}"', "f.toml")
