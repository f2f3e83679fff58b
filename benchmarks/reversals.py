"""What is undone is new: reversals within hours are told, and their repeats, translations and backgrounds are not.

``data/reversals.jsonl``: 120 short chains of our own, of made-up people and places, written before the judgement was.
A chain is one story; ``event`` says which development a post belongs to (a later letter undoes an earlier one, or
changes its figure). Half of the chains (``dev``) are headlines with a lead; the other half (``held``) are messages
without a title, of other acts, and nothing was tuned on them. In half of each nothing is undone: paraphrases,
translations, headlines that recall the past, quotes of a denial, rounded figures, a slip of digits.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from monitor.desk.posts import BrokenLine, read_posts
from monitor.desk.replay import Step, replay
from monitor.model import New, Policy, Post, Story

DATA = Path(__file__).parent / "data" / "reversals.jsonl"

#: A story without keywords: every post of a chain is given to it.
STORY = Story(key="chain", title="A chain")

#: Reversals told not below; repeats told again, and those laid to another development, not above. They only move to
#: the better.
FLOORS: Mapping[str, tuple[int, int, int]] = {"dev": (33, 2, 0), "held": (32, 6, 0)}


@dataclass(frozen=True, kw_only=True)
class Chain:
    """Posts in order of time, each with the development it belongs to."""

    name: str
    half: str
    posts: tuple[Post, ...]
    events: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Score:
    """Of the ``reversals`` so many were ``told``; of the ``repeats`` so many were ``alerted`` although told before.

    ``astray``: repeats that were laid to another development than their own. ``faults`` say each in a line.
    """

    reversals: int = 0
    told: int = 0
    repeats: int = 0
    alerted: int = 0
    astray: int = 0
    faults: tuple[str, ...] = ()


def chains(half: str) -> list[Chain]:
    """The chains of a half, in order of the file."""
    lines = DATA.read_bytes().splitlines()
    rows = [json.loads(line) for line in lines]
    posts = [post for post in read_posts(lines) if not isinstance(post, BrokenLine)]
    found: dict[str, list[tuple[Post, str]]] = defaultdict(list)
    for post, row in zip(posts, rows, strict=True):
        if row["half"] == half:
            found[row["chain"]].append((post, row["event"]))
    return [
        Chain(name=name, half=half, posts=tuple(post for post, _ in both), events=tuple(event for _, event in both))
        for name, both in found.items()
    ]


def score(found: Sequence[Chain]) -> Score:
    """Judges each chain by itself, as ``monitor replay --given`` does."""
    reversals = told = repeats = alerted = astray = 0
    faults: list[str] = []
    for chain in found:
        steps = list(replay([STORY], chain.posts, policy=Policy(), given=True))
        opened: dict[str, int | None] = {}
        for event, step in zip(chain.events, steps, strict=True):
            new = isinstance(step.verdict, New)
            if event not in opened:
                opened[event] = step.development if new else None
                if len(opened) > 1:
                    reversals, told = reversals + 1, told + new
                    faults += [] if new else [_fault(chain, "buried", step)]
                continue
            repeats += 1
            if new:
                faults.append(_fault(chain, "told twice" if opened[event] else "told late", step))
                alerted += opened[event] is not None
                opened[event] = opened[event] or step.development
            elif step.development != opened[event]:
                astray += 1
                faults.append(_fault(chain, "astray", step))
    return Score(reversals=reversals, told=told, repeats=repeats, alerted=alerted, astray=astray, faults=tuple(faults))


def _fault(chain: Chain, what: str, step: Step) -> str:
    why = step.verdict.why if step.verdict else ""
    return f"{what:10} {step.post.id:22} {step.post.lang} {(step.post.title or step.post.text)[:60]} | {why}"


def line(half: str, found: Score) -> str:
    """One line of figures."""
    return (
        f"{half:5} reversals told {found.told} of {found.reversals}   repeats told again {found.alerted} of "
        f"{found.repeats}   laid to another development {found.astray}"
    )


def main() -> int:
    """Prints the figures; 1 if a floor is undercut."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--faults", metavar="HALF", help="also show each fault of a half (look at dev only)")
    chosen = parser.parse_args()
    below = False
    for half, floor in FLOORS.items():
        found = score(chains(half))
        good = found.told >= floor[0] and found.alerted <= floor[1] and found.astray <= floor[2]
        below |= not good
        if chosen.faults == half:
            print(*found.faults, sep="\n")
        print(line(half, found) + ("" if good else f"   BELOW THE FLOOR {floor}"))
    return int(below)


if __name__ == "__main__":
    sys.exit(main())
