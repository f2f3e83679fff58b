"""On PostgreSQL a daemon's session says how the daemon is, also while the server takes nothing or only reads."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine, make_url, text

from monitor.desk.health import HealthReport, health
from monitor.store.engine import open_engine
from monitor.store.faults import StoreFault
from monitor.store.migrate import migrate
from monitor.store.presence import Sign
from monitor.store.reading import reading
from monitor.store.records import Beat, beat
from monitor.store.session import presence_of
from monitor.store.writing import writing

NOW = datetime(2026, 1, 21, 9, 0, tzinfo=UTC)


def as_admin(url: str, *statements: str) -> None:
    engine = create_engine(make_url(url).set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def asked(url: str, now: datetime = NOW) -> HealthReport:
    engine = open_engine(url)
    try:
        with reading(engine) as door:
            return health(door, now=now)
    finally:
        engine.dispose()


def soon(url: str, holds: Callable[[HealthReport], bool], now: datetime = NOW) -> HealthReport:
    """The first report of which it holds."""
    end = time.monotonic() + 20
    while not holds(report := asked(url, now)):
        assert time.monotonic() < end, report.troubles
        time.sleep(0.02)
    return report


@pytest.fixture
def only_read(postgres_url: str) -> str:
    """A database whose last heartbeat is old, on a server that was switched to reading."""
    engine = open_engine(postgres_url)
    migrate(engine)
    at = NOW - timedelta(hours=3)
    with writing(engine) as door:
        beat(door, Beat(worker="h/1", started_at=at, beat_at=at, stopped_at=None, pid=1, host="h", version="1"))
    engine.dispose()
    name = make_url(postgres_url).database
    as_admin(postgres_url, f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    return postgres_url


def test_a_daemon_whose_server_only_reads_is_said_to_run_and_why_it_is_not_well(only_read: str) -> None:  # 70
    engine = open_engine(only_read)
    with pytest.raises(StoreFault) as fault, writing(engine) as door:
        beat(door, Beat(worker="h/1", started_at=NOW, beat_at=NOW, stopped_at=None, pid=1, host="h", version="1"))
    assert not asked(only_read).running
    with presence_of(engine) as presence:
        presence.say(Sign(at=NOW, outage_since=NOW - timedelta(hours=2), why=fault.value.message))
        report = soon(only_read, lambda report: report.running)
        since = "the daemon runs, but since 2026-01-21 07:00 UTC nothing can be written down"
        assert report.troubles[0].startswith(f"{since}: the database can only be read")
        later = asked(only_read, NOW + timedelta(minutes=5))
        assert not later.running, "it has said nothing for five minutes"
        assert "gives no sign of life" in later.troubles[0]
        presence.say(Sign(at=NOW))
        assert soon(only_read, lambda report: not any("written down" in each for each in report.troubles)).running
    assert "the daemon is not running" in soon(only_read, lambda report: not report.running).troubles[0]
    engine.dispose()


def test_the_sign_of_life_is_there_again_after_the_server_dropped_its_session(only_read: str) -> None:
    engine = open_engine(only_read)
    with presence_of(engine) as presence:
        presence.say(Sign(at=NOW))
        soon(only_read, lambda report: report.running)
        ours = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'story-monitor%'"
        as_admin(only_read, ours)
        assert not asked(only_read).running
        presence.say(Sign(at=NOW))  # meets the broken session
        presence.say(Sign(at=NOW + timedelta(seconds=15)))
        end = time.monotonic() + 20
        while not asked(only_read).running:
            assert time.monotonic() < end
            presence.say(Sign(at=NOW + timedelta(seconds=30)))
            time.sleep(0.05)
    engine.dispose()


def test_a_reason_with_quotes_marks_and_breaks_is_told_as_words_and_run_as_nothing(only_read: str) -> None:
    engine = open_engine(only_read)
    with presence_of(engine) as presence:
        why = "it's \"full\" -- 100% ';\nDROP TABLE posts; /* \x00 ж"
        presence.say(Sign(at=NOW, outage_since=NOW, why=why))
        report = soon(only_read, lambda report: report.running)
        assert report.troubles[0].endswith("""it's "full" -- 100? '; DROP TABLE posts; /? ? ?""")
    engine.dispose()


def test_of_two_daemons_the_one_that_cannot_write_is_told(only_read: str) -> None:
    engine = open_engine(only_read)
    with presence_of(engine) as well, presence_of(engine) as ill:
        ill.say(Sign(at=NOW - timedelta(seconds=10), outage_since=NOW - timedelta(hours=1), why="full"))
        well.say(Sign(at=NOW))
        report = soon(only_read, lambda report: report.sign is not None and report.sign.why == "full")
        assert report.running
    engine.dispose()


def test_a_server_that_is_away_holds_up_neither_the_daemon_nor_its_end() -> None:
    engine = open_engine("postgresql+psycopg://monitor@/x?host=/nonexistent")
    began = time.monotonic()
    with presence_of(engine) as presence:
        for _ in range(20):
            presence.say(Sign(at=NOW))
    assert time.monotonic() - began < 5
    engine.dispose()
