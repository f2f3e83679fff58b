"""A changed story shows its effect: the posts of the last days are matched again, without alerts."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime, timedelta

import msgspec

from monitor.jobs.app import App
from monitor.jobs.taking import sifted
from monitor.jobs.tell import Found, found, tell
from monitor.model import Match, Post, Story
from monitor.store import developments, posts, records
from monitor.store.alone import alone
from monitor.store.doors import Reading, Writing
from monitor.store.faults import StoreFault

#: How far back a changed story is matched again.
BACK = timedelta(days=7)

#: How many posts are read, and matches written, at a time: nobody waits long for the lock.
PART = 500

#: The mark of a story that is paused, or whose file is away: what comes meanwhile is matched, without alerts, once it
#: is followed again.
_PAUSED = ""


def fingerprint(story: Story) -> str:
    """What of a story decides on matches; its title or channels may change without effect."""
    deciding = {**asdict(story), "file": "", "title": "", "channels": (), "was": ()}
    return hashlib.sha256(msgspec.json.encode(deciding, order="deterministic")).hexdigest()[:32]


async def rematch_changed(app: App, now: datetime) -> int:
    """Matches recent posts with every story that is new, changed or followed again since it was last looked at. How
    many were added.

    All such stories in one look through the posts: with a dozen new ones a start would else take minutes.
    """
    marks = {key: fingerprint(story) for key, story in app.stories.items() if story.status == "active"}
    known = await app.read(records.facts_under, "story")
    for key in known.keys() - marks:
        if known[key]:
            await app.write(records.set_fact, f"story/{key}", _PAUSED)
    changed = frozenset(key for key, mark in marks.items() if known.get(key) != mark)
    added = await _rematch(app, changed, now) if changed else Counter[str]()
    for key in sorted(changed):
        if key not in app.stories:
            continue  # another configuration was read meanwhile
        await app.write(_looked_at, app.stories[key], marks[key], now)
        if more := added[key]:
            app.log.info("a changed story matches more of the last days", story=key, more=more)
    return added.total()


def _looked_at(door: Writing, story: Story, mark: str, now: datetime) -> None:
    """Notes how the story was, and since when it is followed if it is new; a renamed one keeps what it had."""
    known = [records.fact(door, f"story/{key}") is not None for key in (story.key, *story.was)]
    since = next((at for key in (story.key, *story.was) if (at := records.fact(door, f"since/{key}"))), None)
    if since is None and not any(known):
        since = now.isoformat()
    if since is not None:
        records.set_fact(door, f"since/{story.key}", since)
    records.set_fact(door, f"story/{story.key}", mark)


def followed_since(door: Reading, story: str) -> datetime | None:
    """When a story was looked at for the first time; None if that was not noted."""
    kept = records.fact(door, f"since/{story}")
    return datetime.fromisoformat(kept) if isinstance(kept, str) else None


async def rematch_if_it_can(app: App, now: datetime) -> None:
    """The same where a store that takes nothing must not keep the daemon from polling: it is tried again with the
    tidying, and at the next start."""
    try:
        await rematch_changed(app, now)
    except StoreFault:
        app.log.warning("a changed story was not matched with the last days yet")


async def _rematch(app: App, changed: Collection[str], now: datetime) -> Counter[str]:
    after, added = 0, Counter[str]()
    while part := await app.read(posts.seen_since, now - BACK, after=after, most=PART):
        after = part[-1][0]
        matched = await app.read(_match_part, app, changed, part)
        if matched:
            added += await app.write(keep, app, matched, now)
    return added


def _match_part(
    door: Reading, app: App, changed: Collection[str], part: Sequence[tuple[int, Post]]
) -> list[tuple[int, Found]]:
    """The matches of these stories that are not kept yet."""
    rows = {(post.source, post.id): row for row, post in part}
    return [
        (row, one)
        for post in sifted(app, "", [post for _, post in part])
        for row in (rows[post.source, post.id],)
        for one in _found(door, app, changed, row, post)
    ]


def _found(door: Reading, app: App, changed: Collection[str], row: int, post: Post) -> list[Found]:
    """The new matches of a post, read for judging: of those that are kept already that would be in vain."""
    wanted, matches = app.stories_of(post.source).intersection(changed), list[Match]()
    with _passed_over(app, post):
        matches = [match for match in app.matcher.match_named(post) if match.story in wanted]
    new = [match for match in matches if not developments.has_match(door, row, match.story)]
    read = list[Found]()
    with _passed_over(app, post):
        read += [found(app, match) for match in new]
    return read


@contextmanager
def _passed_over(app: App, post: Post) -> Iterator[None]:
    """One poison post must not keep a daemon from its start."""
    try:
        yield
    except Exception:
        app.log.exception("a post broke the matcher", source=post.source, post=post.id)


def keep(door: Writing, app: App, matched: Sequence[tuple[int, Found]], now: datetime) -> Counter[str]:
    """Keeps the matches (each with its post's row) that nobody has kept meanwhile. How many for each story."""
    alone(door, "tell")
    kept = Counter[str]()
    for row, one in matched:
        if not developments.has_match(door, row, one.match.story):
            tell(door, app, one, row, now=now, background=True)
            kept[one.match.story] += 1
    return kept
