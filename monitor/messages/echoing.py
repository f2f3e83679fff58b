"""What is said of a development's echoes: how many and in which languages, what the latest says, who was first."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from monitor.messages import times
from monitor.messages.card import name_of
from monitor.messages.groups import outlet_of
from monitor.messages.phrases import count, language, say
from monitor.messages.pieces import quoted
from monitor.messages.report import Report, Reported
from monitor.model import Post
from monitor.text.clean import isolate, one_line, outgoing, shorten

#: An echo that comes so long after its lead is told with its headline.
_LATER = timedelta(hours=2)
#: Who is so little sooner is not called first: many places name no seconds.
_SOONER = timedelta(minutes=1)


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


def echo_phrase(one: Reported, echoing: Mapping[str, Post], lang: str) -> str:
    """Which outlets and languages echo a development, and its own outlet; ``echoing`` is what ``outlets`` gives."""
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
    return say(lang, "echo-latest", others=others, time=_span(after, lang), headline=quoted(_headline(last)))


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
    return say(lang, "own-latest", more=more, headline=quoted(headline))


def _headline(post: Post) -> str:
    return shorten(one_line(outgoing(post.title)) or one_line(outgoing(post.text)), 90)


def first_phrase(one: Reported, report: Report, lang: str) -> str:
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


def _instant(post: Post) -> datetime | None:
    """When the post was published, if an instant was stated and can be believed."""
    believed = post.date_precision == "instant" and post.date_basis not in {"seen", "url", "text", "stamp", "sitemap"}
    return post.published_at if believed else None
