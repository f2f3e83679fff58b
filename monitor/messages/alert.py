"""The alert: one post that is new in its story, with all that a duty editor needs to judge it at a glance."""

import json
from typing import Any

from monitor.messages import blocks as slack
from monitor.messages.card import Card, for_readers, make_card, title_of
from monitor.messages.html import render
from monitor.messages.phrases import say
from monitor.messages.pieces import plain
from monitor.messages.programs import LONGEST, post_json
from monitor.model import Form, Match, Message, Story
from monitor.text.clean import isolate, one_line, outgoing, shorten

#: What the JSON form promises: a consumer may rely on every field of this version.
SCHEMA = "story-monitor/alert/1"
#: How much of a post's text each form shows, in code points. The JSON form cuts only what no post is.
LIMITS: dict[Form, int] = {"text": 1_000, "html": 1_800, "blocks": 2_400, "json": LONGEST}
SUBJECT = 180
#: A longer reason is somebody's page.
NEWS = 200


def compose_alert(
    match: Match,
    story: Story,
    *,
    development: int,
    form: Form,
    zone: str,
    source_name: str = "",
    thread: str = "",
    news: str = "",
    lang: str = "en",
) -> Message:
    """The alert on ``match`` in ``form``, times in ``zone`` (IANA name).

    ``thread`` is the delivery key of the alert under which it stands, "" for none. ``source_name`` is the outlet's
    name for people. ``lang`` is the interface language.
    ``news`` is why the post is no echo of what was told, as it was judged; what was only measured is left out.
    """
    news = shorten(one_line(for_readers(news)), NEWS)
    card = make_card(match, zone=zone, lang=lang, source_name=source_name, limit=LIMITS[form])
    text = alert_text(card, story, development, lang, news)
    if form == "html":
        body = render("alert.html.j2", lang, card=card, story=one_line(story.title), development=development, news=news)
    elif form == "blocks":
        body = _blocks(card, story, development, lang, news)
    elif form == "json":
        body = json.dumps(alert_json(match, story, development, thread, source_name, news), ensure_ascii=False)
    else:
        body = text
    return Message(
        subject=subject_line(story, card),
        body=body,
        form=form,
        text=text,
        link=card.link.url if card.link else "",
        dir=card.dir,
        lang=card.lang,
        thread=thread,
    )


def development_line(development: int, lang: str) -> str:
    """``Development 7``; "" for 0, the number of none: a message that only tests its channel."""
    return f"{say(lang, 'development')} {development}" if development else ""


def subject_line(story: Story, card: Card) -> str:
    """One line, the headline isolated so that Arabic and its neighbours keep their order."""
    return header_safe(f"[{isolate(shorten(one_line(story.title), 60))}] {isolate(shorten(title_of(card), 110))}")


def header_safe(text: str) -> str:
    """One line that no mail library reads as an encoded word: ``=?`` is parted by a zero-width space."""
    return shorten(text.replace("\n", " ").replace("=?", "=\u200b?"), SUBJECT)


def alert_text(card: Card, story: Story, development: int, lang: str, news: str) -> str:
    """The alert for a terminal and for a mail's plain part. Matched words stand in stars.

    Every foreign string is isolated; an address has a line to itself, so that it can be copied whole.
    """
    number = development_line(development, lang)
    where = [isolate(card.source), isolate(card.author), isolate(card.language)]
    rows = [
        f"{say(lang, card.tier).upper()} · {isolate(one_line(story.title))}",
        *_headline(card),
        isolate(plain(card.body, "*{}*"), card.dir),
        *(isolate(f"[{picture}]", card.dir) for picture in card.pictures),
        "",
        f"{say(lang, 'source')}: {' · '.join(part for part in where if part)}",
        _published(card, lang),
        f"{say(lang, 'seen')}: {isolate(card.seen, 'ltr')}" + (f" · {number}" if number else ""),
    ]
    rows += [f"{say(lang, 'news')}: {isolate(news)}"] if news else []
    rows += [f"{say(lang, 'why')}: {isolate(card.why)}"] if card.why else []
    rows += [f"{say(lang, 'matched')}: {', '.join(isolate(word) for word in card.words)}"] if card.words else []
    if card.link:
        rows += [f"! {say(lang, 'suspicious-link')}: {card.link.host}"] if card.link.suspicious else []
        rows.append(card.link.url)
    kept = [row for at, row in enumerate(rows) if row or (at > 0 and rows[at - 1])]
    return "\n".join(kept).strip("\n") + "\n"


def _headline(card: Card) -> list[str]:
    """The title and a blank line; a post without a title says all in its text, and is not shown twice."""
    if card.titled:
        return [isolate(plain(card.headline, "*{}*"), card.dir), ""]
    return [] if card.body else [isolate(title_of(card), card.dir)]


def _published(card: Card, lang: str) -> str:
    note = f" ({card.published_note})" if card.published and card.published_note else card.published_note
    return f"{say(lang, 'published')}: {isolate(card.published, 'ltr')}{note}"


def _blocks(card: Card, story: Story, development: int, lang: str, news: str) -> str:
    published = card.published or card.published_note
    note = f" ({card.published_note})" if card.published and card.published_note else ""
    who = " · ".join(isolate(part) for part in (card.source, card.author, card.language) if part)
    facts = [
        slack.line(slack.word(who)),
        slack.line(
            slack.word(f"{say(lang, 'published')}: ", bold=True),
            slack.word(isolate(published, "ltr" if card.published else "auto") + note),
        ),
        slack.line(slack.word(f"{say(lang, 'seen')}: ", bold=True), slack.word(isolate(card.seen, "ltr"))),
    ]
    if news:
        facts.append(slack.line(slack.word(f"{say(lang, 'news')}: ", bold=True), slack.word(isolate(news))))
    if card.why:
        facts.append(slack.line(slack.word(f"{say(lang, 'why')}: ", bold=True), slack.word(isolate(card.why))))
    headline = [slack.header(title_of(card), card.dir)] if card.titled or not card.body else []
    body = [slack.rich(slack.quote(card.body, card.dir))] if card.body else []
    group = [
        slack.context(f"{say(lang, card.tier)} · {isolate(shorten(one_line(story.title), 120))}"),
        *headline,
        *body,
        slack.rich(*facts),
    ]
    if card.link:
        warn = f" ⚠ {say(lang, 'suspicious-link')}" if card.link.suspicious else ""
        group.append(slack.rich(slack.line(slack.link(card.link, isolate(card.link.host, "ltr")), slack.word(warn))))
    score = f"{say(lang, 'score').lower()} {card.score:.2f}"
    group.append(slack.context(" · ".join(part for part in (development_line(development, lang), score) if part)))
    fallback = f"{say(lang, card.tier)}: {isolate(title_of(card))} — {isolate(card.source)}"
    return slack.payload(fallback, [group])


def alert_json(
    match: Match, story: Story, development: int, thread: str, source_name: str, news: str
) -> dict[str, Any]:
    """The alert for programs; docs/reference/messages.md describes each field. Hits point into the texts given."""
    post = post_json(match.post, match, source_name)
    return {
        "schema": SCHEMA,
        "type": "alert",
        "story": {"key": story.key, "title": one_line(story.title)},
        "development": {"id": development, "key": f"dev/{development}", "thread": thread or None},
        "tier": match.tier,
        "score": round(match.score, 4),
        "why": outgoing(match.why),
        "news": news or None,
        **post,
    }
