"""Dates told from the present: "2 hours ago", "бүгін, 14:05", "منذ ساعتين"."""

import re
from datetime import date, datetime, timedelta
from functools import cache

from monitor.text.data import read_text
from monitor.text.dates.spell import PIECE

_SECONDS = {
    "s": 1,
    "min": 60,
    "half": 1_800,
    "h": 3_600,
    "d": 86_400,
    "w": 7 * 86_400,
    "mo": 2_629_746,  # a mean month and year; only the day is used
    "y": 31_556_952,
}
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_DAYS = {"today": 0, "yesterday": 1, "before": 2}
#: Arabic and Hebrew say "two hours" in one word.
_DUAL = re.compile(r"(?:تين|يومين|وعين|شهرين|عامين|יים)$")
#: Chinese, Japanese and Korean write without spaces.
_TOGETHER = re.compile(r"(?<!\d)(\d{1,4}) ?(秒|分|小时|小時|時間|天|日|周|週間|초|시간|일|주)[钟鐘]? ?(?:前|전)")
_TOGETHER_UNITS = dict(
    zip(
        ["秒", "초", "分", "小时", "小時", "時間", "시간", "天", "日", "일", "周", "週間", "주"],
        ["s", "s", "min", "h", "h", "h", "h", "d", "d", "d", "w", "w", "w"],
        strict=True,
    )
)
_TOLD = (re.compile("(?P<what>(?:N?[Uu]){1,2})f?[AB]"), re.compile("[PB]f?(?P<what>(?:N?[Uu]){1,2})"))
#: Words that are "yesterday" or "today" in these languages alone, and something else in others: German "hier" is here.
_ELSEWHERE = {
    "hier": ("fr",),
    "tana": ("et",),
    "azi": ("ro",),
    "ahir": ("ca",),
}
#: The same for names of people and of dogs, and for German hurry: no place that says no language means a day by them.
_NAMES = {"leo": ("sw",), "jana": ("sw",), "ma": ("hu",), "danes": ("sl",), "eile": ("et",), "eilen": ("fi",)}
#: "Now" in one word.
_BARE_NOW = frozenset({"now", "сеичас", "қазір", "الان", "اكنون", "هم_اكنون", "simdi", "teraz", "adesso", "עכשיו"})
#: So many words may stand beside an age; and beside one of years.
_BESIDE, _BESIDE_YEARS = 4, 1
#: So many words may stand beside "today" (a label, a name of a weekday); more make it a sentence.
_OTHERS = 4


@cache
def vocabulary() -> dict[str, dict[str, list[str]]]:
    """Word -> its roles, by group: unit, number, marker, day."""
    groups: dict[str, dict[str, list[str]]] = {"unit": {}, "number": {}, "marker": {}, "day": {}}
    for line in read_text("text", "relative.txt").splitlines():
        if line and not line.startswith("#"):
            role, *names = line.split()
            group = (
                "unit"
                if role in _SECONDS
                else "number"
                if role in _NUMBERS
                else "marker"
                if role in {"ago", "since"}
                else "day"
            )
            for name in names:
                groups[group].setdefault(name, []).append(role)
    return groups


@cache
def _pattern() -> re.Pattern[str]:
    several = {name for group in vocabulary().values() for name in group if "_" in name or "'" in name or "-" in name}
    spelt = (re.escape(name).replace("_", " ") for name in sorted(several, key=len, reverse=True))
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(spelt)})(?![^\W\d_])|{PIECE}")


def pieces(text: str) -> list[str]:
    return [token.replace(" ", "_") for token in _pattern().findall(text)]


def ago(text: str) -> tuple[timedelta, bool] | None:
    """How long ago a ``simple`` text says, and whether it is only good to the day; None if it says no such thing."""
    together = _TOGETHER.search(text)
    if together:
        unit = _TOGETHER_UNITS[together.group(2)]
        return timedelta(seconds=int(together.group(1)) * _SECONDS[unit]), unit in {"d", "w"}
    words, tokens = vocabulary(), pieces(text)
    shape = "".join(_role(token, words) for token in tokens)
    for pattern in _TOLD:
        found = pattern.search(shape)
        if found:
            return _length(tokens[found.start("what") : found.end("what")], words)
    return None


def _role(token: str, words: dict[str, dict[str, list[str]]]) -> str:
    """One letter: a Number, a Unit (u: one that can be a number, too), a marker Ago, Prefix or Both, filler, x."""
    if token.isdigit():
        return "N" if len(token) <= 4 else "x"
    markers = words["marker"].get(token, [])
    if markers:
        return "B" if len(markers) > 1 else "A" if markers == ["ago"] else "P"
    if token in words["unit"]:
        return "N" if token == "an" else "U"  # noqa: S105  # a French year, an English one: no password
    if token in words["number"]:
        return "N"
    return "f" if token in {"de", "d", ":", ".", "nearly", "около", "من"} else "x"


def _length(tokens: list[str], words: dict[str, dict[str, list[str]]]) -> tuple[timedelta, bool] | None:
    seconds, number, coarse = 0, None, False
    for place, token in enumerate(tokens):
        counts = token not in words["unit"] or any(other in words["unit"] for other in tokens[place + 1 : place + 2])
        if token.isdigit():
            number = int(token)
        elif token in words["number"] and counts and number is None:
            number = 1 + _NUMBERS.index(words["number"][token][0])
        else:
            unit = words["unit"].get(token, ["y"])[0]
            count = number if number is not None else 2 if _DUAL.search(token) else 1
            seconds += count * _SECONDS[unit]
            coarse = coarse or unit in {"d", "w", "mo", "y"}
            number = None
    return (timedelta(seconds=seconds), coarse) if seconds <= 200 * _SECONDS["y"] else None


@cache
def _known() -> frozenset[str]:
    signs = {",", ".", "-", "(", ")", ":", "около"}
    return frozenset(signs).union(*vocabulary().values())


def others(text: str) -> int:
    """How many words of a ``simple`` text are none of those that ages and days are told with."""
    known = _known()
    return sum(1 for token in pieces(text) if token not in known and not token.isdigit())


def is_label(text: str, told: timedelta) -> bool:
    """Whether a ``simple`` text that says how long ago (``told``) is a label and no sentence: years are told of in
    headlines ("Thirty years ago the wall fell"), hours in lines with a name or two beside them."""
    return others(text) <= (_BESIDE_YEARS if told >= timedelta(days=360) else _BESIDE)


def day_word(text: str, today: date, lang: str, *, timed: bool) -> date | None:
    """The day that "today", "кеше" or "امس" means in a short ``simple`` text without its time of day. ``lang`` is a
    primary language, or ""; ``timed``: a time stood beside it."""
    days = vocabulary()["day"]
    tokens = [token for token in pieces(text) if token.isalnum() or len(token) > 1]
    for place, token in enumerate(tokens):
        role = next((role for role in days.get(token, ()) if role in _DAYS), None)
        named = role == "today" and tokens[place + 1 : place + 2] in (["السابع"], ["24"])  # newspapers' names
        if role and not named and len(tokens) <= 1 + _OTHERS and _means_a_day(token, lang, timed):
            return today - timedelta(days=_DAYS[role])
    return None


def _means_a_day(word: str, lang: str, timed: bool) -> bool:
    if word in _NAMES:
        return lang in _NAMES[word]
    return word not in _ELSEWHERE or lang in _ELSEWHERE[word] or (timed and not lang)


def is_now(text: str) -> bool:
    """ "just now", "только что", alone or with one more word; "now", "الآن" alone, for a button says "Watch now"."""
    days, tokens = vocabulary()["day"], [token for token in pieces(text) if token.isalnum() or len(token) > 1]
    said = [token for token in tokens if "now" in days.get(token, ())]
    return bool(said) and len(tokens) <= (1 if said[0] in _BARE_NOW else 2)


def nearest_past(now: datetime, at: datetime) -> datetime:
    """A bare time of day: today if that is not ahead (ten minutes of a wrong clock allowed), else yesterday."""
    return at if at <= now + timedelta(minutes=10) else at - timedelta(days=1)
