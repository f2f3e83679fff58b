"""The command tree. Each group lives in a file of its own and is added here, one line each."""

import typer

from monitor.cli.match import match

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


app.command()(match)
