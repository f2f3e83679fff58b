"""The digest as lines: for a terminal, for a mail's plain part, and as Markdown."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from monitor.messages.alert import development_line
from monitor.messages.card import Card, title_of
from monitor.messages.phrases import count, say
from monitor.messages.pieces import plain
from monitor.messages.view import Changed, Item, View
from monitor.text.clean import isolate

#: What Markdown reads inside a line. Foreign strings never begin a line: an isolate mark stands before them.
_MARKUP = re.compile(r"([\\`*_\[\]<>|~&$])")


@dataclass(frozen=True, kw_only=True)
class Style:
    """How a kind of text says things. ``quote`` makes a foreign string one that is only read; ``end`` breaks a line."""

    heading: Callable[[str, int], str]
    strong: Callable[[str], str]
    quote: Callable[[str], str]
    address: Callable[[str], str]
    code: Callable[[str], str]
    gap: str
    end: str
    hit: str


def _plain_heading(text: str, level: int) -> str:
    return text.upper() if level == 2 else text


PLAIN = Style(
    heading=_plain_heading,
    strong=lambda text: text,
    quote=lambda text: text,
    address=lambda url: url,
    code=lambda text: text,
    gap="  ",
    end="",
    hit="*{}*",
)
MARKDOWN = Style(
    heading=lambda text, level: f"{'#' * level} {text}",
    strong=lambda text: f"**{text}**",
    quote=lambda text: _MARKUP.sub(r"\\\1", text),
    address=lambda url: f"<{url}>",
    code=lambda text: f"```text\n{text}\n```",
    gap="  ",
    end="  ",
    hit="{}",
)


def write(view: View, bars: str, style: Style, lang: str = "en") -> str:
    """The whole digest as lines, each foreign string isolated; an address ends its line."""
    quote = style.quote
    rows = [
        style.heading(f"{say(lang, 'digest')}: {isolate(quote(view.title))}", 1),
        "",
        f"{isolate(quote(view.window), 'ltr')}{style.end}",
        f"{view.summary}{style.end}",
        f"{say(lang, 'coverage')}: {quote(view.coverage)}",
        *("  " + isolate(quote(note)) for note in view.notes),
        "",
    ]
    rows += [style.strong(quote(view.nothing)), ""] if view.nothing else []
    if view.items:
        rows += [style.heading(say(lang, "developments"), 2), ""]
        for number, item in enumerate(view.items, 1):
            rows += [*_item(number, item, style, lang), ""]
        rows += [count(lang, "and-more", view.hidden_items), ""] if view.hidden_items else []
    if view.groups:
        rows += [style.heading(say(lang, "rest"), 2), ""]
        for group in view.groups:
            rows += [style.heading(f"{isolate(quote(group.name))} ({group.total})", 3), ""]
            rows += [row for card in group.cards for row in _card(card, style)]
            rows += [f"- {count(lang, 'and-more', group.hidden)}"] if group.hidden else []
            rows.append("")
    if bars:
        rows += [style.heading(say(lang, "chart"), 2), "", style.code(bars), ""]
    changes = [row for one in view.changes for row in _change(one, style, lang)]
    background = [row for card in view.background for row in _card(card, style)]
    rows += _section("changes", changes, view.hidden_changes, style, lang)
    rows += _section("background", background, view.hidden_background, style, lang)
    blind = [f"- {isolate(quote(n))}: {isolate(quote(t), 'ltr')}, {isolate(quote(r))}" for n, t, r in view.blind]
    rows += _section("coverage", blind, view.hidden_blind, style, lang)
    return "\n".join(rows).strip("\n") + "\n"


def _section(title: str, rows: list[str], hidden: int, style: Style, lang: str) -> list[str]:
    if not rows:
        return []
    more = [f"- {count(lang, 'and-more', hidden)}"] if hidden else []
    return [style.heading(say(lang, title), 2), "", *rows, *more, ""]


def _item(number: int, item: Item, style: Style, lang: str) -> Iterator[str]:
    card, quote, gap = item.card, style.quote, style.gap + " "
    yield f"{number}. {style.strong(isolate(quote(title_of(card)), card.dir))}"
    when = isolate(quote(card.when), "ltr")
    note = f" ({quote(card.published_note)})" if card.published_note else ""
    who = f"{isolate(quote(card.source))} · {isolate(quote(card.language))}"
    yield f"{gap}{say(lang, 'who-says')}: {who} · {when}{note}{style.end}"
    first = f"; {quote(item.first)}" if item.first else ""
    yield f"{gap}{say(lang, 'echoes')}: {quote(item.echoes)}{first}{style.end}"
    yield (
        f"{gap}{development_line(item.id, lang)} · {item.label}"
        + (f": {isolate(quote(item.why))}" if item.why else "")
        + style.end
    )
    if card.rest:
        for line in plain(card.rest, style.hit).split("\n"):
            if line.strip():
                yield f"{gap}{isolate(quote(line), card.dir)}{style.end}"
    yield from _address(card, style, gap, lang)


def _card(card: Card, style: Style) -> Iterator[str]:
    when = isolate(style.quote(card.when), "ltr")
    title = isolate(style.quote(title_of(card)), card.dir)
    source = isolate(style.quote(card.source)) + (f" {card.also}" if card.also else "")
    yield f"- {title} · {source} · {when}{style.end}"
    yield from _address(card, style, style.gap)


def _change(one: Changed, style: Style, lang: str) -> Iterator[str]:
    title = isolate(style.quote(title_of(one.card)), one.card.dir)
    when = isolate(style.quote(one.at), "ltr")
    yield f"- {say(lang, one.kind)}: {title} · {isolate(style.quote(one.card.source))} · {when}{style.end}"
    if one.kind == "edited":
        yield f"{style.gap}{say(lang, 'was')}: {isolate(style.quote(one.was))}{style.end}"
        yield f"{style.gap}{say(lang, 'now')}: {isolate(style.quote(one.now))}{style.end}"
    yield from _address(one.card, style, style.gap, lang)


def _address(card: Card, style: Style, gap: str, lang: str = "en") -> Iterator[str]:
    if card.link is not None:
        if card.link.suspicious:
            yield f"{gap}! {say(lang, 'suspicious-link')}: {style.quote(card.link.host)}{style.end}"
        yield f"{gap}{style.address(card.link.url)}"
