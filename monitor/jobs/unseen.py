"""Times in which nobody looked: before a source was followed, and while the monitor itself was not at work."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from monitor.messages.report import EVERY_SOURCE, Blind
from monitor.store.wellbeing import SourceState

#: A shorter stretch hides nothing: most sources are looked at no oftener (the default of ``every``).
SHORT = timedelta(minutes=15)

#: From when to when somebody looked.
Life = tuple[datetime, datetime]

#: A moment that never comes.
_NEVER = datetime.max.replace(tzinfo=UTC)


def unseen(
    states: Sequence[SourceState], blind: Sequence[Blind], lives: Iterable[Life], *, since: datetime, until: datetime
) -> list[Blind]:
    """The stretches of [since, until) in which no answer was even asked for; what ``blind`` tells is not told again.

    ``states`` are the sources that a report is about. Those that were never asked are counted elsewhere. Without any
    of the ``lives`` in which somebody looked only the beginnings are known.
    """
    follows = {state.key: _followed(state, blind) for state in states if state.health is not None}
    if not follows:
        return []
    began = min(follows.values())
    before = []
    if began > since + SHORT:
        before.append(Blind(source=EVERY_SOURCE, since=since, until=min(began, until), reason="not watched yet"))
    if began >= until:
        return before
    since = max(since, began)
    before += [
        Blind(source=key, since=since, until=at if at < until else None, reason="not followed yet")
        for key, at in follows.items()
        if at > since + SHORT
    ]
    return [*before, *_away(lives, since, until)]


def _followed(state: SourceState, blind: Sequence[Blind]) -> datetime:
    """Since when a source is looked at: it was read well, or could not be, for the first time."""
    failed = min((one.since for one in blind if one.source == state.key), default=_NEVER)
    return min(state.baseline_at or state.well_since or _NEVER, failed)


def _away(known: Iterable[Life], since: datetime, until: datetime) -> list[Blind]:
    """Between lives: the daemon was stopped, or slept with its machine, or could write nothing down."""
    lives = sorted(known)
    if not lives:
        return []
    gaps, end = [], max(since, lives[0][0])
    for started, last in [*lives, (_NEVER, _NEVER)]:
        if min(started, until) - end > SHORT:
            gaps.append(
                Blind(
                    source=EVERY_SOURCE,
                    since=end,
                    until=None if started == _NEVER else started,
                    reason="the monitor was not at work",
                )
            )
        end = max(end, last)
    return gaps
