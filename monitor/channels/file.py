"""The file channel: a JSON line a message, on disk before it counts as sent."""

import asyncio
import errno
import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from monitor.model import Channel, Form, Message, Receipt, Refused, TryLater, Web

#: Faults of the disk that may pass. Any other one is the operator's: a path, a right.
_PASSING = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EMFILE, errno.ENFILE, errno.EAGAIN, errno.ESTALE}


class FileOptions(BaseModel):
    """``as`` writes exactly what another kind of channel would send."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    as_: Literal["json"] = Field(default="json", alias="as")


class FileChannel:
    """Appends to the file named by ``address``; a relative path counts from the working directory."""

    Options = FileOptions

    def __init__(self, channel: Channel, options: FileOptions) -> None:
        self.channel = channel
        self.options = options

    @property
    def form(self) -> Form:
        """JSON objects."""
        return "json"

    async def send(self, web: Web, message: Message, key: str, after: Receipt | None) -> Receipt:
        """Writes the message. Raises, with code ``disk``, TryLater (full, or failing) or Refused (a wrong path)."""
        if not self.channel.address:
            raise Refused("no file is named: write its path as the channel's address", code="config")
        try:
            await asyncio.to_thread(append, self.channel.address, _line(message, key))
        except OSError as error:
            text = f"{self.channel.address} cannot be written: {error.strerror}"
            if error.errno in _PASSING:
                raise TryLater(text, code="disk") from error
            raise Refused(text, code="disk") from error
        except (ValueError, RuntimeError) as error:  # a NUL in the path, a home of nobody
            raise Refused(f"{self.channel.address!r} is no path", code="config") from error
        return Receipt(ids={"path": self.channel.address})


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
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode() + b"\n"


def append(address: str, line: bytes) -> None:
    """Adds ``line`` (which ends in a line break) to the file, and returns when it is on disk. Makes the folder.

    Raises OSError; ValueError or RuntimeError when ``address`` is no path.
    """
    path = Path(address).expanduser()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b", buffering=0) as file:
        if not file.seekable():  # a named pipe
            file.write(line)
            return
        size = file.seek(0, os.SEEK_END)
        if size:
            file.seek(-1, os.SEEK_END)
            # A power cut may have left half a line; what follows must not be glued to it.
            if file.read(1) != b"\n":
                line = b"\n" + line
        _write_all(file.fileno(), line, back_to=size)
        os.fsync(file.fileno())


def _write_all(descriptor: int, data: bytes, *, back_to: int) -> None:
    """One write as a rule. When the disk fills up in the middle, the half line is taken back."""
    try:
        while data:
            data = data[os.write(descriptor, data) :]
    except OSError:
        with suppress(OSError):  # a device has no length to cut
            os.ftruncate(descriptor, back_to)
        raise
