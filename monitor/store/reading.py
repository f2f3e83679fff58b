"""The reading door: free for cli, web, desk and jobs."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from monitor.store.doors import Reading


@contextmanager
def reading(engine: Engine) -> Iterator[Reading]:
    """One read transaction: everything in it sees the same moment of the database."""
    with engine.connect() as connection:
        yield Reading(connection)
        connection.rollback()
