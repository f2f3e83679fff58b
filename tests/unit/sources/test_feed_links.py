"""Links of feeds that were written by hand, or that another program has been through, lead to the post."""

from datetime import UTC, datetime

import pytest

from monitor.model import Post, Reply
from monitor.sources.feed import FeedOptions, read_feed

NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
HERE = "https://www.outlet.example/news/rss.xml"


def post(item: str) -> Post:
    body = (
        f"<rss version='2.0' xmlns:media='http://search.yahoo.com/mrss/'><channel><item>{item}</item></channel></rss>"
    )
    (found,) = read_feed(Reply(asked=HERE, url=HERE, body=body.encode(), at=NOW), FeedOptions(), NOW, "s").posts
    return found


@pytest.mark.parametrize(
    ("item", "link"),
    [
        ("<link>www.other.example/1</link>", "https://www.other.example/1"),
        ("<link>WWW.Other.example/1</link>", "https://WWW.Other.example/1"),
        ("<link>outlet.example/1?a=2</link>", "https://outlet.example/1?a=2"),
        ("<link>outlet.example.html</link>", "https://www.outlet.example/news/outlet.example.html"),
        ("<link>1.html</link>", "https://www.outlet.example/news/1.html"),
        ("<link/>https://outlet.example/1\n<pubDate/>", "https://outlet.example/1"),
        ("<link/>\n<guid>https://outlet.example/2</guid>", "https://outlet.example/2"),
        ("<guid isPermaLink='true'>/news/3</guid>", "https://www.outlet.example/news/3"),
        ("<guid>/news/3</guid>", ""),
        ("<guid isPermaLink='false'>https://outlet.example/3</guid>", ""),
    ],
)
def test_a_link_without_its_scheme_or_outside_its_element_leads_to_the_post(item: str, link: str) -> None:
    assert post(f"<title>One</title>{item}").url == link


def test_neither_the_author_s_portrait_nor_a_file_s_name_is_a_word_of_the_post() -> None:
    found = post(
        "<title>One</title><description>Text.</description>"
        "<media:content url='https://0.gravatar.com/avatar/1?s=96' medium='image'>"
        "<media:title type='html'>Ann Reporter</media:title></media:content>"
        "<media:content url='https://o.example/1.jpg'><media:title>dam-1024.jpg</media:title></media:content>"
        "<media:content url='https://o.example/2.jpg'><media:title>The dam at dawn</media:title></media:content>"
    )
    assert found.text == "Text.\nThe dam at dawn"
    assert [media.url for media in found.media] == ["https://o.example/1.jpg", "https://o.example/2.jpg"]


def test_the_licence_of_a_post_is_not_its_page() -> None:
    links = "<link rel='license' href='https://licence.example/by'/><link rel='self' href='https://outlet.example/f'/>"
    body = f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>urn:1</id><title>One</title>{links}</entry></feed>"
    (found,) = read_feed(Reply(asked=HERE, url=HERE, body=body.encode(), at=NOW), FeedOptions(), NOW, "s").posts
    assert found.url == ""
