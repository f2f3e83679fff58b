"""One daemon at a time: what reads first and writes by what it read must not do so beside another daemon."""

from typing import Literal
from zlib import crc32

from sqlalchemy import text

from monitor.store.doors import Writing

#: What is done by one daemon at a time: judging and telling, choosing messages to send, watching the sources,
#: closing a digest, writing facts, registering what the configuration names.
Part = Literal["tell", "send", "watch", "digest", "facts", "register"]

#: Names our locks among those of other programs in a PostgreSQL cluster; ours alone.
_OURS = 712026

_LOCK = text("SELECT pg_advisory_xact_lock(:ours, :part)")


def alone(door: Writing, part: Part) -> None:
    """From here to the end of the transaction no other daemon is in this part; what it wrote before is seen.

    SQLite has one writer at a time anyway; PostgreSQL lets transactions run beside each other, each blind to what the
    other has not committed. Ask before the first read.
    """
    if door.dialect.name == "postgresql":
        door.connection.execute(_LOCK, {"ours": _OURS, "part": crc32(part.encode()) & 0x7FFFFFFF})
