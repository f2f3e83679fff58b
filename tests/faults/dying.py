"""``python dying.py CONFIG [HANDOVER NTH]``: the daemon as ``monitor run`` has it, killed at a hand-over by itself.

SIGKILL, so nothing is tidied up: no ``finally``, no flush, no goodbye.
"""

import asyncio
import os
import signal
import socket
import sys
from collections import Counter
from pathlib import Path

from monitor.cli.daemon import web_of
from monitor.config import read_config
from monitor.jobs.clock import clock_of
from monitor.jobs.log import start_log
from monitor.jobs.run import run
from monitor.jobs.setup import build_app
from monitor.store.engine import open_engine
from monitor.store.migrate import migrate


async def main(config: Path, handover: str, nth: int) -> int:
    """Runs until a signal, or until the n-th time that the daemon comes to ``handover``."""
    settings = read_config(config)
    start_log(settings.log)
    met = Counter[str]()

    def fail_at(name: str) -> None:
        met[name] += 1
        if name == handover and met[name] == nth:
            os.kill(os.getpid(), signal.SIGKILL)

    engine = open_engine(settings.store_url)
    migrate(engine)
    clock = clock_of(engine)
    async with web_of(settings, now=clock.now) as web:
        worker = f"{socket.gethostname()}/{os.getpid()}"
        app = build_app(settings, engine=engine, clock=clock, web=web, worker=worker, fail_at=fail_at)
        try:
            return await run(app)
        finally:
            app.close()


if __name__ == "__main__":
    where, number = (*sys.argv[2:], "", "1")[:2]
    raise SystemExit(asyncio.run(main(Path(sys.argv[1]), where, int(number or 1))))
