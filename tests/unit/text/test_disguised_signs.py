"""Signs of windows-1252 that come as control characters are read as what their writer meant."""

from datetime import UTC, datetime

import pytest

from monitor.model import Reply
from monitor.sources.feed import FeedOptions, read_feed
from monitor.sources.tree import read_tree, words
from monitor.text.disguised import undisguised, undisguised_xml

NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
HERE = "https://outlet.example/feed"


def reply(body: str | bytes, kind: str = "text/xml") -> Reply:
    raw = body.encode() if isinstance(body, str) else body
    return Reply(asked=HERE, url=HERE, headers=(("content-type", kind),), body=raw, at=NOW)


def titles(body: str | bytes, kind: str = "text/xml") -> list[str]:
    return [post.title for post in read_feed(reply(body, kind), FeedOptions(), NOW, "outlet").posts]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("It&#146;s &#147;over&#148; &#150; he said&#133;", "It’s “over” – he said…"),
        ("It&#x92;s &#X0093;over&#x94;", "It’s “over”"),
        ("It\x92s \x93over\x94 \x97 \x80 5", "It’s “over” — € 5"),
        ("<![CDATA[It&#146;s \x93over\x94]]>", "It’s “over”"),
        ("caf&#233; &#171;A&#187; &#1234; &#14;", "café «A» Ӓ"),
    ],
)
def test_a_quote_that_an_old_program_wrote_as_a_control_is_a_quote(written: str, meant: str) -> None:
    feed = f"<rss version='2.0'><channel><item><title>{written}</title></item></channel></rss>"
    assert titles(feed) == [meant]
    assert titles(f"<!DOCTYPE rss>{feed}") == [meant]
    assert titles(feed.replace("<item>", "<item><link>https://a.example/?a=1&b=2</link>")) == [meant]


def test_a_json_feed_with_such_a_quote_is_read_alike() -> None:
    feed = '{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "title": "It\x92s over"}]}'
    assert titles(feed, "application/feed+json") == ["It’s over"]


def test_a_page_with_such_a_quote_is_read_alike() -> None:
    page = reply("<!DOCTYPE html><html><body><p>It\x92s \x93over\x94 &#146;</p></body></html>", "text/html")
    assert words(read_tree(page)) == "It’s “over” ’"


def test_letters_of_another_charset_are_left_alone() -> None:
    feed = "<rss version='2.0'><channel><item><title>В’є “Т” </title></item></channel></rss>"
    assert titles(feed.encode("windows-1251"), "text/xml; charset=windows-1251") == ["В’є “Т”"]


def test_what_stands_for_no_sign_stays() -> None:
    assert undisguised("a\x81\x8d\x8f\x90\x9db") == "a\x81\x8d\x8f\x90\x9db"
    assert undisguised_xml(b"&#129; &#160; &#12; &#x9; &#1234;") == b"&#129; &#160; &#12; &#x9; &#1234;"
