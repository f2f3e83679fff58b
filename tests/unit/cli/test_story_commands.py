"""``monitor story``: from an article to a story that ``check`` accepts."""

import json
import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from monitor.cli.app import tree
from monitor.store.presence import Presence, Sign

ARTICLE = """\
President Kassym-Jomart Tokayev joined the Board of Peace in Davos.
Kazakhstan signed the charter, Tokayev said.
"""


def run(*arguments: object, stdin: str = "") -> Result:
    return CliRunner().invoke(tree(), [str(each) for each in arguments], input=stdin)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    assert run("init", tmp_path).exit_code == 0
    (tmp_path / "peace.txt").write_text(ARTICLE, encoding="utf-8")
    return tmp_path / "config"


def test_a_new_story_is_written_beside_the_others_and_checks_well(config: Path) -> None:
    result = run("story", "new", config.parent / "peace.txt", "--config", config)
    assert result.exit_code == 0, result.output
    assert (config / "stories" / "peace.toml").is_file()
    assert "tokayev" in result.stdout
    assert run("check", config.parent).exit_code == 0
    keys = [each["key"] for each in json.loads(run("story", "list", "--json", "--config", config).stdout)]
    assert keys == ["board-of-peace", "peace"]


def test_notes_on_risky_words_reach_a_program_too(config: Path) -> None:
    (config / "stories" / "gaza.toml").write_text(
        'key = "gaza"\ntitle = "Gaza"\n[[keywords]]\nname = "gaza"\nforms.ar = ["غزة"]\n', encoding="utf-8"
    )
    notes = json.loads(run("check", "--json", "--config", config).stdout)["notes"]
    mine = [note for note in notes if note["story"] == "gaza"]
    assert [(note["form"], note["kind"], note["remedy"]) for note in mine] == [("غزة", "short", "rule")]
    assert 'keyword gaza (ar): "غزة" is short' in run("check", "--config", config).stdout.replace("\n", " ")


def test_notes_that_ask_for_nothing_are_a_number_until_somebody_wants_them(config: Path) -> None:
    words = ("Трамп", "Газа", "Вера", "Роза")
    keywords = [f'[[keywords]]\nname = "n{n}"\nforms.ru = ["{word}"]\n' for n, word in enumerate(words)]
    rule = '[rule]\nupdate = "n0 and n1 and n2 and n3"\nrelated = "n0 and n1"\n'
    (config / "stories" / "names.toml").write_text('key = "names"\n' + "".join(keywords) + rule, encoding="utf-8")
    notes = json.loads(run("check", "--json", "--config", config).stdout)["notes"]
    idle = [note for note in notes if note["story"] == "names" and note["remedy"] == "none"]
    assert len(idle) > 2
    said, all_said = (run("check", *more, "--config", config).stdout.replace("\n", " ") for more in ((), ("--notes",)))
    assert f"names: {len(idle)} forms are short or have another meaning" in said
    assert not any(note["why"][:20] in said for note in idle)
    assert all(note["why"][:20] in all_said for note in idle)


def test_it_is_not_overwritten(config: Path) -> None:
    run("story", "new", config.parent / "peace.txt", "--config", config)
    again = run("story", "new", config.parent / "peace.txt", "--config", config)
    assert again.exit_code == 1
    assert "is there already" in again.stderr


def test_a_key_that_another_file_bears_is_told_before_anything_is_written(config: Path) -> None:
    (config / "stories" / "other.toml").write_text('key = "peace"\ntitle = "Peace"\n', encoding="utf-8")
    result = run("story", "new", config.parent / "peace.txt", "--config", config)
    assert result.exit_code == 1
    assert "has the key 'peace' already" in result.stderr.replace("\n", " ")
    assert not (config / "stories" / "peace.toml").exists()


def test_what_cannot_be_a_key_is_told_by_the_name_of_the_option(config: Path) -> None:
    result = run("story", "new", config.parent / "peace.txt", "--key", "a/b", "--config", config)
    assert result.exit_code == 2
    assert "--key 'a/b' cannot be a key" in result.stderr.replace("\n", " ")


def test_a_program_is_told_what_was_drafted_and_what_to_look_at(config: Path) -> None:
    result = run("story", "new", config.parent / "peace.txt", "--json", "--config", config)
    told = json.loads(result.stdout)
    assert Path(told["file"]).is_file()
    assert {"tokayev", "kazakhstan"} <= {each["name"] for each in told["keywords"]}
    assert told["update"].startswith("who and what")
    page = (Path(__file__).parents[3] / "docs" / "reference" / "json.md").read_text("utf-8")
    assert [key for key in (*told, *told["keywords"][0]) if f"`{key}`" not in page] == []


def test_what_is_missing_in_the_draft_is_said_on_the_screen_too(config: Path) -> None:
    article = config.parent / "mill.txt"
    article.write_text(
        "Watermill of Hollowby faces demolition\nA council wants to tear down the watermill of Hollowby in Ireland.\n",
        encoding="utf-8",
    )
    said = run("story", "new", article, "--config", config).stdout.replace("\n", " ")
    assert "MISSING in ar, kk, ru: no name is known for watermill" in said


def test_a_saved_front_page_is_no_article(config: Path) -> None:
    page = config.parent / "front.html"
    links = "".join(f'<div><a href="/{n}">Council number {n} opens a new school in town</a></div>' for n in range(30))
    page.write_text(f"<!doctype html><html><head><title>News</title></head><body>{links}</body></html>", "utf-8")
    result = run("story", "new", page, "--config", config)
    assert result.exit_code == 1
    assert "is a page of headlines" in result.stderr.replace("\n", " ")


def test_it_goes_where_it_is_told_to_go(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    assert run("story", "new", "-", "--out", path, stdin=ARTICLE).exit_code == 0
    assert 'key = "story"' in path.read_text(encoding="utf-8")
    piped = run("story", "new", "-", "--key", "mine", "--out", "-", "--languages", "en,tr", stdin=ARTICLE)
    assert 'key = "mine"' in piped.stdout
    assert 'forms.tr = ["Kazakistan"' in piped.stdout


@pytest.mark.parametrize(
    ("name", "body", "told"),
    [
        ("a.pdf", b"%PDF-1.4 ...", "is a PDF, not text: save the article as text"),
        ("a.docx", b"PK\x03\x04" + bytes(range(200)), "is a packed file (DOCX"),
        ("a.bin", bytes(range(256)) * 8, "is data, not text"),
        ("a.txt", b"Hello", "no name was found"),
    ],
)
def test_what_is_no_article_is_refused_in_a_sentence(config: Path, name: str, body: bytes, told: str) -> None:
    (config / name).write_bytes(body)
    result = run("story", "new", config / name, "--out", "-", "--config", config)
    assert (result.exit_code, told in " ".join(result.stderr.split())) == (1, True)


def test_a_country_is_no_language(config: Path) -> None:
    result = run("story", "new", config.parent / "peace.txt", "--languages", "ru,kz", "--config", config)
    assert (result.exit_code, "'kz' is a country; the language is 'kk'" in result.stderr) == (2, True)


def test_what_cannot_be_read_is_told(config: Path) -> None:
    missing = run("story", "new", "none.txt", "--config", config)
    assert (missing.exit_code, "none.txt cannot be read" in missing.stderr) == (2, True)
    (config / "empty.txt").write_text("")
    assert "is empty" in run("story", "new", config / "empty.txt", "--config", config).stderr


def test_a_story_is_paused_and_resumed(config: Path) -> None:
    assert run("story", "pause", "board-of-peace", "--config", config).exit_code == 0
    assert "paused" in run("story", "list", "--config", config).stdout
    assert run("story", "pause", "board-of-peace", "--resume", "--config", config).exit_code == 0
    assert "paused" not in run("story", "list", "--config", config).stdout
    assert run("story", "pause", "none", "--config", config).exit_code == 2


def test_suggestions_are_shown_and_taken_by_number(config: Path) -> None:
    run("story", "new", config.parent / "peace.txt", "--config", config)
    lines = [f"Tokayev spoke of the Board of Peace and of Nickolay Mladenov, day {n}." for n in range(5)]
    lines += [f"Nothing of note happened on day {n}." for n in range(40)]
    posts = config / "posts.jsonl"
    records = [{"id": str(n), "text": line, "lang": "en"} for n, line in enumerate(lines)]
    posts.write_text("\n".join(json.dumps(each) for each in records), encoding="utf-8")
    asked = ("story", "suggest", "peace", "--posts", posts, "--config", config)
    (proposal,) = json.loads(run(*asked, "--json").stdout)
    assert (proposal["form"], proposal["posts"]) == ("Nickolay Mladenov", 5)
    assert "Nickolay Mladenov" not in (config / "stories" / "peace.toml").read_text(encoding="utf-8")
    piped = run(*asked).stdout
    assert '[[keywords]]\nname = "nickolay-mladenov"' in piped
    assert "in 5 posts" in piped
    taken = run(*asked, "--take", "1")
    assert taken.exit_code == 0, taken.output
    assert "Nickolay Mladenov" in (config / "stories" / "peace.toml").read_text(encoding="utf-8")
    assert run("check", config.parent).exit_code == 0
    assert run(*asked, "--take", "9").exit_code == 2


def test_other_spellings_of_a_name_or_a_story_are_shown(config: Path) -> None:
    shown = json.loads(run("story", "spellings", "Tokayev", "--config", config, "--json").stdout)
    assert {"Tokaev", "Toqaev", "Tokajew", "Tokaïev"} <= {one["spelling"] for one in shown}
    assert not any(one["taken"] for one in shown)
    file = config / "mine.toml"
    file.write_text(
        'key = "m"\nlanguages = ["en"]\n[[keywords]]\nname = "k"\nforms.en = "Tokayev"\nvariants.en = "Toqaev"\n'
    )
    piped = run("story", "spellings", file).stdout
    assert [row.split("\t")[3] for row in piped.splitlines() if row.endswith("looked for")] == ["Toqaev"]


@contextmanager
def asked_on_a_terminal(config: Path) -> Iterator[tuple["subprocess.Popen[bytes]", int, Path]]:
    """The program as it waits for an answer, its terminal, and the story file that the answer would change."""
    run("story", "new", config.parent / "peace.txt", "--config", config)
    lines = [f"Tokayev spoke of the Board of Peace and of Nickolay Mladenov, day {n}." for n in range(5)]
    lines += [f"Nothing of note happened on day {n}." for n in range(40)]
    posts = config / "posts.jsonl"
    posts.write_text(
        "\n".join(json.dumps({"id": line, "text": line, "lang": "en"}) for line in lines), encoding="utf-8"
    )
    file = config / "stories" / "peace.toml"
    before = file.read_text(encoding="utf-8")
    command = f"{sys.executable} -m monitor story suggest peace --posts {posts} --config {config}"
    here, there = pty.openpty()
    with subprocess.Popen(
        command.split(),
        stdin=there,
        stdout=there,
        stderr=there,
        preexec_fn=lambda: os.login_tty(there),  # noqa: PLW1509 - no other thread runs
    ) as asking:
        os.close(there)
        said = b""
        while b"Take which?" not in said:
            said += os.read(here, 10_000)
        assert file.read_text(encoding="utf-8") == before
        yield asking, here, file
    os.close(here)


def rest_of(terminal: int, key: bytes) -> str:
    """What is said after a key was pressed. It is pressed again as long as nothing comes of it: one that is pressed
    while the line is being set up for an answer is lost, as a person's would be."""
    said, until = b"", time.monotonic() + 30
    with suppress(OSError):  # the terminal is gone when the program is
        os.write(terminal, key)
        while time.monotonic() < until:
            if not select.select([terminal], [], [], 1)[0]:
                os.write(terminal, key)
            elif more := os.read(terminal, 10_000):
                said += more
            else:
                break
    return said.decode()


def test_on_a_terminal_it_asks_and_takes_nothing_without_an_answer(config: Path) -> None:
    with asked_on_a_terminal(config) as (asking, terminal, file):
        rest_of(terminal, b"1\n")
        assert asking.wait(20) == 0
    assert "nickolay-mladenov" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("key", [b"\x03", b"\x04"], ids=["ctrl-c", "ctrl-d"])
def test_whoever_ends_it_at_the_question_is_told_that_nothing_was_changed(config: Path, key: bytes) -> None:
    with asked_on_a_terminal(config) as (asking, terminal, file):
        before = file.read_bytes()
        said = rest_of(terminal, key)
        assert asking.wait(20) == 130
    assert "nothing was changed" in said
    assert "Aborted" not in said
    assert file.read_bytes() == before


def test_a_pause_says_that_the_daemon_that_runs_must_be_told(config: Path) -> None:
    quiet = run("story", "pause", "board-of-peace", "--config", config)
    assert "SIGHUP" not in quiet.stderr, "nothing runs"
    (config.parent / "data").mkdir()
    with Presence(f"sqlite:///{config.parent}/data/monitor.db") as daemon:
        daemon.say(Sign(at=datetime.now(UTC)))
        told = run("story", "pause", "board-of-peace", "--resume", "--config", config)
        assert "until it gets SIGHUP" in told.stderr.replace("\n", " ")
        assert "until it gets SIGHUP" in run("check", "--config", config).stderr.replace("\n", " ")


def test_what_is_stored_of_a_story_is_told_while_its_file_is_broken(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("migrate", "--config", config).exit_code == 0
    (config / "stories" / "board-of-peace.toml").write_text('key = "board-of-peace"\ntitle = "a" b"\n')
    told = run("digest", "board-of-peace", "--config", config)
    assert (told.exit_code, "board-of-peace" in told.stdout) == (0, True), told.output
    assert "the configuration has 1 fault" in told.stderr
    assert run("digest", "board", "--config", config).exit_code == 2
    monkeypatch.chdir(config.parent)
    spellings = run("story", "spellings", "board-of-peace")
    assert (spellings.exit_code, "not TOML" in spellings.stderr) == (1, True), spellings.output
    assert run("story", "spellings", "Tokayev").exit_code == 0
