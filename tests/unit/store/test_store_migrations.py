"""The tables that the program expects are the tables that its migrations make."""

import json
import shlex
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Connection,
    Engine,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    Table,
    insert,
    inspect,
    select,
    text,
    update,
)

from monitor.model import ConfigError
from monitor.store.engine import open_engine
from monitor.store.migrate import copy_before, migrate, pending
from monitor.store.reading import reading
from monitor.store.revisions import migrations_folder, revision_of, revisions
from monitor.store.schema import tables_of
from monitor.store.wellbeing import states

#: A row of the first schema.
A_SOURCE = {
    "kind": "feed", "address": "https://a.example/", "host": "a.example", "enabled": True, "every": 1, "next_at": 1,
    "wait": 0, "lease_token": 0, "cursor": "{}", "failures": 0, "error": "", "detail": "", "told_ill": "",
    "posts_read": 0,
}  # fmt: skip


def upgrade_to(connection: Connection, revision: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations_folder()))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def part_of(index: Any) -> str:
    """Which rows an index is of; "" for all."""
    options = index.get("dialect_options", {})
    return str(options.get("sqlite_where", options.get("postgresql_where", "")))


def made_of(connection: Connection) -> dict[str, object]:
    """Everything that tables are made of, whatever the order in which it came."""
    looker = inspect(connection)
    return {
        table: (
            {c["name"]: (str(c["type"]), c["nullable"], c["default"]) for c in looker.get_columns(table)},
            looker.get_pk_constraint(table)["constrained_columns"],
            sorted((i["name"], i["column_names"], i["unique"], part_of(i)) for i in looker.get_indexes(table)),
            sorted((u["name"], u["column_names"]) for u in looker.get_unique_constraints(table)),
            sorted((f["constrained_columns"], f["referred_table"]) for f in looker.get_foreign_keys(table)),
        )
        for table in looker.get_table_names()
        if table != "alembic_version"
    }


def test_models_equal_migrations(database_url: str) -> None:
    engine = open_engine(database_url)
    with engine.begin() as connection:
        upgrade_to(connection, "head")
        tables = tables_of(connection.dialect.name)
        assert compare_metadata(MigrationContext.configure(connection), tables) == []
    engine.dispose()


def test_a_database_made_at_once_is_one_that_went_through_every_migration(database_url: str) -> None:
    engine = open_engine(database_url)
    with engine.begin() as connection:
        upgrade_to(connection, "head")
        migrated = made_of(connection)
        names = ", ".join(f'"{name}"' for name in inspect(connection).get_table_names())
        for name in names.split(", "):
            connection.execute(text(f"DROP TABLE {name}" + (" CASCADE" if engine.dialect.name == "postgresql" else "")))
    assert migrate(engine) == revisions()
    with engine.connect() as connection:
        assert made_of(connection) == migrated
        heads = ScriptDirectory(str(migrations_folder())).get_heads()
        assert [revision_of(connection)] == heads == revisions()[-1:]
    engine.dispose()


@pytest.mark.parametrize("before", ["", "0001"])
def test_two_daemons_starting_at_once_migrate_once(database_url: str, before: str) -> None:  # 81
    if before:
        engine = open_engine(database_url)
        with engine.begin() as connection:
            upgrade_to(connection, before)
        engine.dispose()
    together, ran = threading.Barrier(4), list[object]()

    def start() -> None:
        engine = open_engine(database_url)
        with engine.connect():
            together.wait(30)
        try:
            ran.append(bool(migrate(engine)))
        except Exception as error:
            ran.append(error)
        engine.dispose()

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ran, key=str) == [False, False, False, True]


def test_a_database_from_the_future_refuses_to_start_and_stays_untouched(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ConfigError, match="newer monitor"):
        migrate(engine)
    with pytest.raises(ConfigError, match="newer monitor"):
        pending(engine)


def test_a_program_that_is_too_old_names_the_copy_it_can_go_back_to(tmp_path: Path) -> None:
    file = tmp_path / "the desk's.db"
    engine = open_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        upgrade_to(connection, "0001")
    ran = migrate(engine)
    assert copy_before(engine, ran) == tmp_path / f"the desk's.db.before-{ran[-1]}"
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ConfigError) as refused:
        pending(engine)
    assert refused.value.faults[0].right == "install the newer version again"  # our own copy is older than we are
    (tmp_path / "the desk's.db.before-9999").write_bytes(b"")
    with pytest.raises(ConfigError) as refused:
        pending(engine)
    engine.dispose()
    _, _, command = refused.value.faults[0].right.rpartition("made before: ")
    assert shlex.split(command) == ["monitor", "restore", f"{file}.before-9999", "--force"]


def test_of_a_new_database_there_is_no_copy_to_name(engine: Engine) -> None:
    assert copy_before(engine, revisions()) is None
    assert copy_before(engine, []) is None


def test_an_address_that_is_no_database_says_what_would_be_right() -> None:
    with pytest.raises(ConfigError, match="sqlite:///"):
        open_engine("mysql://host/name")


def test_rows_written_before_a_migration_are_read_after_it_and_old_programs_still_write(database_url: str) -> None:
    engine = open_engine(database_url)
    first = MetaData()
    with engine.begin() as connection:
        upgrade_to(connection, "0001")
    first.reflect(engine)
    with engine.begin() as connection:
        connection.execute(insert(first.tables["sources"]).values(**A_SOURCE, key="early"))
    assert migrate(engine)[0] == "0002"
    with engine.begin() as connection:  # a program that knows only the first schema
        connection.execute(insert(first.tables["sources"]).values(**A_SOURCE, key="late"))
    with reading(engine) as door:
        assert [(state.key, state.flags, state.told_quiet) for state in states(door)] == [
            ("early", [], ""),
            ("late", [], ""),
        ]
    engine.dispose()


def a_value(column: Column[object], number: int) -> object:
    """Something that a column takes."""
    if isinstance(column.type, Boolean):
        return number == 1
    if isinstance(column.type, Integer | BigInteger | Numeric | Float):
        return number
    if isinstance(column.type, LargeBinary):
        return b"x"
    return json.dumps([]) if isinstance(column.type, JSON) else f"v{number}"


def an_old_row(table: Table, number: int, rows: Mapping[str, int]) -> dict[str, object]:
    """A row with every column that an old schema has; what refers to another table names its row of this number."""
    return {
        column.name: rows.get(next(iter(column.foreign_keys)).column.table.name, number)
        if column.foreign_keys and isinstance(column.type, Integer | BigInteger)
        else a_value(column, number)
        for column in table.columns
    }


@pytest.mark.parametrize("revision", revisions()[:-1])
def test_a_program_that_knows_only_an_older_schema_writes_and_changes_every_table_of_todays(
    tmp_path: Path, revision: str
) -> None:
    engine, old = open_engine(f"sqlite:///{tmp_path}/monitor.db"), MetaData()
    with engine.begin() as connection:
        upgrade_to(connection, revision)
        old.reflect(connection)
    migrate(engine)
    numbers: dict[str, int] = {}
    for table in old.sorted_tables:
        if table.name == "alembic_version":
            continue
        row = an_old_row(table, 1, numbers)
        numbers[table.name] = 1
        with engine.begin() as connection:
            connection.execute(insert(table).values(**row))
            key = list(table.primary_key.columns)
            changed = {
                name: value
                for name, value in an_old_row(table, 2, numbers).items()
                if not table.columns[name].primary_key and not table.columns[name].foreign_keys
            }
            if changed:
                wanted = [column == row[column.name] for column in key]
                done = connection.execute(update(table).where(*wanted).values(**changed))
                assert done.rowcount == 1, table.name
            kept = connection.execute(select(table)).mappings().one()
            assert {name: kept[name] for name in changed} == changed, table.name
    engine.dispose()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "sqlite:///file:x?mode=memory&uri=true"])
def test_a_database_in_memory_is_refused_before_the_start(url: str) -> None:
    with pytest.raises(ConfigError, match="in memory"):
        open_engine(url)
