"""Whether a short text says when, and nothing else: what a card of a listing shows beside its headline."""

import re
from datetime import date, datetime
from functools import cache

from monitor.text.dates import absolute, relative
from monitor.text.dates.ages import age
from monitor.text.dates.clock import take_time
from monitor.text.dates.spell import language, simple

#: Longer labels are sentences.
_LONGEST = 45
#: A date with its year: at most two words (a weekday, a month) before the first figure, and one behind the last.
_WITH_YEAR = re.compile(r"(?=.*(?<!\d)20\d\d(?!\d))(?:[^\W\d]+[.,]*\s+){0,2}\d.*?\d(?:[\s,.]*[^\W\d]+\.?)?\Z")
_FIGURES = re.compile(r"(?:\d{1,2}[./-]\d{1,2}[./-]20\d\d|20\d\d-\d{2}-\d{2})(?:[,\s]+\d{1,2}:\d{2})?")
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?")


def says_only_when(text: str, *, now: datetime, lang: str = "") -> bool:
    """Whether ``text`` is a day with its year, a named month's day, "yesterday, 14:05", "2 hours ago", alone.

    One more word may stand beside it (a weekday, "Posted"), except beside a bare day and month. A bare time of day may
    as well be the length of a film: it is no date here. Never raises.
    """
    if not 3 <= len(text) <= _LONGEST:
        return False
    if _WITH_YEAR.match(text):
        return True
    plain = simple(text)
    if age(plain) is not None:
        return True
    if _unknown_in_age(plain) <= 1 and (relative.ago(plain) is not None or relative.is_now(plain)):
        return True
    time, rest = take_time(plain, language(lang))
    if _unknown_in_age(rest) <= 1 and relative.day_word(rest, now.date()) is not None:
        return True
    return _is_day_and_month(rest, now.date(), lang, timed=time is not None)


def is_clock(text: str) -> bool:
    """Whether ``text`` is a bare time of day or the length of a film: "14:05", "1:02:33"."""
    return len(text) <= _LONGEST and bool(_CLOCK.fullmatch(simple(text)))


def is_figures(text: str) -> bool:
    """Whether ``text`` is a day with its year in figures, and nothing else but a time of day."""
    return bool(_FIGURES.fullmatch(text))


def is_age(text: str) -> bool:
    """Whether ``text`` says how long ago, and nothing else: "2 hours ago", "منذ ساعتين"."""
    plain = simple(text) if len(text) <= _LONGEST else ""
    if age(plain) is not None:
        return True
    lasting = plain.startswith("for ")  # "for nine years" tells how long
    return not lasting and relative.ago(plain) is not None and _unknown_in_age(plain) == 0


@cache
def _known_in_age() -> frozenset[str]:
    signs = {",", ".", "-", "(", ")", ":", "около"}
    return frozenset(signs).union(*relative.vocabulary().values())


def _unknown_in_age(plain: str) -> int:
    """How many of the words are none of those that ages and days are told with."""
    known = _known_in_age()
    return sum(1 for token in relative.pieces(plain) if token not in known and not token.isdigit())


def _is_day_and_month(rest: str, today: date, lang: str, *, timed: bool) -> bool:
    _, shape = absolute.shape_of(rest, today, lang)
    bare = shape.replace("f", "").replace("g", "")
    return (bare in {"DM", "MD"} or (timed and sorted(bare) == ["D", "M", "x"])) and (
        absolute.yearless_day(rest, today, lang, timed=timed) is not None
    )
