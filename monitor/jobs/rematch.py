"""A changed story shows its effect: the posts of the last days are matched again, without alerts."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

import msgspec

from monitor.jobs.app import App
from monitor.jobs.tell import Found, found, tell
from monitor.model import Post, Story
from monitor.store import developments, posts, records
from monitor.store.alone import alone
from monitor.store.doors import Reading, Writing
from monitor.store.faults import StoreFault

#: How far back a changed story is matched again.
BACK = timedelta(days=7)

#: How many posts are read, and matches written, at a time: nobody waits long for the lock.
PART = 500


def fingerprint(story: Story) -> str:
    """What of a story decides on matches; its title or channels may change without effect."""
    deciding = {**asdict(story), "file": "", "title": "", "channels": (), "was": ()}
    return hashlib.sha256(msgspec.json.encode(deciding, order="deterministic")).hexdigest()[:32]


async def rematch_changed(app: App, now: datetime) -> int:
    """Matches recent posts with every story that is new or changed since it was last looked at. How many were added."""
    added = 0
    for story in app.stories.values():
        mark = fingerprint(story)
        if story.status != "active" or await app.read(records.fact, f"story/{story.key}") == mark:
            continue
        more = await _rematch(app, story, now)
        await app.write(_looked_at, story, mark, now)
        if more:
            app.log.info("a changed story matches more of the last days", story=story.key, more=more)
        added += more
    return added


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


async def _rematch(app: App, story: Story, now: datetime) -> int:
    after, added = 0, 0
    while part := await app.read(posts.seen_since, now - BACK, after=after, most=PART):
        after = part[-1][0]
        matched = await app.read(_match_part, app, story, part)
        if matched:
            added += await app.write(_keep, app, matched, now)
    return added


def _match_part(door: Reading, app: App, story: Story, part: Sequence[tuple[int, Post]]) -> list[tuple[int, Found]]:
    """The matches of this story that are not kept yet."""
    return [
        (row, found(app, match))
        for row, post in part
        if story.key in app.stories_of(post.source)
        for match in app.matcher.match_named(post)
        if match.story == story.key and not developments.has_match(door, row, story.key)
    ]


def _keep(door: Writing, app: App, matched: Sequence[tuple[int, Found]], now: datetime) -> int:
    alone(door, "tell")
    kept = 0
    for row, one in matched:
        if not developments.has_match(door, row, one.match.story):
            tell(door, app, one, row, now=now, background=True)
            kept += 1
    return kept
