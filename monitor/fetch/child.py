"""A worker process: runs one job after the other, and dies of the first that takes too much. Imports no HTTP."""

import gc
import math
import resource
import signal
import socket
import sys
from io import BufferedReader

import msgspec

from monitor.fetch.calling import crashed, find
from monitor.fetch.crossing import LENGTH_BYTES, Answered, Ask, as_data, framed, pack, unpack_args
from monitor.model import MonitorError, Unreadable

#: How many new objects there must be before circles among them are looked for, and how often among older ones.
RARELY = (20_000, 20, 20)


class Bounds(msgspec.Struct, frozen=True):
    """What a worker may use. Handed over as JSON on its command line.

    ``memory`` bounds its address space, ``answer`` one encoded answer (bytes); ``cpu`` is seconds of processor time a
    job; ``package`` is where functions may be called.
    """

    package: str
    memory: int
    cpu: float
    answer: int


def main() -> None:
    """``python -c "...main()" <fd> <bounds>``: serves the socket ``fd`` until the daemon closes it."""
    bounds = msgspec.json.decode(sys.argv[2], type=Bounds)
    # What a job makes is let go when it ends; to look for circles in it over and over would be a tenth of the work.
    gc.set_threshold(*RARELY)
    # A service manager signals every process of a service; a worker ends when the daemon has no more work for it.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _bound(resource.RLIMIT_CORE, 0)
    _bound(resource.RLIMIT_AS, bounds.memory)
    with socket.socket(fileno=int(sys.argv[1])) as link, link.makefile("rb") as frames:
        while (frame := _read(frames)) is not None:
            answer = _answer(msgspec.msgpack.decode(frame, type=Ask), bounds)
            link.sendall(framed(answer))
            if answer.last:
                return


def _read(frames: BufferedReader) -> bytes | None:
    head = frames.read(LENGTH_BYTES)
    return frames.read(int.from_bytes(head, "big")) if len(head) == LENGTH_BYTES else None


def _answer(ask: Ask, bounds: Bounds) -> Answered:
    """Runs one job. Whatever comes of it is told to the daemon, which knows what to do."""
    try:
        # Outside the limit: the first job pays for the import of its libraries.
        function = find(ask.function, bounds.package)
        _limit(bounds.cpu)
        try:
            value = pack(function(*unpack_args(function, ask.args)))
        finally:
            _limit(0)
    except MonitorError as problem:
        return Answered(ask.number, error=as_data(problem))
    except Exception as problem:
        # Short of memory, what is left of this process may be broken in ways that nobody sees.
        error = as_data(crashed(ask.function, problem))
        return Answered(ask.number, error=error, last=isinstance(problem, MemoryError))
    if len(value) > bounds.answer:
        return Answered(ask.number, error=as_data(Unreadable("it holds more than we take in", code="too_large")))
    return Answered(ask.number, value=msgspec.Raw(value))


def _limit(seconds: float) -> None:
    """Kills this process once it has used ``seconds`` more of processor time; 0 takes the limit away.

    The timer is exact but could be switched off by what runs here; RLIMIT_CPU, in whole seconds, stays.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = math.ceil(used.ru_utime + used.ru_stime + seconds) + 1 if seconds else resource.RLIM_INFINITY
    _bound(resource.RLIMIT_CPU, most)
    signal.setitimer(signal.ITIMER_PROF, seconds)


def _bound(what: int, most: int) -> None:
    """Sets the soft limit, under whatever hard limit this process was started with."""
    hard = resource.getrlimit(what)[1]
    within = hard if most == resource.RLIM_INFINITY else most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (within, hard))
