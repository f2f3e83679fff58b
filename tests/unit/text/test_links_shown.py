"""A link says where it leads, and is marked when the eye would be deceived."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.links import read_link


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "jav\tascript:alert(1)",
        "data:text/html,x",
        "ftp://example.com/",
        "http://",
        "//example.com",
        "http://[::1",
        "http://a b\\@example.com/x",
        "http://169.254.169.254:8888\\@example.com/",
        "https://example.com:port/",
        'https://ex\u0000"><script>.com/',
        "https://example.com/" + "a" * 3_000,
        "",
    ],
)
def test_what_is_no_web_address_is_no_link(url: str) -> None:
    assert read_link(url) is None


@pytest.mark.parametrize(
    ("url", "host", "suspicious"),
    [
        ("https://www.akorda.kz/ru/events?x=1#a", "www.akorda.kz", False),
        ("https://қазақстан.қаз/жаңалық", "қазақстан.қаз", False),
        ("https://xn--80aaa0a6awh12ed.xn--80ao21a/", "қазақстан.қаз", False),
        ("https://\u0430korda.kz/", "xn--korda-3ve.kz", True),
        ("https://akorda.kz@evil.example/", "evil.example", True),
        ("https://президент.рф/", "президент.рф", False),
        ("https://\u0430\u0441\u0435.com/", "xn--80ak9a.com", True),
        ("https://my_host.example/", "my_host.example", False),
        ("http://[2001:db8::1]:8080/x", "2001:db8::1", False),
        ("https://例え.jp/", "例え.jp", False),
    ],
)
def test_a_link_names_its_true_host(url: str, host: str, suspicious: bool) -> None:
    link = read_link(url)
    assert link is not None
    assert (link.host, link.suspicious) == (host, suspicious)
    assert link.url.isascii()


@given(st.text(max_size=60))
def test_any_address_is_a_safe_link_or_none(path: str) -> None:
    for url in (path, "https://" + path, "https://example.com/" + path):
        link = read_link(url)
        if link is not None:
            assert link.url.isascii()
            assert link.url.startswith(("http://", "https://"))
            assert not set(link.url) & set(' <>"`\\\n\t')
