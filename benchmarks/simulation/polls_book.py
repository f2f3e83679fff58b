"""No source waits longer than it should, none is asked too often; every blindness is told once and recovered once."""

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from benchmarks.simulation.place import AT_ONCE, IN_TIME, PERHAPS, UNREACHED, Ask, Place
from benchmarks.simulation.plan import HOUR, MINUTE
from benchmarks.simulation.times import SETTLED, WATCH, Book, Times, delivery_of, moment
from benchmarks.simulation.world import World
from monitor.model import Message

#: What a poll may come later than it should: pumps look every ten minutes, slots and slow places take their time.
LATE = 15 * MINUTE
#: Longest back-off: of a place that answers, of one that nobody can reach.
LONGEST, LONGEST_UNREACHED = 6 * HOUR, 30 * MINUTE
#: A place that wants to be left alone for longer is told sooner than at its third failure.
PUT_OFF = 2 * HOUR


@dataclass
class Episode:
    """A stretch in which a place could not be read: its failed polls so far."""

    since: datetime
    asks: list[Ask] = field(default_factory=list)


class PollsBook(Book):
    """Holds what was asked, and what the operator was told, against what the places did."""

    def __init__(self, world: World, times: Times) -> None:
        super().__init__()
        self._world, self._times = world, times
        self._last: dict[str, Ask] = {}
        self._failing: Counter[str] = Counter()
        self._episode: dict[str, Episode] = {}
        self._told: dict[str, str] = defaultdict(str)
        self._least: Counter[str] = Counter()
        self._most: Counter[str] = Counter()
        self._tellings: Counter[str] = Counter()
        self._read_to = 0

    def check(self, store: sqlite3.Connection, now: datetime, *, final: bool) -> None:
        """Looks at the polls and notices since the last look. ``final``: every place must be well, and told so."""
        self.wrong = []
        for place in self._world.places:
            for ask in place.asks:
                self.counts["polls"] += 1
                if (before := self._last.get(place.key)) is not None:
                    self._gap(place, before, ask.at)
                self._last[place.key] = ask
                self._follow(place, ask)
            if place.key in self._last:
                self._gap(place, self._last[place.key], now, still_waiting=True)
            place.asks = []
        self._notices(store)
        if final:
            self._all_well(store)

    def _gap(self, place: Place, before: Ask, at: datetime, *, still_waiting: bool = False) -> None:
        gap, every = at - before.at, self._world.plan.every
        disturbed = self._times.within(before.at - SETTLED, at)
        # a clock set back by less than has gone by makes the source wait for so much longer, at most twice
        most = self._longest_wait(place, before) + min(every, self._times.set_back(before.at, at))
        configuration = self._world.configuration
        away = configuration.away("source", place.key, before.at, at)
        if gap - self._times.length(before.at, at) - away > most + LATE * (1 + len(disturbed)):
            self.wrong.append(
                f"{place.key} was not polled from {before.at:%m-%d %H:%M} ({before.what or 'well'}) "
                f"to {at:%m-%d %H:%M}, longer than {most}"
            )
        if still_waiting or disturbed or before.what in UNREACHED:
            return  # when one place can be reached again, the others are asked at once
        if configuration.touched("source", place.key, before.at, at):
            return  # so is one that is put back, or stands elsewhere now
        least = timedelta(seconds=before.size) if before.what == "limited" else every * 0.85
        if gap < least:
            self.wrong.append(f"{place.key} was asked at {before.at:%m-%d %H:%M:%S} and again {gap} later")

    def _longest_wait(self, place: Place, before: Ask) -> timedelta:
        every = self._world.plan.every
        if before.what in UNREACHED:
            return max(LONGEST_UNREACHED, every) * 1.1
        if before.what not in AT_ONCE | IN_TIME | PERHAPS:
            return every * 1.1
        # a broken feed may have been read or not: as if it had failed ever since
        failures = 12 if before.what in PERHAPS else min(self._failing[place.key], 12)
        wait: timedelta = max(min(every * 2**failures, max(LONGEST, every)) * 1.1, HOUR)
        return max(wait, timedelta(seconds=before.size)) if before.what == "limited" else wait

    def _follow(self, place: Place, ask: Ask) -> None:
        """Notes the stretches in which a place cannot be read, and how often that must be told."""
        if ask.what in PERHAPS:
            self._most[place.key] += 1
        if ask.what in AT_ONCE | IN_TIME:
            self._failing[place.key] += 1
            self._episode.setdefault(place.key, Episode(since=ask.at)).asks.append(ask)
            return
        if not self._times.within(ask.at - SETTLED, ask.at + SETTLED):
            # an answer that could not be written down is none to the daemon: to it the place goes on failing
            self._failing[place.key] = 0
        if (episode := self._episode.pop(place.key, None)) is not None:
            self._close(place, episode, ask.at)

    def _close(self, place: Place, episode: Episode, end: datetime) -> None:
        disturbed = bool(self._times.within(episode.since - SETTLED, end + SETTLED))
        disturbed |= self._world.configuration.touched("source", place.key, episode.since, end)
        # what is over before the daemon looks at its sources need not be told
        tells = [ask.at for number, ask in enumerate(episode.asks, start=1) if number == 3 or ask.what in AT_ONCE]
        put_off = any(ask.at + _named(ask) - episode.asks[0].at > self._put_off() for ask in episode.asks)
        must, may = bool(tells) and end - min(tells) > WATCH + MINUTE, bool(tells) or put_off
        network = any(one.start <= end and one.end >= episode.since for one in self._world.plan.network)
        if must and not disturbed:
            self._least[place.key] += 1
        if may or disturbed or network:
            self._most[place.key] += 1

    def _put_off(self) -> timedelta:
        """Who is asked again only so long after it fell ill may be told before it has failed three times."""
        return max(PUT_OFF, 4 * self._world.plan.every) - MINUTE

    # -- notices ----------------------------------------------------------------------------------------------------

    def _notices(self, store: sqlite3.Connection) -> None:
        rows = store.execute(
            "SELECT * FROM deliveries WHERE id > ? AND channel = 'mail'"
            " AND (key LIKE 'source/%' OR key LIKE 'notice/%') ORDER BY id",
            (self._read_to,),
        ).fetchall()
        said = [(row, delivery_of(row).message) for row in rows]
        first = self._world.configuration.first_key
        noted = {first[row["key"]]: row["told_ill"] for row in store.execute("SELECT key, told_ill FROM sources")}
        for number, (row, message) in enumerate(said, start=1):
            self._read_to = row["id"]
            self.counts["notices"] += 1
            # who is named afterwards was not meant by "and 28 more" before
            later = "\n".join(f"{each.subject}\n{each.text}" for _, each in said[number:])
            at = self._times.true_of(moment(row["made_at"]))
            self._read(row["key"], message, at, {key: word for key, word in noted.items() if key not in later})
        for key, word in noted.items():
            told = self._told[key]
            if bool(word) != bool(told):
                self.wrong.append(f"{key} is noted as told {word!r}, and the last word was {told!r}")
        for place in self._world.places:
            told_times, least, most = (each[place.key] for each in (self._tellings, self._least, self._most))
            most += place.key in self._episode
            if not least <= told_times <= most:
                self.wrong.append(
                    f"{place.key} was told as ill {told_times} times, and should have been {least} to {most}"
                )

    def _read(self, key: str, message: Message, at: datetime, noted: Mapping[str, str]) -> None:
        subject, said = message.subject, f"{message.subject}\n{message.text}"
        named = [place.key for place in self._world.places if place.key in said]
        self.counts[f"notices of {key.split('/')[1]}" if key.startswith("notice/") else "notices of one"] += 1
        if key.startswith("notice/off/"):
            self.wrong.append(f"a second configuration was told of, and there is none: {message.text}")
        if "silent" in subject or key.startswith(("notice/dead/", "notice/config/", "notice/orphans/")):
            return
        named += self._unnamed(said, named, noted, ill="again" not in subject)
        if "again" in subject:
            for name in named:
                if not self._told[name]:
                    self.wrong.append(f"{name} is told to be well again, and was never told to be ill ({key})")
                self._told[name] = ""
            return
        if "No source can be reached" in subject:
            untold = [place.key for place in self._world.places if not self._told[place.key]]
            # who was not watched just then is not meant
            named = [name for name in untold if not self._world.configuration.is_away("source", name, at)]
        for name in named:
            if self._told[name] and "gone" not in said:
                self.wrong.append(f"{name} is told to be ill a second time: {subject} ({key}); {self._told[name]}")
            self._tellings[name] += not self._told[name]
            self._told[name] = subject

    def _unnamed(self, said: str, named: Collection[str], noted: Mapping[str, str], *, ill: bool) -> list[str]:
        """A notice names twenty sources, and says how many more: those of which the store says so, and that were not
        told yet."""
        if (more := re.search(r"\band (\d+) more\b", said)) is None:
            return []
        fit = [key for key, word in noted.items() if bool(word) == ill and bool(self._told[key]) != ill]
        return [key for key in fit if key not in named][: int(more[1])]

    def _all_well(self, store: sqlite3.Connection) -> None:
        for name, told in self._told.items():
            if told:
                self.wrong.append(f"{name} is still told as ill: {told}")
        for row in store.execute("SELECT key, health, detail FROM sources"):
            if row["health"] not in {"ok", "empty", "not_modified"}:
                self.wrong.append(f"{row['key']} is not well after a quiet day: {row['health']} {row['detail']}")


def _named(ask: Ask) -> timedelta:
    """How long the place wanted to be left alone."""
    return timedelta(seconds=ask.size if ask.what == "limited" else 0)
