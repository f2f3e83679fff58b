"""Names that news uses again and again, in our languages: countries and cities (CLDR), people and bodies (by hand)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from monitor.text.data import read_text

#: What a thing is. ``place``: a bridge, a port ...; ``term``: a phrase that the article uses as a name;
#: ``topic``: an ordinary word or two that it comes back to.
Kind = Literal["person", "office", "body", "agreement", "event", "country", "region", "city", "place", "term", "topic"]

#: A name so marked is found exactly so: case kept, no endings.
EXACT = "!"


#: Where a language is that of one country's news, nearly always.
SPOKEN_IN: Mapping[str, str] = {
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """A person, body, place ... and its names by language, the commonest first; ``EXACT`` before a name marks it.

    ``of`` is the key of the country whose it is, "" if of none; ``often``: it is in the news every day. ``sequels`` are
    the keys of what news of an event goes on with. ``guessed`` are languages whose names were made from letters alone;
    ``patterns`` are expressions that find a name in letters that it cannot be written in for sure.
    """

    key: str
    kind: Kind
    names: Mapping[str, tuple[str, ...]]
    of: str = ""
    often: bool = True
    sequels: tuple[str, ...] = ()
    seldom: bool = False
    guessed: frozenset[str] = frozenset()
    patterns: tuple[str, ...] = ()


@cache
def known() -> Mapping[str, Thing]:
    """Everything we know by name, by key. The hand-written names come first and are joined by CLDR's."""
    found: dict[str, Thing] = {}
    files = [
        ("known.txt", " ; ", "|"),
        ("places.txt", "\t", "\0"),
        ("nations.txt", " ; ", "|"),
        ("towns.txt", " ; ", "|"),
    ]
    for file, field, name in files:
        for line in read_text("drafting", file).splitlines():
            if line and not line.startswith("#"):
                thing = _thing(line.split(field), name)
                found[thing.key] = _joined(found[thing.key], thing) if thing.key in found else thing
    return found


def daily(thing: Thing) -> bool:
    """Whether a thing is in the news every day: that an article names it says little."""
    return thing.key in known() and thing.often


@cache
def events() -> Mapping[str, Thing]:
    """What happens, as headlines say it in our languages, by key: an earthquake, a strike, an extradition."""
    return {thing.key: thing for thing in map(_event, _listed("event"))}


@cache
def sequels() -> Mapping[str, Thing]:
    """What news of an event goes on with, by key: victims and rescuers, judges and sentences, and events again."""
    return {**events(), **{thing.key: thing for thing in map(_event, _listed("sequel"))}}


def _listed(kind: str) -> list[list[str]]:
    lines = (line.split(" ; ") for line in read_text("drafting", "events.txt").splitlines())
    return [fields for fields in lines if fields[0] == kind]


def _event(fields: list[str]) -> Thing:
    return _thing(["event", *fields[1:]], "|")


def _thing(fields: list[str], parting: str) -> Thing:
    kind, key, *told = fields
    values = dict(part.partition("=")[::2] for part in told)
    of = values.pop("of", "") or (key if kind == "country" else "")
    after = tuple(each for each in values.pop("with", "").split("|") if each)
    often = values.pop("often", "") != "no"
    seldom = values.pop("seldom", "") == "yes"
    names = {lang: tuple(each.split(parting)) for lang, each in values.items()}
    return Thing(key=key, kind=kind, names=names, of=of, often=often, sequels=after, seldom=seldom)  # type: ignore[arg-type]


def _joined(first: Thing, second: Thing) -> Thing:
    names = dict(first.names)
    for lang, more in second.names.items():
        # A name that is marked as exact stays so, though CLDR has it too.
        mine = names.get(lang, ())
        names[lang] = mine + tuple(name for name in more if name not in mine and EXACT + name not in mine)
    return replace(first, names=names)
