"""Every language of the tables reads back what Unicode's own formats (CLDR, through Babel) write in it."""

from datetime import UTC, datetime, timedelta

import pytest
from babel.dates import format_date, format_datetime

from monitor.text.data import read_text
from monitor.text.dates import read_date
from monitor.text.dates.months import month
from monitor.text.dates.spell import simple

NOW = datetime(2026, 6, 22, 9, 0, tzinfo=UTC)
LOCALES = [
    *("en", "en_GB", "ar", "ar_EG", "ar_LB", "ar_MA", "kk", "ru", "uk", "be", "ky", "uz", "uz_Cyrl", "az", "tr", "tk"),
    *(
        "tg",
        "tt",
        "fa_AF",
        "ur",
        "ps",
        "he",
        "el",
        "bg",
        "sr",
        "sr_Latn",
        "mk",
        "hr",
        "bs",
        "sl",
        "pl",
        "cs",
        "sk",
        "hu",
    ),
    *("ro", "it", "es", "es_MX", "pt", "pt_PT", "fr", "fr_CA", "ca", "gl", "eu", "de", "de_AT", "nl", "da", "sv", "nb"),
    *("fi", "et", "lv", "lt", "is", "ga", "cy", "sq", "hy", "ka", "id", "ms", "hi", "bn", "ta", "te", "ml", "mr", "gu"),
    *("pa", "ne", "km", "sw", "fil", "zh", "ja", "ko", "vi", "mn", "th"),
]
#: From the first day of May on, every thirteen days for a year: every month, one- and two-figure days.
DAYS = [datetime(2025, 5, 1, 14, 5, 33) + timedelta(days=step) for step in range(0, 400, 13)]  # noqa: DTZ001  # naive


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("length", ["full", "long", "medium"])
def test_a_day_written_in_any_language_is_read_back(locale: str, length: str) -> None:
    lang = locale.partition("_")[0]
    for day in DAYS:
        written = format_date(day, length, locale=locale)
        found = read_date(written, zone=UTC, now=NOW, lang=lang)
        assert found, written
        assert (found.day, found.precision) == (day.date(), "day"), written


@pytest.mark.parametrize("locale", LOCALES)
def test_a_day_and_time_written_in_any_language_are_read_back(locale: str) -> None:
    lang = locale.partition("_")[0]
    for day in DAYS:
        written = format_datetime(day, "medium", locale=locale)
        found = read_date(written, zone=UTC, now=NOW, lang=lang)
        assert found, written
        assert (found.at.replace(tzinfo=None), found.precision) == (day, "instant"), written


def lines() -> list[tuple[str, str]]:
    rows = [
        line.partition(" ")
        for name in ("months.txt", "calendars.txt")
        for line in read_text("text", name).splitlines()
        if line and not line.startswith("#")
    ]
    return [(lang, names) for lang, _, names in rows]


@pytest.mark.parametrize(("lang", "names"), lines(), ids=[lang for lang, _ in lines()])
def test_every_name_of_the_tables_means_its_own_month(lang: str, names: str) -> None:
    fields = names.split("|")
    assert len(fields) == 12
    for number, field in enumerate(fields, 1):
        for name in field.split():
            assert simple(name.replace("_", " ")).replace(" ", "_") == name
            found = month(name, lang)
            assert found and found.number == number, name
