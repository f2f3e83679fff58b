"""``demo --posts``: a file of posts played through the small world and the whole daemon."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path

from monitor.demo.dealing import BEGINNING, Dealt, deal
from monitor.demo.keeping import keep_messages
from monitor.demo.playing import play
from monitor.demo.receiving import arrived
from monitor.demo.world import World, earlier
from monitor.desk.posts import BrokenLine, read_posts
from monitor.desk.starting import starter_folder
from monitor.jobs.stories import read_stories
from monitor.model import Post, Source, Story
from monitor.store.counting import tally
from monitor.store.doors import Reading

#: Sources are poked when they have news, so they need no interval of their own.
SELDOM = timedelta(days=365)


async def play_file(
    lines: Iterable[bytes],
    stories: Sequence[Path],
    folder: Path,
    seen: Callable[[int, int], None],
    *,
    out: Path | None,
) -> tuple[dict[str, int], list[str]]:
    """Plays lines of posts; ``seen(served, total)`` tells how far it is. ``out`` keeps what the sinks got as files.

    Returns the counts (DESIGN: served, stored, matched, developments, alerts, delivered) and the broken lines.
    Raises ConfigError for a story file that is not well, OSError if ``out`` cannot be written.
    """
    posts, broken = _read(lines)
    dealt = deal(posts)
    world = World(
        folder=folder,
        start=earlier(dealt.instants[0] if dealt.instants else BEGINNING),
        outlets=dealt.feeds,
        sources=[
            Source(key=host.removesuffix(".example"), kind="feed", address=f"http://{host}:PORT/feed.xml", every=SELDOM)
            for host in dealt.feeds
        ],
        stories=_stories(stories),
    )
    put_out = _Counter(dealt)
    async with world:

        async def settled(at: datetime) -> None:
            seen(put_out.by(at), dealt.served)

        await play(world, dealt.instants, put_out.news_at, put_out.by, seen=settled)
        counted = await world.app.read(tally)
        delivered = await world.app.read(_at_sinks, world)
        if out is not None:
            keep_messages(world, out)
    return {"served": dealt.served, **asdict(counted), "delivered": delivered}, broken


def _read(lines: Iterable[bytes]) -> tuple[list[Post], list[str]]:
    posts: list[Post] = []
    broken: list[str] = []
    for item in read_posts(lines):
        if isinstance(item, BrokenLine):
            broken.append(str(item))
        else:
            posts.append(item)
    return posts, broken


def _stories(paths: Sequence[Path]) -> list[Story]:
    return list(read_stories(paths or sorted((starter_folder() / "stories").glob("*.toml"))))


class _Counter:
    """How many items have been put out by an instant, and by whom at it."""

    def __init__(self, dealt: Dealt) -> None:
        self._dealt = dealt
        self._times = sorted(
            post.published_at for feed in dealt.feeds.values() for post in feed.posts if post.published_at
        )

    def by(self, at: datetime) -> int:
        return bisect_right(self._times, at)

    def news_at(self, at: datetime) -> list[str]:
        return [
            host.removesuffix(".example")
            for host, feed in self._dealt.feeds.items()
            if any(post.published_at == at for post in feed.posts)
        ]


def _at_sinks(door: Reading, world: World) -> int:
    """How many (key, channel) of alerts really stand at the sinks, found there by what they hold."""
    return len(arrived(door, world))
