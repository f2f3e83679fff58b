"""Polls to which nothing has changed: nobody waits for them, and they are written down many at a time."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from monitor.jobs import pace
from monitor.jobs.app import App
from monitor.model import WELL, Haul, Source
from monitor.store.doors import Writing
from monitor.store.faults import StoreFault, is_of_the_store
from monitor.store.sources import Loan
from monitor.store.unchanged import Unchanged, advance_unchanged

#: With so many others a poll is written down at once.
MOST = 250


def is_quiet(app: App, loan: Loan, haul: Haul) -> bool:
    """Whether a poll has changed nothing but the time: of a source that was well, and is."""
    return (
        haul.health == "not_modified"
        and not (haul.posts or haul.gone or haul.flags or haul.error or haul.detail or loan.error or loan.baseline)
        and loan.past.health in WELL
        and (haul.cursor is None or haul.cursor is loan.cursor or haul.cursor == loan.cursor)
        and not getattr(app.kinds.get(loan.key), "purse", "")
        and app.outage is None  # then each is written down by itself: what has no room takes no other with it
    )


class Written(NamedTuple):
    """What could not be written down, with the kind of its error; and whether a source is due sooner than we believe,
    because it was poked meanwhile."""

    broken: tuple[tuple[Loan, str], ...]
    were_poked: bool


class Quiet:
    """What such polls came to, until it is written down; the sources are lent until then.

    A poll is written down with the next sources that are borrowed; by itself after ``linger`` (s), for it holds a
    source that others of its host may wait for. ``written`` is called when they are free, ``failed`` with the loans
    that are not because the store has failed.
    """

    written: Callable[[], None]
    failed: Callable[[list[Loan]], None]

    def __init__(self, app: App, *, linger: float) -> None:
        self._app, self._linger = app, linger
        self._waiting: list[Unchanged] = []
        self._timer: asyncio.TimerHandle | None = None
        self._writing: set[asyncio.Task[None]] = set()
        self._under_way = 0

    @property
    def kept(self) -> int:
        """How many sources are still lent because of it."""
        return len(self._waiting) + self._under_way

    def keep(self, loan: Loan, source: Source, haul: Haul) -> datetime | None:
        """Keeps the outcome of a poll that ``is_quiet``, and says when the source is due again, if it is not poked.

        None for any other poll: that is not kept.
        """
        app, now = self._app, self._app.clock.now()
        if not is_quiet(app, loan, haul):
            return None
        past = loan.past
        quiet, late = pace.quiet(past.news_at, now, is_news=False), pace.late(past.polled_at, past.wait, now)
        wait = pace.after_haul(source, haul, app.rng, quiet=quiet, late=late)
        self._waiting.append(Unchanged(loan, now, wait))
        if app.inline or len(self._waiting) >= MOST:
            self._begin()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._linger, self._begin)
        return now + wait

    def take(self) -> list[Unchanged]:
        """What waits. Whoever takes it has it written by ``write_down``, and says what came of that: ``settle`` or
        ``lose``."""
        taken, self._waiting = self._waiting, []
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._under_way += len(taken)
        return taken

    def settle(self, taken: Sequence[Unchanged], written: Written) -> None:
        """It was written down."""
        self._under_way -= len(taken)
        app = self._app
        for one in taken:
            app.unwritten.pop(one.loan.key, None)
        broken = {loan.key for loan, _ in written.broken}
        _say(app.log, [one.loan for one in taken if one.loan.key not in broken])
        for loan, kind in written.broken:
            app.log.error("a poll could not be written down", source=loan.key, kind=kind)
        if written.broken:
            self.failed([loan for loan, _ in written.broken])
        if written.were_poked:
            app.poll_poke.set()
        app.fail_at("taken_in")

    def lose(self, taken: Sequence[Unchanged]) -> None:
        """It was not: the store has failed."""
        self._under_way -= len(taken)
        self.failed([one.loan for one in taken])

    async def finish(self) -> None:
        """Writes down what is left, and waits for what is being written."""
        self._begin()
        await asyncio.gather(*self._writing, return_exceptions=True)

    def _begin(self) -> None:
        task = asyncio.create_task(self._write())
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)

    async def _write(self) -> None:
        if not (taken := self.take()):
            return
        try:
            written = await self._app.write(write_down, taken)
        except Exception as error:
            self.lose(taken)
            if not isinstance(error, StoreFault):  # of that the app has told
                self._app.log.exception("polls could not be written down", kind=type(error).__name__)
            return
        self.settle(taken, written)
        self.written()


def _say(log: Any, loans: Sequence[Loan]) -> None:
    """What each other poll says of itself; a log for machines takes them together, for a third less."""
    nothing = {"health": "not_modified", "posts": 0, "new": 0, "matched": 0}
    rows = ({"source": loan.key, "poll": f"{loan.key}/{loan.token}", **nothing} for loan in loans)
    if (each := getattr(log, "info_each", None)) is not None:
        each("polled", rows)
        return
    for row in rows:
        log.info("polled", **row)


def write_down(door: Writing, taken: Sequence[Unchanged]) -> Written:
    """Each behind its own wall, as long as it is not the store that fails."""
    broken, were_poked = [], False
    for one in taken:
        try:
            again = advance_unchanged(door, one)
        except Exception as error:
            if is_of_the_store(error):
                raise
            broken.append((one.loan, type(error).__name__))
        else:
            were_poked = were_poked or (again is not None and again < one.now + one.wait)
    return Written(tuple(broken), were_poked)
