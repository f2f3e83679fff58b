"""Which states of sources are news, and whether others are about to be the same piece of news."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from monitor.jobs.pace import ON_THE_WAY, UNREACHED
from monitor.model import WELL
from monitor.store import noticing
from monitor.store.doors import Reading
from monitor.store.wellbeing import SourceState

#: What only a person can mend is told at the first failure; what may pass by itself at the third.
PATIENCE = 3
AT_ONCE = frozenset({"refused", "out_of_credit", "gone", "blocked", "layout_changed", "unreadable"})

#: A place that wants to be asked again only after so long is told at once as well: nobody sees it meanwhile.
PUT_OFF = timedelta(hours=2)

#: So many sources that fall ill at once are one piece of news, not many.
CROWD = 3

#: Sources that one cause makes ill are seen to be so within one interval of theirs, and waited for so long at most.
LONGEST_WAIT = timedelta(hours=1)

#: A source must have been well for so long before its recovery is told: those that return together are told together.
STEADY = timedelta(minutes=2)


def nobody_reached(door: Reading, states: Sequence[SourceState]) -> list[SourceState]:
    """The places, if not one of several could be reached: then it is this machine that has no way out."""
    unreached = [state for state in states if state.error in UNREACHED]
    if len(unreached) < 2:
        return []
    last = max(_since(state) for state in unreached)
    return [] if noticing.is_any_reached(door, UNREACHED, since=last) else unreached


def is_news(state: SourceState, *, at_once: bool) -> bool:
    """Whether the operator is to be told that a source is ill: of each illness once."""
    if state.health in WELL or state.told_ill == state.health:
        return False
    if state.told_ill:
        # it is known to be ill; another word for it is no news, unless a person must act now
        return state.health in {"refused", "out_of_credit", "gone"}
    return state.failures >= (1 if at_once or state.health in AT_ONCE else PATIENCE)


def others_follow(ill: Sequence[SourceState], states: Sequence[SourceState], now: datetime) -> bool:
    """Whether others that fell ill with these (not none) are about to be told as well: they are one piece of news, and
    each is asked at its own time. Where a person must act the first are told at once, and those that follow together.

    None of these waits for the others longer than its own interval asks, whatever the others' are.
    """
    first = min(_since(state) for state in ill)
    interval = min(max(state.every for state in ill), LONGEST_WAIT)
    together = [state for state in states if state.health not in WELL and abs(_since(state) - first) <= interval]
    if len(together) < CROWD:
        return False
    if any(state.health in AT_ONCE for state in ill):
        return any(state.told_ill for state in together) and not any(_has_waited(state, now, 1) for state in ill)
    # each is told at its third failure, and waits twice as long before that as before the second
    is_another = any(state not in ill and not state.told_ill for state in together)
    return is_another and not any(_has_waited(state, now, PATIENCE + 2) for state in ill)


def _has_waited(state: SourceState, now: datetime, intervals: int) -> bool:
    """Whether a source has been ill for so many intervals of its own."""
    # one that is now limited, now in trouble begins each time anew, but goes on failing; calls that do not arrive are
    # tried again sooner, and all of them are in trouble
    if state.failures > PATIENCE and state.error not in ON_THE_WAY:
        return True
    # abs: a clock that was ahead must not have the notice wait until it is right
    return abs(now - _since(state)) >= intervals * min(state.every, LONGEST_WAIT)


def _since(state: SourceState) -> datetime:
    return state.health_since or state.next_at


def is_put_off(state: SourceState) -> bool:
    """Whether it is asked again only when it would long have failed for the third time: it wants us to wait."""
    return state.next_at - _since(state) > max(PUT_OFF, (PATIENCE + 1) * state.every)


def have_returned(back: Sequence[SourceState], now: datetime) -> list[SourceState]:
    """Those of the sources that are well again that are told so now: none while others return, but for an hour at most.
    Where hundreds were ill one or another returns all the time."""
    steady = [state for state in back if _well_for(state, now) >= STEADY]
    has_waited = any(_well_for(state, now) >= LONGEST_WAIT for state in steady)
    return steady if has_waited or len(steady) == len(back) else []


def _well_for(state: SourceState, now: datetime) -> timedelta:
    # abs: a clock that was ahead
    return abs(now - (state.well_since or now))
