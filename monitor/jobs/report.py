"""What a digest is made from, read from the store in one transaction."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from monitor.config import Settings
from monitor.jobs.rematch import BACK, followed_since
from monitor.jobs.rounds import lives
from monitor.jobs.unseen import SHORT, unseen
from monitor.messages.report import Blind, Change, Coverage, Report, Reported, count_posts
from monitor.messages.times import local
from monitor.model import WELL, Development, Match, Post, Story
from monitor.store import changes as changed
from monitor.store import coverage, developments, noticing, wellbeing
from monitor.store.developments import Kept
from monitor.store.doors import Reading


def build_report(
    door: Reading,
    settings: Settings,
    story: Story,
    *,
    since: datetime,
    until: datetime,
    zone: str,
    notes: Sequence[str] = (),
) -> Report:
    """All that happened in one story in [since, until), by the time we saw it."""
    kept = developments.matched(door, story=story.key, since=since, until=until)
    fresh = [one for one in kept if not one.background]
    names = {source.key: source.name or source.key for source in settings.sources}
    reported = _reported(door, story.key, fresh, since)
    in_developments = {one.match.post.id for one in fresh if one.development is not None}
    return Report(
        story=story.key,
        title=story.title,
        since=since,
        until=until,
        zone=zone,
        developments=tuple(reported),
        related=tuple(one.match for one in fresh if one.match.post.id not in in_developments),
        # background was not published when it was seen: it would stand there as a burst of news
        buckets=count_posts([one.match.post for one in fresh], since, until, zone=zone),
        coverage=_coverage(door, settings, story, since, until),
        background=tuple(_by_time(one.match for one in kept if one.background)),
        changes=tuple(_changes(door, story.key, since, until)),
        names=names,
        notes=(*notes, *_younger(door, story, since, zone)),
    )


def _younger(door: Reading, story: Story, since: datetime, zone: str) -> list[str]:
    """Says so when the window begins before the story did, though somebody watched already."""
    at, began = followed_since(door, story.key), noticing.began(door)
    if at is None or began is None or at <= max(since, began) + SHORT:
        return []
    return [
        f"this story is younger than the window: it is followed since {local(at, zone)}; of what was seen before, the "
        f"last {BACK.days} days were looked through, without alerts"
    ]


def _reported(door: Reading, story: str, fresh: Sequence[Kept], since: datetime) -> list[Reported]:
    """Each development that got a post in the window, by the post that people heard of, with the window's as echoes."""
    by_development: dict[int, list[Kept]] = defaultdict(list)
    for one in fresh:
        if one.development is not None:
            by_development[one.development].append(one)
    reported = []
    for number, members in by_development.items():
        # the post that people heard of stands for it: its lead may be background that nobody was told
        heard = next((one for one in members if one.action in {"alert", "held"}), None)
        opened = next((one for one in members if one.verdict == "new"), None)
        lead = heard or opened or developments.heard_of(door, number) or developments.lead_of(door, number)
        if lead is None:
            continue
        echoes = tuple(one.match.post for one in members if one.match.post != lead.match.post)
        loudest = next((one for one in [lead, *members] if one.action in {"alert", "held"}), lead)
        reported.append(
            Reported(
                development=Development(
                    id=number,
                    story=story,
                    lead=lead.match.post,
                    at=lead.at,
                    echoes=echoes,
                    told=loudest.action in {"alert", "held"},
                ),
                match=lead.match,
                state={"alert": "told", "held": "held"}.get(loudest.action, "digest"),  # type: ignore[arg-type]
                why=loudest.reason,
                earlier=lead.at < since,
            )
        )
    return sorted(reported, key=lambda one: (one.development.at, one.development.id))


def _coverage(door: Reading, settings: Settings, story: Story, since: datetime, until: datetime) -> Coverage:
    ours = {source.key for source in settings.sources if source.enabled}
    if story.sources:
        ours &= set(story.sources)
    states = [state for state in wellbeing.states(door) if state.key in ours]
    blind = [
        Blind(
            source=one.source,
            since=max(one.since, since),
            until=one.until,
            health=one.health,  # type: ignore[arg-type]
            reason=one.detail,
        )
        for one in coverage.blind_between(door, since, until)
        if one.source in ours
    ]
    healthy = sum(state.health in WELL for state in states)
    asked = sum(state.health is not None for state in states)
    blind += unseen(states, blind, lives(door), since=since, until=until)
    paused = story.status == "paused"
    return Coverage(sources=len(ours), healthy=healthy, unasked=len(ours) - asked, paused=paused, blind=tuple(blind))


def _changes(door: Reading, story: str, since: datetime, until: datetime) -> list[Change]:
    """Edits and disappearances in the window, of posts that were matched in it or before."""
    changes = []
    for post, revisions, gone_at in changed.changes(door, story, since=since, until=until):
        before = post
        for revision in revisions:
            changes.append(Change(before=before, at=revision.at, after=revision))
            before = replace(before, title=revision.title, text=revision.text)
        if gone_at is not None:
            changes.append(Change(before=before, at=gone_at))
    return changes


def _by_time(matches: Iterable[Match]) -> list[Match]:
    def moment(match: Match) -> datetime:
        post: Post = match.post
        return post.published_at or post.seen_at

    return sorted(matches, key=moment, reverse=True)
