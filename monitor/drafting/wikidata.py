"""Wikidata's API as we ask it, and its answers read: which entity a name means, and its names in our languages.

Documented at https://www.wikidata.org/w/api.php: ``wbsearchentities`` finds entities by label or alias in one
language, ``wbgetentities`` gives labels and aliases in many.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from monitor.drafting.things import EXACT, Thing
from monitor.model import TryLater, Unreadable
from monitor.text.fold import fold
from monitor.text.words import words

#: The public API.
ENDPOINT = "https://www.wikidata.org/w/api.php"

#: Entities that one request may ask for (the API's own limit for everybody).
MOST_IDS = 50

#: Names of one language that are taken: the label and the commonest aliases.
_MOST_NAMES = 4

#: What we call a language -> further codes under which Wikidata keeps names in it.
_CODES = {"kk": ("kk", "kk-cyrl"), "zh": ("zh", "zh-hans"), "uz": ("uz",), "sr": ("sr", "sr-ec")}

_ID = re.compile(r"Q[1-9][0-9]{0,11}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One answer to a search: an entity, and the label or alias by which it was found."""

    id: str
    label: str
    matched: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """An entity's names by our language codes: the label first, then aliases."""

    id: str
    names: Mapping[str, tuple[str, ...]]


def search_address(endpoint: str, name: str, lang: str) -> str:
    """The address that searches a name in a language."""
    query = {
        "action": "wbsearchentities", "format": "json", "search": name[:200], "language": lang, "uselang": lang,
        "type": "item", "limit": "5", "maxlag": "5",
    }  # fmt: skip
    return f"{endpoint}?{urlencode(query)}"


def entities_address(endpoint: str, ids: Sequence[str], languages: Sequence[str]) -> str:
    """The address that asks for the names of entities, at most ``MOST_IDS``."""
    codes = [code for lang in languages for code in _CODES.get(lang, (lang,))]
    query = {
        "action": "wbgetentities", "format": "json", "ids": "|".join(ids[:MOST_IDS]), "props": "labels|aliases",
        "languages": "|".join(dict.fromkeys([*codes, "en"])), "maxlag": "5",
    }  # fmt: skip
    return f"{endpoint}?{urlencode(query)}"


def read_search(body: bytes) -> list[Found]:
    """The entities of a search, best first. Raises TryLater or Unreadable."""
    found = []
    for one in _list(_answer(body).get("search")):
        key = str(one.get("id", ""))
        match = one.get("match")
        matched = str(match.get("text", "")) if isinstance(match, dict) else ""
        if _ID.fullmatch(key):
            found.append(Found(id=key, label=str(one.get("label", "")), matched=matched))
    return found


def read_entities(body: bytes, languages: Sequence[str]) -> dict[str, Entity]:
    """The entities of an answer by their ids. Raises TryLater or Unreadable."""
    found = {}
    entities = _answer(body).get("entities")
    for key, one in entities.items() if isinstance(entities, dict) else ():
        if isinstance(one, dict) and "missing" not in one:
            langs = dict.fromkeys([*languages, "en"])
            names = {lang: names for lang in langs if (names := _names(one, lang))}
            found[str(key)] = Entity(id=str(key), names=names)
    return found


def _answer(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable("Wikidata's answer is not JSON", code="unexpected_content") from error
    if not isinstance(answer, dict):
        raise Unreadable("Wikidata's answer is not an object", code="unexpected_content")
    refused = answer.get("error")
    if isinstance(refused, dict):
        code = str(refused.get("code", "error"))
        what = f"Wikidata answers {code}: {str(refused.get('info', ''))[:200]}"
        if code in ("maxlag", "ratelimited", "readonly"):
            raise TryLater(what, code=code)
        raise Unreadable(what, code="unexpected_content")
    return answer


def _list(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _names(entity: Mapping[str, Any], lang: str) -> tuple[str, ...]:
    labels, aliases = entity.get("labels"), entity.get("aliases")
    names: list[str] = []
    for code in _CODES.get(lang, (lang,)):
        label = labels.get(code) if isinstance(labels, dict) else None
        if isinstance(label, dict):
            names.append(str(label.get("value", "")))
        more = aliases.get(code) if isinstance(aliases, dict) else None
        names += [str(each.get("value", "")) for each in _list(more)]
    return tuple(dict.fromkeys(name for name in map(_tidy, names) if name))[:_MOST_NAMES]


def _tidy(name: str) -> str:
    """A name as a text would write it: "Токаев, Касым-Жомарт" is a catalogue's; what stands in brackets explains."""
    name = re.sub(r"\s*[(（].*?[)）]", "", unicodedata.normalize("NFC", name)).split(",")[0].strip()
    usable = len(name) >= 2 and len(name) <= 80 and not any(unicodedata.category(each)[0] == "C" for each in name)
    return name if usable and words(name) else ""


def choose(thing: Thing, lang: str, found: Iterable[Found]) -> str:
    """The id of the entity that a thing of an article most likely is: the first that bears one of its names; "" if none
    does."""
    mine = [_words(name) for name in thing.names.get(lang, ())]
    for one in found:
        theirs = [_words(one.label), _words(one.matched)]
        if any(name and (name == other or (len(name) > 1 and name <= other)) for name in mine for other in theirs):
            return one.id
    return ""


def _words(name: str) -> frozenset[str]:
    return frozenset(fold(word.text) for word in words(name.removeprefix(EXACT)))


def named_by(thing: Thing, entity: Entity, lang: str) -> Thing:
    """The thing with the entity's names where its own were guessed or missing; a person goes by the last name too. Its
    own names in the article's language stay first."""
    names = dict(thing.names)
    for code, theirs in entity.names.items():
        mine = names.get(code, ()) if code not in thing.guessed or code == lang else ()
        more = _with_last_names(theirs) if thing.kind == "person" else theirs
        known = {fold(name.removeprefix(EXACT)) for name in mine}
        names[code] = mine + tuple(name for name in more if fold(name) not in known)
    return replace(thing, names=names, guessed=thing.guessed - frozenset(entity.names))


def _with_last_names(names: Sequence[str]) -> tuple[str, ...]:
    last = [parts[-1] for name in names[:1] if len(parts := name.split()) > 1 and len(parts[-1]) > 3]
    return tuple(dict.fromkeys([*last, *names]))
