"""The pages about channels, X and Telegram name every option, and their examples are configurations that hold."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from monitor.channels import BUILT_IN, load_channel
from monitor.channels.slack import _ADVICE
from monitor.model import Channel, Source
from monitor.sources import load_kind

DOCS = Path(__file__).parents[3] / "docs"
PAGES = [
    "reference/channels.md",
    "howto/slack.md",
    "howto/email.md",
    "reference/sources-x.md",
    "reference/sources-telegram.md",
]


def examples(page: str) -> list[dict[str, Any]]:
    text = (DOCS / page).read_text("utf-8")
    blocks = re.findall(r"^( *)```toml\n(.*?)^ *```", text, re.DOTALL | re.MULTILINE)
    return [tomllib.loads(re.sub(f"^{indent}", "", body, flags=re.MULTILINE)) for indent, body in blocks]


def names(shape: Any) -> set[str]:
    return {field.alias or name for name, field in shape.model_fields.items()}


@pytest.mark.parametrize("page", PAGES)
def test_every_example_is_a_configuration_that_holds(page: str) -> None:
    found = examples(page)
    assert found
    for example in found:
        for each in example.get("channels", []):
            kind = load_channel(each["kind"])
            channel = kind(Channel(**each), kind.Options.model_validate(each.get("options", {})))
            wrong = [said for _, said in channel.faults() if "is not set" not in said and "cannot be read" not in said]
            assert wrong == []
        for each in example.get("sources", []):
            kind = load_kind(each["kind"])
            each.pop("every")
            kind(Source(**each), kind.Options.model_validate(each.get("options", {})))


@pytest.mark.parametrize("kind", sorted(BUILT_IN))
def test_every_option_of_a_channel_is_described(kind: str) -> None:
    section = (DOCS / "reference/channels.md").read_text("utf-8").split(f"\n## {kind}\n")[1].split("\n## ")[0]
    for name in names(load_channel(kind).Options):
        assert f"`{name}`" in section, name


@pytest.mark.parametrize("kind", ["x", "telegram"])
def test_every_option_of_a_source_is_described(kind: str) -> None:
    text = (DOCS / f"reference/sources-{kind}.md").read_text("utf-8")
    for name in names(load_kind(kind).Options):
        assert f"| `{name}` |" in text, name


def test_the_words_of_slack_that_are_told_to_people_are_known_to_the_program() -> None:
    table = (DOCS / "howto/slack.md").read_text("utf-8").split("## When it does not work")[1]
    words = set(re.findall(r"`([a-z_]+)`", table))
    assert words <= set(_ADVICE)
