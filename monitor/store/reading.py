"""The reading door: free for cli, web, desk and jobs."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from monitor.store.doors import Reading
from monitor.store.faults import faults_told


@contextmanager
def reading(engine: Engine) -> Iterator[Reading]:
    """One read transaction: everything in it sees the same moment of the database.

    Raises StoreFault when the database itself fails.
    """
    # PostgreSQL's default shows each statement another moment; SQLite's read transaction is one snapshot anyway
    options = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    with faults_told(engine), engine.connect().execution_options(**options) as connection:
        yield Reading(connection)
        connection.rollback()
