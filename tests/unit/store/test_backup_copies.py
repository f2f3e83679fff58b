"""A copy is whole whatever is written meanwhile; what is put back is checked first, and nothing is ever thrown away."""

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from monitor.model import Refused
from monitor.store import records
from monitor.store.backup import back_up, restore
from monitor.store.engine import open_engine
from monitor.store.migrate import migrate
from monitor.store.reading import reading
from monitor.store.revisions import revisions
from monitor.store.writing import writing

NOW = datetime(2026, 1, 21, 9, 0, tzinfo=UTC)


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path}/live/monitor.db")
    migrate(engine)
    yield engine
    engine.dispose()


def file_of(engine: Engine) -> Path:
    return Path(str(engine.url.database))


def remember(engine: Engine, **facts: object) -> None:
    with writing(engine) as door:
        for name, value in facts.items():
            records.set_fact(door, name, value)


def fact(file: Path, name: str) -> object:
    engine = open_engine(f"sqlite:///{file}")
    try:
        with reading(engine) as door:
            return records.fact(door, name)
    finally:
        engine.dispose()


def test_a_copy_made_while_others_write_is_of_one_moment(live: Engine, tmp_path: Path) -> None:  # 82
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            remember(live, left=number, padding="x" * 50_000, right=number)

    writer = threading.Thread(target=write)
    remember(live, left=0, right=0)
    writer.start()
    try:
        for number in range(10):
            copy = tmp_path / f"copy-{number}"
            assert back_up(live, copy) == copy.stat().st_size
            with closing(sqlite3.connect(copy)) as db:
                assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert fact(copy, "left") == fact(copy, "right")
    finally:
        stop.set()
        writer.join()
    assert int(str(fact(tmp_path / "copy-9", "left"))) > 0


def test_a_copy_is_one_file_for_its_owner_alone(live: Engine, tmp_path: Path) -> None:
    copy = tmp_path / "copies" / "monday.db"
    back_up(live, copy)
    assert [path.name for path in copy.parent.iterdir()] == ["monday.db"]
    assert copy.stat().st_mode & 0o777 == 0o600


def test_a_copy_can_be_read_where_nothing_can_be_written_beside_it(live: Engine, tmp_path: Path) -> None:
    back_up(live, tmp_path / "copy.db")
    written, read = (tmp_path / "copy.db").read_bytes()[18:20]
    assert (written, read) == (1, 1), "2 is a file with a log beside it"


@pytest.mark.parametrize("way", ["as it is", "by a link"])
def test_the_database_is_not_taken_for_a_copy_of_itself(live: Engine, tmp_path: Path, way: str) -> None:
    remember(live, saved=1)
    file = file_of(live)
    if way == "by a link":
        (tmp_path / "link.db").symlink_to(file)
    named = file if way == "as it is" else tmp_path / "link.db"
    with pytest.raises(Refused, match="is the database itself"):
        restore(str(live.url), named, now=NOW, force=True)
    assert sorted(path.name for path in file.parent.glob("*until*")) == []
    assert fact(file, "saved") == 1


def test_a_copy_never_replaces_a_file_unasked(live: Engine, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy.write_text("diary")
    with pytest.raises(Refused, match="--force"):
        back_up(live, copy)
    assert copy.read_text() == "diary"
    back_up(live, copy, force=True)
    assert fact(copy, "nothing") is None


@pytest.mark.parametrize("ending", ["", "-wal", "-shm", ".daemon"])
@pytest.mark.parametrize("way", ["by its name", "by a link", "by another way"])
def test_a_copy_never_replaces_the_database_itself(live: Engine, tmp_path: Path, ending: str, way: str) -> None:
    remember(live, x=1)
    own = file_of(live).with_name(f"monitor.db{ending}")
    own.touch()
    target = {
        "by its name": own,
        "by a link": tmp_path / "link",
        "by another way": own.parent / ".." / "live" / own.name,
    }[way]
    if way == "by a link":
        target.symlink_to(own)
    number = own.stat().st_ino
    with pytest.raises(Refused, match="belongs to the database itself"):
        back_up(live, target, force=True)
    assert own.stat().st_ino == number
    assert fact(file_of(live), "x") == 1


def test_a_copy_never_replaces_what_is_no_file(live: Engine, tmp_path: Path) -> None:
    pipe, device = tmp_path / "pipe", tmp_path / "null"
    os.mkfifo(pipe)
    device.symlink_to("/dev/null")
    for target in (pipe, device, tmp_path):
        with pytest.raises(Refused, match="is no file"):
            back_up(live, target, force=True)
    assert pipe.is_fifo()
    assert device.is_symlink()
    assert Path("/dev/null").is_char_device()


def test_what_is_restored_is_what_was_saved_and_the_former_database_is_kept_whole(live: Engine, tmp_path: Path) -> None:
    remember(live, day="monday")
    back_up(live, tmp_path / "monday.db")
    remember(live, day="tuesday")
    url, file = str(live.url), file_of(live)
    live.dispose()
    with pytest.raises(Refused, match="--force"):
        restore(url, tmp_path / "monday.db", now=NOW)
    assert fact(file, "day") == "tuesday"
    kept = restore(url, tmp_path / "monday.db", now=NOW, force=True)
    assert kept is not None
    assert kept.name == "monitor.db.until-20260121T090000Z"
    assert (fact(file, "day"), fact(kept, "day")) == ("monday", "tuesday")
    again = restore(url, kept, now=NOW, force=True)
    assert again is not None
    assert again != kept
    assert (fact(file, "day"), fact(again, "day"), fact(kept, "day")) == ("tuesday", "monday", "tuesday")


def test_what_stood_in_the_log_of_a_killed_daemon_is_kept_with_its_database(live: Engine, tmp_path: Path) -> None:
    back_up(live, tmp_path / "copy")
    remember(live, day="tuesday")
    file = file_of(live)
    folder = tmp_path / "crashed"
    folder.mkdir()
    for path in file.parent.iterdir():  # as a power cut leaves it: the last transaction is in the log alone
        (folder / path.name).write_bytes(path.read_bytes())
    kept = restore(f"sqlite:///{folder}/monitor.db", tmp_path / "copy", now=NOW, force=True)
    assert kept is not None
    assert fact(kept, "day") == "tuesday"
    assert fact(folder / "monitor.db", "day") is None


def test_a_log_that_lost_its_database_is_not_read_into_the_restored_one(live: Engine, tmp_path: Path) -> None:
    back_up(live, tmp_path / "copy")
    remember(live, day="tuesday")
    folder = tmp_path / "crashed"
    folder.mkdir()
    (folder / "monitor.db-wal").write_bytes(file_of(live).with_name("monitor.db-wal").read_bytes())
    assert restore(f"sqlite:///{folder}/monitor.db", tmp_path / "copy", now=NOW) is None
    assert fact(folder / "monitor.db", "day") is None


def a_copy(live: Engine, tmp_path: Path) -> Path:
    remember(live, day="x" * 200_000)
    back_up(live, tmp_path / "copy")
    return tmp_path / "copy"


def half(copy: Path) -> None:
    copy.write_bytes(copy.read_bytes()[: copy.stat().st_size // 2])


def holed(copy: Path) -> None:
    body = bytearray(copy.read_bytes())
    body[8192:12288] = b"\xa5" * 4096
    copy.write_bytes(body)


def foreign(copy: Path) -> None:
    copy.unlink()
    with closing(sqlite3.connect(copy)) as db:
        db.execute("CREATE TABLE recipes (name)")
        db.commit()


def newer(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as db:
        db.execute("UPDATE alembic_version SET version_num = '9999'")
        db.commit()


def mixed_up(copy: Path) -> None:
    """An index holds what another should: every page can be read, and what is asked by it is not found."""
    with closing(sqlite3.connect(copy)) as file:
        file.execute("PRAGMA writable_schema=ON")
        empty = "SELECT rootpage FROM sqlite_master WHERE type = 'index' AND tbl_name = 'digests'"
        file.execute(f"UPDATE sqlite_master SET rootpage = ({empty}) WHERE name = 'sqlite_autoindex_facts_1'")
        file.commit()


def without(change: str) -> Callable[[Path], None]:
    """A copy that somebody has worked on since; its pages are sound."""

    def work(copy: Path) -> None:
        with closing(sqlite3.connect(copy)) as file:
            file.execute(change)
            file.commit()

    return work


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (without("DROP TABLE facts"), "copy is not whole: it lacks facts$"),
        (without("ALTER TABLE posts RENAME COLUMN title TO heading"), "copy is not whole: it lacks posts.title$"),
        (half, "copy.* damaged|copy is damaged"),
        (holed, "copy"),
        (
            lambda copy: copy.write_text("hello " * 1_000),
            "copy: this is no database, or only half of one: name a file that monitor backup has written",
        ),
        (lambda copy: copy.write_bytes(b""), "copy is no database of this program"),
        (foreign, "copy is no database of this program"),
        (mixed_up, "copy is damaged: Page"),
        (newer, "written by a newer monitor"),
        (lambda copy: copy.unlink(), "there is no file"),
    ],
)
def test_a_copy_that_is_not_sound_changes_nothing(live: Engine, tmp_path: Path, harm: object, said: str) -> None:
    copy = a_copy(live, tmp_path)
    harm(copy)  # type: ignore[operator]
    file, url = file_of(live), str(live.url)
    before = sorted(path.name for path in file.parent.iterdir())
    with pytest.raises(Refused, match=said):
        restore(url, copy, now=NOW, force=True)
    assert sorted(path.name for path in file.parent.iterdir()) == before
    with reading(live) as door:
        assert records.fact(door, "day") == "x" * 200_000


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("postgresql+psycopg://monitor:s3cret@db.example/news", "postgresql://monitor@db.example/news"),
        ("postgresql:///?service=news&prepare_threshold=none", "'postgresql:///?service=news'"),
        (
            "postgresql://monitor@/news?host=/run/pg&password=s3cret",
            "'postgresql://monitor@/news?host=%2Frun%2Fpg'",
        ),
    ],
)
def test_a_server_is_saved_by_its_own_tool(tmp_path: Path, url: str, address: str) -> None:
    engine = open_engine(url)
    for call in (lambda: back_up(engine, tmp_path / "x"), lambda: restore(url, tmp_path / "x", now=NOW)):
        with pytest.raises(Refused, match="pg_dump --format=custom") as told:
            call()
        assert str(told.value).count(f" --dbname={address} ") == 2
        assert "s3cret" not in str(told.value)


def test_a_database_is_copied_before_it_is_migrated(tmp_path: Path) -> None:
    from test_store_migrations import upgrade_to

    file = tmp_path / "monitor.db"
    engine = open_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        upgrade_to(connection, "0001")
        connection.execute(text("INSERT INTO facts VALUES ('day', '\"monday\"')"))
    assert not list(tmp_path.glob("*.before-*"))
    (last, *_) = migrate(engine)[::-1]
    engine.dispose()
    with closing(sqlite3.connect(file.with_name(f"monitor.db.before-{last}"))) as db:
        assert db.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
        assert db.execute("SELECT value FROM facts WHERE name = 'day'").fetchone() == ('"monday"',)


def test_without_room_for_the_copy_nothing_is_migrated(tmp_path: Path) -> None:
    from test_store_migrations import upgrade_to

    file = tmp_path / "monitor.db"
    engine = open_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        upgrade_to(connection, "0001")
    for revision in revisions():
        file.with_name(f"monitor.db.before-{revision}").mkdir()
    with pytest.raises(Refused, match="before-"):
        migrate(engine)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "0001"
    engine.dispose()


def test_what_a_copy_that_was_killed_left_behind_goes_with_the_next(live: Engine, tmp_path: Path) -> None:
    there = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    names = {
        "old": ".copy.db.4194299",
        "its journal": ".copy.db.4194299-journal",
        "young": ".copy.db.4194298",
        "at work": f".copy.db.{there.pid}",
        "another's": ".other.db.4194299",
        "strange": ".copy.db.notes",
    }
    for what, name in names.items():
        (tmp_path / name).write_bytes(b"half")
        os.utime(tmp_path / name, (0, 0) if what != "young" else None)
    back_up(live, tmp_path / "copy.db")
    there.communicate(b"")
    left = {what for what, name in names.items() if (tmp_path / name).exists()}
    assert left == {"young", "at work", "another's", "strange"}
