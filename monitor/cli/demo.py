"""``demo``: a whole story without network or keys."""

import asyncio
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from monitor.cli.common import ACT, err, print_json, tells_errors
from monitor.config.settings import LogShape
from monitor.jobs.log import start_log


@tells_errors
def demo(
    posts: Annotated[
        Path | None,
        typer.Option("--posts", help="Play this file of posts (JSON lines, as for `match`).", show_default=False),
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
    start_log(LogShape(level="error"))
    with tempfile.TemporaryDirectory(prefix="monitor-demo-") as folder:
        if posts is not None:
            _play(posts, story or [], Path(folder))
        else:
            from monitor.demo.show import show

            raise typer.Exit(asyncio.run(show(Path(folder), wait=not fast, out=out)))


def _play(file: Path, stories: list[Path], folder: Path) -> None:
    from monitor.demo.file import play_file

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err(), transient=True) as progress:
        task = progress.add_task("posts put out", total=None)

        def seen(served: int, total: int) -> None:
            progress.update(task, completed=served, total=total)

        tally, broken = asyncio.run(play_file(file, stories, folder, seen))
    for line in broken:
        err().print(Text(line, style="yellow"))
    print_json(tally)
    if broken:
        raise typer.Exit(ACT)


def add_to(app: typer.Typer) -> None:
    """Adds the command of this file."""
    app.command("demo")(demo)
