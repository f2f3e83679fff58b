"""What every reader of feeds (XML, feedparser, JSON) makes of a feed, before it becomes posts."""

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple

from monitor.model import Media

MediaKind = Literal["image", "video", "audio", "file"]

_HTML = re.compile(r"</?(?:p|br|a|div|b|i|img|span|strong|em|ul|ol|li|h[1-6]|table|blockquote)\b[^<>]*>")
_BARE_AMPERSAND = re.compile(r"&(?!(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8}\d{0,2});)")
_AUTHOR_IN_MAIL = re.compile(r"\S+@\S+\s*\(([^()]+)\)")
_KINDS: dict[str, MediaKind] = {"image": "image", "video": "video", "audio": "audio"}
_MINUTES = {"hourly": 60, "daily": 1_440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What the operator has set for a feed (``feed.FeedOptions``), as far as its reader must know.

    ``zone`` is an IANA name, ``lang`` and ``charset`` are "" where the feed is believed.
    """

    zone: str = "UTC"
    lang: str = ""
    charset: str = ""


class Window(NamedTuple):
    """Which entries of a feed are read: ``most`` of them, from number ``start`` (0 is the first)."""

    start: int = 0
    most: int = 1_000_000_000

    @property
    def end(self) -> int:
        """The number of the first entry that is not read any more."""
        return self.start + self.most


WHOLE = Window()


class Entry(NamedTuple):
    """One item or entry. Absent is "".

    ``title``, ``content`` and ``summary`` are markup, whatever the feed says (``as_markup`` turns plain text into it).
    Links are as written; ``base`` is the ``xml:base`` they are relative to; ``outlet`` is who published it first.
    """

    id: str = ""
    link: str = ""
    title: str = ""
    content: str = ""
    summary: str = ""
    author: str = ""
    lang: str = ""
    published: str = ""
    updated: str = ""
    categories: tuple[str, ...] = ()
    media: tuple[Media, ...] = ()
    reply_to: str = ""
    outlet: str = ""
    base: str = ""


class Sheet(NamedTuple):
    """A whole feed. ``root`` is the local name of its root element.

    ``minutes`` is how long it asks to be left alone (``ttl``, ``sy:update*``), 0 if it does not. ``flags`` are remarks
    for the operator (``mended``: it was broken and could be read all the same). ``more``: there are entries after the
    window that was read. ``cut``: the answer broke off inside the last entry; ``named``: but behind its id and link.
    """

    entries: tuple[Entry, ...] = ()
    link: str = ""
    author: str = ""
    lang: str = ""
    minutes: int = 0
    root: str = ""
    more: bool = False
    cut: bool = False
    named: bool = False
    flags: tuple[str, ...] = ()


def is_empty(entry: Entry) -> bool:
    """Whether an entry holds nothing that could be a post: a date or a category alone is nothing."""
    return not (entry.id or entry.link or entry.title or entry.content or entry.summary or entry.media)


def as_markup(text: str) -> str:
    """Plain text as markup: its signs are signs. A text escaped once too much (``Qazaqstan&#39;s``) is taken as markup,
    and so is one that holds elements of HTML though it should not."""
    if "<" in text and not _HTML.search(text):
        text = text.replace("<", "&lt;")
    return _BARE_AMPERSAND.sub("&amp;", text) if "&" in text else text


def author_name(written: str) -> str:
    """The name alone: RSS wants ``mail@host (Name)``."""
    inside = _AUTHOR_IN_MAIL.fullmatch(written) if "@" in written and len(written) < 500 else None
    return (inside[1] if inside else written).strip()


def media_kind(said: str) -> MediaKind:
    """``image``, ``video``, ``audio`` as a medium or the first half of a MIME type says; else ``file``."""
    return _KINDS.get(said.strip().lower(), "file")


def pause_minutes(ttl: str, period: str, frequency: str, generator: str) -> int:
    """How many minutes a feed asks to be left alone, by ``ttl`` and ``sy:update*``; 0 if it does not.

    WordPress writes "hourly" into every feed and means nothing by it.
    """
    pace = _MINUTES.get(period.strip().lower(), 0) // max(1, _number(frequency) or 1)
    if pace == 60 and "wordpress" in generator.lower():
        pace = 0
    return max(_number(ttl), pace)


def _number(text: str) -> int:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
