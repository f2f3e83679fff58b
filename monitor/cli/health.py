"""``health``: how everything is. ``health --alive`` is asked by machines, twice a minute: it costs next to nothing."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from monitor.cli.common import ConfigOption, JsonOption, at_hand, database, many, out, print_json, table, when
from monitor.cli.tables import plain, wrapped
from monitor.cli.wall import ACT
from monitor.config import find_folder
from monitor.config.read import find_store
from monitor.model import WELL, MonitorError
from monitor.store.presence import sign_of

if TYPE_CHECKING:
    from monitor.desk.health import HealthReport


def health(
    alive: Annotated[bool, typer.Option("--alive", help="Only ask whether the daemon runs (for a container).")] = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say whether the daemon runs, which sources it cannot read, and what waits. Exit 1 if something is wrong."""
    if alive and _gives_a_sign(config):
        _tell_alive(datetime.now(UTC), running=True, as_json=as_json)
        return
    from monitor.desk.health import health as look
    from monitor.desk.health import health_json
    from monitor.store.reading import reading
    from monitor.store.server_time import server_time

    settings = at_hand(config)
    sign, now = sign_of(settings.store_url), datetime.now(UTC)
    try:
        with database(settings) as engine, reading(engine) as door:
            now = server_time(door) or now
            report = look(door, now=now, zone=settings.zone, sign=sign, folder=settings.folder)
    except MonitorError as error:
        if not as_json:
            raise
        # a program that watches reads one thing; the rest of it nobody can know now
        print_json({"at": now, "running": sign is not None, "well": False, "troubles": [error.message], "sources": []})
        raise typer.Exit(ACT) from error
    if alive:
        _tell_alive(report.at, running=report.running, as_json=as_json)
        return
    if as_json:
        print_json(health_json(report))
    else:
        _show_health(report, settings.zone)
    if report.troubles:
        raise typer.Exit(ACT)


def _gives_a_sign(config: Path | None) -> bool:
    """Whether a daemon says beside its database file that it runs: then neither that nor the rest of the configuration
    need be opened."""
    from monitor.desk.alive import is_alive

    return is_alive(sign_of(find_store(find_folder(config))), datetime.now(UTC))


def _tell_alive(at: datetime, *, running: bool, as_json: bool) -> None:
    if as_json:
        print_json({"at": at, "running": running})
    else:
        out().print(Text("running" if running else "not running"))
    if not running:
        raise typer.Exit(ACT)


def _show_health(report: "HealthReport", zone: str) -> None:
    out().print(Text(_daemon_line(report, zone)))
    rows = [
        (
            state.key,
            plain((state.health or "not asked yet").replace("_", " "), "green" if state.health in WELL else "red"),
            when(state.polled_at, zone),
            when(state.news_at, zone),
            f"{state.posts_read:,}",
            state.detail if state.health not in WELL else "",
        )
        for state in report.sources
    ]
    table(("source", "health", "asked", "last news", "posts", "detail"), rows, long=("detail",), zone=zone)
    waiting = f"{report.outbox.waiting} waiting, {report.outbox.sent} sent, {report.outbox.dead} dead"
    out().print(Text(f"{many(report.posts, 'post')}; outbox: {waiting}"))
    out().print(Text(f"database: {report.room}"))
    for remark in report.remarks:
        wrapped(out(), plain(f"note: {remark}", "yellow"), indent=0, hanging=2)
    for trouble in report.troubles:
        wrapped(out(), plain(f"! {trouble}", "red"), indent=0, hanging=2)


def _daemon_line(report: "HealthReport", zone: str) -> str:
    """Whether the daemon runs: the first thing that is asked."""
    from monitor.messages.times import local

    if not report.running:
        return "the daemon does not run"
    return "the daemon runs" + (f" since {local(report.daemon.started_at, zone)}" if report.daemon else "")


def add_to(app: typer.Typer) -> None:
    """Adds the command of this file."""
    app.command("health")(health)
