"""The reading door: free for cli, web, desk and jobs."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from math import inf
from typing import Any

from sqlalchemy import Engine

from monitor.store.begun import OnServer, on_file
from monitor.store.doors import Outcome, Reading
from monitor.store.faults import StoreFault, faults_told


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


def read_together(engine: Engine, queries: Sequence[Callable[[Reading], Any]], patience: float = inf) -> list[Outcome]:
    """Runs the queries in one read transaction; their outcomes, in the order given.

    After ``patience`` (s) none is begun any more: then there are fewer outcomes than queries.
    After one that fails the others have a transaction of their own: on PostgreSQL the first is good for nothing more.
    When the database itself fails, the rest has failed with it.
    """
    outcomes: list[Outcome] = []
    ends = time.monotonic() + patience
    while len(outcomes) < len(queries) and not (outcomes and time.monotonic() > ends):
        try:
            with reading(engine) as door:
                for query in queries[len(outcomes) :]:
                    result = query(door)
                    outcomes.append(Outcome(result=result))
                    if time.monotonic() > ends:
                        break
        except StoreFault as fault:
            outcomes += [Outcome(error=fault)] * (len(queries) - len(outcomes))
        except Exception as error:
            outcomes.append(Outcome(error=error))
    return outcomes
