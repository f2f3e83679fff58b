"""PostgreSQL as somebody else has set it up: encodings, rights, defaults, addresses."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, make_url, text

from monitor.config import Settings
from monitor.jobs.database import store_faults
from monitor.model import ConfigError
from monitor.store.alone import alone
from monitor.store.engine import open_engine
from monitor.store.faults import StoreFault
from monitor.store.migrate import lacking, migrate, pending
from monitor.store.reading import reading
from monitor.store.records import fact, set_fact
from monitor.store.writing import writing


def as_admin(url: str, *statements: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


@contextmanager
def another(url: str, how: str) -> Iterator[str]:
    """A database beside the given one."""
    name = f"{make_url(url).database}_x"
    as_admin(url, f"CREATE DATABASE {name} TEMPLATE template0 {how}")
    try:
        yield make_url(url).set(database=name).render_as_string(hide_password=False)
    finally:
        as_admin(url, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
def test_a_database_that_holds_some_languages_only_is_refused_before_a_table_is_made(
    postgres_url: str, encoding: str
) -> None:
    with another(postgres_url, f"ENCODING '{encoding}' LOCALE 'C'") as url:
        engine = open_engine(url)
        with pytest.raises(ConfigError, match=f"its encoding is {encoding}.* --encoding=UTF8"):
            pending(engine)
        with pytest.raises(ConfigError, match="its encoding"):
            migrate(engine)
        assert inspect(engine).get_table_names() == []
        engine.dispose()


def test_a_user_who_may_not_make_tables_is_told_the_right_to_ask_for(postgres_url: str) -> None:
    role = f"{make_url(postgres_url).database}_guest"
    as_admin(postgres_url, f"CREATE ROLE {role} LOGIN", "REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    engine = open_engine(make_url(postgres_url).set(username=role).render_as_string(hide_password=False))
    try:
        told = f"{role} may not make tables in the schema public; GRANT CREATE ON SCHEMA public TO {role}"
        with pytest.raises(StoreFault, match=told):
            migrate(engine)
        lack = lacking(engine)
        assert lack is not None and told in str(lack)
        as_admin(postgres_url, f"GRANT CREATE ON SCHEMA public TO {role}")
        assert lacking(engine) is None
        assert migrate(engine)
        as_admin(
            postgres_url,
            f"REVOKE ALL ON facts FROM {role}",
            f"ALTER TABLE facts OWNER TO {make_url(postgres_url).username}",
        )
        with (
            pytest.raises(StoreFault, match="lacks a right: permission denied for table facts"),
            reading(engine) as door,
        ):
            fact(door, "x")
    finally:
        engine.dispose()
        as_admin(postgres_url, f"DROP OWNED BY {role}", f"DROP ROLE {role}")


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("nonsense=1", "'nonsense' is no option"),
        ("connect_timeout=soon", "connect_timeout is no number"),
        ("sslmode=verifyfull", "sslmode=verifyfull is nothing .* verify-full"),
        ("target_session_attrs=write", "target_session_attrs=write is nothing .* read-write"),
        ("sslmode=verify-full&sslrootcert=/nowhere/ca.pem", "there is no file /nowhere/ca.pem"),
    ],
)
def test_an_option_that_the_driver_would_choke_on_is_told_with_the_address(option: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        open_engine(f"postgresql://monitor@nowhere.example/news?{option}")


def test_whoever_waited_for_his_turn_sees_what_was_written_whatever_the_default_of_the_server(
    postgres_url: str,
) -> None:
    name = make_url(postgres_url).database
    as_admin(postgres_url, f"ALTER DATABASE {name} SET default_transaction_isolation = 'serializable'")
    engine, seen = open_engine(postgres_url), []
    migrate(engine)

    def count() -> None:
        with writing(engine) as door:
            alone(door, "facts")
            seen.append(fact(door, "n") or 0)
            set_fact(door, "n", (fact(door, "n") or 0) + 1)

    threads = [threading.Thread(target=count) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(seen) == [0, 1, 2, 3, 4, 5]
    engine.dispose()


def test_an_address_may_do_without_prepared_statements_for_a_pooler_that_mixes_sessions(postgres_url: str) -> None:
    for more, prepared in (("", 1), ("?prepare_threshold=none", 0)):
        joined = f"{postgres_url}{more.replace('?', '&') if '?' in postgres_url else more}"
        engine = open_engine(joined)
        with reading(engine) as door:
            for _ in range(8):
                door.connection.execute(text("SELECT 1 AS often"))
            counted = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT 1 AS often%'"
            assert door.connection.execute(text(counted)).scalar_one() == prepared
        engine.dispose()


def test_texts_are_kept_whatever_the_encoding_of_the_shell(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGCLIENTENCODING", "LATIN1")
    engine = open_engine(postgres_url)
    migrate(engine)
    with writing(engine) as door:
        set_fact(door, "x", "غزة Қазақстан 🕊")
        assert fact(door, "x") == "غزة Қазақстан 🕊"
    engine.dispose()


def test_a_server_that_takes_no_writing_is_remarked_by_check(postgres_url: str) -> None:
    settings = Settings(folder=Path(), store_url=postgres_url)
    engine = open_engine(postgres_url)
    migrate(engine)
    engine.dispose()
    assert store_faults(settings) == ([], [])
    as_admin(postgres_url, f"ALTER DATABASE {make_url(postgres_url).database} SET default_transaction_read_only = on")
    faults, (remark,) = store_faults(settings)
    assert faults == []
    assert "this server is a stand-by" in remark
    assert "target_session_attrs=read-write" in remark
