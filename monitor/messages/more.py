""" "N more": the posts that an alert cap held back, told once and in short."""

import json
from collections.abc import Mapping, Sequence

from monitor.messages import blocks as slack
from monitor.messages.alert import header_safe
from monitor.messages.card import Card, make_card, title_of
from monitor.messages.html import render
from monitor.messages.phrases import count, say
from monitor.messages.programs import post_json
from monitor.model import Form, Match, Message, Story
from monitor.text.clean import isolate, one_line, shorten

#: What the JSON form promises.
SCHEMA = "story-monitor/more/1"
#: So many posts are named; the others are counted, and stand in the digest.
NAMED = 20


def compose_more(
    story: Story,
    matches: Sequence[Match],
    *,
    form: Form,
    zone: str,
    names: Mapping[str, str] | None = None,
    lang: str = "en",
) -> Message:
    """One message on ``matches`` that were held back, in order; ``names`` are the sources' names for people.

    The subject names the story alone, so that mail clients keep these messages together.
    """
    names = names or {}
    cards = [
        make_card(match, zone=zone, lang=lang, source_name=names.get(match.post.source, ""), limit=0)
        for match in matches[:NAMED]
    ]
    rest = len(matches) - len(cards)
    title = count(lang, "more-title", len(matches), story=isolate(shorten(one_line(story.title), 80)))
    reason = say(lang, "more-reason", key=story.key)
    text = _text(title, reason, cards, rest, lang)
    if form == "html":
        body = render("more.html.j2", lang, title=title, reason=reason, cards=cards, rest=rest)
    elif form == "blocks":
        body = _blocks(title, reason, cards, rest, lang)
    elif form == "json":
        posts = [
            post_json(match.post, match, names.get(match.post.source, ""))
            | {"tier": match.tier, "score": round(match.score, 4)}
            for match in matches[:NAMED]
        ]
        story_json = {"key": story.key, "title": one_line(story.title)}
        told = {"schema": SCHEMA, "type": "more", "story": story_json, "count": len(matches), "posts": posts}
        body = json.dumps(told, ensure_ascii=False)
    else:
        body = text
    subject = header_safe(say(lang, "more-subject", story=isolate(shorten(one_line(story.title), 100))))
    return Message(subject=subject, body=body, form=form, text=text, lang=lang)


def _text(title: str, reason: str, cards: Sequence[Card], rest: int, lang: str) -> str:
    rows = [title, reason, ""]
    for card in cards:
        rows.append(
            f"- {isolate(title_of(card))} · {isolate(card.source)} · {isolate(card.published or card.seen, 'ltr')}"
        )
        rows += [f"  {card.link.url}"] if card.link else []
    return "\n".join([*rows, *([count(lang, "and-more", rest)] if rest else [])]) + "\n"


def posts_named(text: str) -> list[tuple[str, str]]:
    """The posts that such a message names, from its ``text``: for each its line and its address, "" if it has none."""
    named: list[tuple[str, str]] = []
    for row in text.splitlines():
        if row.startswith("- "):
            named.append((row.removeprefix("- "), ""))
        elif row.startswith("  http") and named:
            named[-1] = (named[-1][0], row.strip())
    return named


def _blocks(title: str, reason: str, cards: Sequence[Card], rest: int, lang: str) -> str:
    groups = [[slack.header(title, "ltr"), slack.context(reason)]]
    for card in cards:
        head = slack.steer(title_of(card), card.dir)
        linked = slack.link(card.link, head) if card.link else slack.word(head, bold=True)
        note = "\n" + " · ".join([isolate(card.source), isolate(card.published or card.seen, "ltr")])
        groups.append([slack.rich(slack.line(linked, slack.word(note)))])
    return (
        slack.payload(title, groups, lambda n: count(lang, "and-more", n + rest))
        if not rest
        else slack.payload(
            title,
            [*groups, [slack.context(count(lang, "and-more", rest))]],
            lambda n: count(lang, "and-more", n - 1 + rest),
        )
    )
