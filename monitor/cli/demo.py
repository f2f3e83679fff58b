"""``demo``: a whole story without network or keys."""

import asyncio
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from monitor.cli.common import err, print_json
from monitor.cli.files import must_be_there, open_input
from monitor.cli.wall import ACT
from monitor.config.settings import LogShape
from monitor.jobs.log import start_log
from monitor.model import Refused, WrongUse


def demo(
    posts: Annotated[
        str | None,
        typer.Option("--posts", help="Play this file of posts (JSON lines); - for stdin.", show_default=False),
    ] = None,
    story: Annotated[
        list[Path] | None, typer.Option("--story", help="Story files; default: the shipped one.", show_default=False)
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Keep the mails and Slack messages here.", show_default=False)
    ] = None,
    fast: Annotated[bool, typer.Option("--fast", help="Do not wait between the scenes.")] = False,
) -> None:
    """Show a story unfold on loopback: sources, alerts, an echo, a source that dies, a digest."""
    if story and posts is None:
        raise WrongUse("--story goes with --posts: the demo's own scenes are made for its own story")
    _prepare(out)
    start_log(LogShape(level="error"))
    with tempfile.TemporaryDirectory(prefix="monitor-demo-") as folder:
        if posts is not None:
            _play(posts, story or [], Path(folder), out)
        else:
            from monitor.demo.show import show

            raise typer.Exit(asyncio.run(show(Path(folder), wait=not fast, out=out)))


def _prepare(out: Path | None) -> None:
    """Makes the folder for what is kept, before anything is played. Raises Refused."""
    try:
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"{out} cannot be written: {error.strerror}") from error


def _play(file: str, stories: list[Path], folder: Path, out: Path | None) -> None:
    from monitor.cli.posts import tell_lost
    from monitor.demo.file import play_file
    from monitor.desk.posts import Lines

    for each in stories:
        must_be_there(each)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with open_input(file) as stream, Progress(*columns, console=err(), transient=True) as progress:
        lines = Lines(stream)
        task = progress.add_task("posts put out", total=None)

        def seen(served: int, total: int) -> None:
            progress.update(task, completed=served, total=total)

        tally, broken = asyncio.run(play_file(lines, stories, folder, seen, out=out))
    for line in broken:
        err().print(Text(f"{file}: {line}", style="yellow"))
    tell_lost(file, lines)
    if out is not None:
        err().print(Text(f"kept in {out}", style="dim"))
    print_json(tally)
    if broken:
        raise typer.Exit(ACT)


def add_to(app: typer.Typer) -> None:
    """Adds the command of this file."""
    app.command("demo")(demo)
