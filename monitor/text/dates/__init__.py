"""Dates as places write them: machine formats with their faults, and words of some seventy languages. Pure.

``read_date`` is the only door. It refuses what only looks like a date ("16+", a telephone number, a version); whether
a date is believable (2099, 1970) is for the caller to say.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Literal

from monitor.text.dates.absolute import named_day, yearless_day
from monitor.text.dates.ages import age
from monitor.text.dates.clock import TimeOfDay, moment, offset_zone, take_time
from monitor.text.dates.other import other_language
from monitor.text.dates.relative import ago, day_word, is_label, is_now, nearest_past
from monitor.text.dates.spell import LONGEST, language, simple

__all__ = ["Dated", "read_date", "says_changed"]

_EPOCH = re.compile(r"(\d{10})(\d{3})?(\d{3})?(?:\.\d{1,9})?")
_DOTNET = re.compile(r"\\?/date\((?P<ms>-?\d{1,14})(?P<sign>[+-])?(?P<h>\d{2})?(?P<m>\d{2})?\)\\?/")
_BASIC = re.compile(
    r"(?P<y>(?:19|20)\d{2})-?(?P<m>\d{2})-?(?P<d>\d{2})[t ]?(?P<H>\d{2})(?P<M>\d{2})(?P<S>\d{2})?(?:[.,]\d{1,9})?"
    r"(?P<z>z|[+-]\d{2}:?(?:\d{2})?)?"
)
#: "Updated ... published ...": the second is the date of the post.
_UPDATED = re.compile(
    r"(?:updated|modified|обновлен|изменен|жаңартыл|оновлен|تحديث|actualis|actualiz|aktualisiert|guncel)"
)
_PUBLISHED = re.compile(r"(?:published|posted|created|опубликован|жариялан|опублікован|نشر|publi[ec]|veroffent|yayin)")


@dataclass(frozen=True)
class Dated:
    """A date read from text.

    ``at`` is aware UTC. ``offset`` is minutes east of UTC, as named in the text; None for an instant without a zone,
    which was read in the caller's. With precision ``day`` ``at`` is that day's midnight, and ``offset`` is always
    given, since it is what leads from ``at`` back to the day.
    """

    at: datetime
    offset: int | None
    precision: Literal["instant", "day"]

    @property
    def day(self) -> date:
        """The date as published."""
        return (self.at + timedelta(minutes=self.offset or 0)).date()


def read_date(text: str, *, zone: tzinfo, now: datetime, lang: str = "") -> Dated | None:
    """The date that ``text`` names, None if it names none. Never raises; time is bounded.

    ``zone`` is taken for what names none; ``now`` (aware) is what relative and yearless dates are told from: a
    yearless one is the nearest that is not ahead. ``lang`` is the page's language (``kk``, ``en-GB``): it decides where
    languages differ (11 or 10 for "listopad", month or day first in 3/4/2026, Jalali or Hijri years).
    """
    if not text or now.tzinfo is None:
        return None
    try:
        plain = simple(text)
        return _machine(plain, now, zone) or _human(text, plain, zone, now, lang)
    except (ValueError, OverflowError):  # a moment beyond the calendar's ends
        return None


def says_changed(text: str) -> bool:
    """Whether a short text calls its date that of a change ("Updated 21 January", "Обновлено: ..."), no publication."""
    plain = simple(text)
    return bool(_UPDATED.search(plain)) and not _PUBLISHED.search(plain)


def _machine(text: str, now: datetime, zone: tzinfo) -> Dated | None:
    """Figures only: seconds since 1970, and forms without separators."""
    epoch = _EPOCH.fullmatch(text)
    if epoch:
        seconds = int(epoch.group(1))
        # Ten figures may be a telephone number: what lies well ahead is none of our dates.
        return _instant(datetime.fromtimestamp(seconds, UTC), 0) if seconds < now.timestamp() + 32e6 else None
    dotnet = _DOTNET.search(text)
    if dotnet:
        offset = int(dotnet["h"] or 0) * 60 + int(dotnet["m"] or 0)
        at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=int(dotnet["ms"]))
        return _instant(at, -offset if dotnet["sign"] == "-" else offset)
    basic = _BASIC.fullmatch(text)
    if basic:
        figures = [int(basic[name] or 0) for name in ("y", "m", "d", "H", "M", "S")]
        time = TimeOfDay(figures[3], figures[4], min(figures[5], 59), _basic_zone(basic["z"] or ""))
        return _dated(date(*figures[:3]), time, zone)
    return None


def _basic_zone(written: str) -> tzinfo | None:
    if not written:
        return None
    if written == "z":
        return UTC
    figures = written[1:].replace(":", "")
    minutes = int(figures[:2]) * 60 + int(figures[2:] or 0)
    return offset_zone(-minutes if written[0] == "-" else minutes)


def _human(raw: str, text: str, zone: tzinfo, now: datetime, lang: str) -> Dated | None:
    if told := age(text) or age(text.partition(" ")[2]):  # a label may stand before it: "Updated 2h ago"
        return _before(now, told, zone)
    updated, published = _UPDATED.search(text), _PUBLISHED.search(text)
    if (
        updated
        and published
        and updated.start() < published.start()
        and any(c.isdigit() for c in text[published.end() :])
    ):
        text = text[published.end() :]
    elif updated and not published and any(c.isdigit() for c in text[: updated.start()]):
        # "Jan. 21, 2026. Updated: Jan. 22, 2026, 9:40": day and time of one date, not of two
        found = _human(raw[: updated.start()], text[: updated.start()], zone, now, lang)
        if found:
            return found
    time, rest = take_time(text, language(lang))
    here = now.astimezone(time.zone if time and time.zone else zone)
    day = named_day(rest, here.date(), lang)
    if day is None:
        told = ago(text)
        if told and is_label(text, told[0]):
            return _before(now, told, zone)
        if is_now(text):
            return _instant(now, None)
        day = day_word(rest, here.date(), language(lang), timed=time is not None) or yearless_day(
            rest, here.date(), lang, timed=time is not None
        )
    if day is None and time is not None and not any(letter.isalnum() for letter in rest):
        at = moment(datetime.combine(here.date(), datetime.min.time()), time, zone)
        return _instant(nearest_past(now, at), _offset(at) if time.zone else None)
    if day is None:
        return _other(raw[:LONGEST].strip(), language(lang), zone)
    return _dated(day, time, zone)


def _before(now: datetime, told: tuple[timedelta, bool], zone: tzinfo) -> Dated:
    length, coarse = told
    return _dated((now.astimezone(zone) - length).date(), None, zone) if coarse else _instant(now - length, None)


def _other(text: str, lang: str, zone: tzinfo) -> Dated | None:
    found = other_language(text, lang)
    if found is None:
        return None
    at, timed = found
    return _instant(at.replace(tzinfo=zone), None) if timed else _dated(at.date(), None, zone)


def _dated(day: date, time: TimeOfDay | None, zone: tzinfo) -> Dated:
    midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001  # its zone comes with the next line
    if time is None:
        at = midnight.replace(tzinfo=zone)
        return Dated(at.astimezone(UTC), _offset(at), "day")
    at = moment(midnight, time, zone)
    return _instant(at, _offset(at) if time.zone else None)


def _instant(at: datetime, offset: int | None) -> Dated:
    return Dated(at.astimezone(UTC), offset, "instant")


def _offset(at: datetime) -> int:
    there = at.utcoffset() or timedelta(0)
    return round(there.total_seconds() / 60)
