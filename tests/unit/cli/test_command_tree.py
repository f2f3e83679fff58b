"""``monitor COMMAND`` imports the file of that command alone, and every file says which commands are its own."""

import re
import shlex
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from monitor.cli import app
from monitor.cli.examples import EXAMPLES
from monitor.cli.meant import MEANT
from monitor.store.presence import Presence, Sign


def names(tree: object) -> set[str]:
    commands = {str(each.name) for each in tree.registered_commands}  # type: ignore[attr-defined]
    groups = {str(each.name or each.typer_instance.info.name) for each in tree.registered_groups}  # type: ignore[attr-defined]
    return commands | groups


@pytest.mark.parametrize("file", app._FILES)
def test_a_file_adds_the_commands_that_it_is_looked_up_by(file: str) -> None:
    commands = app._FILES[file]
    assert names(app.tree(commands[0])) == set(commands)


def test_an_unknown_command_is_told_from_all_that_there_are() -> None:
    everything = {command for commands in app._FILES.values() for command in commands}
    assert names(app.tree("nonsense")) == names(app.tree()) == everything


def test_the_page_of_all_commands_says_what_each_of_them_says_itself() -> None:
    assert names(app.overview()) == names(app.tree())
    own, shown = (get_command(tree).commands for tree in (app.tree(), app.overview()))  # type: ignore[attr-defined]
    for name, command in own.items():
        assert " ".join(str(command.help).split("\n\n")[0].split()) == shown[name].help
    pages = [CliRunner().invoke(tree, ["--help"], terminal_width=80).output for tree in (app.tree(), app.overview())]
    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    ("words", "spared"),
    [
        (["--help"], {"pydantic", "sqlalchemy", "httpx", "lxml", "structlog"}),
        (["story", "list", "--config", "."], {"sqlalchemy", "httpx", "aiohttp", "structlog", "feedparser"}),
        (["match", "none.toml", "none.jsonl"], {"sqlalchemy", "httpx", "aiohttp", "structlog", "feedparser"}),
        (["health", "--config", "."], {"httpx", "aiohttp", "structlog", "ahocorasick_rs", "pymorphy3", "jinja2"}),
    ],
)
def test_a_command_is_not_kept_waiting_for_what_it_does_not_use(
    tmp_path: Path, words: list[str], spared: set[str]
) -> None:
    program = (
        f"import sys; from monitor.cli import main; sys.argv = ['monitor', *{words!r}]\n"
        f"try: main()\nexcept SystemExit: pass\nprint('loaded:', *{spared!r} & set(sys.modules))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=tmp_path,
        env={"PYTHONPATH": str(Path(__file__).parents[3]), "MONITOR_DATABASE_URL": "sqlite:///none.db"},
    )  # fmt: skip
    assert ran.stdout.rpartition("loaded:")[2].split() == [], ran.stdout


def test_whoever_asks_each_minute_whether_the_daemon_lives_pays_for_no_database(tmp_path: Path) -> None:
    (tmp_path / "monitor.toml").touch()
    url = f"sqlite:///{tmp_path}/a.db"
    program = (
        "import sys; from monitor.cli import main; sys.argv = ['monitor', 'health', '--alive', '--config', '.']\n"
        "try: main()\nexcept SystemExit as end: print(end.code or 0, *{'sqlalchemy', 'lxml'} & set(sys.modules))"
    )
    with Presence(url) as presence:
        presence.say(Sign(at=datetime.now(UTC)))
        ran = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=tmp_path,
            env={"PYTHONPATH": str(Path(__file__).parents[3]), "MONITOR_DATABASE_URL": url},
        )  # fmt: skip
    assert ran.stdout.split() == ["running", "0"]


def test_what_a_command_loads_is_never_looked_through_for_rubbish(tmp_path: Path) -> None:
    program = (
        "import gc, sys; from monitor.cli import main; sys.argv = ['monitor', 'health', '--config', '.']\n"
        "try: main()\nexcept SystemExit: print('looked:', gc.get_stats()[2]['collections'], gc.isenabled())"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=tmp_path,
        env={"PYTHONPATH": str(Path(__file__).parents[3])},
    )  # fmt: skip
    assert ran.stdout.rpartition("looked:")[2].split() == ["0", "True"]


def test_the_daemon_does_without_what_only_other_commands_need() -> None:
    program = (
        "import sys, monitor.cli.daemon, monitor.jobs.run, monitor.fetch.web, monitor.channels.console; "
        "print(*{'alembic', 'mako', 'trafilatura', 'dateparser', 'pymorphy3', 'rich', 'typer'} & set(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == []


def test_on_sqlite_nothing_of_postgresql_is_loaded(tmp_path: Path) -> None:
    program = (
        "import sys, monitor.cli.daemon, monitor.jobs.run\n"
        "from monitor.store.engine import open_engine\nfrom monitor.store.migrate import migrate\n"
        f"migrate(open_engine('sqlite:///{tmp_path}/monitor.db'))\n"
        "print(*{'sqlalchemy.dialects.postgresql', 'psycopg'} & set(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == []


@pytest.mark.parametrize("words", [["--config", "none"], ["--config=none"], []])
def test_a_plain_run_ends_as_any_command_does_where_there_is_no_config(tmp_path: Path, words: list[str]) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "monitor", "run", *words], capture_output=True, text=True, check=False, cwd=tmp_path,
        env={"PYTHONPATH": str(Path(__file__).parents[3])}, timeout=60,
    )  # fmt: skip
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.endswith("no config here; make one with: monitor init .\n")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--config"], 2, "requires an argument"),
        (["--config", "--help"], 1, "--help: no config here"),
        (["--confg", "none"], 2, "No such option"),
        (["--config", "none", "more"], 2, "argument (more): words that belong together stand in quotes"),
        (["--help"], 0, "Run the daemon"),
    ],
)
def test_other_words_behind_run_are_read_as_ever(tmp_path: Path, words: list[str], code: int, said: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "monitor", "run", *words], capture_output=True, text=True, check=False, cwd=tmp_path,
        env={"PYTHONPATH": str(Path(__file__).parents[3])}, timeout=60,
    )  # fmt: skip
    assert ran.returncode == code
    assert said in " ".join((ran.stdout + ran.stderr).split()), ran.stdout + ran.stderr


def test_a_worker_that_reads_feeds_does_without_what_other_readers_need() -> None:
    program = (
        "import sys, monitor.fetch.child, monitor.sources.feed_reading; "
        "print(*{'pydantic', 'regex', 'idna', 'email', 'feedparser', 'importlib.metadata'} & set(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == []


def test_a_worker_that_reads_a_hopeless_feed_gets_no_way_to_the_network_for_it() -> None:
    program = (
        "import sys, monitor.fetch.child; from monitor.sources.feed_slow import read_forgiving; "
        "print(read_forgiving('<rss><channel><item><title>flood</title></item></channel>')[0].title, "
        "*{'ssl', 'http.client', 'urllib.request', 'feedparser.http'} & set(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["flood"]


def every_command() -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    for name, command in get_command(app.tree()).commands.items():  # type: ignore[attr-defined]
        inner = getattr(command, "commands", None)
        found += [(name, command)] if inner is None else [(f"{name} {each}", inner[each]) for each in inner]
    return found


def test_every_command_has_examples_that_fit_and_that_it_understands() -> None:
    commands = dict(every_command())
    assert set(commands) == set(EXAMPLES)
    for name, command in commands.items():
        for line in EXAMPLES[name]:
            assert len(line) <= 76, line
            words = shlex.split(line.rpartition("| ")[2])
            length = len(name.split())
            assert words[: length + 1] == ["monitor", *name.split()]
            command.make_context(name, words[length + 1 :]).close()  # type: ignore[attr-defined]


def test_help_shows_the_examples_within_80_columns() -> None:
    tree = app.tree()
    for name, lines in EXAMPLES.items():
        shown = CliRunner().invoke(tree, [*name.split(), "--help"], terminal_width=80).output
        assert all(f"$ {line}" in shown for line in lines), shown
        assert max(map(len, shown.splitlines())) <= 80


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("status", "monitor health"),
        ("source add", "sources.toml"),
        ("story resume", "monitor story pause KEY --resume"),
    ],
)
def test_a_word_that_other_programs_have_is_told_with_what_does_it_here(typed: str, right: str) -> None:
    done = CliRunner().invoke(app.tree(), typed.split(), terminal_width=200)
    assert done.exit_code == 2
    assert right in done.stderr
    assert f"There is no command {typed.rsplit(maxsplit=1)[-1]!r} here" in done.stderr


def test_what_is_meant_by_a_word_is_there_and_the_word_is_not() -> None:
    there = {name for name, _ in every_command()}
    for group, words in MEANT.items():
        for word, right in words.items():
            assert f"{group} {word}".strip() not in there | {name.split()[0] for name in there}
            for called in re.findall(r"monitor ([a-z]+(?: [a-z]+)?)", right):
                assert called in there or called.split()[0] in there, right


def test_the_shell_completes_commands_options_and_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "stories").mkdir()
    (tmp_path / "stories" / "a.toml").write_text('key = "peace-board"\n', encoding="utf-8")
    (tmp_path / "sources.toml").write_text("broken = [", encoding="utf-8")
    monkeypatch.setenv("MONITOR_CONFIG", str(tmp_path))

    def offered(line: str) -> list[str]:
        words = {"_MONITOR_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(line.split(" ")) - 1)}
        return CliRunner().invoke(app.tree(), prog_name="monitor", env=words).output.split()

    assert offered("monitor dev") == ["developments"]
    assert "--since" in offered("monitor digest --si")
    assert offered("monitor digest pe") == ["peace-board"]
    assert offered("monitor why --story pe") == ["peace-board"]
    assert offered("monitor outbox drop --channel ") == ["console"]
    monkeypatch.setenv("MONITOR_CONFIG", "/nonexistent")
    assert offered("monitor digest pe") == []
    assert offered(f"monitor digest --config {tmp_path} pe") == ["peace-board"]
