"""Busy days: fourteen stories with steps that look alike, as they came and with a development every three hours.

``data/days.jsonl``: 468 posts of our own on 14 made-up stories (a bank siege, five rounds of talks, a trial, a
transfer, a missing aircraft ...) in 14 languages, labelled before they were judged: short and translated echoes,
recaps, a live page, growing figures, denials. ``events``: the developments a post tells, any of them is
right; none: opinion.
Half of the stories (``dev``) were looked at while the judgement grew, the other half (``held``) was only counted.
``weeks`` is ``data/weeks.jsonl``, made busy in the same way. ``chains``: 417 more posts of our own on ten stories of
two to six weeks (a quake, a pipeline, a trial, cholera, a bank ...; ``data/chains.jsonl``), seven of them looked at.
``coverage``: 409 posts of our own, in the manner of the outlets that told them, on nine events that happened (Almaty
in January 2022, martial law in Seoul, the quake in the Atlas, a coup, banks that fell ...; ``data/coverage.jsonl``).
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import weeks
from benchmarks.novelty import Row, b_cubed, dense
from monitor.desk.posts import BrokenLine, read_posts
from monitor.desk.replay import replay
from monitor.model import New, Policy, Story

DATA = {name: Path(__file__).parent / "data" / f"{name}.jsonl" for name in ("days", "chains", "coverage")}

#: F1 not below; alerts for each development, and developments never alerted, not above. They only move to the better.
#: Where many are never alerted, each that is brings an alert more: "chains dev busy" was .9 with 18 of them.
FLOORS: Mapping[str, tuple[float, float, int]] = {
    "dev": (0.95, 1.05, 3),
    "dev busy": (0.9, 1.0, 9),
    "held": (0.91, 1.05, 6),
    "held busy": (0.88, 1.0, 9),
    "weeks busy": (0.88, 1.0, 19),
    "chains dev": (0.98, 1.07, 0),
    "chains dev busy": (0.89, 0.92, 15),
    "chains held": (0.95, 1.2, 0),
    "chains held busy": (0.82, 0.92, 6),
    "coverage dev": (0.95, 1.02, 2),
    "coverage dev busy": (0.91, 0.92, 8),
    "coverage held": (0.97, 1.12, 0),
    "coverage held busy": (0.88, 0.97, 9),
}

Stories = Mapping[str, Sequence[Row]]


@dataclass(frozen=True, kw_only=True)
class Score:
    """Developments of all stories, alerts on them, those never alerted, and the mean of the stories' B-cubed F1."""

    developments: int
    alerts: int
    missed: int
    f1: float
    faults: tuple[str, ...]

    @property
    def each(self) -> float:
        """Alerts for each development."""
        return self.alerts / self.developments


def of_days(half: str, name: str = "days") -> Stories:
    """The stories of a half of the data of this name, each in order of time, without opinion."""
    lines = DATA[name].read_bytes().splitlines()
    found: dict[str, list[Row]] = defaultdict(list)
    for post, line in zip(read_posts(lines), lines, strict=True):
        row = json.loads(line)
        if not isinstance(post, BrokenLine) and row["half"] == half and row["events"]:
            found[row["story"]].append(Row(post=post, event=row["events"][0], events=frozenset(row["events"])))
    return found


def of_weeks() -> Stories:
    """The stories of ``weeks``, without background."""
    return {
        key: [Row(post=post, event=event, events=frozenset({event})) for post, event in rows if event]
        for key, rows in weeks.stories().items()
    }


def stories(stream: str) -> Stories:
    """The stories of a stream of ``FLOORS``."""
    data = next((each for each in DATA if stream.startswith(f"{each} ")), "days")
    name, _, busy = stream.removeprefix(f"{data} ").partition(" ")
    found = of_weeks() if name == "weeks" else of_days(name, data)
    return {key: dense(rows) for key, rows in found.items()} if busy else found


def score(stream: str) -> Score:
    """Judges each story by itself, as ``monitor replay --given`` does."""
    developments = alerts = missed = 0
    f1 = []
    faults = []
    for key, rows in stories(stream).items():
        told: set[str] = set()
        laid: dict[str, int] = {}
        steps = replay([Story(key=key, title=key)], [row.post for row in rows], policy=Policy(), given=True)
        for row, step in zip(rows, steps, strict=True):
            laid[row.post.id] = step.development or 0
            if isinstance(step.verdict, New):
                alerts += 1
                first = sorted(row.events - told)
                faults += [] if first else [f"told twice {row.post.id} {row.post.title}: {step.verdict.why}"]
                told.update(first[:1])
        wanted = {row.event for row in rows}
        developments, missed = developments + len(wanted), missed + len(wanted - told)
        faults += [f"never alerted {key} {event}" for event in sorted(wanted - told)]
        f1.append(b_cubed(rows, laid))
    return Score(developments=developments, alerts=alerts, missed=missed, f1=sum(f1) / len(f1), faults=tuple(faults))


def main() -> int:
    """Prints the figures; 1 if a floor is undercut."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--faults", choices=tuple(FLOORS), help="also show each fault of a stream (not of held)")
    chosen = parser.parse_args()
    below = False
    for stream, (f1, most, missed) in FLOORS.items():
        found = score(stream)
        good = found.f1 >= f1 and found.each <= most and found.missed <= missed
        below |= not good
        if chosen.faults == stream:
            print(*found.faults, sep="\n")
        told = f"alerts per development {found.each:.2f}   never alerted {found.missed} of {found.developments}"
        print(
            f"{stream:16} F1 {found.f1:.3f}   {told}" + ("" if good else f"   BELOW THE FLOOR ({f1}, {most}, {missed})")
        )
    return int(below)


if __name__ == "__main__":
    sys.exit(main())
