"""A channel's secret stands in no table, log line, notice or report, whatever the other side does (SAFETY 35)."""

import asyncio
import io
import json
from base64 import b64decode
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog
from rooms import Room, settle

from monitor.config.settings import LogShape
from monitor.demo.outlet import Asked
from monitor.desk.health import health, health_json
from monitor.jobs.log import start_log
from monitor.model import Channel, Reply
from monitor.store.letters import letters

SECRET, PASSWORD = "zq9zq9hushhush", "pa55word-of-ours"
HOOK = f"https://slack.example/services/T0/B0/{SECRET}"


def unreachable(asked: Asked) -> Reply:
    raise OSError(f"cannot connect to {asked.url}")


def saying(status: int, body: str, *headers: tuple[str, str]) -> Callable[[Asked], Reply]:
    def answer(asked: Asked) -> Reply:
        said = body.format(url=asked.url).encode()
        return Reply(asked=asked.url, url=asked.url, status=status, body=said, at=asked.at, headers=headers)

    return answer


def broken(asked: Asked) -> Reply:
    raise KeyError(asked.url)


@asynccontextmanager
async def a_mail_server() -> AsyncIterator[tuple[int, list[str]]]:
    """One that refuses the login and repeats what it was told; its port, and what it heard."""
    heard: list[str] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talking.add(asyncio.current_task())
        writer.write(b"220 mail.example ESMTP\r\n")
        while line := (await reader.readline()).decode().strip():
            if line.upper().startswith("EHLO"):
                writer.write(b"250-mail.example\r\n250 AUTH PLAIN\r\n")
            elif line.upper().startswith("AUTH PLAIN"):
                heard.append(b64decode(line.split()[-1]).decode())
                writer.write(f"535 5.7.8 {heard[-1].split(chr(0))[-1]} is not the password of desk\r\n".encode())
            else:
                writer.write(b"221 bye\r\n")
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()

    talking: set[asyncio.Task[None] | None] = set()
    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1], heard
    server.close()
    await asyncio.gather(*(task for task in talking if task is not None))


@pytest.fixture
def log() -> Any:
    stream = io.StringIO()
    start_log(LogShape(format="json"), stream=stream)
    yield stream
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())


@pytest.mark.parametrize(
    "slack",
    [
        unreachable,
        broken,
        saying(404, "no_service"),
        saying(404, "no such hook: {url}"),
        saying(500, "{url}"),
        saying(302, "", ("location", HOOK)),
        saying(200, "<html>{url}"),
        saying(429, "{url}", ("retry-after", HOOK)),
        saying(200, json.dumps({"ok": False, "error": HOOK})),
    ],
)
async def test_a_secret_is_nowhere_after_its_channel_failed(
    tmp_path: Path, log: io.StringIO, slack: Callable[[Asked], Reply]
) -> None:
    room = Room(tmp_path, outlets={"slack.example": slack})
    (tmp_path / "webhook").write_text(HOOK)
    (tmp_path / "password").write_text(PASSWORD)
    (tmp_path / "password").chmod(0o600)
    async with a_mail_server() as (port, heard):
        mail = Channel(
            key="mail", kind="email", address="desk@newsroom.example",
            options={"host": "127.0.0.1", "port": port, "security": "none", "user": "desk", "from": "m@a.example",
                     "password": f"file:{tmp_path / 'password'}"},
        )  # fmt: skip
        room.make["channels"] = [room.make["channels"][0], mail]
        room.make["ports"] = {}
        told = await a_day(room)
    assert PASSWORD in heard[0], "it was tried"
    written = b"".join((tmp_path / f"monitor.db{end}").read_bytes() for end in ("", "-wal") if _is_there(tmp_path, end))
    assert b"Kazakhstan joins" in written
    for secret in (SECRET, PASSWORD):
        assert secret.encode() not in written
        assert secret not in told
        assert secret not in log.getvalue()
    assert "not delivered" in log.getvalue() or "delivery broke" in log.getvalue()


def _is_there(folder: Path, end: str) -> bool:
    return (folder / f"monitor.db{end}").is_file()


async def a_day(room: Room) -> str:
    """An alert fails on both channels for days; all that is told of it then."""
    async with room.open() as inside:
        await settle(inside, room)
        room.publish("Board of Peace: Kazakhstan joins")
        for _ in range(4):
            await settle(inside, room)
        room.clock.go(timedelta(days=3))
        await settle(inside, room)
        report = await inside.app.read(health, now=room.clock.now())
        outbox = await inside.app.read(letters)
        assert len(outbox) >= 2
        return repr(report) + json.dumps(health_json(report), default=str) + repr(outbox)
