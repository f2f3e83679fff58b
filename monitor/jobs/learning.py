"""What is common in the news: learnt from a sample of all posts, so that only rare words tell posts apart."""

import base64
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from monitor.jobs.app import App
from monitor.judging import Background, terms_of
from monitor.model import Post
from monitor.store import records
from monitor.store.doors import Reading, Writing

FACT = "background"

#: Reading a post's terms costs ten times a match. So many of a haul are read, and so many in a minute.
OF_A_HAUL, OF_A_MINUTE = 3, 120


def learn(app: App, new: Sequence[Post], now: datetime) -> None:
    """Learns from the first few posts of a haul, unless enough were learnt from in this minute."""
    if abs(now - app.learnt_since) > timedelta(minutes=1):
        app.learnt_since, app.learnt = now, 0
    sample: Iterable[Post] = new[: max(0, min(OF_A_HAUL, OF_A_MINUTE - app.learnt))]
    terms = [terms_of(post) for post in sample]
    if terms:
        app.learnt += len(terms)
        app.background = app.background.with_terms(terms)


def remember(door: Writing, app: App) -> None:
    """Keeps what was learnt."""
    records.set_fact(door, FACT, base64.b85encode(app.background.to_bytes()).decode("ascii"))


def recall(door: Reading) -> Background:
    """What was learnt in earlier runs."""
    kept = records.fact(door, FACT)
    return Background.from_bytes(base64.b85decode(kept)) if isinstance(kept, str) else Background()
