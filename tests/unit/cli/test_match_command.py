"""``monitor match`` as a person or a program uses it: the real command, real files."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
STORY = """\
key = "board"
languages = ["en", "ru", "ar"]
[[keywords]]
name = "tokayev"
facet = "who"
forms.en = ["Tokayev"]
forms.ar = ["توكاييف"]
[[keywords]]
name = "board"
facet = "what"
forms.en = ["Board of Peace"]
forms.ar = ["مجلس السلام"]
"""


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "board.toml"
    path.write_bytes(b"\xef\xbb\xbf" + STORY.replace("\n", "\r\n").encode())
    return path


def run(
    *arguments: object, stdin: str | bytes = b"", env: dict[str, str] | None = None
) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [sys.executable, "-m", "monitor", "match", *map(str, arguments)],
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        cwd=ROOT,
        check=False,
        timeout=60,
        env={"PATH": "/usr/bin:/bin", "PYTHONWARNINGS": "error"} | (env or {}),
    )


def line(number: object, text: str, **fields: object) -> str:
    return json.dumps({"id": f"p{number}", "text": text} | fields, ensure_ascii=False) + "\n"


def test_a_json_line_for_every_post_that_belongs(story: Path, tmp_path: Path) -> None:
    posts = tmp_path / "posts.jsonl"
    posts.write_text(
        line(1, "🙂 Tokayev signed the charter of the «Board of Peace»", title="In Davos")
        + line(2, "Nothing of the sort")
        + line(3, "Board of Peace meets"),
        encoding="utf-8",
    )
    result = run(story, posts)
    assert (result.returncode, result.stderr) == (0, b"")
    first, second = (json.loads(each) for each in result.stdout.splitlines())
    assert (first["post"], first["story"], first["tier"]) == ("p1", "board", "update")
    assert 0 <= first["score"] <= 1
    assert first["hits"] == [
        {"keyword": "tokayev", "form": "Tokayev", "lang": "en", "field": "text", "start": 2, "end": 9},
        {"keyword": "board", "form": "Board of Peace", "lang": "en", "field": "text", "start": 37, "end": 51},
    ]
    assert (second["post"], second["tier"]) == ("p3", "related")


def test_all_also_writes_what_does_not_belong_with_its_hits(story: Path, tmp_path: Path) -> None:
    strict = tmp_path / "strict.toml"
    strict.write_text(
        STORY.replace('"board"\nlang', '"strict"\nlang') + '[rule]\nupdate = "who and what"\nrelated = "what"\n'
    )
    result = run(story, strict, "--all", stdin=line(1, "Tokayev flew home") + line(2, "x"))
    records = [json.loads(each) for each in result.stdout.splitlines()]
    assert [(each["post"], each["story"], each["tier"], len(each["hits"])) for each in records] == [
        ("p1", "board", "related", 1),
        ("p1", "strict", None, 1),
        ("p2", "board", None, 0),
        ("p2", "strict", None, 0),
    ]


def test_a_broken_line_is_told_by_its_number_and_the_rest_goes_on(story: Path) -> None:
    result = run(story, "-", stdin=line(1, "Tokayev") + "{broken\n\n" + line(4, "Tokayev"))
    assert result.returncode == 1
    assert [json.loads(each)["post"] for each in result.stdout.splitlines()] == ["p1", "p4"]
    assert result.stderr.decode().startswith("-: line 2: not JSON")


@pytest.mark.parametrize("locale", [{"LC_ALL": "C"}, {"PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}])
def test_output_is_utf8_in_any_locale(story: Path, locale: dict[str, str]) -> None:
    result = run(story, stdin="\ufeff" + line("é", "قال توكاييف"), env=locale)
    assert result.returncode == 0
    assert json.loads(result.stdout.decode("utf-8"))["post"] == "pé"
    assert "توكاييف" in result.stdout.decode("utf-8")


def test_a_closed_pipe_is_quiet(story: Path, tmp_path: Path) -> None:
    posts = tmp_path / "posts.jsonl"
    posts.write_text(line(1, "Tokayev") * 20_000, encoding="utf-8")
    command = [sys.executable, "-m", "monitor", "match", str(story), str(posts)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait(30) == 0


def test_more_workers_give_the_same_answer_in_the_same_order(story: Path) -> None:
    posts = "".join(line(n, "Tokayev" if n % 3 else "{") for n in range(2_500)) + "{broken\n"
    alone, together = run(story, stdin=posts), run(story, "--workers", "2", stdin=posts)
    assert together.stdout == alone.stdout
    assert (
        together.stderr
        == alone.stderr
        == b"-: line 2501: not JSON: Expecting property name enclosed in double quotes\n"
    )
    assert together.returncode == 1


def test_faults_of_a_story_file_are_told_on_stderr(story: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text(STORY + '[rule]\nupdate = "who and wat"\n')
    result = run(story, bad, stdin=line(1, "Tokayev"))
    assert (result.returncode, result.stdout) == (1, b"")
    told = "bad.toml:14: rule.update: \"who and ^wat\", position 9: there is no keyword or facet 'wat'; did you"
    assert told in result.stderr.decode()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["posts.jsonl"], "a story file is missing"),
        (["posts.jsonl", "more.jsonl"], "posts.jsonl is no story file"),
        (["none.toml"], "there is no file none.toml"),
    ],
)
def test_wrong_use_is_told(arguments: list[str], told: str) -> None:
    result = run(*arguments)
    assert result.returncode == 2
    assert told in result.stderr.decode()


def test_posts_that_are_not_there_are_told(story: Path) -> None:
    result = run(story, "none.jsonl")
    assert (result.returncode, result.stderr.decode()) == (2, "none.jsonl cannot be read: No such file or directory\n")


def test_a_pattern_that_runs_out_of_time_is_told_once(tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text('key = "bad"\n[[keywords]]\nname = "slow"\npatterns = [\'(a|a|aa)+$\']\n')
    found = run(bad, "-", stdin="".join(line(n, "a" * 60 + "!") for n in range(3)))
    assert (found.returncode, found.stdout) == (0, b"")
    (told,) = found.stderr.decode().splitlines()
    assert told.startswith("bad: keywords[slow].patterns: '(a|a|aa)+$' ran out of time")
