"""``monitor source``: try a place before it becomes a source, and see which there are."""

import asyncio
import json
import os
import sys
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from monitor.cli.common import ConfigOption, JsonOption, cell, err, many, nothing, out, print_json, settings_of, table
from monitor.cli.files import must_be_there, open_input, read_stdin, write_out
from monitor.cli.tables import head_of
from monitor.cli.wall import ACT
from monitor.model import MonitorError, Unreadable, WrongUse

if TYPE_CHECKING:
    from monitor.desk.preview import Request

app = typer.Typer(
    name="source",
    help="Try a place before it becomes a source; list the sources; bring a feed reader's feeds.",
    no_args_is_help=True,
)


def add_to(group: typer.Typer) -> None:
    """Adds the group to the tree of commands."""
    group.add_typer(app)


@app.callback()
def source() -> None:
    """Try a place before it becomes a source; list the sources; bring a feed reader's feeds."""


@app.command("list")
def list_sources(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """List the sources of the configuration. (How they are, `monitor health` says.)"""
    from monitor.config.durations import write_duration

    sources = settings_of(config).sources
    if as_json:
        print_json(
            [
                {
                    "key": one.key,
                    "name": one.name,
                    "kind": one.kind,
                    "address": one.address,
                    "actor": one.actor,
                    "enabled": one.enabled,
                    "every": one.every,
                    "shortest": one.shortest,
                }
                for one in sources
            ]
        )
        return
    rows = []
    for one in sources:
        pace = "-".join(write_duration(wait) for wait in (one.shortest, one.every) if wait)
        rows.append((one.key, one.kind, pace if one.enabled else "switched off", one.name, one.address))
    if not sources:
        nothing("no source is configured: monitor source preview ADDRESS shows what a place would give")
    table(("source", "kind", "asked every", "name", "address"), rows, long=("name", "address"))


@app.command("import")
def import_(
    file: Annotated[str, typer.Argument(metavar="FILE.opml", help="What a feed reader exports; - for stdin.")],
    config: ConfigOption = None,
) -> None:
    """Write the subscriptions of a feed reader (OPML) as sources, on stdout. Nothing is asked or changed."""
    from monitor.config import find_folder, survey
    from monitor.desk.opml import LONGEST, as_sources, read_opml

    with open_input(file) as stream:
        body = stream.read(LONGEST + 1)
    if len(body) > LONGEST:
        raise Unreadable(f"{file}: it is longer than {LONGEST // 1_000_000} MB: no list of subscriptions is")
    try:
        listed = read_opml(body)
    except Unreadable as error:
        raise Unreadable(f"{file}: {error.message}", code=error.code) from error
    try:
        there = survey(find_folder(config))[0].sources
    except MonitorError:
        there = ()  # it is for a configuration that is still to be made
    made = as_sources(listed, there)
    write_out(made.toml.encode("utf-8", "replace"))
    for said in made.left_out:
        err().print(cell(f"left out: {said}"))
    err().print(Text(f"{many(made.sources, 'source')} for sources.toml; then: monitor check", style="dim"))


@app.command()
def preview(
    address: Annotated[
        str,
        typer.Argument(
            metavar="ADDRESS",
            help="A web address, a file, or - for stdin: then nothing is asked.",
            show_default=False,
        ),
    ] = "",
    kind: Annotated[
        str,
        typer.Option(
            "--kind", help="feed, page, x, telegram; article (one page); discover (a page's feeds). Default: found out."
        ),
    ] = "",
    base: Annotated[str, typer.Option("--base", help="The address that a file came from.")] = "",
    header: Annotated[
        list[str] | None,
        typer.Option("--header", help="'Name: value': sent with the question, or the file's own."),
    ] = None,
    option: Annotated[list[str] | None, typer.Option("--option", help="An option of the kind: item=div.card")] = None,
    batch: Annotated[Path | None, typer.Option("--batch", help="Requests, a JSON object a line; - for stdin.")] = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what a place would give, and store nothing. The place's health is told on stderr."""
    if (batch is None) == (not address):
        raise WrongUse("give an address, a file or -, or --batch FILE.jsonl")
    if batch is not None:
        asyncio.run(_batch(batch, web_for(config)))
        return
    from monitor.desk.preview import guessed

    request = _request(address, kind, base, header or (), option or ())
    seen = asyncio.run(_preview(request, web_for(config)))
    _show(seen, as_json=as_json)
    if said := guessed(request, seen):
        err().print(cell(said))
    raise typer.Exit(0 if seen.is_well else ACT)


def _request(address: str, kind: str, base: str, headers: Sequence[str], options: Sequence[str]) -> "Request":
    """What is to be looked at, with the body of a file or of stdin. Raises WrongUse for what cannot be meant."""
    from monitor.desk.preview import Request, all_kinds, is_asked

    if kind and kind not in all_kinds():
        raise WrongUse(f"there is no kind {kind!r}; there are: {', '.join(all_kinds())}")
    if address.startswith("@") and not kind and not Path(address).exists():
        raise WrongUse(f"{address}: say what it is a name of: --kind telegram or --kind x")
    return Request(
        address=address,
        now=datetime.now(UTC),
        kind=kind,
        base=base,
        headers=tuple(_pair(each, ":", "--header") for each in headers),
        options={name: _value(value) for name, value in (_pair(each, "=", "--option") for each in options)},
        body=None if is_asked(address, kind) else read_input(address),
    )


def web_for(config: Path | None) -> Any:
    """The Web of the configuration, if there is one that was asked for or whose monitor.toml is well; else a plain one.

    Raises ConfigError for the faults of a configuration that was asked for.
    """
    from monitor.config import find_folder, survey
    from monitor.fetch import Web
    from monitor.model import ConfigError

    plain = Web(workers=os.cpu_count() or 1)
    try:
        settings, faults = survey(find_folder(config))
    except ConfigError:
        if config is not None:
            raise
        return plain
    if faults and config is not None:
        raise ConfigError(faults)
    if any(Path(fault.file).name == "monitor.toml" for fault in faults):
        err().print(Text("monitor.toml has faults and is left aside: monitor check names them", style="dim"))
        return plain
    from monitor.cli.daemon import web_of

    return web_of(settings)


def read_input(address: str) -> bytes:
    """The bytes of a file, or of stdin for "-". Raises Refused or Unreadable."""
    from monitor.desk.preview import LARGEST, LONGEST, read_file
    from monitor.model import Unreadable

    if address != "-":
        if "://" not in address:
            must_be_there(Path(address))
        return read_file(Path(address))
    body = read_stdin(LARGEST + 1, seconds=LONGEST)
    if len(body) > LARGEST:
        raise Unreadable(f"stdin holds more than {LARGEST // 1_000_000} MB", code="too_large")
    return body


def _pair(text: str, mark: str, option: str) -> tuple[str, str]:
    name, found, value = text.partition(mark)
    if not found or not name.strip():
        raise WrongUse(f"{option} {text!r}: write NAME{mark}VALUE")
    return name.strip(), value.strip()


def _value(text: str) -> Any:
    """An option's value: JSON where it looks like a list, a table, true or false; else the text itself."""
    if text[:1] in "[{" or text in {"true", "false"}:
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text


async def _preview(request: Any, opening: AbstractAsyncContextManager[Any]) -> Any:
    from monitor.desk.preview import preview as look

    async with opening as web:
        return await look(web, request)


async def _batch(path: Path, opening: AbstractAsyncContextManager[Any]) -> None:
    from monitor.desk.preview_batch import bounded_lines, previews

    stream = open_input(str(path))
    folder = Path() if str(path) == "-" else path.parent
    async with opening as web:
        async for answer in previews(web, bounded_lines(stream), folder=folder, now=datetime.now(UTC)):
            print_json(answer)


def _show(seen: Any, *, as_json: bool) -> None:
    from monitor.desk.health import remark
    from monitor.desk.preview import advice, post_json, published

    err().print(Text(seen.health, style="green" if seen.is_well else "red"))
    remarks = map(remark, seen.flags)
    for line in (": ".join(part for part in (seen.error, seen.detail) if part), advice(seen), *remarks):
        if line:
            err().print(cell(line))
    if as_json:
        for post in seen.posts:
            print_json(post_json(post))
        for feed in seen.feeds:
            print_json({"feed": feed})
        return
    if seen.feeds:
        table(("feed",), [(feed,) for feed in seen.feeds], long=("feed",))
    if seen.posts:
        rows = [
            (
                published(post) or "-",
                post.date_basis,
                post.lang,
                f"{len(post.text):,}",
                head_of(post),
                post.url,
            )
            for post in seen.posts
        ]
        heads = ("published", "basis", "lang", "characters", "title", "address")
        table(heads, rows, long=("title", "address"))
        if sys.stdout.isatty():
            out().print(Text(f"{many(len(seen.posts), 'post')}, read as {seen.kind}"))
