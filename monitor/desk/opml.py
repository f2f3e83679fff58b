"""The subscriptions of a feed reader (an OPML file) as sources: tables that may stand in sources.toml."""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit
from xml.parsers import expat

from monitor.model import Source, Unreadable
from monitor.text.clean import one_line, outgoing, shorten
from monitor.text.outlets import outlet
from monitor.text.urls import canonical

#: An OPML file longer than this is something else: ten thousand subscriptions take two megabytes.
LONGEST = 16_000_000
#: A key has at most 64 characters; what tells two of one name apart must find room.
_KEY = 48


#: An ampersand that begins no reference which XML knows by itself: what people leave when they edit such a file.
_BARE = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)")


@dataclass(frozen=True, kw_only=True)
class Subscription:
    """One feed that a reader follows: its name and folder as the reader calls them ("" for none)."""

    name: str
    address: str
    folder: str = ""


@dataclass(frozen=True, kw_only=True)
class Imported:
    """Sources written as TOML, how many they are, and why others were left out (one sentence each)."""

    toml: str
    sources: int
    left_out: tuple[str, ...]


def read_opml(body: bytes) -> list[Subscription]:
    """The feeds of an OPML file, in its order. No entity is expanded. Raises Unreadable if it is none."""
    found: list[Subscription] = []
    folders: list[str] = []
    roots: list[str] = []

    def start(name: str, given: dict[str, str]) -> None:
        roots.append(name.casefold()) if not roots else None
        if name.casefold() != "outline":
            return
        said = {key.casefold(): one_line(outgoing(value)) for key, value in given.items()}
        called, address = said.get("title") or said.get("text", ""), said.get("xmlurl", "")
        if address:
            found.append(Subscription(name=called, address=address, folder=next(filter(None, reversed(folders)), "")))
        folders.append("" if address else called)

    def end(name: str) -> None:
        if name.casefold() == "outline":
            folders.pop()

    def entity(*_: object) -> None:
        raise Unreadable("it declares entities of its own: no reader writes them", code="unexpected_content")

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.EntityDeclHandler = start, end, entity
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        where = f"line {error.lineno}: {expat.ErrorString(error.code)}"
        lines = body.splitlines()
        bare = 0 < error.lineno <= len(lines) and _BARE.search(lines[error.lineno - 1])
        hint = "; an & in a name or an address is written &amp;" if bare else ""
        raise Unreadable(f"it is no OPML file ({where}{hint})", code="unexpected_content") from error
    if roots[:1] != ["opml"]:
        raise Unreadable(f"it is no OPML file: its root is <{shorten(roots[0], 40)}>", code="unexpected_content")
    return found


def as_sources(subscriptions: Iterable[Subscription], there: Iterable[Source]) -> Imported:
    """Subscriptions as ``[[sources]]`` tables, each under a key of its own. What ``there`` reads already, what stands
    twice and what is no address of the web is left out."""
    known = {canonical(source.address): f"it is the source {source.key}" for source in there}
    taken = {source.key for source in there}
    tables: list[str] = []
    left_out: list[str] = []
    folder = ""
    for one in subscriptions:
        called = shorten(one.name or one.address, 80)
        if wrong := _wrong(one.address) or known.get(canonical(one.address), ""):
            left_out.append(f"{called}: {wrong}")
            continue
        key = next(each for each in _keys(one) if each not in taken)
        taken.add(key)
        known[canonical(one.address)] = f"it stands there twice (as {key})"
        if one.folder != folder:
            folder = one.folder
            tables.append(f"# --- {folder or 'without a folder'} ---\n")
        tables.append(_table(key, one))
    return Imported(toml="\n".join(tables), sources=len(tables) - sum(each[0] == "#" for each in tables),
                    left_out=tuple(left_out))  # fmt: skip


def _table(key: str, one: Subscription) -> str:
    name = f"name = {_text(one.name)}\n" if one.name else ""
    return f'[[sources]]\nkey = "{key}"\n{name}kind = "feed"\naddress = {_text(one.address)}\n'


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _wrong(address: str) -> str:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return "its address cannot be read"
    if parts.scheme not in {"http", "https"} or not parts.hostname or port == 0:
        return f"{shorten(address, 60)} is no address of the web"
    return "its address holds a login: passwords do not belong into addresses" if parts.username is not None else ""


def _keys(one: Subscription) -> Iterator[str]:
    """Keys for a source, the best first: from its name, where that has Latin letters, else from its host."""
    host = outlet(one.address).rpartition(".")[0]
    slug = _slug(one.name)
    first = slug if re.search(r"[a-z].*[a-z]", slug) else _slug(host) or "feed"
    yield first
    yield from (f"{first}-{n}" for n in range(2, 1_000_000))


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:_KEY].strip("-")
