"""Notices: what the operator should know, through the same outbox as everything else."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from monitor.jobs.app import App
from monitor.messages.notice import compose_notice
from monitor.store import outbox
from monitor.store.doors import Writing


def notify(
    door: Writing, app: App, now: datetime, key: str, subject: str, lines: Sequence[str], *, to: Iterable[str] = ()
) -> int:
    """Puts a notice into the outbox for the channels ``to`` (none: all), once for each key; how many messages."""
    told = 0
    for channel in to or app.channels:
        message = compose_notice(subject, lines, form=app.channels[channel].form)
        told += outbox.put(door, key, channel, message, now=now)
    return told


def others(app: App, channel: str) -> list[str]:
    """The channels beside this one; those that reach people elsewhere first, the console last."""
    keys = [key for key in app.channels if key != channel]
    return sorted(keys, key=lambda key: app.channel_of[key].kind in {"console", "file"})


def stamp(at: datetime) -> str:
    """A moment as it stands in a key."""
    return f"{at:%Y-%m-%dT%H:%M:%S.%fZ}"
