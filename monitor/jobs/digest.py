"""The digest: read the window, compose outside any lock, then one short write that closes the window."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from monitor.config.cron import read_cron
from monitor.jobs.app import App
from monitor.model import ChannelPort, Digest, Message, Story
from monitor.store import noticing, outbox, records
from monitor.store.doors import Reading, Writing

if TYPE_CHECKING:
    from monitor.messages.report import Report

#: The first window of a digest reaches back this far; to the beginning of everything, if that is not longer ago than
#: the second: its first hour was missed, or it comes once a week.
FIRST_WINDOW, BEGINNING = timedelta(days=1), timedelta(days=8)

#: How long after its upper edge a window is read (s). A post is dated inside the transaction that stores it, and no
#: transaction takes so long: what is dated before the edge is in the store by then.
SETTLES = 15.0

#: A clock that is kept may be set back by a little just after its hour has struck.
STEP = timedelta(seconds=1)

#: A digest that is so late was missed: we were down at its hour, or could not write.
MISSED = timedelta(minutes=2)


async def send_overdue(app: App, now: datetime, digests: Sequence[Digest]) -> None:
    """Sends the digests whose hour went by since their last window without one."""
    lasts = await app.read(records.last_windows)
    for digest in digests:
        last = lasts.get(digest.key)
        if last is None:
            continue
        due = _due_after(digest.at, digest.zone, last)
        if due is not None and due <= now - MISSED:
            await send_digest(app, digest, now)


async def is_owed(app: App, digest: Digest, now: datetime) -> bool:
    """Whether the digest whose hour has come by ``now`` is still to be sent: who wakes up after it looks for what was
    missed at the same time, and may have been faster."""
    last = await app.read(records.last_window, digest.key)
    due = None if last is None else _due_after(digest.at, digest.zone, last)
    return due is None or due <= now + STEP


@lru_cache(maxsize=64)
def _due_after(at: str, zone: str, last: datetime) -> datetime | None:
    return read_cron(at, zone).get_next_fire_time(None, last + timedelta(seconds=1))


async def send_digest(app: App, digest: Digest, now: datetime) -> None:
    """Sends what happened since the last digest of this key; nobody else sends the same window."""
    last = await app.read(records.last_window, digest.key)
    since = last or _first_since(await app.read(noticing.began), now)
    if since >= now:
        return
    stories = [story for story in app.stories.values() if not digest.stories or story.key in digest.stories]
    notes = _notes(digest, last, now)
    reports = await app.read(read_reports, app, stories, since, now, digest.zone, notes)
    ports = {key: app.channels[key] for key in _channels(app, digest)}
    messages = await app.aside(compose_all, reports, ports)
    if await app.write(close, digest, last, since, now, messages):
        app.send_poke.set()
        app.log.info("digest written", digest=digest.key, stories=len(stories))


def _first_since(began: datetime | None, now: datetime) -> datetime:
    since = now - FIRST_WINDOW
    return since if began is None or began < now - BEGINNING else min(since, began)


def compose_all(reports: "Sequence[Report]", channels: Mapping[str, ChannelPort]) -> dict[tuple[str, str], Message]:
    """The messages by story and channel. Charts are drawn here, and polls must not wait for them."""
    from monitor.messages.digest import compose_digest  # a daemon starts sooner without what only digests need

    forms = {port.form for port in channels.values()}
    # channels of one form are told the same words, and a picture is drawn once
    composed = {(report.story, form): compose_digest(report, form=form) for report in reports for form in forms}
    return {
        (report.story, key): composed[report.story, port.form] for report in reports for key, port in channels.items()
    }


def read_reports(
    door: Reading, app: App, stories: Sequence[Story], since: datetime, until: datetime, zone: str, notes: Sequence[str]
) -> "list[Report]":
    """One report a story, all of the same moment of the store."""
    from monitor.jobs.report import build_report

    return [
        build_report(door, app.settings, story, since=since, until=until, zone=zone, notes=notes) for story in stories
    ]


def close(
    door: Writing,
    digest: Digest,
    last: datetime | None,
    since: datetime,
    until: datetime,
    messages: dict[tuple[str, str], Message],
) -> bool:
    """Puts the messages into the outbox and closes the window; False, and nothing done, if somebody was faster."""
    if not records.close_window(door, digest.key, last=last, since=since, until=until):
        return False
    period = f"{until.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    for (story, channel), message in messages.items():
        key = f"digest/{digest.key}/{period}/{story}"
        if not outbox.put(door, key, channel, message, now=until, story=story):
            # a clock that was days ahead has sent one of this day already, and its window was forgotten since
            began = f"{since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
            outbox.put(door, f"{key}/{began}", channel, message, now=until, story=story)
    return True


def _channels(app: App, digest: Digest) -> list[str]:
    return [key for key in app.channels if not digest.channels or key in digest.channels]


def _notes(digest: Digest, last: datetime | None, now: datetime) -> list[str]:
    """Says so when this digest stands for several that could not be sent."""
    if last is None:
        return []
    trigger = read_cron(digest.at, digest.zone)
    missed, at = 0, trigger.get_next_fire_time(None, last + timedelta(seconds=1))
    while at is not None and at < now - timedelta(minutes=1) and missed < 1000:
        missed += 1
        at = trigger.get_next_fire_time(at, at)
    if not missed:
        return []
    return [f"covers {missed + 1} digests: {missed} of them could not be written when they were due"]
