"""A stream for the log that stops no work: what it cannot take at once is dropped, and counted.

A terminal that was stopped (Ctrl-S, a connection that went to sleep) and a pipe that nobody reads take nothing and
refuse nothing: whoever writes into them waits, for ever if need be, and with the log the whole daemon would.
"""

import fcntl
import os
import select
import stat
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import Any

#: Made once, for it takes as long as what it is around.
_ANYHOW = suppress(OSError, ValueError)
#: So much goes into a pipe that has room without waiting (POSIX: at least 512 bytes; Linux: 4,096).
_PIECE = getattr(select, "PIPE_BUF", 512)
#: So many lines wait for a terminal that was stopped; they are shown when it goes on.
_MOST_WAITING = 1_000
#: So long (s) a line is waited for before its terminal counts as stopped: until then nothing overtakes it.
_PATIENCE = 0.2


class Patient:
    """Drops what the stream cannot take: on a full disk, in a pipe that nobody reads, on a terminal that was stopped.

    ``lost`` makes the line that says how many were dropped, once there is room again.
    """

    def __init__(self, stream: Any, lost: Callable[[int], str] = lambda lines: f"{lines} lines were lost\n") -> None:
        self._stream, self._lost = stream, lost
        self._to: _Pipe | _Terminal | None = _way_into(stream)
        self._dropped = 0

    def write(self, text: str) -> int:
        """Writes what can be written, of one line or several."""
        with _ANYHOW:
            if self._to is None:
                self._stream.write(text)
                return len(text)
            for line in text.removesuffix("\n").split("\n"):
                said = self._lost(self._dropped) if self._dropped else ""
                if self._to.take(f"{said}{line}\n".encode("utf-8", "backslashreplace")):
                    self._dropped = 0
                else:
                    self._dropped += 1
        return len(text)

    def flush(self) -> None:
        """Sends it off, if it can be."""
        with _ANYHOW:
            (self._stream if self._to is None else self._to).flush()

    def isatty(self) -> bool:
        """Whether a person looks at it."""
        return bool(getattr(self._stream, "isatty", lambda: False)())


class _Pipe:
    """A pipe or socket: asked whether there is room, then given no more than it has room for."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor, self._is_cut = descriptor, False
        self._room = select.poll()
        self._room.register(descriptor, select.POLLOUT)

    def take(self, data: bytes) -> bool:
        """Whether all of it found room. What stands half is ended by the next line."""
        data = b"\n" + data if self._is_cut else data
        for start in range(0, len(data), _PIECE):
            if not self._room.poll(0):
                self._is_cut = self._is_cut or start > 0
                return False
            os.write(self._descriptor, data[start : start + _PIECE])
        self._is_cut = False
        return True

    def flush(self) -> None:
        """Nothing is kept."""


class _Terminal:
    """A terminal, which cannot be asked how much it takes: a thread writes, and waits in our place."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._lines: SimpleQueue[bytes] = SimpleQueue()
        self._lock, self._idle, self._waiting = threading.Lock(), threading.Event(), 0
        self._is_stopped = False
        self._thread: threading.Thread | None = None

    def take(self, data: bytes) -> bool:
        """Whether it waits for its turn: not if too much waits already."""
        with self._lock:
            if self._waiting >= _MOST_WAITING:
                return False
            self._waiting += 1
            self._idle.clear()
        self._lines.put(data)
        if self._thread is None:
            # a daemon: the program's end does not wait for a terminal that was stopped
            self._thread = threading.Thread(target=self._write, name="log", daemon=True)
            self._thread.start()
        return True

    def flush(self) -> None:
        """Waits until it is shown; not for a terminal that was stopped."""
        if not self._is_stopped and not self._idle.wait(_PATIENCE):
            self._is_stopped = True

    def _write(self) -> None:
        while True:
            data = self._lines.get()
            with _ANYHOW:
                while data:
                    data = data[os.write(self._descriptor, data) :]
            with self._lock:
                self._waiting -= 1
                if not self._waiting:
                    self._is_stopped = False
                    self._idle.set()


def _way_into(stream: Any) -> "_Pipe | _Terminal | None":
    """How to write where a write may have to wait; None for a file, and for what is no stream of the system's."""
    try:
        descriptor = stream.fileno()
        mode = os.fstat(descriptor).st_mode
        stream.flush()
    except (OSError, ValueError, AttributeError):
        return None
    if stream.isatty():
        return _Terminal(descriptor)
    if stat.S_ISREG(mode):
        with _ANYHOW:  # whoever cuts the file to nothing (logrotate's copytruncate) finds what follows at its beginning
            fcntl.fcntl(descriptor, fcntl.F_SETFL, fcntl.fcntl(descriptor, fcntl.F_GETFL) | os.O_APPEND)
    is_pipe = stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)
    return _Pipe(descriptor) if is_pipe and hasattr(select, "poll") else None
