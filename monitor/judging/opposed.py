"""What speaks against an echo however alike the words: one post says it was done, the other that it was undone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from monitor.judging.sides import TITLE

#: Log-odds against, when both say it in the title: more than all likeness together. Less if one says it in the lead.
OPPOSED, _IN_THE_LEAD = 8.0, 3.0

#: Log-odds for: both say that the same was undone.
_BOTH_UNDONE = 1.0


@dataclass(frozen=True, kw_only=True)
class Opposition:
    """``weight`` in log-odds, below zero if the sides are opposed; on which ``axes``; ``why`` in words, or "".

    ``agreed``: the axes on which both take one side.
    """

    weight: float = 0.0
    axes: frozenset[str] = frozenset()
    agreed: frozenset[str] = frozenset()
    why: str = ""


NONE = Opposition()


def opposition(features: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> Opposition:
    """A post against a development, given by its posts: what most of them say of an act is what it says."""
    mine: Mapping[str, list[Any]] = features.get("sides") or {}
    if not mine:
        return NONE
    weight = 0.0
    axes, agreed = set(), set()
    undone = 0.0
    why = ""
    for axis, (side, said) in mine.items():
        theirs = [each for other in others if (each := (other.get("sides") or {}).get(axis))]
        total = sum(each[0] for each in theirs)
        if axis == "again" or not total:
            continue
        if total * side > 0:
            agreed.add(axis)
            undone = _BOTH_UNDONE if side == -TITLE and min(each[0] for each in theirs) == -TITLE else undone
            continue
        strongest = max((each for each in theirs if each[0] * side < 0), key=lambda each: (abs(each[0]), each[1]))
        against = -OPPOSED if abs(side) == abs(strongest[0]) == TITLE else -_IN_THE_LEAD
        axes.add(axis)
        if against < weight:
            weight, why = against, f'an earlier post says "{strongest[1]}", this one "{said}"'
    return Opposition(weight=weight + undone, axes=frozenset(axes), agreed=frozenset(agreed), why=why)
