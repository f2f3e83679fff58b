"""The catch-up: what a channel could not be told in time, as one message instead of hundreds. Every item is named."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.messages import blocks as slack
from monitor.messages import times
from monitor.messages.alert import header_safe
from monitor.messages.html import render
from monitor.messages.phrases import count, say
from monitor.model import Form, Message
from monitor.text.clean import ELLIPSIS, FSI, LRI, PDI, RLI, isolate, outgoing, shorten
from monitor.text.links import Link, read_link

#: So many items are shown with their links; more are shown as lines, which Slack has room for.
LINKED = 25

#: A subject longer than this is cut; shorter where there are many.
LONG, SHORT = 150, 72

#: The marks with which a subject of ours keeps its headline in order.
_MARKS = re.compile(f"([{FSI}{LRI}{RLI}{PDI}])")

#: No reader reads on.
MOST = 1_000


@dataclass(frozen=True, kw_only=True)
class Missed:
    """A message that did not go out in time: when it should have (aware), what it was about, where that stands."""

    at: datetime
    subject: str
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class _Item:
    when: str
    subject: str
    link: Link | None


def compose_catch_up(
    missed: Sequence[Missed], *, form: Form, zone: str, messages: int = 0, lang: str = "en"
) -> Message:
    """One message for all of ``missed``, in order, in any form but JSON: programs get every message by itself.

    ``messages`` is how many they were, if it is not one each.
    """
    title = count(lang, "away-title", messages or len(missed))
    reason = say(lang, "away-reason", since=times.local(missed[0].at, zone))
    items = [_item(one, zone, LONG if len(missed) <= LINKED else SHORT) for one in missed[:MOST]]
    rest = len(missed) - len(items)
    text = _text(title, reason, items, rest, lang)
    if form == "html":
        body = render("catchup.html.j2", lang, title=title, reason=reason, items=items, rest=rest)
    elif form == "blocks":
        body = _blocks(title, reason, items, rest, lang)
    else:
        body = text
    return Message(subject=header_safe(title), body=body, form=form, text=text, lang=lang)


def _item(one: Missed, zone: str, longest: int) -> _Item:
    when = times.minute(times.in_zone(one.at, zone))
    subject = isolate(_shortened(one.subject, longest))
    return _Item(when=when, subject=subject, link=read_link(one.link) if one.link else None)


def _shortened(subject: str, longest: int) -> str:
    """One line of at most ``longest`` letters, with the isolates that a subject of ours has: without them "[story]
    headline" loses its order where the headline runs from right to left. Each that is open is closed."""
    kept: list[str] = []
    opened, left = 0, longest
    for piece in _MARKS.split(subject):
        if piece == PDI:
            kept += [PDI] if opened else []
            opened = max(0, opened - 1)
        elif _MARKS.fullmatch(piece):
            kept.append(piece)
            opened += 1
        elif words := re.sub(r"\s+", " ", outgoing(piece)):
            kept.append(shorten(words, left) if left > 0 else ELLIPSIS)
            left -= len(words)
            if left < 0:
                break
    return "".join(kept).strip() + PDI * opened


def _text(title: str, reason: str, items: Sequence[_Item], rest: int, lang: str) -> str:
    rows = [title, reason, ""]
    for item in items:
        rows.append(f"- {isolate(item.when, 'ltr')} {item.subject}")
        rows += [f"  {item.link.url}"] if item.link else []
    return "\n".join([*rows, *([count(lang, "and-more", rest)] if rest else [])]) + "\n"


def _blocks(title: str, reason: str, items: Sequence[_Item], rest: int, lang: str) -> str:
    head = [slack.header(title, "ltr"), slack.context(reason)]
    if len(items) <= LINKED:
        groups = [head]
        for item in items:
            words = slack.word(item.subject) if item.link is None else slack.link(item.link, item.subject)
            groups.append([slack.rich(slack.line(slack.word(f"{item.when} "), words))])
        return slack.payload(title, groups, lambda n: count(lang, "and-more", n + rest))
    # the last line is at its longest for all items, so what fits beside that fits beside the true one
    room = slack.TOTAL - sum(slack.weight(block) for block in head) - slack.size(title) - 100
    stood, parts = 0, [""]
    for item in items:
        line = f"{item.when} {item.subject}\n"
        if slack.size(slack.escape(parts[-1] + line)) > slack.SECTION:
            parts.append("")
        room -= slack.size(slack.escape(line))
        if room - len(parts) * 40 < 0:
            break
        parts[-1] += line
        stood += 1
    left = len(items) - stood + rest
    last = [slack.context(count(lang, "and-more", left))] if left else []
    return slack.payload(title, [[*head, *(slack.section(part.rstrip("\n")) for part in parts if part), *last]])
