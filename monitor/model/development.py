"""A development: the thing that happened, in any language; and the verdict on a match."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.model.post import Post
from monitor.model.story import Match

#: What judging remembers of a matched post, JSON values only. Made and read by ``judging`` alone; kept by the store.
Features = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Told:
    """A matched post that is already part of a development: what a new match is compared with.

    ``at`` is the instant that counts for order (UTC): when it was seen, or in a replay when it was published.
    """

    development: int
    source: str
    post_id: str
    url: str
    lang: str
    at: datetime
    features: Features


@dataclass(frozen=True, kw_only=True)
class New:
    """The match is a development of its own. ``of`` is the earlier one of which it says otherwise: what was done there
    is undone, a count has changed, it has happened again. None where it has nothing to do with any."""

    match: Match
    why: str = ""
    of: int | None = None


@dataclass(frozen=True, kw_only=True)
class Echo:
    """The match only repeats development ``of``; ``likeness`` 0..1."""

    match: Match
    of: int
    likeness: float
    why: str = ""


Verdict = New | Echo


@dataclass(frozen=True, kw_only=True)
class Development:
    """The thing that happened: one lead post and its echoes. ``at`` is when the lead was seen (UTC).

    Echoes count outlets, not sources. ``told`` says whether it was alerted.
    """

    id: int
    story: str
    lead: Post
    at: datetime
    echoes: tuple[Post, ...] = ()
    told: bool = False
