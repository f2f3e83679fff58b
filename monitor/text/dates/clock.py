"""The time of day in a text, and the zone that stands with it."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

from monitor.text.data import read_text

#: Places named with a time ("по московскому времени", "بتوقيت مكة"), by the start of their name.
_PLACES = {
    "москов": "Europe/Moscow",
    "москв": "Europe/Moscow",
    "moscow": "Europe/Moscow",
    "астан": "Asia/Almaty",
    "алмат": "Asia/Almaty",
    "astana": "Asia/Almaty",
    "almaty": "Asia/Almaty",
    "киев": "Europe/Kyiv",
    "києв": "Europe/Kyiv",
    "киів": "Europe/Kyiv",
    "київ": "Europe/Kyiv",
    "kyiv": "Europe/Kyiv",
    "eastern": "America/New_York",
    "غرينتش": "UTC",
    "غرينيتش": "UTC",
    "جرينتش": "UTC",
    "مكه": "Asia/Riyadh",
    "الرياض": "Asia/Riyadh",
    "السعوديه": "Asia/Riyadh",
    "ابوظبي": "Asia/Dubai",
    "ابو ظبي": "Asia/Dubai",
    "دبي": "Asia/Dubai",
    "الامارات": "Asia/Dubai",
    "القاهره": "Africa/Cairo",
    "موسكو": "Europe/Moscow",
    "тегеран": "Asia/Tehran",
    "تهران": "Asia/Tehran",
}
_SHORT = {"et": "America/New_York", "ct": "America/Chicago", "pt": "America/Los_Angeles", "mt": "America/Denver"}
_PLACE = re.compile(
    r"(?:времени|время|часом|уақыты|time|بتوقيت|توقيت|по|за|\()[ (]{0,3}"
    r"(?P<after>[^\W\d_]{2,12}(?: [^\W\d_]{2,6})?)"
    r"|(?P<before>[^\W\d_]{4,14}) (?:времени|часом|уақыты|time)"
)
#: am and pm as they are written, after the spelling of ``simple``.
_AM = (
    r"a\.? ?m\b\.?|صباحا|ص\b|ق\. ?ظ|öö\b|oo\b|πμ\b|π\.μ|上午|午前|오전|утра|am\b|लसुबह|पूर्वाह्न|sa\b|p\.? ?d\b\.?|pg\b"
    r"|לפנה'צ"
)
_PM = (
    r"p\.? ?m\b\.?|مساء|ظهرا|م\b|ب\. ?ظ|ös\b|os\b|μμ\b|μ\.μ|下午|晚上|午後|오후|вечера|дня|pm\b|अपराह्न|ch\b"
    r"|m\.? ?d\b\.?|ptg\b|אחה'צ"
)
#: The same where it stands before the time.
_BEFORE = r"(?P<am0>上午|午前|오전)|(?P<pm0>下午|晚上|午後|오후)"
_CLOCKS = tuple(
    re.compile(pattern)
    for pattern in (
        # 14:05, 14:05:33.123, 2:05 pm, 下午2:05
        rf"(?:{_BEFORE})? ?(?<![\d:.,/-])(?P<h>\d{{1,2}}):(?P<m>\d{{2}})(?::(?P<s>\d{{2}})(?:[.,]\d{{1,9}})?)?(?![\d:])"
        rf"(?: ?(?:(?P<am>{_AM})|(?P<pm>{_PM})))?",
        # 2 pm, 2.05 p.m.
        r"(?<![\d:.,/-])(?P<h>\d{1,2})(?:[.:](?P<m>\d{2}))? ?(?:(?P<am>am\b|a\.? ?m\b\.?)|(?P<pm>pm\b|p\.? ?m\b\.?))",
        # 14h05, 14 h 05, 14 ч. 05 мин
        r"(?<![\d:.,/-])(?P<h>\d{1,2}) ?(?:h|ч\.?|год\.?|นาฬิกา) ?(?P<m>\d{2})(?!\d)"
        r"(?: (?:min|мин|นาที) (?P<s>\d{2})(?!\d))?",
        r"(?<![\d:.,/-])(?P<h>\d{1,2})(?P<m>)h\b",
        # 14.05 Uhr, klo 14.05, kl. 14.05, pukul 14.05
        r"(?<![\d:.,/-])(?P<h>\d{1,2})(?:[.:](?P<m>\d{2}))? ?uhr\b",
        r"\b(?:at|um|om|klo|kl|pukul|ob|ore|alle|в|о|u|saat|soat|сағат) ?\.? ?(?P<h>\d{1,2})\.(?P<m>\d{2})(?![\d.])",
        # 14.05 WIB, and 14.05 right behind a year
        r"(?:(?<=\d{4} )|(?<=\d{4}, )|(?<=\d{4} - ))(?P<h>\d{1,2})\.(?P<m>\d{2})(?:\.(?P<s>\d{2}))?(?!\d)(?!\.\d)",
        r"(?<![\d:.,/-])(?P<h>\d{1,2})\.(?P<m>\d{2})(?= ?wi(?:b|ta|t)\b)",
        # 14時5分, 오후 2시 5분
        rf"(?:{_BEFORE})? ?(?<!\d)(?P<h>\d{{1,2}}) ?[时時点點시] ?(?:(?P<m>\d{{1,2}}) ?[分분] ?)?"
        r"(?:(?P<s>\d{1,2}) ?[秒초])?",
    )
)
_OFFSET = re.compile(r" ?\(?(?:(?:utc|gmt|z)? ?(?P<sign>[+-])(?P<h>\d{1,2})(?::?(?P<m>\d{2}))?(?::\d{2})?)(?![\d:])")
_NAMED_OFFSET = re.compile(r"(?:utc|gmt|утс) ?(?P<sign>[+-]) ?(?P<h>\d{1,2})(?::?(?P<m>[0-5]\d))?(?![\d:])")
#: An offset at the end of all, behind the year: "15:04 02.01.2026 +0500".
_LAST_OFFSET = re.compile(r"(?<=\d{4}) (?P<sign>[+-])(?P<h>\d{2}):?(?P<m>[0-5]\d)$")
_ABBREVIATION = re.compile(r",? ?\(?(?P<name>[a-zа-я]{1,5})\b")


@dataclass(frozen=True)
class TimeOfDay:
    """A time of day. ``zone`` is the one named with it, None if none was; ``days`` is 1 for 24:00."""

    hour: int
    minute: int
    second: int
    zone: tzinfo | None
    days: int = 0


def offset_zone(minutes: int) -> tzinfo:
    """A fixed zone so many minutes east of UTC."""
    return UTC if minutes == 0 else timezone(timedelta(minutes=minutes))


@cache
def _abbreviations() -> dict[str, int]:
    lines = (line.split() for line in read_text("text", "zones.txt").splitlines() if line and not line.startswith("#"))
    return {name: int(minutes) for name, minutes in lines}


def take_time(text: str, lang: str) -> tuple[TimeOfDay | None, str]:
    """The first time of day in a ``simple`` text, and the text without it and its zone."""
    for pattern in _CLOCKS:
        found = pattern.search(text)
        while found:
            clock = _clock(found)
            if clock:
                zone, end = _zone(text, found, lang)
                rest = f"{text[: found.start()]} {text[end:]}"
                if zone is None:
                    zone, rest = _zone_apart(rest)
                hour, minute, second, days = clock
                return TimeOfDay(hour, minute, second, zone, days), rest
            found = pattern.search(text, found.end())
    return None, text


def _clock(found: re.Match[str]) -> tuple[int, int, int, int] | None:
    """Hour, minute, second and days over; None if there is no such time."""
    groups = found.groupdict()
    hour, minute, second = int(groups["h"]), int(groups.get("m") or 0), int(groups.get("s") or 0)
    late = bool(groups.get("pm") or groups.get("pm0"))
    early = bool(groups.get("am") or groups.get("am0"))
    if late and hour < 12:
        hour += 12
    elif early and hour == 12:
        hour = 0
    if hour == 24 and minute == 0:
        return 0, 0, 0, 1
    if hour > 23 or minute > 59 or second > 60:
        return None
    return hour, minute, min(second, 59), 0


def _zone(text: str, found: re.Match[str], lang: str) -> tuple[tzinfo | None, int]:
    """The zone right behind the time, and where what was understood ends."""
    end = found.end()
    offset = _OFFSET.match(text, end)
    if offset and _is_offset(text, found, offset):
        return offset_zone(_minutes(offset)), offset.end()
    named = _ABBREVIATION.match(text, end)
    if not named:
        return None, end
    name = named["name"]
    further = _OFFSET.match(text, named.end()) or _NAMED_OFFSET.match(text, named.start("name"))
    if further and name in {"utc", "gmt", "z", "est"} and _minutes(further) != _WRONG:
        return offset_zone(_minutes(further)), further.end()
    if name in _SHORT:
        return ZoneInfo(_SHORT[name]), named.end()
    if name == "cst" and lang == "zh":
        return offset_zone(480), named.end()
    minutes = _abbreviations().get(name)
    return (None, end) if minutes is None else (offset_zone(minutes), named.end())


#: What ``_minutes`` says of an offset that no place has.
_WRONG = 10_000


def _minutes(offset: re.Match[str]) -> int:
    hours, minutes = offset["h"], offset["m"] or "0"
    total = int(hours) * 60 + int(minutes)
    if total > 14 * 60 or int(minutes) > 59:
        return _WRONG
    return -total if offset["sign"] == "-" else total


def _is_offset(text: str, found: re.Match[str], offset: re.Match[str]) -> bool:
    """ "14:05-15:30" is a stretch of time, "T14:05-05:00" and "14:05:00 -0500" are offsets."""
    if _minutes(offset) == _WRONG:
        return False
    written = offset.group(0).strip(" (")
    if not written.startswith(("+", "-")):
        return True
    start = found.start("h")
    machine = found.groupdict().get("s") is not None or text[start - 1 : start] == "t"
    digits = len(offset["h"] + (offset["m"] or ""))
    return machine or (digits == 4 and ":" not in written) or (written.startswith("+") and digits >= 2)


def _zone_apart(text: str) -> tuple[tzinfo | None, str]:
    """A zone that stands away from the time: "11:20, 20 Январь 2026 | GMT +5", "(по московскому времени)"."""
    named = _NAMED_OFFSET.search(text) or _LAST_OFFSET.search(text)
    if named and _minutes(named) != _WRONG:
        return offset_zone(_minutes(named)), text[: named.start()] + " " + text[named.end() :]
    for place in _PLACE.finditer(text):
        for said in (place["after"], place["before"]):
            for start, zone in _PLACES.items():
                if said and said.startswith(start):
                    return ZoneInfo(zone), text[: place.start()] + " " + text[place.end() :]
    plain = re.search(r"\b(?:utc|gmt|мск)\b", text)
    if plain:
        return offset_zone(_abbreviations()[plain.group(0)]), text[: plain.start()] + " " + text[plain.end() :]
    return None, text


def moment(day: datetime, time: TimeOfDay, zone: tzinfo) -> datetime:
    """That time on that (naive) day, aware, in the zone named with it or else in ``zone``."""
    return day.replace(hour=time.hour, minute=time.minute, second=time.second, tzinfo=time.zone or zone) + timedelta(
        days=time.days
    )
