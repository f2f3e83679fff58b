"""The digest: all developments of a stretch of time, what else matched, and how much of the world was seen."""

from base64 import b64encode
from typing import Literal

from monitor.messages import blocks as slack
from monitor.messages.alert import development_line, header_safe
from monitor.messages.card import Card, title_of
from monitor.messages.chart import Chart, draw, in_bars
from monitor.messages.coverage import window, within
from monitor.messages.digest_json import digest_json
from monitor.messages.digest_text import MARKDOWN, PLAIN, write
from monitor.messages.html import render
from monitor.messages.phrases import count, say
from monitor.messages.report import Report
from monitor.messages.view import Changed, Item, Limits, View, make_view
from monitor.model import File, Form, Message
from monitor.text.clean import isolate, shorten

__all__ = ["CID", "Report", "compose_digest"]

#: The name under which the mail's HTML shows its picture.
CID = "posts-over-time"
#: So many posts that were edited or are gone are shown in Slack.
_SLACK_CHANGES = 8
#: So many of the other posts of a language are named in Slack.
_SLACK_LINES = 5
#: Gmail hides what comes after 102 KB of HTML.
_CLIPPED = 100_000


def compose_digest(
    report: Report, *, form: Form | Literal["md"], lang: str = "en", standalone: bool = False
) -> Message:
    """The digest of ``report`` in ``form``; Markdown travels as a message of form ``text``.

    HTML for mail names its picture ``cid:posts-over-time`` and brings it in ``files``; with ``standalone`` it is a
    page that needs nothing else, for a browser. Mail stays below what Gmail clips; the coverage line stands first.
    """
    view = make_view(report, lang)
    text = write(view, in_bars(report.buckets, zone=report.zone, lang=lang), PLAIN, lang)
    files: tuple[File, ...] = ()
    if form == "html":
        # without a post there is nothing to see but the grid; what was blind stands in words
        seen = any(bucket.total for bucket in report.buckets)
        chart = draw(report.buckets, within(report), zone=report.zone, lang=lang) if seen else None
        body = _page(report, view, chart, lang, standalone)
        if chart and not standalone:
            files = (File(name="chart.png", type="image/png", data=chart.png, cid=CID, alt=chart.alt),)
    elif form == "blocks":
        body = _blocks(view, lang)
    elif form == "json":
        body = digest_json(report, lang)
    elif form == "md":
        body = write(view, in_bars(report.buckets, zone=report.zone, lang=lang), MARKDOWN, lang)
    else:
        body = text
    story = isolate(shorten(view.title, 60))
    subject = header_safe(say(lang, "digest-subject", story=story, window=isolate(window(report, lang), "ltr")))
    return Message(subject=subject, body=body, form="text" if form == "md" else form, text=text, lang=lang, files=files)


def _page(report: Report, view: View, chart: Chart | None, lang: str, standalone: bool) -> str:
    """The HTML; a mail that would be clipped is made again with less in it."""
    source = f"data:image/png;base64,{b64encode(chart.png).decode()}" if chart and standalone else f"cid:{CID}"
    limits = Limits()
    while True:
        page = render(
            "digest.html.j2",
            lang,
            view=view,
            chart=chart,
            source=source,
            standalone=standalone,
            bars=_language_bars(view),
        )
        if standalone or len(page.encode()) <= _CLIPPED or limits.developments == 1:
            return page
        limits = limits.halved()
        view = make_view(report, lang, limits)


def _language_bars(view: View) -> list[tuple[str, int, int]]:
    """Name, number, percent of the longest bar: the chart that stands even when a client blocks pictures."""
    return [(group.name, group.total, max(2, round(group.share * 100))) for group in view.groups]


def _blocks(view: View, lang: str) -> str:
    head = [
        slack.header(f"{say(lang, 'digest')}: {isolate(view.title)}", "ltr"),
        slack.context(isolate(view.window, "ltr"), view.summary, *view.notes),
        slack.section(f"{say(lang, 'coverage')}: {view.coverage}"),
    ]
    if view.nothing:
        head.append(slack.section(view.nothing))
    fallback = f"{say(lang, 'digest')}: {isolate(view.title)} — {view.nothing or view.summary}"
    groups = [head, *([slack.divider(), *_item_blocks(item, lang)] for item in view.items)]
    if not slack.fits(fallback, groups):  # the headline of each says more than all of some
        groups = [head, *([slack.rich(*_brief_lines(item))] for item in view.items)]
    if view.hidden_items:
        groups.append([slack.context(count(lang, "and-more", view.hidden_items))])
    for group in view.groups:
        best = sorted(sorted(range(len(group.cards)), key=lambda at: -group.cards[at].score)[:_SLACK_LINES])
        lines = [_card_line(group.cards[at]) for at in best]
        rest = group.total - sum(group.cards[at].stands_for for at in best)
        more = [slack.line(slack.word(count(lang, "and-more", rest)))] if rest else []
        title = slack.line(slack.word(f"{isolate(group.name)} ({group.total})", bold=True))
        above = [] if group is not view.groups[0] else [slack.divider(), slack.context(say(lang, "rest"))]
        groups.append([*above, slack.rich(title, *lines, *more)])
    if view.changes:
        title = slack.line(slack.word(say(lang, "changes"), bold=True))
        lines = [line for one in view.changes[:_SLACK_CHANGES] for line in _change_lines(one, lang)]
        rest = len(view.changes) - _SLACK_CHANGES + view.hidden_changes
        more = [slack.line(slack.word(count(lang, "and-more", rest)))] if rest > 0 else []
        groups.append([slack.divider(), slack.rich(title, *lines, *more)])
    return slack.payload(fallback, groups, lambda n: count(lang, "and-more-parts", n))


def _item_blocks(item: Item, lang: str) -> list[slack.Block]:
    card = item.card
    facts = [f"{isolate(card.source)} · {isolate(card.language)} · {isolate(card.when, 'ltr')}"]
    facts += [item.echoes, item.first]
    state = f"{development_line(item.id, lang)} · {item.label}" + (f": {isolate(item.why)}" if item.why else "")
    lines = [slack.line(slack.word(fact)) for fact in [*facts, state] if fact]
    quote = [slack.quote(card.rest, card.dir)] if card.rest else []
    return [slack.rich(slack.line(*_linked(card, bold=True)), *quote, *lines)]


def _brief_lines(item: Item) -> list[slack.Block]:
    """A development in two lines: its headline; who says so, when, and how many others do."""
    card = item.card
    others = f" · {item.also}" if item.also else ""
    told = "" if item.state == "told" else f" · {item.label}"
    said = f"{isolate(card.source)} · {isolate(card.when, 'ltr')}{others}{told}"
    return [slack.line(*_linked(card, bold=True)), slack.line(slack.word(said))]


def _card_line(card: Card) -> slack.Block:
    return slack.line(
        slack.word("• "),
        *_linked(card),
        slack.word(f" · {isolate(card.source)}{card.also and ' ' + card.also} · {isolate(card.when, 'ltr')}"),
    )


def _change_lines(one: Changed, lang: str) -> list[slack.Block]:
    """A post that was edited or is gone, and of an edit what it said and what it says: it may be the opposite."""
    told = f" · {isolate(one.card.source)} · {isolate(one.at, 'ltr')}"
    lines = [slack.line(slack.word(f"• {say(lang, one.kind)}: "), *_linked(one.card), slack.word(told))]
    if one.kind == "edited":
        for word, text in (("was", one.was), ("now", one.now)):
            lines.append(slack.line(slack.word(f"{say(lang, word)}: ", bold=True), slack.word(isolate(text))))
    return lines


def _linked(card: Card, *, bold: bool = False) -> list[slack.Block]:
    title = isolate(title_of(card), card.dir)
    if card.link is None:
        return [slack.word(title, bold=bold)]
    return [slack.link(card.link, title), slack.word(" ⚠" if card.link.suspicious else "")]
