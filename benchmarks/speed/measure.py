"""Processor time, memory and wall time of a process with all its children, from the outside."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from compileall import compile_dir
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

HERE = Path(__file__).parents[1]
_TICK = os.sysconf("SC_CLK_TCK")


def tree(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for task in _listed(Path(f"/proc/{pid}/task")):
        for child in _read(task / "children").split():
            found += tree(int(child))
    return found


def cpu_of(pid: int) -> float:
    """User and system seconds that a process, its children and those that have ended have used so far."""
    ticks = 0
    for each in tree(pid):
        fields = _read(Path(f"/proc/{each}/stat")).rpartition(")")[2].split()
        ticks += sum(map(int, fields[11:15])) if fields else 0
    return ticks / _TICK


def pss_of(pid: int) -> float:
    """MB of memory of a process and its children; what they share counts once."""
    total = 0
    for each in tree(pid):
        for line in _read(Path(f"/proc/{each}/smaps_rollup")).splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


def _listed(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


@dataclass
class Ran:
    """What a process came to: seconds of CPU and by the clock, peak memory (PSS, MB), and what it printed."""

    cpu: float = 0.0
    wall: float = 0.0
    pss: float = 0.0
    code: int = 0
    said: str = ""


@dataclass
class Process:
    """A process that is watched from outside."""

    popen: subprocess.Popen[str]
    begun: float
    peak: float = 0.0
    _over: threading.Event = field(default_factory=threading.Event)

    @property
    def pid(self) -> int:
        """Its number."""
        return self.popen.pid

    def watch(self, every: float) -> None:
        """Looks at its memory until it has ended."""
        while not self._over.wait(every):
            self.peak = max(self.peak, pss_of(self.pid))

    def ended(self) -> Ran:
        """Waits for its end. CPU is that of the whole tree, as the system has counted it."""
        said = self.popen.stdout.read() if self.popen.stdout else ""
        _, status, used = os.wait4(self.pid, 0)
        self._over.set()
        self.popen.returncode = os.waitstatus_to_exitcode(status)
        wall = time.monotonic() - self.begun
        return Ran(used.ru_utime + used.ru_stime, wall, self.peak, self.popen.returncode, said)


def start(
    command: Sequence[str], *, cores: int = 0, memory: bool = False, env: Mapping[str, str] | None = None, **more: Any
) -> Process:
    """Starts ``python COMMAND``, on so many cores (0: all); ``memory`` is watched four times a second."""
    ours = os.sched_getaffinity(0)
    if cores:
        os.sched_setaffinity(0, sorted(ours)[:cores])  # a child begins with what its parent may use
    process = Process(
        subprocess.Popen(
            [sys.executable, *command],
            env={**_environment(), **(env or {})},
            text=True,
            **{"cwd": HERE, "stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, **more},
        ),
        time.monotonic(),
    )
    os.sched_setaffinity(0, ours)
    if memory:
        threading.Thread(target=process.watch, args=(0.25,), daemon=True).start()
    return process


def _environment() -> dict[str, str]:
    """Ours without what would change how the program runs; our modules can be found, and are compiled once and for all
    as those of an installed program are."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MONITOR_")}
    for name in list(kept):
        if name.lower() in {"http_proxy", "https_proxy", "all_proxy", "no_proxy"}:
            del kept[name]
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return {**kept, "PYTHONPATH": os.pathsep.join([str(HERE), str(HERE.parent)])}


@contextmanager
def served(feeds: int, stories: int, *, validators: bool = True) -> Iterator[int]:
    """The server of feeds, in a process of its own; its port."""
    compile_dir(HERE.parent / "monitor", quiet=2)  # or the first round would pay for it
    command = ["-m", "speed.server", str(feeds), str(stories), "yes" if validators else "no"]
    process = start(command, stdin=subprocess.PIPE)
    assert process.popen.stdout and process.popen.stdin
    try:
        yield int(process.popen.stdout.readline())
    finally:
        with suppress(OSError):
            process.popen.stdin.close()
        process.popen.wait()


def counted(port: int) -> tuple[int, int]:
    """How many feeds the server has served so far: whole, and as "not modified"."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as link:
        link.sendall(b"GET /count HTTP/1.1\r\n\r\n")
        said = b""
        while b" " not in said.partition(b"\r\n\r\n")[2]:
            said += link.recv(4096)
    whole, unchanged = said.partition(b"\r\n\r\n")[2].split()
    return int(whole), int(unchanged)


def spread(values: Sequence[float], form: str = ".1f") -> str:
    """``median [min-max]``."""
    return f"{median(values):{form}} [{min(values):{form}}-{max(values):{form}}]"


def load() -> str:
    """How busy the machine is: the load of the last minute, and its cores."""
    return f"load {os.getloadavg()[0]:.1f} on {len(os.sched_getaffinity(0))} cores"
