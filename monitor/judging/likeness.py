"""How much two posts speak of the same thing: evidence for and against, added up as log-odds.

What one of them cannot show (another script, a language without lexicon, no numbers) counts for nothing: unseen is
not different. The weights are those a logistic regression gives on pairs of two stories, rounded to whole numbers;
``benchmarks/novelty.py`` measures them, ``docs/decisions`` says how they were found.
"""

import itertools
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from monitor.judging.features import KINDS, VERSION
from monitor.judging.figures import is_slip, same_count
from monitor.judging.sides import TITLE, WORD
from monitor.judging.sketch import sameness

#: Log-odds per unit of cosine above the neutral point. Ideas are the bridge between languages.
_IDEAS_ACROSS, _IDEAS_WITHIN, _IDEAS_NEUTRAL = 5.0, 4.0, 0.2
_NAMES_ACROSS, _NAMES_WITHIN, _NAMES_NEUTRAL = 1.5, 2.0, 0.2
_STEMS_WITHIN, _STEMS_NEUTRAL = 3.0, 0.2

#: Log-odds for the share of a post's ideas that a development has had in any of its posts. A new fact lowers it;
#: a post that tells one side of a large event is not sent away because each of the others told another side.
_KNOWN, _KNOWN_NEUTRAL = 3.0, 0.3

#: Fewer ideas, names or stems than this, and what they say counts in proportion.
_ENOUGH = {"i": 4, "n": 4, "t": 8}

#: Log-odds against, when a title names acts and none of them stands in a title of the development that names any.
_OTHER_ACT = 1.0

#: Log-odds against, when a title speaks of the second (third ...) of a kind and no title of the development counts it.
_COUNTED_ON = 1.25

#: Log-odds against, when a title undoes acts on which no post of the development takes a side.
_UNDONE = 0.3

#: Log-odds against, when a title denies what the development tells and no post of it undoes anything.
_DENIED = 1.5

#: Both give figures and share none. The same figures prove little: a toll is repeated for a year.
_OTHER_NUMBERS = 0.75

#: Log-odds for a figure that two languages share at once, falling to nothing after so many hours; and in how many posts
#: of the story it may have stood. ("240 on board" names a ferry on its day, and nothing a week later.)
_SAME_FIGURE, _SOON, _MOST_GIVEN = 0.6, 6.0, 4

#: The more the words agree otherwise, the more another figure, or other names in the title, say: they are what a
#: template was filled with ("the president received the ambassador of ..."). At most this, in log-odds.
_OTHER_FILLING = 6.0

#: So much of the words in common is a copy; of fewer words than this nobody can tell.
COPY = 0.6
_SHORTEST_COPY = 6

#: Two posts in the same minute start with this; it falls with each doubling of (1 + hours / 2).
_AT_ONCE, _PER_DOUBLING, _HOURS = 1.0, 1.2, 2.0

#: Nearness in time is worth at most this and what else speaks for it. Alone it is less than the caution of ``verdict``:
#: on a busy day, or beside a post that can show nothing (a language without lexicon), everything is near something.
_TIME_ALONE = 0.3

#: How common a term is in the story just now: ``(seen + a) / (posts + b)``. Before anything was seen a term stands in
#: one post of four, and a word of the story's own keywords in four of five.
_SEEN_BEFORE, _OURS_BEFORE, _POSTS_BEFORE = 2.0, 6.4, 8.0


class Evidence(NamedTuple):
    """What speaks for one development, by kind, in log-odds; ``copy`` 0..1: how much of the words is the same."""

    ideas: float = 0.0
    names: float = 0.0
    stems: float = 0.0
    numbers: float = 0.0
    filling: float = 0.0
    time: float = 0.0
    copy: float = 0.0

    @property
    def total(self) -> float:
        return self.ideas + self.names + self.stems + self.numbers + self.filling + self.time


class Seen:
    """One post, made ready to be compared with many: its terms are worth less the more of ``recent`` have them."""

    def __init__(self, features: Mapping[str, Any], recent: Sequence[Mapping[str, Any]]) -> None:
        self.features = features
        self.terms: dict[str, float] = features["terms"]
        seen = Counter(self.terms.keys())
        for other in recent:
            seen.update(self.terms.keys() & other["terms"].keys())
        posts = len(recent) + 1 + _POSTS_BEFORE
        before = dict.fromkeys(features["ours"], _OURS_BEFORE)
        telling = {
            term: max(0.0, -math.log((count + before.get(term, _SEEN_BEFORE)) / posts)) for term, count in seen.items()
        }
        self._worth = {term: weight * telling[term] ** 2 for term, weight in self.terms.items()}
        self._ideas = {term: weight * telling[term] for term, weight in self.terms.items() if term[0] == "i"}
        squares = dict.fromkeys(KINDS, 0.0)
        for term, weight in self.terms.items():
            squares[term[0]] += (weight * telling[term]) ** 2
        norms: Mapping[str, float] = features["norms"]
        #: Our length, and by how much the story shrinks lengths: so much of the other's is left too.
        self._lengths = {kind: squares[kind] / norms[kind] if norms[kind] else 0.0 for kind in KINDS}
        figures: Counter[str] = Counter()
        for other in recent:
            figures.update(set(features["numbers"]).intersection(other["numbers"]))
        #: Our figures that few of the story's posts have given: they tell an event, as its names do.
        self._figures = {figure for figure in features["numbers"] if len(figure) > 1 and figures[figure] <= _MOST_GIVEN}
        counts: Mapping[str, float] = features["counts"]
        self._enough = {kind: min(1.0, counts[kind] / needed) for kind, needed in _ENOUGH.items()}
        ours = frozenset(features["ours"])
        #: Kinds of which we have something besides the words of the story's keywords, which every post of it has.
        self._own = {term[0] for term in self.terms if term not in ours}

    def cosines(self, other: Mapping[str, Any]) -> dict[str, float]:
        """Cosine by kind of term. The other's length is shrunk as ours was: a guess that saves counting its terms."""
        dots = dict.fromkeys(KINDS, 0.0)
        terms: Mapping[str, float] = other["terms"]
        worth = self._worth
        for term in sorted(worth.keys() & terms.keys()):  # sums of floats depend on the order of their parts
            dots[term[0]] += worth[term] * terms[term]
        norms: Mapping[str, float] = other["norms"]
        for kind, dot in dots.items():
            if dot:
                dots[kind] = min(1.0, dot / (self._lengths[kind] * norms[kind]))
        return dots

    def known(self, others: Sequence[Mapping[str, Any]]) -> float:
        """The evidence in log-odds that a development, given by its posts, has had this post's ideas already."""
        had: set[str] = set()
        for other in others:
            had |= self._ideas.keys() & other["terms"].keys()
        most: float = max(other["counts"]["i"] for other in others)
        enough = min(self._enough["i"], most / _ENOUGH["i"])
        total = math.fsum(self._ideas.values())
        if not total:
            return 0.0
        share = math.fsum(self._ideas[term] for term in had) / total
        return self._told(_KNOWN * (share - _KNOWN_NEUTRAL) * enough, "i")

    def other_act(self, others: Sequence[Mapping[str, Any]]) -> float:
        """The evidence in log-odds that the title of this post is of another act than those of a development: it names
        none that they name, speaks of the second of a kind of which nobody counted the first, or undoes what none of
        its posts spoke of."""
        mine = set(self.features.get("acts") or ())
        theirs = {act for other in others for act in other.get("acts") or ()}
        evidence = -_OTHER_ACT if mine and theirs and mine.isdisjoint(theirs) else 0.0
        later = {term for term, values in (self.features.get("nth") or {}).items() if max(values) > 1}
        if later and all(later.isdisjoint(other.get("nth") or ()) for other in others):
            evidence -= _COUNTED_ON
        sides: Mapping[str, Sequence[Any]] = self.features.get("sides") or {}
        undone = {axis for axis, (side, _) in sides.items() if side == -TITLE and axis[:2] != WORD}
        if undone and all(undone.isdisjoint(other.get("sides") or ()) for other in others):
            evidence -= _UNDONE
            if "confirm" in undone and "i:deny" in self.terms and not any(_undoes(other) for other in others):
                evidence -= _DENIED
        return evidence

    def _told(self, evidence: float, kind: str) -> float:
        """The evidence of a kind; nothing for an echo where we have only the story's own words of it."""
        return evidence if kind in self._own else min(evidence, 0.0)

    def _other_names(self, other: Mapping[str, Any]) -> bool:
        """Whether each title names somebody or something that the other post does not."""
        return any(name not in other["terms"] for name in self.features["head"]) and any(
            name not in self.terms for name in other["head"]
        )

    def _slip(self, other: Mapping[str, Any]) -> bool:
        """Whether the figures of a copy differ as if by a slip of the hand."""
        pairs = itertools.product(self.features["numbers"], other["numbers"])
        return any(is_slip(*pair) for pair in pairs) and sameness(self.features["sketch"], other["sketch"]) >= COPY

    def _same_figure(self, others: Sequence[str], hours: float) -> float:
        """The evidence that both give a figure that few posts of the story give: on its day, it is an event's."""
        return 0.0 if self._figures.isdisjoint(others) else _SAME_FIGURE * max(0.0, 1 - hours / _SOON)

    def against(self, other: Mapping[str, Any], hours: float) -> Evidence:
        """The evidence that this post and another, ``hours`` apart, report the same."""
        cosine, enough = self.cosines(other), self._enough
        within = self.features["lang"] == other["lang"]
        theirs: Mapping[str, float] = other["counts"]
        enough_ideas = min(enough["i"], theirs["i"] / _ENOUGH["i"])
        enough_names = min(enough["n"], theirs["n"] / _ENOUGH["n"])
        if within:
            ideas = _IDEAS_WITHIN * (cosine["i"] - _IDEAS_NEUTRAL) * enough_ideas
            names = _NAMES_WITHIN * (cosine["n"] - _NAMES_NEUTRAL) * enough_names
            stems = _STEMS_WITHIN * (cosine["t"] - _STEMS_NEUTRAL) * min(enough["t"], theirs["t"] / _ENOUGH["t"])
            # a headline with nothing but the story's own ideas or names is like all of its headlines
            ideas, names = self._told(ideas, "i"), self._told(names, "n")
        else:
            ideas = _IDEAS_ACROSS * (cosine["i"] - _IDEAS_NEUTRAL) * enough_ideas
            names = _NAMES_ACROSS * cosine["n"] * enough_names
            stems = 0.0
        figures, others = self.features["numbers"], other["numbers"]
        conflict = bool(figures) and bool(others) and set(figures).isdisjoint(others)
        same = 0.0 if within else self._same_figure(others, hours)
        conflict = conflict and not same_count(self.features, other)
        conflict = conflict and not (within and cosine["t"] > 0.5 and self._slip(other))
        filling = within and (conflict or self._other_names(other))
        long = min(self.features["length"], other["length"]) >= _SHORTEST_COPY
        alike = within and long and not filling and cosine["t"] > 0.3
        time = _AT_ONCE - _PER_DOUBLING * math.log2(1.0 + max(0.0, hours) / _HOURS)
        return Evidence(
            ideas=ideas,
            names=names,
            stems=stems,
            numbers=-_OTHER_NUMBERS if conflict else same,
            filling=-_OTHER_FILLING * max(0.0, 2 * cosine["t"] - 1) if filling else 0.0,
            time=min(time, _TIME_ALONE + max(0.0, ideas) + max(0.0, names) + max(0.0, stems) + same),
            copy=sameness(self.features["sketch"], other["sketch"]) if alike else 0.0,
        )


def _undoes(features: Mapping[str, Any]) -> bool:
    """Whether a post takes the side that something was undone."""
    sides: Mapping[str, Sequence[Any]] = features.get("sides") or {}
    return any(side < 0 for side, _ in sides.values())


def readable(features: Mapping[str, Any]) -> bool:
    """Whether features are of this version: others are compared by identity and link alone."""
    return features.get("v") == VERSION
