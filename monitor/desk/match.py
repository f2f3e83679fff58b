"""Posts of a file against stories: what belongs, in which tier, and where the words stand. Nothing is stored."""

import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice

import msgspec

from monitor.desk.posts import BrokenLine, read_posts
from monitor.matching import Matcher
from monitor.matching.patterns import late_pattern
from monitor.model import Hit, Match, Post, Story

#: Lines that one worker gets at a time.
_CHUNK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one or more lines of posts gave: JSON lines, and the lines that were no posts. ``late``: a sentence on each
    pattern that has run out of time so far."""

    lines: bytes
    broken: tuple[BrokenLine, ...] = ()
    late: tuple[str, ...] = ()


def match_lines(stories: Sequence[Story], lines: Iterable[bytes], *, every: bool, workers: int) -> Iterator[Answer]:
    """The answers to a stream of posts, in its order, in constant memory.

    ``every`` also writes the (post, story) pairs that do not belong, with ``"tier": null`` and their hits. With
    ``workers`` > 1 the lines go to so many processes in chunks; alone each line is answered as it comes.
    """
    if workers <= 1:
        matcher = Matcher(stories)
        keys = [story.key for story in stories]
        for number, line in enumerate(lines, 1):
            yield _answer(matcher, keys, [line], number, every)
        return
    with ProcessPoolExecutor(workers, initializer=_begin, initargs=(tuple(stories),)) as pool:
        waiting: deque[Future[Answer]] = deque()
        first = 1
        for chunk in _chunks(lines):
            waiting.append(pool.submit(_work, chunk, first, every))
            first += len(chunk)
            # No more than a few chunks are read ahead: a stream of any length stays in bounds.
            if len(waiting) > 2 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _chunks(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    rest = iter(lines)
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk


class _Here:
    """What a worker process keeps between chunks."""

    matcher: Matcher
    keys: list[str]


def _begin(stories: tuple[Story, ...]) -> None:
    signal.signal(signal.SIGINT, lambda *_: os._exit(130))  # Ctrl-C reaches the whole group: nothing of it is wanted
    _Here.matcher = Matcher(stories)
    _Here.keys = [story.key for story in stories]


def _work(lines: list[bytes], first: int, every: bool) -> Answer:
    return _answer(_Here.matcher, _Here.keys, lines, first, every)


def _answer(matcher: Matcher, keys: Sequence[str], lines: Iterable[bytes], first: int, every: bool) -> Answer:
    written = bytearray()
    broken = []
    for post in read_posts(lines, first=first):
        if isinstance(post, BrokenLine):
            broken.append(post)
            continue
        for record in _records(matcher, keys, post, every):
            written += msgspec.json.encode(record)
            written += b"\n"
    return Answer(lines=bytes(written), broken=tuple(broken), late=_late(matcher))


def _late(matcher: Matcher) -> tuple[str, ...]:
    return tuple(late_pattern(*owner, pattern) for owner, pattern in matcher.flagged.items())


def _records(matcher: Matcher, keys: Sequence[str], post: Post, every: bool) -> Iterator[dict[str, object]]:
    if not every:
        for match in matcher.match(post):
            yield record_of(post, match.story, match.hits, match)
        return
    judged = {key: (hits, match) for key, hits, match in matcher.judged(post)}
    for key in keys:
        hits, found = judged.get(key, ((), None))
        yield record_of(post, key, hits, found)


def record_of(post: Post, story: str, hits: tuple[Hit, ...], match: Match | None) -> dict[str, object]:
    """The line that ``match`` writes for a post and a story, and ``replay`` adds to."""
    return {
        "post": post.id,
        "story": story,
        "tier": match.tier if match else None,
        "score": match.score if match else 0.0,
        "hits": [
            {
                "keyword": hit.keyword,
                "form": hit.form,
                "lang": hit.lang,
                "field": hit.field,
                "start": hit.start,
                "end": hit.end,
            }
            for hit in hits
        ],
    }
