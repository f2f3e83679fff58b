"""A world on loopback for real processes: feeds, Slack and a webhook at one port, and a database that they share."""

import asyncio
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import text

from monitor.demo.outlet import Asked
from monitor.demo.outlets.dealt import DealtFeed
from monitor.demo.server import Served
from monitor.demo.sinks.slack import SlackSink
from monitor.demo.sinks.webhook import WebhookSink
from monitor.model import Post, Reply
from monitor.store.engine import open_engine

ROOT = Path(__file__).parents[2]

#: Goods that nobody trades. Each has a story of its own, so that each post is an alert of its own.
GOODS = ("barando", "telokfi", "morulso", "sinemba", "danokil", "fibarem", "kotelan", "lumorik", "nasinop", "pedanul")


class Loopback:
    """``answer`` is everybody: ``/feed/N`` the N-th feed, ``/services/..`` Slack, ``/hook`` a webhook."""

    def __init__(self, feeds: int) -> None:
        self.feeds = [DealtFeed(title=f"feed {number}", posts=[]) for number in range(feeds)]
        self.slack, self.hook = SlackSink(), WebhookSink()
        self.asked: dict[int, list[float]] = defaultdict(list)
        self.port = 0

    def answer(self, asked: Asked) -> Reply:
        """Whoever is asked."""
        path = urlsplit(asked.url).path
        if path.startswith("/services/"):
            return self.slack(asked)
        if path == "/hook":
            return self.hook(asked)
        number = int(path.rpartition("/")[2])
        self.asked[number].append(time.monotonic())
        return self.feeds[number](asked)

    def publish(self, word: str, feed: int = 0) -> None:
        """A feed has news of one of the goods."""
        at = datetime.now(UTC).replace(microsecond=0) - timedelta(seconds=1)
        post = Post(source="", id=word, url=f"https://herald.example/{word}", title=f"{word} is short", published_at=at)
        self.feeds[feed].posts = [*self.feeds[feed].posts, post]

    def told(self) -> Counter[tuple[str, str]]:
        """How often each of the goods was told, by sink."""
        said = [("slack", posted.payload["text"]) for posted in self.slack.messages]
        titles = {got.id: got.body["post"]["title"] for got in self.hook.messages if got.body["type"] == "alert"}
        said += [("hook", titles[name]) for name in (*titles, *self.hook.repeats) if name in titles]
        return Counter((sink, word) for sink, words in said for word in GOODS if word in words)

    def write_config(self, folder: Path, database: str) -> Path:
        """A folder with a source for each feed, a story for each of the goods, both channels."""
        config = folder / "config"
        (config / "stories").mkdir(parents=True)
        for word in GOODS:
            (config / "stories" / f"{word}.toml").write_text(
                f'key = "{word}"\ntitle = "{word}"\nlanguages = ["en"]\n'
                f'[[keywords]]\nname = "word"\nfacet = "what"\nexact.en = ["{word}"]\n'
            )
        (config / "monitor.toml").write_text(
            f'[store]\nurl = "{database}"\n[network]\nallow = ["127.0.0.1/32:{self.port}"]\n[log]\nformat = "json"\n'
        )
        (config / "sources.toml").write_text(
            "".join(
                f'[[sources]]\nkey = "feed-{number}"\nkind = "feed"\nevery = "5s"\nbackfill = "1d"\n'
                f'address = "http://127.0.0.1:{self.port}/feed/{number}"\n'
                for number in range(len(self.feeds))
            )
        )
        (config / "channels.toml").write_text(
            f'console = false\n[[channels]]\nkey = "desk"\nkind = "slack"\n'
            f'address = "http://127.0.0.1:{self.port}/services/T0/B0/x"\n'
            f'[[channels]]\nkey = "hook"\nkind = "webhook"\naddress = "http://127.0.0.1:{self.port}/hook"\n'
        )
        return config


@asynccontextmanager
async def a_loopback(feeds: int) -> AsyncIterator[Loopback]:
    """The world, listening."""
    world = Loopback(feeds)
    async with Served({"127.0.0.1": world.answer}, lambda: datetime.now(UTC)) as served:
        world.port = served.port
        yield world


async def start(config: Path, *dies_at: str, before: Callable[[], None] | None = None) -> asyncio.subprocess.Process:
    """A daemon; it kills itself at the hand-over, if one is named. ``before`` runs in its process before it starts."""
    with (config.parent / "log").open("ab") as log:
        return await asyncio.create_subprocess_exec(
            sys.executable, str(Path(__file__).with_name("dying.py")), str(config), *dies_at,
            stdout=asyncio.subprocess.DEVNULL, stderr=log, cwd=config.parent, preexec_fn=before,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip


async def until(holds: Callable[[], bool], what: str, within: float = 60) -> None:
    """Waits for something to hold."""
    end = time.monotonic() + within
    while not holds():
        assert time.monotonic() < end, f"never: {what}"
        await asyncio.sleep(0.05)


def let_leases_run_out(database: str) -> None:
    """Five minutes go by for what a dead daemon had borrowed."""
    engine = open_engine(database)
    with engine.begin() as connection:
        for table, columns in (("sources", ("lease_until", "next_at", "timed_at")), ("deliveries", ("lease_until",))):
            earlier = ", ".join(f"{column} = {column} - 300000000" for column in columns)
            connection.execute(text(f"UPDATE {table} SET {earlier} WHERE lease_until IS NOT NULL"))
    engine.dispose()
