"""PostgreSQL: nobody waits for ever for a daemon that sleeps with a lock in its hand."""

import time

import pytest
from sqlalchemy import text

from monitor.store.alone import alone
from monitor.store.engine import open_engine
from monitor.store.faults import StoreFault
from monitor.store.migrate import migrate
from monitor.store.records import fact, set_fact
from monitor.store.writing import writing


def test_a_lock_that_another_daemon_holds_is_given_up_after_a_while(postgres_url: str) -> None:  # 81
    engine = open_engine(postgres_url)
    migrate(engine)
    with writing(engine) as sleeper:
        alone(sleeper, "facts")
        with pytest.raises(StoreFault, match="another program holds the database"), writing(engine) as door:
            assert door.connection.execute(text("SHOW lock_timeout")).scalar_one() == "30s"
            door.connection.execute(text("SET LOCAL lock_timeout = 50"))
            set_fact(door, "x", 1)
    with writing(engine) as door:
        set_fact(door, "x", 2)
        assert fact(door, "x") == 2
    engine.dispose()


def test_a_daemon_that_sleeps_in_a_transaction_loses_it_and_goes_on_when_it_wakes(postgres_url: str) -> None:  # 65
    engine = open_engine(postgres_url)
    migrate(engine)
    with pytest.raises(StoreFault), writing(engine) as sleeper:
        assert sleeper.connection.execute(text("SHOW idle_in_transaction_session_timeout")).scalar_one() == "5min"
        set_fact(sleeper, "x", 1)
        sleeper.connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 50"))
        time.sleep(0.3)  # as a machine that is suspended
        fact(sleeper, "x")
    with writing(engine) as door:
        assert fact(door, "x") is None
        set_fact(door, "x", 2)
    engine.dispose()


def test_sessions_that_may_only_read_are_left_for_new_ones_once_somebody_wanted_to_write(postgres_url: str) -> None:
    # what was connected while a quota was used up, or to a server that is the stand-by now, never writes again
    engine = open_engine(postgres_url)
    migrate(engine)
    with engine.connect() as one, engine.connect() as other:
        for session in (one, other):
            session.exec_driver_sql("SET default_transaction_read_only = on")
            session.commit()
    with pytest.raises(StoreFault, match="can only be read"), writing(engine) as door:
        set_fact(door, "x", 1)
    with writing(engine) as door, writing(engine) as beside:
        set_fact(door, "x", 2)
        assert fact(beside, "x") is None
        assert beside.connection.execute(text("SHOW transaction_read_only")).scalar_one() == "off"
    engine.dispose()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("53100", "the disk under the database's server is full; make room"),
        ("53200", "the database's server has no memory left"),
        ("53300", "takes no more connections"),
        ("25006", "the database can only be read"),
        ("42P05", "a pooler before the database"),
        ("57014", "the database stops what takes too long"),
        ("57P01", "the database does not answer: gone"),
    ],
)
def test_what_a_server_lacks_is_told_in_words(postgres_url: str, code: str, said: str) -> None:  # 70
    engine = open_engine(postgres_url)
    failing = f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{code}', MESSAGE = 'gone'; END $$"
    with pytest.raises(StoreFault, match=said), writing(engine) as door:
        door.connection.exec_driver_sql(failing)
    engine.dispose()
