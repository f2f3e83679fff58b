"""What is common in the news: learnt from a sample of all posts, so that only rare words tell posts apart."""

import base64
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from monitor.jobs.app import App
from monitor.judging import Background, terms_of
from monitor.model import Post
from monitor.store import records
from monitor.store.doors import Writing

FACT = "background"

#: Reading a post's terms costs ten times a match. So many of a haul are read, and so many in a minute: the first poll
#: of a thousand sources learns what is common from a post a second as well.
OF_A_HAUL, OF_A_MINUTE = 3, 60

#: How often it is written down: a quarter of a megabyte, of which a crash may well lose the latest.
KEPT_EVERY = timedelta(hours=6)


def learn(app: App, new: Sequence[Post], now: datetime) -> None:
    """Learns from the first few posts of a haul, unless enough were learnt from in this minute."""
    if abs(now - app.learnt_since) > timedelta(minutes=1):
        app.learnt_since, app.learnt = now, 0
    sample: Iterable[Post] = new[: max(0, min(OF_A_HAUL, OF_A_MINUTE - app.learnt))]
    terms = [terms_of(post) for post in sample]
    if terms:
        app.learnt += len(terms)
        app.background = app.background.with_terms(terms)


async def remember(app: App, now: datetime | None = None) -> None:
    """Keeps what was learnt, if anything was since the last time; unless that was shortly before ``now`` (None: the
    end, and no later time)."""
    learnt = app.background
    if learnt is app.remembered or (now is not None and abs(now - app.remembered_at) < KEPT_EVERY):
        return
    await app.write(_keep, learnt)
    app.remembered, app.remembered_at = learnt, now or app.remembered_at


def _keep(door: Writing, learnt: Background) -> None:
    # 256 KB: the C encoder takes a millisecond, that of base 85 holds up the writers for thirty
    records.set_fact(door, FACT, base64.b64encode(learnt.to_bytes()).decode("ascii"))


async def recall(app: App) -> None:
    """Takes up what was learnt in earlier runs; begins anew if that cannot be read."""
    kept = await app.read(records.fact, FACT)
    try:
        app.background = Background.from_bytes(base64.b64decode(kept, validate=True))
    except (TypeError, ValueError):
        app.background = Background()
    app.remembered = app.background
