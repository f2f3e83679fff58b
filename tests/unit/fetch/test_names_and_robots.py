"""Names are asked for seldom and survive a bad name server; robots.txt is kept by RFC 9309."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.demo.outlet import Asked
from monitor.demo.transport import OutletTransport
from monitor.fetch import Web
from monitor.fetch.addresses import Blocked, Guard
from monitor.fetch.limits import Limits
from monitor.fetch.resolver import TRIES, NoAnswer, Resolver
from monitor.fetch.robots import Robots, lines_for
from monitor.fetch.threads import at_most
from monitor.fetch.urls import read_target
from monitor.model import MonitorError, Refused, Reply, TryLater, Unreadable
from tests.hostile.servers import reply, routed, saying, served

NOON = datetime(2026, 1, 21, 12, tzinfo=UTC)


class Names:
    """A name server of the test's own: ``says`` is what it answers now; None is no answer at all."""

    def __init__(self, *says: str) -> None:
        self.says: tuple[str, ...] | None = says
        self.asked: list[str] = []
        self.delay = 0.0

    async def __call__(self, host: str) -> Sequence[str]:
        self.asked.append(host)
        await asyncio.sleep(self.delay)
        if self.says is None:
            raise OSError("no answer")
        return self.says


def no_further_thread(machine: pytest.MonkeyPatch) -> None:
    def none(*_: object, **__: object) -> int:
        raise RuntimeError("can't start new thread")

    for name in ("_start_new_thread", "_start_joinable_thread"):  # as Python has called it so far
        machine.setattr(threading, name, none, raising=False)


async def test_where_no_further_thread_is_to_be_had_names_are_asked_for_by_those_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    resolver = Resolver(Guard())
    hosts = ["127.0.0.1", *(f"127.0.1.{number}" for number in range(40))]  # read as they are: nobody is asked
    assert await resolver.addresses(hosts[0]) == ("127.0.0.1",)
    with monkeypatch.context() as machine:
        no_further_thread(machine)
        answers = await asyncio.gather(*(resolver.addresses(host) for host in hosts[1:]))
        assert answers == [(host,) for host in hosts[1:]]
    await resolver.close()


@pytest.mark.parametrize(("limit", "most"), [("max", 128), ("1000", 128), ("200", 100), ("40", 20), ("5", 4)])
def test_names_leave_half_of_the_threads_that_a_container_or_a_service_may_have_to_others(
    tmp_path: Path, limit: str, most: int
) -> None:
    (tmp_path / "system.slice" / "monitor.service").mkdir(parents=True)
    (tmp_path / "system.slice" / "monitor.service" / "pids.max").write_text(f"{limit}\n")
    (tmp_path / "groups").write_text("0::/system.slice/monitor.service\n")
    most = min(most, at_most(128, tmp_path / "none", tmp_path))  # a machine that tests may have a limit of its own
    assert at_most(128, tmp_path / "groups", tmp_path) == most
    assert at_most(128, tmp_path / "none", tmp_path / "system.slice" / "monitor.service") == most


async def test_where_no_thread_at_all_is_to_be_had_a_name_has_no_answer_until_one_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    resolver = Resolver(Guard())
    with monkeypatch.context() as machine:
        no_further_thread(machine)
        with pytest.raises(NoAnswer):
            await resolver.addresses("127.0.0.1")
    assert await resolver.addresses("127.0.0.2") == ("127.0.0.2",)
    await resolver.close()


async def test_a_name_is_asked_for_once_however_many_wait() -> None:
    names = Names("93.184.216.34")
    names.delay = 0.02
    resolver = Resolver(Guard(), names)
    answers = await asyncio.gather(*(resolver.resolve("a.example", 443) for _ in range(50)))
    assert {row["host"] for rows in answers for row in rows} == {"93.184.216.34"}
    assert names.asked == ["a.example"]


@pytest.mark.parametrize(
    ("says", "told"),
    [(("0.0.0.0", "::"), "filters it"), (("10.0.0.1",), "not public"), (("0.0.0.0", "10.0.0.1"), "not public")],
)
async def test_a_name_that_a_filter_leads_nowhere_is_told_as_that(says: tuple[str, ...], told: str) -> None:
    async with Web(resolver=Names(*says)) as web:
        with pytest.raises(Refused, match=told) as refused:
            await web.get("https://ads.example/feed")
    assert refused.value.code == "blocked_address"


async def test_one_who_stops_waiting_does_not_stop_the_question() -> None:
    names = Names("93.184.216.34")
    names.delay = 0.03
    resolver = Resolver(Guard(), names)
    gone = asyncio.create_task(resolver.addresses("a.example"))
    stays = asyncio.create_task(resolver.addresses("a.example"))
    await asyncio.sleep(0.01)
    gone.cancel()
    assert await stays == ("93.184.216.34",)


async def test_the_last_good_answer_bridges_a_name_server_that_is_down() -> None:
    names = Names("93.184.216.34")
    resolver = Resolver(Guard(), names, fresh=0)
    assert await resolver.addresses("a.example") == ("93.184.216.34",)
    names.says = None
    assert await resolver.addresses("a.example") == ("93.184.216.34",)
    # The failure is remembered, so that it is not asked again at every poll.
    await resolver.addresses("a.example")
    assert len(names.asked) == 2


async def test_a_name_without_address_is_not_asked_for_again_at_once() -> None:
    names = Names()
    resolver = Resolver(Guard(), names)
    for _ in range(3):
        with pytest.raises(NoAnswer):
            await resolver.resolve("a.example", 443)
    assert len(names.asked) == 1


async def test_an_old_answer_is_checked_like_a_new_one() -> None:
    names = Names("127.0.0.1")
    resolver = Resolver(Guard(), names)
    for _ in range(2):
        with pytest.raises(Blocked):
            await resolver.resolve("a.example", 443)
    assert len(names.asked) == 1


async def test_ten_thousand_names_do_not_fill_the_memory() -> None:
    resolver = Resolver(Guard(), Names("93.184.216.34"))
    for number in range(20_500):
        await resolver.addresses(f"host-{number}.example")
    assert resolver.known("host-0.example") == ()
    assert resolver.known("host-20499.example") == ("93.184.216.34",)


async def test_a_name_server_that_sleeps_does_not_hold_up_other_hosts() -> None:
    async def names(host: str) -> Sequence[str]:
        if host == "slow.example":
            await asyncio.sleep(3600)
        return ["127.0.0.1"]

    async with (
        served(saying(reply(b"x"))) as place,
        Web(allow=place.allow, resolver=names, limits=Limits(deadline=4.0), pause=0) as web,
    ):
        slow = [asyncio.create_task(web.get(f"http://slow.example:{place.port}/{n}")) for n in range(5)]
        for number in range(10):
            await web.get(f"http://fast-{number}.example:{place.port}/")
        assert not any(task.done() for task in slow)
        answers = await asyncio.gather(*slow, return_exceptions=True)
    assert {getattr(answer, "code", "") for answer in answers} == {"deadline"}


class Mute(asyncio.DatagramProtocol):
    """A name server on loopback that hears every question and answers none, until ``speaks``."""

    def __init__(self) -> None:
        self.heard = self.open = self.most = 0
        self.speaks = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, sender: tuple[str, int]) -> None:
        self.heard += 1
        if self.speaks:
            self.transport.sendto(b"93.184.216.34", sender)  # type: ignore[attr-defined]

    def _ask(self, host: str, port: int) -> list[str]:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
            line.settimeout(1.2)
            line.sendto(host.encode(), ("127.0.0.1", port))
            return [line.recv(100).decode()]

    async def __call__(self, host: str) -> Sequence[str]:
        """Asks as the system does: in a thread, for as long as it takes."""
        self.open += 1
        self.most = max(self.most, self.open)
        try:
            port = self.transport.get_extra_info("sockname")[1]
            return await asyncio.get_running_loop().run_in_executor(None, self._ask, host, port)
        finally:
            self.open -= 1


async def test_a_name_server_that_hangs_keeps_nobody_from_being_asked_and_is_believed_again_at_once() -> None:  # 72
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(40))
    transport, mute = await loop.create_datagram_endpoint(Mute, local_addr=("127.0.0.1", 0))
    resolver = Resolver(Guard(), mute)
    hosts = iter([f"host-{number}.example" for number in range(300)])
    failed: list[str] = []

    async def poller() -> None:
        for host in hosts:
            with suppress(NoAnswer):
                await resolver.addresses(host)
                continue
            failed.append(host)

    began = loop.time()
    await asyncio.gather(*(poller() for _ in range(16)))
    assert len(failed) == 300
    assert loop.time() - began < 4, "16 at a time, each for its own time-out, would take 23 seconds"
    assert mute.most <= 16 + TRIES
    mute.speaks = True
    asked = mute.heard
    await asyncio.sleep(1.3)
    assert not mute.open
    assert await resolver.addresses("new.example") == ("93.184.216.34",)
    answers = await asyncio.gather(*(resolver.addresses(f"more-{number}.example") for number in range(40)))
    assert len(answers) == 40
    assert mute.heard - asked == 41
    transport.close()


async def test_an_unknown_name_is_tried_later() -> None:
    async with Web(resolver=Names()) as web:
        with pytest.raises(TryLater) as told:
            await web.get("http://gone.example/")
    assert told.value.code == "dns"


# -- robots.txt -------------------------------------------------------------------------------------------------------


class Host:
    """A robots.txt of the test's own, and how often it was asked for."""

    def __init__(self, status: int = 200, text: str = "", problem: MonitorError | None = None) -> None:
        self.status, self.text, self.problem = status, text, problem
        self.asked = 0

    async def __call__(self, url: str, ca_file: str) -> tuple[int, bytes]:
        self.asked += 1
        await asyncio.sleep(0)
        if self.problem is not None:
            raise self.problem
        return self.status, self.text.encode()


def robots(host: Host) -> Robots:
    return Robots(host, "story-monitor/1.2 (+https://desk.example)")


async def allows(rules: Robots, path: str) -> bool:
    try:
        await rules.check(read_target(f"https://a.example{path}", Guard()), "")
    except Refused as problem:
        assert problem.code == "robots"
        return False
    return True


EVERYONE = "User-agent: *\nDisallow: /private\nAllow: /private/open\nDisallow: /*.pdf$\nDisallow: /?s=\n"


@pytest.mark.parametrize(
    ("text", "path", "wanted"),
    [
        (EVERYONE, "/news", True),
        (EVERYONE, "/private/x", False),
        (EVERYONE, "/private/open/x", True),
        (EVERYONE, "/a/b.pdf", False),
        (EVERYONE, "/a/b.pdf?x", True),
        (EVERYONE, "/?s=word", False),
        ("", "/", True),
        ("User-agent: *\nDisallow:\n", "/", True),
        ("User-agent: *\nDisallow: /\n", "/", False),
        ("user-agent:*\ndisallow:/\n", "/x", False),
        ("\ufeffUser-agent: *\r\nDisallow: /\r\n", "/x", False),
        ("User-agent: Story-Monitor\nDisallow: /a\n\nUser-agent: *\nDisallow: /\n", "/b", True),
        ("User-agent: Story-Monitor\nDisallow: /a\n\nUser-agent: *\nDisallow: /\n", "/a", False),
        ("User-agent: story-monitor/9 x\nDisallow: /a\n", "/a", False),
        ("User-agent: story\nDisallow: /\n", "/a", True),
        ("User-agent: story-monitor-pro\nDisallow: /\n", "/a", True),
        ("User-agent: other\nUser-agent: story-monitor\nDisallow: /a\n", "/a", False),
        (
            "User-agent: story-monitor\n\nSitemap: https://a.example/s.xml\nUser-agent: other\nDisallow: /a\n",
            "/a",
            False,
        ),
        ("User-agent: story-monitor\nDisallow: /a\nUser-agent: story-monitor\nDisallow: /b\n", "/b", False),
        ("User-agent: story-monitor\nCrawl-delay: 1\n\nUser-agent: *\nDisallow: /\n", "/b", True),
        ("Disallow: /\nUser-agent: *\n", "/a", True),
        ("User-agent: * # all\nDisallow: /a # not this\n", "/a", False),
        ("User-agent: *\nDisallow: /%D0%B0\n", "/%d0%b0", False),
        ("User-agent: *\nDisallow: /а\n", "/%D0%B0", False),
        ("User-agent: *\nDisallow: /\nAllow: /\n", "/a", True),
        ("<html>not found</html>", "/a", True),
        ("User-agent: *\nDisallow: /", "/robots.txt", True),
    ],
)
async def test_robots_txt_is_read_by_the_standard(text: str, path: str, wanted: bool) -> None:
    assert await allows(robots(Host(text=text)), path) is wanted


@pytest.mark.parametrize(
    ("host", "wanted"),
    [
        (Host(404), True),
        (Host(403, "User-agent: *\nDisallow: /"), True),
        (Host(problem=Refused("", code="too_many_redirects")), True),
        (Host(problem=Refused("", code="blocked_address")), True),
        (Host(problem=Unreadable("", code="unexpected_content")), True),
    ],
)
async def test_a_host_without_robots_txt_allows_all(host: Host, wanted: bool) -> None:
    assert await allows(robots(host), "/a") is wanted


@pytest.mark.parametrize(
    "host",
    [Host(503), Host(429), Host(problem=TryLater("x", code="dns")), Host(problem=Refused("x", code="tls_error"))],
)
async def test_a_robots_txt_that_cannot_be_had_means_not_now(host: Host) -> None:
    rules = robots(host)
    for _ in range(2):
        with pytest.raises(MonitorError):
            await rules.check(read_target("https://a.example/x", Guard()), "")
    assert host.asked == 1


async def test_robots_txt_is_asked_for_once_a_day_for_all() -> None:
    host = Host(text=EVERYONE)
    rules = robots(host)
    assert all(await asyncio.gather(*(allows(rules, f"/news/{n}") for n in range(20))))
    assert host.asked == 1


async def test_a_crawl_delay_is_kept_within_reason() -> None:
    for written, wanted in (("2", 2.0), ("0.5", 0.5), ("3600", 30.0), ("x", 0.0), ("-1", 0.0), ("nan", 0.0)):
        rules = robots(Host(text=f"User-agent: *\nCrawl-delay: {written}\n"))
        assert await rules.check(read_target("https://a.example/", Guard()), "") == wanted


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"User-agent: bot{n}\n" for n in range(15_000)) + "Disallow: /a\n" * 15_000,
        "User-agent: *\n" * 15_000 + "Disallow: /a\n" * 20_000,
        "User-agent: story-monitor\nDisallow: /a\n" * 10_000,
        "User-agent: *\nDisallow: /" + "*a" * 120_000 + "$\n",
        "User-agent: *\n" + "".join(f"Disallow: /*a*b{n}*c$\n" for n in range(20_000)),
        "User-agent: *\n" + "Disallow: /" + "%" * 400_000,
        "user agent " * 40_000,
        ":" * 400_000,
        "#" * 400_000,
    ],
    ids=["agents", "stars", "groups", "one long rule", "many star rules", "percent", "no lines", "colons", "comments"],
)
async def test_a_hostile_robots_txt_costs_little(text: str) -> None:
    lags: list[float] = []

    async def watch() -> None:
        while True:
            begun = time.thread_time()  # what others do to this machine is not our lag
            await asyncio.sleep(0.005)
            lags.append(time.thread_time() - begun)

    watcher = asyncio.create_task(watch())
    begun = time.process_time()
    await allows(robots(Host(text=text)), "/" + "a" * 3000)
    assert time.process_time() - begun < 3
    await asyncio.sleep(0.01)
    watcher.cancel()
    assert max(lags) < 0.5


def test_rules_of_other_agents_are_not_even_kept() -> None:
    text = "User-agent: a\nUser-agent: *\nDisallow: /x\nFoo: bar\n\nUser-agent: b\nDisallow: /\n"
    assert lines_for(text, "story-monitor") == ["Disallow: /x"]


async def test_a_page_is_not_asked_for_when_robots_txt_does_not_want_it() -> None:
    files = {"/robots.txt": reply(b"User-agent: *\nDisallow: /no"), "/yes": reply(b"x"), "/no": reply(b"x")}
    moved = {"/from": reply(b"", "Location: /no", status="302 Found")}
    async with served(routed({**files, **moved})) as place, Web(allow=place.allow) as web:
        assert (await web.get(f"{place.url}yes", robots=True)).body == b"x"
        for path in ("no", "from"):
            with pytest.raises(Refused) as told:
                await web.get(f"{place.url}{path}", robots=True)
            assert (told.value.code, told.value.health) == ("robots", "refused")
        assert (await web.get(f"{place.url}no")).body == b"x"
    assert place.asked().count("GET /robots.txt HTTP/1.1") == 1


async def test_a_long_robots_txt_is_read_to_its_bound() -> None:
    async def town(web: Web, path: str) -> bool:
        try:
            await web.get(f"http://town.example{path}", robots=True)
        except Refused:
            return False
        return True

    def outlet(text: str) -> Callable[[Asked], Reply]:
        return lambda asked: Reply(asked=asked.url, url=asked.url, at=asked.at, body=text.encode())

    long = "User-agent: *\nDisallow: /early\n" + "# filler\n" * 100_000 + "Disallow: /late\n"
    async with Web(transport=OutletTransport(outlet(long), lambda: NOON)) as web:
        assert [await town(web, path) for path in ("/early", "/late")] == [False, True]
