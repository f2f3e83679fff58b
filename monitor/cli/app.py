"""The command tree. Each group lives in a file of its own and is added here, one line each."""

import typer

from monitor.cli import config, demo, digest, keeping, looking, outbox, run, source, story, why
from monitor.cli.match import match
from monitor.cli.replay import replay

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
config.add_to(app)
run.add_to(app)
looking.add_to(app)
outbox.add_to(app)
source.add_to(app)
story.add_to(app)
why.add_to(app)
digest.add_to(app)
keeping.add_to(app)
app.command()(replay)
demo.add_to(app)
