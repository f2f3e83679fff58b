"""What signals ask of the daemon."""

import asyncio
import os
import signal
import threading
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from typing import Any

from monitor.jobs.app import App
from monitor.jobs.early import SAME, taken_over
from monitor.jobs.pumps import Pump
from monitor.jobs.reload import reload

#: How long an orderly end may take at most (s).
LONGEST_END = 19.5


#: How long after one change of the configuration the next is taken (s): whoever asks a thousand times in a second gets
#: what the files say at the end, and everybody else is not kept waiting meanwhile.
BREATH = 1.0


def listen(app: App, pumps: Sequence[Pump]) -> Coroutine[Any, Any, None]:
    """SIGTERM and SIGINT: an orderly end, the second one at once. SIGHUP: the configuration is read again, by what is
    returned, which runs until it is cancelled."""
    loop = asyncio.get_running_loop()
    asked, ends = asyncio.Event(), asyncio.Event()

    def ask_to_end() -> None:
        if app.stopping.is_set():
            app.log.warning("stopped at once")
            os._exit(1)
        if not ends.is_set():
            ends.set()
            loop.call_later(SAME, stop)

    def cut_off() -> None:
        app.log.error("stopped at once: what was under way did not end", detail=app.held_up())
        os._exit(1)

    def stop() -> None:
        busy = sum(pump.busy for pump in pumps)
        app.log.info("stopping", under_way=busy)
        app.stopping.set()
        # whatever hangs then, a database that does not answer or a thread, must not hold up the machine
        last = threading.Timer(LONGEST_END, cut_off)
        last.daemon = True
        try:
            last.start()
        except RuntimeError:  # no thread is to be had
            loop.call_later(LONGEST_END, cut_off)

    for name, act in (("SIGTERM", ask_to_end), ("SIGINT", ask_to_end), ("SIGHUP", asked.set)):
        with suppress(NotImplementedError, ValueError, AttributeError):
            loop.add_signal_handler(getattr(signal, name), act)
    if taken_over():
        asked.set()
    return _take_changes(app, asked)


def listen_no_more() -> None:
    """The daemon has ended: no change of the configuration is taken any more, and who asks for an end gets it at once.
    Python would give both signals back their default, and the program, all work done, would die of them."""
    loop = asyncio.get_running_loop()
    for name, act in (("SIGHUP", signal.SIG_IGN), ("SIGTERM", lambda *_: os._exit(1))):
        with suppress(NotImplementedError, ValueError, AttributeError):
            if loop.remove_signal_handler(getattr(signal, name)):
                signal.signal(getattr(signal, name), act)


async def _take_changes(app: App, asked: asyncio.Event) -> None:
    while True:
        await asked.wait()
        asked.clear()  # before the files are read: what is asked from now on may mean a later state of them
        try:
            await reload(app)
        except Exception as error:
            app.log.exception("reading the configuration again broke", kind=type(error).__name__)
        await asyncio.sleep(BREATH)
