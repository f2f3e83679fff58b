"""One message of a Telegram preview page, taken apart by the class names of its blocks."""

import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import Literal

from lxml import etree

from monitor.model import Media, Post
from monitor.text.html import one_block, plain
from monitor.text.storable import incoming

#: A message of Telegram has at most 4,096 characters, a caption 1,024; more is not taken from a hostile page.
LONGEST_TEXT = 50_000
LONGEST_LINE = 2_000
MOST_MEDIA = 20
MOST_LINKS = 20

_PREFIX = "tgme_widget_message_"
#: Blocks that are taken whole: what stands inside is not looked at for anything else. A reply's quote is not the
#: post's own text, and reactions, buttons and the plea to open the app are nobody's words.
_WHOLE = {
    "tgme_widget_message_text",
    "tgme_widget_message_reply",
    "tgme_widget_message_link_preview",
    "tgme_widget_message_reactions",
    "tgme_widget_message_inline_keyboard",
    "message_media_not_supported_wrap",
    "message_media_not_supported",
}
_KINDS: dict[str, Literal["image", "video", "audio", "file"]] = {
    "photo_wrap": "image",
    "video_player": "video",
    "roundvideo_player": "video",
    "sticker_wrap": "image",
    "voice_player": "audio",
    "audio_player": "audio",
    "document_wrap": "file",
}
_ID = re.compile(r"([A-Za-z0-9_]{1,64})/(\d{1,12})")
_POST_LINK = re.compile(r"https?://(?:t\.me|telegram\.(?:me|dog))/(?:s/)?([A-Za-z0-9_]{1,64})/(\d{1,12})(?:[?#].*)?")
_BACKGROUND = re.compile(r"background-image\s*:\s*url\(\s*['\"]?([^'\")\s]{1,2000})")

_MENTION = re.compile(r"https?://t\.me/[A-Za-z0-9_]+/?$")
#: Elements that do nothing to the words in them.
_BARE = frozenset({"div", "span", "a", "b", "i", "time"})

Blocks = dict[str, list[etree._Element]]


def classes(element: etree._Element) -> list[str]:
    """The class names of an element."""
    return (element.get("class") or "").split()[:20]


def name_and_number(message: etree._Element) -> tuple[str, int] | None:
    """Channel and number of ``data-post="name/123"``; None for another shape."""
    found = _ID.fullmatch(message.get("data-post") or "")
    return (found[1], int(found[2])) if found else None


def read_message(message: etree._Element, *, source: str, origin: str, now: datetime) -> tuple[Post, list[str]]:
    """The post, and the links that stand in its text. ``origin`` is where the page came from (``https://t.me``).

    The text is the message's own; a poll's question and answers belong to it. Without a text the titles of its
    documents or of its link's preview stand in its place. ``message`` must bear a ``data-post``.
    """
    channel, number = name_and_number(message) or ("", 0)
    blocks = _blocks(message)
    text, media = _text(blocks), _media(blocks)
    preview = _first(blocks, "tgme_widget_message_link_preview")
    card, shown = _link_preview(preview) if preview is not None else ("", None)
    if not text:
        text = "\n".join(each.alt for each in media if each.kind in {"file", "audio"} and each.alt) or card
    elif shown:  # its words describe where the link leads: matched, but not the message's own
        media = (*media, shown)
    links = _links(blocks)
    published, offset = _moment(blocks)
    forwarded = _first(blocks, f"{_PREFIX}forwarded_from_name")
    quotes = [_href(each) for each in (forwarded, preview) if each is not None]
    post = Post(
        source=source,
        id=f"{channel}/{number}",
        url=f"{origin}/{channel}/{number}",
        text=text,
        author=_words(_first(blocks, f"{_PREFIX}owner_name")),
        published_at=published,
        published_offset=offset,
        date_basis="time" if published else "seen",
        seen_at=now,
        reply_to=_reply_to(_first(blocks, "tgme_widget_message_reply"), channel),
        quotes=tuple(dict.fromkeys(link for link in quotes if link and not _is_own(link, channel))),
        media=media,
        section=f"Forwarded from {_words(forwarded)}" if forwarded is not None and _words(forwarded) else "",
        edited=_is_edited(blocks),
    )
    return post, [link for link in links if not _is_own(link, channel)]


def _blocks(message: etree._Element) -> Blocks:
    """Class name -> the elements that bear it, in order, without those inside a block that is taken whole."""
    found: Blocks = {}
    stack = [message]
    while stack:
        element = stack.pop()
        if not isinstance(element.tag, str):  # a comment
            continue
        named = element.get("class")
        names = named.split()[:20] if named else ()
        for name in names:
            if name in found:
                found[name].append(element)
            else:
                found[name] = [element]
        if len(element) and (element is message or _WHOLE.isdisjoint(names)):
            stack.extend(element[::-1])
    return found


def _text(blocks: Blocks) -> str:
    own = [each for each in blocks.get("tgme_widget_message_text", []) if "js-message_reply_text" not in classes(each)]
    parts = [_words(each, LONGEST_TEXT) for each in own]
    parts += [_words(each) for each in blocks.get(f"{_PREFIX}poll_question", [])]
    parts += [_words(each) for each in blocks.get(f"{_PREFIX}poll_option_text", [])[:MOST_MEDIA]]
    return "\n".join(part for part in parts if part)[:LONGEST_TEXT]


def _media(blocks: Blocks) -> tuple[Media, ...]:
    found: dict[int, Media] = {}
    for name, kind in _KINDS.items():
        for element in blocks.get(f"{_PREFIX}{name}", [])[:MOST_MEDIA]:
            inner = _blocks(element)
            title, extra = (_words(_first(inner, f"{_PREFIX}document_{part}")) for part in ("title", "extra"))
            is_song = kind == "file" and any(
                "audio" in classes(each) for each in inner.get(f"{_PREFIX}document_icon", [])
            )
            alt = " ".join(part for part in (title, extra if is_song else "") if part)
            found.setdefault(id(element), Media(url=_media_url(element), kind="audio" if is_song else kind, alt=alt))
    return tuple(found.values())[:MOST_MEDIA]


def _media_url(element: etree._Element) -> str:
    """The film or sound itself, else its picture, else the page it is shown on."""
    for inner in element.iterdescendants("video", "audio"):
        if link := _absolute(inner.get("src")):
            return link
    for inner in (element, *element.iterdescendants("i", "img", "div", "picture")):
        found = _BACKGROUND.search((inner.get("style") or "")[:4_000])
        if link := _absolute(found[1] if found else inner.get("data-webp") or inner.get("src")):
            return link
    return _absolute(element.get("href"))


def _link_preview(preview: etree._Element) -> tuple[str, Media | None]:
    """Title and description of a link's preview, and the same as a picture with these words."""
    inner: Blocks = {}
    for element in preview.iterdescendants():
        if isinstance(element.tag, str):
            for name in classes(element):
                inner.setdefault(name, []).append(element)
    words = [_words(_first(inner, f"link_preview_{part}")) for part in ("title", "description")]
    card = "\n".join(word for word in words if word)
    picture = next(
        (_media_url(each) for name in ("image", "right_image") for each in inner.get(f"link_preview_{name}", [])), ""
    )
    if not card:
        return "", None
    return card, Media(url=picture or _href(preview), kind="image" if picture else "file", alt=card)


def _links(blocks: Blocks) -> list[str]:
    """Where the links of the text lead, other than tags, mentions and the channel's own pages."""
    found: dict[str, None] = {}
    for block in blocks.get("tgme_widget_message_text", []):
        for anchor in block.iterdescendants("a"):
            link = _href(anchor)
            if link and not _MENTION.match(link):
                found.setdefault(link)
            if len(found) >= MOST_LINKS:
                break
    return list(found)


def _href(element: etree._Element) -> str:
    """An absolute address; "" for any other. Links that ask before they open ("onclick") are escaped twice."""
    link = element.get("href") or ""
    return _absolute(link.replace("&amp;", "&") if element.get("onclick") else link)


def _absolute(link: str | None) -> str:
    link = (link or "").strip()
    link = f"https:{link}" if link.startswith("//") else link
    return incoming(link) if link.startswith(("http://", "https://")) and len(link) <= LONGEST_LINE else ""


def _is_own(link: str, channel: str) -> bool:
    """Whether a link leads back into the same channel: that is its own footer or a cross reference."""
    return bool(_own_pages(channel).match(link))


@lru_cache(maxsize=256)
def _own_pages(channel: str) -> re.Pattern[str]:
    own = rf"https?://(?:t\.me|telegram\.(?:me|dog))/(?:s/)?{re.escape(channel)}(?:[/?#]|$)"
    return re.compile(own, re.IGNORECASE)


def _reply_to(reply: etree._Element | None, channel: str) -> str:
    if reply is None:
        return ""
    link = _href(reply)
    found = _POST_LINK.fullmatch(link)
    if not found:
        return link
    # the address may write the name in other letters than the channel itself
    name = channel if found[1].lower() == channel.lower() else found[1]
    return f"{name}/{found[2]}"


def _moment(blocks: Blocks) -> tuple[datetime | None, int | None]:
    """When it was published (UTC), and the offset as published in minutes. Films have times too, without a date."""
    for element in (inner for each in blocks.get(f"{_PREFIX}date", []) for inner in each.iterdescendants("time")):
        try:
            moment = datetime.fromisoformat(element.get("datetime") or "")
            offset = moment.utcoffset()
            if offset is None:
                return moment.replace(tzinfo=UTC), None
            return moment.astimezone(UTC), int(offset.total_seconds() // 60)
        except (ValueError, OverflowError):
            continue
    return None, None


def _is_edited(blocks: Blocks) -> bool:
    """Whether a word stands beside the time and outside a signature: "edited", in whatever language."""
    for meta in blocks.get(f"{_PREFIX}meta", []):
        beside = [meta.text or "", *(child.tail or "" for child in meta)]
        if any(letter.isalpha() for letter in "".join(beside)):
            return True
    return False


def _words(element: etree._Element | None, longest: int = LONGEST_LINE) -> str:
    if element is None:
        return ""
    if not len(element) and element.tag in _BARE:  # its words alone: nothing need be written as markup and read again
        return incoming(one_block(element.text or ""))[:longest]
    markup = etree.tostring(element, method="html", encoding="unicode", with_tail=False)
    return incoming(plain(markup))[:longest]


def _first(blocks: Blocks, name: str) -> etree._Element | None:
    return next(iter(blocks.get(name, [])), None)
