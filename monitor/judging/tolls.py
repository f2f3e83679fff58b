"""Counts that are news: of the dead and others, and of money, which differ for good from what a development counts."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from monitor.judging.figures import Figure, counts_in, differs, has_moved, is_money, is_slip
from monitor.judging.sides import TITLE
from monitor.judging.sketch import sameness

#: Log-odds against, when both say it in the title: more than all likeness together. Less if one says it in the lead.
OPPOSED, IN_THE_LEAD = 8.0, 3.0

#: Log-odds against, when the titles speak of two of a kind (the fourth round of talks, and the third), or a toll rises
#: that nobody gave.
ANOTHER = 6.0
#: A count of people so many times another, or a sum of money, is as good as opposed; below, or a percentage, less.
_MANY_TIMES_MONEY, _MANY_TIMES_PERCENT, _MANY_TIMES_PEOPLE = 2.0, 1e9, 1.5

#: Counts that rise, by the idea of those who are counted; from this number on.
_PEOPLE, _SOME = frozenset({"dead", "injured", "missing", "sick"}), 2
#: Whose first count is news as well, where it stands in a title: "a plane crashes", then "38 dead".
_DEAD = "dead"

#: So much of the words in common, and two digits swapped are a slip of the hand.
_COPY = 0.6


def counts(features: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, float, str]]:
    """Each count of a post that differs for good from that of a development: what is counted, log-odds, why in words.

    ``others`` are the development's posts, the nearest in time first.
    """
    mine: Mapping[str, list[list[float]]] = features.get("figures") or {}
    for counted, values in mine.items():
        theirs = [(other, each) for other in others if (each := (other.get("figures") or {}).get(counted))]
        if not theirs and (risen := _risen(features, others, counted, values)):
            yield counted, -ANOTHER, risen
        elif not theirs and counted == _DEAD and _first_count(features, others, values):
            yield counted, -ANOTHER, f"this one counts {values[0][0]:,.12g} ({counted}), no earlier post does"
        theirs = [(other, each) for other, each in theirs if _compares(features, other, counted)]
        if not theirs or any(value[0] == other[0] for value in values for _, each in theirs for other in each):
            continue
        first, counts = theirs[-1]
        pairs = [(Figure(value[0], bool(value[1])), Figure(*other)) for value in values for other in counts]
        moved = _moved(features, counted)
        if not all(
            (differs(one, other, counted) or has_moved(one, other, moved)) and not _slip(features, first, one, other)
            for one, other in pairs
        ):
            continue
        one, other = min(pairs, key=lambda pair: _times(*pair))
        many = _times(one, other) >= _many_times(counted)
        weight = -OPPOSED if many or moved else -IN_THE_LEAD
        what = counted.rpartition(".")[2]
        yield counted, weight, f"an earlier post counts {other.value:,.12g} ({what}), this one {one.value:,.12g}"


def _compares(features: Mapping[str, Any], other: Mapping[str, Any], counted: str) -> bool:
    """Whether two posts' counts are of one thing: sums of money beside the news (a price that rose, another that is
    wanted) are many."""
    return not is_money(counted) or all(counted in post.get("counted", (counted,)) for post in (features, other))


def _moved(features: Mapping[str, Any], counted: str) -> int:
    """Which way a title says that the count of people that it gives has moved: 1 up, -1 down, 0 if it does not say."""
    level = _side(features, "level") or _side(features, "reach")
    if not level or abs(level[0]) != TITLE or counted not in _PEOPLE or counted not in (features.get("counted") or ()):
        return 0
    return 1 if level[0] > 0 else -1


def _risen(
    features: Mapping[str, Any], others: Sequence[Mapping[str, Any]], counted: str, values: Sequence[Sequence[float]]
) -> str:
    """The reason, if a title says that a count of people has risen and the development, which tells of such people,
    never counted them: "a firefighter dies", then "the toll rises to four". Else ""."""
    level = _side(features, "level") or _side(features, "reach")
    if not level or level[0] != TITLE or counted not in _PEOPLE or values[0][0] < _SOME:
        return ""
    if not any(f"i:{counted}" in other["terms"] for other in others):
        return ""
    return f'this one says "{level[1]}" of a count ({counted} {values[0][0]:,.12g}) that no earlier post gives'


def _first_count(
    features: Mapping[str, Any], others: Sequence[Mapping[str, Any]], values: Sequence[Sequence[float]]
) -> bool:
    """Whether a title tells of so many dead, and not in passing ("detain director of mine where 42 died"), where nobody
    told of so many; in a language whose figures we do not read somebody may have."""
    told = (_side(features, "life") or (0,))[0] == -TITLE
    if not told or _DEAD not in (features.get("counted") or ()) or values[0][0] < _SOME:
        return False
    return not any(f"i:{_DEAD}" in other["terms"] and not counts_in(other["lang"]) for other in others)


def _many_times(counted: str) -> float:
    if is_money(counted):
        return _MANY_TIMES_MONEY
    return _MANY_TIMES_PERCENT if counted == "percent" else _MANY_TIMES_PEOPLE


def _times(one: Figure, other: Figure) -> float:
    low, high = sorted((one.value, other.value))
    return high / low if low > 0 else 1e9


def _slip(features: Mapping[str, Any], first: Mapping[str, Any], one: Figure, other: Figure) -> bool:
    swapped = is_slip(f"{one.value:g}", f"{other.value:g}")
    return swapped and sameness(features["sketch"], first["sketch"]) >= _COPY


def _side(features: Mapping[str, Any], axis: str) -> list[Any] | None:
    found: list[Any] | None = (features.get("sides") or {}).get(axis)
    return found
