"""Ages as languages say them, long and short, whole: "2 hours ago", "5 мин. назад", "2h ago", "לפני 3 שע׳"."""

import re
from datetime import timedelta
from functools import cache

from monitor.text.data import read_text
from monitor.text.dates.spell import simple

_FIGURE = re.compile(r" ?(\d{1,4}) ?")
#: Longer texts say more than an age.
_LONGEST = 60
_DAY = 86_400
#: More than so many years ago there was no news.
_MOST = 200 * 366 * _DAY


def template(text: str) -> str:
    """A text as it stands in the table: ``simple``, its figure as #, without full stops."""
    return " ".join(_FIGURE.sub("#", simple(text)).replace(".", "").split())


def age(plain: str) -> tuple[timedelta, bool] | None:
    """How long ago a ``simple`` text says, if it says nothing else, and whether it is only good to the day."""
    figures = _FIGURE.findall(plain) if len(plain) <= _LONGEST else ()
    if len(figures) > 1:
        return None
    value = _table().get(template(plain))
    if not value:
        return None
    length = int(value.lstrip("=")) * (int(figures[0]) if figures else 1)
    return (timedelta(seconds=length), length >= _DAY) if length <= _MOST else None


@cache
def _table() -> dict[str, str]:
    lines = (line.partition(" ") for line in read_text("text", "ages.txt").splitlines() if not line.startswith("#"))
    return {phrase: value for value, _, phrase in lines}
