"""The tables that the program expects are the tables that its migrations make."""

import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, text

from monitor.model import ConfigError
from monitor.store.engine import open_engine
from monitor.store.migrate import migrate, pending
from monitor.store.schema import metadata


def test_models_equal_migrations(engine: Engine) -> None:
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_two_daemons_starting_at_once_migrate_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/both.db"
    ran: list[list[str]] = []

    def start() -> None:
        engine = open_engine(url)
        ran.append(migrate(engine))
        engine.dispose()

    threads = [threading.Thread(target=start) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(bool, ran)) == [False, False, True]


def test_a_database_from_the_future_refuses_to_start_and_stays_untouched(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ConfigError, match="newer monitor"):
        migrate(engine)
    with pytest.raises(ConfigError, match="newer monitor"):
        pending(engine)


def test_an_address_that_is_no_database_says_what_would_be_right() -> None:
    with pytest.raises(ConfigError, match="sqlite:///"):
        open_engine("mysql://host/name")
