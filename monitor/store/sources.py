"""Due sources: claimed by lease, written back by the fencing token of that lease."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache, partial
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, case, exists, func, literal, or_, select, update

from monitor.model import WELL, Health
from monitor.store.columns import Moment
from monitor.store.coverage import keep_blindness
from monitor.store.doors import Reading, Writing
from monitor.store.listed import Listed
from monitor.store.prepared import Prepared
from monitor.store.schema import sources
from monitor.store.turns import DUE, FREE, LENT, NOW, is_due, moments, whose_turn
from monitor.text.storable import incoming


class Past(NamedTuple):
    """What a source's next state is reckoned from. While a source is lent only its borrower changes any of it."""

    health: Health | None
    health_since: datetime | None
    well_since: datetime | None
    well_at: datetime | None
    baseline_at: datetime | None
    failures: int
    posts_read: int
    wait: timedelta
    polled_at: datetime | None
    quiet_for: timedelta
    empty_since: datetime | None
    news_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Loan:
    """A borrowed source: it is ours until ``until``; ``token`` proves it when we write back."""

    key: str
    token: int
    until: datetime
    cursor: Mapping[str, Any]
    error: str
    past: Past

    @property
    def baseline(self) -> bool:
        """Whether its first poll is still to come to an end."""
        return self.past.baseline_at is None

    @property
    def unread(self) -> bool:
        """Whether no post of it was ever stored."""
        return self.past.posts_read == 0


# By their keys alone: with conditions on other columns SQLite, which knows nothing of the rows, walks another index.
_BORROW = Listed(
    lambda keys: (
        select(
            *(sources.c[name] for name in Past._fields),
            *(
                sources.c[name]
                for name in ("key", "lease_token", "cursor", "error", "next_at", "timed_at", "lease_until")
            ),
        )
        .where(sources.c.key.in_(keys))
        .with_for_update(skip_locked=True)
    )
)
_LEND = Listed(
    lambda keys: (
        update(sources)
        .where(sources.c.key.in_(keys))
        .values(
            lease_until=bindparam("until"),
            # an earlier next_at found while the source is lent is a poke, and it wins (see advance)
            next_at=bindparam("until"),
            timed_at=NOW,
            lease_token=sources.c.lease_token + 1,
        )
    )
)


def claim(
    door: Writing,
    *,
    now: datetime,
    lease: timedelta,
    most: int,
    per_host: int = 2,
    only: Sequence[str] | None = None,
) -> list[Loan]:
    """Borrows at most ``most`` due sources until ``now + lease``, never more than ``per_host`` lent of one host.

    Those that are due longest come first. ``only`` these keys, if given.
    """
    values = moments(now, lease)
    turns = whose_turn(door, values, most=most, per_host=per_host, only=only)
    return _borrow(door, turns.keys, values, now + lease)


class Borrowed(NamedTuple):
    """``soon`` is when the next source can be claimed then; ``waits`` since when one is due and waits for its host."""

    loans: list[Loan]
    soon: datetime | None
    waits: datetime | None


def claim_and_look(
    door: Writing, *, now: datetime, lease: timedelta, most: int, lent: int, again: timedelta, per_host: int = 2
) -> Borrowed:
    """As ``claim``; also when the next source can be claimed then, as ``soonest`` says it (``lent`` before this)."""
    values = moments(now, lease)
    turns = whose_turn(door, values, most=most, per_host=per_host, only=None)
    loans = _borrow(door, turns.keys, values, now + lease)
    found = [turns.soon, _back(turns.ends, now, again) if turns.lent != lent else None]
    if len(loans) < len(turns.keys):
        found.append(now)  # another daemon is at it: who knows what it leaves
    return Borrowed(loans, min((moment for moment in found if moment is not None), default=None), turns.waits)


def _back(ends: datetime | None, now: datetime, again: timedelta) -> datetime | None:
    return None if ends is None else min(ends, now + again)


def _borrow(door: Writing, keys: Sequence[str], values: Mapping[str, datetime], until: datetime) -> list[Loan]:
    found = {row.key: row for row in _BORROW.rows(door, {}, keys)}
    rows = [row for key in keys if (row := found.get(key)) is not None and is_due(row, values)]
    _LEND.change(door, {"until": until, "now": values["now"]}, [row.key for row in rows])
    return [
        Loan(
            key=row.key,
            token=row.lease_token + 1,
            until=until,
            cursor=row.cursor,
            error=row.error,
            past=Past._make(row[: len(Past._fields)]),
        )
        for row in rows
    ]


_SOONEST = Prepared(
    select(
        select(NOW).where(exists().where(FREE, or_(*DUE))).scalar_subquery(),
        select(sources.c.next_at)
        .where(FREE, sources.c.next_at > NOW)
        .order_by(sources.c.next_at)
        .limit(1)
        .scalar_subquery(),
        select(func.min(sources.c.lease_until, type_=Moment)).where(LENT).scalar_subquery(),
        select(func.count()).select_from(sources).where(LENT).scalar_subquery(),
    )
)


def soonest(
    door: Reading, *, now: datetime, lease: timedelta, lent: int = 0, again: timedelta | None = None
) -> datetime | None:
    """When the next source can be claimed: ``now`` if one can be already, None without any. As ``claim`` sees it.

    ``lent`` are lent to whoever asks. Are these all, then no lease is waited for: he gives them back himself. What
    others have borrowed is looked for after ``again`` at the latest: a lease ends in minutes, but a poll in seconds.
    """
    *found, lease_ends, all_lent = _SOONEST.first(door, moments(now, lease))
    if all_lent != lent:
        found.append(lease_ends if again is None else _back(lease_ends, now, again))
    return min((moment for moment in found if moment is not None), default=None)


def poke(door: Writing, keys: Iterable[str], *, now: datetime) -> None:
    """Makes sources due now. One that is being polled is polled once more afterwards."""
    for key in keys:
        door.connection.execute(
            update(sources).where(sources.c.key == key, sources.c.next_at > now).values(next_at=now)
        )


MINE = and_(sources.c.key == bindparam("mine"), sources.c.lease_token == bindparam("proof"))
#: Nobody has asked for it, or configured it anew, since it was lent (see ``_LEND``).
UNTOUCHED = sources.c.next_at == bindparam("lent_until")
# locked until we write: a poke, or another worker's loan, must not come in between
_BEFORE = select(*(sources.c[name] for name in (*Past._fields, "next_at"))).where(MINE).with_for_update()


@lru_cache(maxsize=512)
def _write_back(names: tuple[str, ...], *, untouched: bool) -> Prepared:
    """The statement that writes these columns of a borrowed source. Built once: that costs more than running it."""
    where = and_(MINE, UNTOUCHED) if untouched else MINE
    columns = {name: bindparam(name, type_=sources.c[name].type) for name in names}
    return Prepared(update(sources).where(where).values(columns))


def silence(row: Past, health: Health, *, news: bool, now: datetime) -> dict[str, Any]:
    """How long nothing new has come, and since when nothing stands there at all (304 says nothing of that)."""
    values: dict[str, Any] = {}
    if health == "empty":
        values["empty_since"] = row.empty_since or now
    elif health == "ok":
        values["empty_since"] = None
    if news:
        values |= {"news_at": now, "quiet_for": timedelta(0)}
    elif health in WELL and row.health in WELL and row.polled_at is not None:
        # of a stretch in which nobody asked (we were down, the clock was set) only what the wait was to be counts
        watched = min(now - row.polled_at, row.wait * 2 + timedelta(minutes=5))
        values["quiet_for"] = row.quiet_for + max(watched, timedelta(0))
    return values


def advance(
    door: Writing,
    loan: Loan,
    *,
    now: datetime,
    wait: timedelta,
    health: Health,
    error: str = "",
    detail: str = "",
    cursor: Mapping[str, Any] | None = None,
    read: int = 0,
    news: bool = False,
    unfinished: bool = False,
    flags: Sequence[str] | None = None,
) -> datetime | None:
    """Writes a poll's outcome and gives the source back, due again after ``wait`` (or at once if it was poked).

    ``flags`` None keeps the remarks that there are.
    ``unfinished`` leaves the baseline open: more of the first poll is still to come.
    Returns when it is due; None, and nothing written, when the loan is no longer ours: another worker borrowed it.
    """
    mine = {"mine": loan.key, "proof": loan.token}
    next_at, past, well, detail = now + wait, loan.past, health in WELL, incoming(detail)
    given: dict[str, Any] = {"wait": wait, "timed_at": now, "error": error, "detail": detail[:500]}
    if cursor is not None:
        given["cursor"] = dict(cursor)
    if flags is not None:
        given["flags"] = list(flags)
    reckon = partial(_changed, health=health, now=now, read=read, news=news, unfinished=unfinished)
    values = {"next_at": next_at, **given, **reckon(past)}
    statement = _write_back(tuple(values), untouched=True)
    if not statement.change(door, {**values, **mine, "lent_until": loan.until}):
        row = door.connection.execute(_BEFORE, mine).one_or_none()
        if row is None:
            return None
        past = Past._make(row[: len(Past._fields)])
        if row.next_at < loan.until:
            next_at = min(next_at, max(row.next_at, now))
        values = {**given, **reckon(past), "next_at": next_at}
        _write_back(tuple(values), untouched=False).change(door, {**values, **mine})
    if not well or (past.health is not None and past.health not in WELL):
        keep_blindness(door, loan.key, well=well, health=health, detail=detail, now=now)
    return next_at


def _changed(past: Past, *, health: Health, now: datetime, read: int, news: bool, unfinished: bool) -> dict[str, Any]:
    """The columns that a poll changes, but for those that it is simply given."""
    well = health in WELL
    then = {
        "health": health,
        "health_since": past.health_since if past.health == health else now,
        "well_since": (past.well_since or now) if well else None,
        "well_at": now if well else past.well_at,
        "baseline_at": past.baseline_at or (now if well and not unfinished else None),
        "posts_read": past.posts_read + read,
        "failures": 0 if well else past.failures + 1,
        **silence(past, health, news=news, now=now),
    }
    before = past._asdict()
    changed = {name: value for name, value in then.items() if name not in before or before[name] != value}
    return {"lease_until": None, "polled_at": now, **changed}


def release(door: Writing, loans: Iterable[Loan], *, now: datetime, wait: timedelta) -> None:
    """Gives sources back whose polls were cut off, due after ``wait``, or at once if they were poked; those that are no
    longer ours stay lent."""
    for loan in loans:
        poked = case((sources.c.next_at < loan.until, sources.c.next_at), else_=literal(now + wait, Moment))
        door.connection.execute(
            update(sources)
            .where(sources.c.key == loan.key, sources.c.lease_token == loan.token, sources.c.lease_until.is_not(None))
            .values(lease_until=None, next_at=poked, wait=wait, timed_at=now)
        )


def lent(door: Reading, *, now: datetime, lease: timedelta) -> int:
    """How many sources are being polled at this moment."""
    counted = select(func.count()).select_from(sources).where(LENT)
    return int(door.connection.execute(counted, moments(now, lease)).scalar_one())
