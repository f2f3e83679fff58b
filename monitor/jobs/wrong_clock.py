"""A clock that is far off makes fresh posts look old, so that they alert nobody: that is told, once, and its end."""

import asyncio
from datetime import datetime, timedelta

from monitor.jobs.app import App
from monitor.jobs.common_clock import is_servers
from monitor.jobs.notices import notify, stamp
from monitor.jobs.sayings import say, saying
from monitor.store.alone import alone
from monitor.store.doors import Writing

#: A clock that is further off than the first is told; one that is nearer than the second is right again.
FAR, NEAR = timedelta(minutes=15), timedelta(minutes=5)

#: What health reads: by worker, the sentence that was told; daemons that share a database have a clock each.
FACT = "wrong_clock"

_OURS = "this machine's", "this machine"
_THE_SERVERS = "the database server's", "the database's server"


async def tell_wrong_clock(app: App, now: datetime) -> None:
    """Compares our clock with what the places that were asked say, and tells what has changed."""
    ahead = app.clocks.ahead(asyncio.get_running_loop().time())
    if ahead is None or NEAR < abs(ahead) < FAR:
        return
    wrong = abs(ahead) >= FAR
    if wrong == bool(await app.read(saying, FACT, app.worker)):
        return
    if await app.write(_tell, app, now, ahead if wrong else None):
        app.send_poke.set()


def begin_anew(door: Writing, app: App) -> None:
    """At a start nothing is known of the clock: it may have been set since."""
    if saying(door, FACT, app.worker):
        say(door, app, FACT, "")


def _tell(door: Writing, app: App, now: datetime, ahead: timedelta | None) -> int:
    alone(door, "facts")
    if bool(saying(door, FACT, app.worker)) == (ahead is not None):
        return 0  # it was told meanwhile
    if ahead is None:
        say(door, app, FACT, "")
        app.log.info("the clock is right again")
        return notify(
            door, app, now, f"notice/clock/{stamp(now)}", "The clock is right again", ["Posts are dated as before."]
        )
    where = "ahead" if ahead > timedelta(0) else "behind"
    whose, of = _THE_SERVERS if is_servers(app) else _OURS
    line = f"{whose} clock is {_span(abs(ahead))} {where}: the places that were asked agree on another time"
    say(door, app, FACT, line)
    app.log.error("the clock is wrong", ahead=round(ahead.total_seconds()))
    lines = [
        f"{line[0].upper()}{line[1:]} ({app.worker}).",
        "Fresh posts look older than they are and may come with the digest alone; digests come at other hours."
        if ahead > timedelta(0)
        else "Fresh posts seem to come from the future, and lose their dates; digests come at other hours.",
        "Set the clock, and see to it that it is kept (NTP): everything goes on by itself then.",
    ]
    return notify(door, app, now, f"notice/clock/{stamp(now)}", f"The clock of {of} is wrong", lines)


def _span(span: timedelta) -> str:
    """``25 minutes``, ``3 hours``, ``365 days``."""
    for unit, length in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if (count := round(span.total_seconds() / length)) >= 2:
            return f"{count:,} {unit}"
    return f"{span.total_seconds():.0f} seconds"
