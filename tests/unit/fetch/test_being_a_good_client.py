"""What goes over the wire: no more than was asked for, byte for byte, and politely."""

import asyncio
import logging
import socket
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
import respx
from hypothesis import given
from hypothesis import strategies as st

from monitor import __version__
from monitor.fetch import Web
from monitor.fetch.limits import Limits
from monitor.fetch.slots import Slots
from monitor.model import MonitorError, Refused, Reply, TryLater
from tests.hostile.servers import read_head, reply, routed, say_nothing, saying, served


def open_files() -> int:
    return len(list(Path("/dev/fd").iterdir()))


async def home(host: str) -> Sequence[str]:
    """Every name is here."""
    return ["127.0.0.1"]


async def test_a_request_says_this_and_no_more() -> None:
    async with (
        served(saying(reply(b"x")), name="outlet.example") as place,
        Web(allow=place.allow, resolver=home) as web,
    ):
        await web.get(f"{place.url}feed?a=1", headers={"If-None-Match": 'W/"x"'})
        await web.post(f"{place.url}hook", content=b"{}", headers={"Content-Type": "application/json"})
    assert place.heads == [
        (
            f"GET /feed?a=1 HTTP/1.1\r\nHost: outlet.example:{place.port}\r\n"
            f"User-Agent: story-monitor/{__version__}\r\n"
            'Accept: */*\r\nAccept-Encoding: gzip, deflate, br, zstd\r\nIf-None-Match: W/"x"\r\n\r\n'
        ).encode(),
        (
            f"POST /hook HTTP/1.1\r\nHost: outlet.example:{place.port}\r\nUser-Agent: story-monitor/{__version__}\r\n"
            "Accept: */*\r\nAccept-Encoding: gzip, deflate, br, zstd\r\nContent-Type: application/json\r\n"
            "Content-Length: 2\r\n\r\n"
        ).encode(),
    ]


async def test_a_caller_may_name_itself_and_what_it_likes() -> None:
    async with served(saying(reply(b"x"))) as place, Web(allow=place.allow) as web:
        await web.get(place.url, headers={"user-agent": "other/1", "accept": "text/html"})
    assert place.heads[0].count(b"ser-") == 1
    assert b"User-Agent: other/1\r\nAccept: text/html\r\n" in place.heads[0]


async def test_cookies_are_not_kept_from_one_call_to_the_next() -> None:
    answers = {
        "/": reply(b"", "Set-Cookie: a=1; Path=/", "Location: /next", status="302 Found"),
        "/next": reply(b"x", "Set-Cookie: b=2"),
    }
    async with served(routed(answers)) as place, Web(allow=place.allow) as web:
        for _ in range(3):
            await web.get(place.url)
    assert len(place.heads) == 6
    assert [b"Cookie: a=1\r\n" in head for head in place.heads] == [False, True] * 3, "on the way of a redirect alone"
    assert not any(b"b=2" in head for head in place.heads)


async def test_a_place_that_sends_whoever_has_no_cookie_in_a_circle_is_read() -> None:
    async def circle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            head = await read_head(reader)
            told = reply(
                b"", "Set-Cookie: seen=a b=; HttpOnly", "Set-Cookie: x=; Max-Age=0", "Location: /", status="307 T"
            )
            writer.write(reply(b"news") if b"\r\nCookie: seen=a b=\r\n" in head else told)

    async with served(circle) as place, Web(allow=place.allow) as web:
        assert (await web.get(place.url)).body == b"news"
        assert (await web.get(place.url)).body == b"news"
    assert len(place.heads) == 4


async def test_a_cookie_that_a_redirect_sets_anew_replaces_ours_and_one_it_takes_back_is_gone() -> None:
    old = "Expires=Thu, 01-Jan-1970 00:00:01 GMT"
    answers = {
        "/": reply(b"", "Set-Cookie: session=new; Path=/", "Set-Cookie: once=1", "Location: /2", status="302 Found"),
        "/2": reply(b"", f"Set-Cookie: once=deleted; {old}; Path=/", "Location: /3", status="302 Found"),
        "/3": reply(b"x", "Set-Cookie: b=2"),
    }
    async with served(routed(answers)) as place, Web(allow=place.allow) as web:
        await web.get(place.url, headers={"cookie": "session=old; lang=kk"})
    sent = [line for head in place.heads for line in head.split(b"\r\n") if line.startswith(b"Cookie:")]
    assert sent == [
        b"Cookie: session=old; lang=kk",
        b"Cookie: lang=kk; session=new; once=1",
        b"Cookie: lang=kk; session=new",
    ]


async def test_a_cookie_goes_to_no_other_host_and_breaks_no_request() -> None:
    async def names(host: str) -> Sequence[str]:
        return ["127.0.0.1"]

    async with served(saying(reply(b"there"))) as there:
        away = [f"Set-Cookie: {cookie}" for cookie in ("a=1; Domain=example", "b=\x7f", "c", "=d", f"e={'x' * 5_000}")]
        leads = reply(b"", *away, f"Location: http://other.example:{there.port}/", status="302 Found")
        async with (
            served(saying(leads), name="outlet.example") as here,
            Web(allow=[*here.allow, *there.allow], resolver=names) as web,
        ):
            assert (await web.get(here.url)).body == b"there"
    assert b"ookie" not in there.heads[0]


@pytest.mark.parametrize(
    "path",
    [
        "/a%7Eb",
        "/~user/",
        "/x[1]/y?z[]=1&z[]=2",
        "/100%zz",
        "/a%2Fb%2fc",
        "/a;b=1,c?d;e",
        "/?q=a+b%20c",
        "/?sig=AbC%2B%2f==&x='\"",
        "/a//b/",
        "/%D1%82%D0%BE%d0%ba",
        "/:colon@at",
        "/?url=http://a.example/?b=c#d",
        "/a?b?c",
        "/!$&'()*+,;=",
        "/|{}^`",
    ],
)
async def test_odd_addresses_go_out_as_they_were_written(path: str) -> None:
    async with served(saying(reply(b"x"))) as place, Web(allow=place.allow) as web:
        await web.get(place.url.rstrip("/") + path)
    sent = path.partition("#")[0]
    # These may not stand in a request line at all.
    for letter in '"{}`':
        sent = sent.replace(letter, f"%{ord(letter):02X}") if "?" not in sent or letter == '"' else sent
    assert place.asked() == [f"GET {sent} HTTP/1.1"]


async def test_a_redirect_to_letters_of_any_script_is_followed() -> None:
    answers = {
        "/": "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /жаңалық\r\n\r\n".encode(),
        "/%D0%B6%D0%B0%D2%A3%D0%B0%D0%BB%D1%8B%D2%9B": reply(b"here"),
    }
    async with served(routed(answers)) as place, Web(allow=place.allow) as web:
        assert (await web.get(place.url)).body == b"here"


async def test_connections_are_kept_between_polls() -> None:
    answers = {"/": reply(b"x"), "/r": reply(b"moved", "Location: /", status="302 Found")}
    not_modified = b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n'
    async with served(routed({**answers, "/304": not_modified})) as place, Web(allow=place.allow) as web:
        for path in ("", "r", "304", "missing", ""):
            await web.get(place.url + path)
    assert place.accepts == 1


async def test_a_kept_connection_that_died_is_replaced() -> None:
    async def once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_head(reader)
        writer.write(reply(b"x"))
        await writer.drain()

    async with served(once) as place, Web(allow=place.allow) as web:
        for _ in range(5):
            assert (await web.get(place.url)).body == b"x"


@pytest.mark.allow_hosts(["127.0.0.1", "127.0.0.2"])
async def test_a_place_one_of_whose_addresses_is_dead_is_read_at_the_next_one() -> None:
    async def names(host: str) -> Sequence[str]:
        return ["127.0.0.2", "127.0.0.1"]

    async with served(saying(reply(b"x"))) as place:
        with socket.socket() as dead, socket.socket() as filler:
            dead.bind(("127.0.0.2", place.port))
            dead.listen(0)
            filler.connect(("127.0.0.2", place.port))
            patience = Limits(deadline=9, connect=20)
            async with Web(allow=place.allow, resolver=names, limits=patience) as web:
                assert (await web.get(f"http://outlet.example:{place.port}/")).body == b"x"
                assert (await web.get(f"http://127.0.0.1:{place.port}/")).body == b"x"


@pytest.mark.allow_hosts([f"127.0.0.{number}" for number in range(1, 6)])
async def test_a_network_that_swallows_all_calls_does_not_use_up_the_files_we_may_open() -> None:
    addresses = [f"127.0.0.{number}" for number in range(2, 6)]

    async def names(host: str) -> Sequence[str]:
        return addresses

    with ExitStack() as dead:
        port = 0
        for address in addresses:
            listens, filler = dead.enter_context(socket.socket()), dead.enter_context(socket.socket())
            listens.bind((address, port))
            port = listens.getsockname()[1]
            listens.listen(0)
            filler.connect((address, port))
        before = open_files()
        async with Web(allow=[("127.0.0.0/8", port)], resolver=names, open_files=24, pause=0) as web:
            calls = [asyncio.create_task(web.get(f"http://host-{number}.example:{port}/")) for number in range(6)]
            most = 0
            for _ in range(18):
                await asyncio.sleep(0.1)
                most = max(most, open_files() - before)
            for call in calls:
                call.cancel()
            await asyncio.gather(*calls, return_exceptions=True)
    assert most <= 6 + 24 // 3


async def test_validators_come_back_as_they_were_given() -> None:
    odd = b'HTTP/1.1 200 OK\r\nContent-Length: 0\r\nETag: W/"\xd1\x82 a,b "\r\nX-Folded: one\r\n two\r\n\r\n'
    async with served(saying(odd)) as place, Web(allow=place.allow) as web:
        first = await web.get(place.url)
        await web.get(place.url, headers={"If-None-Match": first.header("etag"), "X-Folded": first.header("x-folded")})
    assert b'If-None-Match: W/"\xd1\x82 a,b "\r\n' in place.heads[1]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-A", "a\r\nX-B: c"),
        ("X-A", "a\nb"),
        ("X-A", "a\x00"),
        ("X-A", "\ud800"),
        ("X A", "b"),
        ("X-A:", "b"),
        ("", "b"),
        ("Host", "inside.example"),
        ("content-length", "5"),
        ("Transfer-Encoding", "chunked"),
        ("Proxy-Authorization", "Basic x"),
        ("Accept-Encoding", "gzip, gzip"),
    ],
)
async def test_a_header_that_would_break_the_request_is_refused(name: str, value: str) -> None:
    async with served(saying(reply(b"x"))) as place, Web(allow=place.allow) as web:
        with pytest.raises(Refused) as told:
            await web.get(place.url, headers={name: value})
    assert (told.value.code, place.accepts) == ("config", 0)


async def test_a_post_follows_no_redirect() -> None:
    moved = reply(b"no", "Location: /other", status="307 Temporary Redirect")
    async with served(saying(moved)) as place, Web(allow=place.allow) as web:
        answer = await web.post(place.url, content=b"x")
    assert (answer.status, answer.body, len(place.heads)) == (307, b"no", 1)


async def test_any_status_is_a_reply() -> None:
    statuses = ("401 No", "403 No", "404 No", "410 Gone", "429 Slow", "500 Oh", "503 Later", "300 Many", "304 Same")
    for status in statuses:
        async with served(saying(reply(b"", "Retry-After: 7", status=status))) as place, Web(allow=place.allow) as web:
            answer = await web.get(place.url)
            assert (answer.status, answer.header("Retry-After")) == (int(status[:3]), "7")


async def test_secrets_in_an_address_stay_out_of_messages() -> None:
    async with Web(limits=Limits(deadline=0.5), resolver=home, allow=[("127.0.0.1/32", 9)]) as web:
        for url in ("http://hooks.example:9/services/SECRET?key=SECRET", "http://hooks.example:25/SECRET"):
            with pytest.raises(MonitorError) as told:
                await web.post(url, content=b"")
            assert "SECRET" not in str(told.value)


async def test_secrets_in_an_address_stay_out_of_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        async with served(saying(reply(b"x"))) as place, Web(allow=place.allow) as web:
            await web.post(f"{place.url}services/SECRET", content=b"SECRET", headers={"Authorization": "SECRET"})
            await web.get(f"{place.url}?key=SECRET")
    assert "SECRET" not in caplog.text


async def test_respx_sees_what_is_asked() -> None:
    with respx.mock(using="httpx") as world:
        world.get("http://a.example/").respond(302, headers={"Location": "http://b.example/x"})
        world.get("http://b.example/x").respond(200, text="hello", headers={"ETag": '"1"'})
        world.get("http://c.example/").mock(side_effect=httpx.ReadTimeout)
        world.get("http://d.example/").mock(side_effect=httpx.ConnectError)
        async with Web() as web:
            answer = await web.get("http://a.example/")
            assert (answer.url, answer.body, answer.header("etag")) == ("http://b.example/x", b"hello", '"1"')
            for host, code in (("c", "deadline"), ("d", "network")):
                with pytest.raises(TryLater) as told:
                    await web.get(f"http://{host}.example/")
                assert told.value.code == code


async def test_one_host_gets_two_calls_at_a_time_and_others_do_not_wait_for_it() -> None:
    now = most = 0

    async def counting(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal now, most
        while True:
            head = await read_head(reader)
            if b"slow.example" in head:
                now, most = now + 1, max(most, now + 1)
                await asyncio.sleep(0.2)
                now -= 1
            writer.write(reply(b"x"))

    async with served(counting) as place, Web(allow=place.allow, resolver=home, pause=0) as web:
        slow = [asyncio.create_task(web.get(f"http://slow.example:{place.port}/{n}")) for n in range(12)]
        await asyncio.sleep(0.02)
        await asyncio.gather(*(web.get(f"http://fast-{n}.example:{place.port}/") for n in range(20)))
        assert not all(task.done() for task in slow)
        await asyncio.gather(*slow)
    assert most == 2


async def test_a_public_host_is_spared_and_our_own_is_not() -> None:
    async def turns(pause: float) -> float:
        slots = Slots(per_host=2, calls=10)

        async def one() -> None:
            async with slots.taken("a", pause):
                pass

        begun = time.monotonic()
        await asyncio.gather(*(one() for _ in range(5)))
        return time.monotonic() - begun

    assert await turns(0.1) >= 0.4
    assert await turns(0.0) < 0.4
    async with served(saying(reply(b"x"))) as place, Web(allow=place.allow, pause=5) as web:
        begun = time.monotonic()
        await asyncio.gather(*(web.get(place.url) for _ in range(5)))
    assert time.monotonic() - begun < 5


async def test_what_is_sent_waits_behind_no_place_that_never_answers() -> None:
    async with (
        served(say_nothing) as mute,
        served(saying(reply(b"taken"))) as place,
        Web(allow=[*mute.allow, *place.allow], resolver=home, limits=Limits(calls=4)) as web,
    ):
        asked = [asyncio.create_task(web.get(f"http://mute-{n}.example:{mute.port}/")) for n in range(8)]
        await asyncio.sleep(0.1)
        assert mute.accepts == 4
        async with asyncio.timeout(3):
            assert (await web.post(place.url, content=b"news")).body == b"taken"
        for each in asked:
            each.cancel()
        await asyncio.gather(*asked, return_exceptions=True)


async def test_places_that_are_no_longer_asked_are_forgotten() -> None:
    slots = Slots(per_host=2, calls=10)
    for number in range(3000):
        async with slots.taken(f"host-{number}", 0.0):
            pass
    assert len(slots._hosts) < 1100


async def test_many_hosts_do_not_use_up_the_files_we_may_open() -> None:
    async with served(saying(reply(b"x"))) as place:
        limits = Limits(calls=4)
        async with Web(allow=place.allow, resolver=home, limits=limits, open_files=30, pause=0) as web:
            for number in range(40):
                await web.get(f"http://host-{number}.example:{place.port}/")
            kept = sum(
                len(connections)
                for connections in web._exchange._client._transport._connector._conns.values()  # type: ignore[union-attr]
            )
    assert place.accepts == 40
    assert kept <= 11


@given(
    url=st.one_of(
        st.text(max_size=60),
        st.text(max_size=40).map(lambda tail: "http://" + tail),
        st.text(max_size=40).map(lambda tail: "http://town.example/" + tail),
        st.from_regex(r"https?://[^/]{1,12}(:[0-9]{1,6})?[/?#\\]?[^\n]{0,12}", fullmatch=True),
    )
)
def test_no_address_however_odd_breaks_the_client(url: str) -> None:
    class Echo(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            return httpx.Response(302, headers=[(b"Location", url.encode("utf-8", "replace"))])

    async def ask() -> None:
        async with Web(transport=Echo()) as web:
            for address in (url, "http://town.example/"):
                try:
                    assert isinstance(await web.get(address), Reply)
                except MonitorError as problem:
                    assert problem.code in {"blocked_address", "too_many_redirects", "network"}

    asyncio.run(ask())
