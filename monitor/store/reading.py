"""The reading door: free for cli, web, desk and jobs."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from monitor.store.begun import OnServer, on_file
from monitor.store.doors import Reading
from monitor.store.faults import faults_told


@contextmanager
def reading(engine: Engine) -> Iterator[Reading]:
    """One read transaction: everything in it sees the same moment of the database.

    Raises StoreFault when the database itself fails.
    """
    with faults_told(engine):
        if engine.dialect.name == "sqlite":
            with on_file(engine, writes=False) as begun:
                yield Reading(begun)
            return
        # PostgreSQL's default shows each statement another moment; SQLite's read transaction is one snapshot anyway
        with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            yield Reading(OnServer(connection))
            connection.rollback()
