"""What a reader says of the words of posts is believed of the posts that it read, not of others."""

from dataclasses import replace
from datetime import UTC, datetime

from monitor.jobs.taking import as_taken, digests_of
from monitor.model import Haul, Reply
from monitor.sources.feed_entry import Wishes
from monitor.sources.feed_reading import read_part
from monitor.text.versions import text_hashes

NOW = datetime(2026, 1, 21, 9, 0, tzinfo=UTC)
FEED = b"""<rss version="2.0"><channel><title>A</title>
<item><title>One</title><link>https://a.example/1</link><description>First  &lt;b&gt;text&lt;/b&gt;</description></item>
<item><title>Two</title><link>https://a.example/2</link><pubDate>Wed, 21 Jan 2026 08:00:00 GMT</pubDate></item>
</channel></rss>"""


def read() -> Haul:
    reply = Reply(asked="https://a.example/feed", url="https://a.example/feed", status=200, body=FEED, at=NOW)
    return read_part(reply, Wishes(), NOW, "a", 0)


def test_a_feed_comes_with_the_digests_of_its_posts() -> None:
    haul = read()
    assert len(haul.posts) == 2
    assert list(haul.digests) == text_hashes(haul.posts)
    assert digests_of(haul, as_taken(haul.posts, "a", NOW)) == haul.digests


def test_digests_are_not_believed_of_posts_that_were_mended_left_out_or_put_in_another_order() -> None:
    haul = read()
    torn = replace(haul, posts=(replace(haul.posts[0], text="a\0b"), haul.posts[1]))
    assert digests_of(torn, as_taken(torn.posts, "a", NOW)) == ()
    assert digests_of(replace(haul, posts=haul.posts[:1]), list(haul.posts[:1])) == ()
    assert digests_of(haul, list(haul.posts[::-1])) == ()
    assert digests_of(replace(haul, digests=()), list(haul.posts)) == ()
