"""A public Telegram channel by its preview page (``t.me/s/NAME``): no account, no key.

The newest page shows about twenty messages. When it does not reach back to the last one we know, older pages are
asked for until one does; what one poll cannot finish the next goes on with. The newest page is read at each poll, so
edits and deletions of what still stands on it are seen.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from monitor.model import ConfigError, Cursor, Fault, Haul, MonitorError, Post, Refused, Reply, Source, TryLater, Web
from monitor.sources.telegram.address import TelegramOptions, page_url, read_address
from monitor.sources.telegram.read import page_facts, read_preview

__all__ = ["Telegram", "TelegramOptions", "read_preview"]

#: How many numbers we remember, to see which were taken away.
REMEMBERED = 100


@dataclass
class _Walk:
    """Pages read backwards in one poll. ``done`` says that nothing is missing between ``numbers`` and what we knew."""

    posts: dict[str, Post] = field(default_factory=dict)
    replies: list[Reply] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)
    numbers: set[int] = field(default_factory=set)
    name: str = ""
    detail: str = ""
    before: int = 0
    done: bool = False
    failure: MonitorError | None = None

    def add(self, haul: Haul, reply: Reply, since: int) -> None:
        """Keeps a page, and notes where the next older one begins."""
        name, numbers, before = page_facts(haul)
        for post in haul.posts:
            self.posts.setdefault(post.id, post)
        self.replies.append(reply)
        self.flags.update(haul.flags)
        self.detail = self.detail or haul.detail
        self.name = self.name or name
        oldest = min(numbers, default=0)
        # The page's own word for what comes before is trusted only as far as it goes back.
        following = before if 0 < before <= oldest else oldest
        self.done = oldest <= max(since, 1) or (self.before > 0 and following >= self.before)
        self.numbers.update(numbers)
        self.before = following


class Telegram:
    """Follows one channel.

    Its cursor: ``since`` (all up to this number is read), ``seen`` (the newest numbers met), ``gap`` (older pages not
    yet read: they lie before ``before`` and after ``since``; ``newest`` is the number that closes it).
    """

    Options = TelegramOptions
    read_one = "monitor.sources.telegram:read_preview"

    def __init__(self, source: Source, options: TelegramOptions) -> None:
        """Raises ConfigError when the source's address names no channel."""
        self.source = source
        self.options = options
        try:
            self.origin, self.name = read_address(source.address)
        except Refused as error:
            wrong, _, right = error.message.partition(": ")
            fault = Fault(file="sources.toml", key=f"{source.key}.address", wrong=wrong, right=right)
            raise ConfigError([fault]) from error

    async def collect(self, web: Web, cursor: Cursor, now: datetime) -> Haul:
        """What the channel shows now, back to the last number known, at most ``pages`` pages.

        ``gone`` are numbers seen before, within the stretch that was read again, that are no longer shown.
        Raises Refused (``no_preview``, refusals), TryLater, Unreadable - but a failure of an older page is told by the
        haul's health, for the newer posts are there.
        """
        since, gap = _number(cursor.get("since")), cursor.get("gap")
        gap = gap if isinstance(gap, Mapping) and _number(gap.get("before")) else {}
        known = _number(gap.get("newest")) or since
        newest = await self._walk(web, now, known, 0, budget=self.options.pages if known or self.source.backfill else 1)
        if not known and not self.source.backfill:
            newest.done = True
        older = _Walk(done=True)
        if gap and newest.done and newest.failure is None:
            left = self.options.pages - len(newest.replies)
            older = await self._walk(web, now, since, _number(gap.get("before")), budget=left)
        return self._haul(cursor, newest, older, since=since, gap=gap, now=now)

    async def _walk(self, web: Web, now: datetime, since: int, before: int, *, budget: int) -> _Walk:
        """Reads pages backwards from ``before`` (0: the newest) until ``since`` is met, or the backfill's time."""
        walk = _Walk(before=before)
        oldest_wanted = now - self.source.backfill if self.source.backfill and not since else None
        while not walk.done and len(walk.replies) < budget:
            try:
                reply = await web.get(page_url(self.origin, self.name, walk.before))
                haul = await web.apart(
                    "monitor.sources.telegram:read_preview", reply, self.options, now, self.source.key, into=Haul
                )
            except MonitorError as error:
                if not before and not walk.replies:
                    raise
                walk.failure = error
                break
            walk.add(haul, reply, since)
            times = [post.published_at for post in haul.posts if post.published_at]
            if oldest_wanted and times and min(times) < oldest_wanted:
                walk.done = True
        return walk

    def _haul(
        self, cursor: Cursor, newest: _Walk, older: _Walk, *, since: int, gap: Mapping[str, Any], now: datetime
    ) -> Haul:
        seen = {number for each in _list(cursor.get("seen")) if (number := _number(each))}
        top = max([since, _number(gap.get("newest")), *newest.numbers])
        fresh: dict[str, Any] = {"seen": sorted(newest.numbers | seen)[-REMEMBERED:]}
        if not newest.done:  # an older gap, if there is one, joins this: both end at the same known number
            fresh |= {"since": since, "gap": {"newest": top, "before": newest.before}}
        elif not older.done:
            fresh |= {"since": since, "gap": {"newest": top, "before": older.before}}
        elif top:
            fresh |= {"since": top}
        posts = {**older.posts, **newest.posts}
        ordered = sorted(posts.values(), key=lambda post: _number(post.id.rpartition("/")[2]), reverse=True)
        gone = self._gone(newest, seen)
        fresh["seen"] = [number for number in fresh["seen"] if number not in gone]
        flags = newest.flags | older.flags | (set() if newest.done and older.done else {"unfinished"})
        haul = Haul(
            posts=tuple(ordered),
            gone=tuple(f"{newest.name or self.name}/{number}" for number in sorted(gone)),
            cursor=fresh,
            health="ok" if ordered else "empty",
            detail=newest.detail,
            replies=(*newest.replies, *older.replies),
            flags=tuple(sorted(flags)),
        )
        failure = newest.failure or older.failure
        if failure is None:
            return haul
        wait = failure.retry_at - now if isinstance(failure, TryLater) and failure.retry_at else None
        return replace(haul, health=failure.health, error=failure.code, detail=failure.message, fresh_for=wait)

    def _gone(self, newest: _Walk, seen: set[int]) -> set[int]:
        """Numbers that were shown and are not, between the oldest and the newest shown now."""
        if not newest.numbers:
            return set()
        low, high = min(newest.numbers), max(newest.numbers)
        return {number for number in seen if low <= number <= high} - newest.numbers


def _number(value: object) -> int:
    """A message's number out of a cursor or an id; 0 for anything else."""
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value[:12])
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def _list(value: object) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else []
