"""update, related, or neither: the rule decides, enumeration and genre may demote, a score ranks."""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from monitor.matching.background import Looks, looking_back, only_looked_back_on
from monitor.matching.enumeration import listed
from monitor.matching.evaluate import holds
from monitor.matching.genre import Genre, read_genre
from monitor.matching.grounds import Grounds, Page
from monitor.matching.namesakes import bears_names, namesakes
from monitor.matching.plan import Clause, Plan
from monitor.matching.reading import LONG, Reading, Sentence
from monitor.matching.remembrance import Stretch, remembered, remembrances
from monitor.model import Hit, Tier

#: So many sentences are asked whether the rule holds in one of them.
_ENOUGH_SENTENCES = 200

#: The score before it is brought to 0..1: what each sign adds (docs/reference/tiers-and-score.md).
_UNLISTED, _EARLY, _CLOSE, _REPORT, _DAY, _DIGIT = 2.0, 1.0, 1.0, 1.0, 0.5, 0.5

#: What the signs come to at most, and the genre points that bring the score to nothing.
_MOST = _UNLISTED + _EARLY + _CLOSE + _REPORT + _DAY + _DIGIT
_LEAST = -5.0

#: Where only the ``related`` rule holds, its place in the text says half as much.
_ONLY_RELATED = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a post in a story. ``tier`` None: it does not belong. ``demoted`` says by what, in words."""

    tier: Tier | None
    score: float = 0.0
    demoted: tuple[str, ...] = ()
    genre: Genre | None = None
    listed: tuple[Hit, ...] = ()
    looked_back_on: tuple[Hit, ...] = ()


class Sight:
    """What a post looks like, whatever the story: read once, and only if it belongs to one.

    ``hits`` are those of all stories that are asked of it; None if these are not known. Of a long text only the
    beginning is read, and where they stand.
    """

    def __init__(self, page: Page, hits: Mapping[str, Sequence[Hit]] | None = None) -> None:
        self._page, self._hits = page, hits

    @cached_property
    def reading(self) -> Reading:
        """Its words and sentences."""
        if self._hits is None:
            return Reading(self._page.post, self._page.lang)
        places = {hit.start for hits in self._hits.values() for hit in hits if hit.field == "text"}
        return Reading(self._page.post, self._page.lang, places)

    @cached_property
    def genre(self) -> Genre:
        """News, or opinion and analysis."""
        return read_genre(self.reading)

    @cached_property
    def listed(self) -> list[tuple[int, int]]:
        """The spans of its text that are enumerations."""
        return listed(self.reading)

    @cached_property
    def remembrances(self) -> list[Stretch]:
        """What its headline remembers."""
        return remembrances(self._page, self.reading)

    @cached_property
    def bears_names(self) -> bool:
        """Whether it has a word that streets and schools have in their names."""
        return bears_names(self._page.post)

    @cached_property
    def looking_back(self) -> list[Looks]:
        """The stretches of its text that only recall."""
        return looking_back(self.reading)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Apart:
    """The grounds of a post: all of them, without those in lists, without those it only looks back on, without what its
    headline remembers, without streets and institutions that bear a name, and those of its beginning."""

    all: Grounds
    unlisted: Grounds
    told: Grounds
    present: Grounds
    meant: Grounds
    opening: Grounds


def outcome(plan: Plan, grounds: Grounds, sight: Sight) -> Outcome:
    """The tier and score of a post whose hits are ``grounds``: ``never``, then ``update``, then ``related``."""
    if plan.never and holds(plan.never.node, grounds, plan.groups):
        return Outcome(tier=None)
    update = holds(plan.update.node, grounds, plan.groups)
    if not update and not holds(plan.related.node, grounds, plan.groups):
        return Outcome(tier=None)
    inside = _listed(grounds, sight.listed)
    back = only_looked_back_on(grounds, sight.looking_back, plan.story) if sight.looking_back else frozenset()
    past = remembered(grounds, sight.remembrances) if update else {}
    apart = _Apart(
        all=grounds,
        unlisted=_less(grounds, inside),
        told=_less(grounds, back),
        meant=_less(grounds, namesakes(grounds.post, grounds.hits)) if update and sight.bears_names else grounds,
        present=grounds.only(hit for hit in grounds.hits if hit.keyword not in past) if past else grounds,
        opening=_within(grounds, sight.reading.opening) if len(grounds.post.text) > LONG else grounds,
    )
    demoted = tuple(_demotions(plan, apart, sight.genre, past.values())) if update else ()
    clause = plan.update if update else plan.related
    return Outcome(
        tier="update" if update and not demoted else "related",
        score=_score(plan, clause, _less(apart.unlisted, back), grounds, sight),
        demoted=demoted,
        genre=sight.genre,
        listed=tuple(hit for hit in grounds.hits if hit in inside),
        looked_back_on=tuple(hit for hit in grounds.hits if hit in back),
    )


def _less(grounds: Grounds, hits: frozenset[Hit]) -> Grounds:
    return grounds.only(hit for hit in grounds.hits if hit not in hits) if hits else grounds


def _listed(grounds: Grounds, spans: Sequence[tuple[int, int]]) -> frozenset[Hit]:
    """The hits that stand inside an enumeration. A title is never one. Both are in the order of the text."""
    inside: set[Hit] = set()
    number = 0
    for hit in grounds.hits if spans else ():
        if hit.field == "text":
            while number < len(spans) and spans[number][1] < hit.end:
                number += 1
            if number == len(spans):
                break
            if spans[number][0] <= hit.start:
                inside.add(hit)
    return frozenset(inside)


def _demotions(plan: Plan, apart: _Apart, genre: Genre, said: Collection[str]) -> Iterator[str]:
    def fails(feature: str, grounds: Grounds) -> bool:
        return (
            feature in plan.features
            and len(grounds.hits) < len(apart.all.hits)
            and not holds(plan.update.node, grounds, plan.groups)
        )

    if fails("enumeration", apart.unlisted):
        yield "enumeration: without the names that only stand in a list the rule does not hold"
    if fails("background", apart.told):
        yield "background: without what it only looks back on the rule does not hold"
    if fails("beginning", apart.opening):
        yield "beginning: in the title and the first sentences of this long text the rule does not hold"
    if said and fails("remembrance", apart.present):
        signs = ", ".join(sorted(set(said)))
        yield f"remembrance: without what the headline remembers ({signs}) the rule does not hold"
    if fails("namesake", apart.meant):
        yield "namesake: without the streets and institutions that bear a name the rule does not hold"
    if "genre" in plan.features and genre.demotes:
        yield f"genre: {', '.join(genre.signs)}; {'an expert explains' if genre.report else 'nobody reports anything'}"


def _score(plan: Plan, clause: Clause, unlisted: Grounds, grounds: Grounds, sight: Sight) -> float:
    """0..1: how much a post looks like news of the story itself. It ranks within a tier."""
    weight = 1.0 if clause is plan.update else _ONLY_RELATED
    reading, genre = sight.reading, sight.genre
    early = reading.beginning
    words = [*reading.title_words, *reading.words[: early.last]]
    raw = -float(genre.points)
    raw += _UNLISTED * weight * (unlisted is grounds or holds(clause.node, unlisted, plan.groups))
    raw += _EARLY * weight * holds(clause.node, _within(grounds, early), plan.groups)
    raw += _CLOSE * weight * any(holds(clause.node, near, plan.groups) for near in _one_by_one(grounds, reading))
    raw += _REPORT * bool(genre.report and not genre.explained)
    raw += _DAY * bool(reading.lists.day.first(words))
    raw += _DIGIT * any(word[:1].isdecimal() for word in words)
    return round(min(max((raw - _LEAST) / (_MOST - _LEAST), 0.0), 1.0), 3)


def _within(grounds: Grounds, part: Sentence) -> Grounds:
    """The title's hits and those of a part of the text."""
    return grounds.only(
        hit for hit in grounds.hits if hit.field == "title" or (part.start <= hit.start and hit.end <= part.end)
    )


def _one_by_one(grounds: Grounds, reading: Reading) -> Iterator[Grounds]:
    """The grounds of each sentence that has a hit; the title joins the first."""
    title = [hit for hit in grounds.hits if hit.field == "title"]
    text = [hit for hit in grounds.hits if hit.field == "text"]
    starts = [hit.start for hit in text]
    for number, (start, end) in enumerate(reading.spans[:_ENOUGH_SENTENCES] or [(0, 0)]):
        own = text[bisect_left(starts, start) : bisect_left(starts, end)]
        if number == 0:
            own = title + own
        if own:
            yield grounds.only(own)
