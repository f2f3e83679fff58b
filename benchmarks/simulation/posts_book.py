"""Every post is stored once, matched, and heard of; none is missing, made up, or hushed."""

import sqlite3
from collections import defaultdict
from datetime import datetime, timedelta

from benchmarks.simulation.configuration import PURGED_AFTER
from benchmarks.simulation.place import Place
from benchmarks.simulation.plan import DAY, Item
from benchmarks.simulation.times import SETTLED, Book, moment
from benchmarks.simulation.world import World

#: What is seen so long after it was published goes to the digest (the default policy).
LATE_AFTER = 3 * DAY

#: Texts are kept for so long at least; what was not done at once because the store took nothing is done so much later.
KEPT, SWEPT = PURGED_AFTER - timedelta(hours=1), timedelta(hours=7)


class PostsBook(Book):
    """Holds the tables of posts and matches against what was published and shown."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self._world = world
        self._stored: dict[str, set[int]] = defaultdict(set)
        self._settled: set[tuple[int, str]] = set()
        #: by place and item: the row of its post
        self._rows: dict[str, dict[int, int]] = defaultdict(dict)
        self._read_to = 0
        self._item = {
            (place.key, url): (place, item)
            for place in world.places
            for item in place.spot.items
            for url in place.urls(item)
        }

    def check(self, store: sqlite3.Connection, now: datetime) -> None:
        """Looks at all posts and at the matches that are new."""
        self.wrong = []
        rows = self._rows
        fresh = "SELECT id, source, url, background FROM posts WHERE id > ? ORDER BY id"
        for row in store.execute(fresh, (self._read_to,)).fetchall():
            self._read_to = row["id"]
            place, item = self._item_of(row)
            if place is None or item is None:
                self.wrong.append(f"{row['source']}: {row['url']} is stored and was never published")
                continue
            # a broken answer may have spoilt its title for a while, which is an edit too
            is_edited = item.edited_at or place.had("broken", now=now)
            may_be_new = is_edited and place.had("new_ids", "one_guid", now=now)
            if not may_be_new and _is_there(store, rows[place.key].get(item.number)):
                self.wrong.append(f"{row['source']}: {row['url']} is stored twice")
            rows[place.key][item.number] = row["id"]
            if row["background"] and place.well_since and item.at > place.well_since:
                self.wrong.append(f"{row['source']}: {row['url']} came after the first poll and was taken as old")
        self.counts["posts"] = sum(map(len, rows.values()))
        for place in self._world.places:
            self._shown(place, rows[place.key], now)
        self._matches(store, now)

    @property
    def held(self) -> tuple[object, ...]:
        """See ``Book``."""
        return (self._stored, self._settled, self._rows, *(place.shown for place in self._world.places))

    def _shown(self, place: Place, rows: dict[int, int], now: datetime) -> None:
        done = self._stored[place.key]
        for item in self._must_be_stored(place, now):
            if item.number in done:
                continue
            if item.number in rows:
                done.add(item.number)
                continue
            since = place.shown.get(item.number)
            self.wrong.append(
                f"{place.key}: {place.url(item)} of {item.at:%m-%d %H:%M} is not stored, "
                + (f"and was shown at {since:%m-%d %H:%M}" if since else "and should have been read back to")
            )
        place.shown = {number: at for number, at in place.shown.items() if number not in done}

    def _must_be_stored(self, place: Place, now: datetime) -> list[Item]:
        items = place.spot.items  # numbered from 1
        shown = [items[number - 1] for number, at in sorted(place.shown.items()) if at < now - SETTLED]
        if place.spot.kind not in {"telegram", "x"} or place.well_since is None:
            return shown
        # these are read back to where we were, however many polls that takes
        well = [ask.at for ask in place.asks if not ask.what and ask.at < now - SETTLED and self._is_kept(ask.at)]
        edge = well[-4] if len(well) > 3 else place.well_since
        done = self._stored[place.key]
        read_back = [
            item
            for item in place.published(edge)
            if item.at > place.well_since and item.gone_at is None and item.number not in done
        ]
        return [*shown, *read_back]

    def _is_kept(self, at: datetime) -> bool:
        """Whether the store took what was brought at a moment."""
        return not any(one.start - SETTLED <= at <= one.end for one in self._world.plan.store)

    def _matches(self, store: sqlite3.Connection, now: datetime) -> None:
        rows = store.execute(
            "SELECT m.post, m.story, m.tier, m.action, m.development, m.reason, m.background AS aside,"
            " p.source, p.url, p.background, p.seen_at, p.published_at, d.told"
            " FROM matches m JOIN posts p ON p.id = m.post LEFT JOIN developments d ON d.id = m.development"
        ).fetchall()
        matched = set()
        self.counts["matched"] = len(rows)
        for row in rows:
            place, item = self._item_of(row)
            if place is None or item is None:
                continue
            story = self._world.configuration.first_key[row["story"]]
            matched.add((place.key, item.number, story))
            if (row["post"], story) in self._settled:
                continue
            self._settled.add((row["post"], story))
            where = f"{row['source']}: {row['url']} ({row['story']})"
            if story not in {item.story, item.edited_story}:
                self.wrong.append(f"{where} does not belong to that story: {row['reason']}")
            elif row["aside"] and not row["background"]:
                self._aside(row, story, where)
            elif not row["background"]:
                self._heard(row, where)
        for place in self._world.places:
            for item in place.spot.items:
                known = item.number in self._stored[place.key]
                if item.story and known and (place.key, item.number, item.story) not in matched:
                    self._unmatched(store, place, item, now)

    def _aside(self, row: sqlite3.Row, story: str, where: str) -> None:
        """What came while its story was not followed is matched afterwards, and nobody is alerted."""
        seen = moment(row["seen_at"])
        self.counts["matched afterwards"] += 1
        if not self._is_clock_wrong(seen) and not self._world.configuration.touched("story", story, seen, seen):
            self.wrong.append(f"{where} was matched afterwards, without an alert, and its story was followed")

    def _unmatched(self, store: sqlite3.Connection, place: Place, item: Item, now: datetime) -> None:
        """A post of a story is matched when it comes, or else, if nobody followed the story then, when it is followed
        again; unless that is so late that its text was thrown away."""
        row = store.execute("SELECT seen_at FROM posts WHERE id = ?", (self._rows[place.key][item.number],)).fetchone()
        configuration = self._world.configuration
        if row is None:
            return
        seen = moment(row["seen_at"])
        back = configuration.back_since("story", item.story, seen)
        if self._is_clock_wrong(seen) and configuration.touched("story", item.story, now - 40 * DAY, now):
            return
        if back is None or back + SWEPT < min(now, seen + KEPT):
            self.wrong.append(f"{place.key}: {place.url(item)} belongs to {item.story} and was not matched")

    def _is_clock_wrong(self, at: datetime) -> bool:
        """Whether the daemon's clock may have been wrong when it said that."""
        return any(
            trouble.start <= at - timedelta(seconds=trouble.size) <= trouble.end + timedelta(minutes=10)
            for trouble in self._world.plan.clock
        )

    def _item_of(self, row: sqlite3.Row) -> tuple[Place, Item] | tuple[None, None]:
        first = self._world.configuration.first_key.get(row["source"], "")
        return self._item.get((first, row["url"]), (None, None))

    def _heard(self, row: sqlite3.Row, where: str) -> None:
        """A match that is no old news is told, or echoes what was told."""
        if row["tier"] != "update":
            self.wrong.append(f"{where} is no update: {row['reason']}")
        elif row["action"] == "digest":
            age = timedelta(microseconds=row["seen_at"] - (row["published_at"] or row["seen_at"]))
            if age <= LATE_AFTER and "before it was seen" not in row["reason"]:
                self.wrong.append(f"{where} went to the digest: {row['reason']}")
            self.counts["late"] += 1
        elif row["action"] == "none" and not row["told"]:
            self.wrong.append(f"{where} echoes development {row['development']}, which nobody was told of")


def _is_there(store: sqlite3.Connection, row: int | None) -> bool:
    """Whether a row that was seen once was not forgotten since: then the same post may come again."""
    return row is not None and store.execute("SELECT 1 FROM posts WHERE id = ?", (row,)).fetchone() is not None
