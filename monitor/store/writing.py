"""The writing door: opened by jobs and desk alone."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from monitor.store.doors import Writing
from monitor.store.faults import faults_told


@contextmanager
def writing(engine: Engine) -> Iterator[Writing]:
    """One write transaction: all of it happens, or none.

    On SQLite it begins IMMEDIATE (the engine option ``door``): a transaction that reads first and writes later
    cannot wait for its turn and fails at once, whatever busy_timeout says; so a writer queues at the door.
    Raises StoreFault, and nothing has happened, when the database itself fails.
    """
    with faults_told(engine), engine.connect().execution_options(door="write") as connection, connection.begin():
        yield Writing(connection)
