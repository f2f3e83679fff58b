"""Who hears of a judged match, and when. Pure: the same verdict, policy and past give the same decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from monitor.model import Echo, Policy, Post, Verdict

#: alert: a message of its own, now. held: told later (``due``). digest: with the next digest. none: not told again.
Action = Literal["alert", "digest", "held", "none"]

#: What decided: one word for programs.
Cause = Literal["new", "untold", "echo", "related", "background", "late", "cap", "quiet"]


#: From this likeness on a related post is not even listed: the same link, the same words.
_CERTAIN = 0.95


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What to do with a match. ``why`` is one line for people; ``due`` (aware UTC) is when a held one is told.

    Held by ``quiet``: the alert itself waits until ``due``. Held by ``cap``: it is counted in the one "N more" message
    that goes out at ``due``.
    """

    action: Action
    why: str
    cause: Cause
    due: datetime | None = None


def decide(
    verdict: Verdict,
    *,
    policy: Policy,
    at: datetime,
    alerted: Sequence[datetime],
    told: bool = True,
    background: bool = False,
) -> Decision:
    """What happens with a judged match, for one story and one channel.

    ``at`` (aware UTC) is when the match was seen; ``alerted`` are the instants at which alerts of this story went or
    will go to this channel, in any order; ``told`` says whether the development that an Echo repeats was ever
    alerted; ``background`` marks posts of a first poll. ``policy.zone`` must be an IANA zone (the config checks it).
    """
    match = verdict.match
    if background:
        return Decision(action="digest", cause="background", why="part of what the source showed at its first poll")
    if match.tier != "update":
        if isinstance(verdict, Echo) and verdict.likeness >= _CERTAIN:
            return Decision(action="none", cause="echo", why=f"echo of development {verdict.of}; {verdict.why}")
        return Decision(action="digest", cause="related", why="related, not an update")
    if isinstance(verdict, Echo) and told:
        return Decision(action="none", cause="echo", why=f"echo of development {verdict.of}; {verdict.why}")
    if age := _late(match.post, policy, at):
        return Decision(action="digest", cause="late", why=f"published {_span(age)} before it was seen")
    if isinstance(verdict, Echo):
        return _deliver("untold", f"{news_of(verdict)}; {verdict.why}", policy, at, alerted)
    return _deliver("new", f"new; {verdict.why}" if verdict.why else "new", policy, at, alerted)


def news_of(verdict: Verdict) -> str:
    """What the readers of an alert should know of its verdict: what an earlier post says otherwise, as it was judged;
    or that what it repeats was told to nobody."""
    return f"nobody had been told of development {verdict.of}" if isinstance(verdict, Echo) else verdict.why


def _deliver(cause: Cause, why: str, policy: Policy, at: datetime, alerted: Sequence[datetime]) -> Decision:
    end = quiet_end(policy, at)
    goes = end or at
    free = _free_at(policy, goes, alerted)
    if free:
        free = quiet_end(policy, free) or free  # the cap may end in the middle of the night
        return Decision(
            action="held",
            cause="cap",
            due=free,
            why=f"{why}; the cap of {policy.cap} in {_span(policy.cap_window)} is reached, told as one of 'more'",
        )
    if end:
        return Decision(
            action="held", cause="quiet", due=end, why=f"{why}; quiet hours until {policy.quiet_until} {policy.zone}"
        )
    return Decision(action="alert", cause=cause, why=why)


def _free_at(policy: Policy, goes: datetime, alerted: Sequence[datetime]) -> datetime | None:
    """When the cap lets something through again, None if it does now."""
    window = sorted(each for each in alerted if each <= goes and goes - each < policy.cap_window)
    if len(window) < policy.cap:
        return None
    oldest = window[-policy.cap] if policy.cap > 0 else goes
    return _after(oldest, policy.cap_window)


def _after(at: datetime, span: timedelta) -> datetime:
    """The instant so much later; the last there is, if that lies beyond it."""
    last = datetime.max.replace(tzinfo=UTC)
    return at + span if span <= last - at else last


def quiet_end(policy: Policy, at: datetime) -> datetime | None:
    """The end (UTC) of the quiet hours that ``at`` lies in, None outside of them. Equal or empty bounds: never quiet.

    Wall-clock times in ``policy.zone``: on the night the clocks change, quiet hours are longer or shorter by that.
    """
    if not policy.quiet_from or not policy.quiet_until:
        return None
    first, last = time.fromisoformat(policy.quiet_from), time.fromisoformat(policy.quiet_until)
    if first == last:
        return None
    try:
        return _end_of(first, last, ZoneInfo(policy.zone), at)
    except OverflowError:  # on the first or the last day that a date can name
        return None


def _end_of(first: time, last: time, zone: ZoneInfo, at: datetime) -> datetime | None:
    local = at.astimezone(zone)
    now = local.time()
    over_midnight = first > last
    quiet = (now >= first or now < last) if over_midnight else first <= now < last
    if not quiet:
        return None
    day = local.date() + timedelta(days=1) if over_midnight and now >= first else local.date()
    end = datetime.combine(day, last, tzinfo=zone)
    if end.astimezone(UTC) <= at:  # the hour that comes twice in autumn: the later of the two
        end = end.replace(fold=1)
    return max(end.astimezone(UTC), at)


def _late(post: Post, policy: Policy, at: datetime) -> timedelta | None:
    """How much too old a post is; None if it is not, or if nobody knows. A day without an hour counts to its end."""
    if post.published_at is None or post.date_basis == "seen":
        return None
    age = at - post.published_at - (timedelta(days=1) if post.date_precision == "day" else timedelta())
    return age if age > policy.late_after else None


def _span(span: timedelta) -> str:
    """A length of time for people: ``12 days``, ``1 h``, ``90 min``."""
    seconds = int(span.total_seconds())
    for unit, length in (("days", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= 2 * length or (seconds == length and unit != "days"):
            return (
                f"{seconds // length} {unit}"
                if seconds % length == 0 or unit == "days"
                else f"{seconds / length:.1f} {unit}"
            )
    return f"{seconds} s"
