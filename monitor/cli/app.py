"""The command tree. Each group lives in a file of its own; ``_FILES`` says which knows which commands."""

from importlib import import_module
from typing import Annotated

import typer

from monitor import __version__
from monitor.cli.examples import FIRST, dress, shown
from monitor.cli.said import GROUPS, SAID
from monitor.cli.walled import Walled

#: Files of this folder, in the order of ``monitor --help`` within its panels, and the commands that each adds.
_FILES = {
    "config": ("init", "check", "migrate"),
    "demo": ("demo",),
    "story": ("story",),
    "source": ("source",),
    "run": ("run", "poll"),
    "health": ("health",),
    "looking": ("posts", "developments"),
    "outbox": ("outbox", "channel"),
    "keeping": ("backup", "restore"),
    "digest": ("digest",),
    "why": ("why",),
    "match": ("match",),
    "replay": ("replay",),
}


def _tell_version(asked: bool) -> None:
    if asked:
        typer.echo(f"story-monitor {__version__}")
        raise typer.Exit


VersionOption = Annotated[
    bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Say which version this is.")
]


def tree(command: str = "") -> typer.Typer:
    """The commands; with ``command`` only those of its file: a daemon has no use for the others' libraries."""
    app = _trunk()
    wanted = [name for name, commands in _FILES.items() if command in commands]
    for name in wanted or _FILES:
        import_module(f"monitor.cli.{name}").add_to(app)
    dress(app)
    return app


def overview() -> typer.Typer:
    """The commands by name and what each does, good for ``monitor --help`` alone: nothing else is imported."""
    app = _trunk()
    for commands in _FILES.values():
        for name in commands:
            if name in GROUPS:
                app.add_typer(typer.Typer(), name=name, help=SAID[name])
            else:
                app.command(name, help=SAID[name])(_nothing)
    dress(app)
    return app


def _nothing() -> None:
    """No command is run from the overview."""


def _trunk() -> typer.Typer:
    app = typer.Typer(
        name="monitor",
        cls=Walled,
        help="Follows a developing story across social media and news.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        epilog=shown("To begin with:", FIRST),
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @app.callback()
    def monitor(version: VersionOption = False) -> None:
        """Follows a developing story across social media and news."""

    return app
