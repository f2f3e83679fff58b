"""Two daemons on one database share the work: nothing is polled twice, nothing is told twice, nothing is left."""

import asyncio
import json
import signal
from collections import Counter
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from loopback import GOODS, a_loopback, start, until

from monitor.desk.alive import is_alive
from monitor.store.engine import open_engine
from monitor.store.presence import sign_of
from monitor.store.reading import reading
from monitor.store.session import sign_in

#: So few that their host takes all of them from one daemon and has time left: both daemons find some that are due.
FEEDS = 6


def says_that_it_lives(url: str) -> bool:
    """Whether one of the daemons says so where it does not have to write."""
    engine = open_engine(url)
    with reading(engine) as door:
        alive = is_alive(sign_of(url) or sign_in(door), datetime.now(UTC))
    engine.dispose()
    return alive


def polled(log: Path) -> Counter[str]:
    """How many polls each daemon has made, by its id."""
    lines = [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{") and line.endswith("}")]
    return Counter(line["poll"].partition("/")[0] for line in lines if line["event"] == "polled")


def shares(folders: list[Path]) -> list[int]:
    """How many polls each daemon has made."""
    return [sum(polled(folder / "log").values()) for folder in folders]


async def test_two_daemons_share_one_database_without_a_double(database_url: str, tmp_path: Path) -> None:  # 49, 65
    async with a_loopback(FEEDS) as world:
        folders = [tmp_path / "a", tmp_path / "b"]
        configs = [world.write_config(folder, database_url) for folder in folders]
        daemons = [await start(config) for config in configs]
        try:
            await until(lambda: len(world.asked) == FEEDS, "every feed was asked")
            for number, word in enumerate(GOODS):
                world.publish(word, feed=number % FEEDS)
                await asyncio.sleep(0.7)
            expected = {(sink, word) for sink in ("slack", "hook") for word in GOODS}
            await until(lambda: set(world.told()) == expected, "all is told")
            await asyncio.sleep(6)
            await until(lambda: min(shares(folders)) >= 5, "both have their share")
            assert says_that_it_lives(database_url)
            for daemon in daemons:
                daemon.send_signal(signal.SIGTERM)
            assert [await asyncio.wait_for(daemon.wait(), 20) for daemon in daemons] == [0, 0]
        finally:
            for daemon in daemons:
                if daemon.returncode is None:
                    daemon.kill()
                    await daemon.wait()
    assert not says_that_it_lives(database_url)
    assert set(world.told().values()) == {1}
    assert not world.hook.repeats
    warned = sum("another daemon runs on this database file" in (folder / "log").read_text() for folder in folders)
    assert warned == (1 if database_url.startswith("sqlite") else 0)
    for number, times in world.asked.items():
        gaps = [later - sooner for sooner, later in pairwise(times)]
        assert min(gaps) > 4, f"feed {number} was asked twice: {gaps}"
