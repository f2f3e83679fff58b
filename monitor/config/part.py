"""What of a table with faults is well: the other rooms are asked about that in the same run, so that no fault hides
another."""

from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from monitor.config.places import Way
from monitor.config.shape import faults_of, steps_of
from monitor.config.toml import Loaded
from monitor.model import Fault

T = TypeVar("T", bound=BaseModel)

#: What stands where something wrong was left out, by its way inside the table; None: nothing, the default holds.
Instead = Callable[[Way], Any]

#: Leaving something out may show that something else is missing, but not often.
_ROUNDS = 5


def nothing_instead(way: Way) -> Any:
    """Everything that is wrong is simply left out."""
    return None


def read_part(
    shape: type[T], loaded: Loaded, way: Sequence[str | int] = (), instead: Instead = nothing_instead
) -> tuple[T | None, list[Fault], tuple[Way, ...]]:
    """The table at ``way`` of a file without what is wrong in it, all faults of its shape, and the ways (inside the
    table) of what was left out. None for a table that is none without what was left out."""
    table: Any = loaded.data
    for step in way:
        table = table[step]
    faults: list[Fault] = []
    lost: list[Way] = []
    for _ in range(_ROUNDS):
        try:
            return shape.model_validate(table), faults, tuple(lost)
        except ValidationError as error:
            if not faults:
                faults, table = faults_of(error, shape, loaded, way), deepcopy(table)
            # the deepest first: what stands around it may go as well
            for place in sorted({_place(table, each) for each in error.errors(include_url=False)}, key=len)[::-1]:
                if not place:
                    return None, faults, tuple(lost)
                _leave_out(table, place, instead(place))
                lost.append(place)
    return None, faults, tuple(lost)


def _place(table: Any, error: Any) -> Way:
    """The way to what is wrong or missing."""
    place: Way = ()
    here = table
    for step in steps_of(error, table):
        if isinstance(here, dict) and (step in here or error["type"] == "missing"):
            place, here = (*place, step), here.get(step)
        elif isinstance(here, list) and isinstance(step, int) and step < len(here):
            place, here = (*place, step), here[step]
        else:
            break
    return place


def _leave_out(table: Any, place: Way, instead: Any) -> None:
    here = table
    for step in place[:-1]:
        here = here[step]
    if instead is not None or isinstance(here, list):  # the numbers of the other elements stay
        here[place[-1]] = instead
    else:
        here.pop(place[-1], None)
