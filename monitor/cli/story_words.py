"""``monitor story suggest`` and ``spellings``: what a story's words lack."""

import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.common import (
    ConfigOption,
    JsonOption,
    answered,
    cell,
    database,
    many,
    nothing,
    out,
    print_json,
    read_since,
    settings_of,
    table,
)
from monitor.cli.completing import stories as stories_there
from monitor.cli.files import must_be_there, write_out
from monitor.desk.naming import named
from monitor.model import ConfigError, Keyword, Post, Story, WrongUse

if TYPE_CHECKING:
    from monitor.desk.suggesting import Suggestion

#: So many posts are looked at, the latest.
_MOST_POSTS = 20_000


def add_to(group: typer.Typer) -> None:
    """Adds the commands to the group."""
    group.command()(suggest)
    group.command()(spellings)


def suggest(
    key: Annotated[
        str, typer.Argument(metavar="STORY", help="The story's key, or a story file.", autocompletion=stories_there)
    ],
    since: Annotated[str, typer.Option("--since", help="Look at posts seen since then: 30d, or a date.")] = "30d",
    posts: Annotated[str, typer.Option("--posts", help="Look at a file of posts instead; - for stdin.")] = "",
    take: Annotated[str, typer.Option("--take", help="Write these into the story file: 1,3.")] = "",
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Propose names and spellings that posts use and the story lacks, each with what it would add.

    Nothing is added unless it is taken: with --take, or by answering on a terminal. Into a pipe goes what could be
    pasted.
    """
    from monitor.cli.posts import PostsFile
    from monitor.desk.stories import snippet, take_suggestions
    from monitor.desk.suggesting import suggest as propose

    asked = _story(key, config)
    given = PostsFile(posts) if posts else None
    found = propose(asked, _stored(since, config, asked.key) if given is None else list(given)[-_MOST_POSTS:])
    if not found and not as_json:
        nothing(f"{asked.key}: nothing to propose from the posts that were looked at")
    if as_json:
        print_json([asdict(one) for one in found])
    elif not sys.stdout.isatty() and not take:
        write_out(f"{snippet(asked, found)}\n".encode("utf-8", "replace"))
    elif found:
        _show(asked, found)
    numbers = _numbers(take, len(found)) if take else []
    if found and not take and not as_json and sys.stdout.isatty() and sys.stdin.isatty() and posts != "-":
        said = answered("Take which? Numbers, or Enter for none")
        numbers = _numbers(said, len(found))
    if numbers:
        take_suggestions(Path(asked.file), [found[number - 1] for number in numbers])
        out().print(cell(f"{asked.file}: {len(numbers)} taken in. Then: monitor check"))
    if given is not None and given.broken:
        raise typer.Exit(1)


def _show(asked: Story, found: "list[Suggestion]") -> None:
    rows = [
        (
            number,
            one.kind,
            one.form,
            one.lang,
            f"{one.keyword} ({one.facet})",
            one.posts,
            one.alerts,
            one.digest,
            one.why,
        )
        for number, one in enumerate(found, 1)
    ]
    heads = ("", "what", "form", "lang", "keyword (facet)", "posts", "more alerts", "more related", "why")
    table(heads, rows, long=("form", "why"), title=f"{asked.key}: {many(len(found), 'proposal')}")
    for number, one in enumerate(found, 1):
        for name, around in one.examples:
            out().print(cell(f"{number}. {name}: {around}"))


def spellings(
    name: Annotated[
        str,
        typer.Argument(metavar="NAME", help="A name, a story's key, or a story file.", autocompletion=stories_there),
    ],
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show other usual spellings of a name, or of a story's names, and which of them the story looks for.

    They are switched on in the story file, by the `variants` of a keyword.
    """
    from monitor.matching.variants import offered

    if not name.strip():
        raise WrongUse("NAME is empty: write a name, a story's key, or a story file")
    found = offered(_story_or_name(name, config))
    if as_json:
        print_json([asdict(one) for one in found])
        return
    rows = [
        (one.keyword, one.lang, one.form, one.spelling, one.rule, "looked for" if one.taken else "") for one in found
    ]
    if not found:
        nothing(f"{name}: no other spelling is known")
    table(("keyword", "lang", "form", "spelling", "rule", ""), rows)


def _story_or_name(name: str, config: Path | None) -> Story:
    """The story of this key or file; of any other name a story that is nothing but it."""
    from monitor.config import find_folder
    from monitor.desk.digest import has_story_file

    if name.endswith(".toml"):
        return _story(name, config)
    try:
        known = next((one for one in settings_of(config).stories if one.key == name), None)
    except ConfigError:
        if config is not None or has_story_file(find_folder(config), name):
            raise
        known = None  # a name needs no configuration
    return known or Story(key="", title="", keywords=(Keyword(name=name, forms={"und": (name,)}),))


def _story(key: str, config: Path | None) -> Story:
    if key.endswith(".toml"):
        from monitor.jobs.stories import read_stories

        must_be_there(Path(key))
        return read_stories([Path(key)])[0]
    return named("story", key, settings_of(config).stories)


def _stored(since: str, config: Path | None, story: str) -> list[Post]:
    """The latest stored posts, and before them those of the story, however long ago within ``since``."""
    from monitor.store.developments import matched
    from monitor.store.posts import find_posts
    from monitor.store.reading import reading

    settings = settings_of(config)
    begin = read_since(since, datetime.now(UTC), settings.zone)
    with database(settings) as engine, reading(engine) as door:
        latest = find_posts(door, since=begin, most=_MOST_POSTS)[::-1]
        there = {(post.source, post.id) for post in latest}
        ours = [one.match.post for one in matched(door, story=story, since=begin)] if len(latest) == _MOST_POSTS else []
        return [post for post in ours if (post.source, post.id) not in there] + latest


def _numbers(text: str, most: int) -> list[int]:
    if most == 0:
        raise WrongUse(f"--take {text}: there is nothing to take")
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not all(part.isdecimal() and 1 <= int(part) <= most for part in parts):
        raise WrongUse(f"--take {text}: numbers from 1 to {most}, with commas between")
    return list(dict.fromkeys(int(part) for part in parts))
