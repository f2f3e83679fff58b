"""When the daemon was disturbed, and what the books of the ledger share."""

import sqlite3
from bisect import bisect_left, bisect_right, insort
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from benchmarks.simulation.plan import HOUR, MINUTE, Plan, Trouble
from monitor.model import Delivery, Message

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)

#: The daemon looks so seldom here for what is to be told of its sources: a year has many minutes.
WATCH = 20 * MINUTE

#: A poll that began so long ago is over, whatever happened to it.
SETTLED = 15 * MINUTE


Span = tuple[datetime, datetime, str]


def _start(noted: tuple[Any, ...]) -> Any:
    return noted[0]


@dataclass
class Times:
    """Stretches (start, end) of true time in which the daemon was off or disturbed, in order, each with a word."""

    plan: Plan
    spans: list[Span] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._longest = timedelta(0)
        self._backs: list[tuple[datetime, timedelta]] = []
        for trouble in self.plan.clock:
            wrong = timedelta(seconds=trouble.size)
            self._backs.append((trouble.start, -wrong) if wrong < timedelta(0) else (trouble.end, wrong))
            for at in (trouble.start, trouble.end):
                self.add(at - MINUTE, at + 2 * MINUTE, "clock")
        self._backs.sort()
        for trouble in self.plan.store:
            self.add(trouble.start - MINUTE, trouble.end + 6 * MINUTE, trouble.what)

    def add(self, start: datetime, end: datetime, word: str) -> None:
        """Notes a stretch."""
        insort(self.spans, (start, end, word))
        self._longest = max(self._longest, end - start)

    def within(self, start: datetime, end: datetime) -> list[Span]:
        """The stretches that touch [start, end]."""
        first = bisect_left(self.spans, start - self._longest, key=_start)
        return [span for span in self.spans[first : bisect_right(self.spans, end, key=_start)] if span[1] >= start]

    def length(self, start: datetime, end: datetime) -> timedelta:
        """How much of [start, end] was disturbed (but for the clock's being set, which stops nothing)."""
        spans = [span for span in self.within(start, end) if span[2] != "clock"]
        return sum((min(end, two) - max(start, one) for one, two, _ in spans), timedelta(0))

    def set_back(self, start: datetime, end: datetime) -> timedelta:
        """By how much the clock was set back in a stretch."""
        first = bisect_left(self._backs, start - MINUTE, key=_start)
        last = bisect_right(self._backs, end, key=_start)
        return sum((back for _, back in self._backs[first:last]), timedelta(0))

    def outages(self, now: datetime) -> int:
        """How often the store has taken nothing by now; once more for each start in such a time."""
        begun = [trouble for trouble in self.plan.store if trouble.start <= now]
        starts = sum(
            one.start <= end <= one.end + MINUTE for one in begun for _, end, word in self.spans if word == "off"
        )
        return len(begun) + starts

    def believed(self, now: datetime) -> datetime:
        """When the daemon believes its clock again that was wrong by days, and has made good what that led to.

        It looks every six hours, and the clock must have stood for a day; a look more, and a digest is written.
        """
        ends = [one.end for one in self.plan.clock if abs(one.size) > 86_400 and one.start <= now]
        if not ends:
            return self.plan.start
        return ends[-1] + 37 * HOUR + self.length(ends[-1], now)

    def true_of(self, at: datetime) -> datetime:
        """The moment that it was when the daemon's clock said ``at``, as far as that can be told."""
        wrong = (timedelta(seconds=trouble.size) for trouble in self.plan.clock if self._said(trouble, at))
        return at - next(wrong, timedelta(0))

    @staticmethod
    def _said(trouble: Trouble, at: datetime) -> bool:
        return trouble.start <= at - timedelta(seconds=trouble.size) <= trouble.end

    def is_wrong(self, at: datetime) -> bool:
        """Whether the clock is wrong at a moment."""
        return any(trouble.start <= at <= trouble.end for trouble in self.plan.clock)


class Book:
    """One part of the ledger. ``wrong`` is what did not hold at the last look, ``counts`` what was met."""

    def __init__(self) -> None:
        self.wrong: list[str] = []
        self.counts: Counter[str] = Counter()

    @property
    def held(self) -> tuple[object, ...]:
        """What it remembers of the days gone by: it weighs in the process, and the daemon does not hold it."""
        return ()


def delivery_of(row: sqlite3.Row) -> Delivery:
    """The delivery of a row."""
    return Delivery(
        id=row["id"],
        key=row["key"],
        channel=row["channel"],
        message=msgspec.msgpack.decode(row["message"], type=Message),
        state=row["state"],
        attempts=row["attempts"],
        due_at=moment(row["due_at"]),
        last_error=row["last_error"],
    )


def moment(ticks: int) -> datetime:
    """The moment of a column."""
    return _EPOCH + ticks * _TICK


def ticks(at: datetime) -> int:
    """A moment as a column has it."""
    return (at - _EPOCH) // _TICK
