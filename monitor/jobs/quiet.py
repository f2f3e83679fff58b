"""Polls to which nothing has changed: nobody waits for them, and they are written down many at a time."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime

from monitor.jobs import pace
from monitor.jobs.app import App
from monitor.model import WELL, Haul, Source
from monitor.store.doors import Writing
from monitor.store.faults import StoreFault
from monitor.store.sources import Loan
from monitor.store.unchanged import Unchanged, advance_unchanged

#: A poll is written down with the next sources that are borrowed; by itself after so long (s), or with so many others.
#: It holds a source that others of its host may wait for. A little longer than sources wait to be borrowed together,
#: so that in a busy daemon it always goes along with that.
LINGER, MOST = 1.1, 250


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


class Quiet:
    """What such polls came to, until it is written down; the sources are lent until then.

    ``written`` is called when they are free, ``failed`` with the loans that are not because the store has failed.
    """

    written: Callable[[], None]
    failed: Callable[[list[Loan]], None]

    def __init__(self, app: App) -> None:
        self._app = app
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
        quiet = pace.quiet(loan.past.news_at, now, is_news=False)
        wait = pace.after_haul(source, haul, app.rng, quiet=quiet)
        self._waiting.append(Unchanged(loan, now, wait))
        if app.inline or len(self._waiting) >= MOST:
            self._begin()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(LINGER, self._begin)
        poll = f"{source.key}/{loan.token}"
        app.log.info("polled", source=source.key, poll=poll, health=haul.health, posts=0, new=0, matched=0)
        return now + wait

    def _begin(self) -> None:
        task = asyncio.create_task(self.write(along=False))
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)

    async def finish(self) -> None:
        """Writes down what is left, and waits for what is being written."""
        await asyncio.gather(self.write(along=False), *self._writing)

    async def write(self, *, along: bool) -> None:
        """Writes down what waits; ``along`` with the change that is written next. Raises nothing."""
        outcomes, self._waiting = self._waiting, []
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if not outcomes:
            return
        app = self._app
        write = app.write_with_next if along else app.write
        self._under_way += len(outcomes)
        try:
            was_poked = await write(_write_down, outcomes)
            app.fail_at("taken_in")
        except StoreFault:
            self.failed([one.loan for one in outcomes])
            return
        except Exception as error:
            app.log.exception("polls could not be written down", kind=type(error).__name__)
            self.failed([one.loan for one in outcomes])
            return
        finally:
            self._under_way -= len(outcomes)
        for one in outcomes:
            app.unwritten.pop(one.loan.key, None)
        if was_poked:
            app.poll_poke.set()
        if not along:  # whoever borrows next has seen it
            self.written()


def _write_down(door: Writing, outcomes: Sequence[Unchanged]) -> bool:
    """Whether one of them was poked meanwhile, and is due sooner than we believe."""
    found = [(one.now + one.wait, advance_unchanged(door, one)) for one in outcomes]
    return any(again is not None and again < meant for meant, again in found)
