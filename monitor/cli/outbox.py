"""``outbox`` and ``channel``: what waits, what died, and whether a channel works."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.text import Text

from monitor.cli.common import (
    ConfigOption,
    JsonOption,
    at_hand,
    database,
    first_of,
    many,
    nothing,
    out,
    print_json,
    settings_of,
    table,
    when,
)
from monitor.cli.completing import channels as channel_keys
from monitor.cli.tables import plain
from monitor.cli.wall import ACT
from monitor.desk import outbox as desk
from monitor.desk.naming import unknown
from monitor.model import MonitorError, WrongUse
from monitor.store.letters import Letter, letters
from monitor.store.reading import reading

outbox_app = typer.Typer(help="What waits to be delivered, and what could not be.", no_args_is_help=True)
channel_app = typer.Typer(help="Where messages go.", no_args_is_help=True)

_STYLES = {"sent": "green", "waiting": "yellow", "dead": "red", "dropped": "dim"}


@outbox_app.command("list")
def list_(
    dead: Annotated[bool, typer.Option("--dead", help="Only what could not be delivered.")] = False,
    waiting: Annotated[bool, typer.Option("--waiting", help="Only what still waits.")] = False,
    most: Annotated[int, typer.Option("--most", min=1, max=10_000, help="At most so many.")] = 50,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """List deliveries, the latest first."""
    settings = at_hand(config)
    if dead and waiting:
        raise WrongUse("--dead or --waiting, not both: without either all are listed")
    state = "dead" if dead else "waiting" if waiting else ""
    with database(settings) as engine, reading(engine) as door:
        found = first_of(letters(door, state=state, most=most + 1), most)
    if as_json:
        for letter in found:
            print_json(_letter_json(letter))
        return
    rows = [
        (
            letter.delivery.id,
            letter.delivery.channel,
            plain(_state(letter), _STYLES[_state(letter)]),
            when(letter.sent_at or letter.delivery.due_at, settings.zone),
            letter.delivery.message.subject,
            letter.delivery.last_error or _note(letter),
        )
        for letter in found
    ]
    if not found:
        nothing(
            "there is no message that could not be delivered"
            if dead
            else "nothing waits"
            if waiting
            else "nothing was ever sent"
        )
    heads = ("id", "channel", "state", "sent or due", "subject", "error or note")
    table(heads, rows, long=("subject", "error or note"), zone=settings.zone)


def _letter_json(letter: Letter) -> dict[str, object]:
    one = letter.delivery
    return {
        "id": one.id,
        "key": one.key,
        "channel": one.channel,
        "state": _state(letter),
        "subject": one.message.subject,
        "attempts": one.attempts,
        "made_at": letter.made_at,
        "due_at": one.due_at,
        "sent_at": letter.sent_at,
        "last_error": one.last_error,
        "note": _note(letter),
    }


def _note(letter: Letter) -> str:
    """What the channel remarked when it took the message: who of several was refused, that a simpler form went out."""
    receipt = letter.delivery.receipt
    return receipt.note if receipt is not None else ""


def _state(letter: Letter) -> str:
    return "dropped" if letter.is_dropped else letter.delivery.state


@outbox_app.command("retry")
def retry(
    ids: Annotated[
        list[int] | None,
        typer.Argument(metavar="ID", min=1, max=2**63 - 1, help="Ids of deliveries; none: every dead one."),
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Make dead letters due again; the running daemon delivers them."""
    from monitor.desk.writing import write

    settings = at_hand(config)
    asked = sorted(set(ids or ()))
    with database(settings, to_write=True) as engine:
        count = write(engine, desk.retry, asked or None, now=datetime.now(UTC))
    out().print(Text(f"{many(count, 'message')} will be tried again"))
    if count < len(asked):
        nothing(f"{many(len(asked) - count, 'other')}: sent already, or there is none: monitor outbox list")
        raise typer.Exit(ACT)


@outbox_app.command("drop")
def drop(
    ids: Annotated[
        list[int] | None, typer.Argument(metavar="ID", min=1, max=2**63 - 1, help="Ids of dead letters.")
    ] = None,
    channel: Annotated[
        str,
        typer.Option(
            "--channel",
            help="All that is undelivered on this channel, also on one that is gone.",
            autocompletion=channel_keys,
        ),
    ] = "",
    config: ConfigOption = None,
) -> None:
    """Give up messages that could not be delivered: they are not sent, and no trouble any more."""
    from monitor.desk.writing import write

    asked = sorted(set(ids or ()))
    if not asked and not channel:
        raise WrongUse("say which: ids of dead letters (monitor outbox list --dead), or --channel KEY")
    with database(at_hand(config), to_write=True) as engine:
        count = write(engine, desk.drop, asked, channel)
    out().print(Text(f"{many(count, 'message')} given up"))
    if count < len(asked):
        nothing(f"{many(len(asked) - count, 'other')}: not dead, or there is none: monitor outbox list")
        raise typer.Exit(ACT)


@channel_app.command("test")
def test(
    key: Annotated[str, typer.Argument(metavar="CHANNEL", help="The channel's key.", autocompletion=channel_keys)],
    config: ConfigOption = None,
) -> None:
    """Send a test alert (an Arabic post with a handle, a link and a date) through a channel, now."""
    from monitor.cli.daemon import web_of
    from monitor.jobs.setup import build_channels

    settings = settings_of(config)
    channels = build_channels(settings.channels, settings.files.get("channels.toml"), [])
    if key not in channels:
        raise unknown("enabled channel", key, list(channels))

    async def send() -> str:
        async with web_of(settings) as web:
            receipt = await desk.send_test(web, channels[key], zone=settings.zone, now=datetime.now(UTC))
            return receipt.note

    try:
        note = asyncio.run(send())
    except MonitorError as error:
        error.message = f"{key}: {error.message}"
        raise
    out().print(Text(f"{key}: delivered" + (f" ({note})" if note else ""), style="green"))


def add_to(app: typer.Typer) -> None:
    """Adds the command groups of this file."""
    app.add_typer(outbox_app, name="outbox")
    app.add_typer(channel_app, name="channel")
