"""A daemon gives a sign of life beside its database file: what the database cannot say while it takes nothing."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor import __version__
from monitor.desk.health import health
from monitor.store.engine import open_engine
from monitor.store.migrate import migrate
from monitor.store.presence import Presence, Sign, sign_of
from monitor.store.reading import reading
from monitor.store.records import Beat, beat, beats
from monitor.store.writing import writing

NOW = datetime(2026, 1, 21, 9, 0, tzinfo=UTC)
#: True of each database here.
NOTHING_WATCHED = "no source is watched: sources.toml names none that is switched on"


def a_beat(worker: str, at: datetime) -> Beat:
    return Beat(worker=worker, started_at=at, beat_at=at, stopped_at=None, pid=1, host="h", version="1")


def test_a_daemon_that_cannot_write_is_said_to_run_and_why_it_is_not_well(tmp_path: Path) -> None:  # 70
    url = f"sqlite:///{tmp_path}/monitor.db"
    engine = open_engine(url)
    migrate(engine)
    with writing(engine) as door:
        beat(door, a_beat("h/1", NOW - timedelta(hours=3)))
    with Presence(url) as presence:
        since = NOW - timedelta(hours=2)
        presence.say(Sign(at=NOW, outage_since=since, why="the disk under the database is full"))
        with reading(engine) as door:
            report = health(door, now=NOW, sign=sign_of(url))
        assert report.running
        full = "the disk under the database is full"
        assert (
            report.troubles[0] == f"the daemon runs, but since 2026-01-21 07:00 UTC nothing can be written down: {full}"
        )
        with reading(engine) as door:
            later = health(door, now=NOW + timedelta(minutes=5), sign=sign_of(url))
        assert not later.running, "it has said nothing for five minutes"
        assert "gives no sign of life" in later.troubles[0]
    with reading(engine) as door:
        after = health(door, now=NOW, sign=sign_of(url))
    assert "the daemon is not running" in after.troubles[0]
    engine.dispose()


def test_a_daemon_that_was_killed_leaves_no_sign_of_life(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/monitor.db"
    lives = (
        "import sys, time; from datetime import UTC, datetime; from monitor.store.presence import Presence, Sign\n"
        f"with Presence({url!r}) as it:\n"
        " it.say(Sign(at=datetime.now(UTC))); print(it.is_alone, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", lives], stdout=subprocess.PIPE, text=True) as daemon:
        assert daemon.stdout is not None
        assert daemon.stdout.readline() == "True\n"
        assert sign_of(url) is not None
        with Presence(url) as second:
            assert not second.is_alone
            os.kill(daemon.pid, signal.SIGKILL)
            daemon.wait()
            assert sign_of(url) is None
            second.say(Sign(at=NOW))
            assert sign_of(url) == Sign(at=NOW), "the one that is left takes its place"
    assert sign_of(url) is None
    with Presence(url) as next_one:
        assert next_one.is_alone


def test_a_second_daemon_does_not_talk_over_the_first_that_cannot_write(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/monitor.db"
    ill = Sign(at=NOW, outage_since=NOW - timedelta(hours=2), why="the disk under the database is full")
    with Presence(url) as first, Presence(url) as second:
        first.say(ill)
        second.say(Sign(at=NOW + timedelta(minutes=1)))
        assert sign_of(url) == ill


def test_a_daemon_that_was_there_before_its_file_is_not_said_to_write_elsewhere(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/monitor.db"
    with Presence(url) as presence:
        presence.say(Sign(at=NOW))
        (tmp_path / "monitor.db").write_bytes(b"")
        assert sign_of(url) == Sign(at=NOW)


def test_a_daemon_whose_sign_is_spoiled_is_seen_all_the_same(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/monitor.db"
    with Presence(url) as presence:
        presence.say(Sign(at=NOW))
        for spoiled in (b"", b"\0" * 1024, b"[]", b'{"at": "soon", "outage": null, "why": ""}'):
            (tmp_path / "monitor.db.daemon").write_bytes(spoiled)
            assert sign_of(url) == Sign(at=None)


def test_two_daemons_on_one_file_are_a_trouble_and_one_that_died_is_none(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/monitor.db")
    migrate(engine)
    with writing(engine) as door:
        beat(door, a_beat("elsewhere/1", NOW))
        beat(door, a_beat(f"{os.uname().nodename}/{2**22 + 1}", NOW))  # no process ever has this number
    with reading(engine) as door:
        assert health(door, now=NOW).troubles == (NOTHING_WATCHED,)
    with writing(engine) as door:
        beat(door, a_beat("elsewhere/2", NOW))
    with reading(engine) as door:
        trouble, _ = health(door, now=NOW).troubles
    assert trouble.startswith("2 daemons run on this database file (elsewhere/1, elsewhere/2); one is enough")
    engine.dispose()


def test_a_daemon_that_an_upgrade_has_left_behind_is_a_trouble(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/monitor.db")
    migrate(engine)
    for version, said in (("0.0.9", ["the daemon is of version 0.0.9 and this program"]), (__version__, [])):
        with writing(engine) as door:
            beat(door, replace(a_beat("here/1", NOW), host=os.uname().nodename, version=version))
        with reading(engine) as door:
            told = [trouble.split(" of " + __version__)[0] for trouble in health(door, now=NOW).troubles]
        assert told == [*said, NOTHING_WATCHED]
    engine.dispose()


def test_a_daemon_that_writes_into_a_file_that_was_replaced_is_not_called_well(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/monitor.db"
    engine = open_engine(url)
    migrate(engine)
    with writing(engine) as door:
        beat(door, a_beat("h/1", NOW))
    engine.dispose()
    with Presence(url) as presence:
        presence.say(Sign(at=NOW))
        assert not told(url)
        (tmp_path / "monitor.db").rename(tmp_path / "former.db")
        (tmp_path / "monitor.db").write_bytes((tmp_path / "former.db").read_bytes())
        assert [trouble for trouble in told(url) if "deleted, moved or replaced" in trouble]
        (tmp_path / "former.db").replace(tmp_path / "monitor.db")
        assert not told(url)


def told(url: str) -> list[str]:
    engine = open_engine(url)
    with reading(engine) as door:
        report = health(door, now=NOW, sign=sign_of(url))
    engine.dispose()
    return [trouble for trouble in report.troubles if trouble != NOTHING_WATCHED]


def test_each_life_of_a_daemon_is_remembered_even_under_one_name_but_not_those_that_died_at_once(
    tmp_path: Path,
) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/monitor.db")
    migrate(engine)

    def lives(start: float, minutes: float) -> None:
        life = a_beat("container/1", NOW + timedelta(hours=start))
        with writing(engine) as door:
            beat(door, life)
            beat(door, replace(life, beat_at=life.started_at + timedelta(minutes=minutes)))

    lives(0, 90)
    for number in range(50):
        lives(2 + number / 60, 0.1)
    lives(30, 60)
    with reading(engine) as door:
        kept = sorted((one.started_at, one.beat_at) for one in beats(door))
    hour = timedelta(hours=1)
    assert kept == [(NOW, NOW + 1.5 * hour), (NOW + 30 * hour, NOW + 31 * hour)]
    engine.dispose()
