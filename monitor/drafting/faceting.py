"""Which of what an article names says who its story is about, which says what, and which is only around it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from monitor.drafting.ruling import EVERYDAY, Named
from monitor.drafting.sentence import Article, in_headline
from monitor.drafting.telling import tells
from monitor.drafting.things import Kind, Thing, daily, events, known
from monitor.model import Hit

#: A thing says what the story is about if it weighs so much of the heaviest.
_SHARE = 0.34


#: Bodies in so much news that they never say by themselves what a story is about.
EVERYWHERE = frozenset(
    [
        "united-nations",
        "security-council",
        "european-union",
        "nato",
        "opec",
        "imf",
        "world-bank",
        "world-health-organization",
    ]
)


#: Which facet each kind of thing goes to unless it says who or what the story is about.
_FACETS: Mapping[Kind, str] = {
    "person": "people",
    "office": "offices",
    "body": "bodies",
    "agreement": "agreements",
    "event": "events",
    "country": "places",
    "region": "places",
    "city": "places",
    "place": "places",
    "term": "terms",
    "topic": "terms",
}


def faceted(article: Article, named: Sequence[Named]) -> list[Named]:
    """Each thing with its facet. *Who* is the country that the article speaks of most, with its people and offices, or,
    if it speaks little of countries, what it names most; *what* are other things that weigh enough."""
    who, what = _who_and_what(article, named)
    if any(one.thing.key in what and one.thing.kind in ("body", "agreement") for one in named):
        # Everybody talks: beside a body that the news is about it says nothing.
        what -= {
            one.thing.key for one in named if one.thing.key in EVERYDAY and one.thing.key not in _titled(named, "event")
        }
    what |= {one.thing.key for one in named if one.thing.kind == "topic"}
    who |= _called(article, named)
    what -= who
    return [
        replace(
            one,
            facet="who" if one.thing.key in who else "what" if one.thing.key in what else _FACETS[one.thing.kind],
        )
        for one in named
        if one.thing.key in what
        or (one.thing.key not in events() and not (one.thing.kind == "term" and daily(one.thing)))
        or len(one.hits) > 1
    ]


def _who_and_what(article: Article, named: Sequence[Named]) -> tuple[set[str], set[str]]:
    """Keys of the things that say who, and of those that say what, the story is about."""
    country, weight = _country(named)
    happened = _happened(named)
    if happened and not _between_states(named) and (own := _own(article, named)):
        return _with_nation(named, own, happened), _what_happened(article, named)
    if any(one.thing.seldom for one in named if one.thing.key in happened) and (titled := _titled(named)):
        # A plane of Azerbaijan Airlines crashed near Aktau: it is theirs, though both are in other news as well.
        return titled | _named_early(named), _what_happened(article, named)
    if not happened and (leading := _leading(article, named, weight)):
        # Nothing that we have a word for, to somebody whom the article names more than any country.
        return {leading}, _what([one for one in named if one.thing.key != leading])
    who: set[str] = set()
    if weight >= max((one.weight for one in named), default=0) * _SHARE:
        who = {one.thing.key for one in named if _belongs(article, one, country, named)}
    what = _what([one for one in named if one.thing.key not in who])
    if not who and happened:
        # A fire, a strike: what happened, and where or to whom. Those who only speak of it are neither.
        who = {one.thing.key for one in named if one.thing.key in what and not _is_word(one.thing)}
        return who or _named_early(named) or _main(named), happened | {
            one.thing.key for one in named if _is_subject(article, one)
        }
    if not who:
        who = _main(named)
    return who, what - who


def _with_nation(named: Sequence[Named], own: set[str], happened: set[str]) -> set[str]:
    """Something happened to somebody who is not in the news every day (the Sarybulak dam, the banker Sabitov); with the
    country and the town where that is what tells one from another."""
    who = set(own)
    if happened & _NATIONAL or all(one.thing.kind == "body" for one in named if one.thing.key in own):
        who |= {one.thing.key for one in named if one.thing.kind in ("country", "office") and one.early}
        who |= {key for key in _titled(named, "city") if not daily(known()[key])}
    return who


def _what_happened(article: Article, named: Sequence[Named]) -> set[str]:
    """What happened and to what. A story goes on: what the article tells of it later counts as well."""
    return {one.thing.key for one in named if one.thing.kind == "event" or _is_subject(article, one)}


def _apart(hits: Sequence[Hit]) -> list[Hit]:
    """The hits without those inside another: a full name and the surname in it are one mention."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.field, hit.start, -hit.end)):
        if not kept or kept[-1].field != hit.field or hit.end > kept[-1].end:
            kept.append(hit)
    return kept


def _is_subject(article: Article, one: Named) -> bool:
    """Whether a thing is an ordinary one (a train, a museum) that the headline names."""
    return one.thing.kind != "event" and _is_word(one.thing) and in_headline(article, one.hits)


def _is_word(thing: Thing) -> bool:
    """Whether a thing is called by an ordinary word: what happens, and things as there are everywhere (an airport)."""
    return thing.kind in ("event", "topic") or (thing.kind == "term" and daily(thing))


def _titled(named: Sequence[Named], *kinds: Kind) -> set[str]:
    """The keys of what the title names, of these kinds: bodies and towns, if none are given."""
    wanted = kinds or ("body", "city", "place")
    return {
        one.thing.key
        for one in named
        if one.thing.kind in wanted
        and one.thing.key not in EVERYWHERE
        and any(hit.field == "title" for hit in one.hits)
    }


def _leading(article: Article, named: Sequence[Named], weight: float) -> str:
    """The key of what the article names most, if only this article names it, in its title, and more than any country,
    whose is ``weight``; else "". It must be a person, or one word: a body's name says what the news is about."""
    first = next((one for one in named if one.thing.kind not in _NO_LEADERS), None)
    if first is None or first.thing.key not in _own(article, named) or first.weight <= weight:
        return ""
    titled = any(hit.field == "title" for hit in first.hits)
    return first.thing.key if titled and first.thing.kind in ("person", "term") else ""


_NO_LEADERS: tuple[Kind, ...] = ("event", "topic", "country", "region", "city")


def _happened(named: Sequence[Named]) -> set[str]:
    """The keys of what happened, by title or first sentences: the heaviest, and what weighs half as much."""
    some = [one for one in named if one.thing.kind == "event" and one.early]
    least = max((one.weight for one in some), default=0) * _SHARE
    return {one.thing.key for one in some if one.weight >= least}


def _own(article: Article, named: Sequence[Named]) -> set[str]:
    """The keys of names that only this article gives, if it begins with them and comes back to them. Of two of which
    one begins with the other ("the central bank", "the central bank of Egypt") the longer."""
    some = [
        one
        for one in named
        if one.early and not daily(one.thing) and one.thing.kind in ("person", "body", "place", "term")
    ]
    some = [one for one in some if one.thing.kind != "person" or not tells(article, one.hits)]
    # Once in the first sentences is enough for a name, if the title has none: a town, a mine.
    firm = [one for one in some if len(_apart(one.hits)) > 1 or any(hit.field == "title" for hit in one.hits)]
    naming = ("person", "office", "body", "agreement", "city", "place", "term")
    titled = any(hit.field == "title" for one in named if one.thing.kind in naming for hit in one.hits)
    some = firm if titled or not any(one.thing.kind in ("city", "place", "term") for one in some) else some
    least = max((one.weight for one in some), default=0) * _SHARE
    forms = [(one.thing.key, name) for one in some for name in _own_names(one)]
    return {
        one.thing.key
        for one in some
        if one.weight >= least
        and not (
            one.thing.kind == "body"
            and any(
                other != one.thing.key and form.startswith(f"{name} ")
                for name in _own_names(one)
                for other, form in forms
            )
        )
    }


def _between_states(named: Sequence[Named]) -> bool:
    """Whether the title names two countries and nobody that only this article names, and what happened is what
    countries do to each other. People only speak of it."""
    titled = [one.thing for one in named if any(hit.field == "title" for hit in one.hits)]
    mine = [thing for thing in titled if not daily(thing) and thing.kind != "event"]
    countries = sum(thing.kind == "country" for thing in titled)
    return not mine and countries > 1 and any(one.thing.key in _OF_STATES for one in named if one.early)


#: What happens to a whole country, whoever is named: a post that says so of the country is the story's.
_NATIONAL = frozenset(["election", "referendum", "coup"])


_OF_STATES = frozenset(["talks", "war", "ceasefire", "sanctions", "tariffs"])


def _own_names(one: Named) -> list[str]:
    return [name for names in one.thing.names.values() for name in names]


def _called(article: Article, named: Sequence[Named]) -> set[str]:
    """The keys of what the ordinary thing of the headline is called: the tanker Marlena S, القارب "نجمة سفاجا"."""
    things = [one for one in named if one.thing.kind == "term" and daily(one.thing) and in_headline(article, one.hits)]
    starts: set[tuple[str, int]] = set()
    for hit in (hit for one in things for hit in one.hits):
        text = article.post.title if hit.field == "title" else article.post.text
        gap = re.match('[ \u00a0][«“„"]?', text[hit.end :])
        starts |= {(hit.field, hit.end + gap.end())} if gap else set()
    names = [one for one in named if one.thing.kind == "term" and not daily(one.thing) and one.early]
    return {one.thing.key for one in names if any((hit.field, hit.start) in starts for hit in one.hits)}


def _named_early(named: Sequence[Named]) -> set[str]:
    """The keys of names that only this article gives, in its first sentences: the town, the mine."""
    return {
        one.thing.key for one in named if one.early and not daily(one.thing) and one.thing.kind in ("place", "term")
    }


def _main(named: Sequence[Named]) -> set[str]:
    """The key of what the article names most."""
    some = [one.thing.key for one in named if not _is_word(one.thing) and one.thing.key not in EVERYWHERE]
    return set(some[:1])


def _country(named: Sequence[Named]) -> tuple[str, float]:
    """The country that weighs most with its people and offices, and how much; "" if none is named."""
    weights: dict[str, float] = {}
    for one in named:
        if one.thing.of and one.thing.kind in ("country", "person", "office"):
            weights[one.thing.of] = weights.get(one.thing.of, 0) + one.weight
    most = max(weights, key=lambda key: weights[key], default="")
    # Of two countries that a title names the first acts.
    titled = {hit.start: one.thing.key for one in named for hit in one.hits if _is_titled_country(one, hit)}
    if len(set(titled.values())) > 1 and 2 * weights[titled[min(titled)]] >= weights[most]:
        most = titled[min(titled)]
    return most, weights.get(most, 0)


def _is_titled_country(one: Named, hit: Hit) -> bool:
    return hit.field == "title" and one.thing.kind == "country"


def _belongs(article: Article, one: Named, country: str, named: Sequence[Named]) -> bool:
    """Whether a country, person or office is of the country; somebody unknown, if his sentences name it most. An
    unknown office is not: every country has its foreign ministry."""
    if not country or one.thing.kind not in ("country", "person", "office"):
        return False
    if one.thing.of or one.thing.kind == "office":
        return one.thing.of == country
    mine = {hit.start for hit in one.hits}
    theirs: dict[str, int] = {}
    for sentence in article.sentences:
        end = sentence.offset + len(sentence.text)
        if any(sentence.offset <= start < end for start in mine):
            for other in named:
                if other.thing.of and any(sentence.offset <= hit.start < end for hit in other.hits):
                    theirs[other.thing.of] = theirs.get(other.thing.of, 0) + 1
    return bool(theirs) and max(theirs, key=lambda key: theirs[key]) == country


def _what(others: Sequence[Named]) -> set[str]:
    """The keys of what the article is about besides *who*: what was made, agreed or happened before mere places."""
    for kinds in (
        ("body", "agreement", "event", "term", "place", "topic"),
        ("person", "office"),
        ("region", "city", "country"),
    ):
        some = [one for one in others if one.thing.kind in kinds and one.thing.key not in EVERYWHERE]
        if some:
            least = max(one.weight for one in some) * _SHARE
            return {one.thing.key for one in some if one.weight >= least or one.thing.kind == "agreement"}
    return set()
