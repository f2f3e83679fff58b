"""A date in a feed keeps the offset that it names, whatever stands behind it."""

from datetime import UTC, datetime

import pytest

from monitor.sources.feed_dates import read_when

NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-27T05:00:00+05:00[Asia/Almaty]",
        "2026-11-27T05:00+05:00[Asia/Almaty]",
        "Fri Nov 27 05:00:00 ALMT 2026",
        "Fri, 27 Nov 2026 05:00:00 GMT+0500 (East Kazakhstan Time)",
    ],
)
def test_a_zone_named_twice_is_one_zone(text: str) -> None:
    found = read_when(text, UTC, NOW)
    assert found and (found.at, found.offset) == (datetime(2026, 11, 27, tzinfo=UTC), 300)


@pytest.mark.parametrize(
    "text",
    [
        "0001-01-01T00:00:00+05:00",  # how .NET writes that there is no date
        "Mon, 01 Jan 0001 00:00:00 +0500",
        "9999-12-31T23:59:59-05:00",
        "Fri, 31 Dec 9999 23:59:59 -0500",
    ],
)
def test_a_date_beyond_the_calendar_is_none_and_costs_no_feed_its_entries(text: str) -> None:
    assert read_when(text, UTC, NOW) is None
