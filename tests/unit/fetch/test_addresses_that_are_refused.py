"""The guard: nothing that is not public is dialled, however it is written (SAFETY 5 A 1-11).

Each hostile address is tried against listeners on loopback, with all four places of the guard, and again with the
first (the address's text) switched off.
"""

import random
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from ipaddress import ip_address

import httpx
import pytest

from monitor.fetch import Web
from monitor.fetch.addresses import Allowed, Guard
from monitor.fetch.limits import Limits
from monitor.fetch.urls import Target, read_target
from monitor.fetch.wire import Address, read_address
from monitor.model import Refused, TryLater
from tests.hostile.servers import Place, reply, routed, saying, saying_and_closing, served

# 127.0.0.2 stands in for a public address.
pytestmark = pytest.mark.allow_hosts(["127.0.0.1", "::1", "127.0.0.2"])

QUICK = Limits(deadline=3)

#: Where a listener waits for whoever gets through.
LISTEN = ("127.0.0.1", "::1")

NUMBERS = [  # 1
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "017700000001",
    "0177.0.0.1",
    "0",
    "0.0.0.0",
    "127。0。0。1",
    "127．0．0．1",
    "①②⑦.0.0.1",
    "127.0.0.1.",
    "127.000.000.001",
]
SIX = [  # 2
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:100.64.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b:1::a00:1]",
    "[2002:7f00:1::]",
    "[2002:a00:1::]",
    "[::127.0.0.1]",
    "[fe80::1%25lo]",
    "[fe80::1%lo]",
    "[fe80::1]",
    "[fec0::1]",
    "[fd00:ec2::254]",
    "[ff02::1]",
    "[2001::1]",
    "[3fff::1]",
    "[2001:db8::1]",
]
NAMED = [  # 3
    "169.254.169.254",
    "100.64.0.1",
    "198.18.0.1",
    "224.0.0.1",
    "168.63.129.16",
    "192.88.99.1",
    "255.255.255.255",
    "localhost",
    "localhost.",
    "LOCALHOST",
    "inner.localhost",
]


class Blind(Web):
    """A Web whose first place looks at nothing: the other three must do."""

    def _read_now(self, url: str) -> Address:
        address = httpx.URL(url)
        port = address.port if address.port is not None else 80
        return read_address(Target(url, address.scheme, address.host, port, literal=False))


@pytest.fixture
async def listeners() -> AsyncIterator[list[Place]]:
    """Two listeners on one port, on 127.0.0.1 and ::1."""
    async with AsyncExitStack() as stack:
        first = await stack.enter_async_context(served(saying(reply(b"inside"))))
        try:
            second = await stack.enter_async_context(served(saying(reply(b"inside")), host="::1", port=first.port))
        except OSError:  # a machine without IPv6
            yield [first]
            return
        yield [first, second]


def elsewhere(port: int) -> list[tuple[str, int]]:
    """Opens the port, but for a network where nobody is."""
    return [("192.0.2.0/24", port)]


@pytest.mark.parametrize("kind", [Web, Blind])
@pytest.mark.parametrize("host", NUMBERS + SIX + NAMED)
async def test_an_inside_address_is_never_dialled(kind: type[Web], host: str, listeners: list[Place]) -> None:  # 1-3
    port = listeners[0].port
    async with kind(allow=elsewhere(port), limits=QUICK) as web:
        with pytest.raises((Refused, TryLater, httpx.InvalidURL)) as told:
            await web.get(f"http://{host}:{port}/")
    assert [place.accepts for place in listeners] == [0] * len(listeners)
    if kind is Web:
        assert isinstance(told.value, Refused)
        assert told.value.code == "blocked_address"


@pytest.mark.parametrize("host", NUMBERS + SIX + NAMED)
async def test_an_inside_number_is_refused_for_good(host: str) -> None:
    async with Web() as web:
        with pytest.raises(Refused) as told:
            await web.get(f"http://{host}/")
    assert (told.value.code, told.value.health) == ("blocked_address", "refused")


async def test_a_name_that_turns_inward_later_is_refused_then(listeners: list[Place]) -> None:  # 4
    lookups: list[str] = []
    answers = [["127.0.0.2"], ["127.0.0.1"]]

    async def rebinding(host: str) -> Sequence[str]:
        lookups.append(host)
        return answers[min(len(lookups) - 1, 1)]

    port = listeners[0].port
    async with served(saying_and_closing(reply(b"public")), host="127.0.0.2", port=port) as public:
        limits = Limits(deadline=3, names_fresh=0)
        async with Web(allow=[("127.0.0.2/32", port)], resolver=rebinding, limits=limits, pause=0) as web:
            assert (await web.get(f"http://rebind.example:{port}/")).body == b"public"
            assert lookups == ["rebind.example"]
            with pytest.raises(Refused) as told:
                await web.get(f"http://rebind.example:{port}/")
    assert told.value.code == "blocked_address"
    assert (public.accepts, listeners[0].accepts, len(lookups)) == (1, 0, 2)


@pytest.mark.parametrize("bad", ["10.0.0.1", "127.0.0.1", "fe80::1%eth0", "::ffff:10.0.0.1", "not an address"])
@pytest.mark.parametrize("first", [True, False])
async def test_one_inside_record_spoils_a_name(bad: str, first: bool) -> None:  # 5
    async def mixed(host: str) -> Sequence[str]:
        return [bad, "127.0.0.2"] if first else ["127.0.0.2", bad]

    async with (
        served(saying(reply(b"public")), host="127.0.0.2") as public,
        Web(allow=[("127.0.0.2/32", public.port)], resolver=mixed, limits=QUICK) as web,
    ):
        with pytest.raises(Refused) as told:
            await web.get(f"http://mixed.example:{public.port}/")
    assert told.value.code == "blocked_address"
    assert public.accepts == 0


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1:{port}/",
        "//127.0.0.1:{port}/",
        "///127.0.0.1:{port}/",
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        "http://user:pw@public.example/",
        "http://public.example@127.0.0.1:{port}/",
        "http://127.0.0.1:{port}\\@public.example/",
        "http:\\\\127.0.0.1:{port}/",
        "\\\\127.0.0.1:{port}/",
        "/\\127.0.0.1:{port}/",
        "http:127.0.0.1:{port}/",
        "gopher://127.0.0.1:{port}/_x",
        "javascript:alert(1)",
        "http://[::1]:{port}/",
        "http://0x7f.1:{port}/",
        "http://public.example:22/",
        "http://pub lic.example/",
        "http://public.example:99999/",
        "http://[::1/",
        "http://xn--a.example/",
        "http://xn--/",
        "http://%00/",
        "http://public.example:x/",
        "//[",
        "http://",
    ],
)
@pytest.mark.parametrize("kind", [Web, Blind])
async def test_a_redirect_inward_is_refused_where_it_is_met(kind: type[Web], location: str) -> None:  # 6, 8
    async def public(host: str) -> Sequence[str]:
        return ["127.0.0.2"]

    async with served(saying(reply(b"inside"))) as inside:
        answer = reply(b"", f"Location: {location.format(port=inside.port)}", status="302 Found")
        async with (
            served(saying(answer), host="127.0.0.2", name="public.example") as place,
            kind(allow=[("127.0.0.2/32", place.port)], resolver=public, limits=QUICK, pause=0) as web,
        ):
            with pytest.raises((Refused, TryLater, httpx.InvalidURL)) as told:
                await web.get(place.url)
    assert inside.accepts == 0
    if kind is Web:
        assert isinstance(told.value, Refused)
        # "///host" is a path for us, so that one only runs in circles.
        assert told.value.code == ("too_many_redirects" if location.startswith("///") else "blocked_address")
        assert place.accepts == 1


async def test_five_redirects_are_followed_and_a_sixth_is_not() -> None:  # 6
    hops = {f"/{n}": reply(b"", f"Location: /{n + 1}", status="302 Found") for n in range(6)}
    async with served(routed({**hops, "/6": reply(b"end")})) as place, Web(allow=place.allow) as web:
        assert (await web.get(f"{place.url}1")).body == b"end"
        with pytest.raises(Refused) as told:
            await web.get(f"{place.url}0")
    assert told.value.code == "too_many_redirects"


async def test_keys_stay_with_the_origin_they_are_for() -> None:  # 6
    async with served(saying(reply(b"end"))) as other:
        back = reply(b"", f"Location: {other.url}", status="307 Temporary Redirect")
        near = reply(b"", "Location: /b", status="301 Moved Permanently")
        async with served(routed({"/a": near, "/b": back})) as place:
            headers = {"Authorization": "Bearer secret", "Cookie": "secret", "X-Api-Key": "secret", "Accept": "text/x"}
            async with Web(allow=place.allow + other.allow) as web:
                reply_ = await web.get(f"{place.url}a", headers=headers)
    assert all(head.count(b"secret") == 3 for head in place.heads)
    assert len(place.heads) == 2
    assert b"secret" not in other.heads[0]
    assert b"Accept: text/x" in other.heads[0]
    assert reply_.moved_to == f"{place.url}b"


async def test_only_a_leading_chain_of_permanent_moves_is_remembered() -> None:
    hops = {
        "/a": reply(b"", "Location: /b", status="308 Permanent Redirect"),
        "/b": reply(b"", "Location: /c", status="301 Moved Permanently"),
        "/c": reply(b"", "Location: /d", status="302 Found"),
        "/d": reply(b"", "Location: /e", status="301 Moved Permanently"),
        "/e": reply(b"here"),
    }
    async with served(routed(hops)) as place, Web(allow=place.allow) as web:
        whole = await web.get(f"{place.url}a")
        temporary_first = await web.get(f"{place.url}c")
    assert (whole.moved_to, whole.url, whole.body) == (f"{place.url}c", f"{place.url}e", b"here")
    assert temporary_first.moved_to == ""


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        "source:file:///etc/passwd",
        "ftp://public.example/",
        "gopher://public.example/",
        "data:text/plain,hello",
        "javascript:alert(1)",
        "http:/public.example/",
        "http:public.example",
        "https:///",
        "http://:80/",
        "//public.example/",
        "public.example",
        "",
        " ",
        "http://169.254.169.254:8888\\@example.com/",
        "http://public.example/\nHost: x",
        "http://public.example/\x00",
        "http://pub\u200blic.example:0/",
        "http://a..b/",
        "http://-:80:80/",
        "http://xn--/",
        "http://exa%6dple.com/",
        "http://public.example:65536/",
        "http://public.example/" + "a" * 20_000,
        "http://\ud800.example/",
        "http://user@public.example/",
        "http://user:pw@public.example/",
    ],
)
async def test_what_is_no_web_address_is_never_asked(url: str) -> None:  # 7, 8
    async with Web() as web:
        with pytest.raises(Refused) as told:
            await web.get(url)
        assert told.value.code == "blocked_address"
        with pytest.raises(Refused):
            await web.post(url, content=b"")


@pytest.mark.parametrize("port", [0, 22, 25, 6379, 8080])
async def test_other_ports_are_closed_unless_listed(port: int) -> None:  # 9
    async with Web() as web:
        with pytest.raises(Refused) as told:
            await web.get(f"http://93.184.216.34:{port}/")
    assert told.value.code == "blocked_address"
    guard = Guard([("93.184.216.0/24", port)])
    assert guard.permits("93.184.216.34", port) is (port != 0) or port == 0
    assert not guard.permits("93.184.217.34", port)


async def test_a_network_is_open_only_on_the_port_that_was_listed() -> None:
    guard = Guard([Allowed.read("10.1.0.0/16:8080"), Allowed.read("[fd00::/8]:443")])
    assert guard.permits("10.1.2.3", 8080)
    assert guard.permits("fd00::1", 443)
    assert guard.permits("::ffff:10.1.2.3", 8080)
    assert not any(guard.permits("10.1.2.3", port) for port in (80, 443, 22))
    assert not guard.permits("10.2.2.3", 8080)


@pytest.mark.parametrize(
    "text", ["10.0.0.0/8", "10.0.0.0/8:", "10.0.0.0/8:0", "10.0.0.0/8:65536", "10.0.0.0/8:x", "nowhere:80", ":80", ""]
)
def test_a_listed_network_without_a_port_is_a_fault(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Allowed.read(text)


def test_nat64_is_looked_through() -> None:
    guard = Guard(nat64=["2001:67c:2960:6464::/96"])
    assert guard.permits("64:ff9b::5db8:d822", 443)
    assert guard.permits("2001:67c:2960:6464::5db8:d822", 443)
    assert not guard.permits("2001:67c:2960:6464::a00:1", 443)
    assert not guard.permits("2001:67c:2960:6464::7f00:1", 443)


def test_an_address_that_is_bound_to_a_link_is_nobody_elses() -> None:
    assert Guard().permits("2606:2800:220:1:248:1893:25c8:1946", 443)
    assert not Guard().permits("2606:2800:220:1:248:1893:25c8:1946%eth0", 443)


def test_what_is_let_through_is_public_by_every_measure() -> None:
    guard, dice = Guard(), random.Random(7)
    four = (ip_address(dice.getrandbits(32)) for _ in range(20_000))
    six = (ip_address((1 << 125) | dice.getrandbits(125)) for _ in range(20_000))
    passed = [ip for ip in (*four, *six) if guard.permits(str(ip), 443)]
    assert len(passed) > 30_000
    assert all(ip.is_global and not ip.is_multicast and not ip.is_private and not ip.is_reserved for ip in passed)


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("http://Қазақстан.қаз/жаңалық?q=тоқаев", "http://xn--80aaa0a6awh12ed.xn--80ao21a/жаңалық?q=тоқаев"),
        ("HTTPS://Example.COM:443", "https://example.com/"),
        ("http://example.com?x=1#part", "http://example.com/?x=1"),
        ("  http://example.com/a b  ", "http://example.com/a%20b"),
    ],
)
def test_an_honest_address_is_read_as_it_is_meant(written: str, asked: str) -> None:
    assert read_target(written, Guard()).url == asked


async def test_a_listed_address_of_version_six_is_reached() -> None:
    async with AsyncExitStack() as stack:
        try:
            place = await stack.enter_async_context(served(saying(reply(b"x")), host="::1"))
        except OSError:
            pytest.skip("this machine has no IPv6")
        web = await stack.enter_async_context(Web(allow=[("::1/128", place.port)], limits=QUICK))
        answer = await web.get(f"http://[::1]:{place.port}/a")
        assert (answer.body, answer.url) == (b"x", f"http://[::1]:{place.port}/a")
    assert f"Host: [::1]:{place.port}\r\n".encode() in place.heads[0]


@pytest.mark.parametrize(
    ("url", "listed"),
    [
        ("http://127.0.0.1:8080/feed", "list 127.0.0.1/32:8080 under [network] allow"),
        ("http://[fd00::7]:8080/feed", "list fd00::7/128:8080 under [network] allow"),
        ("http://localhost/feed", "list 127.0.0.1/32:80 under [network] allow"),
        ("https://news.example:8443/feed", "for example 203.0.113.7/32:8443 under [network] allow"),
    ],
)
def test_what_the_operator_could_list_is_told_as_it_is_written(url: str, listed: str) -> None:
    with pytest.raises(Refused) as told:
        read_target(url, Guard())
    assert listed in told.value.message
