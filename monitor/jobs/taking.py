"""Small steps of ``poll``: how a post is cleaned, matched, found again in the store, and kept there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain
from operator import attrgetter, is_

from monitor.jobs.app import App
from monitor.jobs.tell import Found, found
from monitor.model import Haul, Post, Source
from monitor.store import posts, records
from monitor.store.bulk import in_batches
from monitor.store.developments import has_match
from monitor.store.doors import Reading, Writing
from monitor.store.sources import Loan
from monitor.text.storable import incoming

#: At most so many unknown posts are taken in by one poll, newest first; the rest at the next.
MOST_NEW = 2_000

#: What one post may hold: beyond it nobody reads, and every later step pays for it.
LONGEST_TITLE, LONGEST_TEXT, LONGEST_NAME, LONGEST_LANG, MOST_MEDIA = 1_000, 200_000, 2_000, 35, 50
_LONGEST = {
    **dict.fromkeys(("id", "url", "author", "section"), LONGEST_NAME),
    "title": LONGEST_TITLE,
    "text": LONGEST_TEXT,
    "lang": LONGEST_LANG,
}
_WRITTEN = attrgetter(*_LONGEST, "media")

#: What waits for others to be matched and written with them is small: they wait for it as well (posts, characters).
FEW_POSTS, LITTLE_TEXT = 100, 300_000

#: A post edited later than this after it was first seen alerts nobody: old pages change for many reasons.
FRESH_EDIT = timedelta(hours=48)


@dataclass(frozen=True, kw_only=True)
class Catch:
    """What was found out about a haul before anything is written."""

    sorted: posts.Sorted = posts.NOTHING
    matches: tuple[Found, ...] = ()
    broken: tuple[tuple[Post, str], ...] = ()
    background: frozenset[str] = frozenset()
    more: bool = False


#: Of a haul without posts: nothing has changed there, and nothing need be read to know it.
NOTHING = Catch()


def tells_nobody(loan: Loan, source: Source, haul: Haul) -> bool:
    """Whether these are the first posts of a source, of which nobody is alerted; and few enough to wait for others."""
    return (
        loan.unread
        and loan.baseline
        and source.backfill is None
        and 0 < len(haul.posts) <= FEW_POSTS
        and sum(len(post.text) for post in haul.posts) <= LITTLE_TEXT
    )


def as_taken(posts: Sequence[Post], source: str, now: datetime) -> list[Post]:
    """Posts as we keep them: valid Unicode without NUL, bounded, ours by source and seen time."""
    if all(map(_are_fit, in_batches(posts))) and all(post.source == source and post.seen_at == now for post in posts):
        return list(posts)
    return [_as_taken(post, source, now) for post in posts]


def digests_of(haul: Haul, clean: Sequence[Post]) -> tuple[str, ...]:
    """The digests that the reader made, if they are those of ``clean``: what was mended, or left out, has others."""
    is_whole = len(haul.digests) == len(haul.posts) == len(clean) and all(map(is_, haul.posts, clean))
    return haul.digests if is_whole else ()


def _are_fit(posts: Sequence[Post]) -> bool:
    """Whether nothing of these posts needs mending, as of nearly all; looked at all at once, that costs little."""
    *columns, media = zip(*map(_WRITTEN, posts), strict=True)
    if any(max(map(len, column)) > longest for column, longest in zip(columns, _LONGEST.values(), strict=True)):
        return False
    if max(map(len, media)) > MOST_MEDIA:
        return False
    shown = [text for each in media for one in each for text in (one.url, one.alt)]
    whole = "".join([*chain.from_iterable(columns), *shown])
    return incoming(whole) is whole


def _as_taken(post: Post, source: str, now: datetime) -> Post:
    kept = {name: incoming(getattr(post, name))[:most] for name, most in _LONGEST.items()}
    media = [replace(one, url=incoming(one.url), alt=incoming(one.alt)) for one in post.media[:MOST_MEDIA]]
    return replace(post, source=source, seen_at=now, media=tuple(media), **kept)  # type: ignore[arg-type]


def without_cut(found: posts.Sorted, cut: Sequence[str]) -> posts.Sorted:
    """The same; a known post in which the answer broke off was not edited: it comes whole another time, or never."""
    return replace(found, changed=tuple(post for post in found.changed if post.id not in cut)) if cut else found


def newest(found: posts.Sorted, most: int) -> tuple[posts.Sorted, bool]:
    """At most ``most`` new posts, and whether some were left for the next poll."""
    if len(found.new) <= most:
        return found, False
    return replace(found, new=found.new[:most]), True


def as_matched(found: posts.Sorted, matches: Sequence[Found]) -> posts.Sorted:
    """The same posts; those that matched have a language now (see ``Matcher.match_named``)."""
    matched = {one.match.post.id: one.match.post for one in matches}
    return replace(found, new=tuple(matched.get(post.id, post) for post in found.new)) if matched else found


def match_each(app: App, source: str, wanted: Sequence[Post]) -> tuple[tuple[Found, ...], tuple[tuple[Post, str], ...]]:
    """Matches of posts, oldest first, for the stories that listen to the source; and the posts that broke our code."""
    listening = app.stories_of(source)
    matches: list[Found] = []
    broken: list[tuple[Post, str]] = []
    for post in sorted(sifted(app, source, wanted), key=_moment) if listening else ():
        try:
            matches += [found(app, match) for match in app.matcher.match_named(post) if match.story in listening]
        except MemoryError:
            raise  # no fault of the post: it is looked at again, with all others, at the next poll
        except Exception as error:
            # one poison post must not hold up its source: it is kept aside, with its error
            app.log.exception("a post broke the matcher", source=source, post=post.id)
            broken.append((post, f"{type(error).__name__}: {error}"))
    return tuple(matches), tuple(broken)


def sifted(app: App, source: str, wanted: Sequence[Post]) -> Sequence[Post]:
    """Those that are worth a closer look, as few are; all of them if one breaks this, to find out which."""
    try:
        return app.matcher.sift(wanted)
    except MemoryError:
        raise
    except Exception:
        app.log.exception("posts broke the matcher", source=source)
        return wanted


def _moment(post: Post) -> tuple[datetime, str]:
    return (post.published_at or post.seen_at, post.id)


def background(new: Iterable[Post], source: Source, now: datetime) -> frozenset[str]:
    """Ids of the posts of a first poll that nobody is alerted of: all, but for those younger than ``backfill``."""
    if source.backfill is None:
        return frozenset(post.id for post in new)
    young = now - source.backfill
    return frozenset(post.id for post in new if post.published_at is None or post.published_at < young)


def flags(haul: Haul, found: posts.Sorted) -> tuple[str, ...] | None:
    """Remarks on a source for the operator; None when nothing was read that could change them."""
    if haul.health == "not_modified" and not haul.flags:
        return None
    own = ("unstable_ids",) if found.churned > 1 else ()
    return tuple(dict.fromkeys((*haul.flags, *own)))


def keep(
    door: Writing, app: App, source: Source, haul: Haul, catch: Catch, *, now: datetime
) -> tuple[int, list[tuple[Found, int]]]:
    """Stores the posts of a haul, and what became of others. Returns how many were new, and the matches that are."""
    key, found, matched = source.key, catch.sorted, {one.match.post.id for one in catch.matches}
    added, rows = posts.add_new(door, key, found.new, found.marks, now=now, background=catch.background, wanted=matched)
    edited = dict(posts.add_revisions(door, key, found.changed, now=now))
    posts.note_standing(door, found.standing, now=now)
    posts.note_gone(door, key, haul.gone, now=now)
    for post, error in catch.broken:
        records.set_aside(door, post, error=error, now=now)
    matches = [one for one in catch.matches if one.match.story in app.stories]  # a reload may have taken one out since
    return added, _with_rows(door, matches, rows, edited, now)


def _with_rows(
    door: Reading, matches: Sequence[Found], rows: Mapping[str, int], edited: Mapping[int, object], now: datetime
) -> list[tuple[Found, int]]:
    """The matches that are really new, each with its post's row.

    A match whose post lost a race is dropped. An edited post counts when it did not belong before and is fresh.
    """
    placed: list[tuple[Found, int]] = []
    changed = posts.fresh_rows(door, list(edited), since=now - FRESH_EDIT)
    for one in matches:
        name = one.match.post.id
        row = rows.get(name, changed.get(name))
        if row is not None and (name in rows or not has_match(door, row, one.match.story)):
            placed.append((one, row))
    return placed
