"""A message for people, the channel it goes to, and its delivery."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

#: The form in which a channel wants a message's body.
Form = Literal["text", "html", "blocks", "json"]

Direction = Literal["ltr", "rtl"]


@dataclass(frozen=True, kw_only=True)
class Channel:
    """Where messages go. ``address`` may be a secret reference (``env:NAME``, ``file:PATH``): never a secret itself.

    ``number`` is its place in its file (from 0), for messages; None where it stands in none.
    """

    key: str
    kind: str
    address: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    enabled: bool = True
    number: int | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, kw_only=True)
class File:
    """A file that travels with a message. ``cid`` names it inside the HTML body (``cid:...``), "" if attached only."""

    name: str
    type: str
    data: bytes
    cid: str = ""
    alt: str = ""


@dataclass(frozen=True, kw_only=True)
class Message:
    """Words for people, in one channel's own form: the final bytes, so that a retry repeats them.

    ``body`` is in ``form``: plain text; an HTML document; Slack blocks as JSON ``{"text", "blocks"}``; a JSON object.
    ``text`` is the plain version of the same (mail's text part, Slack's simplest form). ``thread`` is the
    delivery key of the message under which it stands, "" for none.
    """

    subject: str
    body: str
    form: Form
    text: str = ""
    link: str = ""
    dir: Direction = "ltr"
    lang: str = ""
    thread: str = ""
    files: tuple[File, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What a channel gave back for a message, so that it can be threaded, edited or answered.

    ``ids``: the channel's own names for it (``ts`` and ``channel`` of Slack, ``message_id`` of mail ...).
    ``note`` is a remark for the operator ("sent in its simplest form").
    """

    ids: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """A message on its way to one channel. (key, channel) is unique: that is what "once" rests on.

    Keys: ``dev/<id>``, ``dev/<id>/edit/<n>``, ``more/<story>/<since>``, ``digest/<key>/<period>``,
    ``source/<key>/<state>/<since>``, ``notice/<what>/<since>``. Times are aware UTC.
    """

    id: int
    key: str
    channel: str
    message: Message
    state: Literal["waiting", "sent", "dead"]
    attempts: int
    due_at: datetime
    receipt: Receipt | None = None
    last_error: str = ""


@dataclass(frozen=True, kw_only=True)
class Digest:
    """All developments of a stretch of time. ``at`` is a cron expression read in ``zone`` (IANA name). Empty: all."""

    key: str
    at: str
    zone: str = "UTC"
    stories: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
