"""The day that a text names: in figures, or with the name of a month, in any order that languages use."""

import re
from datetime import date
from functools import cache

from monitor.text.data import read_text
from monitor.text.dates.months import Month, in_gregorian, is_said, month, tokens
from monitor.text.dates.spell import language
from monitor.text.dates.weekdays import weekdays

_SHAPES = tuple(
    re.compile(pattern)
    for pattern in (
        "(?P<y>Y)f{0,2}g[fg]{0,3}(?P<d>D)f{0,3}(?P<m>M)",  # the word "year" behind it says that the year comes first
        "(?P<d>D)f{0,2}(?P<m>M)(?:[fg]{0,3}M)?[fg]{0,4}(?P<y>Y)",
        "(?P<y>Y)[fg]{0,4}(?P<d>D)f{0,3}(?P<m>M)",
        "(?P<m>M)f{0,2}(?P<d>D)[fg]{0,4}(?P<y>Y)",
        "(?P<y>Y)[fg]{0,4}(?P<m>M)f{0,2}(?P<d>D)",
    )
)
_SHORT_YEAR = re.compile("(?P<d>D)(?P<gap>f{0,2})(?P<m>M)f{0,2}(?P<y>[DT])(?![a-zA-Z])")
_YEARLESS = (re.compile("(?P<d>D)f{0,2}(?P<m>M)"), re.compile("(?P<m>M)f{0,2}(?P<d>D)"))

_BEFORE = r"(?<![\d.:/+-])(?<!\d,)"
_FIGURES = (
    # 2026-01-21, 2026/1/21, 2026. 1. 21., 2026:01:21, 1404/11/01
    re.compile(
        rf"{_BEFORE}(?P<y>\d{{4}}) ?(?P<sign>[-/.:]) ?(?P<m>\d{{1,2}}) ?(?P=sign) ?(?P<d>\d{{1,2}})(?![\d:])(?!\.\d)"
    ),
    # 21.01.2026, 1/21/2026, 21 - 01 - 2026
    re.compile(
        rf"{_BEFORE}(?P<a>\d{{1,2}}) ?(?P<sign>[-/.]) ?(?P<b>\d{{1,2}}) ?(?P=sign) ?(?P<y>\d{{4}})(?!\d)(?![.:/-]\d)"
    ),
    re.compile(rf"{_BEFORE}(?P<a>\d{{1,2}})(?P<sign>/)(?P<b>\d{{1,2}})(?P=sign)(?P<y>\d{{2}})(?!\d)(?![.:/-]\d)"),
    re.compile(rf"{_BEFORE}(?P<a>\d{{2}})(?P<sign>[-/.])(?P<b>\d{{2}})(?P=sign)(?P<y>\d{{2}})(?!\d)(?![.:/-]\d)"),
)
_WRITTEN = (
    # 2026年1月21日, 2026년 1월 21일
    re.compile(r"(?P<y>\d{4}) ?[年년] ?(?P<m>\d{1,2}) ?[月월] ?(?P<d>\d{1,2})"),
    # ngày 21 tháng 1 năm 2026
    re.compile(r"(?P<d>\d{1,2}) (?:thang|thg) (?P<m>\d{1,2})[, ]{1,2}(?:nam )?(?P<y>\d{4})"),
    # 2026 оны 1 сарын 21
    re.compile(r"(?P<y>\d{4}) оны? (?P<m>\d{1,2})(?:-?р)? сарын (?P<d>\d{1,2})"),
)
_ERA = re.compile(r"(?P<era>令和|平成) ?(?P<n>\d{1,2}|元) ?年")
_ERAS = {"令和": 2018, "平成": 1988}
_MONTH_DAY = re.compile(r"(?<!\d)(?P<m>\d{1,2}) ?[月월] ?(?P<d>\d{1,2}) ?[日号號일]")
#: How many posts an archive has of a month: "August (10)".
_COUNT = re.compile(r"\(\d{1,4}\)")
_DAY_MONTH = re.compile(r"\W*(?P<d>\d{2})[./](?P<m>\d{2})\.?\W*")
_COMPACT = re.compile(r"(?<![\d.:/+-])(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?!\d)")
#: A figure behind one of these is a version or the like, no date.
_NO_DATE = re.compile(
    r"(?:\bv|\bver\b|\bversion\b|\bверси\w*|\bnumber\b|\bno\b|№|\btel\b|\bтел\b|\bisbn\b|#)[ .:]{0,2}$"
)


def named_day(text: str, now: date, lang: str) -> date | None:
    """The first complete date of a ``simple`` text from which the time of day was taken; None if there is none."""
    text = _ERA.sub(_era, text)
    # One pass over the words costs more than all figures together, so figures come first where both could be.
    return _figures(text, now, lang) or _written(text) or _with_name(text, now, lang)


def yearless_day(text: str, now: date, lang: str, *, timed: bool) -> date | None:
    """A date without a year: the nearest such day that is not after tomorrow. ``timed``: a time stood beside it."""
    found = _MONTH_DAY.search(text)
    if found:
        return _nearest(int(found["m"]), int(found["d"]), now)
    if "(" in text:
        text = _COUNT.sub(" ", text)
    parts, shape = shape_of(text, now, lang)
    for pattern in _YEARLESS:
        for match in pattern.finditer(shape):
            meant = parts[match.start("m")]
            day = int(str(parts[match.start("d")]))
            if not isinstance(meant, Month) or meant.calendar != "gregorian":
                continue
            if timed or is_said(tokens(text)[match.start("m")], language(lang)):
                return _nearest(meant.number, day, now)
    bare = _DAY_MONTH.fullmatch(text)
    return _nearest(int(bare["m"]), int(bare["d"]), now) if bare and timed else None


def _nearest(number: int, day: int, now: date) -> date | None:
    """Never the coming one; a day of grace, since it is tomorrow already somewhere."""
    for year in range(now.year + 1, now.year - 9, -1):
        there = in_gregorian(year, number, day, "gregorian")
        if there and (there - now).days <= 1:
            return there
    return None


def _figures(text: str, now: date, lang: str) -> date | None:
    for pattern in _FIGURES:
        for found in pattern.finditer(text):
            if _NO_DATE.search(text, 0, found.start()):
                continue
            there = _in_figures(found, text, now, lang)
            if there:
                return there
    packed = _COMPACT.search(text)
    return _gregorian(int(packed["y"]), int(packed["m"]), int(packed["d"])) if packed else None


def _in_figures(found: re.Match[str], text: str, now: date, lang: str) -> date | None:
    groups, year = found.groupdict(), int(found["y"])
    if "m" in groups:
        return _any_calendar(year, int(groups["m"]), int(groups["d"]), now, lang, text)
    if len(found["y"]) == 2:
        year += 2000 if year <= (now.year + 1) % 100 else 1900
    first, second = int(groups["a"]), int(groups["b"])
    day_first, month_first = _gregorian(year, second, first), _gregorian(year, first, second)
    if year < 1600:
        return _any_calendar(year, second, first, now, lang, text)
    if not (day_first and month_first) or first == second:
        return day_first or month_first
    if named := weekdays(text):
        fit = [there for there in (day_first, month_first) if there.weekday() in named]
        if len(fit) == 1:
            return fit[0]
    for one, other in ((day_first, month_first), (month_first, day_first)):
        if (one - now).days > 1 >= (other - now).days:
            return other  # a date of news does not lie ahead
    return month_first if found["sign"] == "/" and _american(lang) else day_first


def _american(lang: str) -> bool:
    """Month before day in figures: English of no other named country, and Filipino."""
    tag = lang.lower().replace("_", "-")
    return tag in {"en", "en-us", "en-ph", "fil", "tl"}


def _any_calendar(year: int, number: int, day: int, now: date, lang: str, text: str) -> date | None:
    """Years of the 13th to 15th century are Jalali or Hijri ones: by language, else by which lies near the present."""
    if year > 1600:
        return _gregorian(year, number, day)
    if not 1200 <= year <= 1500:
        return None
    jalali, hijri = in_gregorian(year, number, day, "jalali"), in_gregorian(year, number, day, "hijri")
    if lang.startswith(("fa", "ps")) and jalali:
        return jalali
    if (lang.startswith("ar") or "ه" in text) and hijri:
        return hijri
    both = [there for there in (jalali, hijri) if there and (there - now).days <= 1]
    return max(both, default=None)


def _written(text: str) -> date | None:
    for pattern in _WRITTEN:
        found = pattern.search(text)
        if found:
            return _gregorian(int(found["y"]), int(found["m"]), int(found["d"]))
    return None


def _era(found: re.Match[str]) -> str:
    number = 1 if found["n"] == "元" else int(found["n"])
    return f"{_ERAS[found['era']] + number}年"


def _gregorian(year: int, number: int, day: int) -> date | None:
    """A day of 1900 to 2199; Buddhist years (Thailand, 543 ahead) are brought home."""
    if 2443 <= year <= 2743:
        year -= 543
    return in_gregorian(year, number, day, "gregorian") if 1900 <= year <= 2199 else None


def _with_name(text: str, now: date, lang: str) -> date | None:
    """A date with the name of a month. Ours goes before a Hijri or Jalali one that stands beside it."""
    parts, shape = shape_of(text, now, lang)
    if "M" not in shape:
        return None
    other: date | None = None
    for pattern in _SHAPES:
        for match in pattern.finditer(shape):
            there, ours = _match_day(match, parts)
            if there and ours:
                return there
            other = other or there
    return other or _short_year(parts, shape, now)


def _match_day(match: re.Match[str], parts: list[str | Month]) -> tuple[date | None, bool]:
    meant = parts[match.start("m")]
    year, day = int(str(parts[match.start("y")])), int(str(parts[match.start("d")]))
    if not isinstance(meant, Month):
        return None, False
    if meant.calendar == "gregorian":
        return _gregorian(year, meant.number, day), True
    if meant.calendar == "jalali" and 1200 <= year <= 1500:
        return in_gregorian(year, meant.number, day, "jalali"), False
    return in_gregorian(year, meant.number, day, "hijri") if year < 1600 else None, False


def _short_year(parts: list[str | Month], shape: str, now: date) -> date | None:
    """ "21-Jan-26", "21 Jan 26" at the end."""
    for match in _SHORT_YEAR.finditer(shape):
        meant, year = parts[match.start("m")], str(parts[match.start("y")])
        if isinstance(meant, Month) and meant.calendar == "gregorian" and len(year) == 2:
            whole = int(year) + (2000 if int(year) <= (now.year + 1) % 100 else 1900)
            there = _gregorian(whole, meant.number, int(str(parts[match.start("d")])))
            if there:
                return there
    return None


@cache
def _between() -> dict[str, str]:
    """Word or sign that may stand between the parts of a date -> g (the word "year") or f (any other filler)."""
    lines = (line.split() for line in read_text("text", "datewords.txt").splitlines() if not line.startswith("#"))
    return {word: "g" if kind == "year" else "f" for kind, *words in lines for word in words}


def shape_of(text: str, now: date, lang: str) -> tuple[list[str | Month], str]:
    """Tokens, and one letter for each: Day, Year, Two figures, Month, year word g, filler f, anything else x."""
    primary = language(lang)
    parts: list[str | Month] = []
    letters = []
    for token in tokens(text):
        part: str | Month = token
        if token.isdigit():
            letter = _number(token)
        elif token in _between():
            letter = _between()[token]
        else:
            named = month(token, primary)
            part, letter = (named, "M") if named else (token, "x")
        parts.append(part)
        letters.append(letter)
    return parts, "".join(letters)


def _number(figures: str) -> str:
    if len(figures) == 4:
        return "Y" if 1200 <= int(figures) <= 2743 else "x"
    if len(figures) <= 2:
        return "D" if 1 <= int(figures) <= 31 else "T" if len(figures) == 2 else "x"
    return "x"
