"""Hours and days of a name server that is down or slow, and of a robots.txt that cannot be had, in virtual time."""

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any

import pytest

from monitor.demo.virtual import VirtualLoop, VirtualTime
from monitor.fetch.addresses import Guard
from monitor.fetch.resolver import HANGS, LAST_GOOD, NoAnswer, Resolver
from monitor.fetch.robots import Robots
from monitor.fetch.urls import read_target
from monitor.model import Refused, TryLater

ADDRESS = "93.184.216.34"
DAY = 86_400.0


def virtually(main: Coroutine[Any, Any, None]) -> None:
    with asyncio.Runner(loop_factory=lambda: VirtualLoop(VirtualTime())) as runner:
        runner.run(main)


class Names:
    """A name server: whether it ``knows`` names, and how long (s) it takes; infinite: it says nothing at all."""

    def __init__(self) -> None:
        self.knows, self.takes, self.asked = True, 0.0, 0

    async def __call__(self, host: str) -> Sequence[str]:
        self.asked += 1
        await asyncio.sleep(self.takes)
        if not self.knows:
            raise OSError("no such name")
        return [ADDRESS]


@pytest.mark.parametrize("takes", [0.0, 30.0], ids=["it says no", "it says nothing"])
def test_while_the_name_server_is_down_places_are_found_for_an_hour_and_not_for_ever(takes: float) -> None:
    async def main() -> None:
        names = Names()
        resolver = Resolver(Guard(), names)
        await resolver.addresses("a.example")
        names.knows, names.takes = False, takes
        loop = asyncio.get_running_loop()
        while loop.time() < LAST_GOOD - 60:
            await asyncio.sleep(50)
            assert await resolver.addresses("a.example") == (ADDRESS,)
        await asyncio.sleep(120)
        with pytest.raises(NoAnswer):
            await resolver.addresses("a.example")

    virtually(main())


def test_a_name_that_was_not_there_is_asked_for_again_sooner_than_one_that_was() -> None:
    async def main() -> None:
        names = Names()
        names.knows = False
        resolver = Resolver(Guard(), names, fresh=600)
        with pytest.raises(NoAnswer):
            await resolver.addresses("new.example")
        names.knows = True
        await asyncio.sleep(20)
        assert await resolver.addresses("new.example") == (ADDRESS,)
        await asyncio.sleep(500)
        await resolver.addresses("new.example")
        assert names.asked == 2

    virtually(main())


@pytest.mark.parametrize(
    ("knows", "takes"), [(True, 0.0), (True, 2.0), (False, 0.0)], ids=["at once", "late", "there is none"]
)
def test_a_name_server_that_answers_is_waited_for_whatever_it_says(knows: bool, takes: float) -> None:
    async def main() -> None:
        names = Names()
        resolver = Resolver(Guard(), names)

        async def ask(*hosts: str) -> None:
            await asyncio.gather(*(resolver.addresses(host) for host in hosts), return_exceptions=True)

        names.takes = 30  # it hangs for a while, a little short of what counts
        await ask(*(f"hung-{number}.example" for number in range(HANGS - 1)))
        await asyncio.sleep(60)
        names.knows, names.takes = knows, takes
        await ask(*(f"host-{number}.example" for number in range(2 * HANGS)))
        await asyncio.sleep(5)
        names.knows, names.takes = True, 3.0
        first = asyncio.create_task(resolver.addresses("first.example"))
        await asyncio.sleep(1.5)
        assert await resolver.addresses("second.example") == await first == (ADDRESS,)

    virtually(main())


class Host:
    """A robots.txt, and how often it was asked for."""

    def __init__(self, text: str) -> None:
        self.status, self.text, self.asked = 200, text, 0

    async def __call__(self, url: str, ca_file: str) -> tuple[int, bytes]:
        self.asked += 1
        return self.status, self.text.encode()


async def check(rules: Robots) -> None:
    await rules.check(read_target("https://a.example/private", Guard()), "")


def test_a_robots_txt_that_has_changed_is_kept_from_the_next_day_on() -> None:
    async def main() -> None:
        host = Host("User-agent: *\nDisallow: /\n")
        rules = Robots(host, "story-monitor/1")
        with pytest.raises(Refused):
            await check(rules)
        host.text = ""
        await asyncio.sleep(DAY + 1)
        await check(rules)
        assert host.asked == 2

    virtually(main())


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_robots_txt_said_goes_on_while_it_cannot_be_had(status: int) -> None:
    async def main() -> None:
        shut, open_ = Host("User-agent: *\nDisallow: /\n"), Host("")
        for host in (shut, open_):
            rules = Robots(host, "story-monitor/1")
            await asyncio.gather(check(rules), return_exceptions=True)
            host.status = status
            for _ in range(40):
                await asyncio.sleep(DAY)
                if host is open_:
                    await check(rules)
                else:
                    with pytest.raises(Refused):
                        await check(rules)

    virtually(main())


def test_a_robots_txt_that_cannot_be_had_for_a_month_keeps_nobody_out_any_more() -> None:
    async def main() -> None:
        host = Host("")
        host.status = 503
        rules = Robots(host, "story-monitor/1")
        for _ in range(29):
            with pytest.raises(TryLater):
                await check(rules)
            await asyncio.sleep(DAY)
        await asyncio.sleep(2 * DAY)
        await check(rules)
        host.status, host.text = 200, "User-agent: *\nDisallow: /\n"
        await asyncio.sleep(1200)
        with pytest.raises(Refused):
            await check(rules)

    virtually(main())
