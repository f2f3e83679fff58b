"""What a pump has borrowed: the jobs under way, each in a slot, and what was borrowed ahead and waits for one."""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any

from monitor.jobs.app import App
from monitor.jobs.returns import Returns
from monitor.jobs.rhythm import Rhythm
from monitor.store.faults import StoreFault

#: What was borrowed ahead and has waited so long (s) is put back: the slots are held up, and others may have some free.
STALE = 5.0


class Lent:
    """At most ``slots()`` jobs are under way; what was borrowed ahead takes its turn in the order in which it came.

    ``work`` does one, and says when it is due again if it knows; ``ended`` is told that. What came to no end, and what
    has waited too long, goes to ``returns``.
    """

    def __init__(
        self,
        app: App,
        *,
        slots: Callable[[], int],
        work: Callable[[Any], Coroutine[Any, Any, datetime | None]],
        ended: Callable[[datetime | None], None],
        returns: Returns,
        rhythm: Rhythm,
    ) -> None:
        self._app, self._slots, self._work, self._ended = app, slots, work, ended
        self._returns, self._rhythm = returns, rhythm
        # who works on what
        self.under_way: dict[asyncio.Task[None], Any] = {}
        # with the loop's time since when
        self._ahead: deque[tuple[Any, float]] = deque()

    def __len__(self) -> int:
        """How many are borrowed by jobs under way, or for those to come."""
        return len(self.under_way) + len(self._ahead)

    def room(self) -> int:
        """How many more can be borrowed now."""
        return max(self._slots() - len(self.under_way), 0) + self._rhythm.ahead - len(self._ahead)

    @property
    def some_wait(self) -> bool:
        """Whether anything waits for a slot."""
        return bool(self._ahead)

    @property
    def many_wait(self) -> bool:
        """Whether more wait than there are slots."""
        return len(self._ahead) > self._slots()

    def take(self, loans: list[Any], *, is_all: bool) -> None:
        """Begins what was borrowed just now; whether that is all that was due."""
        at = asyncio.get_running_loop().time()
        self._rhythm.claimed(len(loans), at, is_all=is_all)
        self._ahead.extend((loan, at) for loan in loans)
        self.begin()

    def begin(self) -> None:
        """Puts what was borrowed ahead into the slots that are free."""
        while self._ahead and self._has_slot():
            loan, _ = self._ahead.popleft()
            task = asyncio.create_task(self._run_jobs(loan))
            self.under_way[task] = loan
            task.add_done_callback(self._over)

    def drop_stale(self) -> None:
        """What has waited for too long is to be put back."""
        stale = asyncio.get_running_loop().time() - STALE
        while self._ahead and self._ahead[0][1] <= stale:
            self._returns.unbegun.append(self._ahead.popleft()[0])
            self._rhythm.waited_too_long(len(self._returns.unbegun))

    async def end(self, until: float) -> int:
        """Waits for the jobs under way, cuts off what takes longer than ``until`` (loop time); how many that were.

        What was not begun is to be put back.
        """
        self._returns.unbegun += [loan for loan, _ in self._ahead]
        self._ahead.clear()
        late: set[asyncio.Task[None]] = set()
        if self.under_way:
            _, late = await asyncio.wait(self.under_way, timeout=max(until - asyncio.get_running_loop().time(), 0.0))
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        return len(late)

    def _has_slot(self) -> bool:
        return len(self.under_way) < self._slots() and not self._app.stopping.is_set()

    async def _run_jobs(self, loan: Any) -> None:
        """One job after the other while some are borrowed and the slot is ours: a task costs as much as a short job."""
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - for mypy
        while True:
            again = None
            try:
                again = await self._work(loan)
            except StoreFault:
                self._returns.unfinished.append(loan)
            except Exception as error:
                self._returns.unfinished.append(loan)
                self._app.log.exception("a job broke", kind=type(error).__name__, detail=str(error)[:300])
            del self.under_way[task]
            self._rhythm.ended()
            self._ended(again)
            if not self._ahead or not self._has_slot():
                return
            self.under_way[task] = loan = self._ahead.popleft()[0]

    def _over(self, task: asyncio.Task[None]) -> None:
        """Whoever was cut off has left something."""
        if task not in self.under_way:
            return
        self._returns.unfinished.append(self.under_way.pop(task))
        if not task.cancelled() and (error := task.exception()) is not None:
            self._app.log.error("a job broke", kind=type(error).__name__, detail=str(error)[:300])
        self._ended(None)
