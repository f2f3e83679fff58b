"""Names in further languages from Wikidata: one question after the other, politely, and each answer kept."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from monitor.drafting import Thing
from monitor.drafting.wikidata import (
    ENDPOINT,
    MOST_IDS,
    Entity,
    choose,
    entities_address,
    named_by,
    read_entities,
    read_search,
    search_address,
)
from monitor.model import MonitorError, TryLater, Web

#: Seconds between two questions: the API asks clients to wait for one answer before the next question, and we
#: give it a rest besides.
PAUSE = 0.5

#: Answers that are kept; older ones are forgotten first.
_KEPT = 2_000


class Kept:
    """Answers by their address, in a JSON file beside the database; without a file, for this run only."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._answers: dict[str, str] = {}
        if path is not None:
            with suppress(OSError, ValueError):  # not there yet, or not ours: then it is begun anew
                read = json.loads(path.read_text(encoding="utf-8"))
                self._answers = {str(key): str(value) for key, value in read.items()} if isinstance(read, dict) else {}

    def get(self, address: str) -> bytes | None:
        """The answer that was kept for an address, None if none was."""
        answer = self._answers.get(address)
        return None if answer is None else answer.encode()

    def put(self, address: str, body: bytes) -> None:
        """Keeps an answer."""
        self._answers[address] = body.decode("utf-8", "replace")

    def save(self) -> None:
        """Writes the file. A disk that refuses costs only the memory."""
        if self._path is not None:
            newest = dict(list(self._answers.items())[-_KEPT:])
            with suppress(OSError):
                self._path.parent.mkdir(parents=True, exist_ok=True)
                self._path.write_text(json.dumps(newest, ensure_ascii=False), encoding="utf-8")


class Asking:
    """One conversation with the API. ``remark`` says what broke it off, "" if nothing did."""

    def __init__(self, web: Web, *, endpoint: str = ENDPOINT, kept: Kept | None = None, pause: float = PAUSE) -> None:
        self._web, self._endpoint, self._pause = web, endpoint, pause
        self._kept = kept or Kept()
        self._asked = 0
        self.remark = ""

    async def link(self, things: Sequence[Thing], lang: str, languages: Sequence[str]) -> Mapping[str, Thing]:
        """The things that Wikidata knows, by key, with its names in ``languages``; asked only for those that lack
        some. What the API refuses or cannot answer leaves the rest as it is, with a remark."""
        wanted = [thing for thing in things if any(code not in thing.names for code in languages) or thing.guessed]
        linked: dict[str, str] = {}
        entities: dict[str, Entity] = {}
        try:
            for thing in wanted:
                name = max(thing.names.get(lang, ("",)), key=len)
                if name and (key := choose(thing, lang, read_search(await self._ask(self._search(name, lang))))):
                    linked[thing.key] = key
            ids = list(dict.fromkeys(linked.values()))
            for first in range(0, len(ids), MOST_IDS):
                address = entities_address(self._endpoint, ids[first : first + MOST_IDS], languages)
                entities |= read_entities(await self._ask(address), languages)
        except MonitorError as error:
            self.remark = error.message
        self._kept.save()
        return {
            thing.key: named_by(thing, entities[linked[thing.key]], lang)
            for thing in wanted
            if linked.get(thing.key) in entities
        }

    def _search(self, name: str, lang: str) -> str:
        return search_address(self._endpoint, name, lang)

    async def _ask(self, address: str) -> bytes:
        body = self._kept.get(address)
        if body is not None:
            return body
        if self._asked:
            await asyncio.sleep(self._pause)
        self._asked += 1
        reply = await self._web.get(address)
        if reply.status != 200:
            raise TryLater(f"Wikidata answers {reply.status}", code=str(reply.status))
        read_search(reply.body)  # an error in JSON is no answer to keep
        self._kept.put(address, reply.body)
        return reply.body
