"""The whole program on one page: a post becomes an alert.

A source is asked; what it shows is sorted into new and known; new posts are matched against the stories, outside
any lock; then one short transaction stores posts, matches, developments and messages, and moves the cursor.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from monitor.jobs import credit, pace, taking
from monitor.jobs.app import LONGEST, App, as_told
from monitor.jobs.learning import learn
from monitor.jobs.taking import NOTHING, Catch
from monitor.jobs.tell import tell
from monitor.jobs.watch import say_failed
from monitor.model import Haul, MonitorError, Source, Unreadable
from monitor.store import posts, records, sources, unreached
from monitor.store.alone import alone
from monitor.store.doors import Reading, Writing
from monitor.store.faults import StoreFault
from monitor.store.sources import Loan


async def poll(app: App, loan: Loan) -> datetime | None:
    """One poll of one borrowed source, behind its own wall: a failure is written down and stops nobody else.

    Returns when the source is due again; None if others may be due sooner because of it, or it is not ours any more.
    """
    source, now = app.sources[loan.key], app.clock.now()
    try:
        with app.deadlines.within(LONGEST):  # whatever hangs: a slot that never comes back would stop us in the end
            haul = await app.kinds[source.key].collect(app.web, loan.cursor, now)
        app.has_reached = True
        app.fail_at("collected")
        app.clocks.note(haul.replies, asyncio.get_running_loop().time())
        if (again := app.keep_quiet(loan, source, haul)) is not None:
            return again
        match = partial(match_unknown, now=now)
        if taking.tells_nobody(loan, source, haul):
            taken = await app.take_along(match, take_in, app, loan, source, haul)
        else:
            catch = await app.read(match, app, loan, source, haul) if haul.posts else NOTHING
            write = app.write if catch.matches else app.write_along
            taken = await write(take_in, app, loan, source, haul, catch)
        app.fail_at("taken_in")
        app.unwritten.pop(source.key, None)
    except StoreFault:
        raise  # nothing can be written down now: the pump gives the source back, and it is polled again
    except (MonitorError, TimeoutError, MemoryError) as problem:
        error = as_told(problem)
        say_failed(app, _log(app, loan), error, now)
        return await app.write_along(set_back, app, loan, source, error)
    except Exception as error:
        _log(app, loan).exception("poll broke", kind=type(error).__name__)
        ours = Unreadable(f"our own code failed on it: {type(error).__name__}", code="bug")
        return await app.write_along(set_back, app, loan, source, ours)
    counts = {"posts": len(haul.posts), "new": taken.new, "matched": taken.matched}
    _log(app, loan).info("polled", health=haul.health, **counts)
    if taken.messages:
        app.send_poke.set()
    return taken.again


def _log(app: App, loan: Loan) -> Any:
    return app.log.bind(source=loan.key, poll=f"{loan.key}/{loan.token}")


def match_unknown(door: Reading, app: App, loan: Loan, source: Source, haul: Haul, *, now: datetime) -> Catch:
    """Sorts a haul and matches what is new or changed; as slow as it likes, for it holds no lock."""
    clean = taking.as_taken(haul.posts, source.key, now)
    made = taking.digests_of(haul, clean)
    found = posts.sort_out(door, source.key, clean, now=now, unread=loan.unread, digests=made)
    found = taking.without_cut(found, haul.cut)
    found, more = taking.newest(found, taking.MOST_NEW)
    matches, broken = taking.match_each(app, source.key, [*found.new, *found.changed])
    found = taking.as_matched(found, matches)
    learn(app, found.new, now)
    background = taking.background(found.new, source, now) if loan.baseline else frozenset()
    app.fail_at("matched")
    return Catch(sorted=found, matches=matches, broken=broken, background=background, more=more)


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What a transaction has stored. ``again`` is when the source is due, as ``poll`` returns it."""

    again: datetime | None = None
    new: int = 0
    matched: int = 0
    messages: int = 0


def take_in(door: Writing, app: App, loan: Loan, source: Source, haul: Haul, catch: Catch) -> Taken:
    """Stores everything that one poll brought, and what must reach a person, in one transaction; or nothing."""
    now = app.clock.now()  # not earlier: a digest may have closed its window while we were away
    again = _advance(door, app, loan, source, haul, catch, now)
    if again is None:
        return Taken()  # another worker has the source by now; it will find the same posts
    if catch.matches:
        alone(door, "tell")
    woken = credit.settle(door, app, source, before=loan.error, health=haul.health, detail=haul.detail, now=now)
    if loan.error in pace.ON_THE_WAY:
        woken += unreached.wake_unreached(door, pace.ON_THE_WAY, now=now, within=pace.WAKE_WITHIN)
    again = None if woken else again
    if catch is NOTHING and not haul.gone:
        return Taken(again=again)
    added, placed = taking.keep(door, app, source, haul, catch, now=now)
    told = [tell(door, app, one, row, now=now, background=one.match.post.id in catch.background) for one, row in placed]
    records.keep_replies(door, haul.replies if placed else (), {row for _, row in placed})
    return Taken(again=again, new=added, matched=len(placed), messages=sum(told))


def _advance(
    door: Writing, app: App, loan: Loan, source: Source, haul: Haul, catch: Catch, now: datetime
) -> datetime | None:
    """Gives the source back with what it is to remember. Returns when it is due again; None if it is not ours."""
    past, found = loan.past, catch.sorted
    quiet, late = pace.quiet(past.news_at, now, is_news=bool(found.new)), pace.late(past.polled_at, past.wait, now)
    return sources.advance(
        door,
        loan,
        now=now,
        wait=timedelta(0) if catch.more else pace.after_haul(source, haul, app.rng, quiet=quiet, late=late),
        health=haul.health,
        error=haul.error,
        detail=haul.detail,
        cursor=haul.cursor if not catch.more and haul.cursor != loan.cursor else None,
        read=len(found.new),
        news=bool(found.new),
        unfinished=catch.more,
        flags=taking.flags(haul, found),
    )


def set_back(door: Writing, app: App, loan: Loan, source: Source, error: MonitorError) -> datetime | None:
    """Writes a failed poll down; the cursor stays where it was, so nothing is skipped. Returns when it is due again."""
    now, health, detail = app.clock.now(), error.health, error.message
    alone = error.code in pace.ON_THE_WAY and unreached.is_cut_off(
        door, pace.ON_THE_WAY, but=source.key, now=now, begins=not app.has_reached
    )
    wait = pace.after_failure(source, error, loan.past.failures, now, app.rng, cut_off=alone)
    again = sources.advance(door, loan, now=now, wait=wait, health=health, error=error.code, detail=detail)
    if again is not None:
        credit.settle(door, app, source, before=loan.error, health=health, detail=detail, now=now)
    return again
