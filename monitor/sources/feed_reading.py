"""Reading a feed: one reply becomes posts. Pure, and run in a worker; the daemon itself never needs its libraries."""

import re
import zlib
from datetime import datetime
from itertools import pairwise
from typing import Any

from monitor.model import Haul, Post, Refused, Reply, TryLater, Unreadable, zone_named
from monitor.sources import validators
from monitor.sources.feed_edits import versions_of
from monitor.sources.feed_entry import Sheet, Window, Wishes, is_empty
from monitor.sources.feed_identity import marks_of, told_apart
from monitor.sources.feed_json import read_json
from monitor.sources.feed_mend import mend, trim
from monitor.sources.feed_pieces import read_in_pieces
from monitor.sources.feed_posts import posts_of
from monitor.sources.feed_strict import NotWellFormed, read_xml
from monitor.sources.roots import root_of
from monitor.sources.status import check
from monitor.sources.walls import is_html
from monitor.text.charset import declared_charset, decode, header_charset, named
from monitor.text.disguised import undisguised, undisguised_xml
from monitor.text.versions import text_hashes

#: Entries that are read in one go: a worker has two seconds of processor time for it.
PART = 5_000
_GZIP, _LARGEST = b"\x1f\x8b", 10_000_000
_ROOTS = frozenset({"rss", "feed", "rdf", "channel"})
_ROOT = re.compile(r"<(?:[\w.-]+:)?([a-zA-Z][\w.-]*)(?=[\s/>])")
_TURNED_AWAY = re.compile(r"rss reader not yet whitelisted", re.IGNORECASE)
_BRIDGE_ERROR = re.compile(r"bridge returned error \d+", re.IGNORECASE)


def ready() -> bool:
    """True. A worker that says it has loaded everything that feeds are read with."""
    return True


def read_feed(reply: Reply, options: Wishes, now: datetime, source: str) -> Haul:
    """The posts of one reply, newest first. Pure. ``now`` is aware UTC, ``source`` a key.

    ``cursor`` of the answer is what ``Feed`` needs to know: ``marks``, ``versions`` and ``sign`` of the posts,
    ``minutes`` to wait.

    Raises as ``status.check``; Unreadable (``unexpected_content``) if the body is no feed; Refused
    (``not_whitelisted``) for the one entry with which xcancel turns readers away.
    """
    hauls = [read_part(reply, options, now, source, 0)]
    while more := (hauls[-1].cursor or {}).get("more"):
        hauls.append(read_part(reply, options, now, source, more))
    return joined(hauls)


def read_part(reply: Reply, options: Wishes, now: datetime, source: str, start: int) -> Haul:
    """As ``read_feed``, but at most ``PART`` entries from number ``start``; ``cursor["more"]`` says where to go on."""
    check(reply, now, expected_html=False)
    if reply.status == 304:
        return Haul(health="not_modified")
    sheet = _sheet(reply, options, Window(start, PART))
    if options.lang:
        sheet = sheet._replace(lang=options.lang)
    if not start:
        _turned_away(sheet)
    zone = zone_named(options.zone)
    posts, shared = told_apart(list(posts_of(sheet, base=reply.url, source=source, zone=zone, now=now)))
    told: dict[str, Any] = {"minutes": sheet.minutes}
    if sheet.more:
        told["more"] = start + PART
    if sheet.cut and posts:
        told |= {"cut": posts[-1].id, "named": sheet.named}
    return _haul(posts, (*sheet.flags, *(["shared_ids"] if shared else [])), told)


def joined(hauls: list[Haul]) -> Haul:
    """One haul of a feed that was read in parts."""
    if len(hauls) == 1:
        return hauls[0]
    posts, shared = told_apart([post for haul in hauls for post in haul.posts])
    flags = dict.fromkeys(flag for haul in hauls for flag in haul.flags)
    if shared:
        flags["shared_ids"] = None
    first, last = hauls[0].cursor or {}, hauls[-1].cursor or {}
    told = {"minutes": first.get("minutes", 0), "cut": last.get("cut", ""), "named": last.get("named", False)}
    return _haul(posts, tuple(flags), told)


def _haul(posts: tuple[Post, ...], flags: tuple[str, ...], cursor: dict[str, Any]) -> Haul:
    posts = _newest_first(posts)
    marks = marks_of(posts)
    return Haul(
        posts=posts,
        health="ok" if posts else "empty",
        cursor={
            "marks": marks,
            "versions": versions_of(posts, marks),
            "sign": validators.digest("".join(marks)),
            **cursor,
        },
        flags=flags,
        detail="the feed is broken and could be read all the same" if "mended" in flags else "",
        digests=tuple(text_hashes(posts)),
    )


def is_feed(reply: Reply) -> bool:
    """Whether a body begins as a feed does, by its root element or its JSON; whatever its Content-Type says."""
    text, _ = decode(reply.body[:20_000])
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        return "jsonfeed.org" in text[:2_000] or ('"items"' in text and '"content_' in text)
    if root := root_of(text):
        return root in _ROOTS
    behind = _ROOT.search(trim(text)[:2_000])  # words before the prolog, as a broken program writes them
    return behind is not None and behind[1].lower() in _ROOTS


def _sheet(reply: Reply, options: Wishes, window: Window) -> Sheet:
    """The feed of a reply, by the strictest reader that reads all of it."""
    body = reply.body
    if body.startswith(_GZIP):
        body = _unzipped(body)
    if not body.strip():
        raise Unreadable("the answer is empty: not one byte", code="unexpected_content")
    if is_html(body):
        raise _no_feed("a web page")
    start = body.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"<") and not options.charset:
        # UTF-8 nearly always: whatever header and prolog say, other charsets are hardly ever valid UTF-8 by chance
        try:
            return _feed_or_else(read_xml(undisguised_xml(start), window))
        except NotWellFormed:
            pass
    if options.charset:
        text = body.decode(named(options.charset), "replace")
    else:
        header = header_charset(reply.header("content-type"))
        # XML that names no charset is UTF-8, and JSON always is: one bad byte must not make it look like another
        text, _ = decode(body, header_charset=header, declared=declared_charset(body) or ("" if header else "utf-8"))
    text = undisguised(text)
    return _read_json(text, window) if text.lstrip("\ufeff \t\r\n")[:1] in {"{", "["} else _read_text(text, window)


def _unzipped(body: bytes) -> bytes:
    """A feed that lies compressed on its server (``feed.xml.gz``), as far as it is no bomb."""
    try:
        return zlib.decompressobj(31).decompress(body, _LARGEST)
    except zlib.error as problem:
        raise Unreadable("compressed, but broken", code="unexpected_content") from problem


def _read_json(text: str, window: Window) -> Sheet:
    try:
        sheet = read_json(text, window)
    except ValueError as problem:
        raise Unreadable("JSON, but broken", code="unexpected_content") from problem
    if sheet is None:
        raise _no_feed("JSON of another kind")
    return sheet


def _read_text(text: str, window: Window) -> Sheet:
    """XML that was not UTF-8, or has a DOCTYPE, or is broken."""
    text = trim(text)
    try:
        return _feed_or_else(read_xml(undisguised_xml(text.encode("utf-8", "replace")), window))
    except NotWellFormed:
        text = mend(text)
    try:
        sheet = read_xml(text.encode("utf-8", "replace"), window)._replace(flags=("mended",))
    except NotWellFormed:
        sheet = read_in_pieces(text, window)
        if all(map(is_empty, sheet.entries)) and not window.start:
            if sheet.root in _ROOTS and _ROOT.search(text):
                raise Unreadable("the feed is broken, and no entry can be read", code="unexpected_content") from None
            raise _no_feed(f"<{found[1][:40]}>" if (found := _ROOT.search(text)) else "neither XML nor JSON") from None
    return _feed_or_else(sheet)


def _feed_or_else(sheet: Sheet) -> Sheet:
    """The sheet if it is one of a feed, or of anything that has entries with a title or text. Else Unreadable."""
    if sheet.root in _ROOTS or sheet.more or any(entry.title or entry.summary for entry in sheet.entries):
        return sheet
    raise _no_feed(f"<{sheet.root[:40]}>")


def _no_feed(what: str) -> Unreadable:
    return Unreadable(f"this is no feed but {what}", code="unexpected_content")


def _turned_away(sheet: Sheet) -> None:
    """Raises if the feed is only a notice to its reader, dressed as its one entry."""
    if len(sheet.entries) != 1:
        return
    title = sheet.entries[0].title
    if _TURNED_AWAY.search(title):
        raise Refused("the feed serves only readers it has whitelisted", code="not_whitelisted", health="blocked")
    if _BRIDGE_ERROR.search(title):
        raise TryLater(f"the bridge could not read its place: {title[:100]}", code="bridge")


def _newest_first(posts: tuple[Post, ...]) -> tuple[Post, ...]:
    """Feeds are newest first; one whose dates only grow is turned round."""
    times = [post.published_at for post in posts if post.published_at]
    grows = len(times) > 1 and times[0] < times[-1] and all(a <= b for a, b in pairwise(times))
    return posts[::-1] if grows else posts
