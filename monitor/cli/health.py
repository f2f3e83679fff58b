"""``health``: how everything is. ``health --alive`` is asked by machines, twice a minute: it costs next to nothing."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.text import Text

from monitor.cli.common import ConfigOption, JsonOption, at_hand, database, many, out, print_json, table, when
from monitor.cli.tables import plain, wrapped
from monitor.cli.wall import ACT
from monitor.config import Settings, find_folder
from monitor.config.read import find_store
from monitor.model import WELL, MonitorError
from monitor.store.presence import Sign, sign_of

if TYPE_CHECKING:
    from monitor.desk.health import HealthReport


def health(
    alive: Annotated[bool, typer.Option("--alive", help="Only ask whether the daemon runs (for a container).")] = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say whether the daemon runs, which sources it cannot read, and what waits. Exit 1 if something is wrong."""
    if alive:
        _tell_alive(config, as_json=as_json)
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
        _tell_unread(error, now, sign)
    if as_json:
        print_json(health_json(report))
    else:
        _show_health(report, settings.zone)
    if report.troubles:
        raise typer.Exit(ACT)


def _tell_alive(config: Path | None, *, as_json: bool) -> None:
    """Whether a daemon runs. One that says so beside its database file is believed without opening that; nor is more
    read of the configuration than where the database is."""
    from monitor.desk.alive import is_alive

    folder = find_folder(config)
    settings = Settings(folder=folder, store_url=find_store(folder))
    sign, now = sign_of(settings.store_url), datetime.now(UTC)
    running = is_alive(sign, now)
    if not running:
        from monitor.desk.health import runs
        from monitor.store.reading import reading
        from monitor.store.server_time import server_time

        try:
            with database(settings) as engine, reading(engine) as door:
                now = server_time(door) or now
                running = runs(door, now=now)
        except MonitorError as error:
            if not as_json:
                raise
            _tell_unread(error, now, sign)
    if as_json:
        print_json({"at": now, "running": running})
    else:
        out().print(Text("running" if running else "not running"))
    if not running:
        raise typer.Exit(ACT)


def _tell_unread(error: MonitorError, now: datetime, sign: Sign | None) -> NoReturn:
    """A program that watches reads one thing; the rest of it nobody can know now."""
    print_json({"at": now, "running": sign is not None, "well": False, "troubles": [error.message], "sources": []})
    raise typer.Exit(ACT) from error


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
