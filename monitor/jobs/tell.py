"""Is a match new, and who hears? Inside the transaction that stores it: judged, recorded, put into the outbox."""

from dataclasses import dataclass
from datetime import datetime

from monitor import judging
from monitor.jobs.app import App
from monitor.judging.policy import Decision, decide, news_of
from monitor.messages.alert import compose_alert
from monitor.messages.more import compose_more
from monitor.model import Echo, Features, Match, New, Verdict
from monitor.store import developments, outbox, remembering
from monitor.store.doors import Writing


@dataclass(frozen=True, kw_only=True)
class Found:
    """A match with what judging needs of it: read outside any lock."""

    match: Match
    features: Features


def found(app: App, match: Match) -> Found:
    """The match, read for judging."""
    return Found(match=match, features=judging.features(match, app.background))


def tell(door: Writing, app: App, found: Found, row: int, *, now: datetime, background: bool) -> int:
    """Judges a match against the story's recent developments and lets every channel hear what the policy says.

    ``row`` is its post's. Returns how many messages it put into the outbox.
    """
    match, features = found.match, found.features
    verdict: Verdict | None = _judge(door, app, found, now)
    if match.tier == "related" and isinstance(verdict, New):
        verdict = None  # a related post opens no development: it may only echo one
    decisions = _decide(door, app, match, verdict, now=now, background=background)
    action, reason = _summary(decisions)
    development = developments.record(
        door, verdict, match, row, at=now, features=features, background=background, action=action, reason=reason
    )
    app.memory.keep(row, match.story, features)  # the next match of the story is compared with it
    if development is None:
        return 0
    if isinstance(verdict, Echo) and action in {"alert", "held"}:
        developments.mark_told(door, development, action=action)
    return sum(_put(door, app, match, development, key, decision, verdict, now) for key, decision in decisions.items())


def _judge(door: Writing, app: App, found: Found, now: datetime) -> Verdict:
    """New or echo. What cannot be judged is new: a second alert costs seconds, a buried one costs trust."""
    policy = app.settings.policy
    known = remembering.recent(door, found.match.story, since=now - policy.echo_window, memory=app.memory)
    try:
        return judging.judge(found.match, found.features, known, at=now, policy=policy)
    except Exception as error:
        app.log.exception("a match broke the judge", source=found.match.post.source, post=found.match.post.id)
        return New(match=found.match, why=f"could not be judged: {type(error).__name__}")


def _decide(
    door: Writing, app: App, match: Match, verdict: Verdict | None, *, now: datetime, background: bool
) -> dict[str, Decision]:
    """What each channel of the story should do with a match; a related post that echoes nothing goes to the digest."""
    policy = app.settings.policy
    told = developments.was_told(door, verdict.of) if isinstance(verdict, Echo) else True
    return {
        key: decide(
            verdict or New(match=match),
            policy=policy,
            at=now,
            # what is stored at a first poll is told nobody, whatever was
            alerted=() if background else outbox.alerts_since(door, match.story, key, now - policy.cap_window),
            told=told,
            background=background,
        )
        for key in app.channels_of(match.story)
    }


def _summary(decisions: dict[str, Decision]) -> tuple[str, str]:
    """One word and one line for the record: the loudest of the channels' decisions."""
    for word in ("alert", "held", "digest", "none"):
        for decision in decisions.values():
            if decision.action == word:
                return word, decision.why
    return "digest", "no channel listens to this story"


def _put(
    door: Writing,
    app: App,
    match: Match,
    development: int,
    channel: str,
    decision: Decision,
    verdict: Verdict | None,
    now: datetime,
) -> int:
    """Writes what one channel is to hear into the outbox; how many messages that made."""
    if decision.cause == "cap":
        return _hold(door, app, match, channel, decision.due or now, now)
    if decision.action not in {"alert", "held"}:
        return 0
    source = app.sources.get(match.post.source)
    # what says otherwise than an earlier alert stands under that one, where there was one
    of = verdict.of if isinstance(verdict, New) else None
    message = compose_alert(
        match,
        app.stories[match.story],
        development=development,
        form=app.channels[channel].form,
        zone=app.settings.zone,
        source_name=source.name if source else "",
        thread=f"dev/{of}" if of is not None else "",
        news=news_of(verdict) if verdict else "",
    )
    key = f"dev/{development}"
    return int(outbox.put(door, key, channel, message, now=now, due=decision.due, story=match.story))


def _hold(door: Writing, app: App, match: Match, channel: str, due: datetime, now: datetime) -> int:
    """The cap is reached: one "N more" waits for the end of the window, and counts on."""
    form, story, zone = app.channels[channel].form, app.stories[match.story], app.settings.zone
    waiting = outbox.waiting_more(door, match.story, channel)
    if waiting is not None:
        held = [kept.match for kept in developments.held_since(door, match.story, channel, waiting.since)]
        message = compose_more(story, held, form=form, zone=zone)
        if outbox.replace(door, waiting.key, channel, message):
            return 0
    key = f"more/{match.story}/{now:%Y-%m-%dT%H:%M:%S.%fZ}"
    message = compose_more(story, [match], form=form, zone=zone)
    return int(outbox.put(door, key, channel, message, now=now, due=due, story=match.story))
