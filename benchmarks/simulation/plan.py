"""All that will happen in a world, drawn beforehand from one seed: what the daemon does changes none of it."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from benchmarks.simulation.words import STORIES, tell

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

#: Of so many sources one is of each of these kinds; all others are feeds.
KINDS = ("feed", "feed", "telegram", "feed", "x", "feed", "feed", "page", "feed", "telegram", "feed", "feed")

#: So many listings the one site of pages has, each in a language of its own.
LANGUAGES = 3

#: What any place may do. The sources of all of them are told as ill, some at once, some when it has lasted.
ANY = ("unreachable", "silent", "slow", "down", "limited", "captcha", "gone", "lost")
#: What only places of a kind do besides.
OWN = {
    "feed": (
        "html", "empty", "frozen", "cut", "broken", "lying_etag", "new_ids", "no_validators", "one_guid", "twice",
        "archive",
    ),
    "telegram": (),
    "x": (),
    "page": ("layout",),
}  # fmt: skip

HANDOVERS = ("collected", "matched", "taken_in", "before_send", "sent_not_marked", "marked")
ZONES = ("Europe/Paris", "Asia/Almaty", "America/New_York", "UTC")


@dataclass(frozen=True, kw_only=True)
class Item:
    """Something published at one place. ``story`` is the one it belongs to, ``edited_story`` from the edit on."""

    number: int
    at: datetime
    title: str
    text: str
    story: str = ""
    edited_at: datetime | None = None
    edited_text: str = ""
    edited_story: str = ""
    gone_at: datetime | None = None

    def text_at(self, at: datetime) -> str:
        """Its text as it stands at a moment."""
        return self.edited_text if self.edited_at is not None and self.edited_at <= at else self.text


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """Something is wrong from ``start`` to ``end``; ``size`` is seconds, a count, or how wrong a clock is (s)."""

    what: str
    start: datetime
    end: datetime
    size: int = 0


@dataclass(frozen=True, kw_only=True)
class Spot:
    """One source: its kind, what it publishes, what goes wrong with it."""

    key: str
    kind: str
    items: tuple[Item, ...]
    troubles: tuple[Trouble, ...]


@dataclass(frozen=True, kw_only=True)
class Crash:
    """From ``after`` on the power goes at the n-th time that the daemon comes to ``where``; it is back after ``off``.

    ``where`` is a hand-over, "statement" (before an SQL statement), or "stop" (it is stopped in good order).
    """

    after: datetime
    where: str
    nth: int
    off: timedelta


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A world from ``start`` to ``end``. Nothing new goes wrong in its last day, so that all can be settled."""

    seed: int
    start: datetime
    end: datetime
    every: timedelta
    zone: str
    spots: tuple[Spot, ...]
    network: tuple[Trouble, ...]
    crashes: tuple[Crash, ...]
    clock: tuple[Trouble, ...]
    store: tuple[Trouble, ...]
    sinks: dict[str, tuple[Trouble, ...]]


def draw(seed: int, *, days: int, sources: int, every: timedelta) -> Plan:
    """The plan of a seed."""
    rng = random.Random(seed)
    start = datetime(2026, 1, 1, tzinfo=UTC) + DAY * rng.randrange(365)
    end = start + DAY * days
    quiet = end - DAY
    spots = _spots(rng, sources, start, end, quiet)
    network = tuple(_troubles(rng, start, quiet, 12 * DAY, _outage))
    return Plan(
        seed=seed,
        start=start,
        end=end,
        every=every,
        zone=rng.choice(ZONES),
        spots=_with_outages(rng, spots, network, start, quiet),
        network=network,
        crashes=tuple(_crashes(rng, start, quiet)),
        clock=tuple(_troubles(rng, start, quiet, 6 * DAY, _clock_trouble)),
        store=tuple(_troubles(rng, start, quiet, 8 * DAY, _store_trouble)),
        sinks={name: tuple(_troubles(rng, start, quiet, 3 * DAY, _sink_trouble)) for name in ("slack", "mail")},
    )


def _spots(rng: random.Random, sources: int, start: datetime, end: datetime, quiet: datetime) -> list[Spot]:
    kinds = [KINDS[number % len(KINDS)] for number in range(sources)]
    pages = [number for number, kind in enumerate(kinds) if kind == "page"]
    for number in pages[LANGUAGES:]:
        kinds[number] = "feed"
    items: list[list[Item]] = [_published(rng, start, end) for _ in kinds]
    _copy(rng, items, end)
    return [
        Spot(
            key=f"{kind}-{number + 1:02}",
            kind=kind,
            items=tuple(
                replace(item, number=count + 1)
                for count, item in enumerate(sorted(items[number], key=lambda item: (item.at, item.title)))
            ),
            troubles=_place_troubles(rng, kind, start, quiet),
        )
        for number, kind in enumerate(kinds)
    ]


def _published(rng: random.Random, start: datetime, end: datetime) -> list[Item]:
    """What one place publishes, also in the days before the daemon is started (one in five begins empty)."""
    pace = timedelta(hours=rng.uniform(2, 30))
    at = start + pace if rng.random() < 0.2 else start - rng.uniform(3, 40) * pace
    items = []
    while (at := at + pace * rng.expovariate(1)) < end:
        # feeds and preview pages tell whole seconds
        items.append(_item(rng, at.replace(microsecond=0)))
    return items


def _item(rng: random.Random, at: datetime) -> Item:
    story = rng.choice(STORIES).key if rng.random() < 0.06 else ""
    title, text = tell(rng, story)
    item = Item(number=0, at=at, title=title, text=text, story=story)
    if rng.random() < 0.03:
        later, more = rng.choice(STORIES).key if not story and rng.random() < 0.3 else "", tell(rng, "")[1]
        said = f"{tell(rng, later)[0]}. {more}" if later else more
        edited = f"{text} {said}"
        hours = rng.uniform(0.5, 6)
        return replace(item, edited_at=at + HOUR * hours, edited_text=edited, edited_story=story or later)
    if rng.random() < 0.02:
        return replace(item, gone_at=at + HOUR * rng.uniform(1, 40))
    return item


def _copy(rng: random.Random, items: list[list[Item]], end: datetime) -> None:
    """Other places bring the same news a while later."""
    for number, published in enumerate(list(items)):
        for item in [item for item in published if item.story and rng.random() < 0.4]:
            other = rng.randrange(len(items))
            at = (item.at + MINUTE * rng.uniform(5, 300)).replace(microsecond=0)
            if other != number and at < end:
                items[other].append(Item(number=0, at=at, title=item.title, text=item.text, story=item.story))


def _place_troubles(rng: random.Random, kind: str, start: datetime, end: datetime) -> tuple[Trouble, ...]:
    def one(rng: random.Random, at: datetime) -> Trouble:
        what = rng.choice(ANY + OWN[kind] if rng.random() < 0.7 or not OWN[kind] else OWN[kind])
        lasts = HOUR * rng.choice((1, 2, 3, 5, 8, 12, 20, 48))
        return Trouble(what=what, start=at, end=at + lasts, size=rng.choice((60, 600, 3_600, 7_200)))

    return tuple(_troubles(rng, start, end, 5 * DAY, one))


def _with_outages(
    rng: random.Random, spots: Sequence[Spot], away: Sequence[Trouble], start: datetime, end: datetime
) -> tuple[Spot, ...]:
    """Now and then nothing can be reached; and one place dies for a month and returns."""
    died = rng.randrange(len(spots))
    length = min(30 * DAY, (end - start) * 0.4)
    death = start + (end - start) * rng.uniform(0.1, 0.5)
    month = Trouble(what="unreachable", start=death, end=death + length)
    placed = []
    for number, spot in enumerate(spots):
        mine = [*away, month] if number == died else away
        others = [one for one in spot.troubles if not any(one.start < two.end and two.start < one.end for two in mine)]
        merged: list[Trouble] = []
        for one in sorted([*others, *mine], key=lambda each: each.start):
            if merged and one.start < merged[-1].end:
                merged[-1] = replace(merged[-1], end=max(merged[-1].end, one.end))
            else:
                merged.append(one)
        placed.append(replace(spot, troubles=tuple(merged)))
    return tuple(placed)


def _troubles(
    rng: random.Random,
    start: datetime,
    end: datetime,
    apart: timedelta,
    one: Callable[[random.Random, datetime], Trouble],
) -> Iterator[Trouble]:
    """Troubles that do not overlap, ``apart`` from each other on average, all over by ``end``."""
    at = start
    while (at := at + apart * rng.expovariate(1)) < end:
        trouble = one(rng, at)
        if trouble.end < end:
            yield trouble
            at = trouble.end


def _outage(rng: random.Random, at: datetime) -> Trouble:
    return Trouble(what="unreachable", start=at, end=at + HOUR * rng.choice((1, 4, 9)))


def _clock_trouble(rng: random.Random, at: datetime) -> Trouble:
    wrong = rng.choice((90, -90, 3_600, -3_600, 3_600, -3_600, 259_200, -259_200, 31_536_000))
    return Trouble(what="wrong", start=at, end=at + MINUTE * rng.choice((10, 60, 240, 720)), size=wrong)


def _store_trouble(rng: random.Random, at: datetime) -> Trouble:
    if rng.random() < 0.5:
        return Trouble(what="full", start=at, end=at + MINUTE * rng.choice((10, 60, 300)))
    return Trouble(what="locked", start=at, end=at + MINUTE * rng.choice((1, 5, 20)))


def _sink_trouble(rng: random.Random, at: datetime) -> Trouble:
    what = rng.choice(("down", "limited", "stall", "refuse", "drop", "drop"))
    lasts = MINUTE * rng.choice((5, 20, 60, 300, 600))
    if rng.random() < 0.05:
        lasts = 60 * HOUR
    return Trouble(what=what, start=at, end=at + lasts, size=rng.randint(1, 2))


def _crashes(rng: random.Random, start: datetime, end: datetime) -> Iterator[Crash]:
    at = start
    while (at := at + 3 * DAY * rng.expovariate(1)) < end:
        # the place first, then which time there: drawn over all times, the rare ones would hardly ever be met
        where = rng.choice((*HANDOVERS, "sent_not_marked", "statement", "statement", "stop"))
        nth = rng.randint(1, 40) if where == "statement" else 1 if where == "stop" else rng.randint(1, 4)
        off = timedelta(seconds=5) if rng.random() < 0.7 else HOUR * rng.choice((0.2, 1, 1, 3, 30))
        yield Crash(after=at, where=where, nth=nth, off=off)
