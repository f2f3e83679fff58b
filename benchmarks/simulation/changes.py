"""What people do to the configuration of a running daemon, drawn beforehand from the seed."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from benchmarks.simulation.plan import DAY, HOUR, MINUTE, ZONES, Plan
from benchmarks.simulation.words import STORIES

#: What is done to a source, a story, a channel, a digest, a file. What "stays" is never undone.
OF_SOURCE = ("taken out", "switched off", "renamed", "moved")
OF_STORY = ("paused", "taken out", "renamed")
STAYS = frozenset({"renamed", "moved", "digest"})

#: The channel that is taken out now and then; the other one is where the books read what was told.
CHANNEL = "slack"


@dataclass(frozen=True, kw_only=True)
class Change:
    """``what`` is done to ``subject`` (the key of a spot, story or digest) at ``start`` and undone at ``end``.

    ``value`` is the new hour of a digest ("cron zone").
    """

    of: str
    what: str
    subject: str
    start: datetime
    end: datetime
    value: str = ""

    @property
    def stays(self) -> bool:
        """Whether it is never undone."""
        return self.what in STAYS


def draw_changes(plan: Plan) -> tuple[Change, ...]:
    """The changes of a plan, by their beginnings. No two of one subject overlap, and all is put back a day before the
    end. Drawn apart from the plan, so that the rest of a seed's world is what it was before there were changes."""
    rng = random.Random(f"{plan.seed}/changes")
    found: list[Change] = []
    for spot in plan.spots:
        what = OF_SOURCE if spot.kind == "feed" else OF_SOURCE[:-1]
        found += _of(rng, plan, "source", what, spot.key, 15 * DAY)
    for story in STORIES[1:]:  # one story is followed all the time: a configuration without any is refused
        found += _of(rng, plan, "story", OF_STORY, story.key, 8 * DAY)
    found += _of(rng, plan, "channel", ("taken out",), CHANNEL, 9 * DAY)
    found += _of(rng, plan, "file", ("broken",), "sources.toml", 7 * DAY)
    found += _of(rng, plan, "digest", ("digest",), "evening", 9 * DAY)
    return tuple(sorted(found, key=lambda change: (change.start, change.of, change.subject)))


def _of(rng: random.Random, plan: Plan, of: str, whats: Sequence[str], subject: str, apart: timedelta) -> list[Change]:
    quiet, at, found = plan.end - DAY, plan.start, list[Change]()
    while (at := at + apart * rng.expovariate(1)) < quiet:
        what = rng.choice(whats)
        # nothing else that is changed takes effect while a file is broken
        lasts = HOUR * rng.choice((0.2, 1, 5) if what == "broken" else (0.2, 1, 5, 30, 60, 200))
        value = f"{rng.randrange(60)} {rng.randrange(24)} * * *|{rng.choice(ZONES)}" if what == "digest" else ""
        stays = what in STAYS
        if (end := at + (MINUTE if stays else lasts)) >= quiet:
            continue
        found.append(Change(of=of, what=what, subject=subject, start=at, end=end, value=value))
        at = end + HOUR
    return found
