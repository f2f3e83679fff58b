"""What X shows below a link in a post: title and description of the page that it leads to."""

import re
from typing import Any

from monitor.model import Media
from monitor.text.references import unescape
from monitor.text.storable import incoming

_LINK = re.compile(r"\ART @\w{1,20}:|https?://\S+")
#: X's own pages have no title of their own: "Name on X".
_OWN = re.compile(r"https?://(?:[a-z]+\.)?(?:x|twitter)\.com/", re.IGNORECASE)
_MOST, _LONGEST = 4, 2_000


def cards_of(urls: list[Any]) -> tuple[Media, ...]:
    """The previews of a post's links (``entities.urls``) as pictures with these words; no title, no preview."""
    found: dict[str, Media] = {}
    for each in urls[:50]:
        raw = each if isinstance(each, dict) else {}
        words = "\n".join(said for name in ("title", "description") if (said := _said(raw.get(name))))
        leads = _address(raw.get("expanded_url"))
        if not _said(raw.get("title")) or raw.get("media_key") or words in found or _OWN.match(leads):
            continue
        images = raw.get("images")
        image = images[0] if isinstance(images, list) and images and isinstance(images[0], dict) else {}
        picture = _address(image.get("url"))
        if picture or leads:
            found[words] = Media(url=picture or leads, kind="image" if picture else "file", alt=words)
    return tuple(found.values())[:_MOST]


def with_cards(text: str, cards: tuple[Media, ...]) -> tuple[str, tuple[Media, ...]]:
    """A post's text and the cards beside it. Where the text is nothing but links, the cards' words are its own."""
    if not cards or any(map(str.isalnum, _LINK.sub("", text))):
        return text, cards
    return "\n".join((text, *(card.alt for card in cards))).strip(), ()


def _said(value: object) -> str:
    return " ".join(incoming(unescape(value[:_LONGEST])).split()) if isinstance(value, str) else ""


def _address(value: object) -> str:
    good = isinstance(value, str) and value.startswith(("http://", "https://")) and len(value) <= _LONGEST
    return incoming(value) if good and isinstance(value, str) else ""
