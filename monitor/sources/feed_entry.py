"""What every reader of feeds (XML, feedparser, JSON) makes of a feed, before it becomes posts: texts as written."""

import re
from typing import Literal, NamedTuple

from monitor.model import Media

MediaKind = Literal["image", "video", "audio", "file"]

#: Atom's plain texts should hold no markup; many do.
LOOKS_LIKE_HTML = re.compile(r"</?(?:p|br|a|div|b|i|img|span|strong|em|ul|ol|li|h[1-6]|table|blockquote)\b[^<>]*>")
_AUTHOR_IN_MAIL = re.compile(r"\S+@\S+\s*\(([^()]+)\)")
_KINDS: dict[str, MediaKind] = {"image": "image", "video": "video", "audio": "audio"}
_MINUTES = {"hourly": 60, "daily": 1_440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}


class Text(NamedTuple):
    """A text as written, unescaped from XML or JSON once. ``html`` says whether it is markup or plain."""

    value: str = ""
    html: bool = True


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
    """One item or entry. Absent is "". Links are as written; ``base`` is the ``xml:base`` they are relative to."""

    id: str = ""
    link: str = ""
    title: Text = Text()
    content: Text = Text()
    summary: Text = Text()
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
    window that was read.
    """

    entries: tuple[Entry, ...] = ()
    link: str = ""
    author: str = ""
    lang: str = ""
    minutes: int = 0
    root: str = ""
    more: bool = False
    flags: tuple[str, ...] = ()


def author_name(written: str) -> str:
    """The name alone: RSS wants ``mail@host (Name)``."""
    inside = _AUTHOR_IN_MAIL.fullmatch(written) if "@" in written else None
    return (inside[1] if inside else written).strip()


def media_kind(said: str) -> MediaKind:
    """``image``, ``video``, ``audio`` as a medium or the first half of a MIME type says; else ``file``."""
    return _KINDS.get(said.strip().lower(), "file")


def pause_minutes(ttl: str, period: str = "", frequency: str = "", generator: str = "") -> int:
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
