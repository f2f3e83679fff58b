"""A corporate proxy is used when it is configured, and only then (SAFETY 5 A 10)."""

import asyncio
from base64 import b64encode
from collections.abc import Sequence
from contextlib import suppress

import pytest

from monitor.fetch import Web, proxy_hint
from monitor.fetch.limits import Limits
from monitor.fetch.proxies import OnlyProxy, read_proxy
from monitor.fetch.urls import read_target
from monitor.model import MonitorError, Refused, TryLater
from tests.hostile.servers import AUTHORITY, Handler, read_head, reply, saying, served

LIMITS = Limits(deadline=3)


def tunnelling(to_port: int) -> Handler:
    """A proxy that answers CONNECT by a tunnel to a port of ours, whatever was asked for."""

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await read_head(reader)
        if not head.startswith(b"CONNECT"):
            writer.write(reply(b"by the proxy"))
            await writer.drain()
            return
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        there_reader, there_writer = await asyncio.open_connection("127.0.0.1", to_port)
        with suppress(OSError):
            await asyncio.gather(pipe(reader, there_writer), pipe(there_reader, writer))

    async def pipe(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        while data := await source.read(65536):
            sink.write(data)
            await sink.drain()
        sink.close()

    return handler


async def nowhere(host: str) -> Sequence[str]:
    """Names are the proxy's to resolve: whoever asks here fails the test."""
    raise AssertionError(f"{host} was resolved")


async def test_a_proxy_in_the_environment_is_not_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:  # 10
    async with served(saying(reply(b"by the proxy"))) as proxy, served(saying(reply(b"direct"))) as place:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        async with Web(allow=place.allow, limits=LIMITS) as web:
            assert (await web.get(place.url)).body == b"direct"
    assert proxy.accepts == 0


async def test_a_configured_proxy_gets_the_names_unresolved() -> None:  # 10
    async with (
        served(saying(reply(b"by the proxy"))) as proxy,
        Web(proxy=proxy.url, resolver=nowhere, limits=LIMITS, pause=0) as web,
    ):
        answer = await web.get("http://outlet.example/feed")
        await web.get("http://93.184.216.34/")
    assert answer.body == b"by the proxy"
    assert proxy.asked() == ["GET http://outlet.example/feed HTTP/1.1", "GET http://93.184.216.34/ HTTP/1.1"]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/",
        "http://[::1]/",
        "http://localhost/",
        "http://a.localhost/",
        "http://outlet.example:22/",
        "file:///etc/passwd",
    ],
)
async def test_a_proxy_does_not_open_inside_addresses(url: str) -> None:
    async with served(saying(reply(b"x"))) as proxy, Web(proxy=proxy.url, limits=LIMITS) as web:
        with pytest.raises(Refused) as told:
            await web.get(url)
    assert (told.value.code, proxy.accepts) == ("blocked_address", 0)


@pytest.mark.parametrize("host", ["localhost", "a.localhost", "127.0.0.1", "127.9.9.9", "[::1]"])
async def test_our_own_loopback_is_never_asked_of_the_proxy_even_if_it_is_listed(host: str) -> None:
    allow = [("127.0.0.0/8", 80), ("::1/128", 80)]
    async with served(saying(reply(b"x"))) as proxy, Web(proxy=proxy.url, allow=allow, limits=LIMITS) as web:
        with pytest.raises(Refused) as told:
            await web.get(f"http://{host}/")
    assert (told.value.code, proxy.accepts) == ("blocked_address", 0)
    assert "direct" in str(told.value)


async def test_a_redirect_through_the_proxy_is_checked_as_well() -> None:
    inward = reply(b"", "Location: http://127.0.0.1/", status="302 Found")
    async with served(saying(inward)) as proxy, Web(proxy=proxy.url, limits=LIMITS, pause=0) as web:
        with pytest.raises(Refused) as told:
            await web.get("http://outlet.example/")
    assert (told.value.code, len(proxy.heads)) == ("blocked_address", 1)


async def test_https_goes_through_a_tunnel_and_is_verified_to_its_end() -> None:
    async with (
        served(saying(reply(b"safe")), certificate="good") as place,
        served(tunnelling(place.port)) as proxy,
        Web(proxy=proxy.url.replace("//", "//user:p%40ss@"), ca_file=AUTHORITY, limits=LIMITS, pause=0) as web,
    ):
        assert (await web.get("https://outlet.example/secret/path")).body == b"safe"
        with pytest.raises(Refused) as told:
            await web.get("https://third.example/")
    assert told.value.code == "tls_error"
    assert proxy.asked()[0] == "CONNECT outlet.example:443 HTTP/1.1"
    login = b64encode(b"user:p@ss")
    assert b"Proxy-Authorization: Basic " + login in proxy.heads[0]
    # The password is for the proxy, the path for the place.
    assert b"secret" not in proxy.heads[0]
    assert login not in place.heads[0]


async def test_the_password_goes_with_plain_calls_too() -> None:
    async with (
        served(saying(reply(b"x"))) as proxy,
        Web(proxy=proxy.url.replace("//", "//user:pass@"), limits=LIMITS) as web,
    ):
        await web.get("http://outlet.example/")
    assert b"Proxy-Authorization: Basic " + b64encode(b"user:pass") in proxy.heads[0]
    assert b"user:pass@" not in proxy.heads[0]


async def test_hosts_named_by_direct_do_not_go_through_the_proxy() -> None:
    async def home(host: str) -> Sequence[str]:
        return ["127.0.0.1"]

    async with served(saying(reply(b"proxy"))) as proxy, served(saying(reply(b"direct"))) as place:
        direct = ["inner.example", "127.0.0.0/8"]
        web = Web(proxy=proxy.url, direct=direct, allow=place.allow, resolver=home, limits=LIMITS, pause=0)
        async with web:
            bodies = [
                (await web.get(f"http://{host}:{place.port}/")).body
                for host in ("inner.example", "a.inner.example", "127.0.0.1", "winner.example")
            ]
    assert bodies == [b"direct", b"direct", b"direct", b"proxy"]


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        (reply(b"", status="407 Proxy Authentication Required"), TryLater, "proxy"),
        (reply(b"", status="403 Forbidden"), TryLater, "proxy"),
        (reply(b"", status="502 Bad Gateway"), TryLater, "network"),
        (b"garbage\r\n\r\n", TryLater, "network"),
    ],
)
async def test_a_proxy_that_refuses_is_told_as_such(answer: bytes, kind: type[MonitorError], code: str) -> None:
    async with served(saying(answer)) as proxy, Web(proxy=proxy.url, limits=LIMITS, pause=0) as web:
        with pytest.raises(kind) as told:
            await web.get("https://outlet.example/")
    assert told.value.code == code


async def test_a_proxy_that_wants_another_login_for_a_plain_call_is_no_answer_of_the_place() -> None:
    shut = reply(b"<html>Please log in</html>", status="407 Proxy Authentication Required")
    async with served(saying(shut)) as proxy, Web(proxy=proxy.url, limits=LIMITS, pause=0) as web:
        with pytest.raises(TryLater) as told:
            await web.get("http://outlet.example/")
    assert told.value.code == "proxy"


async def test_a_proxy_that_is_away_is_tried_later() -> None:
    async with Web(proxy="http://127.0.0.1:9", limits=LIMITS) as web:
        with pytest.raises(TryLater) as told:
            await web.get("http://outlet.example/")
    assert told.value.code == "network"
    assert "proxy" in str(told.value)


async def test_only_the_proxy_is_dialled_even_if_its_name_is_inside() -> None:
    async def names(host: str) -> Sequence[str]:
        assert host == "proxy.corp.example"
        return ["127.0.0.1"]

    async with (
        served(saying(reply(b"x")), name="proxy.corp.example") as proxy,
        Web(proxy=proxy.url, resolver=names, limits=LIMITS) as web,
    ):
        assert (await web.get("http://outlet.example/")).body == b"x"


@pytest.mark.parametrize(
    "address", ["socks5://proxy:1080", "proxy:3128", "http://", "http://pro xy:3128", "http://proxy:99999", "ftp://p:1"]
)
def test_a_proxy_of_another_kind_is_a_fault_of_the_configuration(address: str) -> None:
    with pytest.raises(Refused) as told:
        read_proxy(address)
    assert told.value.code == "config"


def test_a_password_is_not_shown_with_its_proxy() -> None:
    proxy = read_proxy("http://me:hush@proxy.example:3128")
    assert proxy is not None
    assert "hush" not in repr(proxy)
    with pytest.raises(Refused) as told:
        read_proxy("http://me:hush@pro xy.example:3128")
    assert "hush" not in str(told.value)


@pytest.mark.parametrize(
    ("host", "passes"),
    [
        ("http://example.com/", False),
        ("http://EXAMPLE.com./", False),
        ("http://sub.example.com/", False),
        ("http://notexample.com/", True),
        ("http://corp/", False),
        ("http://10.1.2.3/", False),
        ("http://11.1.2.3/", True),
        ("http://[fd00::1]/", False),
    ],
)
def test_direct_names_hosts_and_all_below_them(host: str, passes: bool) -> None:
    proxy = read_proxy("http://proxy:3128", ["*.example.com", ".corp", "10.0.0.0/8", "[fd00::/8]"])
    assert proxy is not None
    assert proxy.passes(read_target(host, None)) is passes


@pytest.mark.parametrize(
    ("environment", "lines"),
    [
        ({}, ""),
        ({"HTTPS_PROXY": ""}, ""),
        ({"HTTP_PROXY": "http://proxy.corp:3128"}, 'proxy = "http://proxy.corp:3128"'),
        (
            {"https_proxy": "http://proxy.corp:3128/", "NO_PROXY": "localhost, .corp,10.0.0.0/8"},
            'proxy = "http://proxy.corp:3128/"\ndirect = ["localhost", ".corp", "10.0.0.0/8"]',
        ),
        ({"HTTPS_PROXY": "http://me:hush@proxy.corp:3128"}, 'proxy = "env:HTTPS_PROXY"'),
        ({"ALL_PROXY": 'http://x"\n[evil]\n', "no_proxy": 'a"b,*'}, 'proxy = "env:ALL_PROXY"\ndirect = ["*"]'),
    ],
)
def test_a_proxy_of_the_environment_is_offered_as_a_line_to_paste(environment: dict[str, str], lines: str) -> None:
    assert proxy_hint(environment) == lines


def test_the_way_to_the_proxy_leads_to_its_own_address_on_its_own_port_alone() -> None:
    literal, named = read_proxy("http://10.1.2.3:3128"), read_proxy("http://proxy.example:3128")
    assert literal is not None and named is not None
    gate, learnt = OnlyProxy(literal), OnlyProxy(named)
    assert not learnt.permits("10.1.2.3", 3128)
    learnt.learn(["10.1.2.3"])
    for each in (gate, learnt):
        assert each.permits("10.1.2.3", 3128)
        assert not each.permits("10.1.2.3", 22)
        assert not each.permits("10.1.2.4", 3128)


def test_the_login_of_a_proxy_is_in_no_line_of_a_log() -> None:
    proxy = read_proxy("http://desk:s3cret@proxy.example:3128")
    assert proxy is not None and (proxy.user, proxy.password) == ("desk", "s3cret")
    assert "desk" not in repr(proxy) and "s3cret" not in repr(proxy)


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "HTTP_PROXY", "http_proxy"])
def test_whatever_name_a_proxy_has_in_the_environment_its_line_to_paste_is_shown(name: str) -> None:
    assert proxy_hint({name: "http://proxy.example:3128"}) == 'proxy = "http://proxy.example:3128"'
    assert proxy_hint({name: " "}) == ""
