"""Patterns that run out of time find nothing: the operator is told of each once, until the story is mended."""

from collections.abc import Sequence
from datetime import datetime

from monitor.jobs.app import App
from monitor.jobs.notices import notify, stamp
from monitor.matching.patterns import late_pattern
from monitor.store import records
from monitor.store.doors import Reading, Writing

#: What health reads: [story, keyword, pattern, sentence] of each pattern that ran out of time and still stands in its
#: story.
FACT = "late_patterns"


async def tell_late(app: App, now: datetime) -> None:
    """Tells of patterns that ran out of time since the last look, in log, channels and health."""
    late = _late(app)
    if not late or not await app.read(_untold, late):
        return
    if await app.write(_tell, app, now, late):
        app.send_poke.set()


def _late(app: App) -> list[list[str]]:
    flagged = app.matcher.flagged.items()
    return [[*owner, pattern, late_pattern(*owner, pattern)] for owner, pattern in flagged]


def _untold(door: Reading, late: Sequence[list[str]]) -> list[list[str]]:
    known = _known(door)
    return [each for each in late if each not in known]


def _tell(door: Writing, app: App, now: datetime, late: Sequence[list[str]]) -> int:
    fresh = _untold(door, late)
    lines = [each[-1] for each in fresh]
    records.set_fact(door, FACT, [*_known(door), *fresh])
    for line in lines:
        app.log.warning("a pattern ran out of time", what=line)
    return notify(door, app, now, f"notice/patterns/{stamp(now)}", "A pattern of a story runs out of time", lines)


def _known(door: Reading) -> list[list[str]]:
    kept = records.fact(door, FACT)
    return [each for each in kept if isinstance(each, list)] if isinstance(kept, list) else []


def forget_mended(door: Writing, app: App) -> None:
    """Patterns that stand in no story any more are no trouble any more."""
    known = _known(door)
    standing = {
        (key, keyword.name, pattern)
        for key, story in app.stories.items()
        for keyword in story.keywords
        for pattern in keyword.patterns
        if story.status == "active"
    }
    left = [each for each in known if tuple(each[:3]) in standing]
    if left != known:
        records.set_fact(door, FACT, left)
