"""Blind times in the chart: shaded once, however many sources were blind, and drawn without holding anybody up."""

import re
from datetime import UTC, datetime, timedelta
from time import process_time

from monitor.messages.chart import COLOURS, WIDTH, draw, to_svg
from monitor.messages.report import Blind, count_posts
from monitor.model import Post

SINCE = datetime(2026, 1, 21, 7, tzinfo=UTC)
UNTIL = SINCE + timedelta(days=1)
HOUR = timedelta(hours=1)


def blind(source: str, start: float, end: float) -> Blind:
    return Blind(source=source, since=SINCE + HOUR * start, until=SINCE + HOUR * end, health="try_later", reason="away")


def shades(*stretches: Blind) -> int:
    svg = to_svg(count_posts([], SINCE, UNTIL, zone="UTC"), stretches, zone="UTC")
    return svg.count('class="blind"') - 1  # one is the legend's


def test_sources_that_were_blind_together_are_shaded_once() -> None:
    assert shades(*(blind(f"s{number}", 2 + number / 60, 5 + number / 60) for number in range(50))) == 1
    assert shades(blind("a", 2, 3), blind("b", 5, 6)) == 2
    assert shades(blind("a", 2, 9), blind("b", 3, 4), blind("c", 8, 10)) == 1


def test_posts_of_a_bucket_that_the_window_cuts_can_be_seen() -> None:
    until = UNTIL + timedelta(minutes=3)
    last = Post(source="a", id="1", lang="en", seen_at=until - timedelta(minutes=1))
    svg = to_svg(count_posts([last], SINCE, until, zone="UTC"), [], zone="UTC")
    (bar,) = re.findall(rf'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)" height="[\d.]+" fill="{COLOURS[0]}"/>', svg)
    assert float(bar[1]) > 4 and float(bar[0]) + float(bar[1]) <= WIDTH


def test_a_day_without_a_network_is_drawn_as_fast_as_any_other() -> None:
    buckets = count_posts([], SINCE, UNTIL, zone="UTC")
    everybody = [blind(f"s{number}", number % 20, number % 20 + 0.2) for number in range(500)]
    draw(buckets, [], zone="UTC")
    begun = process_time()
    draw(buckets, [], zone="UTC")
    usual = process_time() - begun
    begun = process_time()
    draw(buckets, everybody, zone="UTC")
    assert process_time() - begun < 10 * usual + 0.2
