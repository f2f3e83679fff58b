"""Matches and the developments they belong to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Text, bindparam, cast, exists, func, insert, literal, select, update

from monitor.model import Echo, Features, Match, New, Post, Verdict
from monitor.store.doors import Reading, Writing
from monitor.store.prepared import Prepared
from monitor.store.records import windows_end
from monitor.store.rows import hits_json, to_match, to_post
from monitor.store.schema import deliveries, developments, matches, posts

_OPEN = Prepared(insert(developments).returning(developments.c.id), ("story", "lead", "at", "told", "action"))
_KEEP = Prepared(insert(matches), matches.c.keys())


def record(
    door: Writing,
    verdict: Verdict | None,
    match: Match,
    row: int,
    *,
    at: datetime,
    features: Features,
    background: bool,
    action: str,
    reason: str,
) -> int | None:
    """Keeps a match and its verdict. A New opens a development; an Echo joins one; None (a related post that
    echoes nothing) stands alone. ``row`` is the post's row id, ``at`` when it was seen. Returns the development.

    The match is dated after all windows that a digest has closed: with a clock that is set back it would be in none.
    """
    word, development, likeness = _placed(door, verdict, match, row, at=at, action=action)
    _KEEP.change(
        door,
        {
            "post": row,
            "story": match.story,
            "tier": match.tier,
            "score": match.score,
            "why": match.why,
            "hits": hits_json(match),
            "features": dict(features),
            "at": max(at, windows_end(door) or at),
            "background": background,
            "verdict": word,
            "likeness": likeness,
            "action": action,
            "reason": reason,
            "development": development,
        },
    )
    return development


def _placed(
    door: Writing, verdict: Verdict | None, match: Match, row: int, *, at: datetime, action: str
) -> tuple[str, int | None, float]:
    """The verdict in one word, the development that the match opens or joins, and how much it is like that one."""
    match verdict:
        case New():
            told = action in {"alert", "held"}
            opened = {"story": match.story, "lead": row, "at": at, "told": told, "action": action}
            return "new", _OPEN.first(door, opened).id, 0.0
        case Echo(of=of, likeness=likeness):
            return "echo", of, likeness
        case None:
            return "none", None, 0.0


_MATCHED = Prepared(
    select(matches.c.post).where(matches.c.post == bindparam("row"), matches.c.story == bindparam("of"))
)


def has_match(door: Reading, row: int, story: str) -> bool:
    """Whether a post (by row id) is already matched with a story."""
    return _MATCHED.first(door, {"row": row, "of": story}) is not None


_TOLD = Prepared(select(developments.c.told).where(developments.c.id == bindparam("development")))


def was_told(door: Reading, development: int) -> bool:
    """Whether an alert about a development was put into the outbox."""
    found = _TOLD.first(door, {"development": development})
    return found is not None and bool(found.told)


def mark_told(door: Writing, development: int, *, action: str) -> None:
    """Notes that a development is alerted now (an echo of one that was not)."""
    door.connection.execute(
        update(developments).where(developments.c.id == development).values(told=True, action=action)
    )


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A stored match with what was judged of it."""

    match: Match
    at: datetime
    development: int | None
    verdict: str
    likeness: float
    action: str
    reason: str
    background: bool


def matched(
    door: Reading, *, story: str = "", since: datetime | None = None, until: datetime | None = None, most: int = 20_000
) -> list[Kept]:
    """Stored matches by seen time, oldest first; at most ``most``, the latest ones."""
    wanted = [matches.c.post == posts.c.id]
    if story:
        wanted.append(matches.c.story == story)
    if since is not None:
        wanted.append(matches.c.at >= since)
    if until is not None:
        wanted.append(matches.c.at < until)
    rows = door.connection.execute(
        select(matches, posts).where(*wanted).order_by(matches.c.at.desc(), matches.c.post.desc()).limit(most)
    ).all()
    return [_kept(row) for row in reversed(rows)]


def _kept(row: Any) -> Kept:
    of_post = {column.name: row._mapping[column] for column in posts.c}
    of_match = {column.name: row._mapping[column] for column in matches.c}
    return Kept(
        match=to_match(of_match, to_post(of_post)),
        at=of_match["at"],
        development=of_match["development"],
        verdict=of_match["verdict"],
        likeness=of_match["likeness"],
        action=of_match["action"],
        reason=of_match["reason"],
        background=of_match["background"],
    )


def lead_of(door: Reading, development: int) -> Kept | None:
    """The match that opened a development."""
    row = door.connection.execute(
        select(matches, posts).where(
            matches.c.post == posts.c.id,
            matches.c.development == development,
            developments.c.id == development,
            developments.c.lead == matches.c.post,
        )
    ).first()
    return None if row is None else _kept(row)


def course_of(door: Reading, development: int) -> list[Kept]:
    """All matches of a development, the one that opened it first; none: there is no such development."""
    rows = door.connection.execute(
        select(matches, posts)
        .where(matches.c.post == posts.c.id, matches.c.development == development)
        .order_by(matches.c.at, matches.c.post)
    ).all()
    # those of one poll are stored in no order
    return sorted((_kept(row) for row in rows), key=lambda kept: kept.verdict != "new")


def heard_of(door: Reading, development: int) -> Kept | None:
    """The first match of a development that people were alerted of, or would have been but for cap and quiet hours."""
    row = door.connection.execute(
        select(matches, posts)
        .where(
            matches.c.post == posts.c.id,
            matches.c.development == development,
            matches.c.action.in_(["alert", "held"]),
        )
        .order_by(matches.c.at, matches.c.post)
        .limit(1)
    ).first()
    return None if row is None else _kept(row)


def held_since(door: Reading, story: str, channel: str, since: datetime, *, most: int = 500) -> list[Kept]:
    """Matches of a story, seen since then, that are alerted and that the cap held back on ``channel``, oldest first; at
    most ``most``, the latest ones. What quiet hours hold has an alert of its own there, as what went out has."""
    alert = literal("dev/").concat(cast(matches.c.development, Text))
    rows = door.connection.execute(
        select(matches, posts)
        .where(
            matches.c.post == posts.c.id,
            matches.c.story == story,
            matches.c.at >= since,
            matches.c.action.in_(["alert", "held"]),
            ~exists().where(deliveries.c.key == alert, deliveries.c.channel == channel),
        )
        .order_by(matches.c.at.desc(), matches.c.post.desc())
        .limit(most)
    ).all()
    return [_kept(row) for row in reversed(rows)]


def kept_of(door: Reading, post: Post) -> list[Kept]:
    """What was stored of one post, for each story that it belongs to."""
    rows = door.connection.execute(
        select(matches, posts).where(
            matches.c.post == posts.c.id, posts.c.source == post.source, posts.c.post_id == post.id
        )
    ).all()
    return [_kept(row) for row in rows]


_COUNTS = tuple(Prepared(select(func.count()).select_from(table)) for table in (matches, developments))


def count_matches(door: Reading) -> tuple[int, int]:
    """(matches stored, developments opened)."""
    of_matches, of_developments = (int(count.first(door, {})[0]) for count in _COUNTS)
    return of_matches, of_developments
