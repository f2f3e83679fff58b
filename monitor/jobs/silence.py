"""Silence is an error: a source that is quiet for longer than it ever is, or empty, is told once; its return as well.

What is usual is learned from the source's own posts: the longest gap of a usual week. Time in which we did not look
does not count as silence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median_high

from monitor.jobs.app import App
from monitor.messages.times import local
from monitor.model import WELL
from monitor.store import posts, wellbeing
from monitor.store.doors import Reading, Writing
from monitor.store.wellbeing import SourceState

#: A source is silent when it is quiet for so many times its usual longest gap.
TIMES = 3

#: One that is silent for so many times the limit is told, with all that are silent by then.
LONG = 1.1

#: What is usual cannot be told from fewer posts, or from fewer weeks with posts.
LEAST_POSTS, LEAST_WEEKS = 20, 2

#: So far back its habits are looked at.
BACK = timedelta(days=60)

_WEEK = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Pace:
    """A source's habit. ``usual``: the median of its gaps; ``longest``: the longest gap of a usual week."""

    usual: timedelta
    longest: timedelta


def learn_pace(instants: Sequence[datetime]) -> Pace | None:
    """The pace of posts that came at these instants (oldest first); None when they are too few.

    The longest gap of each week, and of these the median: a weekend is usual, one holiday or one outage is not.
    """
    if len(instants) < LEAST_POSTS:
        return None
    gaps = [(later - earlier, later) for earlier, later in pairwise(instants)]
    weeks: dict[int, timedelta] = {}
    for gap, end in gaps:
        week = (instants[-1] - end) // _WEEK
        weeks[week] = max(weeks.get(week, gap), gap)
    if len(weeks) < LEAST_WEEKS:
        return None
    return Pace(usual=median_high(gap for gap, _ in gaps), longest=median_high(weeks.values()))


@dataclass(frozen=True, kw_only=True)
class Silence:
    """A source that says nothing: ``word`` is quiet or empty, ``why`` a line for people. ``long``: it is time to tell.

    Until then others may follow that the same cause has silenced; they are told together.
    """

    key: str
    word: str
    why: str
    long: bool


def find_silent(door: Reading, app: App, states: Sequence[SourceState], now: datetime) -> dict[str, Silence]:
    """Those of ``states`` (all that are notable) that can be read and are silent now, by key."""
    found: dict[str, Silence] = {}
    after = app.settings.daemon.silent_after
    for state in states:
        if state.health not in WELL or not state.posts_read:
            continue
        if state.quiet_for <= after:
            continue
        if state.empty_since is not None and now - state.empty_since > after:
            since = local(state.empty_since, app.settings.zone)
            why = f"It answers, but shows nothing since {since}, where posts stood before."
            limit, word = after, "empty"
        elif (pace := _pace(door, app, state, now)) and state.quiet_for > pace.longest * TIMES:
            why = (
                f"It answers, but nothing new has come for {_span(state.quiet_for)}; "
                f"in a usual week it is quiet for {_span(pace.longest)} at most."
            )
            limit, word = max(pace.longest * TIMES, after), "quiet"
        else:
            continue
        found[state.key] = Silence(key=state.key, word=word, why=why, long=state.quiet_for > limit * LONG)
    return found


def _pace(door: Reading, app: App, state: SourceState, now: datetime) -> Pace | None:
    """The pace, learned once after each piece of news: it changes with posts alone."""
    known = app.paces.get(state.key)
    if known is None or known[0] != state.news_at:
        last = state.news_at or now
        known = (state.news_at, learn_pace(posts.instants(door, state.key, since=last - BACK)))
        app.paces[state.key] = known
    return known[1]


def changes(silent: Mapping[str, Silence], states: Sequence[SourceState]) -> tuple[list[Silence], list[SourceState]]:
    """Who fell silent, and whose silence has ended, of which nobody was told yet."""
    fell = [silent[state.key] for state in states if state.key in silent and not state.told_quiet]
    if not any(one.long for one in fell):
        fell = []
    # one that fell ill meanwhile is not heard again
    ended = [state for state in states if state.told_quiet and state.key not in silent and state.health in WELL]
    return fell, ended


def note(door: Writing, fell: Sequence[Silence], ended: Sequence[SourceState], after: timedelta) -> list[SourceState]:
    """Notes both as told; returns those that are really heard again."""
    for one in fell:
        wellbeing.tell_quiet(door, one.key, one.word)
    for state in ended:
        wellbeing.tell_quiet(door, state.key, "")
    # where only the measure has changed nobody spoke
    return [state for state in ended if state.quiet_for <= after or state.told_quiet == "empty"]


def _span(span: timedelta) -> str:
    hours = span / timedelta(hours=1)
    if hours >= 48:
        return f"{hours / 24:.0f} days"
    return f"{hours:.0f} hours" if hours >= 2 else f"{span / timedelta(minutes=1):.0f} minutes"
