"""Trying a source: what would a place give, read exactly as the daemon would read it? Nothing is stored.

A place is an address that is asked, or an answer that is already here (a file): then nothing is asked.
"""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import ValidationError

from monitor.config.plainfile import read_plain_file
from monitor.config.shape import faults_of
from monitor.config.toml import Loaded
from monitor.model import WELL, Haul, Health, MonitorError, Post, Refused, Reply, Source, Unreadable, Web
from monitor.sources import BUILT_IN, kinds, load_kind
from monitor.sources.layouts import layout_of
from monitor.text.clean import shorten

#: Ways of reading that are no kinds of sources: one page, and the feeds that a page names.
READERS = {
    "article": ("monitor.sources.article:read_article", "monitor.sources.article_options:ArticleOptions"),
    "discover": ("monitor.sources.discover:read_discover", "monitor.sources.discover:DiscoverOptions"),
}
#: The address of an answer whose address nobody gave; links in it that need one lead nowhere.
NOWHERE = "https://unknown.invalid/"
#: A preview that takes longer is given up (seconds); the limits of network and parsing lie below.
LONGEST = 120.0
#: A file larger than this is no answer of a place (bytes).
LARGEST = 10_000_000

_WEB = re.compile(r"https?://", re.IGNORECASE)
_OTHER = re.compile(r"[a-z][a-z0-9+.-]{1,20}:/", re.IGNORECASE)
_TELEGRAM = re.compile(r"https?://(?:t|telegram)\.me/", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Request:
    """What to try. ``address`` is a web address, or names the file that ``body`` came from (None: it is asked).

    ``base``, ``status`` and ``headers`` belong to the answer in ``body``; to an address that is asked, ``headers`` are
    sent. ``kind`` "" means: find out. ``options`` are those of the kind, as in sources.toml. ``now`` is aware.
    """

    address: str
    now: datetime
    kind: str = ""
    base: str = ""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    body: bytes | None = None


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What a place would give. ``error`` is the finer word under ``health``, ``detail`` a sentence for people."""

    kind: str = ""
    health: Health = "ok"
    error: str = ""
    detail: str = ""
    posts: tuple[Post, ...] = ()
    feeds: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def is_well(self) -> bool:
        """Whether nothing is wrong with the place."""
        return self.health in WELL


def all_kinds() -> list[str]:
    """Every word that ``kind`` may be."""
    return sorted({*kinds(), *READERS})


def is_web_address(address: str) -> bool:
    """Whether an address is asked, and no file."""
    return bool(_WEB.match(address))


def is_asked(address: str, kind: str) -> bool:
    """Whether an address is asked, and no file: one of the web, or @NAME of a kind that has such names."""
    return is_web_address(address) or (address.startswith("@") and kind not in ("", "feed", "page", *READERS))


def read_file(path: Path) -> bytes:
    """The bytes of a file that holds an answer. Raises Refused if there is none, Unreadable if it is too large."""
    name = shorten(str(path), 200)
    if _OTHER.match(name):
        raise Refused(f"{name}: only http and https can be asked; a file is named by its path", code="config")
    try:
        body = read_plain_file(path, LARGEST)
    except OSError as problem:
        raise Refused(f"{name} cannot be read: {problem.strerror}", code="config") from problem
    if len(body) > LARGEST:
        raise Unreadable(f"{name} is larger than {LARGEST // 1_000_000} MB", code="too_large")
    return body


async def preview(web: Web, request: Request) -> Preview:
    """Tries one place. Never raises for what the place does: that is the answer's health."""
    kind = request.kind
    try:
        async with asyncio.timeout(LONGEST):
            kind, haul = await _haul(web, request)
    except MonitorError as problem:
        return Preview(kind=kind, health=problem.health, error=problem.code, detail=problem.message)
    except TimeoutError:
        return Preview(kind=kind, health="try_later", error="deadline", detail=f"no answer within {LONGEST:g} s")
    except Exception as problem:
        # One place that breaks a reader must not end the thousands behind it; only the type is named, as in a worker.
        return Preview(
            kind=kind, health="unreadable", error="parse_crash", detail=f"reading broke: {type(problem).__name__}"
        )
    return Preview(
        kind=kind,
        health=haul.health,
        error=haul.error,
        detail=haul.detail,
        posts=haul.posts,
        feeds=haul.feeds,
        gone=haul.gone,
        flags=haul.flags,
    )


async def _haul(web: Web, request: Request) -> tuple[str, Haul]:
    kind = request.kind
    # the built-in kinds first: looking for those of other packages takes milliseconds
    if kind and kind not in READERS and kind not in BUILT_IN and kind not in kinds():
        raise Refused(f"there is no kind {kind!r}; there are: {', '.join(all_kinds())}", code="config")
    if not kind and request.body is None and _TELEGRAM.match(request.address):
        kind = "telegram"
    if request.body is None and kind not in ("", *READERS):
        return kind, await _collected(web, request, kind)
    reply = await _reply(web, request, robots=kind == "article")
    kind = kind or _kind_of(reply)
    return kind, await _read(web, request, kind, reply)


async def _collected(web: Web, request: Request, kind: str) -> Haul:
    """One poll of the place, as the daemon's first."""
    known = load_kind(kind)
    source = Source(key="preview", kind=kind, address=request.address, options=request.options)
    poll = known(source, _options(known.Options, request.options))
    haul: Haul = await poll.collect(_Sending(web, dict(request.headers)) if request.headers else web, {}, request.now)
    return haul


async def _reply(web: Web, request: Request, *, robots: bool) -> Reply:
    if request.body is None:
        return await web.get(request.address, headers=dict(request.headers), robots=robots)
    base = request.base or (request.address if is_web_address(request.address) else NOWHERE)
    try:
        urlsplit(base)
    except ValueError as problem:
        raise Refused(f"base {shorten(base, 200)!r} is no web address", code="config") from problem
    headers = tuple((name.lower(), value) for name, value in request.headers)
    return Reply(asked=base, url=base, status=request.status, headers=headers, body=request.body, at=request.now)


def _kind_of(reply: Reply) -> str:
    from monitor.sources.feed_reading import is_feed

    return "feed" if is_feed(reply) else "article"


async def _read(web: Web, request: Request, kind: str, reply: Reply) -> Haul:
    """The answer read by the pure function of its kind, in a worker process."""
    if kind in READERS:
        function, shape = READERS[kind]
        options = _options(_named(shape), request.options)
    else:
        known = load_kind(kind)
        function, options = getattr(known, "read_one", ""), _options(known.Options, request.options)
        if hasattr(known, "read"):  # it takes several turns in the worker where there is much to read
            source = Source(key="preview", kind=kind, address=reply.asked, options=request.options)
            haul: Haul = await known(source, options).read(web, reply, request.now)
            return haul
    if not function:
        raise Refused(f"a source of kind {kind} cannot be read from one answer: give its address", code="config")
    return await web.apart(function, reply, options, request.now, "preview", into=Haul)


def _named(name: str) -> Any:
    from importlib import import_module

    module, _, attribute = name.partition(":")
    return getattr(import_module(module), attribute)


def _options(shape: Any, given: Mapping[str, Any]) -> Any:
    try:
        return shape.model_validate(dict(given))
    except ValidationError as problem:
        first = faults_of(problem, shape, Loaded(file="option", data=given, text=""))[0]
        raise Refused(f"option {first.key}: {first.wrong}; {first.right}".rstrip("; "), code="config") from problem


class _Sending:
    """A Web that sends some headers more with every question."""

    def __init__(self, web: Web, headers: Mapping[str, str]) -> None:
        self._web, self._headers = web, headers

    async def get(self, url: str, *, headers: Mapping[str, str] | None = None, **more: Any) -> Reply:
        return await self._web.get(url, headers={**(headers or {}), **self._headers}, **more)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._web, name)


def post_json(post: Post) -> dict[str, Any]:
    """A post for programs. ``published_at`` has the offset as published; it is a bare date if only the day is known."""
    return {
        "id": post.id,
        "url": post.url,
        "title": post.title,
        "text": post.text,
        "author": post.author,
        "lang": post.lang,
        "published_at": published(post),
        "date_basis": post.date_basis,
        "date_precision": post.date_precision,
        "media": [{"url": media.url, "kind": media.kind, "alt": media.alt} for media in post.media],
        "reply_to": post.reply_to,
        "quotes": list(post.quotes),
    }


def published(post: Post) -> str | None:
    """When a post was published, as its place says it: ``2026-01-21``, or ISO 8601 with the place's own offset."""
    if post.published_at is None:
        return None
    there = post.published_at.astimezone(timezone(timedelta(minutes=post.published_offset or 0)))
    return there.date().isoformat() if post.date_precision == "day" else there.isoformat()


def guessed(request: Request, seen: Preview) -> str:
    """What to say of a page that was read as one article although nobody asked for that; "" for anything else."""
    asked = request.kind == "page" and ("item" in request.options or layout_of(request.address) is not None)
    if not seen.is_well or asked or (request.kind, seen.kind) not in {("", "article"), ("page", "page")}:
        return ""
    return (
        "The page was read as one article. If it lists articles: --kind page --option item=SELECTOR, "
        "or --kind discover for its feeds."
    )


def advice(seen: Preview) -> str:
    """What to do about a place that is not well, "" if it is."""
    if seen.is_well:
        return ""
    by_code = {
        "captcha": "It takes us for a robot: ask its owner for access, or use its feed, Telegram or API instead.",
        "login": "It wants a login: look for an address that is open, or ask its owner.",
        "robots": "Its robots.txt asks not to be read by programs: ask its owner, or use its feed.",
        "blocked_address": "The address is not public: list it under [network] allow if it is your own.",
        "tls_error": "Its certificate cannot be trusted: give the missing one as ca_file, never switch checking off.",
        "404": "Check the address; `monitor source preview --kind discover` on its home page lists its feeds.",
        "dns": "Check the address, and the network.",
        "not_whitelisted": "Ask the instance to admit this reader, or follow the account in another way.",
        "config": "",
    }
    by_health = {
        "limited": "Ask less often (`every`).",
        "refused": "Check address, key and login.",
        "out_of_credit": "Pay, or raise the limit at the provider.",
        "gone": "Take the source out.",
        "blocked": "Use its feed, Telegram or API instead.",
        "layout_changed": "Look at the page and write new selectors.",
        "unreadable": "Check that --kind fits; `--kind discover` lists the feeds that a page names.",
        "try_later": "Try again later.",
    }
    return by_code[seen.error] if seen.error in by_code else by_health.get(seen.health, "")
