"""``why``: explain, and explain not."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated

import typer

from monitor.cli.common import (
    ConfigOption,
    JsonOption,
    at_hand,
    database,
    many,
    out,
    print_json,
)
from monitor.cli.completing import stories
from monitor.cli.tables import head_of, plain, wrapped
from monitor.config import Settings
from monitor.desk.course import Step, course, development_named
from monitor.desk.why import Explained, Why
from monitor.desk.why import why as explain
from monitor.messages.difference import difference
from monitor.messages.times import local
from monitor.store.developments import Kept
from monitor.store.reading import reading
from monitor.text.clean import shorten


def why(
    post: Annotated[str, typer.Argument(metavar="POST", help="A post's id or address, or a development: dev/4.")],
    story: Annotated[str, typer.Option("--story", help="Only this story.", autocompletion=stories)] = "",
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Explain for each story which part of its rule held for a post, which did not, and what became of it.

    Of a development: its posts in the order in which they came, each with why it was new or an echo.
    """
    settings = at_hand(config)
    with database(settings) as engine, reading(engine) as door:
        number = development_named(post)
        steps = course(door, number, story=story) if number is not None else []
        answer = explain(door, settings, post, story=story) if number is None else None
    if answer is None:
        _show_course(steps, settings, as_json=as_json)
        return
    found, answers = answer.post, answer.answers
    if as_json:
        told = [{"story": one.story.key, "lines": one.lines, **_fate(one)} for one in answers]
        edits = [{"at": one.at, "title": one.title, "text": one.text} for one in answer.edits]
        print_json({"source": found.source, "post": found.id, "url": found.url, "edits": edits, "stories": told})
        return
    screen = out()
    wrapped(screen, plain(found.title or shorten(found.text, 200), "bold"), indent=0)
    seen = f"{found.source}, seen {local(found.seen_at, settings.zone)}"
    for line in (seen, found.url):
        wrapped(screen, plain(line, "dim"), indent=0)
    for line in _edit_lines(answer, settings.zone):
        wrapped(screen, plain(line, "yellow"), indent=0, hanging=2)
    for one in answers:
        screen.print()
        wrapped(screen, plain(f"{one.story.title} ({one.story.key})", "bold cyan"), indent=0)
        for line in one.lines:
            depth = 2 + len(line) - len(line.lstrip())
            wrapped(screen, plain(line), indent=min(depth, screen.width // 3), hanging=2)
        wrapped(screen, plain(_fate_line(one), "yellow"), indent=2, hanging=2)


def _show_course(steps: list[Step], settings: Settings, *, as_json: bool) -> None:
    """The posts of one development, the first first."""
    from monitor.cli.looking import post_json

    first = steps[0].kept
    if as_json:
        told = [post_json(step.edition) | _judged(step.kept) for step in steps]
        print_json({"development": first.development, "story": first.match.story, "posts": told})
        return
    screen = out()
    in_all = f"development {first.development} of {first.match.story}: {many(len(steps), 'post')}"
    wrapped(screen, plain(in_all, "bold"), indent=0)
    for step in steps:
        post = step.edition.post
        screen.print()
        wrapped(screen, plain(head_of(post), "bold cyan"), indent=0)
        wrapped(screen, plain(f"{post.source}, seen {local(post.seen_at, settings.zone)}", "dim"), indent=2)
        wrapped(screen, plain(post.url, "dim"), indent=2)
        wrapped(screen, plain(_became(step.kept), "yellow"), indent=2, hanging=2)


def _edit_lines(answer: Explained, zone: str) -> Iterator[str]:
    """When the post was edited, and where the version differs from the one before."""
    before = answer.first
    for one in answer.edits:
        retitled = before.title != one.title
        was, now = difference(*((before.title, one.title) if retitled else (before.text, one.text)))
        yield f"edited, seen {local(one.at, zone)}; was: “{was}”; now: “{now}”"
        before = replace(before, title=one.title, text=one.text)


#: What became of a match, in words.
_BECAME = {
    "alert": "an alert was sent",
    "held": "held, to be told later",
    "digest": "left for the digest",
    "none": "nothing was sent",
}


def _fate(one: Why) -> dict[str, object]:
    if one.kept is None:
        return {"tier": None}
    return _judged(one.kept) | {"development": one.kept.development}


def _judged(kept: Kept) -> dict[str, object]:
    return {
        "tier": kept.match.tier,
        "score": kept.match.score,
        "verdict": kept.verdict,
        "action": kept.action,
        "why": kept.reason,
        "background": kept.background,
    }


def _fate_line(one: Why) -> str:
    if one.kept is None:
        return "When it came in, it did not belong to this story."
    return _became(one.kept)


def _became(kept: Kept) -> str:
    verdict = {"echo": "an echo in", "new": "new:"}.get(kept.verdict, "")
    where = f", {verdict} development {kept.development}" if kept.development else ""
    became = _BECAME.get(kept.action, kept.action)
    return f"When it came in: {kept.match.tier}{where}; {became} ({kept.reason})."


def add_to(app: typer.Typer) -> None:
    """Adds the command of this file."""
    app.command("why")(why)
