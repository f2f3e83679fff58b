"""Which addresses are one page, and whose page it is."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.outlets import only_leads_on, outlet
from monitor.text.urls import canonical, is_bare

SAME = [
    ("http://www.Example.com/a/", "https://example.com/a"),
    ("https://example.com:443/a#comments", "https://example.com/a"),
    ("https://m.example.com/a?utm_source=tg&utm_medium=x", "https://example.com/a"),
    ("https://amp.example.com/news/amp/", "https://example.com/news"),
    ("https://example.com/amp/news/1", "https://example.com/news/1"),
    ("https://example.com/a?b=2&a=1&fbclid=zzz", "https://example.com/a?a=1&b=2"),
    ("https://example.com/a?from=rss", "https://example.com/a"),
    ("https://example.com/a?id=1&amp;utm_source=x", "https://example.com/a?id=1"),
    ("https://example.com/%D0%93%d0%b0%D0%B7%D0%B0", "https://example.com/Газа"),
    ("https://example.com/%7Euser/./b/../c//d", "https://example.com/~user/c/d"),
    ("https://қазақстан.қаз/a", "https://xn--80aaa0a6awh12ed.xn--80ao21a/a"),
    ("https://www-example-com.cdn.ampproject.org/c/s/www.example.com/a", "https://example.com/a"),
    ("https://www.google.com/amp/s/www.example.com/a", "https://example.com/a"),
    ("https://www.google.com/url?q=https%3A%2F%2Fexample.com%2Fa&sa=D", "https://example.com/a"),
    ("https://web.archive.org/web/20260101000000/https://example.com/a", "https://example.com/a"),
    ("https://twitter.com/Aqorda_Press/status/123?s=20&t=abc", "https://x.com/aqorda_press/status/123/photo/1"),
    ("https://nitter.net/aqorda_press/status/123#m", "https://x.com/i/web/status/123"),
    ("https://t.me/s/Aqorda_Resmi/77?single", "https://t.me/aqorda_resmi/77"),
    ("https://telegram.me/aqorda_resmi/77", "https://t.me/aqorda_resmi/77"),
    ("https://youtu.be/abcDEF?si=1", "https://www.youtube.com/watch?v=abcDEF&feature=share"),
    ("//example.com/a", "https://example.com/a"),
    (" https://example.com/index.html ", "https://example.com"),
    ("https://example.com/news;jsessionid=8A7B.node1?id=1", "https://example.com/news?id=1"),
    ("https://example.com/(X(1)S(l0ngabc))/n.aspx?id=1", "https://example.com/n.aspx?id=1"),
    ("https://example.com/n?PHPSESSID=1b2c&id=1&sid=0123456789abcdef01", "https://example.com/n?id=1"),
]

DIFFERENT = [
    ("https://example.com/a", "https://example.com/A"),
    ("https://example.com/news?id=1", "https://example.com/news?id=2"),
    ("https://example.com/news?sid=1234", "https://example.com/news?sid=1235"),
    ("https://example.com/Peace_(film)", "https://example.com/Peace"),
    ("https://example.com/a%2Fb", "https://example.com/a/b"),
    ("https://kk.example.com/a", "https://ru.example.com/a"),
    ("https://example.com/#!/news/1", "https://example.com/#!/news/2"),
    ("https://t.me/name/1", "https://t.me/name/2"),
    ("https://t.me/name/1?comment=5", "https://t.me/name/1"),
    ("https://example.com:8443/a", "https://example.com/a"),
    ("https://example.com/a?source=reuters-123", "https://example.com/a?source=tass-9"),
    ("https://m.co.uk/a", "https://co.uk/a"),
]

OUTLETS = [
    ("https://www.akorda.kz/ru/events", "akorda.kz"),
    ("https://t.me/s/Aqorda_Resmi/77", "t.me/aqorda_resmi"),
    ("https://t.me/aqorda_resmi", "t.me/aqorda_resmi"),
    ("https://t.me/c/123/4", "t.me/c/123"),
    ("https://mobile.twitter.com/Aqorda_Press/status/1", "x.com/aqorda_press"),
    ("https://x.com/i/status/1", "x.com"),
    ("https://www.youtube.com/@TengriNews/videos", "youtube.com/@tengrinews"),
    ("https://www.youtube.com/channel/UC1/x", "youtube.com/channel/uc1"),
    ("https://mastodon.social/@someone/109", "mastodon.social/@someone"),
    ("https://bsky.app/profile/news.example/post/3k", "bsky.app/profile/news.example"),
    ("https://outlet-12.example/a", "outlet-12.example"),
    ("https://outlet-12.example:8443/a", "outlet-12.example:8443"),
    ("not an address", ""),
    ("mailto:x@example.com", ""),
    ("http://[::1", ""),
    ("", ""),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_addresses_of_one_page_have_one_key(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_addresses_of_two_pages_keep_two_keys(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize(("url", "name"), OUTLETS)
def test_an_outlet_is_a_host_or_an_account_on_a_shared_host(url: str, name: str) -> None:
    assert outlet(url) == name


@pytest.mark.parametrize(
    "url", ["", "https://example.com", "http://www.example.com/?utm_source=x", "https://e.kz/#top"]
)
def test_a_front_page_names_no_page(url: str) -> None:
    assert is_bare(canonical(url))


@pytest.mark.parametrize("url", ["https://example.com/a", "https://example.com/?p=12", "https://example.com/#!/a"])
def test_a_page_is_not_a_front_page(url: str) -> None:
    assert not is_bare(canonical(url))


_PIECES = (
    "https:// http:// www. m. amp. t.me x.com a.kz / // .. /amp ? & = # ! % %2F %d0 : @ [ ] \ud800 \x00 é \\ "
    "google.com/url?q= utm_x=1 s/ status/1 amp; index.html ;"
)


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(_PIECES.split(" ")), max_size=12).map("".join)))
def test_any_text_has_a_key_and_the_key_is_its_own(text: str) -> None:
    key = canonical(text)
    assert canonical(key) == key
    assert isinstance(outlet(text), str)


def test_a_huge_address_costs_nothing() -> None:
    start = time.process_time()
    for text in (
        "https://a.kz/" + "%2e%2e/" * 150_000,
        "https://" + "m." * 500_000 + "kz",
        "https://a.kz/?" + "a&" * 4_000,
    ):
        canonical(text)
        outlet(text)
    assert time.process_time() - start < 0.5


@pytest.mark.parametrize(
    ("url", "leads_on"),
    [
        ("https://news.google.com/rss/articles/CBMi?oc=5", True),
        ("http://NEWS.GOOGLE.COM/articles/x", True),
        ("https://www.bing.com/news/apiclick.aspx?ref=FexRss&url=https%3a%2f%2foutlet.example", True),
        ("https://www.bing.com/search?q=x", False),
        ("https://news.google.com.evil.example/rss", False),
        ("https://outlet.example/news.google.com/", False),
        ("", False),
        ("\ud800", False),
        ("http://[::1", False),
    ],
)
def test_an_aggregator_that_only_leads_on_is_known_by_its_address(url: str, leads_on: bool) -> None:
    assert only_leads_on(url) is leads_on
