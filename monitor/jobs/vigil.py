"""Somebody must notice when the monitor itself is not well: a dead man's alarm, and a heartbeat for others to watch.

Each minute it looks at itself. When all is well it touches a file and calls an address; when it is not, both stop, and
what can still be told is told: through the outbox, or past it when the store takes nothing.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.jobs.app import SILENT, App
from monitor.jobs.heart import beat
from monitor.jobs.notices import notify, others, stamp
from monitor.jobs.shout import Shouted, shout
from monitor.messages.times import local
from monitor.store import letters, noticing, records
from monitor.store.doors import Reading, Writing
from monitor.store.faults import StoreFault
from monitor.store.letters import Stuck
from monitor.store.noticing import Polls
from monitor.store.space import file_of

#: A turn of the event loop that lasts longer (s) is no health.
LAG = 5.0

#: A store that takes nothing for so long is told; what passes sooner bothers nobody.
OUTAGE = timedelta(minutes=1)

#: A change of the store that lasts for so long (s), and a look into it, hangs.
HANGS = 30.0

#: The fact that says of which channels it was told that they take nothing.
FACT = "stuck"


@dataclass
class Vigil:
    """What one daemon has noticed of itself."""

    polled: datetime | None = None
    #: when ``polled`` last moved, by the loop's own time: a wall clock that is set must not raise the alarm
    moved: float | None = None
    is_stalled: bool = False
    #: whether the last look found a trouble: each state is logged once
    is_unwell: bool = False
    told_outage: datetime | None = None
    #: which file the database was at the start, and whether it was told that another stands there
    file: tuple[int, int] | None = None
    is_lost: bool = False
    #: whether it was told that its folder may not be entered
    is_locked: bool = False
    #: what was told past the outbox, to be noted there later
    shouted: list[Shouted] = field(default_factory=list)
    #: kinds of heartbeat that failed last time: each failure is logged once
    failing: set[str] = field(default_factory=set)


async def keep_vigil(app: App, vigil: Vigil, now: datetime, *, patience: float = HANGS) -> bool:
    """Looks once, tells what is not well, beats the heart if all is. Whether all is well.

    A change of the store that lasts for longer than ``patience`` (s) hangs.
    """
    loop = asyncio.get_running_loop()
    before = loop.time()
    await asyncio.sleep(0)
    troubles = ["its own loop is slow"] if loop.time() - before > LAG else []
    app.mind_silence(now, patience)
    if app.outage is not None:
        await tell_outage(app, vigil, now)
        troubles.append("the database cannot be written")
    troubles += await _mind_file(app, vigil, now)
    try:
        async with asyncio.timeout(patience):
            troubles += await _look_into_store(app, vigil, now)
    except StoreFault as fault:
        troubles.append(fault.message)
    except TimeoutError:
        troubles.append(SILENT)
    if app.outage is None and vigil.told_outage is not None:
        await _tell_outage_over(app, vigil, now)
    if troubles and not vigil.is_unwell:
        app.log.warning("not well: no heartbeat", troubles=troubles)
    elif vigil.is_unwell and not troubles:
        app.log.info("well again: the heart beats")
    vigil.is_unwell = bool(troubles)
    if not troubles:
        await beat(app, vigil.failing, now)
    return not troubles


async def _look_into_store(app: App, vigil: Vigil, now: datetime) -> list[str]:
    """What the store shows of polls and channels. Raises StoreFault."""
    seen = await app.read(_look, app, now)
    troubles = await _mind_polls(app, vigil, seen, now, asyncio.get_running_loop().time())
    if {one.channel for one in seen.stuck} != seen.known:
        told = await app.write(_mind_channels, app, now, seen.stuck)
        if told:
            app.send_poke.set()
    return [*troubles, *(f"messages to {one.channel} wait" for one in seen.stuck)]


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What one look at the store shows: how polling goes, channels that take nothing, those that are told as such."""

    polls: Polls
    stuck: tuple[Stuck, ...]
    known: set[str]


def _look(door: Reading, app: App, now: datetime) -> Seen:
    stuck = letters.stuck(door, before=now - app.settings.watch.overdue, only=list(app.channels))
    return Seen(polls=noticing.polls(door, now=now), stuck=tuple(stuck), known=_known(door, app))


def _known(door: Reading, app: App) -> set[str]:
    """The channels of which it was told that they take nothing."""
    kept = records.fact(door, FACT)
    return {key for key in kept if key in app.channels} if isinstance(kept, list) else set()


async def _mind_file(app: App, vigil: Vigil, now: datetime) -> list[str]:
    """A file that was deleted or replaced under the daemon is written on and lost at its end: nothing else shows it."""
    try:
        here = file_of(app.engine)
    except PermissionError:
        return await _mind_locked(app, vigil, now)
    vigil.is_locked = False
    vigil.file = vigil.file or here
    if here == vigil.file:
        vigil.is_lost = False
        return []
    if not vigil.is_lost:
        vigil.is_lost = True
        lines = [
            f"{app.engine.url.database} was deleted, moved or replaced while the monitor runs on it.",
            "What the monitor does from now on is forgotten when it ends.",
            "Put the file back under its name, or stop the monitor and bring back a copy: monitor restore FILE --force",
        ]
        await shout(app, "The database file is not there any more", lines, key=f"notice/lost/{stamp(now)}")
    return ["the database file was taken away"]


async def _mind_locked(app: App, vigil: Vigil, now: datetime) -> list[str]:
    """What is open stays open, but whoever comes next is kept out: a restart, a command, a new journal."""
    if not vigil.is_locked:
        vigil.is_locked = True
        lines = [
            f"The folder of {app.engine.url.database} may not be entered any more: its permissions were changed.",
            "What runs goes on for now; started again, the monitor would not find its database.",
            "Give the folder back to the user that runs the monitor (chown, chmod).",
        ]
        await shout(app, "The database's folder may not be entered", lines, key=f"notice/locked/{stamp(now)}")
    return ["the database's folder may not be entered"]


async def _mind_polls(app: App, vigil: Vigil, seen: Seen, now: datetime, moment: float) -> list[str]:
    """Nothing was polled for too long although something was due: then our own work has stopped."""
    # while nothing can be written down no poll can be seen either
    polls = seen.polls
    if vigil.moved is None or polls.last != vigil.polled or not polls.is_owed or app.outage is not None:
        vigil.polled, vigil.moved = polls.last, moment
    limit = app.settings.watch.dead_after
    stalled = moment - vigil.moved > limit.total_seconds()
    if stalled != vigil.is_stalled:
        since = f"Last poll: {local(polls.last, app.settings.zone)}." if polls.last else "Nothing was ever polled."
        lines = [since, "Sources are due, and none is asked. Look at the log; a restart may help."]
        subject, lines = ("Nothing is polled any more", lines) if stalled else ("Sources are polled again", [since])
        await app.write(notify, app, now, f"notice/stalled/{stamp(now)}", subject, lines)
        app.send_poke.set()
        vigil.is_stalled = stalled
    return ["nothing is polled"] if stalled else []


def _mind_channels(door: Writing, app: App, now: datetime, stuck: Sequence[Stuck]) -> int:
    """A channel that takes nothing for too long is told once, on another; so is its end."""
    known = _known(door, app)
    names = {one.channel for one in stuck}
    told = 0
    for one in stuck:
        if one.channel not in known:
            lines = [
                f"{one.count} {'message waits' if one.count == 1 else 'messages wait'} for channel {one.channel}, "
                f"the first since {local(one.since, app.settings.zone)}.",
                f"Why: {one.error}" if one.error else "It was not tried yet.",
                "They are kept and tried again.",
            ]
            told += _tell_beside(door, app, now, one.channel, names, "Messages do not get through", lines)
    for channel in sorted(known - names):
        line = f"Channel {channel} takes messages again."
        told += _tell_beside(door, app, now, channel, names, "Messages get through again", [line])
    if known != names:
        records.set_fact(door, FACT, sorted(names))
    return told


def _tell_beside(
    door: Writing, app: App, now: datetime, channel: str, stuck: set[str], subject: str, lines: Sequence[str]
) -> int:
    """Tells it on the first channel that is not stuck itself."""
    to = [key for key in others(app, channel) if key not in stuck][:1]
    return notify(door, app, now, f"notice/{FACT}/{channel}/{stamp(now)}", subject, lines, to=to) if to else 0


async def tell_outage(app: App, vigil: Vigil, now: datetime) -> None:
    """Tells on every channel, once, that the store takes nothing; not before it has lasted a while."""
    outage = app.outage
    # by the faults themselves: after the last one nobody knows for a while whether it is over
    if outage is None or vigil.told_outage is not None or outage.last - outage.since < OUTAGE:
        return
    vigil.told_outage = outage.since
    lines = [
        outage.why,
        f"Since {local(outage.since, app.settings.zone)} nothing can be written down, so nothing new is told.",
        "It goes on by itself once the fault is mended; what still stands in the sources then is told late.",
    ]
    key = f"notice/outage/{stamp(outage.since)}"
    vigil.shouted += await shout(app, "The database cannot be written", lines, key=key)


async def _tell_outage_over(app: App, vigil: Vigil, now: datetime) -> None:
    since = vigil.told_outage
    line = f"It could not since {local(since or now, app.settings.zone)}. What still stands in the sources is told now."
    with suppress(StoreFault):
        await app.write(_note_over, app, now, tuple(vigil.shouted), line)
        vigil.told_outage = None
        vigil.shouted.clear()
        app.send_poke.set()


def _note_over(door: Writing, app: App, now: datetime, shouted: Sequence[Shouted], line: str) -> None:
    for one in shouted:
        letters.note_sent(door, one.key, one.channel, one.message, at=one.at)
    notify(door, app, now, f"notice/outage-over/{stamp(now)}", "The database can be written again", [line])
