"""What every command shares: where the config is, how things look, how errors end."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from rich.text import Text

from monitor.cli.files import write_out
from monitor.cli.tables import cell, err, out, table
from monitor.cli.wall import STOPPED
from monitor.config import Settings, find_folder, read_config, survey
from monitor.config.durations import read_duration
from monitor.config.read import find_store
from monitor.model import ConfigError, MonitorError, WrongUse, zone_named

__all__ = [
    "ConfigOption",
    "JsonOption",
    "answered",
    "at_hand",
    "cell",
    "database",
    "err",
    "first_of",
    "many",
    "nothing",
    "out",
    "print_json",
    "read_since",
    "read_until",
    "settings_of",
    "table",
    "when",
]

T = TypeVar("T")

if TYPE_CHECKING:
    from sqlalchemy import Engine

#: What JSON leaves as it is and a terminal acts upon, or a reader of lines takes for a line's end.
_ACTIVE = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]|[\U000e0000-\U000e0fff]")

_NO_DATABASE = "there is no database yet: it is made by `monitor run` or `monitor migrate`"
_OLDER = (
    "the database is older than this program: a daemon that is started again brings it to the new schema, and so does "
    "`monitor migrate`; each makes a copy before"
)

ConfigOption = Annotated[
    Path | None,
    typer.Option("--config", help="The config folder. Default: MONITOR_CONFIG, else ./config.", show_default=False),
]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON for programs instead of a table.")]


def settings_of(config: Path | None) -> Settings:
    """The checked configuration. Raises ConfigError."""
    return read_config(find_folder(config))


def at_hand(config: Path | None) -> Settings:
    """What can be read of the configuration, for commands that only look at what is stored.

    A fault in a source or a story must not hide that: the faults are remarked. Raises ConfigError when monitor.toml
    itself is no TOML, since then nobody knows where the database is.
    """
    settings, faults = survey(find_folder(config))
    main = settings.files["monitor.toml"]
    if any(fault.file == main.file and not fault.key for fault in faults):
        raise ConfigError(faults)
    if faults:
        settings = replace(settings, store_url=find_store(settings.folder))
        nothing(f"the configuration has {many(len(faults), 'fault')} (monitor check); this is what is stored")
    return settings


@contextmanager
def database(settings: Settings, *, to_write: bool = False) -> "Iterator[Engine]":
    """The store of a configuration, for reading unless ``to_write``. Raises ConfigError if it has not been made yet."""
    # imported here: half of the commands read no database, and SQL takes a fifth of a second
    from monitor.jobs.database import look_into_store, open_store, store_exists
    from monitor.store.migrate import pending
    from monitor.store.revisions import revisions

    if not store_exists(settings):
        raise MonitorError(_NO_DATABASE)
    engine = open_store(settings) if to_write else look_into_store(settings)
    try:
        if due := pending(engine):
            raise MonitorError(_NO_DATABASE if due == revisions() else _OLDER)
        yield engine
    finally:
        engine.dispose()


def print_json(value: Any) -> None:
    """One JSON value on a line of UTF-8 in any locale; what a terminal would act upon is escaped."""
    line = json.dumps(value, ensure_ascii=False, default=_plain)
    line = _ACTIVE.sub(lambda found: json.dumps(found[0])[1:-1], line)
    write_out(line.encode("utf-8", "replace") + b"\n")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    return str(value)


def many(n: int, one: str, more: str = "") -> str:
    """``1 story``, ``2,140 posts``."""
    return f"{n:,} {one if n == 1 else more or one + 's'}"


def nothing(said: str) -> None:
    """Says on stderr that an answer is empty, and where to look: silence would look like a fault."""
    err().print(Text(said, style="dim"))


def first_of(found: list[T], most: int) -> list[T]:
    """At most ``most`` of what was found; says on stderr that there was more: a list that ends would look complete."""
    if len(found) > most:
        nothing(f"only the latest {most:,} are shown; --most says how many")
    return found[:most]


def must_be_told(settings: Settings) -> None:
    """Says after a change of the configuration that a daemon which runs goes on as before until it is told."""
    from monitor.store.presence import presence_file, sign_of

    # of a daemon on a server's database nothing is known without asking there
    if presence_file(settings.store_url) is None or sign_of(settings.store_url) is not None:
        nothing("a daemon that runs goes on as before until it gets SIGHUP: systemctl reload monitor, or kill -HUP PID")


def answered(question: str) -> str:
    """What is answered on the terminal; "" for Enter. Whoever ends it instead is told that nothing has happened."""
    try:
        return str(typer.prompt(question, default="", show_default=False))
    except typer.Abort as stop:
        nothing("\nnothing was changed")
        raise typer.Exit(STOPPED) from stop


def when(at: datetime | None, zone: str) -> str:
    """A moment in the reader's zone, short; "-" for none."""
    return "-" if at is None else at.astimezone(zone_named(zone)).strftime("%Y-%m-%d %H:%M")


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
