"""One worker process as the daemon sees it: what was sent ahead to it, and since when it is at the first of it."""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from monitor.fetch.limits import MB
from monitor.fetch.link import Link

#: Jobs sent ahead to one worker, so that it never waits for the daemon; and the bytes they may have together.
AHEAD = 6
AHEAD_BYTES = 2 * MB


@dataclass(eq=False, slots=True)
class Job:
    """One call that someone waits for."""

    number: int
    function: str
    args: Sequence[Any]
    done: asyncio.Future[msgspec.Raw]
    size: int = 0
    #: Its first worker was killed from outside or stood still, and it may be innocent.
    again: bool = False


@dataclass(eq=False, slots=True)
class Worker:
    """A process, its socket, and the jobs that were sent to it, in the order in which it answers them."""

    process: asyncio.subprocess.Process
    link: Link
    wall: float
    flying: deque[Job] = field(default_factory=deque)
    #: Bytes of the jobs that fly.
    ahead: int = 0
    served: int = 0
    retiring: bool = False
    overdue: bool = False
    #: When the job at the head came there, by the loop's clock, and what rings when its time may be over.
    since: float = 0.0
    alarm: asyncio.TimerHandle | None = None

    def has_room(self) -> bool:
        """Whether one more may be sent ahead; one that has nothing to do takes a job of any size."""
        flying = len(self.flying)
        return not self.retiring and (not flying or (flying < AHEAD and self.ahead < AHEAD_BYTES))

    def send(self, job: Job, frame: bytes) -> None:
        """Hands the job over, encoded as ``frame``."""
        job.size = len(frame)
        self.ahead += job.size
        self.flying.append(job)
        self.link.write(frame)
        if len(self.flying) == 1:
            self.watch()

    def landed(self) -> Job:
        """The job at the head is done with; the next one takes its place."""
        job = self.flying.popleft()
        self.ahead -= job.size
        self.watch()
        return job

    def watch(self) -> None:
        """The job at the head gets its time by the clock. One timer serves many jobs: it looks how old the head is."""
        loop = asyncio.get_running_loop()
        self.since = loop.time()
        if self.alarm is None and self.flying:
            self.alarm = loop.call_later(self.wall, self._look)

    def _look(self) -> None:
        self.alarm = None
        loop = asyncio.get_running_loop()
        left = self.since + self.wall - loop.time()
        if not self.flying:
            return
        if left > 0.001:
            self.alarm = loop.call_later(left, self._look)
            return
        self.overdue = True
        self.kill()

    def rest(self) -> None:
        """Nothing is waited for any more."""
        self.flying.clear()
        self.ahead = 0
        if self.alarm is not None:
            self.alarm.cancel()
            self.alarm = None

    def kill(self) -> None:
        """Ends the process by force, if it has not ended."""
        if self.process.returncode is None:
            self.process.kill()
