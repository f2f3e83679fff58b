"""No page makes the reader crash, hang or invent a post."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model import MonitorError, Refused, Reply, Unreadable
from monitor.sources.article import read_article
from monitor.sources.article_options import ArticleOptions

NOW = datetime(2026, 1, 22, 9, 0, tzinfo=UTC)
URL = "https://news.example/a"
OPTIONS = ArticleOptions()
TEXT = "<p>A sentence that is long enough to be taken for the text of an article by anyone who reads it.</p>" * 4


def reply(body: bytes | str, status: int = 200, url: str = URL, **headers: str) -> Reply:
    raw = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Reply(asked=URL, url=url, status=status, headers=named, body=raw, at=NOW)


JSON = '<script type="application/ld+json">'
HOSTILE = {
    "nested div": "<div>" * 100_000 + "x",
    "a million nested div": "<div>" * 1_000_000,
    "open tags": "<a" * 100_000,
    "open comments": "<!--" * 100_000,
    "cdata": "<![CDATA[" * 100_000,
    "attributes": "<p " + " ".join(f"a{number}=1" for number in range(100_000)) + ">" + TEXT,
    "attributes without values": "<p " + " ".join(f"a{number}" for number in range(100_000)) + ">" + TEXT,
    "adoption agency": "".join(f"<b {number}>" for number in range(30_000)) + "</b>" * 30_000,
    "nested tables": "<table><tr><td>" * 30_000 + TEXT,
    "paragraphs": "<p>x" * 150_000,
    "spans": "<p>" + "<span>a</span> " * 60_000,
    "links": "<a href='/x'>y</a>" * 60_000,
    "times": "<time datetime='2026-01-21'>x</time>" * 50_000,
    "dates by class": "<i class='date'>21 Jan 2026 1234567890</i>" * 40_000,
    "headlines": "<h1>x</h1>" * 60_000,
    "meta": "<meta name='date' content='x'>" * 60_000,
    "entities": "&#x41;" * 300_000,
    "titles": "<title>" * 100_000,
    "deep json": JSON + "[" * 200_000 + "</script>" + TEXT,
    "wide json": JSON + '{"@graph":[' + '{"@type":"Article"},' * 30_000 + "</script>" + TEXT,
    "many json": (JSON + '{"@type":"Article"}</script>') * 5_000 + TEXT,
    "a long number": JSON + '{"@type":"Article","datePublished":' + "9" * 9_000 + "}</script>" + TEXT,
    "an endless word": "<article><h1>t</h1><p>" + "a" * 2_000_000 + "</p></article>",
    "an endless title": "<title>" + "| - " * 200_000 + "</title>" + TEXT,
    "br": "<article>" + "text<br>" * 60_000 + "</article>",
    "lists": "<ul><li>" * 50_000,
    "forms": "<form>" * 60_000,
    "svg": "<svg><g>" * 60_000,
    "lists in lists": "<ul><li>a</li><li>b</li><li>c</li><li>" * 15_000,
    "asides": "<aside><time>2026-01-21</time>" * 20_000,
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def _libraries() -> None:
    read_article(reply(f"<h1>Title</h1>{TEXT}"), OPTIONS, NOW)  # the first call also loads trafilatura and htmldate


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_is_read_or_refused_within_two_seconds(name: str) -> None:
    start = time.process_time()
    try:
        haul = read_article(reply(HOSTILE[name]), OPTIONS, NOW)
    except Unreadable:
        haul = None
    assert time.process_time() - start < 2
    assert haul is None or len(haul.posts[0].text) < 2_000_100


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            [
                *(
                    "<div>",
                    "</div>",
                    "<p>",
                    "</p>",
                    "<table>",
                    "<td>",
                    "<time datetime=",
                    "'2026-01-21'",
                    ">",
                    "<",
                    "\x00",
                ),
                *(
                    "\ud800",
                    JSON,
                    '{"@type":"NewsArticle","datePublished":',
                    '"2026"',
                    "}",
                    "</script>",
                    "<h1>",
                    "text ",
                ),
                *(
                    "<meta property='article:published_time' content=",
                    "<base href='http://['>",
                    "<link rel=canonical href=",
                ),
                *("http://[::1", "١٢", "&#xD800;", "&#0;", "&#1;", "\u200c", "<![CDATA[", "-->", "\u202e", "\x01"),
                "<?xml encoding='utf-16'?>",
            ]
        ),
        max_size=40,
    ).map("".join)
)
def test_no_page_makes_it_crash(page: str) -> None:
    try:
        haul = read_article(reply(page), OPTIONS, NOW)
    except MonitorError:
        return
    post = haul.posts[0]
    assert post.published_at is None or post.published_at <= NOW.replace(day=23)
    assert "\x00" not in post.text + post.title
    (post.text + post.title + post.author + post.url).encode("utf-8")


@pytest.mark.parametrize("control", ["&#1;", "&#x1f;", "&#0011", "&#xFFFE;", "&#65535;", "&#X0000b;"])
def test_a_control_character_written_as_a_number_is_a_space(control: str) -> None:
    page = f"<div><script type='application/ld+json'></script>{control}</div><p>" + "word &#13;&#10;&#65; " * 60
    haul = read_article(reply(page), OPTIONS, NOW)
    assert "word" in haul.posts[0].text and "A" in haul.posts[0].text


@given(st.binary(max_size=600))
def test_no_bytes_make_it_crash(body: bytes) -> None:
    try:
        read_article(reply(body), OPTIONS, NOW)
    except MonitorError:
        return


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"%PDF-1.7 ...", {}),
        (b"\x89PNG\r\n", {"content_type": "text/html"}),
        (b'{"articles": []}', {"content_type": "application/json"}),
        (b'  [{"a": 1}]', {}),
        (b"<?xml version='1.0'?><rss version='2.0'><channel></channel></rss>", {}),
        (b"<?xml version='1.0'?><urlset></urlset>", {}),
        (b"", {}),
        (b" \n\x00", {}),
        (b"PK\x03\x04", {}),
        (b"<html><head></head><body></body></html>", {}),
        (b"<html><body><div id='root'></div><script src='/app.js'></script></body></html>", {}),
        (b"<html><title>News</title><body><div id='app'></div><script src='/app.js'></script></body></html>", {}),
    ],
)  # fmt: skip
def test_what_is_no_article_is_told_and_never_a_post(body: bytes, headers: dict[str, str]) -> None:
    with pytest.raises(Unreadable) as told:
        read_article(reply(body, **headers), OPTIONS, NOW)
    assert told.value.code == "unexpected_content"


def test_a_captcha_and_a_login_page_with_status_200_are_blocked() -> None:
    captcha = (
        "<html><title>Just a moment...</title><body><div class='g-recaptcha'></div><script></script></body></html>"
    )
    login = "<html><head><title>Log in</title></head><body><form><input type='password'></form></body></html>"
    for page, code in ((captcha, "captcha"), (login, "login")):
        with pytest.raises(Refused) as told:
            read_article(reply(page, url="https://news.example/login"), OPTIONS, NOW)
        assert (told.value.health, told.value.code) == ("blocked", code)


def test_an_article_about_captchas_with_a_comment_form_is_an_article() -> None:
    form = "<form><div class='g-recaptcha'></div><input type='password'></form>"
    page = f"<html><title>Captcha wars</title><body><article><h1>Captcha wars</h1>{TEXT * 8}</article>{form}</html>"
    assert read_article(reply(page), OPTIONS, NOW).posts[0].title == "Captcha wars"


@pytest.mark.parametrize(
    ("options", "wrong"),
    [
        ({"body": "div["}, "no CSS selector"),
        ({"zone": "Mars/Olympus"}, "no time zone"),
        ({"zone": "../../etc/passwd"}, "no time zone"),
        ({"stamp": "("}, "no regular expression"),
        ({"stamp": "x"}, "must have one group"),
        ({"bodyy": "p"}, "Extra inputs"),
        ({"dates": ["guess"]}, "jsonld"),
    ],
)
def test_a_wrong_option_is_told_in_words(options: dict[str, object], wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        ArticleOptions.model_validate(options)
