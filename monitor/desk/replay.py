"""The whole policy over a file of posts: what would have been told, what not, and why. Nothing is stored or sent."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from monitor.desk.match import record_of
from monitor.judging import Background, Decision, decide, features, judge, terms_of
from monitor.matching import Matcher
from monitor.matching.patterns import late_pattern
from monitor.model import Echo, Features, Hit, Match, Policy, Post, Story, Told, Verdict

#: Where a file without any times begins; each line without a time is a minute after the one before.
_NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)
_STEP = timedelta(minutes=1)

#: A store may hold a post that says it is of the last minute a date can name; after it no minute comes.
_END = datetime.max.replace(tzinfo=UTC) - _STEP

#: So many posts of a story are compared with, as in the daemon.
_REMEMBERED = 2_000

#: So many unmatched posts teach which words are common; more would teach little and take long.
_LEARN_FROM = 3_000


@dataclass(frozen=True, kw_only=True)
class Step:
    """One post and one story: ``match`` is None if it does not belong; then nothing was judged."""

    post: Post
    story: Story
    at: datetime
    hits: tuple[Hit, ...] = ()
    match: Match | None = None
    verdict: Verdict | None = None
    development: int | None = None
    decision: Decision | None = None

    def record(self) -> dict[str, Any]:
        """The line for programs: that of ``monitor match`` with verdict, development, action and why."""
        verdict = None if self.verdict is None else "echo" if isinstance(self.verdict, Echo) else "new"
        return record_of(self.post, self.story.key, self.hits, self.match) | {
            "verdict": verdict,
            "development": self.development,
            "action": self.decision.action if self.decision else "none",
            "why": self.decision.why if self.decision else "does not belong to the story",
        }


@dataclass(kw_only=True)
class _Past:
    """What has happened in one story so far."""

    told: list[Told] = field(default_factory=list)
    alerted: list[datetime] = field(default_factory=list)
    known: set[int] = field(default_factory=set)


@dataclass(frozen=True, kw_only=True)
class _Taken:
    """A post of the file with its instant, and what it matched; ``terms`` only of posts that matched nothing."""

    at: datetime
    post: Post
    found: tuple[tuple[Story, tuple[Hit, ...], Match | None], ...]
    terms: frozenset[str] = frozenset()


def _nobody(_: str) -> None:
    """Nobody wants to know."""


def replay(
    stories: Sequence[Story],
    posts: Iterable[Post],
    *,
    policy: Policy,
    given: bool = False,
    every: bool = False,
    tell: Callable[[str], None] = _nobody,
) -> Iterator[Step]:
    """What the policy does with posts, in order of their instants (publication; a date alone is its midnight, UTC).

    ``given`` takes each post as an update of every story, to judge novelty alone; ``every`` also gives the pairs that
    do not belong. All posts are read before the first step. One channel is assumed: caps and quiet hours are its.
    ``tell`` is called with a sentence on each pattern that ran out of time.
    """
    matcher = Matcher(stories)
    taken = sorted(_take(matcher, stories, posts, given, every), key=lambda each: each.at)
    for owner, pattern in matcher.flagged.items():
        tell(late_pattern(*owner, pattern))
    background = Background()
    pasts: dict[str, _Past] = defaultdict(_Past)
    number = 0
    waiting: list[frozenset[str]] = []
    for each in taken:
        if each.terms:
            waiting.append(each.terms)
        for story, hits, match in each.found:
            if match is None:
                yield Step(post=each.post, story=story, at=each.at, hits=hits)
                continue
            if waiting:
                background, waiting = background.with_terms(waiting), []
            step = _step(match, story, each.at, pasts[story.key], policy, background, number + 1)
            number = max(number, step.development or 0)
            yield step
        if any(match is not None for _, _, match in each.found):
            waiting.append(terms_of(each.post))


def _take(
    matcher: Matcher, stories: Sequence[Story], posts: Iterable[Post], given: bool, every: bool
) -> Iterator[_Taken]:
    by_key = {story.key: story for story in stories}
    at = _NO_TIME - _STEP
    learnt, stride, unmatched = 0, 1, 0
    for post in posts:
        at = post.published_at or (at + _STEP if at < _END else at)
        judged = {key: (hits, match) for key, hits, match in matcher.judged(post)}
        found = []
        for key, story in by_key.items():
            hits, match = judged.get(key, ((), None))
            if given:
                match = Match(post=post, story=key, tier="update", score=1.0, hits=hits, why="given")
            if match is not None or every:
                found.append((story, hits, match))
        terms: frozenset[str] = frozenset()
        if not any(match for _, _, match in found):
            unmatched += 1
            if unmatched % stride == 0:
                terms, learnt = terms_of(post), learnt + 1
                if learnt % _LEARN_FROM == 0:
                    stride *= 2
        if found or terms:
            yield _Taken(at=at, post=post, found=tuple(found), terms=terms)


def _step(
    match: Match, story: Story, at: datetime, past: _Past, policy: Policy, background: Background, following: int
) -> Step:
    known = features(match, background)
    verdict = judge(match, known, past.told[-_REMEMBERED:], at=at, policy=policy)
    development: int | None = verdict.of if isinstance(verdict, Echo) else following
    if match.tier == "related" and not isinstance(verdict, Echo):
        development = None  # as in the daemon: a related post opens no development, it may only echo one
    decision = decide(verdict, policy=policy, at=at, alerted=past.alerted, told=development in past.known)
    if development is not None and decision.action in ("alert", "held"):
        past.known.add(development)
    if decision.action == "alert" or decision.cause == "quiet":
        past.alerted.append(decision.due or at)
    if development is not None:
        past.told.append(_told(match.post, development, at, known))
    if len(past.told) > 2 * _REMEMBERED:
        past.told = past.told[-_REMEMBERED:]
        past.alerted = [each for each in past.alerted if at - each < policy.cap_window]
    return Step(
        post=match.post,
        story=story,
        at=at,
        hits=match.hits,
        match=match,
        verdict=verdict,
        development=development,
        decision=decision,
    )


def _told(post: Post, development: int, at: datetime, known: Features) -> Told:
    return Told(
        development=development,
        source=post.source,
        post_id=post.id,
        url=post.url,
        lang=post.lang,
        at=at,
        features=known,
    )
