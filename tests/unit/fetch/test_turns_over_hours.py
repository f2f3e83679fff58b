"""Who may call, how often and for how long, to the hundredth of a second: in virtual time."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from monitor.demo.outlet import Asked
from monitor.demo.transport import OutletTransport
from monitor.demo.virtual import VirtualLoop, VirtualTime
from monitor.fetch import Web
from monitor.fetch.deadlines import Deadlines
from monitor.fetch.limits import Limits
from monitor.fetch.slots import Slots
from monitor.model import Reply, TryLater

NOON = datetime(2026, 1, 21, 12, tzinfo=UTC)


def virtually(main: Coroutine[Any, Any, None]) -> None:
    with asyncio.Runner(loop_factory=lambda: VirtualLoop(VirtualTime())) as runner:
        runner.run(main)


def now() -> float:
    return asyncio.get_running_loop().time()


# -- deadlines --------------------------------------------------------------------------------------------------------


def test_of_many_calls_at_once_each_ends_at_its_very_own_time() -> None:
    async def ends(deadlines: Deadlines, seconds: float) -> float:
        with pytest.raises(TimeoutError), deadlines.within(seconds):
            await asyncio.sleep(1000)
        return now()

    async def main() -> None:
        deadlines = Deadlines(silence=900)
        spans = random.Random(8).sample(range(1, 101), 100)
        assert await asyncio.gather(*(ends(deadlines, span) for span in spans)) == pytest.approx(spans, abs=0.01)

    virtually(main())


def test_a_call_that_is_cancelled_at_the_moment_its_time_is_over_is_cancelled() -> None:
    async def main() -> None:
        deadlines = Deadlines(silence=900)

        async def call() -> None:
            with deadlines.within(5):
                await asyncio.sleep(1000)

        task = asyncio.create_task(call())
        await asyncio.sleep(0)
        asyncio.get_running_loop().call_at(5, task.cancel)
        with pytest.raises(asyncio.CancelledError):
            await task

    virtually(main())


def test_what_a_call_brings_home_at_the_last_moment_is_kept() -> None:
    async def main() -> None:
        brought = ""
        with Deadlines(silence=900).within(5):
            with suppress(asyncio.CancelledError):
                await asyncio.sleep(1000)
            brought = "an answer"
        assert brought
        await asyncio.sleep(1)  # and nothing is left that would cancel what comes next

    virtually(main())


def test_a_call_that_waited_long_for_our_own_still_ends_in_time() -> None:
    async def main() -> None:
        deadlines, ours = Deadlines(silence=900), asyncio.Semaphore(0)
        asyncio.get_running_loop().call_later(60, ours.release)
        with pytest.raises(TimeoutError), deadlines.within(5) as deadline:
            await asyncio.sleep(2)
            await deadline.without(ours)
            await asyncio.sleep(1000)
        assert now() == pytest.approx(63, abs=0.01)

    virtually(main())


def test_our_own_work_on_an_answer_is_not_the_silence_of_the_other_side() -> None:
    async def main() -> None:
        with Deadlines(silence=2).within(100) as deadline:
            deadline.listen()
            await asyncio.sleep(1)
            deadline.heard()
            await asyncio.sleep(50)
            deadline.listen()
            with pytest.raises(asyncio.CancelledError):
                await asyncio.sleep(50)
            assert deadline.silent
        assert now() == pytest.approx(53, abs=0.01)

    virtually(main())


# -- turns ------------------------------------------------------------------------------------------------------------


async def call(slots: Slots, host: str, seconds: float, pause: float = 0.0) -> tuple[float, float]:
    """When it began and ended."""
    async with slots.taken(host, pause):
        begun = now()
        await asyncio.sleep(seconds)
    return begun, now()


async def gives_up(slots: Slots, host: str, pause: float = 0.0) -> None:
    """Waits for a slot and is cancelled meanwhile."""
    waits = asyncio.create_task(call(slots, host, 1000, pause))
    await asyncio.sleep(1)
    waits.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waits


def test_whoever_stops_waiting_for_a_turn_takes_nobody_elses_place() -> None:
    async def main() -> None:
        slots = Slots(per_host=1, calls=1)
        async with asyncio.timeout(1000):
            await call(slots, "a.example", 0, pause=30)
            await gives_up(slots, "a.example", pause=30)  # it waited for the pause
            assert (await call(slots, "a.example", 1))[0] == pytest.approx(60)
            busy = asyncio.create_task(call(slots, "b.example", 100))
            await asyncio.sleep(0)
            goes = asyncio.create_task(gives_up(slots, "a.example"))  # it waits for the one call that may run
            await asyncio.sleep(0.5)
            stays = asyncio.create_task(call(slots, "a.example", 1))  # behind that, for the host
            await gives_up(slots, "b.example")
            await goes
            assert (await stays)[0] == (await busy)[1]
        assert not slots._hosts

    virtually(main())


def test_a_host_keeps_all_its_places_while_others_have_taken_all_calls() -> None:
    async def main() -> None:
        slots = Slots(per_host=2, calls=2)
        first = asyncio.create_task(call(slots, "a.example", 100))
        other = asyncio.create_task(call(slots, "b.example", 10))
        await asyncio.sleep(1)
        second = asyncio.create_task(call(slots, "a.example", 1))
        assert (await other)[1] == pytest.approx(10)
        assert (await second)[0] == pytest.approx(10), "the two of one host run side by side"
        await first

    virtually(main())


def test_a_host_that_is_being_asked_is_not_forgotten_for_a_thousand_others() -> None:
    async def main() -> None:
        slots = Slots(per_host=1, calls=2)
        busy = asyncio.create_task(call(slots, "a.example", 1000))
        await asyncio.sleep(0)
        for number in range(1100):
            await call(slots, f"host-{number}.example", 0, pause=0.5)
            if number == 1000:
                await asyncio.sleep(1)
        assert slots.at_once("a.example", 0.0) is None
        assert len(slots._hosts) < 200, "whose pause is over is forgotten"
        await busy

    virtually(main())


def test_the_pause_that_robots_txt_asks_for_is_kept_between_two_pages() -> None:
    begun: list[float] = []

    def outlet(asked: Asked) -> Reply:
        is_rules = asked.url.endswith("/robots.txt")
        if not is_rules:
            begun.append(now())
        body = b"User-agent: *\nCrawl-delay: 7\n" if is_rules else b"x"
        return Reply(asked=asked.url, url=asked.url, status=200, headers=(), body=body, at=NOON)

    async def names(host: str) -> Sequence[str]:
        return ["93.184.216.34"]

    async def main() -> None:
        transport = OutletTransport(outlet, lambda: NOON)
        async with Web(resolver=names, transport=transport, inline=True, pause=0.25) as web:
            for _ in range(3):
                await web.get("http://a.example/news", robots=True)
        assert [later - begun[0] for later in begun] == pytest.approx([0, 7, 14], abs=0.01)

    virtually(main())


class Lasts(httpx.AsyncBaseTransport):
    """Each host answers after so many seconds as its name says; counts who was asked how often."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        host = request.url.host
        self.asked[host] += 1
        await asyncio.sleep(int(host.split("-")[0].removeprefix("s")))
        return httpx.Response(200, content=b"x")


async def asks_each(
    hosts: Sequence[str], *, calls: int, through: httpx.AsyncBaseTransport | None = None
) -> tuple[dict[str, float], dict[str, str]]:
    """All at once, in this order: when each answered, and what was said of those that did not."""
    answered, failed = dict[str, float](), dict[str, str]()

    async def ask(web: Web, host: str) -> None:
        try:
            await web.get(f"http://{host}.example/")
            answered[host] = now()
        except TryLater as problem:
            failed[host] = problem.message

    async def names(host: str) -> Sequence[str]:
        return ["93.184.216.34"]

    async with Web(resolver=names, transport=through or Lasts(), inline=True, limits=Limits(calls=calls)) as web:
        await asyncio.gather(*(ask(web, host) for host in hosts))
    return answered, failed


def test_places_that_hang_and_use_up_all_calls_make_room_for_who_waits() -> None:
    async def main() -> None:
        hangs = [f"s60-{number}" for number in range(80)]
        answered, failed = await asks_each([*hangs, "s0-well"], calls=16)
        assert answered["s0-well"] < 45, "five batches hang for some seconds each, not for half a minute"
        assert sorted(failed) == sorted(hangs)
        assert sum("others wait" in said for said in failed.values()) >= 60
        assert any("within 30 s" in said for said in failed.values()), "whom nobody waits behind has all its time"

    virtually(main())


def test_what_came_while_the_process_stood_still_is_read_though_others_wait() -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, VirtualLoop)
        loop.call_at(1.5, loop._virtual.go, 8)
        hosts = [f"s2-{number}" for number in range(40)]
        answered, failed = await asks_each(hosts, calls=16)
        assert (sorted(answered), failed) == (sorted(hosts), {})
        assert max(answered.values()) > 9.5

    virtually(main())


def test_a_few_slow_places_have_their_time_though_others_wait() -> None:
    async def main() -> None:
        slow, quick = [f"s20-{number}" for number in range(7)], [f"s1-{number}" for number in range(200)]
        answered, failed = await asks_each([*slow, *quick], calls=16)
        assert not failed
        assert len(answered) == 207

    virtually(main())


class Streams(httpx.AsyncBaseTransport):
    """A line that all share: each answer is a kilobyte every half second, for ten seconds."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        async def pieces() -> AsyncIterator[bytes]:
            for _ in range(20):
                await asyncio.sleep(0.5)
                yield bytes(1000)

        return httpx.Response(200, content=pieces())


def test_nobody_is_cut_off_for_others_while_his_answer_comes_over_a_slow_line() -> None:
    async def main() -> None:
        hosts = [f"feed-{number}" for number in range(80)]
        answered, failed = await asks_each(hosts, calls=16, through=Streams())
        assert (sorted(answered), failed) == (sorted(hosts), {})

    virtually(main())


def test_a_message_that_takes_long_is_never_cut_off_for_others() -> None:
    async def main() -> None:
        async def names(host: str) -> Sequence[str]:
            return ["93.184.216.34"]

        transport = Lasts()
        async with Web(resolver=names, transport=transport, inline=True, limits=Limits(calls=4)) as web:
            hosts = [f"s20-{number}" for number in range(12)]
            sent = [web.post(f"http://{host}.example/", content=b"{}") for host in hosts]
            asked = [web.get(f"http://{host}.example/") for host in hosts]
            told = await asyncio.gather(*sent, *asked, return_exceptions=True)
        assert all(isinstance(each, Reply) for each in told[:12])
        assert sum(isinstance(each, TryLater) for each in told[12:]) >= 4

    virtually(main())
