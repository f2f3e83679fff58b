"""Rounds of ``monitor poll`` that come by the clock (cron) watch as well as a daemon does."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.jobs.unseen import SHORT, Life
from monitor.store import records
from monitor.store.doors import Reading, Writing

#: The fact that holds them.
FACT = "rounds"

#: So many stretches of regular rounds are remembered.
MOST = 50


@dataclass(frozen=True, kw_only=True)
class Rounds:
    """Stretches in which rounds came regularly, the oldest first; one that stands alone is a stretch of no length.

    ``step`` lies between the last two rounds; ``usual`` between those of the last stretch (None: not known yet).
    """

    lives: tuple[tuple[datetime, datetime], ...] = ()
    step: timedelta | None = None
    usual: timedelta | None = None


def with_round(kept: Rounds, now: datetime) -> Rounds:
    """The same with a round at ``now``.

    It goes on with the last stretch if it comes about when it was to come. Three that lie about as far apart from each
    other begin one: two may be a person who looked twice.
    """
    lives = kept.lives
    if not lives or now < lives[-1][1]:
        return Rounds(lives=((now, now),))
    since, last = lives[-1]
    step = now - last
    if step <= SHORT:
        return Rounds(lives=(*lives[:-1], (since, now)), step=step, usual=kept.usual)
    if kept.usual is not None and step <= 2 * kept.usual + SHORT:
        return Rounds(lives=(*lives[:-1], (since, now)), step=step, usual=step)
    if kept.step is not None and len(lives) > 1 and _alike(step, kept.step):
        return Rounds(lives=(*lives[:-2], (lives[-2][0], now)), step=step, usual=step)
    return Rounds(lives=(*lives, (now, now))[-MOST:], step=step)


def _alike(one: timedelta, other: timedelta) -> bool:
    return one <= 2 * other + SHORT and other <= 2 * one + SHORT


def note_round(door: Writing, now: datetime) -> None:
    """Notes that all sources were asked now."""
    rounds = with_round(_read(records.fact(door, FACT)), now)
    value = {
        "lives": [[since.isoformat(), last.isoformat()] for since, last in rounds.lives],
        "step": rounds.step and rounds.step.total_seconds(),
        "usual": rounds.usual and rounds.usual.total_seconds(),
    }
    records.set_fact(door, FACT, value)


def lives(door: Reading) -> list[Life]:
    """The times at which somebody looked: the daemons' lives, and stretches of regular rounds. The last of these lasts
    until the next round is to come."""
    rounds = _read(records.fact(door, FACT))
    stretches = list(rounds.lives)
    if stretches and rounds.usual is not None:
        since, last = stretches[-1]
        stretches[-1] = (since, last + rounds.usual)
    beats = records.beats(door)
    # without a daemon's life nobody knows from when on rounds were to come, unless they come by the clock
    known = [life for life in stretches if life[0] < life[1]] if not beats else stretches
    return [*((beat.started_at, beat.beat_at) for beat in beats), *known]


def _read(kept: object) -> Rounds:
    if not isinstance(kept, Mapping):
        return Rounds()
    return Rounds(
        lives=tuple(_life(pair) for pair in kept["lives"]), step=_span(kept["step"]), usual=_span(kept["usual"])
    )


def _life(pair: Iterable[str]) -> Life:
    since, last = (datetime.fromisoformat(each) for each in pair)
    return since, last


def _span(seconds: float | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)
