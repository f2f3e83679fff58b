"""What a document prints can be typed: each command is understood, each piece of configuration is without a fault."""

import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.main import get_command

from monitor.cli.app import tree
from monitor.cli.examples import EXAMPLES
from monitor.config import survey
from monitor.config.policy import PolicyShape
from monitor.config.settings import (
    DaemonShape,
    KeepShape,
    LogShape,
    MonitorShape,
    NetworkShape,
    StoreShape,
    WatchShape,
)
from monitor.desk.checking import check
from monitor.model import Policy

ROOT = Path(__file__).parents[3]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(kind: str) -> Iterator[tuple[str, str]]:
    """The fenced blocks of a kind in every document, each with the page's name and its line."""
    for path in PAGES:
        text = path.read_text("utf-8")
        for found in re.finditer(rf"^( *)```{kind}\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL):
            line = text[: found.start()].count("\n") + 1
            yield f"{path.relative_to(ROOT)}:{line}", re.sub(rf"^{found[1]}", "", found[2], flags=re.MULTILINE)


def commands() -> Iterator[tuple[str, str]]:
    """Each line of a console block that calls the monitor, whole."""
    for where, block in [*blocks("console"), *blocks("sh")]:
        for line in block.replace("\\\n", " ").splitlines():
            for piece in re.split(r"\s\|\s|\s&&\s", line.removeprefix("$ ")):
                if called := re.search(r"(?:^|[\s/])monitor ([a-z]+ .*|[a-z]+$)", re.sub(r"\s+#\s.*", "", piece)):
                    yield where, called[1]


#: By what stands in a piece of configuration, the file that it is a piece of; all others are of monitor.toml.
FILES = {
    "keywords": "stories/example.toml",
    "rule": "stories/example.toml",
    "sources": "sources.toml",
    "channels": "channels.toml",
    "digests": "channels.toml",
}
COMMANDS = list(commands())
CONFIGURATION = list(blocks("toml"))


def test_there_is_something_to_try() -> None:
    assert len(COMMANDS) > 30
    assert len(CONFIGURATION) > 15


@pytest.mark.parametrize(("where", "line"), COMMANDS, ids=[f"{where}-{line}" for where, line in COMMANDS])
def test_a_printed_command_is_understood(where: str, line: str) -> None:
    command, words = get_command(tree()), shlex.split(line)
    while (inner := getattr(command, "commands", None)) is not None:
        assert words[0] in inner, f"{where}: {line}"
        command = inner[words.pop(0)]
    command.make_context("monitor", words).close()


def test_the_sources_of_the_examples_are_there() -> None:
    there = {source["key"] for source in tomllib.loads((ROOT / "config/sources.toml").read_text("utf-8"))["sources"]}
    named = {word for line in EXAMPLES["poll"] for word in line.split()[2:]}
    assert named and named <= there


@pytest.mark.parametrize(("where", "text"), CONFIGURATION, ids=[where for where, _ in CONFIGURATION])
def test_a_printed_piece_of_configuration_has_no_fault(where: str, text: str, tmp_path: Path) -> None:
    table = tomllib.loads(text)
    file = next((file for key, file in FILES.items() if key in table), "monitor.toml")
    if file == "stories/example.toml" and "key" not in table:
        text = f'key = "example"\n{text}'
    if file == "monitor.toml" and set(table) <= set(PolicyShape.model_fields):
        text = f"[policy]\n{text}"
    (tmp_path / "stories").mkdir()
    (tmp_path / file).write_text(text, "utf-8")
    # a piece names what stands elsewhere
    told = [fault for fault in check(tmp_path).faults if not fault.wrong.startswith("there is no '")]
    if "keywords" not in table:
        told = [fault for fault in told if not re.search(r"no keyword", fault.wrong)]
    assert not told, f"{where}: {[str(fault) for fault in told]}"


@pytest.mark.parametrize(("where", "text"), list(blocks("json")))
def test_a_printed_piece_of_json_is_json(where: str, text: str) -> None:
    try:
        json.loads(text)
    except json.JSONDecodeError:
        assert [json.loads(line) for line in text.splitlines()], where


def test_the_configuration_to_start_from_shows_every_key_and_its_default(tmp_path: Path) -> None:
    text = (ROOT / "config/monitor.toml").read_text("utf-8")
    shown = {table: set(re.findall(r"^#? ?(\w+) = ", part, re.MULTILINE)) for table, part in tables_of(text)}
    tables = {"daemon": DaemonShape, "watch": WatchShape, "keep": KeepShape, "log": LogShape, "network": NetworkShape}
    for table, shape in {**tables, "policy": PolicyShape, "store": StoreShape}.items():
        # quiet hours are read in the zone of the reader unless somebody says otherwise
        assert shown[table] == set(shape.model_fields) - ({"zone"} if table == "policy" else set()), table
    # an address, a file or an hour is an example; what is none of these is what holds without the line
    examples = r"\w*(?:url|file|quiet|contact|proxy|direct|allow|nat64)\w* ="
    given = re.sub(rf"^# (?!{examples})(?=\w+ = )", "", text, flags=re.MULTILINE)
    assert given.count("\n#") < text.count("\n#") - 10
    (tmp_path / "monitor.toml").write_text(given, "utf-8")
    (tmp_path / "stories").mkdir()
    said, plain = survey(tmp_path)[0], MonitorShape()
    assert (said.daemon, said.keep, said.log, said.watch) == (plain.daemon, plain.keep, plain.log, plain.watch)
    assert said.policy == Policy(zone=said.zone)


def tables_of(text: str) -> Iterator[tuple[str, str]]:
    """The tables of a file, each with its lines."""
    for found in re.finditer(r"^\[(\w+)\](.*?)(?=^\[|\Z)", text, re.MULTILINE | re.DOTALL):
        yield found[1], found[2]
