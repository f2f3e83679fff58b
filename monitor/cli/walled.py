"""The tree of commands behind the wall."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from monitor.cli.meant import meant
from monitor.cli.wall import walled

#: typer's own: usage, help, the end of a command.
_OF_TYPER = (typer.Exit, typer.Abort, TyperException)

#: How the library that typer asks says that a word does not fit -> what would be right.
_FOREIGN = (
    (r"Input should be a valid (?:integer|number).*", "write a whole number"),
    (r"Input should be greater than or equal to (\S+)", r"at least \1"),
    (r"Input should be less than or equal to (\S+)", r"at most \1"),
    (r"Input should be ", "it must be "),
    (r"Got (unexpected extra argument)\(?s?\)? (\(.*\))", r"\1 \2: words that belong together stand in quotes"),
    (r"Value error, ", ""),
)


def plain_words(said: str) -> str:
    """What is wrong with a word that was typed, without the words of a library."""
    for foreign, ours in _FOREIGN:
        said = re.sub(foreign, ours, said, flags=re.DOTALL)
    return said


def _known_elsewhere(said: str, ctx: Any) -> str:
    """What is said of a command that does not exist; of one that other programs have, what does the same here."""
    found = re.match(r"No such command '([^']*)'", said)
    group = "" if ctx is None or ctx.parent is None else str(ctx.info_name)
    right = meant(group, found[1]) if found else ""
    return f"There is no command {found[1]!r} here: {right}" if found and right else said


@contextmanager
def _read() -> Iterator[None]:
    """The reading of words, behind the wall; what does not fit is told in our words."""
    try:
        with walled(*_OF_TYPER):
            yield
    except TyperException as error:
        if isinstance(said := getattr(error, "message", None), str):
            error.message = plain_words(_known_elsewhere(said, getattr(error, "ctx", None)))
        raise


class Walled(TyperGroup):
    """The whole tree of commands, behind the wall."""

    def main(self, *args: Any, **more: Any) -> Any:
        """Runs a command line and ends the program. What could not be written (a full disk) is noticed here, and not
        by the interpreter after everything."""
        with walled(*_OF_TYPER):
            try:
                return super().main(*args, **more)
            finally:
                sys.stdout.flush()

    def make_context(self, *args: Any, **more: Any) -> Any:
        """Reads the words. Behind the wall too: typer has other ideas of a Ctrl-C that comes so early."""
        with _read():
            return super().make_context(*args, **more)

    def invoke(self, ctx: Any) -> Any:
        """Runs the command that was asked for. Behind a wall of its own: typer has other ideas of a closed pipe."""
        with _read():
            return super().invoke(ctx)
