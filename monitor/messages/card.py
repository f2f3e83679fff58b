"""One matched post, ready to be shown: what alert, "more" and digest have in common, in every form."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from monitor.messages import times
from monitor.messages.phrases import language, say
from monitor.messages.pieces import Piece, Pieces, mark, plain, settle
from monitor.model import Direction, Hit, Match, Post, Tier
from monitor.text.clean import one_line, shorten
from monitor.text.direction import direction
from monitor.text.links import Link, read_link
from monitor.text.sentences import sentences

#: A headline longer than this is a text.
HEADLINE = 200
#: A title that no form has to cut need not be said again by the text.
_WHOLE = 140
#: A name longer than this is an attack on the layout.
NAME = 80
#: So many different matched words are listed.
_WORDS = 8
#: Parts of a decision's reason that only say what was measured, or nothing that the label beside it does not say.
_MEASURED = re.compile(
    r"new|nothing to compare it with|nothing was told in the echo window|(?:nearest|like it) \d\.\d+: .*"
    r"|could not be judged: .*",
    re.DOTALL,
)


@dataclass(frozen=True, kw_only=True)
class Card:
    """A matched post in clean, bounded words. ``dir`` is the direction of its text, ``lang`` its language code.

    ``published`` is "" when the source states no time; ``published_note`` says how far to trust it. ``when`` is
    the shortest of these, without the zone: for lists under a heading that names it.
    ``headline`` stands for the title, or for the first line of a post without one (``titled`` False).
    ``body`` is the text, without the title where it begins by saying it again; ``rest`` is what stands in it below
    the headline, () if nothing. ``also`` is a remark on who else says the same, ``stands_for`` so many posts.
    """

    headline: Pieces
    body: Pieces
    rest: Pieces
    titled: bool
    dir: Direction
    lang: str
    language: str
    source: str
    author: str
    tier: Tier
    score: float
    why: str
    words: tuple[str, ...]
    published: str
    published_note: str
    seen: str
    when: str
    link: Link | None
    pictures: tuple[str, ...] = ()
    also: str = ""
    stands_for: int = 1


def make_card(match: Match, *, zone: str, lang: str, source_name: str, limit: int) -> Card:
    """What is shown of ``match`` in the reader's ``zone`` (IANA name); its text is cut to about ``limit``."""
    post = match.post
    titled = bool(one_line(post.title))
    if titled:
        headline = mark(post.title, match.hits, "title", HEADLINE, lines=False)
        body = rest = _below(match, _said_again(post), limit)
    else:
        end = _first_line(post.text)
        headline = mark(post.text[:end], _until(match.hits, end), "text", HEADLINE, lines=False)
        body = mark(post.text, match.hits, "text", limit)
        rest = _below(match, end, limit) if end <= HEADLINE else body
    runs = direction(f"{post.title}\n{post.text[:2_000]}", post.lang)
    if runs == "rtl":
        headline, body, rest = settle(headline), settle(body), settle(rest)
    published, note = times.published(post, zone, lang)
    return Card(
        headline=headline or (Piece(text=name_of(post, source_name)),),
        body=body,
        rest=() if plain(rest) == plain(headline) else rest,
        titled=titled,
        dir=runs,
        lang=one_line(post.lang)[:35],
        language=language(lang, one_line(post.lang)[:35]),
        source=name_of(post, source_name),
        author=shorten(one_line(post.author), NAME),
        tier=match.tier,
        score=match.score,
        why=shorten(one_line(match.why), 500),
        words=_written(match),
        published=published,
        published_note=note,
        seen=times.local(post.seen_at, zone),
        when=published.removesuffix(f" {zone}") or _seen(post, zone, lang),
        link=read_link(post.url) if post.url else None,
        pictures=tuple(shorten(one_line(media.alt), 200) for media in post.media[:4] if media.alt.strip()),
    )


def name_of(post: Post, source_name: str) -> str:
    """The source's name for people, its key if it has none."""
    return shorten(one_line(source_name) or one_line(post.source), NAME)


def title_of(card: Card) -> str:
    """The headline as plain text, one line."""
    return plain(card.headline)


def for_readers(why: str) -> str:
    """A decision's reason without what the judge measured: figures are for whoever asks ``monitor why``."""
    return "; ".join(part for part in why.split("; ") if not _MEASURED.fullmatch(part))


def _seen(post: Post, zone: str, lang: str) -> str:
    return say(lang, "seen-at", time=times.minute(times.in_zone(post.seen_at, zone)))


def _first_line(text: str) -> int:
    """Where the first line of a text ends; of a line too long for a headline, the last sentence that is not."""
    start = len(text) - len(text.lstrip())
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    if end - start <= HEADLINE:
        return end
    ends = [last for _, last in sentences(text[: start + 2 * HEADLINE]) if last <= start + HEADLINE]
    return ends[-1] if ends else end


def _said_again(post: Post) -> int:
    """How much of a text only says its title again, as the summaries of many feeds begin; 0 if it does not."""
    title, text = post.title.strip(), post.text
    start = len(text) - len(text.lstrip())
    if len(title) > _WHOLE or not text.startswith(title, start):
        return 0
    end = start + len(title)
    if title[-1:].isalnum() and text[end : end + 1].isalnum():  # the text goes on within the word
        return 0
    return end + len(text[end:]) - len(text[end:].lstrip(" \t\r\n\u00a0.:;,|–—-…"))


def _below(match: Match, start: int, limit: int) -> Pieces:
    """The text of a post from ``start`` on."""
    text = match.post.text[start:]
    if not text.strip():
        return ()
    hits = [replace(hit, start=hit.start - start, end=hit.end - start) for hit in match.hits if hit.field == "text"]
    return mark(text, [hit for hit in hits if hit.start >= 0], "text", limit)


def _until(hits: Iterable[Hit], end: int) -> list[Hit]:
    return [hit for hit in hits if hit.end <= end]


def _written(match: Match) -> tuple[str, ...]:
    """The matched words as they were written, each once, in order. One inside a longer one goes without saying, and
    so does one that differs by its capitals."""
    words: dict[str, str] = {}
    outer = _outer(match.hits)
    for hit in match.hits:
        if (hit.field, hit.start, hit.end) not in outer:
            continue
        field = match.post.title if hit.field == "title" else match.post.text
        # A word found in a picture's description has no place in the text: its keyword form names it.
        written = field[max(0, hit.start) : max(0, hit.end)] or hit.form
        word = shorten(one_line(written), NAME)
        if word:
            words.setdefault(word.casefold(), word)
        if len(words) == _WORDS:
            break
    return tuple(words.values())


def _outer(hits: Sequence[Hit]) -> set[tuple[str, int, int]]:
    """Where the hits stand that lie inside no longer one, and those without a place in the text."""
    found: set[tuple[str, int, int]] = set()
    field, reached = "", 0
    for hit in sorted(hits, key=lambda hit: (hit.field, hit.start, -hit.end)):
        if hit.field != field:
            field, reached = hit.field, 0
        if hit.end > reached or hit.start == hit.end:
            found.add((hit.field, hit.start, hit.end))
            reached = max(reached, hit.end)
    return found
