"""A database file that is none, not whole, not ours or from the future: told by its name, and left as it is."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from monitor.desk.checking import check
from monitor.model import ConfigError, MonitorError
from monitor.store.backup import back_up
from monitor.store.engine import open_engine
from monitor.store.migrate import migrate, pending

SQL = Callable[[Path], None]


def runs(statement: str) -> SQL:
    def harm(file: Path) -> None:
        with closing(sqlite3.connect(file)) as db:
            db.execute(statement)
            db.commit()

    return harm


def cut_to(size: int) -> SQL:
    return lambda file: file.write_bytes(file.read_bytes()[:size]) and None


def holding(content: bytes) -> SQL:
    return lambda file: file.write_bytes(content) and None


def of_another_program(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as db:
        db.execute("CREATE TABLE sources (name)")
        db.commit()


HARMS = [
    (holding(b"Dear diary, " * 5_000), "is no database, or was only half written; put a backup in its place"),
    (holding(bytes(50_000)), "is no database"),
    (cut_to(100), "the database is damaged"),
    (cut_to(4096 * 3 + 100), "the database is damaged; put a backup in its place: monitor restore FILE --force"),
    (runs("UPDATE alembic_version SET version_num = '9999'"), "written by a newer monitor (schema 9999"),
    (runs("DELETE FROM alembic_version"), "does not say which schema it has (0 notes"),
    (runs("INSERT INTO alembic_version VALUES ('0001')"), "does not say which schema it has (2 notes"),
    (runs("DROP TABLE deliveries"), "it has lost tables: deliveries; put a backup in its place"),
    (of_another_program, "it holds another program's tables (sources); name another database"),
]


@pytest.mark.parametrize(("harm", "said"), HARMS, ids=[said[:30] for _, said in HARMS])
def test_a_file_that_cannot_be_used_is_named_and_nothing_is_written_into_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: SQL, said: str
) -> None:
    file = tmp_path / "monitor.db"
    engine = open_engine(f"sqlite:///{file}")
    migrate(engine)
    engine.dispose()
    harm(file)
    before = file.read_bytes()
    for ask in (migrate, pending):
        with pytest.raises(MonitorError) as told:
            ask(engine)
        assert str(told.value).startswith(f"{file}: "), told.value
        assert said in str(told.value)
        engine.dispose()
    with pytest.raises(MonitorError, match=str(file)):
        back_up(engine, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()
    (tmp_path / "config").mkdir()
    monkeypatch.setenv("MONITOR_DATABASE_URL", f"sqlite:///{file}")
    (fault,) = check(tmp_path / "config").faults
    assert said in str(fault)
    engine.dispose()
    assert file.read_bytes() == before


def test_a_place_where_no_file_can_stand_is_told_by_the_line_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "folder").mkdir()
    (tmp_path / "note.txt").write_text("a file")
    for place, wrong in (("folder", "is a folder"), ("note.txt/monitor.db", "is a file, so no database can stand")):
        (tmp_path / "config" / "monitor.toml").write_text(
            f'zone = "UTC"\n[store]\nurl = "sqlite:///{tmp_path}/{place}"\n'
        )
        (fault,) = check(tmp_path / "config").faults
        assert str(fault).startswith(
            f"{tmp_path}/config/monitor.toml:3: store.url: {tmp_path}/{place.partition('/')[0]} "
        )
        assert wrong in fault.wrong
        with pytest.raises(ConfigError):
            open_engine(f"sqlite:///{tmp_path}/{place}")


def test_another_kind_of_database_is_told_by_the_line_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "monitor.toml").write_text('[store]\nurl = "mysql://monitor:pa55word@db/news"\n')
    (fault,) = check(tmp_path).faults
    assert (fault.line, fault.key) == (2, "store.url")
    assert "'mysql' is not a database we know" in fault.wrong
    assert "pa55word" not in str(fault)
