"""The console channel: messages on standard output, the channel that is on by default."""

import asyncio
import sys
from typing import TextIO

from pydantic import BaseModel, ConfigDict

from monitor.model import Channel, Form, Message, Receipt, Refused, TryLater, Web
from monitor.text.clean import outgoing


class ConsoleOptions(BaseModel):
    """Nothing to choose: bold first lines come with a terminal and go with a pipe."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Console:
    """Prints each message; ``stream`` is where to, None for the standard output of the moment."""

    Options = ConsoleOptions
    form: Form = "text"

    def __init__(self, channel: Channel, options: ConsoleOptions, stream: TextIO | None = None) -> None:
        self.channel = channel
        self.options = options
        self._stream = stream

    def faults(self) -> tuple[tuple[str, str], ...]:
        """Nothing can be wrong with it."""
        return ()

    async def send(self, web: Web, message: Message, key: str, after: Receipt | None) -> Receipt:
        """Prints the message. Raises Refused when nobody holds the other end any more."""
        stream = self._stream or sys.stdout
        try:
            # A reader that does not read (a pager, a full pipe) must not stop the daemon's loop.
            await asyncio.to_thread(_print, stream, message)
        except BrokenPipeError as error:
            raise Refused("nobody reads the console any more", code="closed") from error
        except ValueError as error:  # the stream was closed
            raise Refused("the console is closed", code="closed") from error
        except OSError as error:
            raise TryLater(f"the console cannot be written: {error.strerror}", code="disk") from error
        return Receipt()


def _print(stream: TextIO, message: Message) -> None:
    first, rest, link = parts(message)
    if not stream.isatty():
        _write(stream, "\n".join(outgoing(part) for part in (first, rest, link) if part) + "\n\n")
        return
    # imported here, in a thread, for people alone: it takes 5 MB
    from rich.console import Console as Terminal

    from monitor.channels.terminal import styled

    terminal = Terminal(file=stream, highlight=False, markup=False, emoji=False, soft_wrap=True, no_color=True)
    with terminal.capture() as printed:
        for text, style in ((first, "bold"), (rest, ""), (link, "dim")):
            if text:
                terminal.print(styled(text, style, terminal.width), soft_wrap=True)
        terminal.print()
    _write(stream, printed.get())


def parts(message: Message) -> tuple[str, str, str]:
    """First line, the other lines, and the link if the text does not hold it. A message without text is its subject."""
    first, _, rest = (message.body.strip("\n") or message.subject).partition("\n")
    return first, rest.strip("\n"), "" if message.link in message.body else message.link


def _write(stream: TextIO, text: str) -> None:
    encoding = getattr(stream, "encoding", None) or "utf-8"
    # An alert in Arabic on a terminal that knows only ASCII is shown spelled out, not lost.
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
    stream.flush()
