"""The course of a development: its posts in the order in which they came, each with what was judged of it."""

import re
from dataclasses import dataclass

from monitor.model import Refused
from monitor.store.developments import Kept, course_of
from monitor.store.doors import Reading
from monitor.store.editions import Edition, editions

#: As ``developments`` and alerts call one.
_NAMED = re.compile(r"(?:dev(?:elopment)?[/ ])(\d{1,18})", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Step:
    """One post of a development: as it reads now, and what was judged of it when it came in."""

    edition: Edition
    kept: Kept


def development_named(name: str) -> int | None:
    """The number of a development that is named as the lists name it (``dev/4``); None for anything else."""
    found = _NAMED.fullmatch(name.strip())
    return int(found[1]) if found else None


def course(door: Reading, development: int, *, story: str) -> list[Step]:
    """The posts of a development (of ``story``, if one is named), the first first. Raises Refused if there is none."""
    kept = course_of(door, development)
    if kept and story not in {"", kept[0].match.story}:
        raise Refused(f"development {development} belongs to the story {kept[0].match.story!r}, not to {story!r}")
    if not kept:
        raise Refused(f"there is no development {development}; those that there are: monitor developments")
    read = editions(door, [one.match.post for one in kept])
    return [Step(edition=edition, kept=one) for edition, one in zip(read, kept, strict=True)]
