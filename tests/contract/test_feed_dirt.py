"""Broken, hostile and false feeds: what can be read is read, what is no feed is told, nothing takes long."""

import gzip
import time
from datetime import UTC, datetime

import feedparser
import pytest

from monitor.model import Haul, MonitorError, Refused, Reply, TryLater, Unreadable
from monitor.sources.feed import FeedOptions, read_feed

NOW = datetime(2026, 1, 22, 12, 0, tzinfo=UTC)
HERE = "https://outlet.example/feed"


def read(body: str | bytes, status: int = 200, **headers: str) -> Haul:
    raw = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return read_feed(
        Reply(asked=HERE, url=HERE, status=status, headers=named, body=raw, at=NOW), FeedOptions(), NOW, "outlet"
    )


def titles(body: str | bytes) -> list[str]:
    return [post.title for post in read(body).posts]


def error(body: str | bytes, status: int = 200, **headers: str) -> MonitorError:
    with pytest.raises(MonitorError) as caught:
        read(body, status, **headers)
    return caught.value


def rss(*items: str) -> str:
    return (
        "<rss version='2.0'><channel><title>t</title>"
        + "".join(f"<item>{i}</item>" for i in items)
        + "</channel></rss>"
    )


TWO = ("<title>One</title>", "<title>Two</title>")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (rss("<title>AT&T & co</title><link>http://a.example/?a=1&b=2</link>", TWO[1]), ["AT&T & co", "Two"]),
        (rss("<title>One &nbsp;&mdash; two&laquo;</title>", TWO[1]), ["One — two«", "Two"]),
        (rss("<title>One</title><description>a<br>b<img src=x.png>c</description>", TWO[1]), ["One", "Two"]),
        (rss("<title>1 < 2</title>", TWO[1]), ["1 < 2", "Two"]),
        (rss("<title>One\x00\x08\x1f</title>", TWO[1]), ["One", "Two"]),
        (rss("<title>One &#0; &#x1f; &#99999999;</title>", TWO[1]), ["One", "Two"]),
        (rss("<title>One</title><dc:creator>N</dc:creator><x:y z:a='1'/>", TWO[1]), ["One", "Two"]),
        ("\n\n <?xml version='1.0'?>" + rss(*TWO), ["One", "Two"]),
        ("<br />\n<b>Warning</b>: mysql_connect() in <b>x.php</b>\n<?xml version='1.0'?>" + rss(*TWO), ["One", "Two"]),
        (rss(*TWO) + "<!-- cached --><script>track()</script>", ["One", "Two"]),
        (rss(*TWO).replace("</channel></rss>", ""), ["One", "Two"]),
        (rss(*TWO).removesuffix("e></item></channel></rss>"), ["One", "Two"]),
        (rss("<title>One</titel>", TWO[1]), ["One", "Two"]),
        (rss("<title a='1' a='2'>One</title>", TWO[1]), ["One", "Two"]),
        (rss("<title>One</title><link href=http://a.example/1>", TWO[1]), ["One", "Two"]),
        (rss("<title>\ud800</title><description>Совет мира в Давосе</description>"), ["\ufffd\ufffd\ufffd"]),
        ("<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]>" + rss("<title>One&a;</title>"), ["One&a;"]),
        (rss("<title>One</title>", "<title><![CDATA[<item><title>no</title></item>]]></title>"), ["One", "no"]),
        (rss("<title><![CDATA[<![CDATA[One]]> ]]></title>", TWO[1]), ["One", "Two"]),
        (rss("<title><![CDATA[ <b>One <![CDATA[and]]> more</b>]]></title>", TWO[1]), ["One and more", "Two"]),
        (rss("<title><![CDATA[<![CDATA[One]]></title><description>a & b ]]></description>", TWO[1]), ["One", "Two"]),
    ],
)  # fmt: skip
def test_a_broken_feed_loses_no_entry(body: str, expected: list[str]) -> None:
    assert titles(body) == expected


def test_the_operator_hears_that_a_feed_is_broken() -> None:
    haul = read(rss("<title>AT&T</title>"))
    assert (haul.health, haul.flags) == ("ok", ("mended",))
    assert read(rss(*TWO)).flags == ()


def test_an_empty_feed_is_empty_and_well() -> None:
    haul = read(rss())
    assert (haul.health, haul.posts) == ("empty", ())


def test_entries_without_anything_are_no_posts() -> None:
    assert titles(rss("", "<title> </title><pubDate>Wed, 21 Jan 2026 09:15:00 +0500</pubDate>", TWO[0])) == ["One"]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "   \n",
        "<!DOCTYPE html><html><head><title>Outlet</title></head><body>" + "<p>News of the day.</p>" * 200,
        "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body/></html>",
        '{"error":"unauthorized"}',
        '{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1"',
        "[1, 2]",
        "null",
        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>http://a.example/</loc></url></urlset>",
        "<Error><Code>AccessDenied</Code></Error>",
        "<opml version='2.0'><body><outline xmlUrl='http://a.example/feed'/></body></opml>",
        "<rss><channel><title>t</title><it",
        "Service temporarily out of order",
        "<rss><channel><item><b></item><item></i></item></channel></rss>",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"%PDF-1.7 \xe2\xe3\xcf\xd3",
        b"\x00" * 1000,
        b"\x1f\x8b\x08 broken",
        gzip.compress(bytes(50_000_000), mtime=0),
        "[" * 100_000,
        '{"a":' * 100_000,
    ],
)
def test_what_is_no_feed_is_told_and_never_taken_for_no_news(body: str | bytes) -> None:
    told = error(body)
    assert (type(told), told.health, told.code) == (Unreadable, "unreadable", "unexpected_content")


CAPTCHA = "<html><head><title>Just a moment...</title></head><body><script>window._cf_chl_opt={}</script></body></html>"
LOGIN = "<html><head><title>Outlet</title></head><body><form><input type='password'></form></body></html>"


@pytest.mark.parametrize(
    ("body", "status", "kind", "health", "code"),
    [
        (CAPTCHA, 200, Refused, "blocked", "captcha"),
        (CAPTCHA, 403, Refused, "blocked", "captcha"),
        (LOGIN, 200, Refused, "blocked", "login"),
        (rss("<title>RSS reader not yet whitelisted!</title>"), 200, Refused, "blocked", "not_whitelisted"),
        (rss("<title>Bridge returned error 404! (19850)</title>"), 200, TryLater, "try_later", "bridge"),
        ("", 429, TryLater, "limited", "429"),
        ("", 410, Refused, "gone", "410"),
        ("", 503, TryLater, "try_later", "503"),
        ("", 401, Refused, "refused", "401"),
        (rss(*TWO), 500, TryLater, "try_later", "500"),
    ],
)
def test_a_wall_in_place_of_a_feed_says_who_must_act(
    body: str, status: int, kind: type[MonitorError], health: str, code: str
) -> None:
    told = error(body, status)
    assert (type(told), told.health, told.code) == (kind, health, code)


def test_nothing_changed_is_no_post_and_no_error() -> None:
    assert read("", 304).health == "not_modified"


LAUGHS = "<!DOCTYPE x [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(12)
) + "]>"  # fmt: skip


@pytest.mark.parametrize(
    ("start", "reference"),
    [
        (LAUGHS, "&m;"),
        ("<!DOCTYPE x [<!ENTITY a '" + "a" * 50_000 + "'>]>", "&a;" * 20_000),
        ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "&a;"),
        ('<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:1/x.dtd"> %p;]>', "&a;"),
        ('<!DOCTYPE rss SYSTEM "http://127.0.0.1:1/x.dtd">', "&a;"),
        ('<!DOCTYPE rss SYSTEM "file:///etc/passwd" [', "&a;"),
    ],
)
def test_nothing_that_a_feed_declares_is_expanded_or_fetched(start: str, reference: str) -> None:
    body = "<?xml version='1.0'?>" + start + rss(f"<title>One</title><description>{reference}</description>")
    started = time.process_time()
    try:
        (post,) = read(body).posts
    except Unreadable:
        post = None
    assert time.process_time() - started < 2
    assert post is None or ("root:" not in post.text and "haha" not in post.text and "aaaa" not in post.text)


@pytest.mark.parametrize(
    "inside",
    [
        "<a>" * 100_000,
        "<div>" * 100_000 + "</div>" * 100_000,
        "<a<a" * 50_000,
        "<!--" * 50_000,
        "<![CDATA[" * 50_000,
        "&" * 200_000,
        "&#" * 100_000,
        "<description>" + "<p>" * 50_000 + "</description>",
        "<a " + " ".join(f"b{n}='c'" for n in range(50_000)) + "/>",
        "<a " + "b='c' " * 50_000 + "/>",
        "".join(f"<x{n}:y/>" for n in range(20_000)),
        "<title>" + "]]>" * 50_000 + "</title>",
        "<item>" * 20_000,
        "<b 1><b 2>" * 30_000,
        "<?" * 100_000,
        "<author>" + "a@" * 200_000 + "</author>",
        "<pubDate>" + "1 Jan " * 100_000 + "</pubDate>",
        "<link>" + "//" * 100_000 + "</link><category>" + "&amp;amp;" * 50_000 + "</category>",
        "<br" + " " * 200_000,
        "<br>" + " " * 200_000 + "<",
        "<img " + "a " * 100_000,
        " xml:base" + " " * 200_000,
        "<a a:b" + " " * 200_000,
        "</br" + " " * 100_000 + "<p>",
        "<!DOCTYPE" * 50_000,
        "&lt;a&lt;a" * 50_000,
        "<content:encoded xmlns:content='http://purl.org/rss/1.0/modules/content/'><![CDATA["
        + "<div>" * 100_000
        + "]]></content:encoded>",
    ],
    ids=range(27),
)
def test_a_hostile_feed_takes_two_seconds_at_most(inside: str) -> None:
    started = time.process_time()
    try:
        posts = read(rss("<title>One</title>" + inside)).posts
        assert posts
    except Unreadable as told:
        assert told.code == "unexpected_content"
    assert time.process_time() - started < 2


def test_where_a_thousand_dates_in_a_row_say_nothing_no_further_one_is_tried() -> None:
    soon, dated = ["<pubDate>soon</pubDate>"] * 501, ["<pubDate>Wed, 21 Jan 2026 09:15:00 GMT</pubDate>"]
    dates = [*soon, *dated, *soon, *soon, *dated]
    posts = read(rss(*(f"<guid>g{n}</guid><title>{n}</title>{date}" for n, date in enumerate(dates)))).posts
    assert [post.id for post in posts if post.published_at] == ["g501"] and len(posts) == len(dates)


def test_fifty_thousand_entries_all_come() -> None:
    body = rss(*(f"<title>{n}</title><guid>g{n}</guid><link>http://a.example/{n}</link>" for n in range(50_000)))
    started = time.process_time()
    assert len(read(body).posts) == 50_000
    assert time.process_time() - started < 6


def test_the_spoilt_feeds_of_a_day_lose_nothing_that_feedparser_finds() -> None:
    whole = rss(
        *(f"<title>T{n}</title><guid>g{n}</guid><description>d &lt;b&gt;{n}&lt;/b&gt;</description>" for n in range(9))
    )
    for at in range(60, len(whole), 7):
        spoilt = whole[:at] + whole[at + 3 :]
        found = {entry.get("title") for entry in feedparser.parse(spoilt.encode()).entries if entry.get("title")}
        try:
            ours = set(titles(spoilt))
        except Unreadable:
            ours = set()
        assert found <= ours, (at, whole[at - 20 : at + 20])


ENTRY = '{"id": "%s", "url": "https://a.example/%s", "title": "T%s"}'
ONE, THREE = ENTRY % (1, 1, 1), ENTRY % (3, 3, 3)


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        (f"{ONE}, {THREE},]}}", ["T1", "T3"]),
        (f'{ONE}, {{"id": "2", "title": "T"2"}}, {THREE}]}}', ["T1", "T3"]),
        (f'{ONE}, {THREE}, {{"id": "4", "title": "half of', ["T1", "T3"]),
        (f'{ONE}, {THREE}], "x": {"[" * 20_000}{"]" * 20_000}}}', ["T1", "T3"]),
        (f'{ONE}, {{"id": {"9" * 5_000}, "title": "T2"}}, {THREE}]}}', ["T1", "T2", "T3"]),
        (
            f'{ONE}, {{"id": "2", "attachments": [{{"url": "a"}}, {{"url": "b", "title": "no post"}}, ?]}}, {THREE}]}}',
            ["T1", "T3"],
        ),
    ],
    ids=["comma", "quote", "cut", "depth", "number", "attachment"],
)
def test_one_broken_entry_of_a_json_feed_costs_no_other(items: str, expected: list[str]) -> None:
    haul = read(f'{{"version": "https://jsonfeed.org/version/1.1", "title": "t", "items": [{items}')
    assert sorted(post.title for post in haul.posts) == expected
    assert haul.flags == ("mended",)


def test_line_ends_and_tabs_within_the_words_of_a_json_feed_are_read() -> None:
    assert titles('{"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "title": "One\n\ttwo"}]}') == [
        "One two"
    ]


def test_a_json_feed_of_nothing_but_broken_entries_is_told_in_good_time() -> None:
    body = '{"version": "https://jsonfeed.org/version/1", "items": [' + '{"id": 1, "a": [{}, ' * 200_000
    began = time.process_time()
    assert "broken" in str(error(body))
    assert time.process_time() - began < 5
