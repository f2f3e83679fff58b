"""After a long absence a channel is told in one message what it missed, not in hundreds."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from monitor.jobs.app import App
from monitor.messages.catchup import Missed, compose_catch_up
from monitor.messages.more import posts_named
from monitor.store import catching_up
from monitor.store.catching_up import Late
from monitor.store.doors import Writing

#: A message that could not go for so long is no alert any more.
TOO_LATE = timedelta(hours=24)


def catch_up(door: Writing, app: App, now: datetime) -> None:
    """Puts what is too late into one message for each channel. Programs (form json) get every message by itself."""
    people = [key for key, port in app.channels.items() if port.form != "json"]
    late = catching_up.late(door, before=now - TOO_LATE, now=now, only=people)
    for channel, found in groupby(late, key=lambda one: one.channel):
        _gather(door, app, channel, list(found), now)


def _gather(door: Writing, app: App, channel: str, found: Sequence[Late], now: datetime) -> None:
    key, on_its_way = catching_up.open_catch_up(door, channel)
    if on_its_way or (not key and len(found) < 2):
        return
    told = [*(catching_up.told_in(door, key, channel) if key else ()), *found]
    missed = [item for one in told for item in _missed(one)]
    message = compose_catch_up(missed, form=app.channels[channel].form, zone=app.settings.zone, messages=len(told))
    key = key or f"{catching_up.KEY}{now:%Y-%m-%dT%H:%M:%S.%fZ}"
    catching_up.put_catch_up(door, key, channel, message, found, now=now)
    app.log.warning("messages are too late to go one by one", channel=channel, messages=len(told))


def _missed(one: Late) -> Iterator[Missed]:
    """What a message was about. The subject of an "N more" names the story alone: its first line counts, and the posts
    that it names are named again."""
    if not one.key.startswith("more/"):
        yield Missed(at=one.goes_at, subject=one.message.subject, link=one.message.link)
        return
    first = one.message.text.strip().partition("\n")[0]
    yield Missed(at=one.goes_at, subject=first or one.message.subject)
    for line, link in posts_named(one.message.text):
        yield Missed(at=one.goes_at, subject=line, link=link)
