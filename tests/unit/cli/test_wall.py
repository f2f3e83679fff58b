"""Whatever a person types and wherever the output goes: a sentence and an exit code, never a traceback."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import structlog
from typer.testing import CliRunner, Result

from monitor.cli.app import tree
from monitor.cli.wall import sentences

ROOT = Path(__file__).parents[3]
STORY = """\
key = "peace"
title = "Совет мира · مجلس السلام"
languages = ["ru"]
[[keywords]]
name = "tokayev"
forms.ru = ["Токаев"]
[rule]
update = "tokayev"
"""


def run(*words: object, stdin: str = "") -> Result:
    return CliRunner().invoke(tree(), [str(each) for each in words], input=stdin)


def process(*words: str, cwd: Path, stdout: Any = subprocess.PIPE, **environment: str) -> Any:
    command = [sys.executable, "-m", "monitor", *words]
    env = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command, cwd=cwd, env=env, stdin=pipe, stdout=stdout, stderr=pipe,
        preexec_fn=as_typed,  # noqa: PLW1509 - nothing here has a second thread
    )  # fmt: skip


def as_typed() -> None:
    """A shell that starts something in the background makes it deaf to Ctrl-C; the tests may run in one."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture(autouse=True)
def _log_as_before() -> Iterator[None]:
    """Commands that log do so to the streams of one test alone."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A config with a story, and an empty database; the working directory."""
    (tmp_path / "config" / "stories").mkdir(parents=True)
    (tmp_path / "config" / "stories" / "peace.toml").write_text(STORY, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run("migrate").exit_code == 0
    return tmp_path


def told(result: Result, code: int) -> str:
    assert result.exit_code == code, result.output
    assert "fault of the monitor itself" not in result.output
    return result.output


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("digest peace --zone Mars/X", 2, "--zone: 'Mars/X' is no time zone"),
        ("digest peace --zone Asia/Almaaty", 2, "did you mean Asia/Almaty?"),
        ("digest peace --out /dev/null/x", 1, "/dev/null/x cannot be written"),
        ("digest peece", 2, "there is no story 'peece'; did you mean peace?"),
        ("digest peace --since 2199-01-01", 2, "lies in the future"),
        ("digest peace --since 24h --until 3d", 2, "does not lie after"),
        ("developments peece", 2, "did you mean peace?"),
        ("posts --source nope", 2, "there is no source 'nope'"),
        ("posts --since yesterday", 2, "'yesterday' is no time: write 30d"),
        ("poll nope", 2, "there is no enabled source 'nope'"),
        ("channel test consle", 2, "did you mean console?"),
        ("story pause peece", 2, "did you mean peace?"),
        ("story suggest peece", 2, "did you mean peace?"),
        ("init /proc/x", 1, "/proc/x"),
        ("init /dev/null", 1, "/dev/null/config"),
        ("backup /proc/x", 1, "/proc/x"),
        ("demo --posts nofile", 2, "nofile cannot be read"),
        ("demo --posts .", 2, ". is a folder"),
        ("demo --posts /dev/zero", 2, "/dev/zero is a device"),
        ("demo --story nofile", 2, "--story goes with --posts"),
        ("demo --posts - --story nofile", 2, "nofile cannot be read"),
        ("demo --posts - --out /proc/x", 1, "/proc/x cannot be written"),
        ("match config/stories/peace.toml /dev/zero", 2, "/dev/zero is a device"),
        ("match config/stories/peace.toml .", 2, ". is a folder"),
        ("replay config/stories/peace.toml nofile", 2, "nofile cannot be read"),
        ("replay config/stories/peace.toml - --render text --out /proc/x", 2, "/proc/x"),
        ("replay config/stories/peace.toml - --policy nofile", 2, "nofile cannot be read"),
        ("restore nofile --force", 2, "nofile cannot be read"),
        ("story suggest nofile.toml", 2, "nofile.toml cannot be read"),
        ("source preview nofile", 2, "nofile cannot be read"),
        ("digest peace --since 0d", 2, "--since 0d: nothing lies between then and now"),
        ("outbox list --dead --waiting", 2, "--dead or --waiting, not both"),
        ("outbox list --dead", 0, "there is no message that could not be delivered"),
        ("restore config/stories/peace.toml --force", 1, "name a file that monitor backup has written"),
        ("story spellings Коваленко", 0, "Коваленко: no other spelling is known"),
        ("story suggest peace", 0, "nothing to propose"),
        ("story suggest peace --posts /dev/null", 0, "nothing to propose"),
        ("story suggest peace --posts /dev/null --take 1", 2, "there is nothing to take"),
        ("source preview --batch /dev/zero", 2, "/dev/zero is a device"),
    ],
)
def test_what_cannot_be_meant_is_said_in_a_sentence(config: Path, words: str, code: int, said: str) -> None:
    assert said in told(run(*words.split()), code).replace("\n", " ")


def test_a_name_of_nothing_has_no_spellings(config: Path) -> None:
    assert "NAME is empty" in told(run("story", "spellings", ""), 2)


def test_nothing_to_propose_is_an_empty_list_to_a_program(config: Path) -> None:
    result = run("story", "suggest", "peace", "--posts", "/dev/null", "--json")
    assert (result.exit_code, json.loads(result.stdout)) == (0, [])


def test_a_cap_of_one_is_one_alert(config: Path) -> None:
    (config / "policy.toml").write_text("cap = 1\n", encoding="utf-8")
    story = "config/stories/peace.toml"
    assert "at most 1 alert in" in told(run("replay", story, "/dev/null", "--policy", "policy.toml"), 0)


def test_an_empty_answer_says_so_beside_the_output(config: Path) -> None:
    for words in ("posts", "developments peace"):
        result = run(*words.split())
        assert (result.exit_code, result.stdout) == (0, "")
        assert "seen since" in result.stderr


def test_a_fault_in_a_source_does_not_hide_what_is_stored(config: Path) -> None:
    """Somebody breaks a file at night; the daemon goes on with what it had, and so do those who look."""
    (config / "config" / "sources.toml").write_text('[[sources]]\nkey = "a"\nkind = 7\n', encoding="utf-8")
    for words, code in (("posts", 0), ("digest peace", 0), ("outbox list", 0), ("health", 1)):
        result = run(*words.split())
        assert (result.exit_code, "monitor check" in result.stderr) == (code, True), result.output
    assert "not running" in run("health", "--alive").stdout
    assert "sources.toml:3" in told(run("poll"), 1)
    (config / "config" / "monitor.toml").write_text("zone = 7\n", encoding="utf-8")
    assert "monitor check" in run("posts").stderr
    (config / "config" / "monitor.toml").write_text("zone = \n", encoding="utf-8")
    assert "not TOML" in told(run("posts"), 1)


def test_what_a_fault_hides_is_not_called_missing(config: Path) -> None:
    (config / "config" / "sources.toml").write_text('[[sources]]\nkey = "a"\nkind = 7\n', encoding="utf-8")
    assert "no source is configured" not in told(run("check"), 1)


def test_a_letter_that_is_not_there_is_told_when_it_is_to_be_tried_again(config: Path) -> None:
    assert "0 messages will be tried again" in told(run("outbox", "retry"), 0)
    assert "1 other" in told(run("outbox", "retry", "17"), 1)
    assert "outbox retry" in told(run("outbox", "retry", 10**30), 2)


def test_a_story_file_that_cannot_be_written_is_named_and_stays(config: Path) -> None:
    (config / "config" / "stories" / ".peace.toml.new").mkdir()  # root may write into anything but a folder
    assert "peace.toml cannot be written" in told(run("story", "pause", "peace"), 1).replace("\n", "")
    assert (config / "config" / "stories" / "peace.toml").read_text(encoding="utf-8") == STORY


def test_pausing_keeps_mark_and_line_ends_of_a_file_from_windows(config: Path) -> None:
    file = config / "config" / "stories" / "peace.toml"
    file.write_bytes(b"\xef\xbb\xbf" + STORY.replace("\n", "\r\n").encode())
    told(run("story", "pause", "peace"), 0)
    assert file.read_bytes().startswith(b'\xef\xbb\xbfkey = "peace"\r\nstatus = "paused"\r\ntitle')


def test_a_number_of_a_hundred_thousand_digits_is_a_fault_of_its_file(config: Path) -> None:
    file = config / "config" / "stories" / "peace.toml"
    file.write_text(f"{STORY}x = {'9' * 100_000}\n", encoding="utf-8")
    for words in ("check", "match config/stories/peace.toml /dev/null", "story list"):
        assert "peace.toml: a number in it is too long" in told(run(*words.split()), 1).replace("\n", "")


@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir, lambda path: path.symlink_to("/dev/zero")])
def test_what_is_no_file_is_told_and_not_waited_for(config: Path, make: Callable[[Path], None]) -> None:
    make(config / "config" / "stories" / "odd.toml")
    assert "odd.toml: cannot be read: it is" in told(run("check"), 1)
    assert "odd.toml: cannot be read: it is" in told(run("replay", "--policy", "config/stories/odd.toml", "x"), 1)


def test_words_that_are_not_utf8_are_told(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["monitor", "posts", "--find", "\udcff"])
    assert "not UTF-8" in told(run(*sys.argv[1:]), 2)


def test_a_config_folder_may_be_named_itself(config: Path) -> None:
    (config / "config" / "monitor.toml").touch()
    assert "well" in told(run("check", "config"), 0)
    assert "well" in told(run("check", "."), 0)


def test_an_error_of_our_own_asks_to_be_reported(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database whose column has another name breaks our SQL in a way that nobody foresaw."""
    with sqlite3.connect(config / "data" / "monitor.db") as database:
        database.execute("ALTER TABLE matches RENAME COLUMN development TO happening")
    database.close()
    result = run("developments")
    assert (result.exit_code, "monitor --version" in result.stderr) == (1, True)
    assert "Traceback" not in result.stderr
    monkeypatch.setenv("MONITOR_TRACEBACK", "1")
    assert "no such column: matches.development" in run("developments").stderr


def test_who_is_given_no_further_thread_hears_which_limits_to_look_at(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object, **__: object) -> int:
        raise RuntimeError("can't start new thread")

    for name in ("_start_new_thread", "_start_joinable_thread"):  # as Python has called it so far
        monkeypatch.setattr(threading, name, none, raising=False)
    with pytest.raises(RuntimeError) as told:
        threading.Thread(target=print).start()
    monkeypatch.undo()
    (said,) = sentences(told.value)
    assert "ulimit -v and -u" in said


def test_where_a_daemon_broke_stands_in_its_log(config: Path) -> None:
    with sqlite3.connect(config / "data" / "monitor.db") as database:
        database.execute("ALTER TABLE sources RENAME COLUMN health TO illness")
    database.close()
    result = run("run")
    assert (result.exit_code, "fault of the monitor itself" in result.stderr) == (1, True)
    assert "Traceback" not in result.stderr.partition("This is a fault")[2]
    assert "the daemon broke" in result.output
    assert "no such column: sources.health" in result.output


def test_a_posts_file_in_utf16_is_named(config: Path) -> None:
    (config / "posts.jsonl").write_text('{"id": "1", "text": "x"}\n', encoding="utf-16")
    for words in ("match config/stories/peace.toml posts.jsonl", "demo --posts posts.jsonl"):
        assert "posts.jsonl: the posts are in UTF-16: save them as UTF-8" in told(run(*words.split()), 1)


def test_a_posts_file_in_a_charset_of_windows_is_told_once_with_how_to_convert_it(config: Path) -> None:
    lines = ['{"id": "1", "text": "x"}', '{"id": "2", "text": "Токаев"}', '{"id": "3", "text": "Токаев"}', ""]
    (config / "posts.jsonl").write_bytes("\n".join(lines).encode("windows-1251"))
    story = "config/stories/peace.toml"
    for words in (
        f"match {story} posts.jsonl",
        f"match {story} posts.jsonl --workers 2",
        f"replay {story} posts.jsonl",
        f"demo --posts posts.jsonl --story {story}",
        "story suggest peace --posts posts.jsonl",
    ):
        said = told(run(*words.split()), 0).replace("\n", " ")
        assert said.count("posts.jsonl: 2 lines hold bytes that are not UTF-8 (the first: line 2)") == 1
        assert "iconv -f WINDOWS-1251 -t UTF-8" in said


def test_suggestions_tell_broken_lines_too(config: Path) -> None:
    (config / "posts.jsonl").write_text("{\n", encoding="utf-8")
    assert "posts.jsonl: line 1: not JSON" in told(run("story", "suggest", "peace", "--posts", "posts.jsonl"), 1)


@pytest.mark.parametrize("stamp", ["0001-01-01", "9999-12-31T23:59:59Z"])
def test_a_year_that_no_post_is_of_breaks_its_line_alone_in_every_command(config: Path, stamp: str) -> None:
    odd = json.dumps({"id": "1", "text": "Токаев", "published_at": stamp})
    (config / "posts.jsonl").write_text(f'{odd}\n{{"id": "2", "text": "Токаев"}}\n', encoding="utf-8")
    story = "config/stories/peace.toml"
    for words in (
        f"match {story} posts.jsonl",
        f"replay {story} posts.jsonl",
        f"demo --posts posts.jsonl --story {story}",
    ):
        said = told(run(*words.split()), 1)
        assert said.replace("\n", " ").count("posts.jsonl: line 1: published_at") == 1
        assert "line 2" not in said


def test_the_version_is_told() -> None:
    from monitor import __version__

    assert run("--version").stdout == f"story-monitor {__version__}\n"


def test_a_locale_that_knows_ascii_alone_changes_no_output_and_breaks_no_table(config: Path) -> None:
    done = process("story", "list", cwd=config, LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    out, err = done.communicate(timeout=60)
    assert (done.returncode, err) == (0, b"")
    assert "Совет мира · مجلس السلام" in out.decode("utf-8")


def test_a_fault_in_another_script_is_told_in_any_locale(config: Path) -> None:
    (config / "config" / "sources.toml").write_text('"источник" = "Ақорда"\n', encoding="utf-8")
    done = process("check", cwd=config, LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    out, err = done.communicate(timeout=60)
    assert (done.returncode, err) == (1, b"")
    assert "источник" in out.decode("utf-8")


def test_a_full_disk_under_the_output_is_told(config: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = process("story", "list", "--json", cwd=config, stdout=full)
        _, err = done.communicate(timeout=60)
    assert (done.returncode, err.decode()) == (1, "the output cannot be written: No space left on device\n")


def test_a_closed_pipe_is_quiet(config: Path) -> None:
    lines = "".join(json.dumps({"id": f"{n}", "text": "Токаев" * 1000}) + "\n" for n in range(2_000))
    (config / "posts.jsonl").write_text(lines, encoding="utf-8")
    done = process("match", "config/stories/peace.toml", "posts.jsonl", cwd=config)
    assert done.stdout is not None
    done.stdout.readline()
    done.stdout.close()
    done.stdout = None
    _, err = done.communicate(timeout=60)
    assert (done.returncode, err) == (0, b"")


def test_a_closed_pipe_is_quiet_for_a_table_too(config: Path) -> None:
    reads, writes = os.pipe()
    os.close(reads)
    done = process("story", "list", cwd=config, stdout=writes)
    os.close(writes)
    _, err = done.communicate(timeout=60)
    assert (done.returncode, err) == (0, b"")


@pytest.mark.parametrize("words", [("--help",), ("check", "--help"), ("source", "--help")])
def test_a_closed_pipe_is_quiet_for_help_too(config: Path, words: tuple[str, ...]) -> None:
    reads, writes = os.pipe()
    os.close(reads)
    done = process(*words, cwd=config, stdout=writes)
    os.close(writes)
    _, err = done.communicate(timeout=60)
    assert (done.returncode, err) == (0, b"")


def test_ctrl_c_ends_quietly_with_130(config: Path) -> None:
    done = process("match", "config/stories/peace.toml", "-", cwd=config)
    assert done.stdin is not None
    assert done.stdout is not None
    done.stdin.write(json.dumps({"id": "1", "text": "Токаев"}).encode() + b"\n")
    done.stdin.flush()
    assert b'"1"' in done.stdout.readline()  # it is at work
    done.send_signal(signal.SIGINT)
    out, err = done.communicate(timeout=60)
    assert (done.returncode, out, err) == (130, b"", b"")


_NO_PLACE_TO_RAISE = """
import io, signal, sys, types
from monitor.cli import main
class Doomed:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)
class Lines(io.BytesIO):
    def readline(self, most=-1):
        Doomed()
        return b""
sys.stdin = types.SimpleNamespace(buffer=Lines())
sys.argv = ["monitor", "replay", "config/stories/peace.toml", "-"]
main()
"""

_AT_THE_END = """
import atexit, signal, sys
from monitor.cli import main
atexit.register(lambda: signal.raise_signal(signal.SIGINT))
sys.argv = ["monitor", "story", "list"]
main()
"""


@pytest.mark.parametrize(("program", "code"), [(_NO_PLACE_TO_RAISE, 130), (_AT_THE_END, 0)])
def test_ctrl_c_is_quiet_wherever_it_lands(config: Path, program: str, code: int) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=config, env=env, capture_output=True, check=False, timeout=60,
        preexec_fn=as_typed,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    assert b"Interrupt" not in done.stderr


_HANGING_NAME = """
import sys, threading, time
from monitor.cli import main
threading.Thread(target=time.sleep, args=(50,), name="names_0").start()
sys.argv = ["monitor", "story", "list"]
main()
"""


def test_a_command_whose_work_is_done_waits_for_no_name_server(config: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", _HANGING_NAME], cwd=config, env=env, capture_output=True, check=False, timeout=40
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"peace" in done.stdout


def test_a_copy_that_is_stopped_leaves_nothing_half_behind(config: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "monitor"]
    subprocess.run([*command, "migrate"], cwd=config, env=env, check=True, capture_output=True, timeout=60)
    with closing(sqlite3.connect(config / "data" / "monitor.db", isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode=DELETE")  # so that whoever copies must wait for us
        other.execute("BEGIN EXCLUSIVE")
        done = subprocess.Popen([*command, "backup", "copy.db"], cwd=config, env=env, stderr=subprocess.PIPE)
        until = time.monotonic() + 30
        while not list(config.glob(".copy.db.*")):
            assert time.monotonic() < until, "it never begins"
            time.sleep(0.01)
        done.send_signal(signal.SIGTERM)
        other.execute("ROLLBACK")
    _, err = done.communicate(timeout=60)
    assert (done.returncode, err) == (143, b"")
    assert not list(config.glob("*copy.db*"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("posts", "--most", "many"), "Invalid value for '--most': write a whole number"),
        (("posts", "--most", "0"), "Invalid value for '--most': at least 1"),
        (("match", "--workers", "65", "s.toml"), "Invalid value for '--workers': at most 64"),
        (("outbox", "retry", "1.5"), "Invalid value for 'ID': write a whole number"),
        (("digest", "peace", "--format", "pdf"), "Invalid value for '--format': 'pdf' is not one of 'text', 'md'"),
    ],
)
def test_a_word_that_does_not_fit_is_told_in_our_words(words: tuple[str, ...], said: str) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.replace("│", " ").split())


def test_a_program_reads_json_also_where_there_is_nothing_yet(tmp_path: Path) -> None:
    checked = run("check", tmp_path, "--json")
    assert checked.exit_code == 1
    assert [fault["wrong"] for fault in json.loads(checked.stdout)["faults"]] == ["no config here"]
    (tmp_path / "monitor.toml").write_text(f'[store]\nurl = "sqlite:///{tmp_path}/none.db"\n')
    health = run("health", "--config", tmp_path, "--json")
    assert health.exit_code == 1
    said = json.loads(health.stdout)
    assert (said["running"], said["well"]) == (False, False)
    assert said["troubles"][0].startswith("there is no database yet")


def test_a_width_of_no_columns_hides_no_error(tmp_path: Path) -> None:
    running = process("posts", "--most", "0", cwd=tmp_path, COLUMNS="0")
    _, said = running.communicate(timeout=60)
    assert (running.returncode, b"at least 1" in said) == (2, True)


def test_stored_posts_and_a_file_of_posts_are_not_played_together() -> None:
    result = run("replay", "story.toml", "posts.jsonl", "--days", "3")
    assert result.exit_code == 2
    assert "posts.jsonl is no story file: with --days the posts are those that are stored" in result.stderr


def test_whoever_begins_elsewhere_is_told_to_go_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "Next: cd desk, monitor check, then monitor run" in run("init", "desk").stderr
    assert "Next: monitor check, then monitor run" in run("init").stderr
