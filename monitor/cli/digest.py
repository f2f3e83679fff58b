"""``digest``: the analyst's report, on demand."""

import sys
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from monitor.cli.common import ConfigOption, at_hand, database, err, read_since, read_until
from monitor.cli.completing import stories
from monitor.cli.files import write_file, write_out
from monitor.cli.tables import page
from monitor.desk.digest import report
from monitor.messages.digest import compose_digest
from monitor.model import WrongUse, zone_named
from monitor.store.reading import reading


class Format(StrEnum):
    """What a digest can be written as."""

    text = "text"
    md = "md"
    html = "html"
    json = "json"


def digest(
    story: Annotated[str, typer.Argument(metavar="STORY", help="The story's key.", autocompletion=stories)],
    since: Annotated[str, typer.Option("--since", help="From when: 24h, 30d, or a date or time.")] = "24h",
    until: Annotated[
        str, typer.Option("--until", help="Until when, in the same way; default: now.", show_default=False)
    ] = "",
    form: Annotated[Format, typer.Option("--format", help="How it is written.")] = Format.text,
    out: Annotated[Path | None, typer.Option("--out", help="Write it to this file.", show_default=False)] = None,
    zone: Annotated[str, typer.Option("--zone", help="IANA zone; default: as configured.", show_default=False)] = "",
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    config: ConfigOption = None,
) -> None:
    """Write what happened in a story: developments first, then the rest, a chart, and what we could not see."""
    settings = at_hand(config)
    now = datetime.now(UTC)
    reader = _zone(zone) or settings.zone
    end = read_until(until, now, reader) if until else now
    start = read_since(since, now, reader)
    if end <= start:
        if not until:
            raise WrongUse(f"--since {since}: nothing lies between then and now; write 24h, 30d, or an earlier date")
        raise WrongUse(f"--until {until} does not lie after --since {since}")
    with database(settings) as engine, reading(engine) as door:
        found = report(door, settings, story, since=start, until=end, zone=reader)
    message = compose_digest(found, form="json" if as_json else form.value, standalone=True)
    body = (message.body.rstrip("\n") + "\n").encode("utf-8", "replace")
    if out is None:
        write_out(page(message.body) if message.form == "text" and sys.stdout.isatty() else body)
    else:
        write_file(out, body)
        err().print(Text(f"written to {out}", style="dim"))


def _zone(name: str) -> str:
    try:
        zone_named(name)
    except ValueError as error:
        raise WrongUse(f"--zone: {error}") from error
    return name


def add_to(app: typer.Typer) -> None:
    """Adds the command of this file."""
    app.command("digest")(digest)
