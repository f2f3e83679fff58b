"""What speaks against an echo however alike the words: one post says it was done, the other that it was undone; or one
counts twelve dead and the other forty-five.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from monitor.judging.figures import Figure, counts_in, differs, is_money, is_slip
from monitor.judging.marks import VERDICTS
from monitor.judging.persons import OF_ONE, somebody_else
from monitor.judging.sides import TITLE, WORD
from monitor.judging.sketch import sameness

#: Log-odds against, when both say it in the title: more than all likeness together. Less if one says it in the lead.
OPPOSED, _IN_THE_LEAD = 8.0, 3.0

#: Log-odds for: both say that the same was undone.
_BOTH_UNDONE = 1.5
_BOTH_DONE = 0.5

#: Axes of words that undo something else, and what is undone is named by another act ("cancels the flights").
_UNDOING = frozenset({"course", "accept", "confirm", "belong"})
#: Log-odds against, when two posts undo two things: the flights are cancelled, then the strike.
_OTHER_THING = 4.0
#: Log-odds against, when the titles speak of two of a kind (the fourth round of talks, and the third), or a toll rises
#: that nobody gave.
_ANOTHER = 6.0
#: Log-odds against, when one house of a parliament did what the other did before.
_HOUSE = 4.0
#: One thing under several names: whoever calls off a visit calls off the talks and the signing there. A strike has
#: the word of a blow ("strike"), a takeover is bought, a run-off is an election.
_ONE_THINGS = (
    frozenset(
        (
            *("talks", "meet", "summit", "session", "visit", "ceremony", "sign"),
            *("treaty", "go", "fly", "attend", "promise"),
        )
    ),
    frozenset({"strikework", "hit", "protest"}),
    frozenset({"merge", "buy", "sell", "trade", "invest"}),
    frozenset({"election", "referendum"}),
)

#: A count of people so many times another, or a sum of money, is as good as opposed; below, or a percentage, less.
_MANY_TIMES_MONEY, _MANY_TIMES_PERCENT, _MANY_TIMES_PEOPLE = 2.0, 1e9, 1.5

#: Log-odds against, when a post brings an outsider's verdict on what a development told. Where courts are at work the
#: words for it may mean a sentence ("condamné", "осудил").
_REACTED = 3.0
_COURT = ("i:court", "i:trial", "i:sentence", "i:prosecutor")

#: Counts that rise, by the idea of those who are counted; from this number on.
_PEOPLE, _SOME = frozenset({"dead", "injured", "missing", "sick"}), 2
#: Whose first count is news as well, where it stands in a title: "a plane crashes", then "38 dead".
_DEAD = "dead"

#: So much of the words in common, and two digits swapped are a slip of the hand.
_COPY = 0.6


@dataclass(frozen=True, kw_only=True)
class Opposition:
    """``weight`` in log-odds, below zero if the sides are opposed; on which ``axes``; ``why`` in words, or "".

    ``agreed``: the axes on which both take one side.
    """

    weight: float = 0.0
    axes: frozenset[str] = frozenset()
    agreed: frozenset[str] = frozenset()
    why: str = ""


def opposition(features: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> Opposition:
    """A post against a development, given by its posts, the nearest in time first.

    What most of its posts say of an act is what a development says; what the first of them counted is its count.
    """
    against = [
        *(*_sides(features, others), *_counts(features, others)),
        *(*_reaction(features, others), *_which(features, others), *_somebody_else(features, others)),
        *_other_house(features, others),
    ]
    if other := _other_thing(features, others):
        against = [each for each in against if each[0] not in _UNDOING or each[1] < 0] + [other]
    if any(weight == _BOTH_UNDONE and not _is_ours(features, axis) for axis, weight, _ in against):
        # "leaves the Board of Peace" leaves the peace alone, "withdraws from" it does not: they say one thing
        against = [each for each in against if each[1] >= 0 or not _is_ours(features, each[0])]
    agreed = frozenset(axis for axis, weight, _ in against if weight >= 0)
    opposed = [each for each in against if each[1] < 0]
    weight, why = min(((weight, why) for _, weight, why in opposed), default=(0.0, ""))
    return Opposition(
        weight=weight + max((weight for _, weight, _ in against if weight >= 0), default=0.0),
        axes=frozenset(axis for axis, _, _ in opposed),
        agreed=agreed,
        why=why,
    )


def _sides(features: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, float, str]]:
    """Each act of a post that the development takes a side of: axis, log-odds, and why not."""
    mine: Mapping[str, list[Any]] = features.get("sides") or {}
    negated = {axis for other in others for axis in other.get("sides") or () if axis[:2] == WORD}
    for axis in [*mine, *sorted(negated.difference(mine).intersection(features.get("titled") or ()))]:
        side, said = _side(features, axis) or (0, "")
        theirs = [each for other in others if (each := _side(other, axis))]
        total = sum(each[0] for each in theirs)
        if axis == "again" or not side or not total:
            continue
        if total * side > 0:
            both = side == -TITLE and min(each[0] for each in theirs) == -TITLE
            title = abs(side) == TITLE and max(abs(each[0]) for each in theirs) == TITLE
            yield axis, _BOTH_UNDONE if both else _BOTH_DONE if title and not _is_ours(features, axis) else 0.0, ""
            continue
        strongest = max((each for each in theirs if each[0] * side < 0), key=lambda each: (abs(each[0]), each[1]))
        weight = -OPPOSED if abs(side) == abs(strongest[0]) == TITLE else -_IN_THE_LEAD
        yield axis, weight, _in_words(strongest[1], said)


def _is_ours(features: Mapping[str, Any], axis: str) -> bool:
    """Whether an act is a word of the story's own keywords, so that each of its posts says it."""
    return f"i:{axis}" in features["ours"]


def _other_thing(features: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> tuple[str, float, str] | None:
    """Whether the title of a post undoes something else than the titles of the development: axis, log-odds, why."""
    mine, theirs = _undone(features), [_undone(other) for other in others]
    shared = [axis for axis in mine if axis in _UNDOING and any(axis in each for each in theirs)]
    things = {axis: said for axis, said in mine.items() if axis not in _UNDOING}
    known = {axis: said for each in theirs for axis, said in each.items() if axis not in _UNDOING}
    if not shared or not things or not known or things.keys() & known.keys():
        return None
    if any(things.keys() & one and known.keys() & one for one in _ONE_THINGS):
        return None
    return shared[0], -_OTHER_THING, _in_words(next(iter(known.values())), next(iter(things.values())))


def _undone(features: Mapping[str, Any]) -> dict[str, str]:
    """What a title says was undone: axis -> the words that say it."""
    sides: Mapping[str, list[Any]] = features.get("sides") or {}
    return {axis: said for axis, (side, said) in sides.items() if side == -TITLE and axis[:2] != WORD}


def _reaction(features: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, float, str]]:
    """Whether a post's title names an act of the development's titles and an outsider's verdict on it, which is new."""
    mine: Sequence[str] = features.get("acts") or ()
    told = [other for other in others if any(act in (other.get("acts") or ()) for act in mine)]
    court = any(term in other["terms"] for term in _COURT for other in (features, *others))
    for act in mine if told and not court else ():
        if act[2:] in VERDICTS and not any(act in other["terms"] for other in others):
            yield act, -_REACTED, f"this one is a verdict on it ({act[2:]})"
            return


def _side(features: Mapping[str, Any], axis: str) -> list[Any] | None:
    """The side that a post takes; of a word that another post negates, that it stands in the title."""
    found: list[Any] | None = (features.get("sides") or {}).get(axis)
    if found is None and axis[:2] == WORD and axis in (features.get("titled") or ()):
        undone = any(each[0] == -TITLE for each in features["sides"].values())
        return None if undone else [TITLE, ""]
    return found


def _in_words(theirs: str, mine: str) -> str:
    if theirs and mine:
        return f'an earlier post says "{theirs}", this one "{mine}"'
    if mine:
        return f'this one says "{mine}", an earlier post the opposite'
    return f'an earlier post says "{theirs}", this one the opposite'


def _counts(features: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, float, str]]:
    """Each count of a post that differs for good from that of the development."""
    mine: Mapping[str, list[list[float]]] = features.get("figures") or {}
    for counted, values in mine.items():
        theirs = [(other, each) for other in others if (each := (other.get("figures") or {}).get(counted))]
        if not theirs and (risen := _risen(features, others, counted, values)):
            yield counted, -_ANOTHER, risen
        elif not theirs and counted == _DEAD and _first_count(features, others, values):
            yield counted, -_ANOTHER, f"this one counts {values[0][0]:,.12g} ({counted}), no earlier post does"
        if not theirs or any(value[0] == other[0] for value in values for _, each in theirs for other in each):
            continue
        first, counts = theirs[-1]
        pairs = [(Figure(value[0], bool(value[1])), Figure(*other)) for value in values for other in counts]
        if not all(differs(one, other, counted) and not _slip(features, first, one, other) for one, other in pairs):
            continue
        one, other = min(pairs, key=lambda pair: _times(*pair))
        many = _times(one, other) >= _many_times(counted)
        weight = -OPPOSED if many else -_IN_THE_LEAD
        what = counted.rpartition(".")[2]
        yield counted, weight, f"an earlier post counts {other.value:,.12g} ({what}), this one {one.value:,.12g}"


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


def _which(features: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, float, str]]:
    """Whether a post's title speaks of another one of a kind than the titles of the development: the fourth round."""
    mine: Mapping[str, list[int]] = features.get("nth") or {}
    theirs: dict[str, list[int]] = {}
    for other in others if mine else ():
        for term, values in (other.get("nth") or {}).items():
            theirs.setdefault(term, []).extend(values)
    shared = [term for term in mine if term in theirs]
    if shared and all(set(mine[term]).isdisjoint(theirs[term]) for term in shared):
        one, another = mine[shared[0]][0], theirs[shared[0]][0]
        yield f"nth {shared[0]}", -_ANOTHER, f"an earlier post speaks of number {another}, this one of number {one}"


def _other_house(features: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, float, str]]:
    """Whether a post's title speaks of the one house of a parliament and those of the development of the other."""
    mine: Sequence[str] = features.get("houses") or ()
    theirs = {house for other in others for house in other.get("houses") or ()}
    if mine and theirs and theirs.isdisjoint(mine):
        yield "house", -_HOUSE, f"an earlier post speaks of the {min(theirs)} house, this one of the {mine[0]} one"


def _somebody_else(
    features: Mapping[str, Any], others: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[str, float, str]]:
    """Whether a post's title tells of somebody else what the titles of the development tell of whom they name."""
    mine = _of_one(features)
    if mine and any(mine & _of_one(other) for other in others) and somebody_else(features, others):
        yield "person", -_ANOTHER, "this one tells the same of somebody else"


def _of_one(features: Mapping[str, Any]) -> frozenset[str]:
    """What a title says that one person does or suffers; nothing where another accepts it."""
    sides: Mapping[str, list[Any]] = features.get("sides") or {}
    if sides.get("accept", (0,))[0] > 0:
        return frozenset()
    convicted = {"i:sentence"} if sides.get("guilt", (0,))[0] == TITLE else set()
    return OF_ONE.intersection(convicted.union(features.get("acts") or ()))


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
