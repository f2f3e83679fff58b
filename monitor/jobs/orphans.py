"""Messages whose channel was taken out of the configuration: they are kept, and somebody must know that they wait."""

from datetime import datetime, timedelta

from monitor.jobs.app import App
from monitor.jobs.notices import notify, stamp
from monitor.messages.times import local
from monitor.store import letters, records
from monitor.store.doors import Writing
from monitor.store.letters import Stuck

#: What health reads: keys of channels for which messages wait and that are not configured, or switched off.
FACT = "orphans"

#: Whenever a message was to go, it waits now.
_EVER = timedelta(days=36_500)


def tell_orphans(door: Writing, app: App, now: datetime) -> int:
    """Tells, once for each channel, that messages wait for one that is not there; how many messages that made."""
    kept = records.fact(door, FACT)
    known = kept if isinstance(kept, list) else []
    waiting = [one for one in letters.stuck(door, before=now + _EVER) if one.channel not in app.channels]
    names = [one.channel for one in waiting]
    if names != known:
        records.set_fact(door, FACT, names)
    fresh = [one for one in waiting if one.channel not in known]
    if not fresh:
        return 0
    lines = [_line(one, app.settings.zone) for one in fresh]
    for line in lines:
        app.log.warning("messages wait for a channel that is not there", what=line)
    lines.append(
        "They are kept. Put the channel back under its key (SIGHUP), and they go out; monitor outbox list shows them."
    )
    return notify(
        door, app, now, f"notice/orphans/{stamp(now)}", "Messages wait for a channel that is not there", lines
    )


def _line(one: Stuck, zone: str) -> str:
    many = "1 message waits" if one.count == 1 else f"{one.count:,} messages wait"
    since = local(one.since, zone)
    return f"{many} for channel {one.channel}, the first since {since}; it is not configured, or is switched off."
