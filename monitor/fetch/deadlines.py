"""How long calls may take: one timer of the loop for all of them, set to the soonest end.

``asyncio.timeout`` and a timer for each silence made and cancelled four timers for every request; nearly all requests
end within milliseconds, and none of the four ever fired.
"""

import asyncio
from functools import cached_property
from math import inf
from types import TracebackType
from typing import Protocol, Self

#: A timer that rings so much too late (seconds) shows that this process stood still; what has come meanwhile is read
#: first.
LATE = 1.0

#: A loop rings a breath too early (by its resolution): what ends within so many seconds has ended, or it would ring
#: again at once, and again.
_EARLY = 0.001

#: So many bytes show that an answer comes, though slowly: a line that hundreds share brings each of them as much in
#: five seconds (1 Mbit/s for 250), a place that drips does not.
_ENOUGH = 2_000


class Ours(Protocol):
    """What we may have to wait for that is our own."""

    async def acquire(self) -> object:
        """Returns when it is there."""
        ...


class Deadlines:
    """The deadlines of one Web. ``silence`` are the seconds that the other side may say nothing. Times are loop time.

    The timer may stand for a call that has long ended: then it is set anew. It never stands later than the next end.
    """

    def __init__(self, silence: float) -> None:
        self._silence = silence
        self._running: set[Deadline] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._rings_at = inf

    def within(self, seconds: float) -> "Deadline":
        """``with`` it: the block ends with TimeoutError after ``seconds``, or where it listens after a silence."""
        return Deadline(self, self._loop, seconds, self._silence)

    def begin(self, deadline: "Deadline") -> None:
        """From now on this one is watched."""
        self._running.add(deadline)
        self.look(deadline.due)

    def end(self, deadline: "Deadline") -> None:
        """This one needs no watching any more."""
        self._running.discard(deadline)

    def hurry(self, most: int, longer: float, least: int) -> None:
        """Ends those calls, ``most`` of them, to which hardly anything has come for longer than so many seconds, the
        longest first; none where there are fewer of these than ``least``."""
        since = self._loop.time() - longer
        long = sorted((each for each in self._running if each.since <= since), key=lambda each: each.since)
        for each in long[:most] if len(long) >= least else ():
            self._running.discard(each)
            each.hurried = True
            each.pass_by()

    def look(self, at: float) -> None:
        """Something ends then."""
        if at < self._rings_at:
            if self._timer is not None:
                self._timer.cancel()
            self._set(at)

    @cached_property
    def _loop(self) -> asyncio.AbstractEventLoop:
        """The loop of whoever comes first: a store of deadlines may be made before there is one."""
        return asyncio.get_running_loop()

    def _set(self, at: float) -> None:
        self._rings_at = at
        self._timer = self._loop.call_at(at, self._ring) if at < inf else None

    def _ring(self) -> None:
        now, soonest = self._loop.time(), inf
        if now - self._rings_at > LATE:
            self._set(now + LATE)
            return
        for deadline in tuple(self._running):
            ends = min(deadline.due, deadline.heard_by)
            if ends <= now + _EARLY:
                self._running.discard(deadline)
                deadline.pass_by()
            else:
                soonest = min(soonest, ends)
        self._set(soonest)


class Deadline:
    """The deadline of one call; a context manager as ``asyncio.timeout`` is, for the task that enters it.

    ``due`` is when it must have ended. ``heard_by`` is when the other side must have said something, for ever if
    nobody is listening. ``silent`` says that it was silence that ended it, ``hurried`` that it was to make room.
    ``since`` is from when hardly anything has come, for ever later while what we wait for is ours.
    """

    __slots__ = (
        "_before",
        "_came",
        "_deadlines",
        "_loop",
        "_passed",
        "_silence",
        "_task",
        "due",
        "heard_by",
        "hurried",
        "silent",
        "since",
    )

    def __init__(self, deadlines: Deadlines, loop: asyncio.AbstractEventLoop, seconds: float, silence: float) -> None:
        task = asyncio.current_task(loop)
        if task is None:
            raise RuntimeError("a deadline is for a task")
        self._deadlines, self._silence, self._task = deadlines, silence, task
        self._loop = loop
        self.since, self._came = loop.time(), 0
        self.due, self.heard_by = self.since + seconds, inf
        self._passed = self.silent = self.hurried = False

    def __enter__(self) -> Self:
        self._before = self._task.cancelling()
        self._deadlines.begin(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._deadlines.end(self)
        # whoever else cancelled the task as well is not to be kept from it
        if self._passed and self._task.uncancel() <= self._before and isinstance(problem, asyncio.CancelledError):
            raise TimeoutError from problem

    def pass_by(self) -> None:
        """Its time is over."""
        self._passed, self.silent = True, self.heard_by < self.due
        self._task.cancel()

    def left(self) -> float:
        """Seconds that are left, not less than 0."""
        return max(0.0, self.due - self._loop.time())

    def listen(self) -> None:
        """From now on the other side has to say something; each time anew until ``heard``."""
        self.heard_by = self._loop.time() + self._silence
        self._deadlines.look(self.heard_by)

    def heard(self) -> None:
        """It has: what we do ourselves is not its silence."""
        self.heard_by = inf

    def came(self, size: int) -> None:
        """So many bytes of the answer."""
        self._came += size
        if self._came >= _ENOUGH:
            self._came, self.since = 0, self._loop.time()

    async def without(self, ours: Ours) -> None:
        """Acquires what is ours to wait for: that wait does not count as the other side's slowness."""
        begun, due, since = self._loop.time(), self.due, self.since
        self.due = self.since = inf
        try:
            await ours.acquire()
        finally:
            waited = self._loop.time() - begun
            self.due, self.since = due + waited, since + waited
            self._deadlines.look(self.due)
