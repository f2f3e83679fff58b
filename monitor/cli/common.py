"""What every command shares: where the config is, how things look, how errors end."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text
from sqlalchemy import Engine

from monitor.cli.files import write_out
from monitor.config import Settings, find_folder, read_config
from monitor.config.durations import read_duration
from monitor.jobs.database import open_store, store_exists
from monitor.model import MonitorError, WrongUse, zone_named
from monitor.store.migrate import pending
from monitor.text.clean import isolate, one_line, outgoing

ConfigOption = Annotated[
    Path | None,
    typer.Option("--config", help="The config folder. Default: MONITOR_CONFIG, else ./config.", show_default=False),
]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON for programs instead of a table.")]


def out() -> Console:
    """The console for answers: colour and tables on a terminal, plain text when piped."""
    return Console(highlight=False, soft_wrap=not sys.stdout.isatty())


def err() -> Console:
    """The console for remarks and errors."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def settings_of(config: Path | None) -> Settings:
    """The checked configuration. Raises ConfigError."""
    return read_config(find_folder(config))


@contextmanager
def database(settings: Settings) -> Iterator[Engine]:
    """The store of a configuration, for reading. Raises ConfigError if it has not been made yet."""
    if not store_exists(settings):
        raise MonitorError("there is no database yet: it is made by `monitor run` or `monitor migrate`")
    engine = open_store(settings)
    try:
        if pending(engine):
            raise MonitorError("the database is not there yet or is older than this program: run `monitor migrate`")
        yield engine
    finally:
        engine.dispose()


def print_json(value: Any) -> None:
    """One JSON value, UTF-8 in any locale."""
    write_out((json.dumps(value, ensure_ascii=False, default=_plain) + "\n").encode("utf-8", "replace"))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    return str(value)


def cell(value: Any, style: str = "") -> Text:
    """A table cell of text from outside: no markup, no control characters; isolated on a terminal, so that two
    right-to-left cells side by side keep their places."""
    text = one_line(outgoing(str(value)))
    return Text(isolate(text) if text and not text.isascii() and sys.stdout.isatty() else text, style=style)


def many(n: int, one: str, more: str = "") -> str:
    """``1 story``, ``2,140 posts``."""
    return f"{n:,} {one if n == 1 else more or one + 's'}"


def nothing(said: str) -> None:
    """Says on stderr that an answer is empty, and where to look: silence would look like a fault."""
    err().print(Text(said, style="dim"))


def table(columns: Sequence[str], rows: Sequence[Sequence[Any]], *, title: str = "") -> None:
    """A table on a terminal; tab-separated lines when piped."""
    if not sys.stdout.isatty():
        lines = ("\t".join(str(cell(value)) for value in row) + "\n" for row in rows)
        write_out("".join(lines).encode("utf-8", "replace"))
        return
    drawn = Table(title=title or None, title_justify="left", header_style="bold", pad_edge=False, box=None)
    for column in columns:
        drawn.add_column(column, overflow="fold")
    for row in rows:
        drawn.add_row(*(value if isinstance(value, Text) else cell(value) for value in row))
    out().print(drawn)


def when(at: datetime | None, zone: str) -> str:
    """A moment in the reader's zone, short; "-" for none."""
    return "-" if at is None else at.astimezone(zone_named(zone)).strftime("%Y-%m-%d %H:%M")


def timed(word: str, zone: str) -> str:
    """The head of a column of moments: whose clock they go by."""
    return f"{word} ({zone})"


def read_since(value: str, now: datetime, zone: str) -> datetime:
    """``30d``, ``12h``, or a date or time (read in ``zone`` if it names none), as an aware UTC moment before ``now``.

    Raises WrongUse, also for what lies in the future.
    """
    at = read_until(value, now, zone)
    if at > now:
        raise WrongUse(f"{value} lies in the future: nothing has been seen since then")
    return at


def read_until(value: str, now: datetime, zone: str) -> datetime:
    """The same for the end of a stretch of time, which may lie in the future."""
    try:
        return now - read_duration(value)
    except (ValueError, OverflowError):
        pass
    try:
        at = datetime.fromisoformat(value)
        return (at if at.tzinfo else at.replace(tzinfo=zone_named(zone))).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise WrongUse(f"{value[:60]!r} is no time: write 30d, 12h, 2026-01-21 or 2026-01-21T09:00") from error
