"""``monitor replay`` as a person or a program uses it: the real command, real files."""

import email
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
STORY = """\
key = "board"
title = "The Board of Peace"
languages = ["en", "ru", "ar"]
[[keywords]]
name = "tokayev"
facet = "who"
forms.en = ["Tokayev"]
forms.ru = ["Токаев"]
[[keywords]]
name = "board"
facet = "what"
forms.en = ["Board of Peace"]
forms.ru = ["Совет мира"]
"""


def a_line(id: str, minute: int, text: str, **fields: object) -> str:
    at = f"2026-01-22T{10 + minute // 60:02}:{minute % 60:02}:00+00:00"
    return json.dumps({"id": id, "text": text, "published_at": at, "source": id} | fields, ensure_ascii=False) + "\n"


POSTS = (
    a_line("echo", 20, "Токаев подписал устав Совета мира на церемонии в Давосе.", lang="ru")
    + a_line("lead", 0, "Tokayev signed the charter of the Board of Peace at a ceremony in Davos.", lang="en")
    + a_line("off", 5, "Wheat prices rose in Chicago.", lang="en")
    + a_line("related", 30, "What is the Board of Peace?", lang="en")
    + a_line("other", 300, "Tokayev appoints an ambassador to the Board of Peace after a call with Rome.", lang="en")
)


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "board.toml"
    path.write_text(STORY, encoding="utf-8")
    return path


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    path = tmp_path / "posts.jsonl"
    path.write_text(POSTS, encoding="utf-8")
    return path


def run(*arguments: object, stdin: str = "") -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [sys.executable, "-m", "monitor", "replay", *map(str, arguments)],
        input=stdin.encode(),
        capture_output=True,
        cwd=ROOT,
        check=False,
        timeout=60,
        env={"PATH": "/usr/bin:/bin", "PYTHONWARNINGS": "error"},
    )


def lines(result: "subprocess.CompletedProcess[bytes]") -> dict[str, dict[str, Any]]:
    return {record["post"]: record for record in map(json.loads, result.stdout.decode().splitlines())}


def test_posts_are_judged_in_the_order_of_their_instants(story: Path, posts: Path) -> None:
    result = run(story, posts)
    told = lines(result)
    assert list(told) == ["lead", "echo", "related", "other"]
    assert [told[key]["verdict"] for key in ("lead", "echo", "other")] == ["new", "echo", "new"]
    assert [told[key]["action"] for key in told] == ["alert", "none", "digest", "alert"]
    assert told["echo"]["development"] == told["lead"]["development"] != told["other"]["development"]
    assert all(record["why"] for record in told.values())
    assert result.returncode == 0
    assert b"at most 6 alerts in 1h" in result.stderr
    assert b"5 posts, 4 matched: 2 alerts" in result.stderr


def test_a_line_has_all_that_match_writes(story: Path, posts: Path) -> None:
    record = lines(run(story, posts))["lead"]
    assert record["tier"] == "update" and record["story"] == "board"
    assert {hit["keyword"] for hit in record["hits"]} == {"tokayev", "board"}


def test_given_takes_every_post_as_an_update(story: Path, posts: Path) -> None:
    told = lines(run(story, posts, "--given"))
    assert {record["tier"] for record in told.values()} == {"update"} and len(told) == 5


def test_all_also_writes_what_does_not_belong(story: Path, posts: Path) -> None:
    record = lines(run(story, posts, "--all"))["off"]
    assert (record["tier"], record["verdict"], record["development"], record["action"]) == (None, None, None, "none")


def test_quiet_hours_and_cap_of_a_policy_file_are_kept(story: Path, posts: Path, tmp_path: Path) -> None:
    policy = tmp_path / "night.toml"
    policy.write_text('[policy]\nquiet_from = "09:00"\nquiet_until = "12:00"\nzone = "UTC"\n', encoding="utf-8")
    told = lines(run(story, posts, "--policy", policy))
    assert [told[key]["action"] for key in ("lead", "other")] == ["held", "alert"]
    policy.write_text('[policy]\ncap = 1\ncap_window = "1d"\n', encoding="utf-8")
    told = lines(run(story, posts, "--policy", policy))
    assert [told[key]["action"] for key in ("lead", "other")] == ["alert", "held"]


def test_posts_without_times_follow_each_other_by_a_minute(story: Path) -> None:
    posts = "".join(json.dumps({"id": str(n), "text": "Tokayev Board of Peace"}) + "\n" for n in range(3))
    told = lines(run(story, stdin=posts))
    assert [record["verdict"] for record in told.values()] == ["new", "echo", "echo"]


def test_what_an_alert_would_send_is_written_out(story: Path, posts: Path, tmp_path: Path) -> None:
    for form, ending in (("slack", ".json"), ("email", ".eml"), ("text", ".txt")):
        folder = tmp_path / form
        result = run(story, posts, "--render", form, "--out", folder)
        assert result.returncode == 0, result.stderr
        files = sorted(folder.iterdir())
        assert len(files) == 2 and {file.suffix for file in files} == {ending}
        first = files[0].read_bytes()
        if form == "slack":
            assert json.loads(first)["blocks"]
        if form == "email":
            assert email.message_from_bytes(first)["Subject"]
        if form == "text":
            assert b"Tokayev" in first


def test_what_the_cap_holds_is_rendered_as_one_message(story: Path, posts: Path, tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text('cap = 1\ncap_window = "1d"\n', encoding="utf-8")
    run(story, posts, "--given", "--policy", policy, "--render", "text", "--out", tmp_path / "out")
    names = sorted(file.name for file in (tmp_path / "out").iterdir())
    assert len(names) == 2 and "more-board" in names[1]


def test_a_broken_line_is_told_by_its_number_and_the_rest_goes_on(story: Path) -> None:
    result = run(story, "-", stdin="nonsense\n" + POSTS)
    assert result.returncode == 1
    assert b"line 1" in result.stderr and len(lines(result)) == 4


def test_faults_of_the_policy_are_told_with_their_place(story: Path, posts: Path, tmp_path: Path) -> None:
    policy = tmp_path / "p.toml"
    policy.write_text("cap = 0\n", encoding="utf-8")
    result = run(story, posts, "--policy", policy)
    assert result.returncode == 1 and b"p.toml:1: cap" in result.stderr
    assert run(story, posts, "--policy", tmp_path / "none.toml").returncode == 2


@pytest.mark.parametrize("arguments", [[], ["posts.jsonl"], ["--render", "slack"], ["--out", "x"]])
def test_wrong_use_ends_with_2(arguments: list[str], story: Path) -> None:
    given = [*([story] if arguments and arguments[0].startswith("-") else []), *arguments]
    assert run(*given).returncode == 2


def test_the_policy_is_shown_as_a_file_that_can_be_edited(tmp_path: Path) -> None:
    result = run("--show-policy")
    assert result.returncode == 0 and b"[policy]" in result.stdout and b'echo_window = "3d"' in result.stdout


def test_the_policy_that_is_shown_is_that_of_the_configuration_that_is_named(tmp_path: Path) -> None:
    (tmp_path / "monitor.toml").write_text("[policy]\ncap = 2\n", encoding="utf-8")
    shown = json.loads(run("--show-policy", "--json", "--config", tmp_path).stdout)
    assert shown["cap"] == 2 and shown["echo_window"] == "3d"


def test_a_closed_pipe_is_quiet(story: Path, tmp_path: Path) -> None:
    posts = tmp_path / "many.jsonl"
    posts.write_text(POSTS * 400, encoding="utf-8")
    result = subprocess.run(
        f"'{sys.executable}' -m monitor replay '{story}' '{posts}' | head -n 1",
        shell=True,
        capture_output=True,
        cwd=ROOT,
        check=False,
        timeout=60,
    )
    assert b"Traceback" not in result.stderr and result.stdout.count(b"\n") == 1


def test_a_pattern_that_runs_out_of_time_is_told_beside_the_answer(story: Path, posts: Path) -> None:  # 23
    with story.open("a", encoding="utf-8") as file:
        file.write('[[keywords]]\nname = "bad"\nfacet = "x"\npatterns = [\'(a|a|aa)+$\']\n')
    with posts.open("a", encoding="utf-8") as file:
        file.write(a_line("long", 400, "a" * 60 + "!"))
    done = run(story, posts)
    assert done.returncode == 0
    told = [line for line in done.stderr.decode().splitlines() if "ran out of time" in line]
    assert len(told) == 1
    assert told[0].startswith("board: keywords[bad].patterns: '(a|a|aa)+$'")
    assert done.stdout == run(story, posts).stdout
