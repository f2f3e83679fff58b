"""What must hold after each day. Everything is told by the world's own record and by the rows of the store."""

import resource
import sqlite3
from collections import Counter, defaultdict
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from benchmarks.simulation.places import AT_ONCE, IN_TIME, PERHAPS, Ask, Place
from benchmarks.simulation.plan import DAY, HOUR, MINUTE, Item
from benchmarks.simulation.sinks import Name, Sink
from benchmarks.simulation.world import World
from monitor.model import Delivery, Message

#: A poll that began so long ago is over, whatever happened to it.
SETTLED = 15 * MINUTE
#: What a poll may come later than it should: pumps look every ten minutes, slots and slow places take their time.
LATE = 15 * MINUTE
LATE_AFTER = 3 * DAY
UNREACHED = frozenset({"unreachable", "silent"})
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Broken(AssertionError):
    """Something that must hold does not."""


@dataclass
class Times:
    """When the daemon was disturbed: stretches (start, end) of true time, each with a word for it."""

    spans: list[tuple[datetime, datetime, str]] = field(default_factory=list)

    def add(self, start: datetime, end: datetime, word: str) -> None:
        """Notes a stretch."""
        self.spans.append((start, end, word))

    def within(self, start: datetime, end: datetime, *words: str) -> list[tuple[datetime, datetime, str]]:
        """The stretches that touch [start, end]; of these words, if any are given."""
        return [span for span in self.spans if span[0] <= end and span[1] >= start and (not words or span[2] in words)]

    def length(self, start: datetime, end: datetime) -> timedelta:
        """How much of [start, end] was disturbed (but for the clock's being wrong, which stops nothing)."""
        spans = [span for span in self.within(start, end) if span[2] != "clock"]
        return sum((min(end, two) - max(start, one) for one, two, _ in spans), timedelta(0))


@dataclass
class Episode:
    """A stretch in which a place could not be read: its failed polls so far."""

    since: datetime
    asks: list[Ask] = field(default_factory=list)


class Ledger:
    """Checks the world against the store, day by day. Raises Broken with everything that was found in a day."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.times = Times()
        self.wrong: list[str] = []
        self.counts: Counter[str] = Counter()
        self.excused: Counter[Name] = Counter()
        self._stored: dict[str, set[int]] = defaultdict(set)
        self._last_ask: dict[str, Ask] = {}
        self._failing: dict[str, int] = Counter()
        self._episode: dict[str, Episode] = {}
        self._told: dict[str, str] = defaultdict(str)
        self._least: Counter[str] = Counter()
        self._most: Counter[str] = Counter()
        self._tellings: Counter[str] = Counter()
        self._last_notice = 0
        self._settled: set[tuple[int, str]] = set()
        self._memory: list[float] = []
        self._item = {
            (place.key, url): (place, item)
            for place in world.places
            for item in place.spot.items
            for url in place.urls(item)
        }

    def check(self, *, final: bool = False) -> None:
        """After a day, or (``final``) after the quiet day at the end, when nothing may be owed any more."""
        now = self._world.clock.true_now()
        self.wrong = []
        with closing(self._world.disk.look()) as store:
            store.row_factory = sqlite3.Row
            self._posts(store, now)
            self._matches(store, now)
            self._outbox(store, now, final=final)
            self._polls(now)
            self._notices(store, now, final=final)
            if final:
                self._sources(store)
        self._memory.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        if self.wrong:
            raise Broken("\n".join(self.wrong[:20]))

    # -- posts ------------------------------------------------------------------------------------------------------

    def _posts(self, store: sqlite3.Connection, now: datetime) -> None:
        """Every post once; nothing that was shown is missing; nothing is hushed that was new."""
        rows: dict[str, dict[int, sqlite3.Row]] = defaultdict(dict)
        for row in store.execute("SELECT id, source, url, background FROM posts"):
            mine = rows[row["source"]]
            place, item = self._item.get((row["source"], row["url"]), (None, None))
            if place is None or item is None:
                self.wrong.append(f"{row['source']}: {row['url']} is stored and was never published")
                continue
            if item.number in mine and not (item.edited_at and self._had(place, "new_ids", "one_guid", now=now)):
                self.wrong.append(f"{row['source']}: {row['url']} is stored twice")
            mine[item.number] = row
            if row["background"] and place.well_since and item.at > place.well_since:
                self.wrong.append(f"{row['source']}: {row['url']} came after the first poll and was taken as old")
        self.counts["posts"] = sum(map(len, rows.values()))
        for place in self._world.places:
            self._shown(place, rows[place.key], now)

    def _shown(self, place: Place, rows: dict[int, sqlite3.Row], now: datetime) -> None:
        done = self._stored[place.key]
        for item in self._must_be_stored(place, now):
            if item.number in done:
                continue
            if item.number in rows:
                done.add(item.number)
            else:
                since = place.shown.get(item.number)
                self.wrong.append(
                    f"{place.key}: {place.url(item)} of {item.at:%m-%d %H:%M} is not stored, "
                    + (f"and was shown at {since:%m-%d %H:%M}" if since else "and should have been read back to")
                )
        place.shown = {number: at for number, at in place.shown.items() if number not in done}

    def _must_be_stored(self, place: Place, now: datetime) -> list[Item]:
        shown = [item for item in place.spot.items if (at := place.shown.get(item.number)) and at < now - SETTLED]
        if place.spot.kind not in {"telegram", "x"} or place.well_since is None:
            return shown
        # these are read back to where we were, however long that takes
        well = [ask.at for ask in place.asks if not ask.what and ask.at < now - SETTLED]
        edge = well[-4] if len(well) > 3 else None
        read_back = [
            item
            for item in place.published(edge or place.well_since)
            if item.at > place.well_since and item.gone_at is None and item.number not in self._stored[place.key]
        ]
        return [*shown, *read_back]

    def _had(self, place: Place, *what: str, now: datetime) -> bool:
        return any(trouble.what in what and trouble.start <= now for trouble in place.spot.troubles)

    # -- matches ----------------------------------------------------------------------------------------------------

    def _matches(self, store: sqlite3.Connection, now: datetime) -> None:
        """What belongs to a story is matched and heard of, unless it is old news."""
        rows = store.execute(
            "SELECT m.post, m.story, m.tier, m.action, m.verdict, m.development, m.reason, p.source, p.url,"
            " p.background, p.seen_at, p.published_at, d.told FROM matches m JOIN posts p ON p.id = m.post"
            " LEFT JOIN developments d ON d.id = m.development"
        ).fetchall()
        matched = set()
        self.counts["matched"] = len(rows)
        for row in rows:
            if (row["source"], row["url"]) not in self._item:
                continue
            _, item = self._item[row["source"], row["url"]]
            matched.add((row["source"], item.number, row["story"]))
            if (row["post"], row["story"]) in self._settled:
                continue
            where = f"{row['source']}: {row['url']} ({row['story']})"
            if row["story"] not in {item.story, item.edited_story}:
                self.wrong.append(f"{where} does not belong to its story: {row['reason']}")
            elif not row["background"]:
                self._heard(row, where)
            self._settled.add((row["post"], row["story"]))
        for place in self._world.places:
            for item in place.spot.items:
                known = item.number in self._stored[place.key]
                if item.story and known and (place.key, item.number, item.story) not in matched:
                    self.wrong.append(f"{place.key}: {place.url(item)} belongs to {item.story} and was not matched")

    def _heard(self, row: sqlite3.Row, where: str) -> None:
        if row["tier"] != "update":
            self.wrong.append(f"{where} is no update: {row['reason']}")
        elif row["action"] == "digest":
            age = timedelta(microseconds=row["seen_at"] - (row["published_at"] or row["seen_at"]))
            if age <= LATE_AFTER:
                self.wrong.append(f"{where} went to the digest: {row['reason']}")
            self.counts["late"] += 1
        elif row["action"] == "none" and not row["told"]:
            self.wrong.append(f"{where} echoes development {row['development']}, which nobody was told of")

    # -- messages ---------------------------------------------------------------------------------------------------

    def _outbox(self, store: sqlite3.Connection, now: datetime, *, final: bool) -> None:
        """Every message arrives; none comes twice but for a crash or a sink that hung up; none is made up."""
        sinks: dict[str, Sink] = {"slack": self._world.slack, "mail": self._world.mail}
        wanted: Counter[Name] = Counter()
        keys: set[tuple[str, str]] = set()
        for row in store.execute("SELECT * FROM deliveries ORDER BY id"):
            delivery = delivery_of(row)
            sink = sinks[delivery.channel]
            name = sink.name(delivery)  # type: ignore[attr-defined]
            wanted[name] += 1
            keys.add((delivery.key, delivery.channel))
            if delivery.state == "sent" and sink.arrived[name] < 1:
                self.wrong.append(f"{delivery.key} is marked as sent to {delivery.channel} and never came there")
            owed = delivery.state != "sent" and self._calm(sink, now)
            late = row["due_at"] < _ticks(now - HOUR) or final
            if owed and (final or (delivery.state == "waiting" and late)):
                self.wrong.append(
                    f"{delivery.key} to {delivery.channel} is {delivery.state}: {delivery.attempts} attempts, "
                    f"{delivery.last_error}"
                )
        for sink in sinks.values():
            for name, times in sink.arrived.items():
                if not wanted[name]:
                    self.wrong.append(f"a message that nobody wrote came to {sink.channel}")
                elif times > wanted[name] + sink.hung_up[name] + self.excused[name]:
                    self.wrong.append(f"a message came {times} times to {sink.channel}: {name[1]}")
        for row in store.execute("SELECT id FROM developments WHERE told"):
            for channel in sinks:
                if (f"dev/{row['id']}", channel) not in keys and not self._in_more(store, row["id"]):
                    self.wrong.append(f"development {row['id']} was never written to {channel}")
        self.counts["messages"] = len(keys)
        self.counts["alerts"] = sum(key.startswith("dev/") for key, _ in keys)

    def _in_more(self, store: sqlite3.Connection, development: int) -> bool:
        """Whether an alert cap held it: then it is one of "N more"."""
        held = "SELECT 1 FROM matches WHERE development = ? AND action = 'held'"
        return store.execute(held, (development,)).fetchone() is not None

    def _calm(self, sink: Sink, now: datetime) -> bool:
        """Whether nothing has stood in a message's way for an hour."""
        return not self.times.within(now - HOUR, now) and not any(
            trouble.start < now and trouble.end > now - HOUR for trouble in sink.troubles
        )

    def excuse(self) -> int:
        """The power went: what had arrived and was not marked may come once more. How many messages that are."""
        excused = 0
        sinks: dict[str, Any] = {"slack": self._world.slack, "mail": self._world.mail}
        with closing(self._world.disk.look()) as store:
            store.row_factory = sqlite3.Row
            rows = store.execute("SELECT * FROM deliveries ORDER BY id").fetchall()
        settled: Counter[Name] = Counter()
        waiting = []
        for row in rows:
            delivery = delivery_of(row)
            name = sinks[delivery.channel].name(delivery)
            if delivery.state == "sent":
                settled[name] += 1
            else:
                waiting.append((name, sinks[delivery.channel]))
        for name, sink in waiting:
            if sink.arrived[name] > settled[name] + sink.hung_up[name] + self.excused[name]:
                self.excused[name] += 1
                excused += 1
        return excused

    # -- polls ------------------------------------------------------------------------------------------------------

    def _polls(self, now: datetime) -> None:
        """No source waits for longer than it should, none is asked more often than it wants."""
        for place in self._world.places:
            for ask in place.asks:
                self.counts["polls"] += 1
                if (before := self._last_ask.get(place.key)) is not None:
                    self._gap(place, before, ask.at)
                self._last_ask[place.key] = ask
                self._follow(place, ask)
            if place.key in self._last_ask:
                self._gap(place, self._last_ask[place.key], now, still_waiting=True)
            place.asks = []

    def _gap(self, place: Place, before: Ask, at: datetime, *, still_waiting: bool = False) -> None:
        every = self._world.plan.every
        gap = at - before.at
        most = every * 1.1
        if before.what in AT_ONCE | IN_TIME | PERHAPS:
            most = min(every * 2 ** min(self._failing[place.key], 12), max(6 * HOUR, every)) * 1.1
            most = max(most, HOUR)
        if before.what in UNREACHED:
            most = max(30 * MINUTE, every) * 1.1
        if before.what == "limited":
            most = max(most, timedelta(seconds=before.size))
        disturbed = self.times.within(before.at - SETTLED, at)
        # a clock set back by less than has gone by makes the source wait for so much longer, at most twice
        most += min(every, self._set_back(before.at, at))
        if gap - self.times.length(before.at, at) > most + LATE * (1 + len(disturbed)):
            self.wrong.append(
                f"{place.key} was not polled from {before.at:%m-%d %H:%M} ({before.what or 'well'}) "
                f"to {at:%m-%d %H:%M}, longer than {most}"
            )
        if still_waiting or disturbed or before.what in UNREACHED:
            return  # when one place can be reached again, the others are asked at once
        least = timedelta(seconds=before.size) if before.what == "limited" else every * 0.85
        if gap < least:
            self.wrong.append(f"{place.key} was asked at {before.at:%m-%d %H:%M:%S} and again {gap} later")

    def _set_back(self, start: datetime, end: datetime) -> timedelta:
        """By how much the clock was set back in a stretch."""
        back = timedelta(0)
        for trouble in self._world.plan.clock:
            wrong = timedelta(seconds=trouble.size)
            if wrong < timedelta(0) and start - MINUTE <= trouble.start <= end:
                back -= wrong
            if wrong > timedelta(0) and start - MINUTE <= trouble.end <= end:
                back += wrong
        return back

    def _follow(self, place: Place, ask: Ask) -> None:
        """Notes the stretches in which a place cannot be read, and how often that must be told."""
        if ask.what in PERHAPS:
            self._most[place.key] += 1
        if ask.what not in AT_ONCE | IN_TIME:
            self._failing[place.key] = 0
            if (episode := self._episode.pop(place.key, None)) is not None:
                self._close(place, episode, ask.at)
            return
        self._failing[place.key] += 1
        self._episode.setdefault(place.key, Episode(since=ask.at)).asks.append(ask)

    def _close(self, place: Place, episode: Episode, end: datetime) -> None:
        disturbed = bool(self.times.within(episode.since - SETTLED, end + SETTLED))
        at_once = any(ask.what in AT_ONCE for ask in episode.asks)
        must = at_once or len(episode.asks) >= 3
        if must and not disturbed:
            self._least[place.key] += 1
        network = any(one.start <= end and one.end >= episode.since for one in self._world.plan.network)
        if must or disturbed or network:
            self._most[place.key] += 1

    # -- notices ----------------------------------------------------------------------------------------------------

    def _notices(self, store: sqlite3.Connection, now: datetime, *, final: bool) -> None:
        """Every blindness is told once and recovered once."""
        rows = store.execute(
            "SELECT * FROM deliveries WHERE id > ? AND channel = 'mail'"
            " AND (key LIKE 'source/%' OR key LIKE 'notice/%') ORDER BY id",
            (self._last_notice,),
        )
        for row in rows:
            self._last_notice = row["id"]
            delivery = delivery_of(row)
            self.counts["notices"] += 1
            self._read_notice(delivery.key, delivery.message)
        for row in store.execute("SELECT key, told_ill FROM sources"):
            if bool(row["told_ill"]) != bool(self._told[row["key"]]):
                self.wrong.append(
                    f"{row['key']} is noted as told {row['told_ill']!r}, and was {self._told[row['key']]!r}"
                )
        for place in self._world.places:
            told, least, most = (each[place.key] for each in (self._tellings, self._least, self._most))
            most += place.key in self._episode
            if not least <= told <= most:
                self.wrong.append(
                    f"{place.key} was told as ill {told} times, and should have been {least} to {most} times"
                )
            if final and self._told[place.key]:
                self.wrong.append(f"{place.key} is still told as ill: {self._told[place.key]}")

    def _read_notice(self, key: str, message: Message) -> None:
        subject, keys = message.subject, [place.key for place in self._world.places]
        if key.startswith("notice/dead/"):
            return
        named = [name for name in keys if name in f"{subject}\n{message.text}"]
        if "again" in subject:
            for name in named:
                if not self._told[name]:
                    self.wrong.append(f"{name} is told to be well again, and was never told to be ill ({key})")
                self._told[name] = ""
            return
        if "No source can be reached" in subject:
            named = [name for name in keys if not self._told[name]]
        for name in named:
            if self._told[name] and "gone" not in f"{subject}\n{message.text}":
                self.wrong.append(
                    f"{name} is told to be ill a second time: {subject} ({key}), before: {self._told[name]}"
                )
            else:
                self._tellings[name] += not self._told[name]
            self._told[name] = subject

    def _sources(self, store: sqlite3.Connection) -> None:
        for row in store.execute("SELECT key, health, error, detail FROM sources"):
            if row["health"] not in {"ok", "empty", "not_modified"}:
                self.wrong.append(f"{row['key']} is not well after a quiet day: {row['health']} {row['detail']}")

    def memory(self) -> float:
        """The most memory that was in use (MB)."""
        return self._memory[-1] if self._memory else 0.0


def delivery_of(row: sqlite3.Row) -> Delivery:
    """The delivery of a row."""
    return Delivery(
        id=row["id"],
        key=row["key"],
        channel=row["channel"],
        message=msgspec.msgpack.decode(row["message"], type=Message),
        state=row["state"],
        attempts=row["attempts"],
        due_at=_EPOCH + timedelta(microseconds=row["due_at"]),
        last_error=row["last_error"],
    )


def _ticks(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(microseconds=1)
