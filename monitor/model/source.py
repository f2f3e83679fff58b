"""A source, and what one poll of it brings home."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from monitor.model.errors import Health
from monitor.model.post import Post

#: What a source kind tells itself for next time. JSON values only; nobody else reads it.
Cursor = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Source:
    """One place that is polled.

    ``every`` is the longest wait between two polls, ``shortest`` the one just after news: the quieter a place has
    been, the longer it is left alone (None: always ``every``). ``backfill`` lets the first poll alert on posts
    younger than that. ``actor`` is the office behind it: who hears that one
    of its sources cannot be read hears which others can.
    ``ca_file`` is a PEM bundle trusted for this source besides the system's. ``was`` are its former keys.
    ``number`` is its place in its file (from 0), for messages; None where it stands in none.
    """

    key: str
    kind: str
    address: str
    every: timedelta = timedelta(minutes=15)
    shortest: timedelta | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    actor: str = ""
    name: str = ""
    enabled: bool = True
    backfill: timedelta | None = None
    ca_file: str = ""
    was: tuple[str, ...] = ()
    number: int | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What a place answered to one request.

    ``asked`` is the address we asked, ``url`` the one that answered after redirects; ``moved_to`` is where
    a chain of permanent redirects (301, 308) from the start led, "" if none. Header names are lower-case,
    values as received. ``body`` is decoded from its content encoding and empty for 304.
    """

    asked: str
    url: str
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    at: datetime
    moved_to: str = ""

    def header(self, name: str) -> str:
        """The first value of a header (any case), "" if it was not sent."""
        wanted = name.lower()
        for key, value in self.headers:  # a loop: a dozen headers are looked for at each poll
            if key == wanted:
                return value
        return ""


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What a poll of a paid API used: resources read and their price in US dollars."""

    reads: int = 0
    usd: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Haul:
    """What one poll brought home.

    ``posts`` newest first. ``gone`` are ids the place no longer shows. ``cursor`` None keeps the old one.
    ``fresh_for`` is how long the place itself asks us to wait. ``replies`` are the answers that were read:
    their bytes are kept when a post of this haul matches. ``feeds`` are addresses of feeds a page names
    (kind ``discover``). ``flags`` are remarks for the operator (``unstable_ids`` ...). ``cut`` are ids of posts in
    which the answer broke off, or whose words the place writes anew at every fetch: their author has not edited them.
    ``digests`` are the ``monitor.text.versions.text_hashes`` of ``posts`` where the reader has made them.
    """

    posts: tuple[Post, ...] = ()
    gone: tuple[str, ...] = ()
    cursor: Mapping[str, Any] | None = None
    fresh_for: timedelta | None = None
    cost: Cost | None = None
    health: Health = "ok"
    error: str = ""
    detail: str = ""
    replies: tuple[Reply, ...] = ()
    feeds: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()
    digests: tuple[str, ...] = ()
