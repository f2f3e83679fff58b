"""``monitor match``: a file of posts against story files. No database, no network."""

import os
import sys
from pathlib import Path
from typing import Annotated, BinaryIO, NoReturn

import typer

from monitor.model import ConfigError


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
    from monitor.desk.match import match_lines
    from monitor.desk.posts import read_lines
    from monitor.jobs.stories import read_stories

    stories, posts = stories_and_posts(files)
    try:
        read = read_stories(stories)
    except ConfigError as error:
        for fault in error.faults:
            typer.echo(str(fault), err=True)
        raise typer.Exit(1) from error
    stream = open_posts(posts)
    broken = 0
    try:
        with stream:
            for answer in match_lines(read, read_lines(stream), every=every, workers=workers):
                for line in answer.broken:
                    typer.echo(f"{posts}: {line}", err=True)
                broken += len(answer.broken)
                if answer.lines:
                    sys.stdout.buffer.write(answer.lines)
                    sys.stdout.buffer.flush()
    except BrokenPipeError:
        leave_quietly()
    if broken:
        raise typer.Exit(1)


def stories_and_posts(files: list[str]) -> tuple[list[Path], str]:
    """The story files and the posts: the last argument is the posts unless it ends in .toml; "-" is stdin."""
    posts = "-" if files[-1].lower().endswith(".toml") else files.pop()
    wrong = next((name for name in files if not name.lower().endswith(".toml")), None)
    if wrong is not None:
        _wrong_use(f"{wrong} is no story file: story files end in .toml, and only the last argument may be posts")
    if not files:
        _wrong_use(f"a story file is missing: monitor match STORY.toml {posts}")
    missing = next((name for name in files if not Path(name).is_file()), None)
    if missing is not None:
        _wrong_use(f"there is no file {missing}")
    return [Path(name) for name in files], posts


def open_posts(posts: str) -> BinaryIO:
    """The stream of a posts file, or stdin for "-". Ends the program if it cannot be opened."""
    if posts == "-":
        return sys.stdin.buffer
    try:
        return Path(posts).open("rb")
    except OSError as error:
        _wrong_use(f"{posts} cannot be read: {error.strerror}")


def leave_quietly() -> NoReturn:
    """Ends the program when nobody reads its output any more: no word, and no second complaint at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise typer.Exit(0)


def _wrong_use(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(2)


def add_to(app: typer.Typer) -> None:
    """Adds the command of this file."""
    app.command("match")(match)
