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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thu, 26 Nov 2026 08:12:44 Asia/Almaty", datetime(2026, 11, 26, 3, 12, 44, tzinfo=UTC)),
        ("2026-07-26 08:12:44 Europe/Berlin", datetime(2026, 7, 26, 6, 12, 44, tzinfo=UTC)),
        ("Thu, 26 Nov 2026 08:12:44 Asia/Nowhere", datetime(2026, 11, 26, 8, 12, 44, tzinfo=UTC)),
    ],
)
def test_a_zone_that_is_written_as_a_place_is_that_place_s(text: str, expected: datetime) -> None:
    found = read_when(text, UTC, NOW)
    assert found and found.at == expected


@pytest.mark.parametrize(
    "text",
    [
        "星期四, 26 十一月 2026 13:12:44 +0500",
        "周四, 26 11月 2026 13:12:44 +0500",
        "목, 26 11월 2026 13:12:44 +0500",
        "木, 26 11月 2026 13:12:44 +0500",
        "to, 26 marraskuuta 2026 13:12:44 +0500",
        "To, 26 Marras 2026 13:12:44 +0500",
    ],
)
def test_a_month_that_a_server_writes_in_its_own_language_is_that_month(text: str) -> None:
    found = read_when(text, UTC, NOW)
    assert found and (found.at, found.offset) == (datetime(2026, 11, 26, 8, 12, 44, tzinfo=UTC), 300)


def test_each_chinese_month_is_its_own() -> None:
    months = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
    found = [read_when(f"星期四, 2 {month}月 2025 08:00:00 GMT", UTC, NOW) for month in months]
    assert [each.at.month for each in found if each] == list(range(1, 13))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-26T08:12:44-05:00Z", "2026-11-26T13:12:44"),
        ("Thu, 26 Nov 2026 08:12:44 -0500 EST", "2026-11-26T13:12:44"),
        ("Thu, 26 Nov 2026 08:12:44 --0500", "2026-11-26T13:12:44"),
        ("Thu Nov 26 08:12:44 2026 EST", "2026-11-26T13:12:44"),
        ("Thu, 26 Nov 2026 08:12:44 (EST)", "2026-11-26T13:12:44"),
        ("Thu, 26 11 2026 08:12:44 -0500", "2026-11-26T13:12:44"),
        ("08:12 26.11.2026 -0500", "2026-11-26T13:12:00"),
        ("Thu, 05/11/2026 - 08:12", "2026-11-05T08:12:00"),
        ("Thu, 11/05/2026 - 08:12", "2026-11-05T08:12:00"),
        ("الخميس, 11/05/2026 - 08:12", "2026-11-05T08:12:00"),
        ("Thursday, 26. November 2026 - 08:12", "2026-11-26T08:12:00"),
        ("2026-11-26 at 08:12:44", "2026-11-26T08:12:44"),
        ("2026-11-26 下午 03:12:44", "2026-11-26T15:12:44"),
        ("2026-11-26 오후 3:12:44", "2026-11-26T15:12:44"),
        ("Thu, 26 Nov 2026 8:5:4 GMT", "2026-11-26T08:05:04"),
        ("20261126081244", "2026-11-26T08:12:44"),
        ("Thu, 26 Nov 08:12:44 GMT", "2026-11-26T08:12:44"),
        ("1405/09/05 08:12", "2026-11-26T08:12:00"),
    ],
)
def test_time_and_zone_are_read_wherever_a_feed_writes_them(text: str, expected: str) -> None:
    found = read_when(text, UTC, NOW)
    assert found and (found.at, found.precision) == (datetime.fromisoformat(expected + "+00:00"), "instant")


@pytest.mark.parametrize("text", ["Tue,", "Fr,", "Mon, 30 Nov -0001 00:00:00 +0000", "0000-00-00 00:00:00"])
def test_what_a_server_writes_for_no_date_is_none(text: str) -> None:
    assert read_when(text, UTC, NOW) is None
