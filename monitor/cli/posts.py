"""A file of posts as a command reads it: what is wrong with it is told on stderr, and the rest goes on."""

from collections.abc import Iterator

import typer

from monitor.cli.files import open_input
from monitor.desk.posts import BrokenLine, Lines, read_posts
from monitor.model import Post


class PostsFile:
    """The posts of a file (or stdin for "-") as they come; ``read`` and ``broken`` count the lines on the way.

    Raises WrongUse if it cannot be opened; while it is read, Unreadable if it holds no lines of UTF-8.
    """

    def __init__(self, name: str) -> None:
        self.name, self._stream = name, open_input(name)
        self.read = self.broken = 0

    def __iter__(self) -> Iterator[Post]:
        with self._stream:
            lines = Lines(self._stream)
            for post in read_posts(lines):
                if isinstance(post, BrokenLine):
                    self.broken += 1
                    typer.echo(f"{self.name}: {post}", err=True)
                else:
                    self.read += 1
                    yield post
            tell_lost(self.name, lines)


def tell_lost(name: str, lines: Lines) -> None:
    """One line on stderr if there were bytes that are not UTF-8."""
    if lines.remark:
        typer.echo(f"{name}: {lines.remark}", err=True)
