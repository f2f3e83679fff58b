"""Wikidata's API for the demo and tests: search by the beginning of a label or alias, names of entities.

After https://www.wikidata.org/w/api.php?action=help: ``wbsearchentities`` answers ``search`` with ``match``,
``wbgetentities`` answers ``entities`` with ``labels`` and ``aliases`` of the languages asked for, ``missing`` for an
id that is none; what is wrong comes as ``error`` with status 200.
"""

import json
from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

from monitor.demo.outlet import Asked
from monitor.model import Reply

#: An entity's names by language, the label first.
Names = Mapping[str, Sequence[str]]


class WikidataOutlet:
    """An outlet with entities. ``faults`` are used up first: a status ("503"), or an error's code ("maxlag")."""

    def __init__(self, entities: Mapping[str, Names]) -> None:
        self._entities = dict(entities)
        self.asked: list[str] = []
        self.faults: deque[str] = deque()

    def __call__(self, asked: Asked) -> Reply:
        """The answer of the API."""
        self.asked.append(asked.url)
        query = {name: values[0] for name, values in parse_qs(urlsplit(asked.url).query).items()}
        if self.faults:
            fault = self.faults.popleft()
            if fault.isdecimal():
                return Reply(asked=asked.url, url=asked.url, status=int(fault), at=asked.at)
            return _reply(asked, {"error": {"code": fault, "info": "as the test wants it"}})
        match query.get("action"):
            case "wbsearchentities":
                return _reply(asked, {"search": self._search(query["search"], query["language"]), "success": 1})
            case "wbgetentities":
                wanted = query["ids"].split("|")
                return _reply(asked, {"entities": self._get(wanted, query["languages"].split("|")), "success": 1})
        return _reply(asked, {"error": {"code": "badvalue", "info": "Unrecognized value for parameter action."}})

    def _search(self, text: str, lang: str) -> list[dict[str, Any]]:
        found = []
        for key, names in self._entities.items():
            for place, name in enumerate(names.get(lang, ())):
                if name.casefold().startswith(text.casefold()):
                    kind = "alias" if place else "label"
                    match = {"type": kind, "language": lang, "text": name}
                    found.append({"id": key, "label": names[lang][0], "match": match})
                    break
        return found[:5]

    def _get(self, ids: Sequence[str], codes: Sequence[str]) -> dict[str, Any]:
        return {key: self._entity(key, codes) for key in ids}

    def _entity(self, key: str, codes: Sequence[str]) -> dict[str, Any]:
        names = self._entities.get(key)
        if names is None:
            return {"id": key, "missing": ""}
        known = [code for code in codes if code in names]
        return {
            "id": key,
            "type": "item",
            "labels": {code: {"language": code, "value": names[code][0]} for code in known},
            "aliases": {code: [{"language": code, "value": name} for name in names[code][1:]] for code in known},
        }


def _reply(asked: Asked, answer: Mapping[str, Any]) -> Reply:
    headers = (("content-type", "application/json; charset=utf-8"),)
    body = json.dumps(answer, ensure_ascii=False).encode()
    return Reply(asked=asked.url, url=asked.url, at=asked.at, headers=headers, body=body)
