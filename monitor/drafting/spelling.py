"""Names for the languages of a story: those known, and those that letters make of a name that travels."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from monitor.drafting.adjectives import adjective_of, named_after, places_of
from monitor.drafting.arabic import is_arab
from monitor.drafting.citation import is_common, is_listed
from monitor.drafting.letters import SCRIPT, SURE, spellings
from monitor.drafting.skeleton import skeletons
from monitor.drafting.things import EXACT, Thing, known
from monitor.text.fold import fold


def in_all(thing: Thing, lang: str, languages: Sequence[str], *, spelled: bool) -> Thing:
    """The thing with names in all languages: those known, and for people, whose names travel by letters, those made.
    ``spelled``: a term is a name, whatever the dictionary says."""
    names = {each: thing.names[each] for each in languages if each in thing.names}
    if lang not in names and SCRIPT.get(lang) == "latin" and "en" in thing.names:
        names[lang] = thing.names["en"]  # found by it: French writes Paris as English does
    if thing.kind == "city":
        names |= {each: found for each in languages if each not in names and (found := _as_elsewhere(thing, each))}
    guessed = set(thing.guessed)
    own = next((name for name in names.get(lang, ()) if not name.startswith(EXACT)), "")
    written = (
        thing.kind == "person"
        or (thing.kind == "term" and (spelled or not in_words(own, lang)))
        or (thing.kind == "place" and " " not in own)
        or (thing.kind == "body" and _is_own_word(own, lang))
    )
    after = named_after(own, lang)
    alone = () if after else (own, *(places_of(own, lang) if thing.kind == "term" else ()))
    arab = thing.kind == "person" and any(is_arab(name) for name in thing.names.get(lang, ()))
    for each in languages:
        if each not in names and own and (written or after):
            made = tuple(dict.fromkeys(one for name in after + alone for one in spellings(name, lang, each, arab=arab)))
            if made:
                names[each] = made
                guessed.add(each)
    places = after or alone[1:]
    if places and not any(is_listed(place, lang) for place in places):
        names[lang] = (*names[lang], *places)
    if thing.kind in ("term", "place", "city") and (adjective := adjective_of(own, lang)):
        names[lang] = (*names[lang], adjective)
    unknown = bool(guessed) or (thing.kind in ("term", "body", "place") and "en" not in thing.names)
    patterns = skeletons(own) if lang in ("ar", "fa") and unknown else ()
    return replace(thing, names=names, guessed=frozenset(guessed), patterns=patterns)


#: Languages that write the towns of other countries as Russian does.
_AS_RUSSIAN = ("kk", "ky")


def _as_elsewhere(thing: Thing, lang: str) -> tuple[str, ...]:
    """The names of a town that a language has from another: French has Atyrau as English writes it, and Kazakh
    Франкфурт as Russian does. None where neither is known: they are written by letters or left to the editor."""
    if SCRIPT.get(lang) == "latin":
        return thing.names.get("en", ())
    russian = thing.names.get("ru", ()) if lang in _AS_RUSSIAN else ()
    return tuple(name for name in russian if name.lstrip(EXACT)[:1].isupper())


def _is_own_word(name: str, lang: str) -> bool:
    """Whether a body is called by one word that no dictionary has: Дніпрокредит. Letters (НБУ) are no word."""
    return name[:1].isupper() and " " not in name and not name.isupper() and not is_listed(name, lang)


def in_words(name: str, lang: str) -> bool:
    """Whether a name is made of ordinary words alone, behind a town's at most (İzmir Büyükşehir Belediyesi): other
    languages translate it, they do not spell it."""
    words = name.split()
    if len(words) > 1 and fold(words[0]) in _towns(lang):
        words = words[1:]
    return all(is_common(word.casefold(), lang) for word in words)


@cache
def _towns(lang: str) -> frozenset[str]:
    """The towns that we know in a language, folded."""
    return frozenset(
        fold(name) for thing in known().values() if thing.kind == "city" for name in thing.names.get(lang, ())
    )


def sure(lang: str) -> bool:
    """Whether names made from letters of this language can be looked for at once; else they wait for an editor."""
    return SCRIPT.get(lang) in SURE
