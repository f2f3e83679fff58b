"""The outcome that nearly every poll has: nothing had changed there. One statement writes down each of them."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, update

from monitor.model import WELL
from monitor.store.columns import Moment, Span
from monitor.store.doors import Writing
from monitor.store.prepared import Prepared
from monitor.store.schema import sources
from monitor.store.sources import MINE, UNTOUCHED, Loan, advance, silence
from monitor.store.turns import NOW


class Unchanged(NamedTuple):
    """The outcome of a poll of a well source to which nothing had changed; due again ``wait`` after ``now``."""

    loan: Loan
    now: datetime
    wait: timedelta


_QUIETLY = Prepared(
    update(sources)
    .where(MINE, UNTOUCHED)
    .values(
        next_at=bindparam("next_at", type_=Moment),
        wait=bindparam("wait", type_=Span),
        quiet_for=bindparam("quiet_for", type_=Span),
        health="not_modified",
        health_since=bindparam("health_since", type_=Moment),
        timed_at=NOW,
        polled_at=NOW,
        well_at=NOW,
        lease_until=None,
        error="",
        detail="",
    )
)


def advance_unchanged(door: Writing, outcome: Unchanged) -> datetime | None:
    """As ``advance``, for the outcome that nearly every poll has: in one statement that is the same for all."""
    loan, now, wait = outcome
    past, next_at = loan.past, now + wait
    values = {
        "next_at": next_at,
        "wait": wait,
        "now": now,
        "quiet_for": silence(past, "not_modified", news=False, now=now).get("quiet_for", past.quiet_for),
        "health_since": past.health_since if past.health == "not_modified" else now,
        "mine": loan.key,
        "proof": loan.token,
        "lent_until": loan.until,
    }
    is_usual = past.well_since is not None and not past.failures and past.health in WELL and not loan.baseline
    if is_usual and _QUIETLY.change(door, values):
        return next_at
    return advance(door, loan, now=now, wait=wait, health="not_modified")
