"""``backup`` and ``restore``: a copy of everything, and the way back."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from monitor.cli.common import ConfigOption, at_hand, err, out
from monitor.cli.files import must_be_there
from monitor.desk import keeping


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the copy is to stand.")],
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")] = False,
    config: ConfigOption = None,
) -> None:
    """Copy the database to FILE as of this moment, while the daemon runs. The copy is checked."""
    size = keeping.backup(at_hand(config), file, force=force)
    out().print(Text(f"{file}: {size:,} bytes, checked", style="green"))


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A copy made by `monitor backup`.")],
    force: Annotated[
        bool, typer.Option("--force", help="Replace the database that is there; it is kept aside.")
    ] = False,
    config: ConfigOption = None,
) -> None:
    """Put a copy in place of the database. The daemon must be stopped; the copy is checked first."""
    must_be_there(file)
    kept = keeping.restore(at_hand(config), file, now=datetime.now(UTC), force=force)
    out().print(Text(f"{file} is the database now", style="green"))
    if kept is not None:
        err().print(Text(f"the former one is kept: {kept}"))
    err().print(Text("What was alerted after the copy was made may be alerted once more.", style="dim"))


def add_to(app: typer.Typer) -> None:
    """Adds the commands of this file."""
    app.command("backup")(backup)
    app.command("restore")(restore)
