"""No listing makes the reader crash or hang."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model import MonitorError, Reply
from monitor.sources.page import read_listing
from monitor.sources.page_options import PageOptions

NOW = datetime(2026, 1, 22, 9, 0, tzinfo=UTC)
URL = "https://news.example/list"
OPTIONS = PageOptions(item="div, li, a", date="i, time", summary="p")


def reply(page: str) -> Reply:
    return Reply(asked=URL, url=URL, body=page.encode("utf-8", "surrogatepass"), at=NOW)


@pytest.mark.parametrize(
    "page",
    [
        "<div><a href='/x'>t</a>" * 30_000,
        "<li><a href='/x'>t</a><i>1234567890 21.01.2026</i></li>" * 20_000,
        "<div class='card'>" + "<i>16+</i>" * 40_000 + "<a href='/x'>t</a></div>",
        "<div>" * 100_000,
        "<div><a href='" + "x" * 2_000_000 + "'>t</a></div>",
        "<div><a href='/x'>" + "t " * 500_000 + "</a></div>",
        "".join(f"<li><a href='/{number}'>headline</a><time>no date {number}</time></li>" for number in range(9_000)),
    ],
    ids=["nested", "many", "dates", "deep", "link", "title", "wide"],
)  # fmt: skip
def test_a_hostile_listing_is_read_or_refused_within_two_seconds(page: str) -> None:
    start = time.process_time()
    try:
        haul = read_listing(reply(page), OPTIONS, NOW)
        assert len(haul.posts) <= 1_000
    except MonitorError:
        pass
    assert time.process_time() - start < 2


@settings(max_examples=80)
@given(
    st.lists(
        st.sampled_from(
            [
                *("<div>", "</div>", "<a href=", "'/x'", "'http://['", "'//'", ">", "t", "</a>", "<i>", "21.01.26"),
                *("<base href='http://[::1'>", "<li>", "\x00", "\ud800", "<img alt=x src=", "'data:,'", "&#1;"),
                *("منذ ساعتين", "<p>", "</i>"),
            ]
        ),
        max_size=40,
    ).map("".join)
)  # fmt: skip
def test_no_listing_makes_it_crash(page: str) -> None:
    try:
        haul = read_listing(reply(page), OPTIONS, NOW)
    except MonitorError:
        return
    for post in haul.posts:
        assert post.url.startswith(("http://", "https://"))
        (post.title + post.text + post.url + post.id).encode()
