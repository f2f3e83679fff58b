"""A sign of life beside a SQLite file: what the database cannot say of its daemon while it takes nothing.

The file ``<database>.daemon`` is locked as long as a daemon lives, whatever ends it, and holds a line on how it is.
On a server's database a session says it (``store.session``).
"""

import json
import os
import re
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType

try:
    import fcntl
except ImportError:  # no POSIX system: there is no sign
    fcntl = None  # type: ignore[assignment]

#: The line is filled up to so many bytes and written over in place: a full disk still takes it.
ROOM = 1024

#: Somebody who only looks holds it for a moment as well: what is held so many times is held by a daemon.
LOOKS = 5

#: An address that says no more than where the file is: nearly every one.
_PLAIN = re.compile(r"sqlite(?:\+\w+)?:///([^?#%]+)")


@dataclass(frozen=True, kw_only=True)
class Sign:
    """What a daemon that lives says of itself: when, and since when and why it cannot write (None, "": it can).

    ``is_mute``: the disk has turned read-only, so that what it says does not reach us. ``is_elsewhere``: the database
    file that it writes into is not the one that stands at its place any more.
    """

    at: datetime | None
    outage_since: datetime | None = None
    why: str = ""
    is_mute: bool = False
    is_elsewhere: bool = False


def presence_file(url: str) -> Path | None:
    """Where the sign of a database stands; None for a server's."""
    if fcntl is None or not url.startswith("sqlite"):
        return None
    if plain := _PLAIN.fullmatch(url):
        return Path(f"{plain[1]}.daemon")
    from sqlalchemy.engine import make_url  # a fifth of a second, for who looks each half minute

    named = make_url(url).database
    return Path(f"{named}.daemon") if named else None


class Presence:
    """A daemon's hold on its database, for as long as the block lasts. One daemon has it; of several, the first.

    ``is_alone``: no other daemon had it when the block began.
    """

    def __init__(self, url: str) -> None:
        self._path = presence_file(url)
        self._file = -1
        self._is_held = False
        self._on = ""
        self.is_alone = True

    def __enter__(self) -> "Presence":
        # a folder that takes no file is the database's trouble as well, and told there
        with suppress(OSError):
            if self._path is not None:
                self._on = _identity(self._path)
                self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
                self.is_alone = self._is_held = _free(self._file)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def say(self, sign: Sign) -> None:
        """Writes how the daemon is; a disk that does not even take that keeps the last word.

        What another daemon says is left alone, until that one has ended.
        """
        if self._file < 0 or sign.at is None:
            return
        with suppress(OSError):
            self._is_held = self._is_held or _free(self._file)
        if not self._is_held:
            return
        since = sign.outage_since.isoformat() if sign.outage_since else None
        said = {"at": sign.at.isoformat(), "outage": since, "why": sign.why[: ROOM // 4], "on": self._on}
        line = json.dumps(said).encode("ascii")
        with suppress(OSError):
            os.pwrite(self._file, line.ljust(ROOM - 1)[: ROOM - 1] + b"\n", 0)


def sign_of(url: str) -> Sign | None:
    """What the daemon of a database says of itself; None if no daemon lives, as far as this machine can tell."""
    path = presence_file(url)
    if path is None:
        return None
    try:
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        if _free(file):
            return None
        if os.fstatvfs(file).f_flag & os.ST_RDONLY:
            return Sign(at=None, is_mute=True)
        return _read(os.pread(file, ROOM, 0), _identity(path))
    except OSError:
        return None
    finally:
        os.close(file)


def _free(file: int) -> bool:
    """Whether nobody else holds the file; it is held by us then. Raises OSError where files cannot be locked at all."""
    for _ in range(LOOKS):
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.01)
        else:
            return True
    return False


def _identity(path: Path) -> str:
    """Which file stands at the place of the database whose sign is at ``path``; "" if none does."""
    try:
        found = path.with_suffix("").stat()
    except OSError:
        return ""
    return f"{found.st_dev}/{found.st_ino}"


def _read(line: bytes, here: str) -> Sign:
    """A line as ``say`` writes it; one that cannot be read says only that somebody is there. ``here`` is the file that
    stands there now."""
    try:
        said = json.loads(line)
        since = said["outage"]
        return Sign(
            at=datetime.fromisoformat(said["at"]),
            outage_since=datetime.fromisoformat(since) if since else None,
            why=str(said["why"]),
            is_elsewhere=said.get("on", here) not in {"", here},
        )
    except (ValueError, KeyError, TypeError):
        return Sign(at=None)
