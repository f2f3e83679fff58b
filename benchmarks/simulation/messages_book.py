"""Every message arrives; none comes twice but for a crash or a sink that hung up; none is made up."""

import json
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime

from benchmarks.simulation.configuration import Configuration
from benchmarks.simulation.plan import DAY, HOUR, MINUTE
from benchmarks.simulation.sinks import Name, Sink
from benchmarks.simulation.times import WATCH, Book, Times, delivery_of, moment, ticks
from monitor.config.cron import read_cron


class MessagesBook(Book):
    """Holds the outbox and the digests against what arrived at the sinks."""

    def __init__(self, sinks: Mapping[str, Sink], times: Times, configuration: Configuration) -> None:
        super().__init__()
        self._sinks, self._times, self._configuration = sinks, times, configuration
        self._unwritten: set[tuple[str, str]] = set()
        self._excused: Counter[Name] = Counter()
        # what was sent changes no more: it is looked at once
        self._names: dict[int, Name] = {}
        self._sent: Counter[Name] = Counter()

    def check(self, store: sqlite3.Connection, now: datetime, *, final: bool) -> None:
        """Looks at every delivery. ``final``: nothing may be owed any more."""
        self.wrong = []
        wanted = Counter(self._sent)
        keys: set[tuple[str, str]] = set()
        gathered: set[tuple[str, str]] = set()
        every = store.execute("SELECT id, key, channel, within FROM deliveries ORDER BY id").fetchall()
        for number, key, channel, within in every:
            keys.add((key, channel))
            if within:  # told in another one, after a long absence: that one is looked at instead
                gathered.add((within, channel))
            if number not in self._names:
                wanted[self._look_at(store, number, now, final=final)] += 1
        for key, channel in sorted(gathered - keys):
            self.wrong.append(f"{key} was to tell others to {channel}, and is not there")
        self._repeats(wanted)
        self._written(store, keys, now)
        outages = self._times.outages(now)
        for sink in self._sinks.values():
            if (told := sink.shouted.total()) > outages:
                self.wrong.append(f"{sink.channel} heard {told} times that the store takes nothing, of {outages} times")
        self._refusals(store, now)
        if final:
            self._digests(store, now)
        self.counts["messages"] = len(keys)
        self.counts["alerts"] = sum(key.startswith("dev/") for key, _ in keys)

    @property
    def held(self) -> tuple[object, ...]:
        """See ``Book``."""
        sinks = [each for sink in self._sinks.values() for each in (sink.arrived, sink.hung_up, sink.shouted)]
        return (self._names, self._sent, self._excused, *sinks)

    def _look_at(self, store: sqlite3.Connection, number: int, now: datetime, *, final: bool) -> Name:
        """Holds one delivery against its sink; the name of its message there."""
        row = store.execute("SELECT * FROM deliveries WHERE id = ?", (number,)).fetchone()
        sink = self._sinks[row["channel"]]
        name = sink.name(delivery_of(row))
        if not row["within"]:
            self._arrived(row, sink, name, now, final=final)
        if row["state"] == "sent":
            self._names[number] = name
            self._sent[name] += 1
        return name

    def _arrived(self, row: sqlite3.Row, sink: Sink, name: Name, now: datetime, *, final: bool) -> None:
        if row["state"] == "sent":
            if sink.arrived[name] < 1:
                self.wrong.append(f"{row['key']} is marked as sent to {row['channel']} and never came there")
            return
        late = row["due_at"] < ticks(now - HOUR)
        if final or (row["state"] == "waiting" and late and self._is_calm(sink, now)):
            self.wrong.append(
                f"{row['key']} to {row['channel']} is {row['state']}: {row['attempts']} attempts, {row['last_error']}"
            )

    def _is_calm(self, sink: Sink, now: datetime) -> bool:
        """Whether nothing has stood in a message's way for an hour."""
        troubled = any(trouble.start < now and trouble.end > now - HOUR for trouble in sink.troubles)
        troubled |= self._configuration.touched("channel", sink.channel, now - HOUR, now)
        return not troubled and not self._times.within(now - HOUR, now)

    def _repeats(self, wanted: Counter[Name]) -> None:
        for sink in self._sinks.values():
            # it is noted in the outbox once that is possible, unless the power goes before
            for name, came in (sink.arrived - sink.shouted).items():
                most = wanted[name] + sink.hung_up[name] + self._excused[name]
                if not wanted[name]:
                    self.wrong.append(f"a message that nobody wrote came to {sink.channel}")
                elif came > most:
                    self.wrong.append(f"a message came {came} times to {sink.channel}, {most} at most: {name[1]}")

    def _written(self, store: sqlite3.Connection, keys: set[tuple[str, str]], now: datetime) -> None:
        """Every development that is told was written to every channel, by itself or as one of "N more"."""
        held = {row[0] for row in store.execute("SELECT development FROM matches WHERE action = 'held'")}
        for row in store.execute("SELECT id FROM developments WHERE told"):
            for channel in self._sinks:
                name = f"dev/{row['id']}", channel
                if name in keys or row["id"] in held or name in self._unwritten:
                    continue
                if self._configuration.touched("channel", channel, now - DAY, now):
                    self._unwritten.add(name)  # it was not there when that was told
                else:
                    self.wrong.append(f"development {row['id']} was never written to {channel}")

    def _refusals(self, store: sqlite3.Connection, now: datetime) -> None:
        """A configuration that could not be taken is told once, each time anew."""
        refused = self._configuration.refused.values()
        sure = sum(not self._times.within(at - MINUTE, at + MINUTE) and at < now - HOUR for at in refused)
        told = store.execute("SELECT count(*) FROM deliveries WHERE key LIKE 'notice/config/%' AND channel = 'mail'")
        if not sure <= (times := told.fetchone()[0]) <= len(refused):
            self.wrong.append(f"{len(refused)} times the configuration was not taken, and {times} times that was told")
        self.counts["refused"] = len(refused)

    def _digests(self, store: sqlite3.Connection, now: datetime) -> None:
        """Every match is in a digest, by when it was seen, and the last digests are daily ones again."""
        for digest in ("morning", "evening"):
            self._digest(store, digest, now)

    def _digest(self, store: sqlite3.Connection, digest: str, now: datetime) -> None:
        rows = store.execute("SELECT * FROM digests WHERE digest = ? ORDER BY until", (digest,))
        windows = [(row["since"], row["until"]) for row in rows]
        self.counts["digests"] += len(windows)
        if not windows:
            self.wrong.append(f"no {digest} digest was written")
            return
        for row in store.execute(
            "SELECT at, post, story FROM matches WHERE NOT background AND at < ?", windows[-1][1:]
        ):
            if not any(since <= row["at"] < until for since, until in windows):
                self.wrong.append(f"the match of post {row['post']} with {row['story']} is in no {digest} digest")
        self._told_of(store, digest, windows[-1][1])
        for _, until in windows:
            self._on_time(digest, moment(until))
        self._last(digest, moment(windows[-1][0]), moment(windows[-1][1]), now)

    def _told_of(self, store: sqlite3.Connection, digest: str, until: int) -> None:
        """What a window covers stands in the words that were sent, also what came under a clock that was wrong.

        A development is told in the words of its first post, or of the one that was alerted.
        """
        told: defaultdict[str, str] = defaultdict(str)
        sent = "SELECT * FROM deliveries WHERE key LIKE ? AND channel = 'mail'"
        for row in store.execute(sent, (f"digest/{digest}/%",)):
            # without the marks that keep writing directions apart
            told[row["story"]] += re.sub("[\u2066-\u2069]", "", delivery_of(row).message.text)
        fresh = (
            "SELECT m.story, m.post, m.at, json_group_array(p.title) AS titles FROM matches m"
            " JOIN matches o ON o.development = m.development AND (o.post = m.post OR o.action = 'alert')"
            " JOIN posts p ON p.id = o.post"
            " WHERE NOT m.background AND m.verdict = 'new' AND m.at < ? GROUP BY m.story, m.post"
        )
        for row in store.execute(fresh, (until,)):
            is_told = any(title in told[row["story"]] for title in json.loads(row["titles"]))
            if not is_told and not self._was_away(row["story"], moment(row["at"])):
                self.wrong.append(f"no {digest} digest told of post {row['post']}, {row['titles']} ({row['story']})")

    def _on_time(self, digest: str, until: datetime) -> None:
        """A window ends at the hour that people have chosen, in their zone, unless that was missed or has changed."""
        cron, zone = self._configuration.hour_of(digest, until)
        due = read_cron(cron, zone).get_next_fire_time(None, until - WATCH - MINUTE)
        if due is not None and due <= until:
            return
        disturbed = self._times.within(until - HOUR, until + HOUR) or self._times.true_of(until) != until
        disturbed = disturbed or until <= self._times.believed(until)
        if not disturbed and not self._configuration.touched("digest", digest, until - HOUR, until):
            self.wrong.append(f"the {digest} digest of {cron} {zone} was written at {until}")

    def _was_away(self, story: str, at: datetime) -> bool:
        """Whether a story was not followed at some hour of the day after ``at``, perhaps that of the digest."""
        configuration = self._configuration
        return configuration.touched("story", configuration.first_key[story], at, at + 27 * HOUR)

    def _last(self, digest: str, since: datetime, until: datetime, now: datetime) -> None:
        """The last digest is of today and covers a day, unless a clock that leapt by days is not believed yet."""
        believed = self._times.believed(now)
        if now < believed or self._configuration.touched("digest", digest, now - 50 * HOUR, now):
            return
        if until < now - 26 * HOUR:
            self.wrong.append(f"no {digest} digest was written since {until}")
        if until - since > 26 * HOUR and until > believed:
            self.wrong.append(f"the last {digest} digest covers {since} to {until}")

    def excuse(self, store: sqlite3.Connection) -> int:
        """The power went: what had arrived and was not marked may come once more. How many messages that are."""
        settled = Counter(self._sent)
        waiting: list[tuple[Name, Sink]] = []
        for (number,) in store.execute("SELECT id FROM deliveries ORDER BY id").fetchall():
            if number in self._names:
                continue
            row = store.execute("SELECT * FROM deliveries WHERE id = ?", (number,)).fetchone()
            sink = self._sinks[row["channel"]]
            name = sink.name(delivery_of(row))
            if row["state"] == "sent":
                settled[name] += 1
            else:
                waiting.append((name, sink))
        excused = 0
        for name, sink in waiting:
            if sink.arrived[name] > settled[name] + sink.hung_up[name] + self._excused[name]:
                self._excused[name] += 1
                excused += 1
        return excused
