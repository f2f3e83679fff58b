"""Whoever may only read the database, or stands on a read-only disk, can still look at all that is in it."""

import importlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

from monitor.cli.app import tree
from monitor.store.engine import open_engine
from monitor.store.migrate import migrate

NOBODY = 65_534

LOOKING = (["check"], ["health", "--json"], ["posts"], ["developments"], ["outbox", "list"])


@contextmanager
def only_reading(data: Path, mode: int = 0o444) -> Iterator[None]:
    """The rights of a user who may read a folder and its files, and write neither."""
    for file in data.iterdir():
        file.chmod(mode)
    data.chmod(0o555)
    if os.geteuid() == 0:
        os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield
    finally:
        if os.getresuid()[2] == 0:
            os.setresuid(0, 0, 0)
            importlib.invalidate_caches()
        data.chmod(0o755)


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that everybody may enter, with a config and a database of one post's source."""
    folder = Path(tempfile.mkdtemp(prefix="looking-"))
    folder.chmod(0o755)
    (folder / "config").mkdir()
    (folder / "config" / "monitor.toml").touch()
    (folder / "data").mkdir()
    monkeypatch.setenv("MONITOR_CONFIG", str(folder / "config"))
    monkeypatch.delenv("MONITOR_DATABASE_URL", raising=False)
    engine = open_engine(f"sqlite:///{folder}/data/monitor.db")
    migrate(engine)
    engine.dispose()
    for command in (["check"], ["posts"]):
        asked(command)  # the program is there before its rights go
    yield folder
    shutil.rmtree(folder)


def asked(command: list[str]) -> tuple[int, str]:
    result = CliRunner().invoke(tree(), command)
    return result.exit_code, f"{result.output}{result.exception or ''}"


def as_it_is(data: Path) -> None:
    assert [file.name for file in data.iterdir()] == ["monitor.db"]


def in_the_old_journal(data: Path) -> None:
    with closing(sqlite3.connect(data / "monitor.db")) as db:
        assert db.execute("PRAGMA journal_mode=DELETE").fetchone() == ("delete",)


@pytest.mark.parametrize("before", [as_it_is, in_the_old_journal])
def test_whoever_may_only_read_the_database_is_answered_as_its_owner_is(
    desk: Path, before: Callable[[Path], None]
) -> None:
    before(desk / "data")
    own = {command[0]: asked(command)[0] for command in LOOKING}
    with only_reading(desk / "data"):
        answers = {command[0]: asked(command) for command in LOOKING}
    assert {name: code for name, (code, _) in answers.items()} == own
    assert not [said for _, said in answers.values() if "cannot be" in said]
    assert [file.name for file in (desk / "data").iterdir()] == ["monitor.db"]


@pytest.mark.parametrize("before", [as_it_is, in_the_old_journal])
def test_whoever_may_only_read_the_database_can_save_it(desk: Path, before: Callable[[Path], None]) -> None:
    before(desk / "data")
    mine = desk / "mine"
    mine.mkdir()
    mine.chmod(0o777)
    with only_reading(desk / "data"):
        code, said = asked(["backup", str(mine / "copy.db")])
    assert code == 0, said
    with closing(sqlite3.connect(mine / "copy.db")) as copy:
        assert copy.execute("SELECT count(*) FROM posts").fetchone() == (0,)
    assert [file.name for file in (desk / "data").iterdir()] == ["monitor.db"]


def test_what_a_running_daemon_has_just_written_is_in_the_copy_of_whoever_may_only_read(desk: Path) -> None:
    mine = desk / "mine"
    mine.mkdir()
    mine.chmod(0o777)
    with closing(sqlite3.connect(desk / "data" / "monitor.db")) as daemon:
        daemon.execute("INSERT INTO facts (name, value) VALUES ('x', '1')")
        daemon.commit()
        with only_reading(desk / "data"):
            code, said = asked(["backup", str(mine / "copy.db")])
    assert code == 0, said
    with closing(sqlite3.connect(mine / "copy.db")) as copy:
        assert copy.execute("SELECT value FROM facts WHERE name = 'x'").fetchone() is not None


def test_check_says_that_all_is_well_and_notes_who_must_write(desk: Path) -> None:
    with only_reading(desk / "data"):
        code, said = asked(["check"])
    assert code == 0
    assert "config: well." in said.replace("\n", "")
    assert "this user may only read the database" in " ".join(said.split())


def test_what_a_running_daemon_has_just_written_is_seen_by_whoever_may_only_read(desk: Path) -> None:
    with closing(sqlite3.connect(desk / "data" / "monitor.db")) as daemon:
        daemon.execute("INSERT INTO facts (name, value) VALUES ('x', '1')")
        daemon.commit()
        with only_reading(desk / "data"):
            code, said = asked(["check"])
    assert code == 0
    assert "the newest" not in said


def test_what_only_the_journal_holds_is_never_passed_over_in_silence(desk: Path) -> None:
    file = desk / "data" / "monitor.db"
    with closing(sqlite3.connect(file)) as daemon:
        daemon.execute("CREATE TABLE more (x)")
        daemon.commit()
        kept = file.with_name("monitor.db-wal").read_bytes()
    file.with_name("monitor.db-wal").write_bytes(kept)  # as a power cut leaves it, without its index
    asked(["posts"])
    file.with_name("monitor.db-wal").write_bytes(kept)
    with only_reading(desk / "data"):
        code, said = asked(["posts"])
        checked = asked(["check"])
    assert code == 1
    assert "the newest of it stands in monitor.db-wal" in " ".join(said.split())
    assert "copy both files to a folder of your own" in " ".join(said.split())
    assert checked[0] == 0


def test_a_database_that_may_not_even_be_read_is_a_note_of_check_not_called_readable(desk: Path) -> None:
    with only_reading(desk / "data", mode=0o000):
        code, said = asked(["check"])
    told = " ".join(said.split())
    assert code == 0
    assert "needs the right to read and write it" in told
    assert "config: well." in said.replace("\n", "")
    assert "may only read" not in told
