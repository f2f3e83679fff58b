"""Whose turn it is: due sources, few of one host, found by indexes alone however many there are."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    type_coerce,
    union_all,
)

from monitor.store.columns import SKEW, Moment, from_ticks
from monitor.store.doors import Reading
from monitor.store.prepared import Prepared
from monitor.store.schema import sources

NOW: ColumnElement[datetime] = bindparam("now", type_=Moment)
LATER: ColumnElement[datetime] = bindparam("later", type_=Moment)
LEASE_END: ColumnElement[datetime] = bindparam("lease_end", type_=Moment)


def moments(now: datetime, lease: timedelta) -> dict[str, datetime]:
    """The values of the three moments above."""
    return {"now": now, "later": now + SKEW, "lease_end": now + lease + SKEW}


#: A lease in force. One that ends later than a lease taken now would was written by a wrong clock: it is over.
LENT = and_(sources.c.enabled, sources.c.lease_until > NOW, sources.c.lease_until <= LEASE_END)
FREE = and_(
    sources.c.enabled,
    or_(sources.c.lease_until.is_(None), sources.c.lease_until <= NOW, sources.c.lease_until > LEASE_END),
)
#: Due now; or its time was set by a clock that was ahead of ours, and may be any.
DUE = (sources.c.next_at <= NOW, sources.c.timed_at > LATER)

#: So many more due sources are looked at than are wanted, in one go: where a host has thousands, again without it.
_MORE = 64


def _row(which: int, key: ColumnElement[Any], host: ColumnElement[Any], number: ColumnElement[Any]) -> Any:
    named = {"which": literal_column(str(which)), "host": host, "key": key, "number": type_coerce(number, BigInteger)}
    return select(*(column.label(name) for name, column in named.items()))


def _waiting(which: int, *, passing: bool) -> Any:
    """Sources that wait for the reason ``DUE[which]``, longest first; ``passing`` by the hosts ``full``."""
    where = [FREE, DUE[which], *([sources.c.host.not_in(bindparam("full", expanding=True))] if passing else [])]
    return (
        _row(which, sources.c.key, sources.c.host, sources.c.next_at)
        .where(*where)
        .order_by(sources.c.next_at, sources.c.key)
        .limit(bindparam("look"))
    )


# Each of these is answered by an index alone, however many sources there are. The first look asks for all at once:
# who waits, which hosts are busy (a count), what will be due next, when the first lease ends.
_BUSY, _NEXT, _ENDS = len(DUE), len(DUE) + 1, len(DUE) + 2
_NOBODY: ColumnElement[str] = literal_column("''")
_BUSY_HOSTS = _row(_BUSY, _NOBODY, sources.c.host, func.count()).where(LENT).group_by(sources.c.host)
_NEXT_DUE = select(sources.c.next_at).where(FREE, sources.c.next_at > NOW).order_by(sources.c.next_at).limit(1)
_FIRST = Prepared(
    union_all(
        _BUSY_HOSTS,
        *(select(*_waiting(which, passing=False).subquery().c) for which in range(len(DUE))),
        _row(_NEXT, _NOBODY, _NOBODY, _NEXT_DUE.subquery().c.next_at),
        _row(_ENDS, _NOBODY, _NOBODY, func.min(sources.c.lease_until)).where(LENT),
    )
)
_FURTHER = tuple(_waiting(which, passing=True) for which in range(len(DUE)))


@dataclass(frozen=True, kw_only=True)
class Turns:
    """``keys`` are whose turn it is. ``soon`` is when others can be claimed: None without any, ``now`` if some are
    due and only wait for room. ``lent`` are under way already, and ``ends`` is when the first of these leases does.
    ``waits`` is since when the longest has been due that only waits for others of its host."""

    keys: Sequence[str]
    soon: datetime | None
    lent: int
    ends: datetime | None
    waits: datetime | None


class _Line:
    """Whose turn it is, taken one after the other: at most ``most``, and of one host ``per_host`` with those lent."""

    def __init__(self, lent: Counter[str], *, most: int, per_host: int) -> None:
        self._lent, self._most, self._per_host = lent, most, per_host
        self._due = set[str]()
        self.turns: dict[str, None] = {}
        #: since when (ticks) each has been due that waits for others of its host
        self.held: list[int] = []

    @property
    def is_full(self) -> bool:
        """Whether no other gets a turn."""
        return len(self.turns) >= self._most

    @property
    def full_hosts(self) -> list[str]:
        """The hosts of which no other gets a turn."""
        return [host for host, count in self._lent.items() if count >= self._per_host]

    @property
    def leaves_some(self) -> bool:
        """Whether some are due that get no turn."""
        return len(self._due) > len(self.turns)

    def take(self, rows: Sequence[Any]) -> None:
        """Due sources, those that are due longest first."""
        for row in rows:
            self._due.add(row.key)
            if self.is_full or row.key in self.turns:
                continue
            if self._lent[row.host] < self._per_host:
                self._lent[row.host] += 1
                self.turns[row.key] = None
            else:
                self.held.append(row.number)


def whose_turn(
    door: Reading, values: Mapping[str, Any], *, most: int, per_host: int, only: Sequence[str] | None
) -> Turns:
    """At most ``most`` due sources, those that are due longest first, at most ``per_host`` lent of one host.

    ``values`` are those of ``moments``; ``only`` these keys, if given.
    """
    look = most + _MORE
    first = _FIRST.rows(door, {**values, "look": look})
    numbers = {row.which: row.number for row in first if row.which in {_NEXT, _ENDS} and row.number is not None}
    lent = Counter({row.host: row.number for row in first if row.which == _BUSY})
    under_way = lent.total()
    line = _Line(lent, most=most, per_host=per_host)
    for which, waiting in enumerate(_FURTHER):
        query = waiting if only is None else waiting.where(sources.c.key.in_(only))
        found = look
        if only is None:
            longest_first = sorted((row for row in first if row.which == which), key=itemgetter(3, 2))
            found = len(longest_first)
            line.take(longest_first)
        while not line.is_full and found == look:
            rows = door.connection.execute(query, {**values, "full": line.full_hosts, "look": look}).all()
            found = len(rows)
            line.take(rows)
    return Turns(
        keys=list(line.turns),
        soon=values["now"] if line.leaves_some else _moment(numbers.get(_NEXT)),
        lent=under_way,
        ends=_moment(numbers.get(_ENDS)),
        waits=_moment(min(line.held, default=None)),
    )


def _moment(number: int | None) -> datetime | None:
    return None if number is None else from_ticks(number)


def is_due(row: Any, values: Mapping[str, datetime]) -> bool:
    """Whether a source is due and free, as ``DUE`` and ``FREE`` say it: another daemon may have borrowed it since."""
    free = row.lease_until is None or not values["now"] < row.lease_until <= values["lease_end"]
    was_ahead = row.timed_at is not None and row.timed_at > values["later"]
    return free and (row.next_at <= values["now"] or was_ahead)
