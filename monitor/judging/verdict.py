"""New or echo? A match against the recent developments of its story. Pure, deterministic, in any order of ``told``."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from heapq import nlargest
from operator import attrgetter
from typing import Any

from monitor.judging.features import VERSION, link_key, post_key
from monitor.judging.likeness import COPY, Evidence, Seen, readable
from monitor.judging.opposed import Opposition, opposition
from monitor.judging.sides import TITLE
from monitor.judging.tolls import OPPOSED
from monitor.model import Echo, Features, Match, New, Policy, Told, Verdict

#: Compared are the latest, and those that share most terms however old (within the window).
_LATEST, _LIKEST = 32, 16

#: A development is judged by its last dozen posts: the best of them and their mean, so that one busy evening
#: does not chain everything into one.
_DOZEN, _BEST = 12, 0.9

#: Log-odds at which new and echo are equally likely for ``likeness = 0.5``. Above zero: a development that is
#: buried in another costs more than a second alert.
_CAUTION = 0.5

#: Likeness when the address, the words or the post itself are the same.
_SAME_POST, _SAME_LINK, _SAME_WORDS = 1.0, 0.97, 0.95

#: So long after the news that something was undone a late outlet may still tell that it was done.
_SLOW = timedelta(hours=3)

#: Log-odds against, when the title says that the same was done again.
_AGAIN = 6.0

#: Log-odds for posts that point at each other.
_TIED = 1.5


def judge(match: Match, features: Features, told: Sequence[Told], *, at: datetime, policy: Policy) -> Verdict:
    """Whether a match is a new development or an echo of one in ``told`` (posts of one story, in any order).

    ``at`` is the instant that counts for the match (aware UTC), as ``Told.at`` does for the others: when it was seen,
    or in a replay when it was published. Only posts within ``policy.echo_window`` of it are compared, and if both name
    the time of publication, only if these are so near. In this order:
    the same post again, the same address, a repost of a told one, the same words, then likeness >= ``policy.likeness``.
    Never raises; the answer does not depend on the order of ``told``.
    """
    near = _near(told, at, policy.echo_window)
    if verdict := _same_post(match, told) or _same_link(match, features, near) or _repost(match, features, near):
        return verdict
    if not readable(features):
        return New(match=match, why="nothing to compare it by")
    if not near:
        return New(match=match, why="nothing was told in the echo window")
    return _likest(match, features, near, at, policy)


def _near(told: Sequence[Told], at: datetime, window: timedelta) -> list[Told]:
    return [each for each in told if abs(each.at - at) <= window]  # a feed may name year 1: at - window may not exist


def _order(each: Told) -> tuple[datetime, str, str, int]:
    return (each.at, each.source, each.post_id, each.development)


def _same_post(match: Match, told: Sequence[Told]) -> Echo | None:
    """An edit is never new, whenever it comes."""
    post = match.post
    found = [each for each in told if each.post_id == post.id and each.source == post.source]
    if not found:
        return None
    return Echo(match=match, of=min(found, key=_order).development, likeness=_SAME_POST, why="the same post again")


def _same_link(match: Match, features: Features, near: Sequence[Told]) -> Echo | None:
    """Two sources, one address: one thing. An address that one source gives to several posts names none of them."""
    link = features.get("link")
    if not link:
        return None
    carriers = [
        each
        for each in near
        if (known := each.features.get("link")) == link or (known is None and link_key(each.url) == link)
    ]
    ids: dict[str, set[str]] = defaultdict(set)
    for source, post_id in ((match.post.source, match.post.id), *((each.source, each.post_id) for each in carriers)):
        ids[source or f"? {post_id}"].add(post_id)  # without a source each post stands for its own
    if not carriers or any(len(of_source) > 1 for of_source in ids.values()):
        return None
    return Echo(match=match, of=min(carriers, key=_order).development, likeness=_SAME_LINK, why="the same address")


def _link(each: Told) -> str:
    known = each.features.get("link")
    return known if isinstance(known, str) else link_key(each.url)


def _repost(match: Match, features: Features, near: Sequence[Told]) -> Echo | None:
    """A repost or quote without words of its own."""
    if features.get("own", True):
        return None
    told = _referred(features, near)
    if not told:
        return None
    return Echo(
        match=match, of=min(told, key=_order).development, likeness=_SAME_POST, why="a repost without own words"
    )


def _referred(features: Features, near: Sequence[Told]) -> list[Told]:
    refs = set(features.get("refs") or ())
    if not refs:
        return []
    return [each for each in near if post_key(each.post_id) in refs or (each.url and _link(each) in refs)]


def _compared(features: Features, near: Sequence[Told]) -> tuple[list[Told], list[Told]]:
    """The latest posts, and these with the likest older ones, both in order; none that cannot be read."""
    by_time = sorted(near, key=attrgetter("at"))
    edge = by_time[-_LATEST:][0].at
    latest = sorted((each for each in by_time if each.at >= edge), key=_order)[-_LATEST:]
    latest = [each for each in latest if readable(each.features)]
    if len(near) <= _LATEST:
        return latest, latest
    mask: int = features["mask"]
    shared = [
        (each.features["mask"] & mask).bit_count() if each.features.get("v") == VERSION else 0 for each in by_time
    ]
    least = max(1, nlargest(_LIKEST, shared)[-1])
    likest = [(-bits, each) for each, bits in zip(by_time, shared, strict=True) if bits >= least]
    likest.sort(key=lambda pair: (pair[0], _order(pair[1])))
    chosen = {(each.source, each.post_id, each.development): each for each in latest}
    for _, each in likest[:_LIKEST]:
        if readable(each.features):
            chosen.setdefault((each.source, each.post_id, each.development), each)
    return latest, sorted(chosen.values(), key=_order)


def _hours(features: Features, each: Told, at: datetime) -> float:
    """Hours between two posts: as published, if both name a time we can believe, else as we met them.

    What we meet at once may be weeks of a source's past (a first poll), or what an outage kept from us.
    """
    mine: list[int] | None = features.get("published")
    theirs: list[int] | None = each.features.get("published")
    if not mine or not theirs:
        return abs((at - each.at).total_seconds()) / 3600.0
    apart = max(mine[0] - theirs[1], theirs[0] - mine[1], 0)
    if mine[0] == mine[1] and theirs[0] == theirs[1]:
        return apart / 3600.0
    seen = abs((at - each.at).total_seconds())
    return min(max(apart, seen), apart + 86_400.0) / 3600.0


def _tied(features: Features, each: Told, referred: set[tuple[str, str]]) -> float:
    """Log-odds for posts that point at each other: a link in the text, a reply, a quote, an address used twice."""
    mine, theirs = features["link"], each.features["link"]
    if (each.source, each.post_id) in referred:
        return _TIED
    if mine and (mine == theirs or mine in each.features["links"]):
        return _TIED
    return _TIED if theirs and theirs in features["links"] else 0.0


@dataclass(frozen=True, kw_only=True)
class _Nearness:
    """How near a match is to one development: its likeness, what is opposed, the closest post, and copies of it.

    ``begun`` and ``latest`` are the instants of the first and last post compared; ``again``: one of them says that it
    happened again.
    """

    development: int
    likeness: float
    opposed: Opposition
    closest: tuple[float, Evidence]
    copies: tuple[Told, ...]
    begun: datetime
    latest: datetime
    again: bool

    @property
    def score(self) -> float:
        return self.likeness + self.opposed.weight


def _likest(match: Match, features: Features, near: Sequence[Told], at: datetime, policy: Policy) -> Verdict:
    latest, compared = _compared(features, near)
    if not compared:
        return New(match=match, why="nothing to compare it with")
    found = _nearness(features, latest, compared, at, policy)
    if not found:
        return New(match=match, why="nothing was told in the echo window")
    found = [_unless_again(_unless_over(each, found, features, at), features, at) for each in found]
    if copies := [each for nearness in found for each in nearness.copies]:
        return Echo(match=match, of=min(copies, key=_order).development, likeness=_SAME_WORDS, why="the same words")
    best = max(found, key=lambda each: each.score)
    likeness = round(1.0 / (1.0 + math.exp(min(50.0, _CAUTION - best.score))), 3)
    if likeness >= policy.likeness:
        why = f"like it {likeness:.2f}: {_reason(best.closest[1], best.closest[0])}"
        return Echo(match=match, of=best.development, likeness=likeness, why=why)
    likest = max(found, key=lambda each: each.likeness)
    if likest.opposed.why and likest.likeness >= _CAUTION:
        of = likest.development
        return New(match=match, of=of, why=f"not an echo of development {of}: {likest.opposed.why}")
    return New(match=match, why=f"nearest {likeness:.2f}: {_reason(best.closest[1], best.closest[0])}")


def _nearness(
    features: Features, latest: Sequence[Told], compared: Sequence[Told], at: datetime, policy: Policy
) -> list[_Nearness]:
    """Each development among the posts compared, in order of their numbers."""
    seen = Seen(features, [each.features for each in latest])
    referred = {(each.source, each.post_id) for each in _referred(features, compared)}
    by_development: dict[int, list[tuple[float, float, Evidence, Told]]] = defaultdict(list)
    for each in compared:
        hours = _hours(features, each, at)
        if hours > policy.echo_window.total_seconds() / 3600:
            continue
        evidence = seen.against(each.features, hours)
        total = evidence.total + _tied(features, each, referred)
        by_development[each.development].append((hours, total, evidence, each))
    found = []
    for development in sorted(by_development):
        pairs = sorted(by_development[development], key=lambda pair: pair[0])
        dozen = [each.features for _, _, _, each in pairs[:_DOZEN]]
        totals = [total for _, total, _, _ in pairs[:_DOZEN]]
        closest = max(by_development[development], key=lambda pair: (pair[1], _order(pair[3])))
        found.append(
            _Nearness(
                development=development,
                likeness=_BEST * max(totals)
                + (1 - _BEST) * math.fsum(totals) / len(totals)
                + seen.known(dozen)
                + seen.other_act(dozen),
                opposed=opposition(features, dozen),
                closest=(closest[0], closest[2]),
                copies=tuple(
                    each
                    for _, _, evidence, each in pairs
                    if evidence.copy >= COPY and not opposition(features, [each.features]).axes
                ),
                begun=min(each.at for _, _, _, each in pairs),
                latest=max(each.at for _, _, _, each in pairs),
                again=any("again" in (other.get("sides") or {}) for other in dozen),
            )
        )
    return found


def _unless_over(mine: _Nearness, others: Sequence[_Nearness], features: Features, at: datetime) -> _Nearness:
    """A development that was undone since is over: who does it again makes news. A slow outlet is given its hours."""
    again = "again" in (features.get("sides") or {})
    for other in others:
        turned = other.opposed.axes & mine.opposed.agreed
        since = other.likeness >= _CAUTION and other.begun > mine.latest
        if turned and since and (again or at - other.begun > _SLOW):
            over = Opposition(weight=-OPPOSED, axes=turned, why=other.opposed.why)
            return replace(mine, opposed=over, copies=())
    return mine


def _unless_again(mine: _Nearness, features: Features, at: datetime) -> _Nearness:
    """Who says in the title that the same was done again, long after a development of which nobody said so, tells of
    another time: the launch is put off again, to a later day."""
    said: Sequence[Any] = (features.get("sides") or {}).get("again") or (0, "")
    if said[0] != TITLE or mine.again or not mine.opposed.agreed or at - mine.latest <= _SLOW:
        return mine
    why = f'this one says "{said[1]}", no earlier post does'
    opposed = Opposition(weight=mine.opposed.weight - _AGAIN, axes=frozenset({"again"}), why=mine.opposed.why or why)
    return replace(mine, opposed=opposed, copies=())


def _reason(evidence: Evidence, hours: float) -> str:
    """The evidence in words, strongest first: ``ideas +1.2, names -0.4, 3.1 h apart``."""
    parts = [(name, getattr(evidence, name)) for name in ("ideas", "names", "stems", "numbers", "filling")]
    told = [
        f"{name} {value:+.1f}" for name, value in sorted(parts, key=lambda part: -abs(part[1])) if abs(value) >= 0.05
    ]
    return ", ".join([*told, f"{hours:.1f} h apart"])
