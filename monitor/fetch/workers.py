"""Worker processes for parsing: killed alone, replaced at once. What is slow or breaks in there stops nobody else.

Not a pool from the library: one crash there fails every job in flight, or costs a round trip for each job.
"""

import asyncio
import os
import signal
import socket
import sys
from collections import deque
from collections.abc import Sequence
from typing import Any, TypeVar

import msgspec

from monitor.fetch.calling import PACKAGE, crashed
from monitor.fetch.child import Bounds
from monitor.fetch.crossing import Answered, as_error, asked, unpack
from monitor.fetch.limits import MB
from monitor.fetch.link import Link
from monitor.fetch.worker import Job, Worker
from monitor.model import MonitorError, TryLater, Unreadable

T = TypeVar("T")

#: A worker is replaced after so many jobs: libraries leak.
SERVES = 2000
#: Seconds of processor time a job; seconds by the clock, a backstop only (on a busy machine it would kill innocents).
CPU = 2.0
WALL = 30.0
#: Address space of a worker, and one answer (bytes).
MEMORY = 1024 * MB
ANSWER = 16 * MB

_START = "from monitor.fetch.child import main; main()"


class Workers:
    """Runs pure functions of one package in ``count`` processes, started when first needed."""

    def __init__(
        self,
        count: int = 1,
        *,
        package: str = PACKAGE,
        memory: int = MEMORY,
        cpu: float = CPU,
        wall: float = WALL,
        answer: int = ANSWER,
        serves: int = SERVES,
    ) -> None:
        self._count, self._wall, self._serves = count, wall, serves
        self._bounds = Bounds(package=package, memory=memory, cpu=cpu, answer=answer)
        self._waiting: deque[Job] = deque()
        self._workers: list[Worker] = []
        self._serving: set[asyncio.Task[None]] = set()
        self._starting = 0
        self._number = 0
        self._closing = False

    async def run(self, function: str, args: Sequence[Any], into: type[T]) -> T:
        """The function's answer as ``into``.

        Raises the MonitorErrors that it raises; Unreadable with code ``parse_timeout`` (it took too long),
        ``parse_crash`` (it broke or took its process down) or ``too_large``; TryLater with code ``worker`` (no process
        can be started) or ``stopping``.
        """
        if self._closing:
            raise TryLater("the monitor is stopping", code="stopping")
        self._number += 1
        job = Job(self._number, function, args, asyncio.get_running_loop().create_future())
        self._waiting.append(job)
        self._pump()
        raw = await job.done
        try:
            return unpack(raw, into)
        except msgspec.ValidationError as problem:
            raise crashed(function, problem) from problem

    async def close(self) -> None:
        """Ends the workers: at once when they are idle, by force after two seconds."""
        self._closing = True
        self._give_up()
        for worker in self._workers:
            worker.link.close()
        if self._serving:
            _, late = await asyncio.wait(self._serving, timeout=2)
            for worker in self._workers:
                worker.kill()
            if late:
                await asyncio.wait(late)

    # -- handing out -----------------------------------------------------------------------------------------------

    def _pump(self) -> None:
        """Gives waiting jobs to workers that have room, the emptiest first; starts a worker if there are too few."""
        while self._waiting and self._waiting[0].done.done():
            self._waiting.popleft()
        able = sum(not worker.retiring for worker in self._workers) + self._starting
        if self._waiting and able < self._count and all(worker.flying for worker in self._workers):
            self._starting += 1
            task = asyncio.create_task(self._serve())
            self._serving.add(task)
            task.add_done_callback(self._serving.discard)
        while self._waiting:
            free = [worker for worker in self._workers if worker.has_room()]
            if not free:
                return
            self._send(min(free, key=lambda worker: len(worker.flying)), self._waiting.popleft())

    def _send(self, worker: Worker, job: Job) -> None:
        if job.done.done():  # whoever asked has gone
            return
        try:
            # Encoded as late as this: a waiting job must not keep its body twice.
            frame = asked(job.number, job.function, job.args)
        except Exception as problem:  # whatever cannot be encoded is told to who sent it
            _fail(job, crashed(job.function, problem))
            return
        worker.send(job, frame)

    # -- one worker's life -----------------------------------------------------------------------------------------

    async def _serve(self) -> None:
        worker = await self._begin()
        if worker is None:
            self._pump()
            return
        self._workers.append(worker)
        try:
            if self._closing:
                return
            self._pump()
            await worker.link.over  # it died, or talks nonsense
        finally:
            await self._bury(worker)

    async def _begin(self) -> Worker | None:
        """A new worker; None if there cannot be one now: then the first who waits is told so."""
        try:
            return await self._start()
        except Exception as problem:  # of any kind: where no thread can be started it is a RuntimeError
            if self._waiting:
                why = getattr(problem, "strerror", None) or str(problem) or type(problem).__name__
                _fail(self._waiting.popleft(), TryLater(f"no worker process: {why}", code="worker"))
            return None
        finally:
            self._starting -= 1

    async def _start(self) -> Worker:
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                process = await asyncio.create_subprocess_exec(
                    sys.executable,
                    "-P",  # a file in the working directory must not pass for a library
                    "-c",
                    _START,
                    str(theirs.fileno()),
                    msgspec.json.encode(self._bounds).decode(),
                    pass_fds=[theirs.fileno()],
                    stdin=asyncio.subprocess.DEVNULL,
                    stdout=asyncio.subprocess.DEVNULL,
                    stderr=asyncio.subprocess.DEVNULL,
                    env=_environment(),
                    # Ctrl-C at a terminal is for the daemon, which lets its workers finish.
                    start_new_session=True,
                )
            except BaseException:
                ours.close()
                raise
        ours.setblocking(False)
        made: list[Worker] = []
        _, link = await asyncio.get_running_loop().create_connection(
            lambda: Link(lambda frame: self._take(made[0], frame), self._bounds.answer + MB), sock=ours
        )
        made.append(Worker(process, link, self._wall))
        return made[0]

    def _take(self, worker: Worker, frame: bytes) -> None:
        """One answer came. They come in the order in which jobs were sent."""
        answered = msgspec.msgpack.decode(frame, type=Answered)
        if not worker.flying or worker.flying[0].number != answered.number:
            raise msgspec.MsgspecError("an answer that nobody waits for")
        job = worker.landed()
        if not job.done.done():
            if answered.error is not None:
                job.done.set_exception(as_error(answered.error))
            else:
                job.done.set_result(answered.value)
        worker.served += 1
        worker.retiring = worker.retiring or answered.last or worker.served >= self._serves
        if worker.retiring and (answered.last or not worker.flying):
            # Those behind were not the reason: they go to the next worker.
            self._requeue(worker)
            worker.link.close()
        self._pump()

    def _requeue(self, worker: Worker) -> None:
        self._waiting.extendleft(reversed(worker.flying))
        worker.rest()

    async def _bury(self, worker: Worker) -> None:
        """The worker is gone or no use: the job at its head was the reason, those behind it go to the next one.

        One that was killed without a cause of ours (a machine short of memory, a person), or stood still for longer
        than its processor time could have lasted, is tried once more before what it read is blamed: a place must not
        be told to be broken for it.
        """
        worker.retiring = True
        worker.link.close()
        gone = await _gone(worker.process)
        self._workers.remove(worker)
        suspect = worker.landed() if worker.flying and not self._closing else None
        self._requeue(worker)
        if suspect is not None and gone == -signal.SIGKILL and not suspect.again:
            suspect.again = True
            self._waiting.append(suspect)  # behind the others: it may be the reason after all
        elif suspect is not None:
            _fail(suspect, _cause_of_death(gone, worker.overdue))
        if self._closing:
            self._give_up()
        else:
            self._pump()

    def _give_up(self) -> None:
        while self._waiting:
            _fail(self._waiting.popleft(), TryLater("the monitor is stopping", code="stopping"))


async def _gone(process: asyncio.subprocess.Process) -> int:
    """Its exit code. A worker whose link is closed ends by itself; one that does not is helped."""
    try:
        async with asyncio.timeout(1):
            return await process.wait()
    except TimeoutError:
        if process.returncode is None:
            process.kill()
        return await process.wait()


def _cause_of_death(code: int, overdue: bool) -> Unreadable:
    if overdue or -code in (signal.SIGPROF, signal.SIGXCPU):
        return Unreadable("reading it took too long", code="parse_timeout")
    how = signal.Signals(-code).name if -code in set(signal.Signals) else f"exit {code}"
    return Unreadable(f"reading it took its process down ({how})", code="parse_crash")


def _fail(job: Job, problem: MonitorError) -> None:
    if not job.done.done():
        job.done.set_exception(problem)


def _environment() -> dict[str, str]:
    """Nothing of the daemon's environment but what Python needs: keys live there."""
    kept = {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "TZDIR") if name in os.environ}
    return {
        **kept,
        "PATH": os.defpath,
        "PYTHONPATH": os.pathsep.join(path or str(os.getcwd()) for path in sys.path),  # noqa: PTH109
        "PYTHONUTF8": "1",
        "LC_ALL": "C.UTF-8",
        # One arena: each further one reserves 64 MB of the address space that is limited.
        "MALLOC_ARENA_MAX": "1",
        # Number libraries otherwise start a thread for each core.
        "OMP_NUM_THREADS": "1",
        "RAYON_NUM_THREADS": "1",
    }
