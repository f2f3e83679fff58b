"""The languages our own tables do not know: dateparser, asked last, strictly, and only about what looks like a date."""

import re
import warnings
from datetime import datetime
from functools import lru_cache

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_DAY = re.compile(r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])(?!\d)")
_WORD = re.compile(r"[^\W\d_]{3}")
_FIGURES = re.compile(r"\d ?[./-] ?\d")
_SETTINGS = {
    "TIMEZONE": "UTC",  # else the machine's own zone is asked
    "RETURN_AS_TIMEZONE_AWARE": False,
    "STRICT_PARSING": True,
    "REQUIRE_PARTS": ["day", "month", "year"],
    "PARSERS": ["absolute-time"],
    "CACHE_SIZE_LIMIT": 200,
}
#: A date that needs more than this is a sentence.
_LONGEST = 60


def other_language(text: str, lang: str) -> tuple[datetime, bool] | None:
    """A naive date of a language we have no table for, and whether it has a time of day; None if it is none.

    ``text`` as published, ``lang`` its primary language. Day, month and year must all stand in it.
    """
    if len(text) > _LONGEST or not _YEAR.search(text) or not _DAY.search(text):
        return None
    if not lang or not _WORD.search(text) or _FIGURES.search(text):
        return None  # without a language every one of 200 is tried; and what is all figures our own tables know better
    return _parsed(text, lang)


@lru_cache(maxsize=512)
def _parsed(text: str, lang: str) -> tuple[datetime, bool] | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # dateparser's own use of deprecated calls is not our caller's business
        from dateparser.date import DateDataParser

        try:
            found = DateDataParser(languages=[lang], settings=dict(_SETTINGS)).get_date_data(text)
        except Exception:  # an unknown language, or whatever a foreign parser stumbles over
            return None
    if found is None or found.date_obj is None:
        return None
    at = found.date_obj.replace(tzinfo=None)
    return at, bool(re.search(r"\d[:.]\d{2}", text)) and (at.hour, at.minute) != (0, 0)
