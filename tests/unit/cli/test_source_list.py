"""``monitor source list``: which places are followed."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from monitor.cli.app import tree

SOURCES = """
[[sources]]
key = "radio"
name = "موزاييك"
kind = "feed"
address = "https://radio.example/feed"
every = "90m"
shortest = "2m"

[[sources]]
key = "union"
kind = "telegram"
actor = "the-union"
address = "@union"
enabled = false
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    (tmp_path / "sources.toml").write_text(SOURCES, "utf-8")
    return tmp_path


def listed(config: Path, *words: str) -> str:
    done = CliRunner().invoke(tree(), ["source", "list", "--config", str(config), *words])
    assert done.exit_code == 0
    return done.stdout


def test_each_source_stands_on_a_line_with_how_often_it_is_asked(config: Path) -> None:
    assert [line.split("\t") for line in listed(config).splitlines()] == [
        ["radio", "feed", "2m-1h30m", "موزاييك", "https://radio.example/feed"],
        ["union", "telegram", "switched off", "", "@union"],
    ]


def test_a_program_reads_the_same(config: Path) -> None:
    radio, union = json.loads(listed(config, "--json"))
    assert (radio["key"], radio["every"], radio["shortest"], radio["enabled"]) == ("radio", 5400.0, 120.0, True)
    assert (union["actor"], union["every"], union["shortest"], union["enabled"]) == ("the-union", 900.0, None, False)
    assert union["address"] == "@union"


def test_a_configuration_without_sources_says_so(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text("")
    done = CliRunner().invoke(tree(), ["source", "list", "--config", str(tmp_path)])
    assert (done.exit_code, done.stdout) == (0, "")
    assert "no source is configured" in done.stderr
