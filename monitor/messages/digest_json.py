"""The digest for programs: a documented, stable object (docs/reference/messages.md)."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from monitor.messages import times
from monitor.messages.card import name_of
from monitor.messages.coverage import certain, coverage_line, nothing_line, source_name, within
from monitor.messages.echoing import earliest, outlets
from monitor.messages.programs import post_json
from monitor.messages.report import Blind, Change, Report, Reported
from monitor.model import Match, Post
from monitor.text.clean import one_line, outgoing, without_isolates
from monitor.text.links import read_link

#: What the JSON form promises.
SCHEMA = "story-monitor/digest/1"
#: Code points of a post's text in a digest; the alert had more.
_TEXT = 2_000


def digest_json(report: Report, lang: str) -> str:
    """The whole report, nothing left out but the far ends of long texts."""
    told = {
        "schema": SCHEMA,
        "type": "digest",
        "story": {"key": one_line(report.story), "title": one_line(report.title)},
        "window": {"since": _moment(report.since), "until": _moment(report.until), "zone": report.zone},
        "nothing_new": not report.developments,
        "statement": nothing_line(report, lang) or None,
        "coverage": {
            "sources": report.coverage.sources,
            "healthy": report.coverage.healthy,
            "unasked": report.coverage.unasked,
            "certain": certain(report),
            "line": without_isolates(coverage_line(report, lang)),
            "blind": [_blind(one, report.names) for one in within(report)],
        },
        "developments": [_development(one, report.names) for one in report.developments],
        "related": [_match(match, report.names) for match in report.related],
        "counts": [
            {
                "start": _moment(bucket.start),
                "end": _moment(bucket.end),
                "total": bucket.total,
                "by_language": {one_line(code) or "und": n for code, n in bucket.counts.items()},
            }
            for bucket in report.buckets
        ],
        "changes": [_change(one, report.names) for one in report.changes],
        "background": [_match(match, report.names) for match in report.background],
        "notes": [one_line(note) for note in report.notes],
    }
    return json.dumps(told, ensure_ascii=False)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _blind(one: Blind, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "source": one_line(one.source),
        "source_name": source_name(one, names),
        "since": _moment(one.since),
        "until": _moment(one.until) if one.until else None,
        "health": one.health,
        "reason": one_line(one.reason) or None,
    }


def _match(match: Match, names: Mapping[str, str]) -> dict[str, Any]:
    told = post_json(match.post, match, names.get(match.post.source, ""), _TEXT)
    return told | {"tier": match.tier, "score": round(match.score, 4), "why": outgoing(match.why)}


def _development(one: Reported, names: Mapping[str, str]) -> dict[str, Any]:
    development = one.development
    spoken = sorted({one_line(post.lang) for post in (development.lead, *development.echoes) if post.lang})
    return {
        "id": development.id,
        "key": f"dev/{development.id}",
        "at": _moment(development.at),
        "state": one.state,
        "earlier": one.earlier,
        "why_state": outgoing(one.why) or None,
        "lead": _match(one.match, names),
        "outlets": len(outlets(one)),
        "languages": spoken,
        "first": _echo(earliest(one), names),
        "echoes": [_echo(post, names) for post in development.echoes],
    }


def _echo(post: Post, names: Mapping[str, str]) -> dict[str, Any]:
    link = read_link(post.url) if post.url else None
    return {
        "source": one_line(post.source),
        "source_name": name_of(post, names.get(post.source, "")),
        "id": outgoing(post.id),
        "url": link.url if link else None,
        "title": one_line(post.title),
        "lang": one_line(post.lang) or None,
        "published_at": times.iso_published(post),
        "seen_at": _moment(post.seen_at),
    }


def _change(one: Change, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "kind": "deleted" if one.after is None else "edited",
        "at": _moment(one.at),
        "post": _echo(one.before, names),
        "title_before": one_line(one.before.title),
        "text_before": outgoing(one.before.text[:_TEXT]),
        "title_after": one_line(one.after.title) if one.after else None,
        "text_after": outgoing(one.after.text[:_TEXT]) if one.after else None,
    }
