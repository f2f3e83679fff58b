"""When an entry was published, from what feeds write: RFC 822 in all its dialects, W3CDTF, and what people write.

A time that cannot be right (in the future, or from a clock that was never set) is no time: who reads the feed then
goes by when it was first seen.
"""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

from monitor.model import DatePrecision

#: Nothing was published in a feed before there were feeds; 1970 and 1601 are clocks that were never set.
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
#: How far a server's clock may be ahead of ours. A local time that says it is GMT is hours ahead.
SKEW = timedelta(minutes=15)
#: A day without a zone may have begun as early as this before it begins in UTC.
FIRST_ZONE = timedelta(hours=14)

_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_GREENWICH = frozenset({"GMT", "UTC", "Z"})
_USUAL_MONTHS = {name: f"{number:02}" for number, name in enumerate(_NAMES, 1)}
_MONTHS = {name.lower(): number for number, name in enumerate(_NAMES, 1)}
#: Kiribati's offset, in minutes: no place on earth has more.
_FARTHEST = 14 * 60
#: Zone names of RFC 822 and those that feeds of our region write; minutes east of UTC.
_ZONES = {
    "gmt": 0, "ut": 0, "utc": 0, "z": 0, "wet": 0, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420,
    "mdt": -360, "pst": -480, "pdt": -420, "cet": 60, "cest": 120, "mez": 60, "mesz": 120, "eet": 120, "eest": 180,
    "bst": 60, "msk": 180, "msd": 240, "trt": 180, "gst": 240, "irst": 210, "azt": 240, "uzt": 300, "pkt": 300,
    "kgt": 360, "jst": 540, "kst": 540, "hkt": 480, "sgt": 480, "aest": 600, "nzst": 720,
    "almt": 300, "aqtt": 300, "qyzt": 300, "tmt": 300, "tjt": 300, "idt": 180, "npt": 345, "wib": 420, "ict": 420,
    "wita": 480, "pht": 480, "wit": 540, "aedt": 660, "nzdt": 780, "eat": 180, "sast": 120, "brt": -180, "art": -180,
}  # fmt: skip
_CLOCK = r"(\d{1,2})[:.](\d{1,2})(?:[:.](\d{1,2})(?:[.,]\d+)?)?\s*+([AaPp]\.?[Mm]\.?)?"
#: Nine of ten dates in feeds.
_USUAL = re.compile(
    r"[A-Z][a-z]{2}, (\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d\d:\d\d:\d\d) (?:([+-])(\d\d):?(\d\d)|GMT|UTC|Z)\Z"
)
#: Three letters tell an English month, and its sisters in a dozen languages; but not Finnish November, ``marraskuu``.
_RFC = re.compile(
    rf"(?:[^\W\d]+\.?,?\s*+)?(\d{{1,2}})[\s./-]+((?![Mm]arras)[A-Za-z]{{3}})[a-z]*\.?,?[\s./-]+(\d{{4}}|\d{{2}}(?![\d:]))(?:,?[\sT]+{_CLOCK})?\s*+(.*)\Z",
    re.DOTALL,
)
_ISO = re.compile(
    r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?|(\d{2})(\d{2}))?"
    r"(?:[T\s]+(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?)?\s*+(.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
#: ``Sun Jan  4 16:29:06 PST 2004``, and with the zone behind the year.
_ASCTIME = re.compile(
    r"[A-Za-z]{3},?\s+([A-Za-z]{3})\s+(\d{1,2})\s+(\d{1,2}):(\d{2}):(\d{2})\s+(?:([A-Za-z]{1,5}|[+-]\d{4})\s+)?(\d{4})"
    r"(?:\s+([A-Za-z]{1,5}|[+-]\d{4}))?\Z"
)
#: ``11 04 2020 08:51:49``
_SPACED = re.compile(r"(\D*+\d{1,2}) (\d{1,2}) (\d{4}) (?=\d{1,2}:)")
#: A time of day that stands where we have not read it: behind "at", "-", "下午"; or glued to its day.
_MORE_TIME = re.compile(r"\d:\d|\d{12}")
#: Behind it may stand the name of the zone: ``-0500 (EST)``, ``+0100 CET``, ``-05:00Z``.
_OFFSET = re.compile(
    r"(?:GMT|UTC?|Z)?\s*([+\u2212\u2013-])-?\s*(\d{1,2})(?::?(\d{2}))?(?:\s*(?:[(\[].*|[a-z]{1,5}))?\Z", re.IGNORECASE
)
_NAME = re.compile(r"\(?([A-Za-z]{1,5})\b")
#: ``Europe/Berlin``, as PHP writes the zone when it is told "e".
_PLACE = re.compile(r"[A-Z][a-z]+/[A-Za-z_/-]{2,30}\Z")
#: What Java makes of RFC 822 on a machine that speaks Chinese or Korean: ``27 十一月 2026``, ``27 11월 2026``.
_EASTERN = re.compile(r"(?<=\d )(1?\d|十?[一二三四五六七八九十])[月월](?= \d{4})")
_DATETIME = re.compile(r"<time\b[^<>]*?\sdatetime=[\"']([^\"']{8,40})[\"']")
_TAG = re.compile(r"<[^<>]*+>")


class When(NamedTuple):
    """An instant (aware UTC), the offset as published (minutes, None if none), and how precise it is.

    With precision ``day`` it is that day's midnight, and ``offset`` leads from ``at`` back to the day.
    """

    at: datetime
    offset: int | None
    precision: DatePrecision


def read_when(text: str, zone: tzinfo, now: datetime) -> When | None:
    """The moment that ``text`` names, None if it names none that can be believed at ``now`` (aware UTC).

    ``zone`` is meant where none is written. Two-digit years are 1969 to 2068, as RFC 2822 has it. An offset that no
    place on earth has is taken for none.
    """
    try:
        found = _usual(text)
    except (ValueError, OverflowError):  # .NET writes "no date" as the first of January 1, with the offset of its zone
        found = None
    if found is None:
        try:
            found = _other(_bare(text).strip()[:120], zone, now)
        except (ValueError, OverflowError):
            return None
    if found is None or found.at < EARLIEST:
        return None
    if found.at <= now:
        return found
    return found if found.at <= now + (FIRST_ZONE if found.precision == "day" else SKEW) else None


def _bare(text: str) -> str:
    """A date without the markup that some write into it: what that says for machines, else its words."""
    if "<" not in text:
        return text
    found = _DATETIME.search(text)
    return found[1] if found else _TAG.sub(" ", text[:1_000])


def _usual(text: str) -> When | None:
    if text[3:5] == ", " and text[25:26] == " " and (month := _USUAL_MONTHS.get(text[8:11])) and len(text) <= 31:
        zone = "+00:00" if text[26:] in _GREENWICH else text[26:]
        return _when_of(datetime.fromisoformat(f"{text[12:16]}-{month}-{text[5:7]}T{text[17:25]}{zone}"))
    if match := _USUAL.match(text):
        day, month, year, clock, sign, hours, minutes = match.groups()
        offset = (int(hours) * 60 + int(minutes)) * (1 if sign == "+" else -1) if sign else 0
        if month not in _USUAL_MONTHS or not -_FARTHEST <= offset <= _FARTHEST:
            return None
        at = datetime.fromisoformat(f"{year}-{_USUAL_MONTHS[month]}-{day:0>2}T{clock}+00:00")
        return When(at - timedelta(minutes=offset) if offset else at, offset, "instant")
    if text[10:11] == "T" and len(text) > 19:
        return _when_of(datetime.fromisoformat(text))
    return None


def _when_of(moment: datetime) -> When | None:
    """None for a time without a zone, or with one that no place has."""
    if moment.tzinfo is UTC:
        return When(moment, 0, "instant")
    shift = moment.utcoffset()
    if shift is None:
        return None
    offset = (shift.days * 86_400 + shift.seconds) // 60
    if not -_FARTHEST <= offset <= _FARTHEST:
        return None
    return When(moment.astimezone(UTC) if offset else moment.replace(tzinfo=UTC), offset, "instant")


def _other(text: str, zone: tzinfo, now: datetime) -> When | None:
    found = _unusual(text, zone)
    if found is None or 1_300 < found.at.year < 1_500:  # 1405 is a year of another calendar
        return _written(_SPACED.sub(r"\1.\2.\3 ", text, count=1), zone, now)
    if found.precision == "day" and _MORE_TIME.search(text):
        more = _written(text, zone, now)
        return more if more and more.precision == "instant" else found
    return found


def _unusual(text: str, zone: tzinfo) -> When | None:
    if "月" in text or "월" in text:
        text = _EASTERN.sub(_in_english, text)
    for read in (_rfc, _iso, _asctime):
        try:
            if found := read(text, zone):
                return found
        except ValueError:  # a 31 February, an hour 25: perhaps another form is meant
            continue
    return None


def _rfc(text: str, zone: tzinfo) -> When | None:
    match = _RFC.match(text)
    if not match or not (month := _MONTHS.get(match[2].lower())):
        return None
    year = int(match[3])
    if len(match[3]) == 2:
        year += 2000 if year < 69 else 1900
    return _when((year, month, int(match[1])), (match[4], match[5], match[6]), match[8], zone, half=match[7])


def _in_english(month: re.Match[str]) -> str:
    """The month whose number is written, by its English name."""
    said = month[1]
    number = int(said) if said.isdecimal() else 10 * (said[0] == "十") + "十一二三四五六七八九".index(said[-1])
    return _NAMES[number - 1] if 1 <= number <= 12 else month[0]


def _iso(text: str, zone: tzinfo) -> When | None:
    if found := _unix(text):
        return found
    match = _ISO.match(text)
    if not match or not (match[3] or match[5]):  # a bare year or month is no date of a post
        return None
    day = (int(match[1]), int(match[2] or match[4] or 1), int(match[3] or match[5] or 1))
    return _when(day, (match[6], match[7], match[8]), match[9], zone)


def _asctime(text: str, zone: tzinfo) -> When | None:
    match = _ASCTIME.match(text)
    if not match or not (month := _MONTHS.get(match[1].lower())):
        return None
    return _when(
        (int(match[7]), month, int(match[2])), (match[3], match[4], match[5]), match[6] or match[8] or "", zone
    )


def _unix(text: str) -> When | None:
    """Seconds or milliseconds since 1970, of this century."""
    if not (text.isascii() and text.isdigit() and len(text) in {10, 13}):
        return None
    return When(datetime.fromtimestamp(int(text[:10]), UTC), None, "instant")


def _written(text: str, zone: tzinfo, now: datetime) -> When | None:
    """What people write: Russian, Arabic, Kazakh ... month names."""
    from monitor.text.dates import (
        read_date,  # its patterns take a fortieth of a second to make, and few feeds need them
    )

    found = read_date(text, zone=zone, now=now)
    return When(found.at, found.offset, found.precision) if found else None


def _when(
    day: tuple[int, int, int],
    clock: tuple[str | None, str | None, str | None],
    rest: str,
    zone: tzinfo,
    *,
    half: str | None = None,
) -> When:
    hour, minute, second = (int(part or 0) for part in clock)
    if half:
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    offset = _offset(rest) if clock[0] is not None else None
    if offset is None and "/" in rest and (place := _PLACE.match(rest.strip())):
        zone = _zone_of(place[0]) or zone
    base = datetime(*day, tzinfo=zone if offset is None else timezone(timedelta(minutes=offset)))
    # 24:00 is the end of the day, a leap second the end of its minute
    moment = base + timedelta(hours=hour, minutes=min(minute, 59), seconds=min(second, 59))
    if clock[0] is not None:
        return When(moment.astimezone(UTC), offset, "instant")
    there = base.utcoffset() or timedelta(0)
    return When(moment.astimezone(UTC), int(there.total_seconds()) // 60, "day")


def _zone_of(place: str) -> tzinfo | None:
    try:
        return ZoneInfo(place)
    except (KeyError, OSError, ValueError):
        return None


def _offset(rest: str) -> int | None:
    """Minutes east of UTC that the end of a date names; None if it names none, or one that no place has."""
    rest = rest.strip()
    if match := _OFFSET.match(rest):
        minutes = int(match[2]) * 60 + int(match[3] or 0)
        return (minutes if match[1] == "+" else -minutes) if minutes <= _FARTHEST else None
    if match := _NAME.match(rest):
        return _ZONES.get(match[1].lower())
    return None
