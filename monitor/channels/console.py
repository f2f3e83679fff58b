"""The console channel: messages on standard output, the channel that is on by default."""

import os
import sys
from functools import partial
from typing import TextIO

from pydantic import BaseModel, ConfigDict

from monitor.channels.own_thread import PATIENCE, OwnThread
from monitor.model import Channel, Form, Message, Receipt, Refused, TryLater, Web
from monitor.text.clean import outgoing


class ConsoleOptions(BaseModel):
    """Nothing to choose: bold first lines come with a terminal and go with a pipe."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Console:
    """Prints each message; ``stream`` is where to, None for the standard output of the moment. A write that takes
    longer than ``patience`` (s) is not waited for."""

    Options = ConsoleOptions
    form: Form = "text"

    def __init__(
        self, channel: Channel, options: ConsoleOptions, stream: TextIO | None = None, patience: float = PATIENCE
    ) -> None:
        self.channel = channel
        self.options = options
        self._stream = stream
        self._thread = OwnThread(patience)

    def faults(self) -> tuple[tuple[str, str], ...]:
        """Nothing can be wrong with it."""
        return ()

    async def send(self, web: Web, message: Message, key: str, after: Receipt | None) -> Receipt:
        """Prints the message. Raises Refused when nobody holds the other end any more; TryLater while the other end
        takes nothing: a terminal that was stopped with Ctrl-S, a pager, a full pipe. It is not printed twice then."""
        stream = self._stream or sys.stdout
        try:
            await self._thread.write((key, message.body), partial(_print, stream, message))
        except TryLater as error:
            raise TryLater(f"the console {error.message}", code=error.code) from error
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
    data = text.encode(encoding, "backslashreplace")
    stream.flush()
    try:
        descriptor = stream.fileno()
    except (OSError, ValueError, AttributeError):  # no stream of the system's
        stream.write(data.decode(encoding))
        stream.flush()
        return
    # Past the stream, whose lock would keep the program from its end while the other end takes nothing.
    while data:
        data = data[os.write(descriptor, data) :]
