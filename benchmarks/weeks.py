"""Stories of several weeks in eleven languages: alerts for each development, as told and as articles tell it.

``data/weeks.jsonl``: 437 posts of our own on 15 made-up stories (a mine, a strike, a hijacked tanker, an election, a
trial ...), labelled before they were judged; ``event`` "" is background. Three streams: as written; each post
with what its article recalls of the days before; each post declared "en-US", as many sites do. Ten of the stories
were looked at while the lexicon grew, the last five (border, ouster, ferry, doping, school) only later.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from monitor.desk.posts import BrokenLine, read_posts
from monitor.desk.replay import replay
from monitor.model import New, Policy, Post, Story

DATA = Path(__file__).parent / "data" / "weeks.jsonl"

#: Alerts for each development, and developments never alerted, not above. They only move to the better.
FLOORS: Mapping[str, tuple[float, int]] = {"as written": (1.1, 1), "recalling": (1.1, 6), "called English": (1.1, 1)}

#: How a text begins to recall, in each language of the stories.
_RECALLS = {
    "ar": "وكان قد أعلن أن ",
    "de": "Zuvor: ",
    "en": "Earlier, ",
    "es": "Cabe recordar que ",
    "fa": "پیش از این ",
    "fr": "Rappelons que ",
    "kk": "Бұған дейін хабарланғандай, ",
    "pt": "Anteriormente, ",
    "ru": "Напомним, ",
    "tr": "Daha önce ",
    "uk": "Нагадаємо, ",
}

Rows = Sequence[tuple[Post, str]]


@dataclass(frozen=True, kw_only=True)
class Score:
    """Developments, alerts on them, and those that were never alerted; ``faults`` say each in a line."""

    developments: int
    alerts: int
    missed: int
    faults: tuple[str, ...]

    @property
    def each(self) -> float:
        """Alerts for each development."""
        return self.alerts / self.developments


def stories() -> dict[str, list[tuple[Post, str]]]:
    """The posts of each story in order of time, each with its event."""
    lines = DATA.read_bytes().splitlines()
    found: dict[str, list[tuple[Post, str]]] = defaultdict(list)
    for post, line in zip(read_posts(lines), lines, strict=True):
        if not isinstance(post, BrokenLine):
            row = json.loads(line)
            found[row["story"]].append((post, row["event"]))
    return found


def recalling(rows: Rows) -> Rows:
    """Each post with up to three headlines of other events behind its text, as its language says such things."""
    told: dict[str, list[tuple[str, str]]] = defaultdict(list)
    found = []
    for post, event in rows:
        before = list(dict.fromkeys(title for of, title in told[post.lang] if of != event))[-3:]
        more = f" {_RECALLS[post.lang]}{'; '.join(before)}." if before else ""
        found.append((replace(post, text=f"{post.text}{more}".strip()), event))
        told[post.lang].append((event, post.title or post.text))
    return found


def called_english(rows: Rows) -> Rows:
    """Each post as a site has it whose software was never told in which language it writes."""
    return [(replace(post, lang="en-US"), event) for post, event in rows]


STREAMS: Mapping[str, Callable[[Rows], Rows]] = {
    "as written": lambda rows: rows,
    "recalling": recalling,
    "called English": called_english,
}


def score(stream: str) -> Score:
    """Judges each story by itself, as ``monitor replay --given`` does."""
    developments = alerts = missed = 0
    faults = []
    for key, written in stories().items():
        rows = STREAMS[stream](written)
        events = {post.id: event for post, event in rows}
        told: set[str] = set()
        for step in replay([Story(key=key, title=key)], [post for post, _ in rows], policy=Policy(), given=True):
            event = events[step.post.id]
            if isinstance(step.verdict, New) and event:
                alerts += 1
                faults += [f"told twice {step.post.id} {step.post.title}: {step.verdict.why}"] if event in told else []
                told.add(event)
        wanted = {event for event in events.values() if event}
        developments, missed = developments + len(wanted), missed + len(wanted - told)
        faults += [f"never alerted {key} {event}" for event in sorted(wanted - told)]
    return Score(developments=developments, alerts=alerts, missed=missed, faults=tuple(faults))


def main() -> int:
    """Prints the figures; 1 if a floor is undercut."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--faults", choices=tuple(STREAMS), help="also show each fault of a stream")
    chosen = parser.parse_args()
    below = False
    for stream, (most, missed) in FLOORS.items():
        found = score(stream)
        good = found.each <= most and found.missed <= missed
        below |= not good
        if chosen.faults == stream:
            print(*found.faults, sep="\n")
        told = f"alerts per development {found.each:.2f}   never alerted {found.missed} of {found.developments}"
        print(f"{stream:14} {told}" + ("" if good else f"   BELOW THE FLOOR ({most}, {missed})"))
    return int(below)


if __name__ == "__main__":
    sys.exit(main())
