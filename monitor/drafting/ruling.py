"""The rule of a drafted story: what must stand in a post for an alert, and what for the digest."""

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.drafting.adjectives import named_after
from monitor.drafting.citation import is_listed
from monitor.drafting.lying import lies
from monitor.drafting.sentence import Article, in_headline
from monitor.drafting.spelling import in_words, sure
from monitor.drafting.things import SPOKEN_IN, Thing, daily
from monitor.model import Hit

#: What happens in every country every day: beside a country it says nothing.
_ANYWHERE = frozenset(["contract", "visit", "summit", "ban", "death", "wages", "price-rise", "dismissal", "talks"])

#: What the police and courts of every country do every day, whatever happened: it says nothing of a whole country, nor,
#: where the article does not say it, of a town.
_JUSTICE = frozenset(["arrest", "investigation", "trial", "court", "jail"])

#: What happens to every body every day: beside a body it says nothing.
EVERYDAY = _ANYWHERE | {"release", "launch", "fine", "transfer"}


@dataclass(frozen=True, kw_only=True)
class Named:
    """A thing that the article names: how often, how early, in which sentence first, and its facet in the story."""

    thing: Thing
    hits: tuple[Hit, ...]
    sentence: str
    weight: float
    early: bool
    facet: str = ""


def update_rule(named: Sequence[Named], article: Article, langs: Sequence[str]) -> str:
    """What alerts: *who* and *what*. An ordinary word alone (a crash, a strike) stands in news of the whole world:
    where nobody is *who*, another of those that the article names must stand beside it."""
    lang = article.lang
    facets = {one.facet for one in named}
    if {"who", "what"} <= facets:
        parts = [
            "who and what",
            _between(named, article),
            _of_people(named, article),
            *_marks(named, article),
            _pairs(named),
            _people_there(named),
            _in_the_country(named, article, langs),
            _in_the_place(named, article),
            _to_the_thing(named, article),
            _to_the_topic(named, article),
        ]
        return " or ".join(filter(None, parts))
    around = [facet for facet in ("people", "bodies", "offices", "terms", "places") if facet in facets]
    if "what" in facets and around and all(_ordinary(one.thing, "what", lang) for one in named if one.facet == "what"):
        rule = f"what and ({' or '.join(around)})" if len(around) > 1 else f"what and {around[0]}"
        thing = _to_the_thing(named, article) if any(_is_home(one) for one in named) else ""
        if thing and around == ["places"] and all(_is_home(one) for one in named if one.facet == "places"):
            return thing
        return f"{rule} or {thing}" if thing else rule
    return "who" if "who" in facets else "what" if "what" in facets else ""


def _of_people(named: Sequence[Named], article: Article) -> str:
    """What alerts besides, as a part of a rule: somebody whom this article alone names, and what its headline says
    happened; "" if there is nobody or nothing such."""
    people = [
        one.thing for one in named if one.facet == "people" and not daily(one.thing) and one.thing.kind == "person"
    ]
    happened = [one for one in named if one.thing.kind == "event" and one.facet == "what" and one.hits]
    events = [one.thing for one in happened if in_headline(article, one.hits)] or [one.thing for one in happened]
    events += [one.thing for one in named if _is_headline_thing(one, article)]
    return f"{_either(people[:4])} and {_either(events)}" if people and events else ""


def _between(named: Sequence[Named], article: Article) -> str:
    """What alerts besides where the headline names two countries and nothing of its own, as a part of a rule; else "":
    two of those that the article begins with, and what it is about there (a contract, gas). Who signed is seldom said
    again."""
    countries = [one for one in named if one.thing.kind == "country" and one.early]
    about = [
        one.thing
        for one in named
        if one.thing.kind in ("event", "term") and (daily(one.thing) or one.thing.kind == "event") and one.early
    ]
    titled = [one for one in named if in_headline(article, one.hits)]
    most = max((one.weight for one in countries), default=0)
    own = [one for one in named if not daily(one.thing) and one.thing.kind != "event"]
    if (
        any(one in titled or one.weight >= most for one in own)
        or sum(one in titled for one in countries) < 2
        or not about
    ):
        return ""
    return f"2 of ({', '.join(one.thing.key for one in countries[:4])}) and {_either(about)}"


def _in_the_country(named: Sequence[Named], article: Article, langs: Sequence[str]) -> str:
    """What alerts besides, as a part of a rule: what happened, in the country that the article names most, if it seldom
    happens there; else "". Also what is no rarity, where no name of *who* is known in some language: an article in
    Arabic letters gives no other letters for its names, and its story would be deaf in the others."""
    who = [one.thing for one in named if one.facet == "who"]
    heard = {each for thing in who for each in thing.names if each not in thing.guessed or sure(article.lang)}
    deaf = not heard >= set(langs)
    countries = [one for one in named if one.thing.kind == "country" and one.early]
    happened = [one for one in named if one.facet == "what" and one.thing.kind == "event" and one.early]
    titled = [one for one in happened if in_headline(article, one.hits)]
    events = [
        one.thing
        for one in titled or happened[:1]
        if one.thing.seldom or (deaf and one.thing.key not in _ANYWHERE | _JUSTICE)
    ]
    if not who or not countries or not events:
        return ""
    # "Французский инженер ... в Нигере": a country that describes somebody is not where it happened.
    most = max((_as_a_place(one, article.lang), one.weight) for one in countries)
    there = [one.thing for one in countries if (_as_a_place(one, article.lang), one.weight) == most][:2]
    if any(country in who for country in there):
        return ""
    return f"{_either(there)} and {_either(events)}"


def _places(named: Sequence[Named]) -> list[Named]:
    """Where it is, by what the article begins with: towns and provinces first, countries after them."""
    early = [one for one in named if one.early and one.facet != "who"]
    towns = [one for one in early if one.thing.kind in ("region", "city", "place")]
    return towns + [one for one in early if one.thing.kind == "country"]


def _in_the_place(named: Sequence[Named], article: Article) -> str:
    """What alerts besides, as a part of a rule: what the headline says happened, in a town or province where it was;
    how such news goes on as well, if the headline names the town; else "". Not in a capital, where everything happens,
    and not beside somebody whose story it is."""
    towns = [one for one in _places(named) if one.thing.kind != "country" and not daily(one.thing)]
    happened = [one for one in named if one.facet == "what" and one.thing.kind == "event"]
    events = [one for one in happened if one.hits or one.thing.key not in _JUSTICE]
    titled = [one.thing for one in towns if in_headline(article, one.hits)]
    if not titled:
        events = [one for one in events if in_headline(article, one.hits)]
    people = [one for one in named if one.facet == "who" and one.thing.kind == "person"]
    of_somebody = any(in_headline(article, one.hits) for one in people)
    if not towns or not events or of_somebody:
        return ""
    return f"{_either(titled or [one.thing for one in towns[:4]])} and {_either([one.thing for one in events])}"


def _to_the_thing(named: Sequence[Named], article: Article) -> str:
    """What alerts besides, as a part of a rule: the ordinary thing of the headline (a tanker, a boat, an exam), where
    it was, and what happened or how such news goes on; else ""."""
    where = [one.thing for one in _places(named)][:5]
    things = [one.thing for one in named if _is_headline_thing(one, article)][:4]
    events = [one.thing for one in named if one.facet == "what" and one.thing.kind == "event"]
    events = [thing for thing in events if thing.key not in _ANYWHERE]
    if not (where and things and events):
        return ""
    places = _either(where)
    # At home nobody says in which country it is.
    if any(_is_home(one) and SPOKEN_IN.get(article.lang) == one.thing.key for one in named):
        places = f"({places.strip('()')} or lang({article.lang}))"
    return f"{places} and {_either(things)} and {_either(events)}"


def _to_the_topic(named: Sequence[Named], article: Article) -> str:
    """What alerts besides, as a part of a rule: what the article is about in ordinary words, where it was; "" if there
    is no such word or no place. At home nobody says where."""
    topics = [one.thing for one in named if one.thing.kind == "topic"]
    where = [one.thing for one in _places(named)][:5]
    if not topics or not where:
        return ""
    places = _either(where)
    if any(SPOKEN_IN.get(article.lang) == thing.key for thing in where):
        places = f"({places.strip('()')} or lang({article.lang}))"
    return f"{places} and {_either(topics)}"


def _is_home(one: Named) -> bool:
    """Whether a thing is the country that the article does not name: it is in it."""
    return one.thing.kind == "country" and not one.hits


def _is_headline_thing(one: Named, article: Article) -> bool:
    return one.thing.kind == "term" and daily(one.thing) and in_headline(article, one.hits)


def _either(things: Sequence[Thing]) -> str:
    """One of these, as a part of a rule."""
    keys = [thing.key for thing in things]
    return f"({' or '.join(keys)})" if len(keys) > 1 else keys[0]


def _as_a_place(one: Named, lang: str) -> int:
    """In how many places early texts have a country's own name, not the adjective made of it."""
    own = next(iter(one.thing.names.get(lang, ())), "").lstrip("!")
    return sum(hit.field == "title" and hit.form == own for hit in one.hits)


def _pairs(named: Sequence[Named]) -> str:
    """Which two names alert in any words, as a part of a rule; "" if none do. Names that only this article gives seldom
    meet by chance: two of them in one post - the banker and his lawyer, the town and its governor - are its story, in
    whatever words the post says what happened. A body does much besides: two bodies say nothing."""
    who = [one.thing for one in named if one.facet == "who" and not daily(one.thing)]
    topics = [one for one in named if one.thing.kind == "topic"]
    if all(thing.kind == "body" for thing in who) and not topics:
        return ""
    own = [
        one.thing.key
        for one in named
        if one.thing in who or one.thing.kind == "topic" or (one.facet in _NAMING and _is_own(one))
    ]
    return f"2 of ({', '.join(own)})" if len(own) > 1 else ""


def _people_there(named: Sequence[Named]) -> str:
    """What alerts besides, as a part of a rule: somebody whom this article alone names, and the town or province where
    it was; "" if there is nobody or no such place."""
    towns = [one.thing for one in _places(named) if one.thing.kind == "city" and not daily(one.thing)]
    people = [one.thing for one in named if one.thing.kind == "person" and not daily(one.thing)]
    return f"{_either(towns[:3])} and {_either(people[:4])}" if towns and people else ""


def _marks(named: Sequence[Named], article: Article) -> list[str]:
    """Which names alert alone, as parts of a rule: what the headline names and nobody knew before (a dam, a ship, a
    satellite, a firm, somebody whose name no dictionary has) is in no other news for weeks, and headlines that follow
    say what happens to it in words that no list foresees. It must stand in a post's headline. Not towns, where much
    else happens, and no bodies. If somebody is named so, things beside him are not: the club whose player he is."""
    own = [one for one in named if not daily(one.thing) and one.thing.kind in _MARKING]
    least = _ALMOST * max((one.weight for one in own), default=0)
    marks = [
        one
        for one in own
        if one.weight >= least
        and (in_headline(article, one.hits) or (one.thing.kind == "term" and one.early and len(one.hits) > 1))
        and not _ordinary(one.thing, one.facet, article.lang)
        and not _shared(one.thing, article.lang)
        and not lies(article, one.hits)
    ]
    # Who or what the headline names; without such a name, what the article comes back to.
    marks = [one for one in marks if in_headline(article, one.hits)] or marks
    people = [one for one in marks if one.thing.kind == "person"]
    return [f"title({one.thing.key})" for one in people or marks]


_MARKING = ("person", "place", "term", "agreement")

#: A name is as much what an article is about as the one that weighs most, if it weighs so much of that.
_ALMOST = 0.6


#: So short a name in capitals stands for an office or a body: НБУ.
_LETTERS = 5


def _shared(thing: Thing, lang: str) -> bool:
    """Whether a dictionary has the name: others bear it too, or everybody knows it (Lufthansa). Of somebody it is the
    last name, of a thing that is called by its place (Рязанский НПЗ) the place, else a name of one word."""
    for name in thing.names.get(lang, ()):
        if (len(name) < _LETTERS and name.isupper()) or (thing.kind == "term" and " " in name and in_words(name, lang)):
            return True
        words = [name.split()[-1]] if thing.kind == "person" else list(named_after(name, lang))
        words += [name] if " " not in name else []
        if any(is_listed(word, lang) for word in words):
            return True
    return False


_NAMING = ("people", "terms")


def _is_own(one: Named) -> bool:
    """Whether a thing is named by this article alone. Letters that stand for a body (МЧС) are everybody's, unless the
    title has them."""
    letters = any(len(name) < 6 and name.isupper() for names in one.thing.names.values() for name in names)
    return not daily(one.thing) and not (letters and not any(hit.field == "title" for hit in one.hits))


def related_rule(named: Sequence[Named], lang: str) -> str:
    """What the digest takes: *what*, as far as it is a name. An ordinary word (a flood, a nuclear plant) stands in too
    much, and so does a country: then *who* without the country; if nothing is left of it, no more than the alert."""
    if not {"who", "what"} <= {one.facet for one in named}:
        return ""
    topics = [one.thing.key for one in named if one.thing.kind == "topic"]
    for facet in ("what", "who"):
        those = [one for one in named if one.facet == facet and one.thing.kind != "topic"]
        least = 0.6 * max((one.weight for one in those), default=0) if facet == "who" else 0
        names = [one.thing.key for one in those if not _ordinary(one.thing, facet, lang) and one.weight >= least]
        if names:
            all_of_it = len(names) == len(those)
            if facet == "what" and all_of_it:
                return facet
            return " or ".join([facet] if all_of_it and not topics else [*names, *topics])
    return " or ".join(topics) or "who and what"


def _ordinary(thing: Thing, facet: str, lang: str) -> bool:
    """Whether a thing says little alone: an ordinary word; as *who*, also everybody who is in the news every day."""
    if daily(thing):
        return facet == "who" or thing.kind in ("event", "term")
    own = next(iter(thing.names.get(lang, ())), "")
    return thing.kind == "event" or (thing.kind == "term" and " " not in own and in_words(own, lang))
