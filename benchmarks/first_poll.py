"""First poll of many feeds, everything on: how much less CPU than the plain script, and is any entry lost?"""

import argparse
import sqlite3
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from speed import daemon
from speed.feeds import breaks_off
from speed.measure import Ran, load, served, spread, start
from speed.server import host_of
from speed.stories import STORIES

#: How many times less CPU than the script, by number of stories; how much faster on two cores; how much more memory.
GOALS = {1: 7.0, STORIES: 5.0}
TWO_CORES, MEMORY = 1.6, 2.0


@dataclass
class Rounds:
    """What was measured, round by round. Ratios are to the script of the same round."""

    script: list[Ran] = field(default_factory=list)
    monitor: dict[int, list[Ran]] = field(default_factory=dict)
    one_core: list[Ran] = field(default_factory=list)
    lost: dict[str, str] = field(default_factory=dict)

    def cheaper(self, stories: int) -> list[float]:
        """How many times less CPU."""
        return [script.cpu / ours.cpu for script, ours in zip(self.script, self.monitor[stories], strict=True)]

    def memory(self) -> list[float]:
        """How many times the script's memory, with one story."""
        return [ours.pss / script.pss for script, ours in zip(self.script, self.monitor[1], strict=True)]

    def faster(self) -> list[float]:
        """How many times faster on two cores than on one, with one story."""
        return [one.wall / two.wall for one, two in zip(self.one_core, self.monitor[1], strict=True)]


def measure(feeds: int, rounds: int, port: int) -> Rounds:
    """The script first in each round, then the monitor: one story, many stories, one story on one core."""
    found = Rounds()
    for number in range(rounds):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            command = ["-m", "speed.script", "httpx", str(port), str(feeds), str(folder / "script.db")]
            script = start(command, memory=True).ended()
            if script.code:
                raise RuntimeError("the script failed")
            found.script.append(script)
            for stories in GOALS:
                ours = monitor(folder / f"with-{stories}", port, feeds, stories)
                found.monitor.setdefault(stories, []).append(ours)
            found.one_core.append(monitor(folder / "one-core", port, feeds, 1, cores=1))
            found.lost |= lost(folder / "script.db", folder / f"with-{STORIES}" / "data" / "monitor.db", port, feeds)
        told = ", ".join(f"{stories}: {found.cheaper(stories)[-1]:.1f}x" for stories in GOALS)
        print(f"round {number + 1}: script {script.cpu:.1f} s; less CPU, by stories {told}; {load()}", flush=True)
    return found


def monitor(folder: Path, port: int, feeds: int, stories: int, *, cores: int = 0) -> Ran:
    """One first poll by the monitor: from its start until every source was asked and it has ended in good order."""
    daemon.write_config(folder, port, feeds, stories)
    with daemon.running(folder, cores=cores, memory=True) as process:
        daemon.until_polled(folder, process)
        daemon.stop(process)
        return process.ended()


def lost(script: Path, ours: Path, port: int, feeds: int) -> dict[str, str]:
    """Feed -> an entry that the script has found and the monitor has not, by link or else by id.

    Where an answer broke off inside its last entry, that half counts for nothing: the monitor leaves it for the next
    poll, at which it is nearly always whole.
    """
    missing = {}
    with closing(sqlite3.connect(script)) as theirs, closing(sqlite3.connect(ours)) as mine:
        for feed in range(feeds):
            url = f"http://{host_of(feed)}:{port}/feed/{feed}"
            found = theirs.execute("select id, link from entries where feed = ? order by rowid", (url,)).fetchall()
            wanted = {link or id_ for id_, link in found[: -1 if breaks_off(feed) else None]}
            rows = mine.execute("select post_id, url from posts where source = ?", (f"f-{feed}",)).fetchall()
            left = wanted - {part for row in rows for part in row}
            if left:
                missing[f"f-{feed}"] = min(left)
    return missing


def report(found: Rounds, feeds: int) -> list[str]:
    """Prints the figures; what is below its goal."""
    below = []
    rows = [("the script", found.script), *((f"monitor, {n} stories", ran) for n, ran in found.monitor.items())]
    print(f"\n{feeds} feeds, {len(found.script)} rounds: median [least-most]")
    for name, ran in rows:
        per_feed = spread([1000 * one.cpu / feeds for one in ran], ".2f")
        wall, pss = spread([one.wall for one in ran]), spread([one.pss for one in ran], ".0f")
        print(f"  {name:<22} {per_feed} ms of CPU a feed; {wall} s by the clock; {pss} MB")
    for stories, goal in GOALS.items():
        ratios = found.cheaper(stories)
        print(f"  less CPU, {stories} {'story' if stories == 1 else 'stories'}: {spread(ratios)}x, goal {goal:g}x")
        if median(ratios) < goal:
            below.append(f"{median(ratios):.1f}x less CPU with {stories} stories, goal {goal:g}x")
    faster, memory = found.faster(), found.memory()
    print(f"  faster on two cores than on one: {spread(faster, '.2f')}x, goal {TWO_CORES:g}x")
    print(f"  memory: {spread(memory)} times the script's, at most {MEMORY:g}")
    if median(faster) < TWO_CORES:
        below.append(f"{median(faster):.2f}x faster on two cores, goal {TWO_CORES:g}x")
    if median(memory) > MEMORY:
        below.append(f"{median(memory):.1f} times the script's memory, at most {MEMORY:g}")
    below += [f"{source}: lost {entry}" for source, entry in list(found.lost.items())[:10]]
    return below


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the figures; 1 if one is below its goal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--feeds", type=int, default=1000, help="how many feeds (1000; the goals are also set for 5000)"
    )
    parser.add_argument("--rounds", type=int, default=3)
    options: Any = parser.parse_args(arguments)
    with served(options.feeds, STORIES) as port:
        found = measure(options.feeds, options.rounds, port)
    below = report(found, options.feeds)
    print("\n".join(below) or "every figure is at or above its goal")
    figures = ", ".join(f"{median(found.cheaper(stories)):.1f}x with {stories}" for stories in GOALS)
    print(f"first poll: less CPU than the plain script, by number of stories: {figures}")
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
