"""A page of X's timeline as posts. Pure; both generations of field names are read."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from monitor.model import Cost, Haul, Media, Post, Reply, Unreadable
from monitor.sources.x.api import USD_POST, XOptions, id_moment, id_number
from monitor.sources.x.cards import cards_of, with_cards
from monitor.sources.x.errors import is_about_account, only_errors, partial, read_object, spent_until
from monitor.text.detect import detect
from monitor.text.references import unescape
from monitor.text.storable import incoming

#: X sends at most 100 posts a page.
MOST_POSTS = 1_000
#: The longest post of X has 25,000 characters; a reader of a hostile page is not made to hold more than this.
LONGEST_TEXT = 200_000
LONGEST_ALT = 10_000

#: X knows no Kazakh, Kyrgyz, Uzbek or Azerbaijani and calls them by a neighbour's name. Those we tell apart ourselves.
_UNSURE = {"ru", "uk", "bg", "sr", "tr", "fa", "mn"}
#: X's old codes; its own for "no language" (und, qme, zxx ...) are longer than two letters.
_CODES = {"iw": "he", "in": "id"}
_TCO = re.compile(r"https?://t\.co/\w+")
_REPOST = re.compile(r"RT @(\w{1,20}): ")
_MEDIA: dict[str, Any] = {"photo": "image", "video": "video", "animated_gif": "video"}


@dataclass(frozen=True, kw_only=True)
class User:
    """An account: its id stays when its handle changes."""

    id: str
    handle: str
    protected: bool = False


def read_user(reply: Reply, options: XOptions, now: datetime) -> User:
    """The account of a look-up. ``now`` is aware UTC. Raises as ``errors`` says; Refused if there is none."""
    content = read_object(reply, now)
    data = content.get("data")
    if not isinstance(data, dict):
        raise only_errors(content) if content.get("errors") else _unknown()
    number = id_number(data.get("id"))
    if not number:
        raise Unreadable("X named an account without an id", code="unexpected_content")
    return User(id=str(number), handle=_text(data.get("username")), protected=data.get("protected") is True)


def read_timeline(reply: Reply, options: XOptions, now: datetime, source: str = "", handle: str = "") -> Haul:
    """The posts of one page, newest first; ``cursor`` is what its ``meta`` says: ``newest``, ``oldest``, ``next``.

    ``handle`` is the account's, for addresses; without it that of the answer. ``now`` is aware UTC. ``cost`` counts
    the posts returned: whether X also charges for the posts they refer to is not documented.
    Raises as ``errors`` says; Refused when there are only errors; Unreadable for another shape.
    """
    content = read_object(reply, now)
    data = content.get("data")
    if not data and is_about_account(content):
        raise only_errors(content)
    if not isinstance(data, (list, dict)) and not isinstance(content.get("meta"), dict):
        raise _unknown()
    raw = [data] if isinstance(data, dict) else data if isinstance(data, list) else []
    page = _Page(content, source=source, handle=handle or _handle_of(reply), now=now)
    posts: dict[str, Post] = {}
    for each in raw[:MOST_POSTS]:
        post = page.post(each) if isinstance(each, dict) else None
        if post and post.id not in posts:
            posts[post.id] = post
    if raw and not posts:
        raise Unreadable("X sent posts in a shape we do not know", code="unexpected_content", health="layout_changed")
    return Haul(
        posts=tuple(posts.values()),
        cursor=_cursor(content.get("meta"), raw),
        fresh_for=spent_until(reply, now),
        cost=Cost(reads=len(raw), usd=round(len(raw) * USD_POST, 6)),
        health="ok" if posts else "empty",
        flags=partial(content),
    )


class _Page:
    """One answer: its posts, and what they refer to."""

    def __init__(self, content: dict[str, Any], *, source: str, handle: str, now: datetime) -> None:
        includes = _dict(content.get("includes"))
        self.source, self.now = source, now
        self.posts = _by_id(_list(includes.get("posts")) + _list(includes.get("tweets")), "id")
        self.media = _by_id(_list(includes.get("media")), "media_key")
        self.users = _by_id(_list(includes.get("users")), "id")
        self.handle = handle

    def post(self, raw: dict[str, Any]) -> Post | None:
        """One post; None if it has no id."""
        own = _id(raw.get("id"))
        if not own:
            return None
        history = [_id(each) for each in _list(_either(raw, "edit_history_post_ids", "edit_history_tweet_ids"))]
        history = [each for each in history if each]
        first = history[0] if history else own
        references = self._references(raw)
        author = _text(_dict(self.users.get(_id(raw.get("author_id")))).get("username")) or self.handle
        words, shown = self._words(raw, references)
        text, cards = with_cards(words, () if shown.get("article") else cards_of(_urls(shown)))
        return Post(
            source=self.source,
            id=first,
            url=f"https://x.com/{author or 'i'}/status/{own}",
            text=text,
            author=author,
            lang=_language(raw.get("lang"), text),
            published_at=_moment(raw, first if len(history) > 1 else ""),
            published_offset=0,
            date_basis="api",
            seen_at=self.now,
            reply_to=references.get("replied_to", ""),
            quotes=tuple(each for kind, each in references.items() if kind in {"quoted", "retweeted"}),
            media=(*(self._media(raw) or self._media(shown)), *cards),
            edited=len(history) > 1,
        )

    def _references(self, raw: dict[str, Any]) -> dict[str, str]:
        """Kind (quoted, retweeted, replied_to) -> id."""
        found: dict[str, str] = {}
        for each in _list(_either(raw, "referenced_posts", "referenced_tweets"))[:10]:
            kind, number = _text(_dict(each).get("type")), _id(_dict(each).get("id"))
            if number:
                found.setdefault("retweeted" if kind == "reposted" else kind, number)
        return found

    def _words(self, raw: dict[str, Any], references: dict[str, str]) -> tuple[str, dict[str, Any]]:
        """The whole text, and the post whose words it is: a repost's own text is cut short."""
        text = _whole_text(raw)
        original = _dict(self.posts.get(references.get("retweeted", "")))
        prefix = _REPOST.match(text)
        if original and (words := _whole_text(original)):
            author = _text(_dict(self.users.get(_id(original.get("author_id")))).get("username"))
            name = prefix[1] if prefix else author
            return (f"RT @{name}: {words}" if name else words), original
        return text, raw

    def _media(self, raw: dict[str, Any]) -> tuple[Media, ...]:
        found = []
        for key in _list(_dict(raw.get("attachments")).get("media_keys"))[:20]:
            each = _dict(self.media.get(key)) if isinstance(key, str) else {}
            if each:
                url = _link(each.get("url")) or _link(each.get("preview_image_url"))
                alt = incoming(unescape(_text(each.get("alt_text"))))[:LONGEST_ALT]
                found.append(Media(url=url, kind=_MEDIA.get(_text(each.get("type")), "image"), alt=alt))
        return tuple(found)


def _whole_text(raw: dict[str, Any]) -> str:
    """The full text: a long post's note in place of its cut text; links written out, entities resolved; behind it, of
    an article, which the post itself only links to, title and words."""
    text = unescape(_expand(_text(_long(raw).get("text"))[:LONGEST_TEXT], _urls(raw)))
    article = _dict(raw.get("article"))
    said = _text(article.get("plain_text")) or _text(article.get("preview_text"))
    parts = (text, unescape(_text(article.get("title"))), unescape(said[:LONGEST_TEXT]))
    return incoming("\n".join(part.strip() for part in parts if part.strip()))[:LONGEST_TEXT]


def _long(raw: dict[str, Any]) -> dict[str, Any]:
    """A long post's note, any other post itself."""
    note = _dict(_either(raw, "note_post", "note_tweet"))
    return note if _text(note.get("text")) else raw


def _urls(raw: dict[str, Any]) -> list[Any]:
    """The links of a post's whole text."""
    return _list({**_dict(raw.get("entities")), **_dict(_long(raw).get("entities"))}.get("urls"))


def _expand(text: str, urls: list[Any]) -> str:
    """t.co links in place: the address they lead to; links to the post's own pictures and films go.

    By the link's text, not its offsets: these count characters in a text whose escaping is not documented.
    """
    known: dict[str, str] = {}
    for each in urls[:500]:
        raw = _dict(each)
        short, long = _text(raw.get("url")), _link(raw.get("expanded_url")) or _link(raw.get("unwound_url"))
        if short and (raw.get("media_key") or _is_own_media(long)):
            known[short] = ""
        elif short and long:
            known[short] = long
    return _TCO.sub(lambda found: known.get(found[0], found[0]), text) if known else text


def _is_own_media(url: str) -> bool:
    return bool(re.match(r"https?://(?:x|twitter)\.com/[^/]+/status/\d+/(?:photo|video)/\d", url))


def _moment(raw: dict[str, Any], first: str) -> datetime | None:
    """When the post was first published: of an edited one its first id tells, to the second as X shows times."""
    if first and (moment := id_moment(first)):
        return moment.replace(microsecond=0)
    try:
        moment = datetime.fromisoformat(_text(raw.get("created_at")))
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        moment = id_moment(_id(raw.get("id")))
    return moment.replace(microsecond=0) if moment else None


def _language(code: object, text: str) -> str:
    name = _text(code).lower().partition("-")[0]
    name = _CODES.get(name, name)
    if len(name) != 2:
        return ""
    return (detect(text) or name) if name in _UNSURE else name


def _cursor(meta: object, raw: list[Any]) -> dict[str, Any]:
    """``newest`` and ``oldest`` ids as strings, "" if none; ``next``, the token of the next page, "" if none."""
    told = _dict(meta)
    numbers = [number for each in raw if (number := id_number(_dict(each).get("id")))]
    # The posts themselves tell; meta counts only where there are none.
    newest = max(numbers, default=id_number(told.get("newest_id")))
    oldest = min(numbers, default=id_number(told.get("oldest_id")))
    return {
        "newest": str(newest) if newest else "",
        "oldest": str(oldest) if oldest else "",
        "next": _text(told.get("next_token"))[:500],
    }


def _handle_of(reply: Reply) -> str:
    """The handle in the address of a saved answer, "" where it names none."""
    try:
        parts = urlsplit(reply.url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    name = parts.path.strip("/").partition("/")[0]
    return name if host in {"x.com", "twitter.com"} and re.fullmatch(r"[A-Za-z0-9_]{1,15}", name) else ""


def _unknown() -> Unreadable:
    return Unreadable("X answered in a shape we do not know", code="unexpected_content")


def _by_id(items: list[Any], key: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for each in items[: MOST_POSTS * 2]:
        if isinstance(each, dict) and isinstance(name := each.get(key), (str, int)):
            found[str(name)] = each
    return found


def _either(raw: dict[str, Any], new: str, old: str) -> Any:
    return raw[new] if raw.get(new) is not None else raw.get(old)


def _id(value: object) -> str:
    """An id verbatim, as text; "" for none."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if 0 < value < 2**63 else ""
    return incoming(value)[:100] if isinstance(value, str) else ""


def _link(value: object) -> str:
    text = _text(value)
    return incoming(text)[:4_000] if text.startswith(("http://", "https://")) else ""


def _text(value: object) -> str:
    return incoming(value) if isinstance(value, str) else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
