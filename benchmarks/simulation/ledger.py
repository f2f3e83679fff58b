"""What must hold after each day. Everything is told by the world's own record and by the rows of the store."""

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager

from benchmarks.simulation.memory import Memory, look
from benchmarks.simulation.messages_book import MessagesBook
from benchmarks.simulation.polls_book import PollsBook
from benchmarks.simulation.posts_book import PostsBook
from benchmarks.simulation.times import Times
from benchmarks.simulation.world import World

#: Memory is measured after so many days each time. What is found at the second look, when each kind of work has been
#: done, may grow by so much (MB) until the end: a tenth of a MB for each crash of a year, 0.1 KB for each poll.
LOOK_EACH, BEGUN, GROWTH = 10, 2, 10.0


class Broken(AssertionError):
    """Something that must hold does not."""


class Ledger:
    """Checks the world against the store, day by day. Raises Broken with everything that was found in a day."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.times = Times(world.plan)
        self._posts = PostsBook(world)
        self._messages = MessagesBook({"slack": world.slack, "mail": world.mail}, self.times, world.configuration)
        self._polls = PollsBook(world, self.times)
        self._days = 0
        self.memory: list[Memory] = []

    def check(self, *, final: bool = False) -> None:
        """After a day, or (``final``) after the quiet day at the end, when nothing may be owed any more."""
        now = self._world.clock.true_now()
        with self._store() as store:
            self._posts.check(store, now)
            self._messages.check(store, now, final=final)
            self._polls.check(store, now, final=final)
        wrong = [*self._posts.wrong, *self._messages.wrong, *self._polls.wrong]
        wrong += self._look_at_memory(final=final)
        if wrong:
            raise Broken("\n".join(wrong[:20]))

    def _look_at_memory(self, *, final: bool) -> list[str]:
        self._days += 1
        if not final and self._days % LOOK_EACH:
            return []
        self.memory.append(look([*self._posts.held, *self._messages.held, *self._polls.held, self.times.spans]))
        return [grown] if (grown := growth(self.memory)) else []

    def excuse(self) -> int:
        """The power went: how many messages had arrived and were not marked. Each may come once more."""
        with self._store() as store:
            return self._messages.excuse(store)

    @property
    def counts(self) -> Counter[str]:
        """What was met so far."""
        return self._posts.counts + self._messages.counts + self._polls.counts

    @contextmanager
    def _store(self) -> Iterator[sqlite3.Connection]:
        with closing(self._world.disk.look()) as store:
            store.row_factory = sqlite3.Row
            yield store


def growth(memory: Sequence[Memory]) -> str:
    """What is wrong with memory at the last look; "" if it is as flat as it must be."""
    if len(memory) <= BEGUN:
        return ""
    begun, last = memory[BEGUN - 1].rest, memory[-1].rest
    return f"memory has grown from {begun:.0f} to {last:.0f} MB beside its caches" if last - begun > GROWTH else ""
