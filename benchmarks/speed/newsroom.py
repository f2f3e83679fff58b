"""The other side of ``lateness``: feeds that get news now and then, and a webhook, on one clock, in one process.

``python -m speed.newsroom SEED NEWS`` prints its port. ``/feed/N`` on every address of 127.0.0.0/8; one answer in
``NEWS`` has a new entry, which tells of a story. Each answer waits a little (s: ``SLOW``), so that two requests to one
host at once are seen. ``POST /hook/<channel>`` is the channel. When standard input ends it prints what it has seen, as
JSON.
"""

import asyncio
import json
import random
import re
import sys
import time
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from speed.feeds import item, written
from speed.stories import LANGUAGES, STORIES

#: How long an answer takes (s), at least and at most.
SLOW = (0.01, 0.05)
#: Entries of a feed, and bytes of markup of an entry: smaller than usual, ten thousand of them are kept in memory.
ENTRIES, SIZE = 6, 300
_ITEM = re.compile(rb"/news/(\d+)/(\d+)")


class Newsroom:
    """All feeds, and everything that happened: when which feed was asked for, when its news were told."""

    def __init__(self, seed: int, news: int) -> None:
        self._dice, self._news = random.Random(seed), news
        self._feeds: dict[int, tuple[list[Any], bytes, bytes]] = {}
        self._busy: dict[str, int] = {}
        self.asked: list[tuple[int, float]] = []
        self.shown: dict[str, float] = {}
        self.told: dict[str, float] = {}
        self.most_at_once = 0

    def begin(self, host: str) -> float:
        """A request to a host begins; how long its answer takes (s)."""
        self._busy[host] = self._busy.get(host, 0) + 1
        self.most_at_once = max(self.most_at_once, self._busy[host])
        return self._dice.uniform(*SLOW)

    def end(self, host: str) -> None:
        """Its answer is out."""
        self._busy[host] -= 1

    def answer(self, feed: int, head: bytes) -> bytes:
        """The feed as it is now. ``shown`` remembers since when a new entry can be fetched."""
        now = time.time()
        self.asked.append((feed, now))
        known = feed in self._feeds
        items, body, tag = self._feeds.get(feed) or self._made(feed, [self._item(feed, n) for n in range(ENTRIES)])
        if known and self._dice.randrange(self._news) == 0:
            number = int(items[0].link.rpartition("/")[2]) + 1
            items, body, tag = self._made(feed, [self._item(feed, number), *items[: ENTRIES - 1]])
            self.shown[f"{feed}/{number}"] = now
        if tag in head:
            return b"HTTP/1.1 304 Not Modified\r\nETag: %s\r\n\r\n" % tag
        length = b"Content-Length: %d\r\n\r\n" % len(body)
        return b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nETag: %s\r\n" % tag + length + body

    def deliver(self, request: bytes) -> None:
        """A message came to the webhook: every entry that it names has been handed over."""
        now = time.time()
        for feed, number in _ITEM.findall(request):
            self.told.setdefault(f"{int(feed)}/{int(number)}", now)

    def _item(self, feed: int, number: int) -> Any:
        story = self._dice.randrange(STORIES) if number >= ENTRIES else None
        lang = LANGUAGES[feed % len(LANGUAGES)]
        return item(f"outlet-{feed % 250}.example", feed, number, lang, datetime.now(UTC), story=story, size=SIZE)

    def _made(self, feed: int, items: list[Any]) -> tuple[list[Any], bytes, bytes]:
        items.sort(key=lambda one: -int(one.link.rpartition("/")[2]))
        body = written(feed, f"outlet-{feed % 250}.example", items, clean=True)
        self._feeds[feed] = (items, body, b'"%s"' % blake2b(body, digest_size=8).hexdigest().encode())
        return self._feeds[feed]


class Link(asyncio.Protocol):
    """One connection. HTTP/1.1 as far as the monitor speaks it."""

    def __init__(self, room: Newsroom) -> None:
        self._room, self._waiting = room, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See asyncio."""
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]
        self._host = transport.get_extra_info("sockname")[0]

    def data_received(self, data: bytes) -> None:
        """Answers every whole request."""
        self._waiting += data
        while (end := self._waiting.find(b"\r\n\r\n")) >= 0:
            head = self._waiting[:end]
            length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
            whole = end + 4 + (int(length[1]) if length else 0)
            if len(self._waiting) < whole:
                return
            body, self._waiting = self._waiting[end + 4 : whole], self._waiting[whole:]
            if head.startswith(b"POST"):
                self._room.deliver(body)
                self._transport.write(b"HTTP/1.1 204 No Content\r\n\r\n")
                continue
            wait = self._room.begin(self._host)
            answer = self._room.answer(int(head.split(b" ", 2)[1].rpartition(b"/")[2]), head)
            asyncio.get_running_loop().call_later(wait, self._send, answer)

    def _send(self, answer: bytes) -> None:
        self._room.end(self._host)
        self._transport.write(answer)


async def serve(room: Newsroom) -> None:
    """Serves until standard input ends; then tells."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Link(room), "0.0.0.0", 0, backlog=1024)  # all of loopback
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    seen = {"asked": room.asked, "shown": room.shown, "told": room.told, "most_at_once": room.most_at_once}
    print(json.dumps(seen), flush=True)


if __name__ == "__main__":
    asyncio.run(serve(Newsroom(int(sys.argv[1]), int(sys.argv[2]))))
