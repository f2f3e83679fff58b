"""Polls that bring nothing new: how much less CPU than the plain scripts, with validators (304) and without."""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from speed import daemon
from speed.measure import counted, cpu_of, load, served, spread, start
from speed.stories import STORIES

#: The monitor is watched for so long in a round (s), after so long in which it gets over its start.
WATCHED, SETTLING = 15.0, 4.0


@dataclass(frozen=True)
class Kind:
    """One kind of server, the script it is measured against, and how many times less CPU the monitor must use."""

    name: str
    script: str
    validators: bool
    goal: float


KINDS = (
    Kind("304s, against requests one after the other", "requests", True, 3.0),
    Kind("no validators, against httpx and feedparser", "httpx", False, 15.0),
)


def by_script(kind: Kind, port: int, feeds: int, database: Path) -> float:
    """Milliseconds of CPU a feed of a script's poll; its start-up and imports are left out."""
    command = ["-m", "speed.script", kind.script, str(port), str(feeds), str(database)]
    ran = start(command).ended()
    if ran.code:
        raise RuntimeError(f"the script failed: {ran.said}")
    return 1000 * float(ran.said.split()[-1]) / feeds


def by_monitor(kind: Kind, port: int, feeds: int, folder: Path) -> tuple[float, float]:
    """Milliseconds of CPU a poll of the running daemon with all its processes, and polls a second."""
    begun = sum(counted(port))
    with daemon.running(folder) as process:
        daemon.until_polled(folder, process)
        ends = time.monotonic() + 120
        # each was asked by this very process, and half of them again: what only a first time costs is over
        while sum(counted(port)) < begun + feeds + feeds // 2 and time.monotonic() < ends:
            time.sleep(0.2)
        time.sleep(SETTLING)
        before, cpu, at = counted(port), cpu_of(process.pid), time.monotonic()
        time.sleep(WATCHED)
        after, used, took = counted(port), cpu_of(process.pid) - cpu, time.monotonic() - at
        daemon.stop(process)
        process.ended()
    whole, unchanged = after[0] - before[0], after[1] - before[1]
    # few ask without validators at this time: where an answer broke off, the next is wanted whole
    if not whole + unchanged or (whole if kind.validators else unchanged) > (whole + unchanged) / 100:
        raise RuntimeError(f"{whole} whole and {unchanged} unmodified answers: not what is to be measured")
    return 1000 * used / (whole + unchanged), (whole + unchanged) / took


def measure(kind: Kind, feeds: int, rounds: int, every: str) -> list[float]:
    """How many times less CPU, round by round; the script first in each."""
    ratios, costs, references, paces = [], [], [], []
    with tempfile.TemporaryDirectory() as name, served(feeds, STORIES, validators=kind.validators) as port:
        folder = Path(name)
        by_script(kind, port, feeds, folder / "script.db")  # the first poll of the script; the monitor's is below
        daemon.write_config(folder, port, feeds, 1, every=every)
        for number in range(rounds):
            references.append(by_script(kind, port, feeds, folder / "script.db"))
            cost, pace = by_monitor(kind, port, feeds, folder)
            costs.append(cost)
            paces.append(pace)
            ratios.append(references[-1] / cost)
            print(f"round {number + 1}: {references[-1]:.2f} against {cost:.2f} ms; {load()}", flush=True)
    print(f"{kind.name}: {spread(references, '.2f')} ms of CPU a poll against {spread(costs, '.2f')} ms")
    print(f"  {spread(ratios)}x less CPU, goal {kind.goal:g}x; at {spread(paces, '.0f')} polls a second\n", flush=True)
    return ratios


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the figures; 1 if one is below its goal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=1000, help="how many feeds (1000)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--every", default="10s", help="how often the monitor asks each of them (10s)")
    options: Any = parser.parse_args(arguments)
    print(f"{options.feeds} feeds of 35 entries: median [least-most] of {options.rounds} rounds\n")
    figures = [median(measure(kind, options.feeds, options.rounds, options.every)) for kind in KINDS]
    below = [kind for kind, figure in zip(KINDS, figures, strict=True) if figure < kind.goal]
    print("\n".join(f"below its goal: {kind.name}" for kind in below) or "every figure is at or above its goal")
    told = ", ".join(f"{figure:.1f}x {kind.name}" for kind, figure in zip(KINDS, figures, strict=True))
    print(f"nothing changed: less CPU: {told}")
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
