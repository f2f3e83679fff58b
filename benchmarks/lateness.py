"""Ten thousand sources at five minutes, and 200 polls a second: how late a poll is, and how late an alert."""

import argparse
import json
import sqlite3
import subprocess
import sys
import tempfile
import time
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from speed import daemon
from speed.measure import cpu_of, load, start
from speed.stories import STORIES

#: Goals: seconds that a poll may be late (p99), requests to one host at once, seconds from a request whose answer has
#: the news to the call of the webhook (p99), polls a second of the second part.
LATE, AT_ONCE, TOLD, PACE = 30.0, 2, 1.0, 200.0
#: One answer in so many has news.
NEWS = 20
#: How often the benchmark looks into the database for when sources are due (s). Far less than any interval.
LOOK = 1.5


@dataclass
class Seen:
    """What was seen of one daemon: at the other side, and of its timetable."""

    begun: float = 0.0
    ended: float = 0.0
    cpu: float = 0.0
    asked: list[tuple[int, float]] = field(default_factory=list)
    shown: dict[str, float] = field(default_factory=dict)
    told: dict[str, float] = field(default_factory=dict)
    most_at_once: int = 0
    #: source -> (polled at, due again at), in order
    due: dict[int, list[tuple[float, float]]] = field(default_factory=dict)

    @property
    def polls(self) -> int:
        """How many requests fell into the time that was watched."""
        return sum(self.begun <= at < self.ended for _, at in self.asked)

    def pace(self) -> float:
        """Polls a second that all sources come to by the time between the second and the third poll of each.

        Requests in a stretch of time say less: all sources were asked within seconds at first, so they come in waves,
        and it depends on where the stretch is cut how many waves it holds.
        """
        times: dict[int, list[float]] = {}
        for feed, at in sorted(self.asked, key=lambda one: one[1]):
            times.setdefault(feed, []).append(at)
        gaps = [(each[2] if len(each) > 2 else self.ended) - each[1] for each in times.values() if len(each) > 1]
        return len(times) * len(gaps) / sum(gaps) if gaps else 0.0

    def late(self) -> list[float]:
        """Seconds after its time that each poll came; one that has not come yet counts as far as it is late."""
        found = []
        for feed, at in self.asked:
            rows = self.due.get(feed, [])
            place = bisect_left(rows, (at, 0.0))
            if self.begun <= at < self.ended and place:
                found.append(max(0.0, at - rows[place - 1][1]))
        last = {feed: at for feed, at in self.asked if at < self.ended}
        waiting = [rows[-1][1] for feed, rows in self.due.items() if rows[-1][0] >= last.get(feed, 0.0)]
        return sorted(found + [self.ended - due for due in waiting if due < self.ended])

    def handed_over(self) -> list[float]:
        """Seconds from the request whose answer had the news to the call of the webhook, of the news that were told."""
        return sorted(self.told[key] - at for key, at in self.shown.items() if key in self.told and at >= self.begun)


def part(values: Sequence[float], share: float) -> float:
    """The value that ``share`` of the sorted values do not exceed."""
    return values[min(len(values) - 1, int(len(values) * share))] if values else 0.0


@contextmanager
def newsroom(seed: int, seen: Seen) -> Iterator[int]:
    """The other side in a process of its own; its port. What it has seen is in ``seen`` afterwards."""
    process = start(["-m", "speed.newsroom", str(seed), str(NEWS)], stdin=subprocess.PIPE)
    assert process.popen.stdout and process.popen.stdin
    try:
        yield int(process.popen.stdout.readline())
        told, _ = process.popen.communicate()
        found = json.loads(told)
        seen.asked = [(feed, at) for feed, at in found["asked"]]
        seen.shown, seen.told, seen.most_at_once = found["shown"], found["told"], found["most_at_once"]
    finally:
        process.popen.kill()
        process.popen.wait()


def look(file: Path, due: dict[int, list[tuple[float, float]]]) -> None:
    """Notes when each source is due next."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        rows = database.execute(
            "select key, polled_at, next_at from sources where lease_until is null and polled_at is not null"
        )
        for key, polled, again in rows:
            known, row = due.setdefault(int(key[2:]), []), (polled / 1e6, again / 1e6)
            if not known or known[-1] != row:
                known.append(row)


def watched(sources: int, every: float, seconds: float, *, seed: int, pollers: int) -> Seen:
    """The daemon on so many sources, watched for ``seconds`` after each source was asked once."""
    seen = Seen()
    with tempfile.TemporaryDirectory() as name, newsroom(seed, seen) as port:
        folder = Path(name)
        hook = f'[[channels]]\nkey = "hook"\nkind = "webhook"\naddress = "http://127.0.0.1:{port}/hook"\n'
        daemon.write_config(
            folder,
            port,
            sources,
            STORIES,
            every=f"{every:g}s",
            daemon=f"pollers = {pollers}\n",
            channels=hook,
            policy="cap = 10000",
        )
        with daemon.running(folder) as process:
            daemon.until_polled(folder, process)
            seen.begun, cpu = time.time(), cpu_of(process.pid)
            while time.time() < seen.begun + seconds:
                look(folder / "data" / "monitor.db", seen.due)
                time.sleep(LOOK)
            seen.ended, seen.cpu = time.time(), cpu_of(process.pid) - cpu
            time.sleep(2)  # for news of the last moment to be told
            daemon.stop(process)
            process.ended()
    return seen


def report(seen: Seen, title: str, pace: float) -> list[str]:
    """Prints what was seen; says what is below its goal."""
    late, told = seen.late(), seen.handed_over()
    polls = seen.pace() if pace else seen.polls / (seen.ended - seen.begun)
    print(
        f"{title}: {seen.polls} polls, {polls:.0f} a second, {1000 * seen.cpu / max(1, seen.polls):.2f} ms of CPU each"
    )
    print(f"  late: {part(late, 0.5):.2f} s (half), {part(late, 0.99):.2f} s (p99), {part(late, 1):.2f} s at most")
    print(f"  requests to one host at once: {seen.most_at_once} at most")
    print(
        f"  from the poll to the channel, {len(told)} alerts: {part(told, 0.5):.2f} s (half), "
        f"{part(told, 0.99):.2f} s (p99), {part(told, 1):.2f} s at most; {load()}\n",
        flush=True,
    )
    checks = (
        (part(late, 0.99) >= LATE, f"p99 of lateness {part(late, 0.99):.1f} s, goal below {LATE:g} s"),
        (seen.most_at_once > AT_ONCE, f"{seen.most_at_once} requests at once to one host, at most {AT_ONCE}"),
        (part(told, 0.99) > TOLD, f"p99 from poll to channel {part(told, 0.99):.2f} s, goal {TOLD:g} s"),
        (len(told) < 100, f"only {len(told)} alerts: too few for a p99"),
        (polls < pace * 0.97, f"{polls:.0f} polls a second, goal {pace:g}"),
    )
    return [f"{title}: {what}" for missed, what in checks if missed]


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the figures; 1 if one is below its goal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=int, default=10_000)
    parser.add_argument("--every", type=float, default=300.0, help="seconds between two polls of a source (300)")
    parser.add_argument("--seconds", type=float, default=0.0, help="how long it is watched (one interval and a fifth)")
    parser.add_argument("--pace", type=float, default=PACE, help="polls a second of the second part (200; 0: none)")
    parser.add_argument("--seed", type=int, default=1)
    options: Any = parser.parse_args(arguments)
    seconds = options.seconds or options.every * 1.2
    title = f"{options.sources} sources every {options.every:g} s"
    slow = watched(options.sources, options.every, seconds, seed=options.seed, pollers=16)
    below = report(slow, title, 0.0)
    figure = (
        f"lateness: p99 {part(slow.late(), 0.99):.1f} s, poll to channel p99 {part(slow.handed_over(), 0.99):.2f} s"
    )
    if options.pace:
        # jitter is a tenth either way, so a little more than 30 sources for each poll a second
        fast = watched(int(options.pace * 30.6), 30.0, 80.0, seed=options.seed, pollers=48)
        below += report(fast, f"{options.pace:g} polls a second", options.pace)
        figure += f"; {fast.pace():.0f} polls a second"
    print("\n".join(below) or "every figure is at or above its goal")
    print(figure)
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
