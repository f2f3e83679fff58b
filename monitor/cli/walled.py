"""The tree of commands behind the wall."""

import sys
from typing import Any

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from monitor.cli.wall import walled

#: typer's own: usage, help, the end of a command.
_OF_TYPER = (typer.Exit, typer.Abort, TyperException)


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
        with walled(*_OF_TYPER):
            return super().make_context(*args, **more)

    def invoke(self, ctx: Any) -> Any:
        """Runs the command that was asked for. Behind a wall of its own: typer has other ideas of a closed pipe."""
        with walled(*_OF_TYPER):
            return super().invoke(ctx)
