"""The one place that opens what a person names, and the one that writes what a person asked for."""

import os
import re
import select
import stat
import sys
from pathlib import Path
from typing import BinaryIO

from monitor.model import Refused, Unreadable, WrongUse


def open_input(name: str) -> BinaryIO:
    """The stream of a file, or stdin for "-". A pipe is fine (``<(zcat posts.gz)``), a folder or a device is not.

    Raises WrongUse if it cannot be opened.
    """
    if name == "-":
        return sys.stdin.buffer
    try:
        mode = Path(name).stat().st_mode
        if stat.S_ISDIR(mode):
            raise WrongUse(f"{name} is a folder, not a file")
        stream = Path(name).open("rb")  # noqa: SIM115 - the caller closes it
    except ValueError as error:  # a NUL in the name
        raise WrongUse(f"{name!r} is no name of a file") from error
    except OSError as error:
        raise WrongUse(f"{name} cannot be read: {error.strerror}{_perhaps_an_address(name)}") from error
    if (stat.S_ISCHR(mode) or stat.S_ISBLK(mode)) and not stream.isatty() and not Path(name).samefile("/dev/null"):
        stream.close()
        raise WrongUse(f"{name} is a device, not a file: it might never end")
    return stream


def must_be_there(path: Path) -> None:
    """Raises WrongUse if there is nothing at a path that somebody named to be read."""
    try:
        path.stat()
    except FileNotFoundError as error:
        raise WrongUse(f"{path} cannot be read: {error.strerror}{_perhaps_an_address(str(path))}") from error
    except (OSError, ValueError):
        return  # what else is wrong with it, its reader says


#: A host and a path, as people type them who leave the scheme to their browser.
_SCHEMELESS = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:[a-z]{2,}|\d+)(?::\d+)?(?:/.*)?", re.IGNORECASE)


def _perhaps_an_address(name: str) -> str:
    """What to add where a file is not there and its name may be meant as an address of the web."""
    meant = _SCHEMELESS.fullmatch(name) and ("/" in name or name.startswith("www."))
    return f"; if it is an address of the web: https://{name}" if meant else ""


def read_stdin(most: int, *, seconds: float) -> bytes:
    """At most ``most`` bytes of stdin. A person may take any time, a program ``seconds`` a piece.

    Raises Unreadable (``deadline``).
    """
    stream = sys.stdin.buffer
    try:
        handle = stream.fileno()
    except OSError:  # no stream of the system: it cannot make us wait
        return stream.read(most)
    if stream.isatty():
        return stream.read(most)
    parts, left = [], most
    while left > 0:
        if not select.select([handle], [], [], seconds)[0]:
            raise Unreadable(f"nothing came on stdin within {seconds:g} s", code="deadline")
        part = os.read(handle, min(left, 1 << 16))
        if not part:
            break
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def write_file(path: Path, body: bytes) -> None:
    """Writes a file that a person asked for. Raises Refused, naming it, if that cannot be."""
    try:
        path.write_bytes(body)
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror}") from error


def write_out(body: bytes) -> None:
    """Bytes on stdout, at once: as they are, in any locale. A closed pipe and a full disk are the wall's to tell."""
    sys.stdout.flush()
    sys.stdout.buffer.write(body)
    sys.stdout.buffer.flush()
