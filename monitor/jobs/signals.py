"""What signals ask of the daemon."""

import asyncio
import os
import signal
import threading
from collections.abc import Sequence
from contextlib import suppress

from monitor.jobs.app import App
from monitor.jobs.pumps import Pump
from monitor.jobs.reload import reload

#: How long an orderly end may take at most (s).
LONGEST_END = 19.5


def listen(app: App, pumps: Sequence[Pump]) -> None:
    """SIGTERM and SIGINT: an orderly end, the second one at once. SIGHUP: the configuration is read again."""
    loop = asyncio.get_running_loop()

    def stop() -> None:
        if app.stopping.is_set():
            app.log.warning("stopped at once")
            os._exit(1)
        busy = sum(len(pump.running) for pump in pumps)
        app.log.info("stopping", under_way=busy)
        app.stopping.set()
        # whatever hangs then, a database that does not answer or a thread, must not hold up the machine
        last = threading.Timer(LONGEST_END, os._exit, (1,))
        last.daemon = True
        last.start()

    def again() -> None:
        tasks.add(task := loop.create_task(reload(app)))
        task.add_done_callback(tasks.discard)

    tasks: set[asyncio.Task[bool]] = set()
    for name, act in ((signal.SIGTERM, stop), (signal.SIGINT, stop), (signal.SIGHUP, again)):
        with suppress(NotImplementedError, ValueError):
            loop.add_signal_handler(name, act)
