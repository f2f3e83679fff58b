"""What else matched, by language: each headline once, whoever carries it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from monitor.messages.card import Card, make_card
from monitor.messages.phrases import count, language, say
from monitor.messages.report import Report
from monitor.model import Match, Post
from monitor.text.clean import one_line
from monitor.text.outlets import only_leads_on, outlet

#: What does not count when two headlines are compared.
_NO_WORD = re.compile(r"[\W_]+")
#: More languages than this are shown as one: a source can name as many as it likes.
_GROUPS = 20


@dataclass(frozen=True, kw_only=True)
class Group:
    """The other matches in one language; ``share`` 0..1 of the largest group."""

    name: str
    total: int
    share: float
    cards: tuple[Card, ...]
    hidden: int


def make_groups(report: Report, lang: str, limit: int) -> tuple[Group, ...]:
    """The related posts of ``report`` by language, the largest group first; at most ``limit`` headlines of each."""
    by_language: dict[str, list[Match]] = {}
    for match in report.related:
        by_language.setdefault(language(lang, one_line(match.post.lang)[:35]), []).append(match)
    ordered = sorted(by_language.items(), key=lambda group: (-len(group[1]), group[0]))
    if len(ordered) > _GROUPS:
        others = [match for _, matches in ordered[_GROUPS - 1 :] for match in matches]
        ordered = [*ordered[: _GROUPS - 1], (say(lang, "other-languages"), others)]
    most = max((len(group) for _, group in ordered), default=1)
    return tuple(_group(name, matches, len(matches) / most, report, lang, limit) for name, matches in ordered)


def _group(name: str, matches: Sequence[Match], share: float, report: Report, lang: str, limit: int) -> Group:
    """The best of ``matches``, in order of time. One headline is shown once, whoever carries it."""
    alike: dict[str, list[Match]] = {}
    for match in sorted(matches, key=lambda match: (-match.score, match.post.seen_at)):
        said = _NO_WORD.sub(" ", (one_line(match.post.title) or one_line(match.post.text[:400])).casefold()).strip()
        alike.setdefault(said or match.post.id, []).append(match)
    shown = sorted(list(alike.values())[:limit], key=lambda same: same[0].post.published_at or same[0].post.seen_at)
    return Group(
        name=name,
        total=len(matches),
        share=share,
        cards=tuple(_same(same, report, lang) for same in shown),
        hidden=len(matches) - sum(map(len, shown)),
    )


def _same(same: Sequence[Match], report: Report, lang: str) -> Card:
    """One card for posts of one headline: the first of them, and how many other outlets have it."""
    others = len({outlet_of(match.post) for match in same} - {outlet_of(same[0].post)})
    also = say(lang, "also-says", outlets=count(lang, "outlets", others)) if others else ""
    name = report.names.get(same[0].post.source, "")
    card = make_card(same[0], zone=report.zone, lang=lang, source_name=name, limit=0)
    return replace(card, also=also, stands_for=len(same))


def outlet_of(post: Post) -> str:
    """Who published a post: the host of its address; where that only leads on, the outlet that its feed names."""
    if post.author and only_leads_on(post.url):
        return one_line(post.author).casefold()
    return (outlet(post.url) if post.url else "") or post.source
