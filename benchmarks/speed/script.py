"""The references: the plain scripts that a user would write. Each prints its own CPU seconds, start-up left out.

``python -m speed.script httpx|requests PORT FEEDS DATABASE``: every feed once; entries go into SQLite.
"""

import asyncio
import sqlite3
import sys
import time
from collections.abc import Mapping

import feedparser

from speed.server import host_of

_TABLES = """
create table if not exists feeds (url text primary key, etag text, modified text);
create table if not exists entries (feed text, id text, link text, title text, text text, published text,
                                    unique (feed, id));
"""


def headers_for(database: sqlite3.Connection, url: str) -> dict[str, str]:
    """The validators of the last answer."""
    row = database.execute("select etag, modified from feeds where url = ?", (url,)).fetchone()
    named = {"If-None-Match": row[0], "If-Modified-Since": row[1]} if row else {}
    return {name: value for name, value in named.items() if value}


def keep(database: sqlite3.Connection, url: str, headers: Mapping[str, str], body: bytes) -> None:
    """Parses a feed and stores its entries."""
    parsed = feedparser.parse(body)
    rows = [
        (url, one.get("id") or one.get("link"), one.get("link"), one.get("title"), one.get("summary"), published(one))
        for one in parsed.entries
    ]
    database.executemany("insert or ignore into entries values (?, ?, ?, ?, ?, ?)", rows)
    values = (url, headers.get("etag"), headers.get("last-modified"))
    database.execute("insert or replace into feeds values (?, ?, ?)", values)


def published(entry: Mapping[str, str]) -> str:
    """When it was published, as the feed says."""
    return entry.get("published") or entry.get("updated") or ""


async def with_httpx(database: sqlite3.Connection, urls: list[str]) -> None:
    """All at once, 50 connections."""
    import httpx

    gate = asyncio.Semaphore(50)
    async with httpx.AsyncClient(limits=httpx.Limits(max_connections=50), timeout=30) as client:

        async def one(url: str) -> None:
            async with gate:
                reply = await client.get(url, headers=headers_for(database, url))
            if reply.status_code != 304:
                keep(database, url, reply.headers, reply.content)

        await asyncio.gather(*(one(url) for url in urls))


def with_requests(database: sqlite3.Connection, urls: list[str]) -> None:
    """One after the other, in one session."""
    import requests

    with requests.Session() as session:
        for url in urls:
            reply = session.get(url, headers=headers_for(database, url), timeout=30)
            if reply.status_code != 304:
                keep(database, url, reply.headers, reply.content)


def main() -> None:
    """Runs one of them."""
    how, port, count, file = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    urls = [f"http://{host_of(feed)}:{port}/feed/{feed}" for feed in range(count)]
    database = sqlite3.connect(file)
    database.executescript(_TABLES)
    begun = time.process_time()
    if how == "httpx":
        asyncio.run(with_httpx(database, urls))
    else:
        with_requests(database, urls)
    database.commit()
    print(time.process_time() - begun, flush=True)


if __name__ == "__main__":
    main()
