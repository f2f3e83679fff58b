"""What a person does with the outbox and its channels: retry, test."""

from datetime import UTC, datetime

from monitor.messages.alert import compose_alert
from monitor.model import ChannelPort, Hit, Match, Post, Receipt, Story, Web
from monitor.store import letters
from monitor.store.doors import Writing

#: A post in a right-to-left script with a handle, an address and a date inside: what goes wrong, goes wrong here.
SAMPLE = Post(
    source="test",
    id="test",
    url="https://www.akorda.kz/ar/test",
    title="هذه رسالة تجريبية من Story Monitor",
    text="يصل هذا التنبيه للتجربة فقط: وقّع الرئيس توكاييف ميثاق مجلس السلام في دافوس (@aqorda_press، 2026-01-22).",
    author="Story Monitor",
    lang="ar",
)


def sample_match(now: datetime) -> tuple[Match, Story]:
    """The match and story of a test alert, as of ``now``."""
    from dataclasses import replace

    post = replace(SAMPLE, published_at=now, published_offset=0, seen_at=now, date_basis="api")
    start = post.text.index("توكاييف")
    hit = Hit(keyword="tokayev", form="توكاييف", lang="ar", field="text", start=start, end=start + 7, rule="exact")
    story = Story(key="test", title="A test of this channel")
    return Match(post=post, story="test", tier="update", score=1.0, hits=(hit,), why="this is only a test"), story


async def send_test(web: Web, channel: ChannelPort, *, zone: str, now: datetime) -> Receipt:
    """Sends a test alert through one channel, past the outbox. Raises TryLater or Refused as the channel does."""
    match, story = sample_match(now.astimezone(UTC))
    message = compose_alert(match, story, development=0, form=channel.form, zone=zone, source_name="Test")
    return await channel.send(web, message, f"test/{now:%Y%m%dT%H%M%S%fZ}", None)


def retry(door: Writing, ids: list[int] | None, *, now: datetime) -> int:
    """Makes dead letters (all, or these) due again; how many."""
    return letters.try_again(door, ids, now=now)


def drop(door: Writing, ids: list[int], channel: str) -> int:
    """Gives up dead letters, and all that is undelivered on a channel; how many."""
    return letters.drop(door, ids, channel)
