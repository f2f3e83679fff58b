"""What speaks against an echo however alike the words: one post says it was done, the other that it was undone; or one
counts twelve dead and the other forty-five.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from monitor.judging.lexicon import names_of
from monitor.judging.marks import VERDICTS
from monitor.judging.persons import OF_ONE, somebody_else
from monitor.judging.sides import TITLE, WORD
from monitor.judging.tolls import ANOTHER, IN_THE_LEAD, OPPOSED, counts

#: Log-odds for: both say that the same was undone.
_BOTH_UNDONE = 1.5
_BOTH_DONE = 0.5

#: Axes of words that undo something else, and what is undone is named by another act ("cancels the flights").
_UNDOING = frozenset({"course", "accept", "confirm", "belong"})
#: Log-odds against, when two posts undo two things: the flights are cancelled, then the strike.
_OTHER_THING = 4.0
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

#: Log-odds against, when a post brings an outsider's verdict on what a development told. Where courts are at work the
#: words for it may mean a sentence ("condamné", "осудил").
_REACTED = 3.0
_COURT = ("i:court", "i:trial", "i:sentence", "i:prosecutor")

#: An arrest, and the custody that a court orders after it.
_ARREST, _REMAND = "i:arrest", "i:remand"


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
        *(*_sides(features, others), *counts(features, others)),
        *(*_reaction(features, others), *_which(features, others), *_somebody_else(features, others)),
        *_other_house(features, others),
        *_remanded(features, others),
    ]
    if other := _other_thing(features, others):
        against = [each for each in against if each[0] not in _UNDOING or each[1] < 0] + [other]
    if any(weight == _BOTH_UNDONE and not _is_ours(features, axis) for axis, weight, _ in against):
        # "leaves the Board of Peace" leaves the peace alone, "withdraws from" it does not: they say one thing
        against = [each for each in against if each[1] >= 0 or not _is_ours(features, each[0])]
    if any(weight == _BOTH_UNDONE and axis not in _UNDOING for axis, weight, _ in against):
        # "the strike ends, trains resume": what resumes is another thing than the strike that both say has ended
        against = [each for each in against if each[1] >= 0 or each[0] != "course"]
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
        if axis in _UNDOING and _two_things(features, others, axis, side):
            continue
        strongest = max((each for each in theirs if each[0] * side < 0), key=lambda each: (abs(each[0]), each[1]))
        weight = -OPPOSED if abs(side) == abs(strongest[0]) == TITLE else -IN_THE_LEAD
        yield axis, weight, _in_words(strongest[1], said)


def _two_things(features: Mapping[str, Any], others: Sequence[Mapping[str, Any]], axis: str, side: int) -> bool:
    """Whether what one post refuses, denies or calls off is another thing than what the others accept, confirm or
    begin: both name what it is, and neither speaks of the other's."""
    against = [other for other in others if (_side(other, axis) or [0])[0] * side < 0]
    undone, done = ([features], against) if side < 0 else (against, [features])
    refused, accepted = _things(undone, -1), _things(done, 1)
    if not refused or not accepted or any(refused & one and accepted & one for one in _ONE_THINGS):
        return False
    return not _speak_of(done, refused) and not _speak_of(undone, accepted)


def _things(posts: Sequence[Mapping[str, Any]], sign: int) -> frozenset[str]:
    """The acts that posts say were done (``sign`` 1) or undone (-1), but words that only do or undo others."""
    taken = ((axis, side) for post in posts for axis, (side, _) in (post.get("sides") or {}).items())
    return frozenset(axis for axis, side in taken if side * sign > 0 and axis not in _UNDOING and axis[:2] != WORD)


def _speak_of(posts: Sequence[Mapping[str, Any]], things: frozenset[str]) -> bool:
    return any(
        f"i:{thing}" in post["terms"] or thing in (post.get("sides") or ()) for post in posts for thing in things
    )


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
        yield f"nth {shared[0]}", -ANOTHER, f"an earlier post speaks of number {another}, this one of number {one}"


def _other_house(features: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, float, str]]:
    """Whether a post's title speaks of the one house of a parliament and those of the development of the other."""
    mine: Sequence[str] = features.get("houses") or ()
    theirs = {house for other in others for house in other.get("houses") or ()}
    if mine and theirs and theirs.isdisjoint(mine):
        yield "house", -_HOUSE, f"an earlier post speaks of the {min(theirs)} house, this one of the {mine[0]} one"


def _remanded(features: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, float, str]]:
    """Whether a title says that a court keeps somebody in custody whom a development only tells to be arrested, in
    a language that has a word for either."""
    if _REMAND not in (features.get("acts") or ()) or any(_REMAND in other["terms"] for other in others):
        return
    arrests = [other for other in others if _ARREST in (other.get("acts") or ())]
    if any(_REMAND[2:] in names_of(other["lang"].partition("/")[0]) for other in arrests):
        yield "custody", -IN_THE_LEAD, "this one tells of custody, no earlier post does"


def _somebody_else(
    features: Mapping[str, Any], others: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[str, float, str]]:
    """Whether a post's title tells of somebody else what the titles of the development tell of whom they name."""
    mine = _of_one(features)
    if mine and any(mine & _of_one(other) for other in others) and somebody_else(features, others):
        yield "person", -ANOTHER, "this one tells the same of somebody else"


def _of_one(features: Mapping[str, Any]) -> frozenset[str]:
    """What a title says that one person does or suffers; nothing where another accepts it."""
    sides: Mapping[str, list[Any]] = features.get("sides") or {}
    if sides.get("accept", (0,))[0] > 0:
        return frozenset()
    convicted = {"i:sentence"} if sides.get("guilt", (0,))[0] == TITLE else set()
    return OF_ONE.intersection(convicted.union(features.get("acts") or ()))
