"""The writing door for a person's verbs."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Engine

from monitor.store.doors import Writing
from monitor.store.writing import writing

P = ParamSpec("P")
T = TypeVar("T")


def write(engine: Engine, change: Callable[Concatenate[Writing, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Runs ``change(door, ...)`` in one write transaction."""
    with writing(engine) as door:
        return change(door, *args, **kwargs)
