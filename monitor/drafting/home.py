"""The country that news from home does not name: in Shakhtinsk everybody knows in which country Shakhtinsk lies."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from monitor.drafting.ruling import Named
from monitor.drafting.sentence import Article, in_headline
from monitor.drafting.things import SPOKEN_IN, known


def at_home(article: Article, named: Sequence[Named]) -> list[Named]:
    """The things and, if the article does not begin with it, the country that it is in: that of the towns and provinces
    of its headline; if it begins without any country, that of most of its towns, people and offices, else that of its
    language. Other languages' news of the same say it in every headline."""
    towns = [one for one in named if one.thing.kind in ("city", "region") and in_headline(article, one.hits)]
    there = Counter(one.thing.of for one in towns if one.thing.of)
    if any(one.thing.kind == "country" and one.early for one in named):
        key = max(there, key=lambda each: there[each], default="")
    else:
        told = Counter[str]()
        for one in named:
            if one.thing.of and one.thing.kind != "event":
                told[one.thing.of] += len(one.hits)
        key = max(told, key=lambda each: told[each], default=SPOKEN_IN.get(article.lang, ""))
    mine = next((one for one in named if one.thing.key == key), None)
    if key not in known() or (mine is not None and mine.early):
        return list(named)
    # It weighs more than any: a country in the first sentence may be the one that the tourists come from.
    weight = max((one.weight + 1 for one in named if one.thing.kind == "country"), default=0)
    if mine is not None:
        return [replace(one, early=True, weight=weight) if one is mine else one for one in named]
    home = Named(thing=known()[key], hits=(), sentence="", weight=weight, early=True, facet="places")
    return [*named, home]
