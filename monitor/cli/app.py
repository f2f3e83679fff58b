"""The command tree. Each group lives in a file of its own; ``_FILES`` says which knows which commands."""

from importlib import import_module

import typer

#: Files of this folder, in the order of ``monitor --help``, and the commands that each adds.
_FILES = {
    "match": ("match",),
    "config": ("init", "check", "migrate"),
    "run": ("run", "poll"),
    "looking": ("health", "posts", "developments"),
    "outbox": ("outbox", "channel"),
    "source": ("source",),
    "story": ("story",),
    "why": ("why",),
    "digest": ("digest",),
    "keeping": ("backup", "restore"),
    "replay": ("replay",),
    "demo": ("demo",),
}


def tree(command: str = "") -> typer.Typer:
    """The commands; with ``command`` only those of its file: a daemon has no use for the others' libraries."""
    app = typer.Typer(
        name="monitor",
        help="Follows a developing story across social media and news.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @app.callback()
    def monitor() -> None:
        """Follows a developing story across social media and news."""

    wanted = [name for name, commands in _FILES.items() if command in commands]
    for name in wanted or _FILES:
        import_module(f"monitor.cli.{name}").add_to(app)
    return app
