"""Signals that come before the daemon stands: it ends in order, or takes them up once it does.

Nothing of ours is imported here: it is in force before anything else is.
"""

import os
import signal
import threading
import time
from types import FrameType

#: How long an end may take before the daemon stands (s): a database that somebody holds is waited for in C, where no
#: signal is heard.
LONGEST = 15.0


#: What asks again within so long (s) is the same wish: a terminal and a wrapper before us (timeout, uv run) both hand
#: it on, and work under way would be cut off each time. On a busy machine the second takes a while; nobody presses a
#: key twice as quickly.
SAME = 0.1


class _Early:
    """What came meanwhile. ``writer`` is the pipe in which each signal leaves its number; -1: nobody listens."""

    hung_up = False
    writer = -1
    #: when it was asked to end (monotonic s)
    ends_at = 0.0


def mind() -> None:
    """From now on SIGTERM ends the program with 0, a second one at once with 1; SIGHUP is kept for ``taken_over``."""
    reader, _Early.writer = os.pipe()
    os.set_blocking(_Early.writer, False)
    threading.Thread(target=_watch, args=(reader,), name="early", daemon=True).start()
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGHUP, _keep)
    signal.set_wakeup_fd(_Early.writer, warn_on_full_buffer=False)


def taken_over() -> bool:
    """The daemon listens itself from now on. Whether SIGHUP came before."""
    if _Early.writer >= 0:
        os.close(_Early.writer)
        _Early.writer = -1
    hung_up, _Early.hung_up = _Early.hung_up, False
    return hung_up


def _end(number: int, frame: FrameType | None) -> None:
    _Early.ends_at = time.monotonic()
    signal.signal(signal.SIGTERM, _at_once)
    raise SystemExit(0)


def _at_once(number: int, frame: FrameType | None) -> None:
    if time.monotonic() - _Early.ends_at > SAME:
        os._exit(1)


def _keep(number: int, frame: FrameType | None) -> None:
    _Early.hung_up = True


def _watch(reader: int) -> None:
    """Ends what does not end by itself."""
    while numbers := os.read(reader, 64):
        if signal.SIGTERM in numbers:
            time.sleep(LONGEST)
            os._exit(1)
    os.close(reader)
