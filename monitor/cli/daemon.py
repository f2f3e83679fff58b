"""The daemon as a process. What a command line needs beside it (typer, rich) is not loaded here: it would stay for
ever."""

import asyncio
import os
import socket
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from monitor.cli.wall import walled
from monitor.config import Settings, find_folder, read_config
from monitor.config.marks import marks_of
from monitor.jobs.clock import clock_of
from monitor.jobs.database import open_store
from monitor.jobs.log import start_log
from monitor.jobs.logger import structlog
from monitor.jobs.memory import share_one_arena
from monitor.jobs.setup import build_app
from monitor.model import MonitorError, Web
from monitor.store.faults import StoreFault
from monitor.store.migrate import copy_before, migrate
from monitor.store.revisions import revisions

if TYPE_CHECKING:
    from sqlalchemy import Engine


def web_of(settings: Settings, **more: Any) -> Any:
    """The Web that a configuration asks for, not yet opened. ``more`` goes to it as it is."""
    from monitor.fetch import Web
    from monitor.fetch.web import USER_AGENT
    from monitor.jobs.network import network_parts

    contact = settings.network.contact
    return Web(
        **network_parts(settings),
        workers=settings.daemon.workers,
        user_agent=f"{USER_AGENT} (+{contact})" if contact else USER_AGENT,
        **more,
    )


def warn_of_environment(settings: Settings) -> None:
    """Says that a proxy which the environment names is not obeyed, and that a database which it names is."""
    from monitor.fetch import proxy_hint
    from monitor.jobs.database import overruled_address
    from monitor.jobs.network import proxy_warning

    for said in (proxy_warning(settings, proxy_hint(os.environ)), overruled_address(settings)):
        if said:
            from rich.text import Text

            from monitor.cli.tables import err

            err().print(Text(said, style="yellow"))


def upgrade(engine: "Engine") -> None:
    """Brings the database to this program's schema. What was done to one that held something stands in the log, with
    where the copy of before is."""
    ran = migrate(engine)
    if ran and ran != revisions():
        copy = copy_before(engine, ran)
        kept = {"copy": str(copy)} if copy else {}
        structlog.get_logger().info("the database has this program's schema now", schema=ran[-1], **kept)


async def with_app(settings: Settings, work: Any, *, waits: bool = False, **more: Any) -> Any:
    """What ``work`` makes of the App of a configuration, which is closed behind it; ``more`` goes to the App.

    ``waits``: a database server that does not answer is for ``work`` to wait for. Else raises StoreFault.
    """
    engine = open_store(settings)
    try:
        upgrade(engine)
    except StoreFault:
        if not waits or engine.dialect.name == "sqlite":
            raise
        more["migrate"] = partial(upgrade, engine)
    clock = clock_of(engine)
    async with web_of(settings, now=clock.now) as web:
        # on a second core a worker loads what feeds are read with while we load our own
        loading = asyncio.create_task(_load(web)) if any(one.kind == "feed" for one in settings.sources) else None
        for _ in range(_UNTIL_BEGUN if loading else 0):
            await asyncio.sleep(0)
        worker = f"{socket.gethostname()}/{os.getpid()}"
        more.update(calls=web.calls, queue=web.queue)
        app = build_app(settings, engine=engine, clock=clock, web=web, worker=worker, **more)
        del settings  # the app has its own, without the files that it was read from
        try:
            return await work(app)
        finally:
            app.close()


#: So many turns of the loop after it was asked for a worker process has been started.
_UNTIL_BEGUN = 3


async def _load(web: Web) -> None:
    """Has a worker made ready for feeds. If it cannot be, the first poll tells why."""
    with suppress(MonitorError):
        await web.apart("monitor.sources.feed_reading:ready", into=bool)


def daemon(config: Path | None) -> int:
    """Runs the daemon until it is asked to stop; the exit code. Raises ConfigError."""
    from monitor.jobs.run import run

    share_one_arena()
    folder = find_folder(config)
    marks = marks_of(folder)  # before: what changes while it is read has not been read
    settings = read_config(folder)
    start_log(settings.log)
    warn_of_environment(settings)
    running = with_app(settings, run, waits=True, config_marks=marks)
    del settings
    try:
        return int(asyncio.run(running))
    except MonitorError:
        raise
    except Exception:
        # nobody sits before a daemon: where it broke must stand in the log
        structlog.get_logger().critical("the daemon broke", exc_info=True)
        raise


def daemon_alone(folder: str) -> NoReturn:
    """Runs the daemon on the config in ``folder`` ("": where it is found) behind the wall, and ends the program."""
    with walled():
        try:
            code = daemon(Path(folder) if folder else None)
        finally:
            sys.stdout.flush()
    raise SystemExit(code)
