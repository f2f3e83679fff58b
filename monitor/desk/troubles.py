"""What the operator should do something about, in sentences. Each function looks at one thing; none: it is well."""

import os
import socket
from datetime import datetime, timedelta
from pathlib import Path

from monitor import __version__
from monitor.config.marks import marks_of
from monitor.jobs import room as rooms
from monitor.jobs.config_read import changed_since
from monitor.jobs.room import Room
from monitor.messages.times import local
from monitor.model import WELL
from monitor.store import letters, records
from monitor.store.doors import Reading
from monitor.store.letters import Counts
from monitor.store.presence import Sign
from monitor.store.records import Beat
from monitor.store.wellbeing import SourceState

#: A message that is overdue for longer than this is a fault.
OVERDUE = timedelta(minutes=10)

#: Of a source that cannot be read and is asked only after so long it is said when.
NOT_SOON = timedelta(hours=1, minutes=15)


def of_daemon(daemon: Beat | None, running: bool, sign: Sign | None, zone: str) -> list[str]:
    """Whether it runs, hangs, or runs and can write nothing down. Times are told in ``zone``."""
    if sign is not None and sign.is_elsewhere:
        return [
            "the daemon runs on a database file that was deleted, moved or replaced: what it does is forgotten when it "
            "ends; stop it, and bring back a copy: monitor restore FILE --force"
        ]
    if running and sign is not None and sign.outage_since is not None:
        since = local(sign.outage_since, zone)
        return [f"the daemon runs, but since {since} nothing can be written down: {sign.why}"]
    if running and sign is not None and sign.is_mute:
        return ["the daemon runs, but nothing can be written down: the disk under the database is read-only"]
    if running:
        return []
    last = f"its last heartbeat was {local(daemon.beat_at, zone)}" if daemon else "it never ran here"
    if sign is not None:
        return [f"the daemon is there and gives no sign of life ({last}): it hangs; see its log"]
    return [f"the daemon is not running: {last}"]


def of_twins(door: Reading, workers: list[str]) -> list[str]:
    """On a server's database several daemons share the work; on a file somebody has started one too many."""
    living = [worker for worker in workers if _may_live(worker)]
    if door.dialect.name != "sqlite" or len(living) < 2:
        return []
    return [
        f"{len(living)} daemons run on this database file ({', '.join(sorted(living))}); one is enough: stop the others"
    ]


def of_outdated(living: list[Beat]) -> list[str]:
    """A daemon of this machine that an upgrade has left behind. It loads some of its parts when it first needs them,
    and has a reader of another version than its own then."""
    return [
        f"the daemon is of version {beat.version} and this program of {__version__}: it was upgraded under it; restart "
        "the daemon (systemctl restart monitor)"
        for beat in living
        if beat.host == socket.gethostname() and beat.version != __version__
    ]


def _may_live(worker: str) -> bool:
    """False for a process of this machine that is gone: it died without a goodbye."""
    host, _, pid = worker.rpartition("/")
    if host != socket.gethostname() or not pid.isdecimal():
        return True
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def of_sources_and_outbox(states: tuple[SourceState, ...], outbox: Counts, now: datetime, zone: str) -> list[str]:
    """Sources that are not well or have gone quiet, and messages that nobody tries any more."""
    said = [] if states else ["no source is watched: sources.toml names none that is switched on"]
    ill = [state for state in states if state.health is not None and state.health not in WELL]
    said += [f"{state.key}: {state.health}: {state.detail}{_until(state, now, zone)}" for state in ill]
    said += [_silent(state, zone) for state in states if state.told_quiet]
    if outbox.dead:
        said.append(f"{_messages(outbox.dead)} could not be delivered: monitor outbox list --dead, then retry or drop")
    return said


def _until(state: SourceState, now: datetime, zone: str) -> str:
    """When a source is asked again, if that is not soon: it may have wanted us to wait."""
    return f"; it is asked again at {local(state.next_at, zone)}" if state.next_at - now > NOT_SOON else ""


def of_stuck(door: Reading, now: datetime, zone: str) -> list[str]:
    """Channels whose messages have waited for longer than ``OVERDUE``, and why."""
    said = []
    kept = records.fact(door, "orphans")  # as ``jobs.orphans`` keeps them
    orphans = kept if isinstance(kept, list) else []
    for one in letters.stuck(door, before=now - OVERDUE):
        why = f": {one.error}" if one.error else ""
        if one.channel in orphans:
            why = ": the channel is not configured, or is switched off; put it back under its key and they go out"
        said.append(f"{one.channel}: {_messages(one.count)} waiting since {local(one.since, zone)}{why}")
    return said


def of_config(door: Reading, daemon: Beat | None) -> list[str]:
    """What the running daemon could not take of the configuration on disk."""
    kept = records.fact(door, "config")
    if not isinstance(kept, dict) or not kept.get("faults") or daemon is None:
        return []
    if datetime.fromisoformat(kept["at"]) < daemon.started_at:
        return []  # it was started again since, and read everything
    return [f"the changed configuration was not taken: {fault}" for fault in kept["faults"]]


def of_forgotten(door: Reading, folder: Path) -> list[str]:
    """Files that were changed and that the daemon was not told to read."""
    names = changed_since(door, folder, marks_of(folder))
    if not names:
        return []
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return [
        f"the configuration was changed ({', '.join(names[:3])}{more}) and the daemon goes on as before: "
        "monitor check, then send it SIGHUP (systemctl reload monitor)"
    ]


def of_late_patterns(door: Reading) -> list[str]:
    """Patterns that ran out of time, as ``jobs.late`` keeps them: it is not imported, for it brings the matcher."""
    kept = records.fact(door, "late_patterns")
    return [str(each[-1]) for each in kept if each] if isinstance(kept, list) else []


def of_switched_off(door: Reading, living: list[str]) -> list[str]:
    """What ``jobs.switched_off`` has told of daemons that live."""
    return _said_of_each(door, "switched_off", living)


def of_clock(door: Reading, living: list[str]) -> list[str]:
    """What ``jobs.wrong_clock`` has told of daemons that live."""
    return _said_of_each(door, "wrong_clock", living)


def _said_of_each(door: Reading, fact: str, living: list[str]) -> list[str]:
    """What ``jobs.sayings`` keeps under ``fact``, a sentence for each daemon."""
    kept = records.fact(door, fact)
    return [f"{worker}: {said}" for worker, said in kept.items() if worker in living] if isinstance(kept, dict) else []


def of_database(door: Reading, room: Room) -> list[str]:
    """A damaged file, what ``jobs.held_open`` has told of, and a disk that is filling up."""
    damage, held = rooms.trouble(door), records.fact(door, "held_open")
    said = [f"the database is damaged ({damage}): stop, then monitor restore FILE --force"] if damage else []
    return [*said, *([str(held)] if held else []), *([f"the disk is filling up: {room}"] if room.is_short else [])]


def _messages(count: int) -> str:
    return f"{count:,} {'message' if count == 1 else 'messages'}"


def _silent(state: SourceState, zone: str) -> str:
    if state.told_quiet == "empty" and state.empty_since is not None:
        return f"{state.key}: silent: it shows nothing since {local(state.empty_since, zone)}"
    since = local(state.news_at, zone) if state.news_at else "the beginning"
    return f"{state.key}: silent: no news since {since}"
