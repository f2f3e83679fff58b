"""systemd hears that the daemon is ready, alive and stopping; a loop that hangs is not called alive."""

import asyncio
import os
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.demo.inside import Inside, StillClock
from monitor.jobs.systemd import attend, tell, watchdog


class Systemd:
    """The other end of the socket."""

    def __init__(self, address: str) -> None:
        self.way = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.way.bind(address)
        self.way.setblocking(False)

    def heard(self) -> list[str]:
        said: list[str] = []
        while True:
            try:
                said += self.way.recv(4_096).decode().split("\n")
            except BlockingIOError:
                return said


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[tuple[Systemd, dict[str, str]]]:
    address = f"{tmp_path}/n"
    there = Systemd(address)
    yield there, {"NOTIFY_SOCKET": address, "WATCHDOG_USEC": "400000"}
    there.way.close()


def office(tmp_path: Path) -> Inside:
    clock = StillClock(datetime(2026, 1, 21, tzinfo=UTC))
    return Inside(f"sqlite:///{tmp_path}/monitor.db", clock=clock, outlets={}, sources=[], stories=[])


async def test_a_systemd_that_has_frozen_holds_up_nothing(
    tmp_path: Path, systemd: tuple[Systemd, dict[str, str]]
) -> None:
    there, environ = systemd
    told = 0
    while tell(environ, "STATUS=nobody reads this") and told < 10_000:
        told += 1
    assert told < 10_000, "its socket is full"
    async with office(tmp_path) as inside:
        inside.app.ready.set()
        attending = asyncio.create_task(attend(inside.app, environ))
        await asyncio.sleep(0.1)
        inside.app.stopping.set()
        await attending
    assert len(there.heard()) == told


async def test_a_systemd_that_was_busy_hears_afterwards_that_the_daemon_is_ready_and_alive(
    tmp_path: Path, systemd: tuple[Systemd, dict[str, str]]
) -> None:
    there, environ = systemd
    while tell(environ, "STATUS=nobody reads this"):
        pass
    async with office(tmp_path) as inside:
        inside.app.ready.set()
        attending = asyncio.create_task(attend(inside.app, environ))
        await asyncio.sleep(0.1)
        said = there.heard()
        assert "READY=1" not in said
        async with asyncio.timeout(30):
            while not {"READY=1", "WATCHDOG=1"} <= set(said):
                await asyncio.sleep(0.05)
                said += there.heard()
        inside.app.stopping.set()
        await attending


async def test_it_hears_ready_alive_and_stopping(tmp_path: Path, systemd: tuple[Systemd, dict[str, str]]) -> None:
    there, environ = systemd
    async with office(tmp_path) as inside:
        attending = asyncio.create_task(attend(inside.app, environ))
        await asyncio.sleep(0.3)
        assert there.heard() == [], "not before everything runs"
        inside.app.ready.set()
        await asyncio.sleep(1.0)
        said = there.heard()
        assert said[0] == "READY=1"
        assert said.count("WATCHDOG=1") >= 3
        assert "STATUS=0 sources well, 0 posts read, 0 matched" in said
        inside.app.stopping.set()
        await attending
        assert there.heard()[-2:] == ["STOPPING=1", "STATUS=stopping"]


async def test_a_loop_that_hangs_is_not_called_alive(tmp_path: Path, systemd: tuple[Systemd, dict[str, str]]) -> None:
    there, environ = systemd
    async with office(tmp_path) as inside:
        inside.app.ready.set()
        attending = asyncio.create_task(attend(inside.app, environ))
        await asyncio.sleep(0.3)
        assert "WATCHDOG=1" in there.heard()
        time.sleep(0.6)  # noqa: ASYNC251 - the loop is to hang
        assert there.heard() == []
        inside.app.stopping.set()
        await attending


async def test_a_database_that_never_answers_is_not_called_alive(
    tmp_path: Path, systemd: tuple[Systemd, dict[str, str]]
) -> None:
    there, environ = systemd
    async with office(tmp_path) as inside:
        inside.app.inline = False
        inside.app.ready.set()
        # both readers are busy with something that takes its time
        stuck = [asyncio.create_task(inside.app.read(lambda door: time.sleep(1.0))) for _ in range(2)]
        await asyncio.sleep(0.05)
        attending = asyncio.create_task(attend(inside.app, environ))
        await asyncio.sleep(0.7)
        assert there.heard() == ["READY=1"]
        await asyncio.gather(*stuck)
        await asyncio.sleep(0.6)
        assert "WATCHDOG=1" in there.heard()
        inside.app.stopping.set()
        await attending


def test_an_abstract_socket_and_none_at_all_are_understood() -> None:
    address = f"@monitor-test-{os.getpid()}"
    there = Systemd("\0" + address[1:])
    assert tell({"NOTIFY_SOCKET": address}, "READY=1")
    assert there.heard() == ["READY=1"]
    there.way.close()
    assert not tell({"NOTIFY_SOCKET": address}, "READY=1"), "nobody listens any more"
    assert not tell({}, "READY=1")
    assert not tell({"NOTIFY_SOCKET": "vsock:2:1"}, "READY=1")


def test_the_watchdog_of_another_process_is_none_of_ours() -> None:
    assert watchdog({"WATCHDOG_USEC": "60000000"}) == 60.0
    assert watchdog({"WATCHDOG_USEC": "60000000", "WATCHDOG_PID": str(os.getpid())}) == 60.0
    assert watchdog({"WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "1"}) == 0.0
    assert watchdog({"WATCHDOG_USEC": "sixty"}) == 0.0
    assert watchdog({}) == 0.0
