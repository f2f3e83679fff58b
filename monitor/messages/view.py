"""A report in clean, bounded words: what every form of the digest shows, made once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from monitor.messages import times
from monitor.messages.card import Card, for_readers, make_card, name_of
from monitor.messages.coverage import certain, coverage_line, gap, nothing_line, window, within
from monitor.messages.groups import Group, make_groups, outlet_of
from monitor.messages.phrases import count, language, say
from monitor.messages.report import Change, Report, Reported
from monitor.messages.turns import changed_since, overtaken
from monitor.model import Match, Post
from monitor.text.clean import isolate, one_line, outgoing, shorten
from monitor.text.links import Link, read_link
from monitor.text.outlets import only_leads_on

#: An echo that comes so long after its lead is told with its headline.
_LATER = timedelta(hours=2)
#: Who is so little sooner is not called first: many places name no seconds.
_SOONER = timedelta(minutes=1)
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


def make_view(report: Report, lang: str = "en", limits: Limits = Limits()) -> View:
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


def outlets(reported: Reported) -> dict[str, Post]:
    """The outlets that echo a development, each with its first echo; the lead's own outlet is none of them."""
    own = outlet_of(reported.development.lead)
    found: dict[str, Post] = {}
    for post in sorted(reported.development.echoes, key=lambda post: post.seen_at):
        name = outlet_of(post)
        if name != own:
            found.setdefault(name, post)
    return found


def earliest(reported: Reported) -> Post:
    """Which of lead and echoes was published first; among equals, and where no instant is known, the lead."""
    lead = reported.development.lead
    dated = [post for post in (lead, *reported.development.echoes) if _instant(post)]
    return min(dated, key=lambda post: (_instant(post), post is not lead), default=lead) if _instant(lead) else lead


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
        echoes="; ".join([_echo_phrase(one, echoing, lang), *_no_last_word(one, report, lang, turned)]),
        also=say(lang, "also-says", outlets=count(lang, "outlets", len(echoing))) if echoing else "",
        first=_first_phrase(one, report, lang),
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
    return [*found, say(lang, "edited-since", now=isolate(now)) if now else say(lang, "edited")]


def _label(one: Reported) -> str:
    if one.earlier and one.state != "held":
        return f"{one.state}-earlier"
    return "state-digest" if one.state == "digest" else one.state


def _echo_phrase(one: Reported, echoing: dict[str, Post], lang: str) -> str:
    own = _own_phrase(one, lang)
    if not echoing:
        return "; ".join(filter(None, (say(lang, "no-echo"), own)))
    spoken = {post.lang for post in (one.development.lead, *one.development.echoes) if post.lang}
    others = say(lang, "also-says", outlets=count(lang, "outlets", len(echoing)))
    if spoken:
        names = ", ".join(sorted(language(lang, one_line(code)[:35]) for code in spoken))
        languages = f"{count(lang, 'languages', len(spoken))} ({names})"
        others = say(lang, "echoes-of", outlets=count(lang, "outlets", len(echoing)), languages=languages)
    others = _with_latest(others, one, lang)
    return "; ".join(filter(None, (others, own)))


def _with_latest(others: str, one: Reported, lang: str) -> str:
    """``others``, and what the latest of them says where it came long after the lead under another headline: it may be
    more than an echo, and nothing that was laid to a development is hidden in a number."""
    lead = one.development.lead
    last = max(
        (post for post in one.development.echoes if outlet_of(post) != outlet_of(lead)), key=lambda post: post.seen_at
    )
    after = last.seen_at - one.development.at
    if after < _LATER or _headline(last) == _headline(lead):
        return others
    return say(lang, "echo-latest", others=others, time=_span(after, lang), headline=isolate(_headline(last)))


def _own_phrase(one: Reported, lang: str) -> str:
    """What the lead's own outlet has published since: how much, and under which headline last if it is another one."""
    lead = one.development.lead
    own = [post for post in one.development.echoes if outlet_of(post) == outlet_of(lead)]
    if not own:
        return ""
    more = count(lang, "own-more", len(own))
    headline = _headline(max(own, key=lambda post: post.seen_at))
    if headline == _headline(lead):
        return more
    return say(lang, "own-latest", more=more, headline=isolate(headline))


def _headline(post: Post) -> str:
    return shorten(one_line(outgoing(post.title)) or one_line(outgoing(post.text)), 90)


def _first_phrase(one: Reported, report: Report, lang: str) -> str:
    """Who was first, when it was not the lead: with how much earlier, as far as published times can be believed."""
    first, lead = earliest(one), one.development.lead
    at, own = _instant(first), _instant(lead)
    if first is lead or at is None or own is None or own - at < _SOONER:
        return ""
    said = say(
        lang,
        "first-seen",
        language=language(lang, one_line(first.lang)[:35]),
        source=isolate(name_of(first, report.names.get(first.source, ""))),
        time=isolate(times.minute(times.in_zone(at, report.zone)), "ltr"),
    )
    return f"{said} ({say(lang, 'earlier', time=_span(own - at, lang))})"


def _span(span: timedelta, lang: str) -> str:
    """A stretch of time as people say it: minutes, from two hours on hours, from two days on days."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 120:
        return count(lang, "minutes", minutes)
    return count(lang, "hours", minutes // 60) if minutes < 2_880 else count(lang, "days", minutes // 1_440)


def _changed(one: Change, report: Report, lang: str) -> Changed:
    post = one.before
    card = _card(Match(post=post, story=report.story, tier="related", score=0, hits=()), report, lang, 0)
    at = times.local(one.at, report.zone)
    if one.after is None:
        return Changed(card=card, kind="deleted", at=at)
    before, after = (post.title, one.after.title) if post.title != one.after.title else (post.text, one.after.text)
    was, now = difference(outgoing(before), outgoing(after))
    return Changed(card=card, kind="edited", at=at, was=was, now=now)


def difference(before: str, after: str, around: int = 30, limit: int = 160) -> tuple[str, str]:
    """The stretch in which two versions differ, in each, with a little of what stands round it. Linear time."""
    before, after = one_line(before), one_line(after)
    same = _common(before, after)
    start = same if same >= min(len(before), len(after)) else before.rfind(" ", 0, same + 1) + 1
    tail = _common(before[start:][::-1], after[start:][::-1])
    low = max(0, start - around)
    shown = []
    for text in (before, after):
        high = min(len(text), max(start, len(text) - tail) + around)
        piece = shorten(text[low:high], limit)
        shown.append(("…" if low else "") + piece + ("…" if high < len(text) and not piece.endswith("…") else ""))
    return shown[0], shown[1]


def _common(one: str, other: str) -> int:
    """How many code points two texts share at their beginning."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _instant(post: Post) -> datetime | None:
    """When the post was published, if an instant was stated and can be believed."""
    believed = post.date_precision == "instant" and post.date_basis not in {"seen", "url", "text", "stamp", "sitemap"}
    return post.published_at if believed else None
