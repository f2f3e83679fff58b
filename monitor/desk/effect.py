"""What a story would have matched of the posts that are already stored: before it is trusted."""

from dataclasses import dataclass
from datetime import datetime

from monitor.config import Settings
from monitor.jobs.rematch import BACK, PART
from monitor.matching import Finder, Matcher
from monitor.matching.costs import Sample
from monitor.matching.guards import Caution, cautions
from monitor.store.developments import matched
from monitor.store.doors import Reading
from monitor.store.posts import find_posts, seen_since

#: More posts than this are not looked at: a person waits.
MOST = 20_000

#: So many recent posts tell what a risky keyword costs, and whether one stands everywhere.
SAMPLE = 5_000


@dataclass(frozen=True, kw_only=True)
class Effect:
    """Of ``posts`` stored posts a story matches ``matched`` as it is written now: ``more`` and ``fewer`` than were
    matched when they came in."""

    story: str
    posts: int
    matched: int
    more: int
    fewer: int

    def __str__(self) -> str:
        change = f", {self.more} more" if self.more else ""
        change += f", {self.fewer} fewer" if self.fewer else ""
        change = f"{change} than it did when they came in" if change else ", the same as when they came in"
        days = f"{self.posts:,} posts of the last {BACK.days} days"
        return f"story {self.story}: of {days} it matches {self.matched:,}{change}"


def risks(settings: Settings, door: Reading | None = None, *, now: datetime) -> list[Caution]:
    """Keywords to think about: what they would also find, and what to write instead. With a store, also what each
    costs on its recent posts, and those that stand in too many of them."""
    posts = find_posts(door, since=now - BACK, most=SAMPLE) if door is not None else []
    found: list[Caution] = []
    finder = Finder(settings.stories) if posts else None
    hits = [finder.find(post) for post in posts] if finder is not None else []
    for story in settings.stories:
        mine = [each.get(story.key, ()) for each in hits]
        found += cautions(story, Sample(story, posts, mine) if posts else None)
    return found


def effects(door: Reading, settings: Settings, *, now: datetime) -> list[Effect]:
    """For each active story, what it would match of the posts of the last seven days."""
    stories = [story for story in settings.stories if story.status == "active"]
    matcher = Matcher(stories)
    hits: dict[str, set[tuple[str, str]]] = {story.key: set() for story in stories}
    looked = after = 0
    while looked < MOST and (part := seen_since(door, now - BACK, after=after, most=PART)):
        after = part[-1][0]
        looked += len(part)
        for _, post in part:
            for match in matcher.match(post):
                hits[match.story].add((post.source, post.id))
    found = []
    for story in stories:
        kept = {(one.match.post.source, one.match.post.id) for one in matched(door, story=story.key, since=now - BACK)}
        ours = {pair for pair in hits[story.key] if not story.sources or pair[0] in story.sources}
        found.append(
            Effect(story=story.key, posts=looked, matched=len(ours), more=len(ours - kept), fewer=len(kept - ours))
        )
    return found if looked else []
