"""Nouns to rows and back."""

from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import RowMapping

from monitor.model import Delivery, Hit, Match, Media, Message, Post, Receipt
from monitor.store.columns import to_ticks
from monitor.store.schema import posts

#: The columns that ``post_row`` has values for: all that a post has when it is first seen.
POST_COLUMNS = tuple(column.name for column in posts.c if column.name not in {"id", "gone_at", "purged_at"})


def post_row(post: Post, url_key: str, digest: str, *, seen: int, background: bool) -> tuple[Any, ...]:
    """The row of a post that was first seen at ``seen`` (ticks), as ``Bulk`` takes it: values of ``POST_COLUMNS``.

    ``digest`` is its ``text_hash``.
    """
    media = post.media
    return (
        post.source,
        post.id,
        post.url,
        url_key,
        post.title,
        post.text,
        post.author,
        post.lang,
        None if post.published_at is None else to_ticks(post.published_at),
        post.published_offset,
        post.date_basis,
        post.date_precision,
        seen,
        seen,
        post.reply_to,
        _texts_json(post.quotes) if post.quotes else "[]",
        _texts_json(media) if media else "[]",
        post.section,
        post.edited,
        digest,
        background,
    )


def _texts_json(values: tuple[Any, ...]) -> str:
    """``to_json`` of what holds texts alone: the same bytes (of fractions they would not be), a tenth as dear."""
    return msgspec.json.encode(values).decode()


def to_post(row: RowMapping | Mapping[str, Any]) -> Post:
    """The post of a row (columns of ``posts``)."""
    return Post(
        source=row["source"],
        id=row["post_id"],
        url=row["url"],
        title=row["title"],
        text=row["text"],
        author=row["author"],
        lang=row["lang"],
        published_at=row["published_at"],
        published_offset=row["published_offset"],
        date_basis=row["date_basis"],
        date_precision=row["date_precision"],
        seen_at=row["seen_at"],
        reply_to=row["reply_to"],
        quotes=tuple(row["quotes"]),
        media=tuple(Media(**item) for item in row["media"]),
        section=row["section"],
        edited=row["edited"],
    )


def hits_json(match: Match) -> list[list[Any]]:
    """Hits as short JSON lists: keyword, form, lang, field, start, end, rule."""
    return [[h.keyword, h.form, h.lang, h.field, h.start, h.end, h.rule] for h in match.hits]


def to_match(row: Mapping[str, Any], post: Post) -> Match:
    """The match of a row (columns of ``matches``)."""
    hits = tuple(
        Hit(keyword=k, form=f, lang=lang, field=field, start=start, end=end, rule=rule)
        for k, f, lang, field, start, end, rule in row["hits"]
    )
    return Match(post=post, story=row["story"], tier=row["tier"], score=row["score"], hits=hits, why=row["why"])


def pack_message(message: Message) -> bytes:
    """The final bytes of a message, as the outbox keeps them."""
    return msgspec.msgpack.encode(message)


def to_delivery(row: RowMapping | Mapping[str, Any]) -> Delivery:
    """The delivery of a row (columns of ``deliveries``)."""
    receipt = row["receipt"]
    return Delivery(
        id=row["id"],
        key=row["key"],
        channel=row["channel"],
        message=msgspec.msgpack.decode(row["message"], type=Message),
        state=row["state"],
        attempts=row["attempts"],
        due_at=row["due_at"],
        receipt=Receipt(ids=receipt["ids"], note=receipt.get("note", "")) if receipt else None,
        last_error=row["last_error"],
    )
