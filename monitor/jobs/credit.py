"""An account without credit is left alone: all sources that draw on it rest until tomorrow, or until a person acts."""

from datetime import datetime, time, timedelta

from monitor.jobs.app import App
from monitor.jobs.pace import WAKE_WITHIN
from monitor.model import WELL, Health, Source
from monitor.store import credit
from monitor.store.doors import Writing

#: Limits of a day begin anew at midnight UTC; a little later the other side has noticed as well.
AFTER_MIDNIGHT = timedelta(minutes=10)


def settle(door: Writing, app: App, source: Source, *, before: str, health: Health, detail: str, now: datetime) -> int:
    """After a poll: stops the sources of an account that is used up, or wakes them when it has credit again.

    ``before`` is the error (the finer word) of the poll before. How many others it has woken.
    """
    purse = getattr(app.kinds.get(source.key), "purse", "")
    if not purse:
        return 0
    keys = [key for key, kind in app.kinds.items() if getattr(kind, "purse", "") == purse]
    if health == "out_of_credit":
        midnight = datetime.combine((now + timedelta(days=1)).date(), time(), now.tzinfo)
        credit.rest(door, keys, now=now, until=midnight + AFTER_MIDNIGHT, detail=detail)
    elif health in WELL and before == credit.CODE:
        return credit.wake(door, keys, now=now, within=WAKE_WITHIN)
    return 0
