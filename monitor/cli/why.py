"""``why``: explain, and explain not."""

from typing import Annotated

import typer
from rich.text import Text

from monitor.cli.common import (
    ConfigOption,
    JsonOption,
    cell,
    database,
    out,
    print_json,
    settings_of,
    when,
)
from monitor.desk.why import Why
from monitor.desk.why import why as explain
from monitor.store.reading import reading


def why(
    post: Annotated[str, typer.Argument(metavar="POST", help="A post's id or address.")],
    story: Annotated[str, typer.Option("--story", help="Only this story.")] = "",
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Explain for each story which part of its rule held for a post, which did not, and what became of it."""
    settings = settings_of(config)
    with database(settings) as engine, reading(engine) as door:
        found, answers = explain(door, settings, post, story=story)
    if as_json:
        told = [{"story": one.story.key, "lines": one.lines, **_fate(one)} for one in answers]
        print_json({"source": found.source, "post": found.id, "url": found.url, "stories": told})
        return
    screen = out()
    screen.print(cell(found.title or found.text[:200], "bold"))
    screen.print(cell(f"{found.source}, seen {when(found.seen_at, settings.zone)}, {found.url}", "dim"))
    for one in answers:
        screen.print()
        screen.print(cell(f"{one.story.title} ({one.story.key})", "bold cyan"))
        for line in one.lines:
            screen.print(Text("  ") + cell(line))
        screen.print(Text("  ") + cell(_fate_line(one), "yellow"))


def _fate(one: Why) -> dict[str, object]:
    if one.kept is None:
        return {"tier": None}
    kept = one.kept
    return {
        "tier": kept.match.tier,
        "score": kept.match.score,
        "verdict": kept.verdict,
        "development": kept.development,
        "action": kept.action,
        "why": kept.reason,
        "background": kept.background,
    }


def _fate_line(one: Why) -> str:
    if one.kept is None:
        return "When it came in, it did not belong to this story."
    kept = one.kept
    where = f"development {kept.development}" if kept.development else "no development"
    return f"When it came in: {kept.match.tier}, {kept.verdict}, {where}, {kept.action}: {kept.reason}"


def add_to(app: typer.Typer) -> None:
    """Adds the command of this file."""
    app.command("why")(why)
