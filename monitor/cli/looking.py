"""``posts``, ``developments``: what the store holds."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from monitor.cli.common import (
    ConfigOption,
    JsonOption,
    at_hand,
    database,
    first_of,
    many,
    nothing,
    print_json,
    read_since,
    table,
    when,
)
from monitor.cli.completing import sources as sources_there
from monitor.cli.completing import stories
from monitor.cli.tables import head_of
from monitor.desk.naming import unknown
from monitor.messages.times import local
from monitor.model import Post
from monitor.store import wellbeing
from monitor.store.editions import Edition, editions
from monitor.store.headlines import headlines
from monitor.store.posts import find_posts
from monitor.store.reading import reading
from monitor.text.detect import detect

SinceOption = Annotated[str, typer.Option("--since", help="Seen since when: 30d, 12h, or a date or time.")]


def _language(post: Post) -> str:
    """The language its source named, else our guess: that of a post without a match is not kept."""
    return post.lang or detect(f"{post.title}\n{post.text}")


def post_json(one: Edition) -> dict[str, object]:
    """A post for programs, as it reads now."""
    post = one.post
    return {
        "source": post.source,
        "id": post.id,
        "url": post.url,
        "title": post.title,
        "text": post.text,
        "author": post.author,
        "lang": _language(post),
        "published_at": post.published_at,
        "date_basis": post.date_basis,
        "date_precision": post.date_precision,
        "seen_at": post.seen_at,
        "edited_at": one.edited_at,
    }


def _marked(title: str, edited_at: datetime | None) -> str:
    """The title; one that its place has edited says so."""
    return title if edited_at is None else f"(edited) {title}"


def posts(
    find: Annotated[str, typer.Option("--find", help="Only posts whose title or text has these words.")] = "",
    since: SinceOption = "7d",
    source: Annotated[
        str, typer.Option("--source", help="Only posts of this source.", autocompletion=sources_there)
    ] = "",
    most: Annotated[int, typer.Option("--most", min=1, max=100_000, help="At most so many.")] = 50,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """List stored posts, the latest first."""
    settings = at_hand(config)
    with database(settings) as engine, reading(engine) as door:
        start = read_since(since, datetime.now(UTC), settings.zone)
        found = editions(door, find_posts(door, words=find, since=start, source=source, most=most + 1))
        known = {one.key for one in settings.sources} | {one.key for one in wellbeing.states(door)}
    if source and source not in known:
        raise unknown("source", source, sorted(known))
    found = first_of(found, most)
    if as_json:
        for one in found:
            print_json(post_json(one))
        return
    if not found:
        nothing(f"no such post was seen since {local(start, settings.zone)}; --since 30d looks further back")
    rows = [
        (
            when(one.post.seen_at, settings.zone),
            one.post.source,
            _language(one.post),
            _marked(head_of(one.post), one.edited_at),
            one.post.url,
        )
        for one in found
    ]
    table(("seen", "source", "lang", "title", "address"), rows, long=("title", "address"), zone=settings.zone)


def developments(
    story: Annotated[
        str,
        typer.Argument(metavar="STORY", help="A story's key; none: all.", show_default=False, autocompletion=stories),
    ] = "",
    since: SinceOption = "30d",
    most: Annotated[int, typer.Option("--most", min=1, max=10_000, help="At most so many.")] = 100,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """List what happened: each development once, with how many posts and languages repeat it."""
    settings = at_hand(config)
    with database(settings) as engine, reading(engine) as door:
        start = read_since(since, datetime.now(UTC), settings.zone)
        found = headlines(door, story=story, since=start, most=most + 1)
        known = {one.key for one in settings.stories}
        if story and story not in known and not headlines(door, story=story, most=1):
            raise unknown("story", story, sorted(known))
    found = first_of(found, most)
    if as_json:
        for one in found:
            print_json({name: getattr(one, name) for name in one.__dataclass_fields__})
        return
    if not found:
        nothing(f"nothing new was seen since {local(start, settings.zone)}; --since 90d looks further back")
    rows = [
        (
            f"dev/{one.id}",
            when(one.at, settings.zone),
            one.story,
            "told" if one.told else one.action,
            many(one.posts, "post") + (f", {many(one.languages, 'language')}" if one.languages else ""),
            _marked(one.title, one.edited_at),
        )
        for one in found
    ]
    heads = ("development", "seen", "story", "told", "posts", "headline")
    table(heads, rows, long=("headline",), zone=settings.zone)


def add_to(app: typer.Typer) -> None:
    """Adds the commands of this file."""
    app.command("posts")(posts)
    app.command("developments")(developments)
