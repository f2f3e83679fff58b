"""A post for programs: the part that every JSON message shares. docs/reference/messages.md describes each field."""

from typing import Any

from monitor.messages import times
from monitor.messages.card import name_of
from monitor.messages.pieces import clean_with
from monitor.model import Match, Media, Post
from monitor.text.clean import cut_at, one_line, outgoing
from monitor.text.direction import direction
from monitor.text.links import read_link

#: Code points of a text in the JSON form of an alert: it cuts only what no post is.
LONGEST = 20_000
_MOST_HITS = 500


def post_json(post: Post, match: Match | None = None, source_name: str = "", limit: int = LONGEST) -> dict[str, Any]:
    """``post``, ``hits`` and ``link`` of a JSON message; texts are cut to ``limit`` code points."""
    hits = match.hits[:_MOST_HITS] if match else ()
    texts, places = {}, {}
    for field, whole in (("title", post.title), ("text", post.text)):
        kept = whole[: cut_at(whole, limit)]
        of_field = [hit for hit in hits if hit.field == field and 0 <= hit.start < hit.end <= len(kept)]
        texts[field], places[field] = clean_with(kept, [at for hit in of_field for at in (hit.start, hit.end)])
    link = read_link(post.url) if post.url else None
    return {
        "post": {
            "source": one_line(post.source),
            "source_name": name_of(post, source_name),
            "id": outgoing(post.id),
            "url": link.url if link else None,
            "title": texts["title"],
            "text": texts["text"],
            "cut": len(post.text) > limit,
            "author": one_line(post.author),
            "lang": one_line(post.lang)[:35] or None,
            "dir": direction(f"{post.title}\n{post.text[:2_000]}", post.lang),
            "published_at": times.iso_published(post),
            "date_basis": post.date_basis,
            "date_precision": post.date_precision,
            "seen_at": post.seen_at.isoformat(timespec="seconds"),
            "media": [_medium(medium) for medium in post.media[:20]],
            "reply_to": outgoing(post.reply_to) or None,
            "quotes": [outgoing(quoted) for quoted in post.quotes],
        },
        "hits": [
            {
                "keyword": hit.keyword,
                "form": outgoing(hit.form),
                "lang": hit.lang,
                "field": hit.field,
                "start": places[hit.field][hit.start],
                "end": places[hit.field][hit.end],
                "rule": hit.rule,
            }
            for hit in hits
            if hit.start in places[hit.field] and hit.end in places[hit.field]
        ],
        "link": {"url": link.url, "host": link.host, "suspicious": link.suspicious} if link else None,
    }


def _medium(medium: Media) -> dict[str, Any]:
    link = read_link(medium.url)
    return {"url": link.url if link else None, "kind": medium.kind, "alt": outgoing(medium.alt)}
