"""Names of months in some seventy languages and three calendars, and what day such a date is in ours."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from monitor.text.data import read_text
from monitor.text.dates.spell import PIECE

Calendar = Literal["gregorian", "jalali", "hijri"]

#: Endings that stand on a month's name in languages that glue them on, longest first: "қаңтарында", "января" is
#: in the table itself, "Ocak'ta" loses its tail at the apostrophe.
_ENDINGS = (
    *("ындағы", "індегі", "ының", "інің", "ында", "інде", "ынан", "інен", "дағы", "дегі"),
    *("ның", "нің", "дың", "дің", "тың", "тің", "да", "де", "та", "те", "ға", "ге", "қа", "ке", "ы", "і", "и"),
    *("daki", "deki", "dagi", "inda", "ning", "dan", "da", "de", "ta", "te", "i"),
    *("aren", "ren", "ko", "an", "n", "a"),
)
_LONG_ENOUGH = 4
#: Languages in Latin letters that glue endings to the name of a month.
_DECLINING = frozenset({"az", "et", "eu", "fi", "hu", "kk", "lt", "lv", "tk", "tr", "uz"})
#: Short names of months that are common words of their own language: Czech "for", Polish "oneself", Turkish "between".
_EVERYDAY = frozenset({"pro", "led", "sie", "ara"})


@dataclass(frozen=True)
class Month:
    """A month named in a text."""

    number: int
    calendar: Calendar = "gregorian"


@cache
def _table() -> dict[str, dict[str, Month]]:
    """Name -> language -> month, for names of one word; ``_`` in them is a space."""
    table: dict[str, dict[str, Month]] = {}
    for file in ("months.txt", "calendars.txt"):
        for line in read_text("text", file).splitlines():
            if not line or line.startswith("#"):
                continue
            lang, _, fields = line.partition(" ")
            calendar: Calendar = "jalali" if lang == "jalali" else "hijri" if lang == "hijri" else "gregorian"
            for number, names in enumerate(fields.split("|"), 1):
                for name in names.split():
                    table.setdefault(_key(name), {}).setdefault(lang, Month(number, calendar))
    return table


@cache
def _tokens() -> re.Pattern[str]:
    """A name of several words or with signs in it ("كانون الثاني", "ม.ค", "ינו'"), else a number, a word, a sign."""
    several = sorted((name for name in _table() if re.search(r"[_.']", name)), key=len, reverse=True)
    spelt = (re.escape(name).replace("_", "[ _-]") for name in several)
    return re.compile(f"ב?(?:{'|'.join(spelt)})|{PIECE}")


def tokens(text: str) -> list[str]:
    """The numbers, words and signs of a ``simple`` text in order; the name of a month is one token."""
    return [_key(token) for token in _tokens().findall(text)]


def _key(name: str) -> str:
    return re.sub("[ _-]+", "_", name) if len(name) > 1 else name


def month(word: str, lang: str) -> Month | None:
    """The month that ``word`` names, None if it names none. ``lang`` (or "") decides where languages differ."""
    found = _table().get(word)
    if not found and len(word) >= _LONG_ENOUGH:
        for stem in _stems(word):
            found = _table().get(stem)
            if found:
                break
    if not found:
        return None
    if lang in found:
        return found[lang]
    if lang == "fa" and "jalali" in found:
        return found["jalali"]
    counted = Counter(found.values())
    most = max(counted.values())
    return next(named for named in found.values() if counted[named] == most)


def is_said(word: str, lang: str) -> bool:
    """Whether a short name of a month is one in ``lang`` (or in any, if that is "" or has no names here) or in English,
    and no everyday word: "4 out", "17 Pro" and "4 des" are days in October and December elsewhere."""
    found = _table().get(word, {})
    if not word.isascii() or (found and len(word) > _LONG_ENOUGH):
        return True
    if not found:  # known by its beginning alone, as "Julia, 27" would be
        return lang in _DECLINING and any(lang in _table().get(stem, {}) for stem in _stems(word))
    return word not in _EVERYDAY and (lang in found or "en" in found or lang not in _languages())


@cache
def _languages() -> frozenset[str]:
    return frozenset(lang for names in _table().values() for lang in names)


def _stems(word: str) -> list[str]:
    stems = [word.partition("'")[0], word.removeprefix("ב"), word.removeprefix("ב").rstrip("'"), word.removeprefix("و")]
    stems += [word[: -len(end)] for end in _ENDINGS if word.endswith(end) and len(word) - len(end) >= _LONG_ENOUGH]
    return [stem for stem in stems if len(stem) >= 3 and stem != word]


def in_gregorian(year: int, number: int, day: int, calendar: Calendar) -> date | None:
    """That day in our calendar, None if there is no such day.

    Jalali by persiantools, Hijri by the Umm al-Qura tables of hijridate (1343-1500), the Gulf's civil calendar.
    """
    try:
        if calendar == "jalali":
            from persiantools.jdatetime import JalaliDate

            return JalaliDate(year, number, day).to_gregorian()  # type: ignore[no-untyped-call]
        if calendar == "hijri":
            from hijridate import Hijri

            there = Hijri(year, number, day).to_gregorian()
            return date(there.year, there.month, there.day)
        return date(year, number, day)
    except (ValueError, OverflowError):
        return None
