"""Moments for people: in the reader's zone, with what was published beside it, and never more exact than it was."""

from datetime import UTC, datetime, timedelta, timezone

from monitor.messages.phrases import say
from monitor.model import Post, zone_named


def local(at: datetime, zone: str) -> str:
    """``at`` (aware) as ``2026-01-22 18:10 Asia/Almaty``. ``zone`` is an IANA name.

    Raises ValueError for a zone that does not exist: the configuration is checked before.
    """
    return f"{minute(in_zone(at, zone))} {zone}"


def in_zone(at: datetime, zone: str) -> datetime:
    """``at`` in ``zone``; in UTC where the calendar ends (years 1 and 9999)."""
    try:
        return at.astimezone(zone_named(zone))
    except OverflowError:
        return at.astimezone(UTC)


def minute(at: datetime) -> str:
    """``2026-01-22 18:10``, whatever the year; in the hour that comes twice in autumn with its offset from UTC."""
    told = f"{at.year:04d}-{at.month:02d}-{at.day:02d} {at.hour:02d}:{at.minute:02d}"
    return f"{told} {offset(at)}" if _comes_twice(at) else told


def _comes_twice(at: datetime) -> bool:
    """Whether clocks show this minute a second time, as they do when summer time ends."""
    return at.replace(fold=0).utcoffset() != at.replace(fold=1).utcoffset()


def offset(at: datetime) -> str:
    """``UTC+05:00`` of an aware moment; ``UTC`` for none."""
    shift = at.utcoffset() or timedelta()
    minutes = round(shift.total_seconds() / 60)
    return f"UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}" if minutes else "UTC"


def as_published(post: Post) -> datetime | None:
    """The published moment with the offset it was published with (UTC if none), None if there is none."""
    if post.published_at is None:
        return None
    shift = timedelta(minutes=post.published_offset or 0)
    try:
        return post.published_at.astimezone(timezone(shift))
    except (OverflowError, ValueError):
        return post.published_at.astimezone(UTC)


def published(post: Post, zone: str, lang: str = "en") -> tuple[str, str]:
    """When the post says it was published, and a remark on how far to trust it ("" if none is needed).

    A bare date stays a bare date: it is not moved into the reader's zone.
    """
    at = as_published(post)
    if at is None or post.date_basis == "seen":
        return "", say(lang, "not-stated")
    basis = {"url": "from-address", "stamp": "from-text", "text": "from-text", "sitemap": "from-sitemap"}
    remarks = [say(lang, basis[post.date_basis])] if post.date_basis in basis else []
    if post.date_precision == "day":
        return minute(at)[:10], "; ".join([say(lang, "day-only"), *remarks])
    if post.published_offset is None:
        remarks.insert(0, say(lang, "no-zone"))
    elif at.utcoffset() != in_zone(at, zone).utcoffset():
        remarks.insert(0, say(lang, "as-published", time=f"{minute(at)} {offset(at)}"))
    return local(at, zone), "; ".join(remarks)


def iso_published(post: Post) -> str | None:
    """For programs: ``YYYY-MM-DD`` for day precision, else ISO 8601 with the offset as published; None if unknown."""
    at = as_published(post)
    if at is None:
        return None
    return minute(at)[:10] if post.date_precision == "day" else at.isoformat(timespec="seconds")
