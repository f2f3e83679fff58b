"""``health``: does it run, what is it blind to, and does anything wait too long."""

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from monitor import __version__
from monitor.config.marks import marks_of
from monitor.jobs import room as rooms
from monitor.jobs.config_read import changed_since
from monitor.jobs.room import Room
from monitor.messages.times import local
from monitor.model import WELL
from monitor.store import letters, posts, records, wellbeing
from monitor.store.doors import Reading
from monitor.store.letters import Counts
from monitor.store.presence import Sign
from monitor.store.records import Beat
from monitor.store.session import sign_in
from monitor.store.wellbeing import SourceState

#: A heartbeat older than this is no life (it beats every 15 s).
ALIVE = timedelta(seconds=60)
#: A message that is overdue for longer than this is a fault.
OVERDUE = timedelta(minutes=10)

#: What the remarks that a source's reader leaves mean to the operator.
REMARKS = {
    "unstable_ids": "its ids change from look to look; posts are recognised by address and text",
    "shared_ids": "several of its items bear one id; they are told apart by address and text",
    "mended": "its feed is broken XML and could be read all the same",
    "expired": "the feed says of itself that it is finished",
    "moved": "it has moved for good; the new address is asked from now on",
    "lying_etag": "it says that nothing has changed when something has; such answers are not believed for a while",
    "body_not_found": "the selector `body` finds nothing in its articles",
    "dates_not_found": "its listing showed dates before, and shows none now",
    "articles_failed": "some of its articles could not be fetched",
    "no_text": "its posts have no text that could be matched",
    "unfinished": "more was new than one poll reads; the next goes on",
    "guessed": "feeds usually stand at these addresses; whether one does was not asked",
}

#: What stands behind ``partial:`` names the error.
PARTIAL = "it left out some posts, or what they refer to"


def remark(flag: str) -> str:
    """What a source's reader remarked, with what it means."""
    means = PARTIAL if flag.startswith("partial:") else REMARKS.get(flag, "")
    return f"{flag}: {means}" if means else flag


@dataclass(frozen=True, kw_only=True)
class HealthReport:
    """How the monitor is at ``at``. ``troubles`` are sentences for the operator; none: all is well.

    ``remarks`` are worth knowing, and nobody need act.
    """

    at: datetime
    daemon: Beat | None
    running: bool
    sources: tuple[SourceState, ...]
    outbox: Counts
    posts: int
    troubles: tuple[str, ...]
    remarks: tuple[str, ...] = ()
    room: Room | None = None
    #: what the daemon says of itself beside the database
    sign: Sign | None = None


def is_running(beat: Beat, now: datetime) -> bool:
    """Whether a daemon has beaten lately and has not said goodbye."""
    return beat.stopped_at is None and abs(now - beat.beat_at) <= ALIVE


def is_alive(sign: Sign | None, now: datetime) -> bool:
    """Whether a daemon has given a sign of life lately, though it may not be able to write a heartbeat."""
    return sign is not None and (sign.is_mute or (sign.at is not None and abs(now - sign.at) <= ALIVE))


def health(
    door: Reading, *, now: datetime, zone: str = "UTC", sign: Sign | None = None, folder: Path | None = None
) -> HealthReport:
    """Reads how everything is; its sentences tell times in ``zone``, the reader's. ``sign`` is what the daemon says
    beside the database file (``store.presence``); on a server's database it is asked for here. ``folder`` is the
    configuration: whether the daemon has read it as it is now."""
    sign = sign or sign_in(door)
    beats = records.beats(door)
    daemon = beats[0] if beats else None
    running = any(is_running(beat, now) for beat in beats) or is_alive(sign, now)
    states = tuple(state for state in wellbeing.states(door) if state.enabled)
    outbox = letters.count_letters(door, now=now)
    room = rooms.room(door)
    return HealthReport(
        at=now,
        daemon=daemon,
        running=running,
        sources=states,
        outbox=outbox,
        posts=posts.count_posts(door),
        troubles=(
            *_daemon(daemon, running, sign, zone),
            *_twins(door, [beat.worker for beat in beats if is_running(beat, now)]),
            *_outdated([beat for beat in beats if is_running(beat, now)]),
            *_troubles(states, outbox, zone),
            *_stuck(door, now, zone),
            *_config(door, daemon),
            *(_forgotten(door, folder) if running and folder is not None else ()),
            *_late(door),
            *_switched_off(door, [beat.worker for beat in beats if is_running(beat, now)]),
            *_clock(door, [beat.worker for beat in beats if beat.stopped_at is None]),
            *_database(door, room),
        ),
        remarks=tuple(_remarks(states)),
        room=room,
        sign=sign,
    )


def _daemon(daemon: Beat | None, running: bool, sign: Sign | None, zone: str) -> list[str]:
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


def _twins(door: Reading, workers: list[str]) -> list[str]:
    """On a server's database several daemons share the work; on a file somebody has started one too many."""
    living = [worker for worker in workers if _may_live(worker)]
    if door.dialect.name != "sqlite" or len(living) < 2:
        return []
    return [
        f"{len(living)} daemons run on this database file ({', '.join(sorted(living))}); one is enough: stop the others"
    ]


def _outdated(living: list[Beat]) -> list[str]:
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


def _troubles(states: tuple[SourceState, ...], outbox: Counts, zone: str) -> list[str]:
    said = [] if states else ["no source is watched: sources.toml names none that is switched on"]
    ill = [state for state in states if state.health is not None and state.health not in WELL]
    said += [f"{state.key}: {state.health}: {state.detail}" for state in ill]
    said += [_silent(state, zone) for state in states if state.told_quiet]
    if outbox.dead:
        said.append(f"{_messages(outbox.dead)} could not be delivered: monitor outbox list --dead, then retry or drop")
    return said


def _stuck(door: Reading, now: datetime, zone: str) -> list[str]:
    said = []
    kept = records.fact(door, "orphans")  # as ``jobs.orphans`` keeps them
    orphans = kept if isinstance(kept, list) else []
    for one in letters.stuck(door, before=now - OVERDUE):
        why = f": {one.error}" if one.error else ""
        if one.channel in orphans:
            why = ": the channel is not configured, or is switched off; put it back under its key and they go out"
        said.append(f"{one.channel}: {_messages(one.count)} waiting since {local(one.since, zone)}{why}")
    return said


def _config(door: Reading, daemon: Beat | None) -> list[str]:
    """What the running daemon could not take of the configuration on disk."""
    kept = records.fact(door, "config")
    if not isinstance(kept, dict) or not kept.get("faults") or daemon is None:
        return []
    if datetime.fromisoformat(kept["at"]) < daemon.started_at:
        return []  # it was started again since, and read everything
    return [f"the changed configuration was not taken: {fault}" for fault in kept["faults"]]


def _forgotten(door: Reading, folder: Path) -> list[str]:
    """Files that were changed and that the daemon was not told to read."""
    names = changed_since(door, folder, marks_of(folder))
    if not names:
        return []
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return [
        f"the configuration was changed ({', '.join(names[:3])}{more}) and the daemon goes on as before: "
        "monitor check, then send it SIGHUP (systemctl reload monitor)"
    ]


def _late(door: Reading) -> list[str]:
    """Patterns that ran out of time, as ``jobs.late`` keeps them: it is not imported, for it brings the matcher."""
    kept = records.fact(door, "late_patterns")
    return [str(each[-1]) for each in kept if each] if isinstance(kept, list) else []


def _switched_off(door: Reading, living: list[str]) -> list[str]:
    """What ``jobs.switched_off`` has told of daemons that live."""
    kept = records.fact(door, "switched_off")
    return [f"{worker}: {said}" for worker, said in kept.items() if worker in living] if isinstance(kept, dict) else []


def _clock(door: Reading, living: list[str]) -> list[str]:
    """What ``jobs.wrong_clock`` has told of daemons that live."""
    kept = records.fact(door, "wrong_clock")
    return [f"{worker}: {said}" for worker, said in kept.items() if worker in living] if isinstance(kept, dict) else []


def _database(door: Reading, room: Room) -> list[str]:
    damage = rooms.trouble(door)
    said = [f"the database is damaged ({damage}): stop, then monitor restore FILE --force"] if damage else []
    return [*said, *([f"the disk is filling up: {room}"] if room.is_short else [])]


def _messages(count: int) -> str:
    return f"{count:,} {'message' if count == 1 else 'messages'}"


def _silent(state: SourceState, zone: str) -> str:
    if state.told_quiet == "empty" and state.empty_since is not None:
        return f"{state.key}: silent: it shows nothing since {local(state.empty_since, zone)}"
    since = local(state.news_at, zone) if state.news_at else "the beginning"
    return f"{state.key}: silent: no news since {since}"


def _remarks(states: tuple[SourceState, ...]) -> list[str]:
    return [f"{state.key}: {remark(flag)}" for state in states for flag in state.flags]


def health_json(report: HealthReport) -> Mapping[str, object]:
    """The report for programs: stable names, times as ISO 8601 UTC."""
    return {
        "at": report.at,
        "running": report.running,
        "well": not report.troubles,
        "troubles": report.troubles,
        "remarks": report.remarks,
        "daemon": report.daemon
        and {
            "worker": report.daemon.worker,
            "version": report.daemon.version,
            "started_at": report.daemon.started_at,
            "beat_at": report.daemon.beat_at,
            "stopped_at": report.daemon.stopped_at,
        },
        "outage": report.sign
        and report.sign.outage_since
        and {"since": report.sign.outage_since, "why": report.sign.why},
        "posts": report.posts,
        "database": report.room
        and {
            "used_bytes": report.room.used,
            "free_bytes": report.room.free,
            "growth_bytes_a_day": report.room.growth,
            "days_to_full": report.room.days,
        },
        "outbox": {
            "waiting": report.outbox.waiting,
            "sent": report.outbox.sent,
            "dead": report.outbox.dead,
            "oldest_overdue": report.outbox.oldest,
        },
        "sources": [
            {
                "key": state.key,
                "kind": state.kind,
                "health": state.health,
                "error": state.error,
                "detail": state.detail,
                "since": state.health_since,
                "failures": state.failures,
                "polled_at": state.polled_at,
                "well_at": state.well_at,
                "news_at": state.news_at,
                "next_at": state.next_at,
                "posts_read": state.posts_read,
                "silent": state.told_quiet,
                "quiet_for": state.quiet_for,
                "flags": state.flags,
            }
            for state in report.sources
        ],
    }
