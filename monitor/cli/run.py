"""``run`` and ``poll``: the daemon, and one round by hand."""

import asyncio
import os
import socket
from typing import Annotated, Any

import typer
from rich.text import Text

from monitor.cli.common import ConfigOption, JsonOption, err, nothing, print_json, settings_of, table
from monitor.cli.completing import sources as source_keys
from monitor.cli.wall import ACT
from monitor.config import Settings
from monitor.jobs.app import App
from monitor.jobs.clock import WallClock
from monitor.jobs.database import open_store
from monitor.jobs.log import start_log
from monitor.jobs.logger import structlog
from monitor.jobs.setup import build_app
from monitor.model import MonitorError
from monitor.store.migrate import migrate


def web_of(settings: Settings) -> Any:
    """The Web that a configuration asks for, not yet opened."""
    from monitor.fetch import Web
    from monitor.fetch.web import USER_AGENT
    from monitor.jobs.network import network_parts

    contact = settings.network.contact
    return Web(
        **network_parts(settings),
        workers=settings.daemon.workers,
        user_agent=f"{USER_AGENT} (+{contact})" if contact else USER_AGENT,
    )


def _warn_of_proxy(settings: Settings) -> None:
    from monitor.fetch import proxy_hint
    from monitor.jobs.network import proxy_warning

    if said := proxy_warning(settings, proxy_hint(os.environ)):
        err().print(Text(said, style="yellow"))


async def _with_app(settings: Settings, work: Any) -> Any:
    engine = open_store(settings)
    migrate(engine)
    async with web_of(settings) as web:
        worker = f"{socket.gethostname()}/{os.getpid()}"
        app = build_app(settings, engine=engine, clock=WallClock(), web=web, worker=worker)
        try:
            return await work(app)
        finally:
            app.close()


def run(config: ConfigOption = None) -> None:
    """Run the daemon: poll, match, alert, digest, until Ctrl-C or SIGTERM."""
    from monitor.jobs.run import run as daemon

    settings = settings_of(config)
    start_log(settings.log)
    _warn_of_proxy(settings)
    try:
        code = asyncio.run(_with_app(settings, daemon))
    except MonitorError:
        raise
    except Exception:
        # nobody sits before a daemon: where it broke must stand in the log
        structlog.get_logger().critical("the daemon broke", exc_info=True)
        raise
    raise typer.Exit(code)


def poll(
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SOURCE", help="Keys of sources; none: all.", show_default=False, autocompletion=source_keys
        ),
    ] = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask sources once, now, and take in what they show. Alerts wait in the outbox for the daemon."""
    from monitor.desk.polling import poll_now

    settings = settings_of(config)
    start_log(settings.log)

    async def work(app: App) -> Any:
        return await poll_now(app, sources or [])

    states = asyncio.run(_with_app(settings, work))
    if as_json:
        print_json([{"source": s.key, "health": s.health, "error": s.error, "detail": s.detail} for s in states])
    else:
        if not states:
            nothing("no source is configured, or each is switched off (sources.toml)")
        rows = [(s.key, (s.health or "-").replace("_", " "), s.detail) for s in states]
        table(("source", "health", "detail"), rows, long=("detail",))
    if any(state.failures for state in states):
        raise typer.Exit(ACT)


def add_to(app: typer.Typer) -> None:
    """Adds the commands of this file."""
    app.command("run")(run)
    app.command("poll")(poll)
