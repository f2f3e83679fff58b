"""``health``: does it run, what is it blind to, and does anything wait too long."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from monitor.desk import troubles
from monitor.desk.alive import is_alive, is_running
from monitor.jobs import room as rooms
from monitor.jobs.room import Room
from monitor.store import letters, posts, records, wellbeing
from monitor.store.doors import Reading
from monitor.store.letters import Counts
from monitor.store.presence import Sign
from monitor.store.records import Beat
from monitor.store.session import sign_in
from monitor.store.wellbeing import SourceState

#: What the remarks that a source's reader leaves mean to the operator.
REMARKS = {
    "unstable_ids": "its ids change from look to look; posts are recognised by address and text",
    "shared_ids": "several of its items bear one id; they are told apart by address and text",
    "mended": "its feed is broken XML and could be read all the same",
    "expired": "the feed says of itself that it is finished",
    "moved": "it has moved for good, and its new address is asked; put that into sources.toml",
    "lying_etag": "it says that nothing has changed when something has; such answers are not believed for a while",
    "body_not_found": "the selector `body` finds nothing in its articles",
    "dates_not_found": "its listing showed dates before, and shows none now",
    "articles_failed": "some of its articles could not be fetched",
    "no_text": "its posts have no text that could be matched",
    "unfinished": "more was new than one poll reads; the next goes on",
    "guessed": "feeds usually stand at these addresses; whether one does was not asked",
}

#: What stands behind ``partial:`` names the error, behind ``moved:`` the new address.
PARTIAL = "it left out some posts, or what they refer to"

#: What no more sources than this bear is remarked of each.
_EACH = 5


def remark(flag: str) -> str:
    """What a source's reader remarked, with what it means."""
    word, _, place = flag.partition(":")
    if word == "moved" and place:
        return f"moved: it has moved for good to {place}, which is asked; put that into sources.toml"
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


def runs(door: Reading, *, now: datetime) -> bool:
    """Whether a daemon runs, as the database tells it: by a heartbeat, or by the session of one that cannot write."""
    return is_alive(sign_in(door), now) or any(is_running(beat, now) for beat in records.beats(door))


def health(
    door: Reading, *, now: datetime, zone: str = "UTC", sign: Sign | None = None, folder: Path | None = None
) -> HealthReport:
    """Reads how everything is; its sentences tell times in ``zone``, the reader's. ``sign`` is what the daemon says
    beside the database file (``store.presence``); on a server's database it is asked for here. ``folder`` is the
    configuration: whether the daemon has read it as it is now."""
    sign = sign or sign_in(door)
    beats = records.beats(door)
    daemon = beats[0] if beats else None
    living = [beat for beat in beats if is_running(beat, now)]
    workers = [beat.worker for beat in living]
    running = bool(living) or is_alive(sign, now)
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
            *troubles.of_daemon(daemon, running, sign, zone),
            *troubles.of_twins(door, workers),
            *troubles.of_outdated(living),
            *troubles.of_sources_and_outbox(states, outbox, now, zone),
            *troubles.of_stuck(door, now, zone),
            *troubles.of_config(door, daemon),
            *(troubles.of_forgotten(door, folder) if running and folder is not None else ()),
            *troubles.of_late_patterns(door),
            *troubles.of_switched_off(door, workers),
            *troubles.of_clock(door, [beat.worker for beat in beats if beat.stopped_at is None]),
            *troubles.of_database(door, room),
        ),
        remarks=tuple(remarks_of(states)),
        room=room,
        sign=sign,
    )


def remarks_of(states: Sequence[SourceState]) -> list[str]:
    """A line for each remark; where many sources bear the same, one for all of them."""
    bearing: dict[str, list[tuple[str, str]]] = {}
    for state in states:
        for flag in state.flags:
            bearing.setdefault(flag.partition(":")[0], []).append((state.key, flag))
    lines = []
    for word, each in bearing.items():
        if len(each) <= _EACH:
            lines += [f"{key}: {remark(flag)}" for key, flag in each]
        else:
            keys = ", ".join(key for key, _ in each[:_EACH])
            means = PARTIAL if word == "partial" else REMARKS.get(word, "")
            lines.append(
                f"{keys} and {len(each) - _EACH} more: {f'{word}: {means}' if means else word} (--json names each)"
            )
    return lines


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
        "sources": [_source_json(state) for state in report.sources],
    }


def _source_json(state: SourceState) -> Mapping[str, object]:
    return {
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
