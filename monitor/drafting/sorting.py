"""From what an article names to a story: which of it says who, which says what, and what is only around it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from monitor.drafting.faceting import faceted
from monitor.drafting.german import is_town
from monitor.drafting.home import at_home
from monitor.drafting.listing import is_list
from monitor.drafting.naming import CAPITALS
from monitor.drafting.ruling import Named, related_rule, update_rule
from monitor.drafting.sentence import Article, Sentence
from monitor.drafting.spelling import in_all
from monitor.drafting.things import Thing, events, sequels
from monitor.model import Hit, Post
from monitor.text.fold import fold

#: A story has so many keywords at first; an editor reads them all.
MOST = 24

#: What stands in the title or the first sentences counts so much more.
_EARLY = 3


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A story as it could be: its things by facet, and the languages it is to be found in. ``listed``: what it was made
    from is a list of headlines rather than an article."""

    key: str
    title: str
    lang: str
    languages: tuple[str, ...]
    named: tuple[Named, ...]
    update: str
    related: str
    source: str
    listed: bool = False


def draft(
    article: Article, found: Iterable[tuple[Thing, Sequence[Hit]]], *, key: str, languages: Sequence[str], source: str
) -> Draft:
    """The draft of a story. ``found`` are the things of the article with the places where they stand; ``source`` is
    where the article comes from, for the file's first line."""
    named = _without_parts([one for one in (_weighed(article, thing, hits) for thing, hits in found) if one])
    named = _with_sequels(faceted(article, sorted(named, key=lambda one: -one.weight))[:MOST])
    named = at_home(article, named)
    langs = tuple(dict.fromkeys([article.lang, *languages]))
    named = [
        replace(one, thing=in_all(one.thing, article.lang, langs, spelled=_is_spelled(article, one.thing)))
        for one in named
    ]
    return Draft(
        key=key,
        title=article.post.title.strip() or _first_line(article.post),
        lang=article.lang,
        languages=langs,
        named=tuple(sorted(named, key=lambda one: (_order(one.facet), -one.weight))),
        update=update_rule(named, article, langs),
        related=related_rule(named, article.lang),
        source=source,
        listed=is_list(article.post.text),
    )


def _is_spelled(article: Article, thing: Thing) -> bool:
    """Whether the article writes a word as a name and never otherwise: a town, though the dictionary has the word."""
    own = fold(next(iter(thing.names.get(article.lang, ())), "")).partition("-")[0]
    if not own or " " in own or article.lang not in CAPITALS:
        return False
    if article.lang == "de":
        return is_town(article, thing.names["de"][0])
    parted = any(fold(word).startswith(f"{own}'") for word in article.seen)  # Malatya'da: as names alone are written
    return not article.small[own] and (parted or any(word.startswith(own) for word in article.capital))


def _first_line(post: Post) -> str:
    line = next(
        (line.strip(" \t-–—•*·") for line in post.text.splitlines() if len(line.split()) > 4), post.text.strip()[:100]
    )
    return line if len(line) <= 100 else line[:99].rsplit(" ", 1)[0] + "…"


def _weighed(article: Article, thing: Thing, hits: Sequence[Hit]) -> Named | None:
    if not hits:
        return None
    first = _sentence_of(article, hits[0])
    if first is None:
        return None
    early = any(sentence.early for hit in hits if (sentence := _sentence_of(article, hit)))
    return Named(thing=thing, hits=tuple(hits), sentence=first.text, weight=len(hits) + _EARLY * early, early=early)


def _sentence_of(article: Article, hit: Hit) -> Sentence | None:
    return next(
        (
            sentence
            for sentence in article.sentences
            if sentence.field == hit.field and sentence.offset <= hit.start < sentence.offset + len(sentence.text)
        ),
        None,
    )


def _without_parts(named: Sequence[Named]) -> list[Named]:
    """Without things that only ever stand inside a longer one: Газа beside сектор Газа, Совет beside Совет мира."""
    spans = [(hit.field, hit.start, hit.end, one.thing.key) for one in named for hit in one.hits]

    def inside(hit: Hit, key: str) -> bool:
        return key not in events() and any(
            field == hit.field and start <= hit.start and hit.end <= end and end - start > hit.end - hit.start
            for field, start, end, other in spans
            if other != key
        )

    return [one for one in named if not all(inside(hit, one.thing.key) for hit in one.hits)]


def _with_sequels(named: Sequence[Named]) -> list[Named]:
    """The things and how news of what happened goes on: a quake has victims, rescuers and aftershocks, a trial judges
    and sentences. The first article seldom says it, the posts that follow say nothing else."""
    keys = {key for one in named if one.facet == "what" and one.early for key in one.thing.sequels}
    kept = [replace(one, facet="what") if one.thing.key in keys else one for one in named]
    more = sorted(keys - {one.thing.key for one in named})
    return kept + [
        Named(thing=sequels()[key], hits=(), sentence="", weight=0, early=False, facet="what") for key in more
    ]


def _order(facet: str) -> int:
    return ["who", "what", "agreements", "bodies", "events", "terms", "people", "offices", "places"].index(facet)
