"""Whether a short text says when, and nothing else: what a card of a listing shows beside its headline."""

import re
from datetime import date, datetime
from functools import lru_cache

from monitor.text.dates import absolute, relative
from monitor.text.dates.ages import age
from monitor.text.dates.clock import take_time
from monitor.text.dates.spell import language, simple
from monitor.text.dates.weekdays import weekdays

#: Longer labels are sentences.
_LONGEST = 45
#: Without a figure it has no more spaces than these; of figures alone no fewer signs between them.
_MOST_WORDS, _SIGNS = 3, 2
_EAST = re.compile(r"\d{4} ?[年년] ?\d{1,2} ?[月월] ?\d{1,2} ?[日일号]\W{0,3}\w{0,3}\W{0,3}")
_FIGURES = re.compile(r"(?:\d{1,2}[./-]\d{1,2}[./-]20\d\d|20\d\d-\d{2}-\d{2})(?:[,\s]+\d{1,2}:\d{2})?")
#: What a label says of its date, in the spelling of ``simple``.
_LABEL = re.compile(
    r"publi|posted|created|added|updated|опубл|размещ|добавл|обновл|жариялан|жаңарт|оновл|نشر|تحديث|تاريخ|veroff|erstellt"
    r"|aktualis|actualis|actualiz|yayin|guncel|eklen|פורסם|עודכן|发布|發布|发表|更新|掲載|등록|입력"
)
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?")


def says_only_when(text: str, *, now: datetime, lang: str, others: int = 1) -> bool:
    """Whether ``text`` is a day with its year, a named month's day, "yesterday, 14:05", "2 hours ago", alone.

    So many ``others`` may stand beside it (a weekday, "Posted"), except beside a bare day and month. A bare time of day
    may as well be the length of a film: it is no date here. Never raises.
    """
    if not 3 <= len(text) <= _LONGEST or not _may_say_when(text):
        return False
    return _says_when(text, now.date(), lang, others)


def _may_say_when(text: str) -> bool:
    """Figures with letters or with two signs between them, or a few words: told in no time of nearly all else."""
    figures = any(map(str.isdecimal, text))
    if not figures:
        return text.count(" ") <= _MOST_WORDS
    return sum(map(text.count, "./-")) >= _SIGNS or any(map(str.isalpha, text))


@lru_cache(maxsize=512)  # a listing shows the same dates and rubrics again and again
def _says_when(text: str, today: date, lang: str, others: int) -> bool:
    plain = simple(text)
    if age(plain) is not None:
        return True
    if relative.others(plain) <= others and (relative.ago(plain) is not None or relative.is_now(plain)):
        return True
    time, rest = take_time(plain, language(lang))
    named = relative.day_word(rest, today, language(lang), timed=time is not None)
    unknown = relative.others(rest) if named else 0
    # "Psychologie Heute", "Казахстан сегодня": the names of places
    if named and unknown <= others and (not unknown or time or weekdays(rest) or _LABEL.search(rest)):
        return True
    return _is_day(rest, today, lang, others, timed=time is not None)


def is_clock(text: str) -> bool:
    """Whether ``text`` is a bare time of day or the length of a film: "14:05", "1:02:33"."""
    return len(text) <= _LONGEST and ":" in text and bool(_CLOCK.fullmatch(simple(text)))


def is_figures(text: str) -> bool:
    """Whether ``text`` is a day with its year in figures, and nothing else but a time of day."""
    return bool(_FIGURES.fullmatch(text))


@lru_cache(maxsize=512)
def is_age(text: str) -> bool:
    """Whether ``text`` says how long ago, and nothing else: "2 hours ago", "منذ ساعتين"."""
    plain = simple(text) if len(text) <= _LONGEST else ""
    if age(plain) is not None:
        return True
    lasting = plain.startswith("for ")  # "for nine years" tells how long
    return not lasting and relative.ago(plain) is not None and relative.others(plain) == 0


def _is_day(rest: str, today: date, lang: str, others: int, *, timed: bool) -> bool:
    """A day with its year, or one with the name of its month, beside so few other words."""
    if _EAST.fullmatch(rest.strip()):
        return True
    parts, shape = absolute.shape_of(rest, today, lang)
    unknown = sum(1 for part, letter in zip(parts, shape, strict=True) if letter == "x" and str(part)[:1].isalnum())
    if unknown > others:
        return False
    if absolute.named_day(rest, today, lang) is not None:
        return True
    bare = [letter for letter in shape if letter in "DMYT"]
    alone = sorted(bare) == ["D", "M"] and (timed or not unknown)
    return alone and absolute.yearless_day(rest, today, lang, timed=timed) is not None
