"""A report in clean, bounded words: what every form of the digest shows, made once."""

from dataclasses import dataclass
from typing import Literal

from monitor.messages import times
from monitor.messages.card import Card, for_readers, make_card
from monitor.messages.coverage import certain, coverage_line, gap, nothing_line, window, within
from monitor.messages.difference import difference
from monitor.messages.echoing import echo_phrase, first_phrase, outlets
from monitor.messages.groups import Group, make_groups
from monitor.messages.phrases import count, language, say
from monitor.messages.pieces import quoted
from monitor.messages.report import Change, Report, Reported
from monitor.messages.turns import changed_since, overtaken
from monitor.model import Match
from monitor.text.clean import one_line, outgoing, shorten
from monitor.text.links import Link, read_link
from monitor.text.outlets import only_leads_on

#: A remark longer than this is somebody's page.
_REMARK = 200


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much of each part is shown; the rest is counted."""

    developments: int = 40
    rest: int = 15
    echoes: int = 8
    blind: int = 20
    changes: int = 20
    background: int = 10
    text: int = 400

    def halved(self) -> "Limits":
        """The next smaller allowance, for a form that found no room."""
        return Limits(
            developments=max(1, self.developments // 2),
            rest=self.rest // 2,
            echoes=self.echoes // 2,
            blind=max(1, self.blind // 2),
            changes=self.changes // 2,
            background=self.background // 2,
            text=max(120, self.text // 2),
        )


@dataclass(frozen=True, kw_only=True)
class Item:
    """One development. ``echoes``, ``also`` (the same in short) and ``first`` are phrases, "" for none; ``others`` are
    echoing outlets."""

    id: int
    card: Card
    state: Literal["told", "held", "digest"]
    label: str
    why: str
    echoes: str
    also: str
    first: str
    others: tuple[tuple[str, Link | None, str], ...]
    hidden: int


@dataclass(frozen=True, kw_only=True)
class Changed:
    """A post that was edited (``was`` and ``now`` in short) or is gone."""

    card: Card
    kind: Literal["edited", "deleted"]
    at: str
    was: str = ""
    now: str = ""


@dataclass(frozen=True, kw_only=True)
class View:
    """The digest's words. ``certain``: every source was seen all the time, so no news is no news."""

    title: str
    window: str
    summary: str
    certain: bool
    nothing: str
    coverage: str
    blind: tuple[tuple[str, str, str], ...]
    hidden_blind: int
    items: tuple[Item, ...]
    hidden_items: int
    groups: tuple[Group, ...]
    changes: tuple[Changed, ...]
    hidden_changes: int
    background: tuple[Card, ...]
    hidden_background: int
    notes: tuple[str, ...]


def make_view(report: Report, lang: str, limits: Limits = Limits()) -> View:
    """``report`` as it is shown, within ``limits``. Developments with more outlets come first."""
    ordered = sorted(report.developments, key=lambda one: (-len(outlets(one)), -one.match.score, one.development.id))
    gaps, turned = within(report), overtaken(report)
    return View(
        title=shorten(one_line(report.title) or one_line(report.story), 120),
        window=window(report, lang),
        summary=_summary(report, lang),
        certain=certain(report),
        nothing=nothing_line(report, lang),
        coverage=coverage_line(report, lang),
        blind=tuple(gap(one, report, lang) for one in gaps[: limits.blind]),
        hidden_blind=max(0, len(gaps) - limits.blind),
        items=tuple(
            _item(one, report, lang, limits, turned.get(one.development.id, 0))
            for one in ordered[: limits.developments]
        ),
        hidden_items=max(0, len(ordered) - limits.developments),
        groups=make_groups(report, lang, limits.rest),
        changes=tuple(_changed(one, report, lang) for one in report.changes[: limits.changes]),
        hidden_changes=max(0, len(report.changes) - limits.changes),
        background=tuple(_card(one, report, lang, 0) for one in report.background[: limits.background]),
        hidden_background=max(0, len(report.background) - limits.background),
        notes=tuple(shorten(one_line(note), _REMARK) for note in report.notes[:10]),
    )


def _summary(report: Report, lang: str) -> str:
    posts = [one.match.post for one in report.developments if not one.earlier]
    posts += [match.post for match in report.related]
    posts += [echo for one in report.developments for echo in one.development.echoes]
    languages = len({post.lang for post in posts if post.lang})
    if not posts:
        return say(lang, "summary-nothing")
    return say(
        lang,
        "summary" if languages else "summary-plain",
        developments=count(lang, "developments", sum(not one.earlier for one in report.developments)),
        posts=count(lang, "posts", len(posts)),
        languages=count(lang, "languages", languages),
    )


def _card(match: Match, report: Report, lang: str, limit: int) -> Card:
    name = report.names.get(match.post.source, "")
    return make_card(match, zone=report.zone, lang=lang, source_name=name, limit=limit)


def _item(one: Reported, report: Report, lang: str, limits: Limits, turned: int) -> Item:
    echoing = outlets(one)
    others = []
    for name, post in list(echoing.items())[: limits.echoes]:
        called = post.author if only_leads_on(post.url) else report.names.get(post.source, "")
        shown = shorten(one_line(called) or one_line(name), 60)
        others.append((shown, read_link(post.url), language(lang, one_line(post.lang)[:35])))
    return Item(
        id=one.development.id,
        card=_card(one.match, report, lang, limits.text),
        state=one.state,
        label=say(lang, _label(one)),
        why=shorten(one_line(for_readers(one.why)), _REMARK),
        echoes="; ".join([echo_phrase(one, echoing, lang), *_no_last_word(one, report, lang, turned)]),
        also=say(lang, "also-says", outlets=count(lang, "outlets", len(echoing))) if echoing else "",
        first=first_phrase(one, report, lang),
        others=tuple(others),
        hidden=max(0, len(echoing) - limits.echoes),
    )


def _no_last_word(one: Reported, report: Report, lang: str, turned: int) -> list[str]:
    """What became of a development since: another one says otherwise, its post says something else now, or is gone."""
    found = [say(lang, "turned", n=turned)] if turned else []
    change = changed_since(one, report)
    if change is None:
        return found
    if change.after is None:
        return [*found, say(lang, "deleted")]
    now = _changed(change, report, lang).now
    return [*found, say(lang, "edited-since", now=quoted(now)) if now else say(lang, "edited")]


def _label(one: Reported) -> str:
    if one.earlier and one.state != "held":
        return f"{one.state}-earlier"
    return "state-digest" if one.state == "digest" else one.state


def _changed(one: Change, report: Report, lang: str) -> Changed:
    post = one.before
    card = _card(Match(post=post, story=report.story, tier="related", score=0, hits=()), report, lang, 0)
    at = times.local(one.at, report.zone)
    if one.after is None:
        return Changed(card=card, kind="deleted", at=at)
    before, after = (post.title, one.after.title) if post.title != one.after.title else (post.text, one.after.text)
    was, now = difference(outgoing(before), outgoing(after))
    return Changed(card=card, kind="edited", at=at, was=was, now=now)
