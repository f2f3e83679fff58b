"""Feeds: processor time a feed against feedparser, whole and broken ones, and that no entry is lost."""

import argparse
import io
import json
import random
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path

import feedparser

from monitor.model import MonitorError, Reply
from monitor.sources.feed import FeedOptions, read_feed

DATA = Path(__file__).parent / "data"
NOW = datetime(2026, 1, 22, tzinfo=UTC)
#: How many times cheaper than feedparser we must be, on feeds that are whole and on those that are broken.
FLOORS = {"whole": 7.0, "broken": 2.5}
#: What happens to a feed on its way: one of these at a place drawn by lot.
_DIRT: dict[str, Callable[[str, int], str]] = {
    "bare &": lambda text, at: text.replace("<title>", "<title>AT&T & co ", 3),
    "entities": lambda text, at: text.replace("</title>", " &nbsp;&mdash;</title>", 3),
    "open <br>": lambda text, at: text.replace("</description>", "<br></description>", 3),
    "cut off": lambda text, at: text[:at],
    "a hole": lambda text, at: text[:at] + text[at + 9 :],
    "a bad byte": lambda text, at: text[:at] + "\udcff" + text[at:],
    "a control": lambda text, at: text[:at] + "\x0b" + text[at:],
    "no quotes": lambda text, at: text.replace('isPermaLink="false"', "isPermaLink=false", 1),
}


def sentences() -> list[str]:
    """Texts of our stories, in all their languages."""
    lines = [line for file in sorted(DATA.glob("s*.jsonl")) for line in file.read_text("utf-8").splitlines()]
    return [json.loads(line)["text"] for line in lines]


def make_feed(chance: random.Random, texts: Sequence[str], entries: int) -> str:
    """An RSS feed as WordPress writes it, about 1.7 KB an entry."""
    items = []
    for number in range(entries):
        start = chance.choice(texts)
        body = f"{start} {chance.choice(texts)}"[:900]
        date = (NOW - timedelta(minutes=7 * number)).strftime("%a, %d %b %Y %H:%M:%S +0000")
        halves = body[:450], body[450:]
        items.append(
            f"<item><title>{escape(start[:70])} {number}</title><link>https://outlet.example/{number}/</link>"
            f"<dc:creator><![CDATA[Desk]]></dc:creator><pubDate>{date}</pubDate><category><![CDATA[News]]></category>"
            f'<guid isPermaLink="false">https://outlet.example/?p={number}</guid>'
            f"<description>{escape(body[:150])}</description><content:encoded><![CDATA[<p>{halves[0]}</p>"
            f'<p>{halves[1]} <a href="https://outlet.example/more">more</a></p>]]></content:encoded></item>'
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Outlet</title>'
        f"<link>https://outlet.example</link><language>ru</language>{''.join(items)}</channel></rss>"
    )


def ours(body: bytes) -> set[str]:
    reply = Reply(asked="https://outlet.example/feed", url="https://outlet.example/feed", body=body, at=NOW)
    try:
        return {post.id for post in read_feed(reply, FeedOptions(), NOW, "outlet").posts}
    except MonitorError:
        return set()


def theirs(body: bytes) -> set[str]:
    return {dict.get(entry, "id") or "" for entry in feedparser.parse(io.BytesIO(body)).entries}


def timed(read: Callable[[bytes], set[str]], bodies: Sequence[bytes]) -> tuple[float, list[set[str]]]:
    """Microseconds of processor time a feed, and the ids that were found in each."""
    begun = time.process_time()
    found = [read(body) for body in bodies]
    return (time.process_time() - begun) / len(bodies) * 1e6, found


def measure(name: str, bodies: Sequence[bytes], known: set[str], rounds: int) -> list[str]:
    """Prints one row; says what is below its floor."""
    ratios, costs, lost = [], [], 0
    for _ in range(rounds):
        reference, found = timed(theirs, bodies)
        cost, read = timed(ours, bodies)
        ratios.append(reference / cost)
        costs.append(cost)
        # an id that itself was spoilt is another in each reading
        lost = sum(len((one & known) - other) for one, other in zip(found, read, strict=True))
    ratio, cost = sorted(ratios)[len(ratios) // 2], sorted(costs)[len(costs) // 2]
    print(
        f"{name:8} {cost:8,.0f} us  {min(ratios):5.1f} {ratio:5.1f} {max(ratios):5.1f} x cheaper  {lost} entries lost"
    )
    said = [f"{name}: {ratio:.1f} x"] if ratio < FLOORS[name] else []
    return [*said, *([f"{name}: {lost} entries lost"] if lost else [])]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=80)
    parser.add_argument("--entries", type=int, default=35)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    warnings.simplefilter("ignore")  # feedparser's own
    chance = random.Random(options.seed)
    texts = sentences()
    whole = [make_feed(chance, texts, options.entries) for _ in range(options.feeds)]
    spoil = list(_DIRT.values())
    broken = [spoil[n % len(spoil)](text, chance.randrange(len(text) // 3, len(text))) for n, text in enumerate(whole)]
    known = {f"https://outlet.example/?p={number}" for number in range(options.entries)}
    size = sum(len(text.encode()) for text in whole) / len(whole) / 1000
    print(f"{options.feeds} feeds of {options.entries} entries, {size:.0f} KB; feedparser first in each of the rounds")
    failures = measure("whole", [text.encode() for text in whole], known, options.rounds)
    failures += measure("broken", [text.encode("utf-8", "surrogateescape") for text in broken], known, options.rounds)
    for failure in failures:
        print(f"below its floor: {failure}", file=sys.stderr)
    return int(bool(failures))


if __name__ == "__main__":
    sys.exit(main())
