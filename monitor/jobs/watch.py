"""Silence is an error: what the operator must know of the sources is told once, and its end as well."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from monitor.jobs import silence
from monitor.jobs.app import App
from monitor.jobs.falling_ill import CROWD, have_returned, is_news, is_put_off, nobody_reached, others_follow
from monitor.jobs.notices import notify, stamp
from monitor.jobs.pace import UNREACHED
from monitor.jobs.silence import Silence
from monitor.messages.times import local
from monitor.model import WELL, MonitorError
from monitor.store import developments, noticing, posts, wellbeing
from monitor.store.alone import alone
from monitor.store.doors import Reading, Writing
from monitor.store.faults import StoreFault
from monitor.store.wellbeing import SourceState


@dataclass(frozen=True, kw_only=True)
class Pulse:
    """How the daemon is, in one line."""

    well: int
    ill: int
    unpolled: int
    posts: int
    matched: int

    def __str__(self) -> str:
        parts = [f"{self.well:,} {'source' if self.well == 1 else 'sources'} well"]
        if self.ill:
            parts.append(f"{self.ill:,} not")
        if self.unpolled:
            parts.append(f"{self.unpolled:,} not asked yet")
        return ", ".join([*parts, f"{self.posts:,} posts read", f"{self.matched:,} matched"])


def pulse(door: Reading) -> Pulse:
    """Counts of sources, posts and matches."""
    counted = noticing.by_health(door)
    unpolled = counted.pop(None, 0)
    well = sum(number for health, number in counted.items() if health in WELL)
    ill = sum(counted.values()) - well
    matched, _ = developments.count_matches(door)
    return Pulse(well=well, ill=ill, unpolled=unpolled, posts=posts.count_posts(door), matched=matched)


async def say_pulse(app: App, now: datetime) -> None:
    """One line on how it goes, into the log."""
    beat = await app.read(pulse)
    app.log.info(f"{beat}", well=beat.well, ill=beat.ill, posts=beat.posts, matched=beat.matched)


async def watch(app: App, now: datetime) -> None:
    """Tells of sources that fell ill, silent, or recovered since the last look."""
    silent, has_changed = await app.read(look, app, now)
    if has_changed:
        told = await app.write(tell_changes, app, now, silent)
        if told:
            app.send_poke.set()


def look(door: Reading, app: App, now: datetime) -> tuple[Mapping[str, Silence], bool]:
    """The sources that are silent, and whether ``tell_changes`` would tell or note anything."""
    states = _notable(door, app)
    silent = silence.find_silent(door, app, states, now)
    return silent, _changes(door, states, now, silent) is not None


def tell_changes(door: Writing, app: App, now: datetime, silent: Mapping[str, Silence]) -> int:
    """Puts notices about sources into the outbox, once for each change; how many."""
    alone(door, "watch")
    found = _changes(door, _notable(door, app), now, silent)
    if found is None:
        return 0
    return _tell_health(door, app, now, found) + _tell_silence(door, app, now, found)


def _notable(door: Reading, app: App) -> list[SourceState]:
    every = noticing.notable(door, quiet_for=app.settings.daemon.silent_after)
    return [state for state in every if state.key in app.sources]


@dataclass(frozen=True, kw_only=True)
class Changes:
    """Sources of whose state nobody was told yet. ``unreached``: all of them, where not one could be reached."""

    ill: Sequence[SourceState]
    well: Sequence[SourceState]
    fell: Sequence[Silence]
    ended: Sequence[SourceState]
    unreached: Sequence[SourceState]


def _changes(
    door: Reading, states: Sequence[SourceState], now: datetime, silent: Mapping[str, Silence]
) -> Changes | None:
    """What there is to tell or to note; None if nothing."""
    unreached = nobody_reached(door, states)
    ill = [state for state in states if is_news(state, at_once=bool(unreached) or is_put_off(state))]
    if ill and not unreached and others_follow(ill, states, now):
        ill = []
    back = [state for state in states if state.told_ill and state.health in WELL]
    well = have_returned(back, now)  # more may be about to follow: they are told together
    fell, ended = silence.changes(silent, states)
    if not (ill or well or fell or ended):
        return None
    return Changes(ill=ill, well=well, fell=fell, ended=ended, unreached=unreached)


def _tell_health(door: Writing, app: App, now: datetime, found: Changes) -> int:
    ill, well = found.ill, found.well
    for state in [*ill, *well]:
        wellbeing.tell_ill(door, state.key, "" if state.health in WELL else str(state.health))
    told = 0
    broke = [state for state in ill if state.health == "out_of_credit"]
    if len(broke) > 1:
        ill = [state for state in ill if state not in broke]
        told += notify(door, app, now, f"notice/credit/{stamp(now)}", *_out_of_credit(app, broke))
    if ill and found.unreached:
        told += notify(door, app, now, f"notice/network/{stamp(now)}", *_network_down(app, found.unreached))
    elif len(ill) >= CROWD:
        told += notify(door, app, now, f"notice/sources/{stamp(now)}", *_crowd(app, ill))
    else:
        for state in ill:
            told += notify(door, app, now, _key(state), *_one_ill(door, app, state))
    if len(well) >= CROWD:
        told += notify(door, app, now, f"notice/recovered/{stamp(now)}", *_recovered(app, well))
    else:
        for state in well:
            told += notify(door, app, now, _key(state), *_recovered(app, [state]))
    return told


def _tell_silence(door: Writing, app: App, now: datetime, found: Changes) -> int:
    told, fell = 0, found.fell
    back = silence.note(door, fell, found.ended, app.settings.daemon.silent_after)
    if len(fell) >= CROWD:
        lines = [f"{_name(app, one.key)}: {one.why}" for one in fell]
        told += notify(door, app, now, f"notice/silent/{stamp(now)}", f"{len(fell)} sources are silent", lines)
    else:
        for one in fell:
            name = _name(app, one.key)
            lines = [
                f"{name} ({one.key}, {app.sources[one.key].address})",
                one.why,
                "Perhaps it has moved, or its page has changed.",
            ]
            told += notify(door, app, now, f"source/{one.key}/{one.word}/{stamp(now)}", f"{name} is silent", lines)
    if back:
        names = _names(app, back)
        subject = f"{names} {'is' if len(back) == 1 else 'are'} silent no more"
        told += notify(door, app, now, f"notice/heard/{stamp(now)}", subject, ["There is news again."])
    return told


def _key(state: SourceState) -> str:
    return f"source/{state.key}/{state.health}/{stamp(state.health_since or state.next_at)}"


def _name(app: App, key: str) -> str:
    """A source's name for people; its key if it has none."""
    return app.sources[key].name or key


def _names(app: App, states: Sequence[SourceState]) -> str:
    more = f" and {len(states) - 20} more" if len(states) > 20 else ""
    return ", ".join(_name(app, state.key) for state in states[:20]) + more


def _one_ill(door: Reading, app: App, state: SourceState) -> tuple[str, list[str]]:
    source = app.sources[state.key]
    lines = [
        f"{_name(app, state.key)} ({state.key}, {source.kind}, {source.address})",
        f"{str(state.health).replace('_', ' ')}: {state.detail}",
        f"Last read well: {local(state.well_at, app.settings.zone)}" if state.well_at else "It was never read yet.",
        *([again] if (again := _until(app, state, "It is asked again at {}.")) else []),
        *_witnesses(door, app, state.key),
    ]
    return f"We cannot read {_name(app, state.key)}", lines


def _until(app: App, state: SourceState, words: str) -> str:
    """When it is asked again, in ``words``, where that is not soon; "" where it is."""
    return words.format(local(state.next_at, app.settings.zone)) if is_put_off(state) else ""


def _witnesses(door: Reading, app: App, key: str) -> list[str]:
    """Where else the office behind a source is read: a line, if it has other sources."""
    actor = app.sources[key].actor
    others = [each for each in app.sources.values() if each.actor == actor != "" and each.enabled and each.key != key]
    if not others:
        return []
    well = {state.key for state in wellbeing.states(door) if state.health in WELL}
    read = ", ".join(each.name or each.key for each in others if each.key in well)
    return [f"The same office can still be read: {read}" if read else "No other source of the same office can be read."]


def _network_down(app: App, states: Sequence[SourceState]) -> tuple[str, list[str]]:
    return "No source can be reached", [
        f"None of {len(states)} sources could be reached: it looks as if this machine has no way out.",
        f"For example {_name(app, states[0].key)}: {states[0].detail}",
        "Polling goes on, less and less often. You will hear when it works again.",
    ]


def _out_of_credit(app: App, broke: Sequence[SourceState]) -> tuple[str, list[str]]:
    return f"No credit: {len(broke)} sources are not read", [
        _names(app, broke),
        broke[0].detail,
        f"They are asked again at {local(min(state.next_at for state in broke), app.settings.zone)}. "
        f"Sooner, once it is paid: monitor poll {broke[0].key}",
    ]


def _crowd(app: App, ill: Sequence[SourceState]) -> tuple[str, list[str]]:
    lines = [
        f"{_name(app, one.key)}: {str(one.health).replace('_', ' ')} - {one.detail}"[:200]
        + _until(app, one, "; asked again at {}")
        for one in ill[:20]
    ]
    if len(ill) > 20:
        lines.append(f"and {len(ill) - 20} more: monitor health")
    return f"{len(ill)} sources cannot be read", lines


def _recovered(app: App, well: Sequence[SourceState]) -> tuple[str, list[str]]:
    names = _names(app, well)
    if len(well) == 1:
        return f"{names} can be read again", [f"{names} answers again."]
    return f"{len(well)} sources can be read again", [names]


def say_failed(app: App, log: Any, error: MonitorError, now: datetime) -> None:
    """Logs a failed poll. Without a network every poll fails: the first says it, the others of that minute do not."""
    if error.code in UNREACHED and abs(now - app.unreached_at) < timedelta(minutes=1):
        log.debug("poll failed", health=error.health, error=error.code, detail=error.message)
        return
    if error.code in UNREACHED:
        app.unreached_at = now
    log.warning("poll failed", health=error.health, error=error.code, detail=error.message)


async def beat_soon(app: App, now: datetime) -> None:
    """Waits for the first answers: the operator sees at once that it works, or after a minute that it does not."""
    until = now + timedelta(seconds=60)
    with suppress(StoreFault):  # that is told elsewhere
        while app.clock.now() < until and not app.stopping.is_set():
            if not await app.read(noticing.is_any_unpolled):
                break
            await app.clock.sleep_until(app.clock.now() + timedelta(seconds=1))
        await say_pulse(app, now)
        await watch(app, app.clock.now())
