"""The one writer of a daemon: changes queue for it, and those that wait together share a transaction."""

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Engine

from monitor.store.begun import Kept
from monitor.store.doors import Outcome, Reading, Writing
from monitor.store.faults import StoreFault
from monitor.store.reading import read_together
from monitor.store.writing import Change, write_together

T = TypeVar("T")

#: So many changes share a transaction at most: the first of them waits for the last.
MOST = 32

#: A change for which nobody waits is written with the next that somebody waits for; by itself after so long (s), or
#: when there are ``MOST``. It holds a source that others of its host may wait for. A little longer than sources wait
#: to be borrowed together, so that in a busy daemon it always goes along with that.
LINGER = 0.3

#: So long (s) is read before what was read is written: others wait for their turn to write.
PATIENCE = 0.1

#: A fault that took longer (s) was waited for: the database is locked, and whoever queues would wait as long again.
LONG_WAIT = 1.0


class _Waiting(NamedTuple):
    """A change, what must be read before it, and who waits for it."""

    change: Callable[..., Any]
    first: Callable[[Reading], Any] | None
    future: asyncio.Future[Outcome]


class Writer:
    """Runs changes one after the other, in a thread of its own; ``inline`` at once, where the caller is.

    ``undone`` is called when something of what ran was undone.
    """

    def __init__(self, engine: Engine, undone: Callable[[], None], *, inline: bool) -> None:
        self._engine, self._undone, self._inline = engine, undone, inline
        self._waiting: deque[_Waiting] = deque()
        self._lingers: asyncio.TimerHandle | None = None
        # rung when something waits; False at the end
        self._bell: SimpleQueue[bool] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._kept = None if inline else Kept()
        # when the transaction under way began (monotonic s)
        self._began: float | None = None

    async def write(
        self, change: Callable[..., T], first: Callable[[Reading], Any] | None = None, *, lingers: bool = False
    ) -> T:
        """Runs a change in a write transaction: all of it happens, or none. Raises what it raises, and StoreFault.

        What is to be read ``first`` is read before that transaction begins, and handed to the change behind its door.
        One that ``lingers`` waits for others, ``LINGER`` at most, to share theirs.
        """
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        one = _Waiting(change, first, future)
        if self._inline:
            (outcome,) = self._write(self._read([one]))
        else:
            loop = asyncio.get_running_loop()
            self._waiting.append(one)
            if not lingers or len(self._waiting) >= MOST:
                self._ring()
            elif self._lingers is None:
                self._lingers = loop.call_later(LINGER, self._ring)
            outcome = await future
        if outcome.error is not None:
            raise outcome.error
        result: T = outcome.result
        return result

    def held_up(self) -> float:
        """How long (s) the transaction has lasted that is under way; 0 without one."""
        began = self._began
        return 0.0 if began is None else time.monotonic() - began

    def _ring(self) -> None:
        """Wakes the thread: that costs as much as many a change."""
        if self._lingers is not None:
            self._lingers.cancel()
            self._lingers = None
        if self._thread is None:
            thread = threading.Thread(target=self._work, name="write", daemon=True)
            thread.start()  # the system may have none left
            self._thread = thread
        self._bell.put(True)

    def close(self) -> None:
        """Waits for the changes that were queued."""
        if self._waiting:
            self._ring()
        if self._thread is not None:
            self._bell.put(False)
            self._thread.join()
        if self._kept is not None:
            self._kept.close()

    # -- in the writer's thread -------------------------------------------------------------------------------------

    def _work(self) -> None:
        """Does what waits whenever it rings, and what comes meanwhile."""
        while self._bell.get():
            while taken := self._take(MOST):
                self._do(taken)

    def _read(self, taken: Sequence[_Waiting]) -> list[tuple[_Waiting, Outcome | None]]:
        """Reads what must be read first (None: nothing). What there was no time for waits behind the others."""
        found = iter(read_together(self._engine, [one.first for one in taken if one.first is not None], PATIENCE))
        read: list[tuple[_Waiting, Outcome | None]] = []
        for one in taken:
            outcome = None if one.first is None else next(found, None)
            if one.first is None or outcome is not None:
                read.append((one, outcome))
            else:
                self._waiting.append(one)
        return read

    def _write(self, read: Sequence[tuple[_Waiting, Outcome | None]]) -> list[Outcome]:
        """Writes what was read; what could not be read is not written."""
        changes = [
            one.change if outcome is None else _knowing(one.change, outcome.result)
            for one, outcome in read
            if outcome is None or outcome.error is None
        ]
        written = iter(write_together(self._engine, changes, self._undone, self._kept))
        return [next(written) if outcome is None or outcome.error is None else outcome for _, outcome in read]

    def _do(self, taken: list[_Waiting]) -> None:
        self._began = began = time.monotonic()
        try:
            read = self._read(taken)
            taken = [one for one, _ in read]
            outcomes = self._write(read)
        except BaseException as error:
            outcomes = [Outcome(error=error)] * len(taken)
        self._began = None
        fault = next((one.error for one in outcomes if isinstance(one.error, StoreFault)), None)
        if fault is not None and time.monotonic() - began > LONG_WAIT:
            behind = self._take(len(self._waiting))
            taken += behind
            outcomes += [Outcome(error=fault)] * len(behind)
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            taken[0].future.get_loop().call_soon_threadsafe(_settle, [one.future for one in taken], outcomes)

    def _take(self, most: int) -> list[_Waiting]:
        taken: list[_Waiting] = []
        while self._waiting and len(taken) < most:
            one = self._waiting.popleft()
            if not one.future.cancelled():  # nobody waits for it, and it was not begun
                taken.append(one)
        return taken


def _knowing(change: Callable[..., Any], found: Any) -> Change:
    def knowing(door: Writing) -> Any:
        return change(door, found)

    return knowing


def _settle(futures: Sequence[asyncio.Future[Outcome]], outcomes: Sequence[Outcome]) -> None:
    for future, outcome in zip(futures, outcomes, strict=True):
        if not future.done():
            future.set_result(outcome)
