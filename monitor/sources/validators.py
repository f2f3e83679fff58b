"""What a place says about its own freshness: validators (ETag, Last-Modified), permanent moves, cache times.

A kind keeps one JSON object under ``"http"`` of its cursor, made by ``keep`` from every answer and read by the others:

    asked = address(cursor, source.address)
    reply = await web.get(asked, headers=request_headers(cursor, source.address, now))
    if unchanged(cursor, reply): ...                       # 304, or the very same bytes
    cursor = {**cursor, "http": keep(cursor, source.address, reply, now, sign=...)}

Validators go out exactly as they came in. They are not trusted: once a day a poll asks without them, and a place
whose validators stood still while its content changed is asked without them for a week.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import blake2b, sha256
from typing import Any

from monitor.model import Cursor, Reply

#: Where in a cursor all this is kept.
KEY = "http"
#: One poll in this time asks without validators: some servers keep the ETag while the text changes.
FULL_EVERY = timedelta(days=1)
#: How long validators that lied are left out.
DISTRUST = timedelta(days=7)
#: So many answers in a row must come by the same permanent redirect before its target is asked directly.
MOVES_BELIEVED = 3
#: A validator longer than this is not sent back.
_LONGEST = 1_024
#: Characters of a body's name, other than those of a ``digest``.
_BODY_NAME = 40
_SENDABLE = re.compile("[ -~\x80-\xff]*")


def digest(data: bytes | str) -> str:
    """A short name for content: equal content, equal name."""
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    return blake2b(raw, digest_size=16).hexdigest()


def name_of_body(body: bytes) -> str:
    """As ``digest``, for what is long: most processors have instructions for this one, so it takes half the time."""
    return sha256(body).hexdigest()[:_BODY_NAME]


def address(cursor: Cursor, configured: str) -> str:
    """Where to ask: the configured address, or where it has permanently moved for ``MOVES_BELIEVED`` answers."""
    kept = _kept(cursor, configured)
    return _text(kept, "at") or configured


def request_headers(cursor: Cursor, configured: str, now: datetime) -> dict[str, str]:
    """``If-None-Match`` and ``If-Modified-Since`` as received; none when the daily unconditional poll is due,
    after a lie, or when the address in the configuration is another than the validators came from.
    """
    kept = _kept(cursor, configured)
    full_at = _moment(kept, "full_at")
    distrust = _moment(kept, "distrust_until") if "distrust_until" in kept else None
    if full_at is None or not timedelta(0) <= now - full_at < FULL_EVERY:
        return {}
    if distrust is not None and distrust - DISTRUST <= now < distrust:
        return {}
    headers = {"if-none-match": _text(kept, "etag"), "if-modified-since": _text(kept, "modified")}
    return {name: value for name, value in headers.items() if value}


def unchanged(cursor: Cursor, configured: str, reply: Reply) -> bool:
    """The place says so (304), or its bytes are those of the last answer."""
    if reply.status == 304:
        return True
    before = _text(_kept(cursor, configured), "body")
    if not before or not reply.body:
        return False
    # a cursor of an earlier version has a ``digest``
    return before == (name_of_body(reply.body) if len(before) == _BODY_NAME else digest(reply.body))


def keep(
    cursor: Cursor, configured: str, reply: Reply, now: datetime, *, sign: str = "", same: bool = False
) -> Mapping[str, Any]:
    """What the cursor keeps of this answer under ``KEY``. Call it for every 200 and 304.

    Where nothing has changed that is the very object which the cursor has. ``same`` says that ``unchanged`` was true:
    the bytes need not be looked through again.

    ``sign`` names the content that was read (``digest`` of ids and texts, say); it tells a real change from a
    counter or a render time in the page. Without it the bytes are compared.
    """
    old = _kept(cursor, configured)
    etag, modified = _validator(reply, "etag"), _validator(reply, "last-modified")
    if reply.status == 304 and _still(old, reply, etag, modified):
        return old
    kept: dict[str, Any] = {"for": configured, **_moves(old, reply)}
    distrust = _moment(old, "distrust_until")
    if reply.status == 304:
        for name, value in (("etag", etag), ("modified", modified)):
            kept[name] = value or _text(old, name)
        for name in ("body", "sign", "full_at", "distrust_until"):
            kept[name] = _text(old, name)
    else:
        body = (_text(old, "body") if same else "") or name_of_body(reply.body)
        full_at = now.astimezone(UTC).isoformat()
        if not etag and not modified and body == _text(old, "body"):
            full_at = _text(old, "full_at") or full_at  # it is asked without validators anyway: nothing to write down
        kept.update(etag=etag, modified=modified, body=body, sign=sign or digest(reply.body), full_at=full_at)
        if _lied(old, kept):
            distrust = now + DISTRUST
        if distrust is not None and now < distrust:
            kept["distrust_until"] = distrust.astimezone(UTC).isoformat()
        if reply.header("expires").strip() == "0":  # the place's way of saying: do not keep this
            kept["etag"] = kept["modified"] = ""
    kept = {name: value for name, value in kept.items() if value not in ("", 0)}
    return old if kept == old else kept


def remarks(kept: Mapping[str, Any]) -> tuple[str, ...]:
    """What the operator should know of ``kept`` as long as it holds: ``moved`` and where to, ``lying_etag``."""
    moved, lies = _text(kept, "at"), bool(_text(kept, "distrust_until"))
    return (*([f"moved:{moved}"] if moved else []), *(["lying_etag"] if lies else []))


def fresh_for(reply: Reply, now: datetime, *, at_most: timedelta = timedelta(days=1)) -> timedelta | None:
    """How long the place says this answer stays good: ``Cache-Control: max-age`` less ``Age``, else ``Expires``.

    Never more than ``at_most``, None if it says nothing or zero. Pages say absurd things here; believe feeds only.
    """
    if not (reply.header("cache-control") or reply.header("expires")):
        return None
    seconds: float | None = None
    control = [part.strip().lower() for part in reply.header("cache-control").split(",")]
    if {"no-cache", "no-store"} & set(control):
        return None
    for part in control:
        name, _, value = part.partition("=")
        number = _number(value.strip('" '))
        if name.strip() == "max-age" and number is not None:
            seconds = number - (_number(reply.header("age")) or 0)
    if seconds is None and reply.header("expires"):
        ends = http_date(reply.header("expires"))
        seconds = (ends - (http_date(reply.header("date")) or now)).total_seconds() if ends else None
    if seconds is None or seconds <= 0:
        return None
    return min(at_most, timedelta(seconds=min(seconds, at_most.total_seconds())))


def http_date(value: str) -> datetime | None:
    """An HTTP date (``Wed, 21 Jan 2026 09:15:00 GMT``) as aware UTC, None if it is none."""
    from email.utils import parsedate_to_datetime  # the readers of feeds, who never need it, start without it

    try:
        moment = parsedate_to_datetime(value.strip()[:64])
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _still(old: Mapping[str, Any], reply: Reply, etag: str, modified: str) -> bool:
    """Whether a 304 says nothing that is not known: no move, then or now, and the validators of before or none."""
    if not old or reply.moved_to or "moves" in old:
        return False
    return etag in ("", old.get("etag")) and modified in ("", old.get("modified"))


def _lied(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """The same validator over other content."""
    if not _text(old, "sign") or _text(old, "sign") == _text(new, "sign"):
        return False
    if _text(old, "etag") or _text(new, "etag"):
        return _text(old, "etag") == _text(new, "etag")
    # Last-Modified alone has a resolution of a second, and two changes may share it.
    return bool(_text(old, "modified")) and _text(old, "modified") == _text(new, "modified")


def _moves(old: Mapping[str, Any], reply: Reply) -> dict[str, Any]:
    """The permanent redirect that was met, and how often in a row; its target, once believed."""
    if not reply.moved_to:
        return {"at": _text(old, "at")}
    times = old.get("moves", 0) if _text(old, "moved_to") == reply.moved_to else 0
    times = (times if isinstance(times, int) else 0) + 1
    if times >= MOVES_BELIEVED:
        return {"at": reply.moved_to}
    return {"at": _text(old, "at"), "moved_to": reply.moved_to, "moves": times}


def _kept(cursor: Cursor, configured: str) -> Mapping[str, Any]:
    """What was kept for this address; nothing if the configuration now names another."""
    kept = cursor.get(KEY)
    # a dict first: to ask the other of anything costs more than the rest of this line
    return kept if isinstance(kept, (dict, Mapping)) and kept.get("for") == configured else {}


def _text(kept: Mapping[str, Any], name: str) -> str:
    value = kept.get(name)
    return value if isinstance(value, str) else ""


def _moment(kept: Mapping[str, Any], name: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(_text(kept, name))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _validator(reply: Reply, name: str) -> str:
    """The header as received; "" if it could not be sent back (too long, control characters, not Latin-1)."""
    value = reply.header(name)
    return value if len(value) <= _LONGEST and _SENDABLE.fullmatch(value) else ""


def _number(text: str) -> float | None:
    return float(text) if text.strip().isascii() and text.strip().isdigit() and len(text) < 16 else None
