"""The documents name everything that a person can configure or call, and point only at what exists."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from monitor import model
from monitor.channels import BUILT_IN as CHANNELS
from monitor.channels import load_channel
from monitor.cli.app import tree
from monitor.config import settings
from monitor.config.policy import PolicyShape
from monitor.sources import BUILT_IN as KINDS
from monitor.sources import load_kind

ROOT = Path(__file__).parents[3]
DOCS = ROOT / "docs"
EVERYTHING = {path: path.read_text("utf-8") for path in [*DOCS.rglob("*.md"), ROOT / "README.md"]}


def page(name: str) -> str:
    return (DOCS / "reference" / name).read_text("utf-8")


def commands() -> list[str]:
    app = tree()
    names = [str(command.name or command.callback.__name__) for command in app.registered_commands]  # type: ignore[union-attr]
    for group in app.registered_groups:
        inner = group.typer_instance
        name = group.name if isinstance(group.name, str) else inner.info.name
        names += [f"{name} {command.name or command.callback.__name__}" for command in inner.registered_commands]
    return names


@pytest.mark.parametrize("name", commands())
def test_every_command_is_described(name: str) -> None:
    assert f"`monitor {name}" in page("commands.md")


@pytest.mark.parametrize(
    "shape",
    [
        settings.MonitorShape, settings.StoreShape, settings.LogShape, settings.KeepShape, settings.NetworkShape,
        settings.DaemonShape, settings.WatchShape, settings.SourceShape, settings.ChannelShape, settings.DigestShape,
    ],
)  # fmt: skip
def test_every_config_key_is_described(shape: type[BaseModel]) -> None:
    text = page("configuration.md")
    for key in shape.model_fields:
        assert re.search(rf"[`\] ]{key}`|\[{key}\]", text), f"{shape.__name__}.{key}"


@pytest.mark.parametrize("key", PolicyShape.model_fields)
def test_every_policy_key_is_described(key: str) -> None:
    assert f"`{key}`" in page("policy.md")


@pytest.mark.parametrize("kind", KINDS)
def test_every_source_kind_and_its_options_are_described(kind: str) -> None:
    text = page(f"sources-{kind}.md")
    for name, field in load_kind(kind).Options.model_fields.items():
        assert f"`{field.alias or name}`" in text, f"{kind}: {name}"


@pytest.mark.parametrize("kind", CHANNELS)
def test_every_channel_kind_and_its_options_are_described(kind: str) -> None:
    text = page("channels.md")
    assert f"`{kind}`" in text
    for name, field in load_channel(kind).Options.model_fields.items():
        assert f"`{field.alias or name}`" in text, f"{kind}: {name}"


def test_the_glossary_knows_the_nouns() -> None:
    glossary = (DOCS / "glossary.md").read_text("utf-8")
    plain = {name for name in model.__all__ if isinstance(getattr(model, name), type)}
    not_nouns = {
        "MonitorError", "TryLater", "Refused", "Unreadable", "ConfigError", "WrongUse", "ChannelPort",
        "RuleText", "Direction", "Features", "File", "New",
    }  # fmt: skip
    missing = [name for name in sorted(plain - not_nouns) if f"**{name}**" not in glossary]
    assert missing == []


@pytest.mark.parametrize("path", EVERYTHING, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", EVERYTHING[path]):
        if not target.startswith(("http:", "https:", "mailto:")):
            assert (path.parent / target).exists(), target


def test_poll_stays_one_page() -> None:
    assert len((ROOT / "monitor" / "jobs" / "poll.py").read_text().splitlines()) <= 150


def test_every_test_that_a_document_names_is_there() -> None:
    here = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("*.py"))
    stand = {
        *re.findall(r"^(?:async )?def (test_\w+)", here, re.MULTILINE),
        *re.findall(r"^(Test\w+)", here, re.MULTILINE),
    }
    named = {name for text in EVERYTHING.values() for name in re.findall(r"`(test_\w+|Test\w+)`", text)}
    assert len(named) > 80
    assert named <= stand, f"named but not there: {sorted(named - stand)}"


def test_what_it_survives_names_a_test_for_each_of_what_was_promised() -> None:
    page = (ROOT / "docs" / "reference" / "what-it-survives.md").read_text("utf-8")
    told: set[int] = set()
    for first, last, held in re.findall(r"^\| (\d+)(?:-(\d+))? \|.*\| ([^|]*)\|$", page, re.MULTILINE):
        assert "`" in held, f"{first} is held by nothing"
        told |= set(range(int(first), int(last or first) + 1))
    # addresses, answers that do harm, delivery, the machine and its keeping
    promised = {*range(1, 25), *range(43, 50), *range(70, 84)}
    assert promised <= told, f"no row says what happens then: {sorted(promised - told)}"
