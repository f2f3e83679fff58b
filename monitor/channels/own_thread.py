"""Writes that may never end (a terminal that was stopped, a pipe that nobody reads, a disk of the network), in a thread
of the channel's own: what hangs there holds up no other channel, no poll and no end of the program."""

import asyncio
import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Executor, Future
from typing import Any

from monitor.model import TryLater

#: A write that takes longer (s) is not waited for.
PATIENCE = 10.0
#: So many outcomes that nobody has asked for are remembered.
_MOST = 100


class OwnThread(Executor):
    """One write at a time; one that hangs is left to itself, and remembered: it is not written a second time."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._begun: dict[Hashable, asyncio.Future[None]] = {}

    async def write(self, name: Hashable, work: Callable[[], None]) -> None:
        """Does ``work`` in the thread, once for each ``name``. Raises what it raises; TryLater, code ``hangs``, when it
        takes too long, or one before it still does. If it comes to its end after all, a retry learns so."""
        under_way = self._begun.get(name)
        if under_way is None:
            if any(not one.done() for one in self._begun.values()):
                raise TryLater("takes nothing: an earlier message still waits there", code="hangs")
            under_way = asyncio.get_running_loop().run_in_executor(self, work)
            under_way.add_done_callback(_seen)
            self._begun[name] = under_way
            while len(self._begun) > _MOST:
                self._begun.pop(next(iter(self._begun)))
        await asyncio.wait([under_way], timeout=self._patience)
        if not under_way.done():
            raise TryLater("takes nothing just now", code="hangs")
        self._begun.pop(name, None)
        under_way.result()

    def submit(self, work: Callable[..., Any], /, *args: Any, **more: Any) -> Future[Any]:
        """Begins ``work`` in a fresh thread, for which no end of the program waits."""
        outcome: Future[Any] = Future()

        def run() -> None:
            try:
                outcome.set_result(work(*args, **more))
            except BaseException as error:
                outcome.set_exception(error)

        threading.Thread(target=run, name="write", daemon=True).start()
        return outcome


def _seen(outcome: asyncio.Future[None]) -> None:
    """Of an outcome that nobody asks for any more the loop would print a traceback."""
    if not outcome.cancelled():
        outcome.exception()
