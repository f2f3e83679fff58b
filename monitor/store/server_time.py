"""What time it is where the database is: the one clock that all who share it can read."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import text

from monitor.store.columns import from_ticks
from monitor.store.doors import Reading

#: An answer that took longer says too little of the moment at which the server looked.
SLOW = timedelta(seconds=5)

#: As a number: whatever zone the server, its role or its database is set to.
_TIME = text("SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)")


class Compared(NamedTuple):
    """By how much the server's clock is ahead of the one it was compared with (behind: below zero), give or take."""

    ahead: timedelta
    within: timedelta


def compare(door: Reading, own: Callable[[], datetime]) -> Compared | None:
    """Compares this machine's ``own`` clock with the server's. None for a file, and after a slow answer."""
    if door.dialect.name != "postgresql":
        return None
    began = own()
    said = from_ticks(door.connection.execute(_TIME).scalar_one())
    took = own() - began
    if not timedelta(0) <= took <= SLOW:  # or our own clock was just set
        return None
    return Compared(said - (began + took / 2), took / 2)


def server_time(door: Reading) -> datetime | None:
    """What time it is at the server; None for a file, which has no clock of its own."""
    return from_ticks(door.connection.execute(_TIME).scalar_one()) if door.dialect.name == "postgresql" else None
