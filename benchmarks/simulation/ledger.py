"""What must hold after each day. Everything is told by the world's own record and by the rows of the store."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from benchmarks.simulation.messages_book import MessagesBook
from benchmarks.simulation.polls_book import PollsBook
from benchmarks.simulation.posts_book import PostsBook
from benchmarks.simulation.times import Times
from benchmarks.simulation.world import World

#: Memory may grow by so much (MB) between an early day and the last.
GROWTH = 25.0


class Broken(AssertionError):
    """Something that must hold does not."""


class Ledger:
    """Checks the world against the store, day by day. Raises Broken with everything that was found in a day."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.times = Times(world.plan)
        self._posts = PostsBook(world)
        self._messages = MessagesBook({"slack": world.slack, "mail": world.mail}, self.times)
        self._polls = PollsBook(world, self.times)
        self._memory: list[float] = []

    def check(self, *, final: bool = False) -> None:
        """After a day, or (``final``) after the quiet day at the end, when nothing may be owed any more."""
        now = self._world.clock.true_now()
        with self._store() as store:
            self._posts.check(store, now)
            self._messages.check(store, now, final=final)
            self._polls.check(store, now, final=final)
        wrong = [*self._posts.wrong, *self._messages.wrong, *self._polls.wrong]
        self._memory.append(_memory())
        early = self._memory[min(len(self._memory) // 3, 10)]
        if final and len(self._memory) > 20 and self.memory > early + GROWTH:
            wrong.append(f"memory has grown from {early:.0f} to {self.memory:.0f} MB")
        if wrong:
            raise Broken("\n".join(wrong[:20]))

    def excuse(self) -> int:
        """The power went: how many messages had arrived and were not marked. Each may come once more."""
        with self._store() as store:
            return self._messages.excuse(store)

    @property
    def memory(self) -> float:
        """Memory in use at the last look (MB)."""
        return self._memory[-1] if self._memory else 0.0

    @property
    def counts(self) -> Counter[str]:
        """What was met so far."""
        return self._posts.counts + self._messages.counts + self._polls.counts

    @contextmanager
    def _store(self) -> Iterator[sqlite3.Connection]:
        with closing(self._world.disk.look()) as store:
            store.row_factory = sqlite3.Row
            yield store


def _memory() -> float:
    """Memory in use by this process (MB)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1024**2
