"""The daemon ends in order and soon, at once when asked twice, and takes a changed configuration."""

import asyncio
import json
import signal
import socket
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime
from pathlib import Path

from program import ask, children_of, is_there, running, write_config

from monitor.messages.notice import compose_notice
from monitor.store import outbox
from monitor.store.engine import open_engine
from monitor.store.migrate import migrate
from monitor.store.writing import writing

FEED = b"""<rss version="2.0"><channel><title>x</title><item><title>Wheat</title><guid>1</guid>
<link>https://herald.example/1</link><pubDate>Wed, 21 Jan 2026 09:00:00 GMT</pubDate></item></channel></rss>"""


class Slow:
    """Outlets on every loopback address: those asked for /never drip for ever, the others answer after a while."""

    def __init__(self) -> None:
        self.begun = 0
        self.delay = 2.0

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                self.begun += 1
                if b"/never" in head or head.startswith(b"POST"):
                    await self._drip(writer)
                await asyncio.sleep(self.delay)
                writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/rss+xml\r\n")
                writer.write(b"content-length: %d\r\n\r\n%b" % (len(FEED), FEED))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _drip(self, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n")
        while True:
            writer.write(b"<")
            await writer.drain()
            await asyncio.sleep(3)


@asynccontextmanager
async def listening(slow: Slow) -> AsyncIterator[int]:
    server = await asyncio.start_server(slow, "0.0.0.0", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


def a_folder(tmp_path: Path, port: int, *, slow: int, never: int) -> Path:
    """Sources on as many hosts, and a message that waits for a Slack that never answers."""
    paths = ["feed"] * slow + ["never"] * never
    sources = "".join(
        f'[[sources]]\nkey = "s{n:02}"\nkind = "feed"\naddress = "http://127.0.1.{n + 1}:{port}/{path}"\n'
        for n, path in enumerate(paths)
    )
    channel = f'[[channels]]\nkey = "desk"\nkind = "slack"\naddress = "http://127.0.0.1:{port}/services/x"\n'
    config = write_config(
        tmp_path,
        monitor=f'[network]\nallow = ["127.0.0.0/8:{port}"]\n[daemon]\npollers = 60\n[log]\nformat = "json"\n',
        sources=sources,
        channels=channel,
    )
    engine = open_engine(f"sqlite:///{tmp_path}/data/monitor.db")
    migrate(engine)
    with writing(engine) as door:
        notice = compose_notice("Hello", ["x"], form="blocks")
        outbox.put(door, "notice/hello", "desk", notice, now=datetime.now(UTC))
    engine.dispose()
    return config


def rows(tmp_path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(tmp_path / "data" / "monitor.db")) as db:
        return db.execute(sql).fetchall()


async def under_way(slow: Slow, count: int) -> None:
    until = time.monotonic() + 30
    while slow.begun < count:
        assert time.monotonic() < until, f"only {slow.begun} of {count} requests came"
        await asyncio.sleep(0.05)


async def test_fifty_polls_are_drained_and_what_hangs_is_given_back(tmp_path: Path) -> None:  # 69
    slow = Slow()
    async with listening(slow) as port:
        systemd = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        systemd.bind(f"{tmp_path}/notify")
        systemd.setblocking(False)
        config = a_folder(tmp_path, port, slow=48, never=2)
        async with running(config, NOTIFY_SOCKET=f"{tmp_path}/notify", WATCHDOG_USEC="4000000") as daemon:
            await under_way(slow, 51)
            asked = daemon.signal(signal.SIGTERM)
            assert await daemon.end(within=25) == 0
            took = time.monotonic() - asked
        assert took <= 20, took
        (stopped,) = daemon.events("stopped")
        assert stopped["cut_off"] == 3
        assert not [line for line in daemon.lines if "Traceback" in line]
        with closing(systemd):
            heard = [systemd.recv(4_096).decode() for _ in range(3)]
        assert heard[0] == "READY=1"
        assert heard[1].startswith("WATCHDOG=1\nSTATUS=")
        assert "STOPPING=1" in heard[-1] or "WATCHDOG=1" in heard[-1]
    assert rows(tmp_path, "SELECT count(*) FROM sources WHERE lease_until IS NOT NULL") == [(0,)]
    assert rows(tmp_path, "SELECT health, count(*) FROM sources GROUP BY 1 ORDER BY 2") == [(None, 2), ("ok", 48)]
    assert rows(tmp_path, "SELECT state, lease_until FROM deliveries WHERE channel = 'desk'") == [("waiting", None)]
    assert rows(tmp_path, "SELECT count(*) FROM posts") == [(48,)]
    assert rows(tmp_path, "SELECT count(*) FROM heartbeats WHERE stopped_at IS NOT NULL") == [(1,)]


async def test_a_second_signal_ends_it_at_once_and_leaves_no_process_behind(tmp_path: Path) -> None:  # 69
    slow = Slow()
    slow.delay = 0.0
    async with listening(slow) as port, running(a_folder(tmp_path, port, slow=2, never=2)) as daemon:
        await daemon.said('"polled"')
        await under_way(slow, 5)
        children = children_of(daemon.process.pid)
        assert children, "a worker process reads what came back"
        daemon.signal(signal.SIGTERM)
        await daemon.said('"stopping"')
        asked = daemon.signal(signal.SIGTERM)
        assert await daemon.end(within=10) == 1
        assert time.monotonic() - asked < 3
        await daemon.said("stopped at once")
        until = time.monotonic() + 10
        while left := [pid for pid in children if is_there(pid)]:
            assert time.monotonic() < until, f"processes left behind: {left}"
            await asyncio.sleep(0.1)


STORY = 'key = "wheat"\ntitle = "Wheat"\nlanguages = ["en"]\n[[keywords]]\nname = "wheat"\nforms.en = ["wheat"]\n'


async def test_a_changed_configuration_is_taken_and_a_bad_one_is_told_and_changes_nothing(tmp_path: Path) -> None:  # 79
    slow = Slow()
    slow.delay = 0.0
    async with listening(slow) as port:
        config = a_folder(tmp_path, port, slow=1, never=0)
        (config / "channels.toml").write_text("")  # the console alone
        sources = (config / "sources.toml").read_text()
        more = f'[[sources]]\nkey = "more"\nkind = "feed"\naddress = "http://127.0.2.1:{port}/feed"\n'
        async with running(config) as daemon:
            await daemon.said('"polled"', '"s00"')

            assert json.loads(await ask(config, "health", "--json"))["troubles"] == []
            (config / "sources.toml").write_text(sources + more)
            (config / "stories" / "wheat.toml").write_text(STORY)
            (forgotten,) = json.loads(await ask(config, "health", "--json", code=1))["troubles"]
            assert "the configuration was changed (sources.toml, stories/wheat.toml)" in forgotten
            daemon.signal(signal.SIGHUP)
            await daemon.said("the configuration was read again", '"sources": 2', '"stories": 1')
            await daemon.said('"polled"', '"more"')
            await daemon.said("a changed story matches more of the last days", '"more": 1')

            (config / "sources.toml").write_text(sources + more.replace('"feed"', '"fed"'))
            daemon.signal(signal.SIGHUP)
            await daemon.said("the old one stays in force", "there is no kind 'fed'")
            await daemon.said("The changed configuration was not taken")
            told = json.loads(await ask(config, "health", "--json", code=1))
            assert [trouble for trouble in told["troubles"] if "there is no kind 'fed'" in trouble], told["troubles"]
            assert {source["key"] for source in told["sources"]} == {"s00", "more"}
            assert "was changed (" not in str(told["troubles"]), "what was refused was not forgotten"

            (config / "sources.toml").unlink()
            (config / "channels.toml").unlink()
            (config / "monitor.toml").rename(config / "elsewhere")
            since = len(daemon.lines)
            daemon.signal(signal.SIGHUP)
            await daemon.said("no config here any more", since=since)

            (config / "elsewhere").rename(config / "monitor.toml")
            (config / "sources.toml").write_text(more)
            since = len(daemon.lines)
            daemon.signal(signal.SIGHUP)
            await daemon.said("the configuration was read again", '"sources": 1', since=since)
            told = json.loads(await ask(config, "health", "--json"))
            assert told["troubles"] == []
            daemon.signal(signal.SIGTERM)
            assert await daemon.end(within=25) == 0
