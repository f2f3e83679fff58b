"""What is kept for how long: matched posts for ever, unmatched texts for a while, identity as long as it stands.

And what a wrong clock has dated into the future is dated anew.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Table, delete, exists, not_, or_, select, update

from monitor.store.doors import Reading, Writing
from monitor.store.prepared import Prepared
from monitor.store.records import windows_end
from monitor.store.schema import blindness, developments, digests, evidence, matches, posts, revisions
from monitor.store.turns import NOW

#: How many posts one transaction touches: nobody waits for it for longer than a moment.
PART = 200

#: How many are looked for at once. To find none among a million takes a second, but holds up nobody.
FOUND = 20_000

#: A digest whose window ends so soon is waited for. Longer than the time between two tidyings: a clock that was set
#: back further is not believed for a day, and one that was days ahead must not keep the next digest waiting for days.
SOON = timedelta(hours=12)


def _unmatched() -> list[ColumnElement[bool]]:
    return [
        not_(exists().where(matches.c.post == posts.c.id)),
        not_(exists().where(developments.c.lead == posts.c.id)),
    ]


def _to_empty(before: datetime) -> list[ColumnElement[bool]]:
    return [posts.c.seen_at < before, posts.c.purged_at.is_(None), *_unmatched()]


def _to_forget(before: datetime) -> list[ColumnElement[bool]]:
    # whatever stood until then was seen before: of the two only that moment has an index
    return [posts.c.seen_at < before, posts.c.stands_at < before, posts.c.purged_at.is_not(None), *_unmatched()]


def _found(door: Reading, wanted: Sequence[ColumnElement[bool]]) -> list[int]:
    oldest = select(posts.c.id).where(*wanted).order_by(posts.c.seen_at).limit(FOUND)
    return [row.id for row in door.connection.execute(oldest)]


def _still(door: Writing, ids: Sequence[int], wanted: Sequence[ColumnElement[bool]]) -> list[int]:
    """Those to which what they were found by still applies. One that another daemon is just writing can wait."""
    mine = select(posts.c.id).where(posts.c.id.in_(ids), *wanted).order_by(posts.c.id)
    return [row.id for row in door.connection.execute(mine.with_for_update(skip_locked=True))]


def emptied_next(door: Reading, *, before: datetime) -> list[int]:
    """Posts seen before then that belong to no story and still have their text, oldest first; FOUND at most."""
    return _found(door, _to_empty(before))


def empty_unmatched(door: Writing, ids: Sequence[int], *, before: datetime) -> int:
    """Empties the texts of these posts, if they still are as ``emptied_next`` found them; they stay known. How many."""
    ids = _still(door, ids, _to_empty(before))
    if ids:
        door.connection.execute(delete(revisions).where(revisions.c.post.in_(ids)))
        door.connection.execute(
            update(posts)
            .where(posts.c.id.in_(ids))
            .values(title="", text="", author="", media=[], quotes=[], purged_at=before)
        )
    return len(ids)


def forgotten_next(door: Reading, *, before: datetime) -> list[int]:
    """Emptied posts that their source has not shown since then, oldest first; FOUND at most."""
    return _found(door, _to_forget(before))


def forget_unseen(door: Writing, ids: Sequence[int], *, before: datetime) -> int:
    """Forgets these posts, if they still are as ``forgotten_next`` found them. How many."""
    ids = _still(door, ids, _to_forget(before))
    if ids:
        # one that was edited at its place in the moment in which it was emptied has a version again
        door.connection.execute(delete(revisions).where(revisions.c.post.in_(ids)))
        door.connection.execute(delete(evidence).where(evidence.c.post.in_(ids)))
        door.connection.execute(delete(posts).where(posts.c.id.in_(ids)))
    return len(ids)


def _now(table: Table, name: str) -> Prepared:
    return Prepared(update(table).where(table.c[name] > NOW).values({name: NOW}))


#: Columns that order what happened. A later moment than now was written by a clock that was wrong.
_DATED = (
    *(_now(posts, name) for name in ("seen_at", "stands_at", "purged_at")),
    _now(developments, "at"),
    _now(blindness, "until"),
    Prepared(delete(blindness).where(blindness.c.since > NOW, blindness.c.until.is_not(None))),
    _now(blindness, "since"),
)
_FORGET_DIGESTS = Prepared(delete(digests).where(digests.c.until > NOW))
#: What a digest tells by its moment.
_TOLD_OF = (_now(matches, "at"), _now(revisions, "at"), _now(posts, "gone_at"))


_AHEAD = Prepared(
    select(
        or_(
            exists().where(digests.c.until > NOW),
            exists().where(or_(*(posts.c[name] > NOW for name in ("seen_at", "stands_at", "purged_at", "gone_at")))),
            *(exists().where(table.c.at > NOW) for table in (matches, revisions, developments)),
            exists().where(or_(blindness.c.since > NOW, blindness.c.until > NOW)),
        )
    )
)


def is_ahead(door: Reading, *, now: datetime) -> bool:
    """Whether anything lies in the future, so that ``draw_back`` has something to do."""
    return bool(_AHEAD.first(door, {"now": now})[0])


def draw_back(door: Writing, *, now: datetime) -> int:
    """Dates what lies in the future to ``now``, so that it is in the next digest and not in next year's.

    Digests whose window ends more than ``SOON`` ahead are forgotten: the next one begins where they began. One that
    ends sooner was sent before the clock was set back a little: it stands, and matches, edits and disappearances
    are dated behind it, for it told of none of them. How many rows.
    """
    changed = _FORGET_DIGESTS.change(door, {"now": now + SOON})
    behind = max(now, windows_end(door) or now)
    changed += sum(statement.change(door, {"now": behind}) for statement in _TOLD_OF)
    return changed + sum(statement.change(door, {"now": now}) for statement in _DATED)
