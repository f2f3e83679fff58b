"""``monitor story``: a story from an article, the stories there are, pausing one."""

import asyncio
import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli import story_words
from monitor.cli.common import (
    ConfigOption,
    JsonOption,
    cell,
    err,
    many,
    must_be_told,
    nothing,
    out,
    print_json,
    settings_of,
    table,
)
from monitor.cli.completing import stories as stories_there
from monitor.cli.files import write_out
from monitor.model import ConfigError, Post

if TYPE_CHECKING:
    from monitor.drafting import Draft

app = typer.Typer(name="story", help="Draft a story from an article, list and pause stories.", no_args_is_help=True)


def add_to(group: typer.Typer) -> None:
    """Adds the group to the tree of commands."""
    story_words.add_to(app)
    group.add_typer(app)


@app.callback()
def story() -> None:
    """Draft a story from an article, list and pause stories."""


@app.command()
def new(
    article: Annotated[
        str, typer.Argument(metavar="ARTICLE", help="A text or HTML file, a web address, or - for stdin.")
    ],
    key: Annotated[str, typer.Option("--key", help="The story's key. Default: from the article's name.")] = "",
    languages: Annotated[str, typer.Option("--languages", help="Codes, with commas between.")] = "ar,kk,ru,en",
    lang: Annotated[str, typer.Option("--lang", help="The article's own language, if it cannot be told.")] = "",
    into: Annotated[str, typer.Option("--out", help="Where to write. Default: stories/KEY.toml; - is stdout.")] = "",
    wikidata: Annotated[bool, typer.Option("--wikidata", help="Ask Wikidata for names in all languages.")] = False,
    endpoint: Annotated[
        str, typer.Option("--endpoint", envvar="MONITOR_WIKIDATA_URL", help="Its API.", show_default=False)
    ] = "",
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write an editable story file: who and what an article names, in all languages of the story."""
    from monitor.desk.drafting import draft_story
    from monitor.desk.stories import must_be_free, write_new

    codes = [code.strip() for code in languages.split(",") if code.strip()]
    post = _read(article, config)
    name = key or _key_of(article)
    path = Path(into) if into else _folder(config) / f"{name}.toml"
    must_be_free(path.parent if into != "-" and not path.exists() else _NOWHERE, name)
    given: dict[str, Any] = {"key": name, "languages": codes, "lang": lang, "source": article}
    if wikidata or endpoint:
        text, made = asyncio.run(_linked(post, endpoint, given, config))
    else:
        text, made = draft_story(post, **given)
    if into == "-":
        write_out(text.encode("utf-8", "replace"))
        return
    write_new(path, text)
    if as_json:
        print_json(_as_json(path, made))
    else:
        _show(path, made)


#: No folder, and nothing in it: only the key itself is looked at.
_NOWHERE = Path(os.devnull)


def _show(path: Path, made: "Draft") -> None:
    """What was written, what is still to be looked at, and what to do next."""
    from monitor.drafting import remarks

    screen = out()
    screen.print(cell(f"{path}: {many(len(made.named), 'keyword')}", "bold"))
    for facet in dict.fromkeys(one.facet for one in made.named):
        screen.print(cell(f"  {facet}: {', '.join(one.thing.key for one in made.named if one.facet == facet)}"))
    for remark in remarks(made):
        screen.print(cell(remark, "yellow"))
    screen.print(cell("Read it, correct it, then: monitor check"))


def _as_json(path: Path, made: "Draft") -> dict[str, Any]:
    """The same for a program."""
    from monitor.drafting import remarks

    return {
        "file": str(path),
        "key": made.key,
        "title": made.title,
        "lang": made.lang,
        "languages": made.languages,
        "keywords": [
            {
                "name": one.thing.key,
                "facet": one.facet,
                "forms": dict(one.thing.names),
                "by_letters": sorted(one.thing.guessed),
            }
            for one in made.named
        ],
        "update": made.update,
        "related": made.related,
        "remarks": remarks(made),
    }


def _read(article: str, config: Path | None) -> Post:
    from monitor.cli.source import read_input
    from monitor.desk.article import is_page, read_text
    from monitor.desk.preview import is_web_address

    raw = None if is_web_address(article) else read_input(article)
    if raw is not None and not is_page(raw):
        return read_text(raw, article)
    return asyncio.run(_page(article, raw, config))


async def _page(address: str, raw: bytes | None, config: Path | None) -> Post:
    from monitor.cli.source import web_for
    from monitor.desk.article import read_page

    async with web_for(config) as web:
        return await read_page(web, address, datetime.now(UTC), raw)


async def _linked(post: Post, endpoint: str, given: dict[str, Any], config: Path | None) -> "tuple[str, Draft]":
    from monitor.cli.source import web_for
    from monitor.desk.drafting import draft_linked_story
    from monitor.desk.linking import Asking, Kept
    from monitor.drafting.wikidata import ENDPOINT

    folder = _folder(config)
    kept = Kept(folder.parents[1] / "data" / "wikidata.json" if folder.name == "stories" else None)
    async with web_for(config) as web:
        asking = Asking(web, endpoint=endpoint or ENDPOINT, kept=kept)
        told = await draft_linked_story(post, asking, **given)
    if asking.remark:
        err().print(cell(f"{asking.remark}: names in other languages are missing", "yellow"))
    return told


def _folder(config: Path | None) -> Path:
    """The stories folder of the configuration; without one, here."""
    from monitor.config import find_folder

    try:
        return find_folder(config) / "stories"
    except ConfigError:
        if config is not None:
            raise
        return Path()


def _key_of(article: str) -> str:
    """A key from a file's name or an address's last part: seed.ar.txt -> seed-ar."""
    last = re.split(r"[/?#]", article.rstrip("/"))[-1] if article != "-" else "story"
    stem = re.sub(r"\.(txt|html?|md|php|aspx?)$", "", last, flags=re.IGNORECASE)
    return re.sub(r"[^\w]+", "-", stem).strip("-").lower()[:60] or "story"


@app.command("list")
def list_stories(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """List the stories of the configuration."""
    stories = settings_of(config).stories
    if as_json:
        print_json(
            [
                {
                    "key": one.key,
                    "title": one.title,
                    "status": one.status,
                    "languages": one.languages,
                    "keywords": len(one.keywords),
                    "file": one.file,
                }
                for one in stories
            ]
        )
        return
    rows = [(one.key, one.title, one.status, " ".join(one.languages), len(one.keywords)) for one in stories]
    if not stories:
        nothing("no story is configured: monitor story new ARTICLE drafts one")
    table(("story", "title", "status", "languages", "keywords"), rows, long=("title",))


@app.command()
def pause(
    key: Annotated[str, typer.Argument(metavar="STORY", help="The story's key.", autocompletion=stories_there)],
    resume: Annotated[bool, typer.Option("--resume", help="Follow it again.")] = False,
    config: ConfigOption = None,
) -> None:
    """Stop following a story (or go on with --resume): sets `status` in its file and leaves the rest as it is."""
    from monitor.desk.stories import set_status

    settings = settings_of(config)
    path = set_status(settings.folder, key, "active" if resume else "paused")
    out().print(cell(f"{path}: {key} is {'followed again' if resume else 'paused'}"))
    must_be_told(settings)
