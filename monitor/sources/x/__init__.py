"""One account's timeline on X, by API v2 with an app-only bearer token.

Polling rule (X's guide to pagination): every page of a poll is asked with the same ``since_id``, and the newest id of
the first page becomes the next one only when all pages were read. What one poll cannot finish the next goes on with.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from monitor.config.secrets import complaint, reveal
from monitor.model import ConfigError, Cost, Cursor, Fault, Haul, MonitorError, Post, Refused, Source, TryLater, Web
from monitor.sources.x.api import XOptions, id_number, read_handle
from monitor.sources.x.asking import Asking, Span
from monitor.sources.x.read import User, read_timeline, read_user

__all__ = ["User", "X", "XOptions", "read_timeline", "read_user"]


class X:
    """Follows one account.

    Its cursor: ``user`` and ``handle`` (the id is looked up once), ``fields`` (the generation of field names that X
    takes), ``since`` (all up to this id is read), ``gap`` (a reading not finished: ``newest``, ``until``).
    """

    Options = XOptions
    read_one = "monitor.sources.x:read_timeline"

    def __init__(self, source: Source, options: XOptions) -> None:
        """Raises ConfigError when the source's address names no account."""
        self.source = source
        self.options = options
        try:
            self.handle = read_handle(source.address)
        except Refused as error:
            wrong, _, right = error.message.partition(": ")
            fault = Fault(file="sources.toml", key=f"{source.key}.address", wrong=wrong, right=right)
            raise ConfigError([fault]) from error

    @property
    def purse(self) -> str:
        """The account that pays: one for each token."""
        return f"x {self.options.token}"

    def faults(self) -> tuple[tuple[str, str], ...]:
        """What would keep every poll from succeeding, seen without polling: (key of the configuration, what)."""
        missing = complaint(self.options.token)
        return (("options.token", missing),) if missing else ()

    async def collect(self, web: Web, cursor: Cursor, now: datetime) -> Haul:
        """The posts since the last poll, at most ``pages`` pages of them; the next poll goes on where this one stops.

        Raises Refused (token, account, money) and TryLater (limits, faults of X). When X fails after some pages, these
        are handed over with the failure's health, for they are paid for; the cursor knows what is missing.
        """
        token = reveal(self.options.token).get_secret_value()
        asking = Asking(web, token, self.options, source=self.source.key, handle=self.handle, now=now)
        await asking.begin(cursor)
        span = self._span(cursor, now)
        hauls: list[Haul] = []
        failure: MonitorError | None = None
        while not span.done and len(hauls) < self._pages(span):
            try:
                haul = await asking.page(span)
            except MonitorError as error:
                if not hauls:
                    raise
                failure = error
                break
            hauls.append(haul)
            span = span.after(haul)
        if span.is_first and not self.source.backfill:
            span = replace(span, done=True)
        return self._gather(hauls, asking, span, failure)

    def _pages(self, span: Span) -> int:
        """The first poll only lays the base: one page, unless older posts are wanted."""
        return 1 if span.is_first and not self.source.backfill else self.options.pages

    def _span(self, cursor: Cursor, now: datetime) -> Span:
        gap = cursor.get("gap")
        gap = gap if isinstance(gap, dict) else {}
        since, until, newest = (_id(each) for each in (cursor.get("since"), gap.get("until"), gap.get("newest")))
        is_first = not since and not until
        start = now - self.source.backfill if self.source.backfill and not since else None
        size = self.options.first if is_first and not start else 100
        return Span(since=since, until=until, newest=newest, start=start, size=size, is_first=is_first)

    def _gather(self, hauls: list[Haul], asking: Asking, span: Span, failure: MonitorError | None) -> Haul:
        posts: dict[str, Post] = {}
        for post in (post for haul in hauls for post in haul.posts):
            posts.setdefault(post.id, post)  # what comes first is the newer version
        newest = max((span.newest, span.since), key=id_number)
        cursor: dict[str, Any] = {"user": asking.user, "handle": self.handle.lower(), "fields": asking.generation}
        if span.done:
            cursor |= {"since": newest} if newest else {}
        else:  # tokens expire, ids do not: what is left is remembered as what lies before an id
            cursor |= {"since": span.since, "gap": {"newest": newest, "until": span.oldest or span.until}}
        flags = {flag for haul in hauls for flag in haul.flags} | (set() if span.done else {"unfinished"})
        haul = Haul(
            posts=tuple(posts.values()),
            cursor=cursor,
            cost=Cost(reads=asking.reads, usd=round(asking.usd, 6)),
            fresh_for=hauls[-1].fresh_for,
            health="ok" if posts else "not_modified" if span.since else "empty",
            replies=tuple(asking.replies),
            flags=tuple(sorted(flags)),
        )
        if failure is None:
            return haul
        wait = failure.retry_at - asking.now if isinstance(failure, TryLater) and failure.retry_at else haul.fresh_for
        return replace(haul, health=failure.health, error=failure.code, detail=failure.message, fresh_for=wait)


def _id(value: object) -> str:
    """What a cursor holds as an id; "" for anything else."""
    return str(value) if id_number(value) else ""
