"""The real program as a process: it polls, alerts, says what it cannot reach, and ends when it is told to."""

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.demo.outlets.dealt import DealtFeed
from monitor.demo.server import Served
from monitor.model import Post

STORY = """
key = "board"
title = "Board of Peace"
languages = ["en", "ru"]
[[keywords]]
name = "board"
facet = "what"
forms.en = ["Board of Peace"]
forms.ru = ["Совет мира"]
"""

NOW = datetime.now(UTC).replace(microsecond=0)


def a_post(number: int, title: str, at: datetime) -> Post:
    return Post(source="", id=str(number), url=f"https://herald.example/{number}", title=title, published_at=at)


@pytest.fixture
async def feed() -> AsyncIterator[tuple[DealtFeed, int]]:
    outlet = DealtFeed(title="Herald", posts=[a_post(1, "Wheat", NOW - timedelta(days=1))])
    async with Served({"127.0.0.1": outlet}, lambda: datetime.now(UTC)) as served:
        yield outlet, served.port


def write_config(folder: Path, port: int) -> Path:
    config = folder / "config"
    (config / "stories").mkdir(parents=True)
    (config / "stories" / "board.toml").write_text(STORY)
    (config / "monitor.toml").write_text(f'[network]\nallow = ["127.0.0.1/32:{port}"]\n[log]\nformat = "json"\n')
    (config / "sources.toml").write_text(
        f"""
[[sources]]
key = "herald"
kind = "feed"
address = "http://127.0.0.1:{port}/feed.xml"
every = "5s"
[[sources]]
key = "intranet"
kind = "feed"
address = "http://10.0.0.7/feed.xml"
"""
    )
    return config


async def start(config: Path) -> asyncio.subprocess.Process:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "monitor", "run", "--config", str(config),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, cwd=config.parent, env=environment,
    )  # fmt: skip


async def line_with(stream: asyncio.StreamReader | None, word: str, *, within: float = 40) -> str:
    assert stream is not None
    until = time.monotonic() + within
    while True:
        line = (await asyncio.wait_for(stream.readline(), until - time.monotonic())).decode()
        assert line, f"the program ended before it said {word!r}"
        if word in line:
            return line


async def test_a_new_post_is_told_and_the_daemon_ends_when_told_to(tmp_path: Path, feed: tuple[DealtFeed, int]) -> None:
    outlet, port = feed
    daemon = await start(write_config(tmp_path, port))
    try:
        await line_with(daemon.stderr, '"source": "herald"')
        told = json.loads(await line_with(daemon.stderr, "well"))
        assert (told["well"], told["ill"]) == (1, 1)
        outlet.posts = [
            *outlet.posts,
            a_post(2, "Совет мира собрался в Давосе", datetime.now(UTC) - timedelta(seconds=1)),
        ]
        assert "Совет мира" in await line_with(daemon.stdout, "Совет мира")
        daemon.send_signal(signal.SIGTERM)
        await line_with(daemon.stderr, '"stopped"')
        assert await asyncio.wait_for(daemon.wait(), 20) == 0
    finally:
        if daemon.returncode is None:
            daemon.kill()
            await daemon.wait()
