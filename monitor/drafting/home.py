"""The country that news from home does not name: in Shakhtinsk everybody knows in which country Shakhtinsk lies."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from monitor.drafting.ruling import Named
from monitor.drafting.sentence import Article
from monitor.drafting.things import known

#: Where a language is that of one country's news, nearly always.
_SPOKEN_IN = {
    "kk": "kazakhstan",
    "ky": "kyrgyzstan",
    "uz": "uzbekistan",
    "tk": "turkmenistan",
    "az": "azerbaijan",
    "tr": "turkiye",
    "uk": "ukraine",
    "be": "belarus",
    "bg": "bulgaria",
    "pl": "poland",
    "it": "italy",
    "de": "germany",
    "he": "israel",
    "fa": "iran",
}


def at_home(article: Article, named: Sequence[Named]) -> list[Named]:
    """The things and, if the article begins without a country, the one that it is in: that of most of its towns, people
    and offices, else that of its language. Other languages' news of the same say it in every headline."""
    if any(one.thing.kind == "country" and one.early for one in named):
        return list(named)
    told = Counter[str]()
    for one in named:
        if one.thing.of and one.thing.kind != "event":
            told[one.thing.of] += len(one.hits)
    key = max(told, key=lambda each: told[each], default=_SPOKEN_IN.get(article.lang, ""))
    if key not in known():
        return list(named)
    mine = next((one for one in named if one.thing.key == key), None)
    if mine is not None:
        return [replace(one, early=True) if one is mine else one for one in named]
    home = Named(thing=known()[key], hits=(), sentence="", weight=0, early=True, facet="places")
    return [*named, home]
