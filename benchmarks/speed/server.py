"""The other side: a server of feeds on loopback that costs next to nothing, in a process of its own.

``python -m speed.server FEEDS STORIES VALIDATORS`` prints its port, then serves ``/feed/N`` from memory on every
address of 127.0.0.0/8 until its standard input ends. ``/count`` says how many were served whole, and how many as
"not modified" (304).
"""

import asyncio
import gc
import sys
from datetime import UTC, datetime
from hashlib import blake2b

from speed.feeds import items_of, written

#: Feeds are dealt out to so many hosts, as a monitor's sources are.
HOSTS = 250


def host_of(feed: int, hosts: int = HOSTS) -> str:
    """The address of loopback on which a feed stands."""
    return f"127.1.{feed % hosts // 200}.{feed % hosts % 200 + 1}"


class Feeds(asyncio.Protocol):
    """HTTP/1.1 as far as GET goes."""

    def __init__(self, answers: dict[bytes, tuple[bytes, bytes, bytes]], counted: list[int]) -> None:
        self._answers, self._counted = answers, counted
        self._waiting = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See asyncio."""
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        """Answers every whole request."""
        self._waiting += data
        while (end := self._waiting.find(b"\r\n\r\n")) >= 0:
            head, self._waiting = self._waiting[:end], self._waiting[end + 4 :]
            path = head.split(b" ", 2)[1]
            if path == b"/count":
                said = b"%d %d" % tuple(self._counted)
                self._transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(said), said))
                continue
            tag, whole, unchanged = self._answers[path]
            known = bool(tag) and tag in head
            self._counted[known] += 1
            self._transport.write(unchanged if known else whole)


def answers_of(count: int, stories: int, *, validators: bool) -> dict[bytes, tuple[bytes, bytes, bytes]]:
    """Path -> (its ETag, the whole answer, the 304)."""
    now = datetime.now(UTC)
    answers = {}
    for feed in range(count):
        host = f"outlet-{feed % HOSTS}.example"
        body = written(feed, host, items_of(feed, host, now, stories=stories))
        tag = b'"%s"' % blake2b(body, digest_size=8).hexdigest().encode() if validators else b""
        named = b"ETag: %s\r\nLast-Modified: Wed, 21 Jan 2026 09:15:00 GMT\r\n" % tag if tag else b""
        head = b"HTTP/1.1 200 OK\r\nServer: small\r\nContent-Type: application/rss+xml; charset=utf-8\r\n"
        whole = head + named + b"Content-Length: %d\r\n\r\n" % len(body) + body
        answers[b"/feed/%d" % feed] = (tag, whole, b"HTTP/1.1 304 Not Modified\r\nServer: small\r\n%s\r\n" % named)
    return answers


async def serve(count: int, stories: int, validators: bool) -> None:
    """Serves until standard input ends."""
    answers = answers_of(count, stories, validators=validators)
    gc.freeze()
    counted = [0, 0]  # whole, not modified
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Feeds(answers, counted), "0.0.0.0", 0, backlog=1024)  # all of loopback
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "yes"))
