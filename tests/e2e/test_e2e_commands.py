"""Commands as a person or a script types them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def monitor(*words: str, cwd: Path, code: int = 0, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "monitor", *words],
        cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )  # fmt: skip
    assert done.returncode == code, f"{words}: exit {done.returncode}\n{done.stdout}\n{done.stderr}"
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


def test_a_fresh_config_is_well_and_the_commands_work_on_it(tmp_path: Path) -> None:
    monitor("init", str(tmp_path), cwd=tmp_path)
    assert "well" in monitor("check", str(tmp_path), cwd=tmp_path)
    assert "`monitor migrate`" in monitor("posts", cwd=tmp_path, code=1)
    monitor("migrate", "--check", cwd=tmp_path, code=1)
    monitor("migrate", cwd=tmp_path)
    assert json.loads(monitor("health", "--json", cwd=tmp_path, code=1))["running"] is False
    assert "nothing new was seen since" in monitor("developments", cwd=tmp_path)
    assert "0001" not in monitor("migrate", cwd=tmp_path)
    digest = json.loads(monitor("digest", "board-of-peace", "--since", "30d", "--format", "json", cwd=tmp_path))
    assert digest["developments"] == []
    assert "othing new" in monitor("digest", "board-of-peace", cwd=tmp_path)


def test_init_never_writes_over_a_config(tmp_path: Path) -> None:
    monitor("init", str(tmp_path), cwd=tmp_path)
    (tmp_path / "config" / "monitor.toml").write_text("zone = 'UTC'\n")
    assert "already" in monitor("init", str(tmp_path), cwd=tmp_path, code=1)
    assert (tmp_path / "config" / "monitor.toml").read_text() == "zone = 'UTC'\n"


def test_without_a_config_the_remedy_is_named(tmp_path: Path) -> None:
    assert "monitor init ." in monitor("run", cwd=tmp_path, code=1)


def test_check_names_every_fault_with_its_file_and_line(tmp_path: Path) -> None:
    config = tmp_path / "config"
    (config / "stories").mkdir(parents=True)
    (config / "monitor.toml").write_text('zone = "Asia/Almaaty"\n[policy]\ncap = "many"\n')
    (config / "sources.toml").write_text(
        '[[sources]]\nkey = "a"\nkind = "fed"\naddress = "https://x.example/"\nevry = "5m"\n'
    )
    (config / "channels.toml").write_text(
        '[[channels]]\nkey = "s"\nkind = "slack"\noptions = { tokn = "env:X" }\n'
        '[[digests]]\nkey = "m"\nat = "61 * * * *"\n'
    )
    (config / "stories" / "s.toml").write_text(
        'key = "s"\nlanguages = ["en"]\n[[keywords]]\nname = "a"\nforms.en = ["word"]\n[rule]\nupdate = "a and b"\n'
    )
    said = monitor("check", str(tmp_path), cwd=tmp_path, code=1)
    for expected in (
        "monitor.toml:1: zone: 'Asia/Almaaty' is no time zone",
        "monitor.toml:3: policy.cap:",
        "sources.toml:5:",
        "did you mean every?",
        "channels.toml:4:",
        "tokn",
        "channels.toml:7:",
        "s.toml:7: rule.update:",
    ):
        assert expected in said, said
    assert len(json.loads(monitor("check", "--json", cwd=tmp_path, code=1))["faults"]) >= 6


def test_an_unknown_kind_is_told_with_those_that_there_are(tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.mkdir()
    (config / "sources.toml").write_text('[[sources]]\nkey = "a"\nkind = "fed"\naddress = "https://x.example/"\n')
    said = monitor("check", str(tmp_path), cwd=tmp_path, code=1)
    assert "sources.toml:3: sources[a].kind: there is no kind 'fed'; did you mean feed?" in said


@pytest.mark.parametrize("command", ["init", "check", "run", "poll", "match", "why", "digest", "health", "demo"])
def test_every_command_has_help(command: str, tmp_path: Path) -> None:
    assert "Usage" in monitor(command, "--help", cwd=tmp_path)


def test_wrong_use_exits_with_2(tmp_path: Path) -> None:
    monitor("digest", cwd=tmp_path, code=2)
    monitor("no-such-command", cwd=tmp_path, code=2)
