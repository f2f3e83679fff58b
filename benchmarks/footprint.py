"""What the monitor costs a small server: memory, idle processor time, time to the first poll, and room on the disk."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from speed import daemon
from speed.measure import HERE, counted, cpu_of, load, pss_of, served, spread

#: Sources of a newsroom, and the stories that come with ``monitor init``, in four languages.
SOURCES = 50
STARTER = HERE.parent / "config" / "stories"

#: An idle daemon is watched for so long, after so long in which it gets over its start (s).
WATCHED, SETTLING = 30.0, 20.0

#: Polls of each source after which its memory is looked at.
POLLS = 5

#: What brings packages in is none of what is brought in.
INSTALLERS = {"pip", "setuptools", "pkg_resources", "_distutils_hack", "wheel"}


@dataclass(frozen=True)
class Figure:
    """One thing that is measured: what it came to in each round, and what it may come to at most."""

    name: str
    unit: str
    goal: float
    values: tuple[float, ...]
    form: str = ".1f"
    #: by the clock of a machine that others use as well nothing can be judged
    is_judged: bool = True

    @property
    def is_over(self) -> bool:
        """Whether the goal is missed."""
        return self.is_judged and median(self.values) > self.goal

    def __str__(self) -> str:
        note = "" if self.is_judged else " (not judged: others use this machine)"
        return f"{self.name}: {spread(self.values, self.form)} {self.unit}, goal at most {self.goal:g}{note}"


def config(folder: Path, port: int, every: str) -> None:
    """A folder with 50 sources and the starter's stories."""
    daemon.write_config(folder, port, SOURCES, 0, every=every)
    for story in STARTER.glob("*.toml"):
        shutil.copy(story, folder / "config" / "stories")


def busy(port: int) -> tuple[float, float, float]:
    """Seconds from the start to the first poll, by the clock and of processor time, and MB (PSS, all processes) after a
    few polls of each source."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        config(folder, port, "5s")
        before = sum(counted(port))
        with daemon.running(folder) as process:
            while sum(counted(port)) == before:
                _still_there(process.popen, folder)
                time.sleep(0.02)
            first, used = time.monotonic() - process.begun, cpu_of(process.pid)
            while sum(counted(port)) < before + POLLS * SOURCES:
                _still_there(process.popen, folder)
                time.sleep(0.2)
            return first, used, pss_of(process.pid)


def idle(port: int) -> float:
    """Percent of a core of a daemon whose next poll is far off."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        config(folder, port, "1d")
        with daemon.running(folder) as process:
            daemon.until_polled(folder, process)
            time.sleep(SETTLING)
            before, begun = cpu_of(process.pid), time.monotonic()
            time.sleep(WATCHED)
            return 100 * (cpu_of(process.pid) - before) / (time.monotonic() - begun)


def _still_there(process: "subprocess.Popen[str]", folder: Path) -> None:
    if process.poll() is not None:
        raise RuntimeError((folder / "log.jsonl").read_text()[-3000:])


def installed() -> float:
    """MB on disk of the packages that ``pip install story-monitor`` brings into an empty environment; prints the ten
    biggest."""
    with tempfile.TemporaryDirectory() as name:
        wheels, fresh = Path(name) / "wheels", Path(name) / "fresh"
        _run([sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", str(wheels), str(HERE.parent)])
        _run([sys.executable, "-m", "venv", str(fresh)])
        (wheel,) = wheels.glob("*.whl")
        _run([str(fresh / "bin" / "python"), "-m", "pip", "install", "--quiet", str(wheel)])
        (site,) = fresh.glob("lib/python*/site-packages")
        sizes = sizes_of(site)
    for package, size in sizes.most_common(10):
        print(f"  {size / 1e6:6.1f} MB  {package}")
    return sum(sizes.values()) / 1e6


def sizes_of(site: Path) -> Counter[str]:
    """Bytes on disk by package, as the file system counts them; installers left out."""
    sizes: Counter[str] = Counter()
    for path in site.rglob("*"):
        top = path.relative_to(site).parts[0]
        name = top.partition(".")[0].partition("-")[0]
        if path.is_file() and name not in INSTALLERS:
            sizes[name] += path.lstat().st_blocks * 512
    return sizes


def _run(command: Sequence[str]) -> None:
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr[-2000:]}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the figures; 1 if one is over its goal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-install", action="store_true", help="leave the install out: it needs a package index")
    options: Any = parser.parse_args(arguments)
    print(f"{SOURCES} sources of 35 entries, the starter's stories: median [least-most] of {options.rounds} rounds\n")
    firsts, starts, memories, idles = [], [], [], []
    alone = os.getloadavg()[0] < 0.5 * len(os.sched_getaffinity(0))
    with served(SOURCES, 1) as port:
        for number in range(options.rounds):
            first, used, memory = busy(port)
            firsts.append(first)
            starts.append(used)
            memories.append(memory)
            idles.append(idle(port))
            said = f"{first:.2f} s ({used:.2f} s of processor time), {memory:.0f} MB, {idles[-1]:.2f} %"
            print(f"round {number + 1}: {said}; {load()}", flush=True)
    figures = [
        Figure("memory, worker included", "MB", 250, tuple(memories), ".0f"),
        Figure("idle", "% of a core", 1, tuple(idles), ".2f"),
        Figure("of processor time to the first poll", "s", 2, tuple(starts), ".2f"),
        Figure("by the clock to the first poll", "s", 2, tuple(firsts), ".2f", is_judged=alone),
    ]
    if not options.no_install:
        print("\nan install, the biggest packages:", flush=True)
        figures.append(Figure("base install", "MB", 225, (installed(),), ".0f"))
    print("", *figures, "", sep="\n")
    over = [figure.name for figure in figures if figure.is_over]
    print("\n".join(f"over its goal: {name}" for name in over) or "every figure keeps its goal")
    print("footprint: " + ", ".join(f"{median(one.values):{one.form}} {one.unit} {one.name}" for one in figures))
    return 1 if over else 0


if __name__ == "__main__":
    os.environ.pop("MONITOR_DATABASE_URL", None)
    sys.exit(main())
