"""``monitor match``: a file of posts against story files. No database, no network."""

from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.files import open_input, write_out
from monitor.model import WrongUse


def match(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE",
            help="Story files, then posts (a JSON object a line).",
        ),
    ],
    every: Annotated[bool, typer.Option("--all", help="Also write what does not belong, with tier null.")] = False,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that share the work.")] = 1,
) -> None:
    """Write a JSON line for every post that belongs to a story, with the words that made it so."""
    from monitor.cli.posts import tell_lost
    from monitor.desk.match import match_lines
    from monitor.desk.posts import Lines
    from monitor.jobs.stories import read_stories

    stories, posts = stories_and_posts(files)
    read = read_stories(stories)
    broken = 0
    told: set[str] = set()
    with open_input(posts) as stream:
        lines = Lines(stream)
        for answer in match_lines(read, lines, every=every, workers=workers):
            for line in answer.broken:
                typer.echo(f"{posts}: {line}", err=True)
            broken += len(answer.broken)
            for late in set(answer.late) - told:
                told.add(late)
                typer.echo(late, err=True)
            if answer.lines:
                write_out(answer.lines)
    tell_lost(posts, lines)
    if broken:
        raise typer.Exit(1)


def stories_and_posts(files: list[str]) -> tuple[list[Path], str]:
    """The story files and the posts: the last argument is the posts unless it ends in .toml; "-" is stdin.

    Raises WrongUse.
    """
    posts = "-" if files[-1].lower().endswith(".toml") else files.pop()
    wrong = next((name for name in files if not name.lower().endswith(".toml")), None)
    if wrong is not None:
        raise WrongUse(f"{wrong} is no story file: story files end in .toml, and only the last argument may be posts")
    if not files:
        raise WrongUse(f"a story file is missing: monitor match STORY.toml {posts}")
    missing = next((name for name in files if not Path(name).is_file()), None)
    if missing is not None:
        raise WrongUse(f"there is no file {missing}")
    return [Path(name) for name in files], posts


def add_to(app: typer.Typer) -> None:
    """Adds the command of this file."""
    app.command("match")(match)
