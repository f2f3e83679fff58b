"""``run`` and ``poll``: the daemon, and one round by hand."""

import asyncio
from typing import Annotated, Any

import typer

from monitor.cli.common import ConfigOption, JsonOption, nothing, print_json, settings_of, table
from monitor.cli.completing import sources as source_keys
from monitor.cli.daemon import daemon, with_app
from monitor.cli.wall import ACT
from monitor.jobs.app import App
from monitor.jobs.log import start_log


def run(config: ConfigOption = None) -> None:
    """Run the daemon: poll, match, alert, digest, until Ctrl-C or SIGTERM."""
    raise typer.Exit(daemon(config))


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

    states = asyncio.run(with_app(settings, work))
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
