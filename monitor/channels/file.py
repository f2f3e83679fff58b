"""The file channel: a JSON line a message, or what Slack or mail would send; on disk before it counts as sent."""

import errno
import json
import os
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from monitor.channels.email import Address, Email, EmailOptions
from monitor.channels.own_thread import OwnThread
from monitor.channels.slack import encoded, payload
from monitor.model import Channel, Form, Message, Receipt, Refused, TryLater, Web
from monitor.text.storable import incoming

#: Faults of the disk that may pass. Any other one is the operator's: a path, a right.
_PASSING = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EMFILE, errno.ENFILE, errno.EAGAIN, errno.ESTALE}

_FORMS: dict[str, Form] = {"json": "json", "slack": "blocks", "email": "html"}


class FileOptions(BaseModel):
    """``as`` writes exactly what another kind of channel would send; ``from`` and ``to`` are for mails."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    as_: Literal["json", "slack", "email"] = Field(default="json", alias="as")
    sender: Address = Field(default="monitor@localhost.localdomain", alias="from")
    to: str = "desk@localhost.localdomain"


class FileChannel:
    """Writes to the path that is its ``address``; a relative one counts from the working directory.

    JSON and Slack payloads are appended, one a line. Mails are appended to a mailbox file (mbox), or, when the path is
    a folder or ends in ``/``, each lies in it as a file of its own (``.eml``), byte for byte.
    """

    Options = FileOptions

    def __init__(self, channel: Channel, options: FileOptions) -> None:
        self.channel = channel
        self.options = options
        self._thread = OwnThread()

    @property
    def form(self) -> Form:
        """The form of the channel that it stands in for; else JSON."""
        return _FORMS[self.options.as_]

    def faults(self) -> tuple[tuple[str, str], ...]:
        """What would keep every message from being written, seen without writing: (key of the configuration, what)."""
        return () if self.channel.address else (("address", "no file is named: write its path"),)

    async def send(self, web: Web, message: Message, key: str, after: Receipt | None) -> Receipt:
        """Writes the message. ``Receipt.ids``: ``path``, and ``message_id`` of a mail.

        Raises, with code ``disk``, TryLater (the disk is full, or failing) or Refused (the path is no good).
        """
        address = self.channel.address
        if not address:
            raise Refused("no file is named: write its path as the channel's address", code="config")
        ids = {"path": address}
        try:
            if self.options.as_ == "email":
                mail, ids["message_id"] = self._mail(message, key, after)
                work = partial(_file_mail, address, mail, ids["message_id"], self.options.sender)
            else:
                line = encoded(payload(message)) + b"\n" if self.options.as_ == "slack" else _line(message, key)
                work = partial(append, Path(address), line)
            await self._thread.write((key, message.body), work)
        except TryLater as error:
            raise TryLater(f"{address} {error.message}", code=error.code) from error
        except OSError as error:
            text = f"{address} cannot be written: {error.strerror}"
            if error.errno in _PASSING:
                raise TryLater(text, code="disk") from error
            raise Refused(text, code="disk") from error
        except (ValueError, RuntimeError) as error:  # a NUL in the path, a home of nobody
            raise Refused(f"{address!r} is no path", code="config") from error
        return Receipt(ids=ids)

    def _mail(self, message: Message, key: str, after: Receipt | None) -> tuple[bytes, str]:
        options = EmailOptions.model_validate({"host": "localhost", "from": self.options.sender})
        to = Channel(key=self.channel.key, kind="email", address=self.options.to)
        return Email(to, options).write(message, key, after)


def _line(message: Message, key: str) -> bytes:
    """``{"key", "subject", "dir", "lang", "link", "thread", "body"}``; ``body`` is the object the message holds."""
    record: dict[str, Any] = {
        "key": key,
        "subject": message.subject,
        "dir": message.dir,
        "lang": message.lang,
        "link": message.link,
        "thread": message.thread,
        "body": _body(message),
    }
    return one_line(record)


def _body(message: Message) -> Any:
    if message.form in {"json", "blocks"}:
        try:
            return json.loads(message.body)
        except ValueError:
            return message.body
    return message.body


def one_line(record: Any) -> bytes:
    """A JSON value on one line of UTF-8. Half a surrogate pair, which UTF-8 cannot hold, becomes U+FFFD."""
    return incoming(json.dumps(record, ensure_ascii=False, separators=(",", ":"))).encode() + b"\n"


def append(path: Path, data: bytes) -> None:
    """Adds ``data`` (which ends in a line break) to the file, and returns when it is on disk. Makes the folder.

    Raises OSError; ValueError or RuntimeError when it is no path.
    """
    path = path.expanduser()
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_fifo():
        _into_pipe(path, data)
        return
    with path.open("a+b", buffering=0) as file:
        if not file.seekable():  # a device
            file.write(data)
            return
        size = file.seek(0, os.SEEK_END)
        if size:
            file.seek(-1, os.SEEK_END)
            # A power cut may have left half a line; what follows must not be glued to it.
            if file.read(1) != b"\n":
                data = b"\n" + data
        _write_all(file.fileno(), data, back_to=size)
        os.fsync(file.fileno())


def _into_pipe(path: Path, data: bytes) -> None:
    """Writes to a named pipe. What is written to one that nobody reads would be gone with our end of it."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
    except OSError as error:
        if error.errno == errno.ENXIO:
            raise TryLater("is a pipe that nobody reads", code="disk") from error
        raise
    try:
        os.set_blocking(descriptor, True)
        while data:
            data = data[os.write(descriptor, data) :]
    except BrokenPipeError as error:
        raise TryLater("is a pipe whose reader has gone", code="disk") from error
    finally:
        os.close(descriptor)


def _write_all(descriptor: int, data: bytes, *, back_to: int) -> None:
    """One write as a rule. When the disk fills up in the middle, the half line is taken back."""
    try:
        while data:
            data = data[os.write(descriptor, data) :]
    except OSError:
        with suppress(OSError):  # a device has no length to cut
            os.ftruncate(descriptor, back_to)
        raise


def _file_mail(address: str, mail: bytes, message_id: str, sender: str) -> None:
    path = Path(address).expanduser()
    if address.endswith("/") or path.is_dir():
        replace(path / f"{message_id.strip('<>').partition('@')[0]}.eml", mail)
        return
    # No line of our mails begins with "From " (bodies that have one are base64), so nothing needs to be quoted.
    stamp = datetime.now(UTC).strftime("%a %b %d %H:%M:%S %Y")
    append(path, f"From {sender} {stamp}\n".encode() + mail.replace(b"\r\n", b"\n").rstrip(b"\n") + b"\n\n")


def replace(path: Path, data: bytes) -> None:
    """Puts ``data`` at ``path`` whole or not at all, on disk when it returns. Makes the folder. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    with fresh.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
