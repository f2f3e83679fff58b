"""Tidying: texts that matched nothing go after a while; identity stays while the post stands in its source."""

from collections.abc import Callable
from datetime import datetime, timedelta

from monitor.jobs.app import App
from monitor.store import keeping, records
from monitor.store.alone import alone
from monitor.store.doors import Writing

#: A post that its source has not shown for so long may be forgotten whole, if it matched nothing.
FORGET_AFTER = timedelta(days=30)

#: Nothing is thrown away on the word of a clock that has leapt by more than the first, until it has stood for the
#: second: a machine that wakes up a year ahead would forget all that came yesterday, and no feed sends that again.
LEAP, STANDS = timedelta(days=2), timedelta(days=1)

FACT = "tidied"


async def tidy(app: App, now: datetime) -> None:
    """Purges what is older than ``[keep] unmatched``, in small transactions, so that nobody waits for it.

    Also dates anew what a wrong clock has put into the future.
    """
    if not await app.write(believe_clock, now):
        return
    if await app.read(keeping.is_ahead, now=now) and (changed := await app.write(keeping.draw_back, now=now)):
        app.log.warning("the clock was wrong: what it dated into the future is dated anew", rows=changed)
    old = now - app.settings.keep.unmatched
    emptied = await _all(app, keeping.emptied_next, keeping.empty_unmatched, old)
    forgotten = await _all(app, keeping.forgotten_next, keeping.forget_unseen, old - FORGET_AFTER)
    if emptied or forgotten:
        app.log.info("tidied", emptied=emptied, forgotten=forgotten)


async def _all(app: App, find: Callable[..., list[int]], part_with: Callable[..., int], before: datetime) -> int:
    """Looks for posts beside all writers, and parts with a few of them at a time. How many."""
    gone = 0
    while ids := await app.read(find, before=before):
        done = 0
        for start in range(0, len(ids), keeping.PART):
            done += await app.write(part_with, ids[start : start + keeping.PART], before=before)
        if not done:
            break  # another daemon is at it
        gone += done
    return gone


def believe_clock(door: Writing, now: datetime) -> bool:
    """Whether the clock has gone on without a leap for long enough. Remembers this look; restarts do not count."""
    alone(door, "facts")
    kept = records.fact(door, FACT)
    known = kept if isinstance(kept, dict) else {}
    since, looked = (_moment(known.get(name)) for name in ("since", "looked"))
    if since is None or looked is None or not timedelta(0) <= now - looked <= LEAP:
        since = now
    records.set_fact(door, FACT, {"since": since.isoformat(), "looked": now.isoformat()})
    return now - since >= STANDS


def _moment(written: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(written))
    except ValueError:
        return None
    return moment if moment.tzinfo else None
