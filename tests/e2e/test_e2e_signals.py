"""Signals at every moment: while the daemon starts, by the thousand, and while it ends."""

import asyncio
import os
import signal
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path

from program import Program, ask, running, write_config

STORY = 'key = "wheat"\ntitle = "Wheat"\nlanguages = ["en"]\n[[keywords]]\nname = "wheat"\nforms.en = ["wheat"]\n'

#: Nothing listens there, and nothing need: it is asked in vain.
SOURCE = '[[sources]]\nkey = "{key}"\nkind = "feed"\naddress = "https://127.0.0.1/{key}"\n'

LOG = '[log]\nformat = "json"\n'


async def caught(daemon: Program, name: signal.Signals) -> None:
    """Waits until the process would not die of a signal."""
    until = time.monotonic() + 20
    while not catches(daemon, name):
        assert time.monotonic() < until, "it never listens"
        await asyncio.sleep(0)


def catches(daemon: Program, name: signal.Signals) -> bool:
    status = Path(f"/proc/{daemon.process.pid}/status").read_text()
    caught_by = next(line for line in status.splitlines() if line.startswith("SigCgt:"))
    return bool(int(caught_by.split()[1], 16) & 1 << (name - 1))


def held(daemon: Program, what: str) -> int:
    """How many open files (``fd``) or threads (``task``) it has."""
    return len(list(Path(f"/proc/{daemon.process.pid}/{what}").iterdir()))


async def test_a_daemon_that_is_stopped_while_it_starts_ends_well(tmp_path: Path) -> None:
    config = write_config(tmp_path, monitor=LOG, sources=SOURCE.format(key="a"))
    for pause in (0.0, 0.3, 0.9):
        async with running(config) as daemon:
            await caught(daemon, signal.SIGTERM)
            await asyncio.sleep(pause)
            daemon.signal(signal.SIGTERM)
            assert await daemon.end(within=25) == 0, (pause, daemon.lines)
            assert not [line for line in daemon.lines if "Traceback" in line or "Error" in line], (pause, daemon.lines)
    left = {name for _, _, names in os.walk(tmp_path / "data") for name in names}
    assert left <= {"monitor.db", "monitor.db.daemon"}, left


async def test_a_daemon_that_waits_for_a_database_at_its_start_takes_up_a_signal_as_soon_as_it_can(
    tmp_path: Path,
) -> None:
    config = write_config(tmp_path, monitor=LOG, sources=SOURCE.format(key="a"))
    await ask(config, "migrate")
    with closing(sqlite3.connect(tmp_path / "data" / "monitor.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        async with running(config) as daemon:
            await caught(daemon, signal.SIGHUP)
            daemon.signal(signal.SIGHUP)
            await asyncio.sleep(0.8)
            assert daemon.process.returncode is None
            other.execute("ROLLBACK")
            await daemon.said("the configuration was read again")
            await daemon.said('"started"')
            daemon.signal(signal.SIGTERM)
            assert await daemon.end(within=25) == 0
        other.execute("BEGIN EXCLUSIVE")
        async with running(config) as daemon:
            await caught(daemon, signal.SIGTERM)
            await asyncio.sleep(0.5)
            daemon.signal(signal.SIGTERM)
            other.execute("ROLLBACK")
            assert await daemon.end(within=25) == 0, daemon.lines


async def test_of_a_thousand_reloads_in_a_second_the_last_good_configuration_stays_in_force(tmp_path: Path) -> None:
    config = write_config(tmp_path, monitor=LOG, sources=SOURCE.format(key="a"), wheat=STORY)
    good = [SOURCE.format(key="a"), SOURCE.format(key="a") + SOURCE.format(key="b")]
    async with running(config) as daemon:
        await daemon.said('"started"')
        files, threads = held(daemon, "fd"), held(daemon, "task")

        def storm() -> None:
            for number in range(1_000):
                text = good[number // 2 % 2] if number % 2 else "[[sources]]\nkey = 7\n"
                (config / "sources.new").write_text(text)
                (config / "sources.new").rename(config / "sources.toml")
                daemon.process.send_signal(signal.SIGHUP)
                time.sleep(0.001)

        await asyncio.to_thread(storm)
        since = len(daemon.lines)
        (config / "sources.new").write_text(good[1] + SOURCE.format(key="last"))
        (config / "sources.new").rename(config / "sources.toml")
        daemon.signal(signal.SIGHUP)
        await daemon.said("the configuration was read again", '"sources": 3', since=since)
        (config / "sources.toml").write_text("key = 7")
        daemon.signal(signal.SIGHUP)
        await daemon.said("the old one stays in force", "key", since=since)
        assert "last: " in await ask(config, "health", code=1)
        assert held(daemon, "fd") <= files + 4
        assert held(daemon, "task") <= threads + 3
        taken = len(daemon.events("the configuration was read again"))
        assert taken <= 8, "each is read once the one before is in force, not a thousand times"
        daemon.signal(signal.SIGHUP)
        daemon.signal(signal.SIGTERM)
        while daemon.process.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(daemon.process.pid, signal.SIGHUP)
            await asyncio.sleep(0.002)
        assert await daemon.end(within=25) == 0
        assert not [line for line in daemon.lines if "Traceback" in line]


async def test_a_wish_to_end_that_a_wrapper_hands_on_as_well_is_one_wish(tmp_path: Path) -> None:
    config = write_config(tmp_path, monitor=LOG, sources=SOURCE.format(key="a"))
    async with running(config) as daemon:
        await daemon.said('"started"')
        for _ in range(3):
            daemon.signal(signal.SIGTERM)
            await asyncio.sleep(0.002)
        assert await daemon.end(within=25) == 0, daemon.lines
        assert daemon.events("stopped")
