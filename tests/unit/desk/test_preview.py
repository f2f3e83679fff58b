"""A place is tried before it becomes a source: what it would give, and what is wrong with it."""

import io
import json
import os
import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.demo.outlet import Asked
from monitor.demo.outlets.feeds import FeedOutlet
from monitor.demo.transport import OutletTransport
from monitor.desk.preview import Preview, Request, advice, post_json, preview
from monitor.desk.preview_batch import LONGEST_LINE, bounded_lines, previews
from monitor.fetch import Web
from monitor.model import Post, Reply

NOW = datetime(2026, 1, 21, 9, 0, tzinfo=UTC)
HERE = "http://8.8.8.8/feed"
FEED = (
    b"<rss><channel><item><title>A</title><guid>1</guid><link>/a</link>"
    b"<pubDate>Wed, 21 Jan 2026 12:00:00 +0500</pubDate><description>&lt;p&gt;x&lt;/p&gt;</description>"
    b"</item></channel></rss>"
)
PAGE = (
    "<html lang='ru'><head><title>Заголовок статьи</title><link rel='alternate' type='application/rss+xml' "
    "href='/comments/feed'><link rel='alternate' type='application/atom+xml' href='atom.xml'><link rel='alternate' "
    "type='application/json' href='/wp-json/wp/v2/posts/1'></head><body><article><h1>Заголовок статьи</h1><p>"
    + "Президент Казахстана подписал устав Совета мира в Давосе. " * 9
    + "</p></article></body></html>"
).encode()


async def see(address: str = "a file", *, outlet: Any = None, **request: Any) -> Preview:
    async with Web(transport=OutletTransport(outlet or refusing, lambda: NOW), inline=True) as web:
        return await preview(web, Request(address=address, now=NOW, **request))


def refusing(asked: Asked) -> Reply:
    raise AssertionError(f"{asked.url} was asked")


async def test_a_file_is_read_as_the_answer_of_its_address_and_nothing_is_asked() -> None:
    seen = await see(body=FEED, base="https://outlet.example/feed")
    assert (seen.kind, seen.health) == ("feed", "ok")
    assert post_json(seen.posts[0]) == {
        "id": "1",
        "url": "https://outlet.example/a",
        "title": "A",
        "text": "x",
        "author": "",
        "lang": "",
        "published_at": "2026-01-21T12:00:00+05:00",
        "date_basis": "feed",
        "date_precision": "instant",
        "media": [],
        "reply_to": "",
        "quotes": [],
    }


async def test_without_a_kind_a_page_is_an_article() -> None:
    seen = await see(body=PAGE, base="https://outlet.example/a")
    assert (seen.kind, seen.health, seen.posts[0].title) == ("article", "ok", "Заголовок статьи")


async def test_the_feeds_of_a_page_are_named_comments_last_and_none_is_asked() -> None:
    seen = await see(body=PAGE, base="https://outlet.example/ru/a", kind="discover")
    assert seen.feeds == ("https://outlet.example/ru/atom.xml", "https://outlet.example/comments/feed")


async def test_a_page_that_names_no_feed_has_the_usual_places_named_as_guesses() -> None:
    seen = await see(body=b"<html><body>x</body></html>", base="https://outlet.example/ru/a", kind="discover")
    assert "https://outlet.example/feed/" in seen.feeds
    assert "https://outlet.example/ru/rss.xml" in seen.feeds
    assert seen.flags == ("guessed",)


async def test_links_in_the_text_are_feeds_where_the_head_names_none() -> None:
    body = b"<html><body><a href='/rss'>RSS</a> <a href='/feed.xml?x=1'>.</a> <a href='/feedback'>.</a></body></html>"
    seen = await see(body=body, base="https://outlet.example/", kind="discover")
    assert seen.feeds == ("https://outlet.example/rss", "https://outlet.example/feed.xml?x=1")
    body = b"<html><body><a href='/x?a=1&feed=rss2'>.</a><a href='/rss/rss.php'>.</a><a href='/?type=rsvp'>.</a></body>"
    seen = await see(body=body, base="https://outlet.example/", kind="discover")
    assert seen.feeds == ("https://outlet.example/x?a=1&feed=rss2", "https://outlet.example/rss/rss.php")


async def test_a_feed_is_a_feed_of_itself() -> None:
    assert (await see(body=FEED, base="https://outlet.example/f", kind="discover")).feeds == (
        "https://outlet.example/f",
    )


async def test_an_address_is_asked_once_and_read_by_what_it_answers() -> None:
    outlet = FeedOutlet(posts=[Post(source="", id="1", title="A", text="x")])
    seen = await see(HERE, outlet=outlet)
    assert (seen.kind, seen.health, len(seen.posts), outlet.asked) == ("feed", "ok", 1, 1)


async def test_headers_are_sent_to_an_address() -> None:
    asked_with: list[str | None] = []

    def outlet(asked: Asked) -> Reply:
        asked_with.append(asked.headers.get("x-key"))
        return Reply(asked=asked.url, url=asked.url, body=FEED, at=asked.at)

    await see(HERE, outlet=outlet, headers=(("X-Key", "7"),))
    await see(HERE, outlet=outlet, headers=(("X-Key", "7"),), kind="feed")
    assert asked_with == ["7", "7"]


@pytest.mark.parametrize(
    ("request_", "health", "error"),
    [
        ({"body": b"<rss><channel></channel></rss>"}, "empty", ""),
        ({"body": b"", "status": 304, "kind": "feed"}, "not_modified", ""),
        ({"body": b"", "status": 403, "kind": "feed"}, "refused", "403"),
        ({"body": b"", "status": 429, "kind": "feed"}, "limited", "429"),
        ({"body": PAGE, "kind": "feed"}, "unreadable", "unexpected_content"),
        ({"body": FEED, "kind": "gopher"}, "refused", "config"),
        ({"body": FEED, "options": {"zone": "Mars"}}, "refused", "config"),
        ({"body": FEED, "options": {"zoen": "UTC"}}, "refused", "config"),
        ({"body": b"\x00\xff" * 100, "kind": "feed"}, "unreadable", "unexpected_content"),
    ],
)
async def test_what_is_wrong_is_one_word_and_a_finer_one(request_: dict[str, Any], health: str, error: str) -> None:
    seen = await see(**request_)
    assert (seen.health, seen.error, seen.posts) == (health, error, ())
    assert seen.is_well or seen.detail


DOCTYPE = b'<!DOCTYPE rss PUBLIC "-//N//DTD RSS 0.91//EN" "rss.dtd" [<!ENTITY a "b">]>'
WITH_DOCTYPE = FEED.replace(b"<rss>", b'<?xml version="1.0"?>\n<!-- <html> -->\n' + DOCTYPE + b"\n<rss>")
NOISE = random.Random(9).randbytes(3_000)


@pytest.mark.parametrize("kind", ["article", "page", "discover"])
@pytest.mark.parametrize(
    "body",
    [WITH_DOCTYPE, FEED.decode().encode("utf-16"), FEED.decode().encode("utf-16-be"), NOISE, b"MZ" + bytes(900)],
    ids=["doctype", "utf-16", "utf-16-be", "noise", "program"],
)
async def test_what_is_no_page_is_not_read_as_one(body: bytes, kind: str) -> None:
    seen = await see(body=body, kind=kind, options={"item": "item", "link": "link"} if kind == "page" else {})
    if kind == "discover" and body[:2] != b"MZ" and body is not NOISE:
        assert seen.feeds == ("https://unknown.invalid/",)
    else:
        assert (seen.health, seen.error, seen.posts) == ("unreadable", "unexpected_content", ())


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
async def test_a_feed_is_known_in_any_unicode(charset: str) -> None:
    assert (await see(body=WITH_DOCTYPE.decode().encode(charset))).kind == "feed"


async def test_a_page_with_a_stray_control_or_in_no_charset_is_still_a_page() -> None:
    words = "<p>Президент подписал устав\x1b Совета мира.\x00</p>" * 9
    for body in (f"<article>{words}</article>".encode(), b"<html><body>" + bytes(range(128, 256)) * 9 + PAGE):
        assert (await see(body=body, kind="article")).health == "ok"


async def test_what_is_wrong_comes_with_what_to_do() -> None:
    assert "robot" in advice(Preview(health="blocked", error="captcha"))
    assert "Ask less often" in advice(Preview(health="limited", error="429"))
    assert advice(Preview(health="empty")) == ""


async def test_a_day_is_a_bare_date_in_the_zone_of_its_place() -> None:
    body = FEED.replace(b"Wed, 21 Jan 2026 12:00:00 +0500", b"2026-01-21")
    seen = await see(body=body, options={"zone": "Asia/Almaty"})
    assert post_json(seen.posts[0])["published_at"] == "2026-01-21"


async def answers(lines: list[Any], folder: Path) -> dict[Any, dict[str, Any]]:
    raw = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    async with Web(inline=True) as web:
        return {answer["id"]: answer async for answer in previews(web, raw, folder=folder, now=NOW)}


def test_a_line_without_end_costs_no_more_than_a_line() -> None:
    stream = io.BytesIO(b"a" * 5_000_000 + b"\nshort\nlast")
    lines = list(bounded_lines(stream))
    assert ([len(line) for line in lines[:1]], lines[1:]) == ([LONGEST_LINE], [b"short\n", b"last"])
    with Path("/dev/zero").open("rb") as endless:
        assert len(list(bounded_lines(endless))) == 1


async def test_each_request_of_a_batch_is_answered_whatever_the_others_do(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_bytes(FEED)
    (tmp_path / "page.html").write_bytes(PAGE)
    os.mkfifo(tmp_path / "pipe")
    got = await answers(
        [
            {
                "id": "a",
                "address": "feed.xml",
                "base": "https://outlet.example/f",
                "headers": {"Content-Type": "text/xml"},
            },
            {"id": "b", "address": "page.html", "kind": "discover", "base": "https://outlet.example/"},
            {"id": "c", "address": "missing.xml"},
            {"id": "d", "address": "feed.xml", "status": 503, "kind": "feed"},
            {"id": "e", "address": "feed.xml", "now": "2020-01-01T00:00:00Z", "kind": None, "options": None, "x": 1},
            {"id": "f", "address": "feed.xml", "headers": 7},
            {"id": "g"},
            {"id": "h", "address": "\x00"},
            {"id": "i", "address": "http://127.0.0.1/"},
            {"id": "j", "address": "/dev/zero"},
            {"id": "k", "address": "."},
            {"id": "l", "address": "a" * 5_000},
            {"id": "m", "address": "\ud800"},
            {"id": "n", "address": "feed.xml", "now": "0001-01-01T00:00:00+14:00"},
            {"id": "o", "address": "feed.xml", "base": "http://[::1"},
            {"id": "p", "address": "file:///etc/passwd"},
            {"id": "q", "address": "pipe"},
            b'{"id": NaN, "address": "feed.xml"}',
            b'{"id": 1e999, "address": "feed.xml"}',
            b"no json",
            b"\xff\xfe",
            b"",
        ],
        tmp_path,
    )
    assert {name: (answer["health"], answer["error"]) for name, answer in got.items()} == {
        "a": ("ok", ""),
        "b": ("ok", ""),
        "c": ("refused", "config"),
        "d": ("try_later", "503"),
        "e": ("ok", ""),
        "f": ("refused", "config"),
        "g": ("refused", "config"),
        "h": ("refused", "config"),
        "i": ("refused", "blocked_address"),
        "j": ("refused", "config"),
        **dict.fromkeys("klmnopq", ("refused", "config")),
        None: ("refused", "config"),
    }
    assert got["a"]["posts"][0]["url"] == "https://outlet.example/a"
    assert got["b"]["feeds"][0] == "https://outlet.example/atom.xml"
    assert got["e"]["posts"][0]["date_basis"] == "seen"  # in 2020 that date lies ahead
