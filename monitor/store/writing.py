"""The writing door: opened by jobs and desk alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

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
    with faults_told(engine), _for_writing(engine).begin() as connection:
        yield Writing(connection)


@lru_cache(maxsize=4)
def _for_writing(engine: Engine) -> Engine:
    """The same engine with the option ``door``: putting it on each connection costs as much as a statement."""
    return engine.execution_options(door="write")
