"""One poll's talk with X: who the account is, and page after page of a span of ids."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from monitor.model import Cursor, Haul, Refused, Reply, Web
from monitor.sources.x.api import USD_USER, Generation, XOptions, id_number, other, timeline_url, user_url
from monitor.sources.x.read import User


@dataclass(frozen=True, kw_only=True)
class Span:
    """What is to be read: ids after ``since`` and before ``until`` ("" is open), from ``start`` on if there is no id.

    ``newest`` and ``oldest`` are the ids met so far; ``page`` is the token of the next page; ``done`` says that
    nothing is left.
    """

    since: str = ""
    until: str = ""
    newest: str = ""
    oldest: str = ""
    start: datetime | None = None
    size: int = 100
    page: str = ""
    is_first: bool = False
    done: bool = False

    def after(self, haul: Haul) -> "Span":
        """What is left once a page was read. An empty page may not be the last: X leaves out what is excluded."""
        told = haul.cursor or {}
        page, oldest = str(told.get("next", "")), str(told.get("oldest", "")) or self.oldest
        newest = max((self.newest, str(told.get("newest", ""))), key=id_number)
        # A token that comes again would go round for ever; an id we know means that X forgot about since_id.
        known = bool(self.since and oldest) and id_number(oldest) <= id_number(self.since)
        return replace(self, newest=newest, oldest=oldest, page=page, done=not page or page == self.page or known)


class Asking:
    """Asks with one token, for one poll. ``reads`` and ``usd`` are what it has cost, ``replies`` what was read."""

    def __init__(self, web: Web, token: str, options: XOptions, *, source: str, handle: str, now: datetime) -> None:
        self._web = web
        self._headers = {"authorization": f"Bearer {token}", "accept": "application/json"}
        self._options, self._source, self._handle = options, source, handle
        self.now = now
        self.user = ""
        self.generation: Generation = "post"
        self.replies: list[Reply] = []
        self.reads, self.usd = 0, 0.0
        self._looked_up = False

    async def begin(self, cursor: Cursor) -> None:
        """Takes the account's id and the generation of names from the cursor; looks the id up if it is not there."""
        wanted = self._options.fields if self._options.fields != "auto" else cursor.get("fields")
        self.generation = cast(Generation, wanted) if wanted in {"post", "tweet"} else "post"
        self.user = str(cursor.get("user") or "")
        if not id_number(self.user) or cursor.get("handle") != self._handle.lower():
            await self._look_up()

    async def page(self, span: Span) -> Haul:
        """The next page of a span. An account that is gone under its id is looked up once more: the name may have
        found a new one. Raises as ``errors`` says."""
        try:
            return await self._page(span)
        except Refused as error:
            before = self.user
            if error.code != "resource-not-found" or self._looked_up:
                raise
            await self._look_up()
            if self.user == before:
                raise
        return await self._page(span)

    async def _page(self, span: Span) -> Haul:
        try:
            return await self._ask(span)
        except Refused as error:
            if error.code != "field_names" or self._options.fields != "auto":
                raise
            self.generation = other(self.generation)
        return await self._ask(span)

    async def _ask(self, span: Span) -> Haul:
        url = timeline_url(
            self._options,
            self.user,
            self.generation,
            size=span.size,
            since=span.since,
            until=span.until,
            start=span.start,
            page=span.page,
        )
        reply = await self._web.get(url, headers=self._headers)
        haul = await self._web.apart(
            "monitor.sources.x:read_timeline", reply, self._options, self.now, self._source, self._handle, into=Haul
        )
        self.replies.append(reply)
        if haul.cost:
            self.reads, self.usd = self.reads + haul.cost.reads, self.usd + haul.cost.usd
        return haul

    async def _look_up(self) -> None:
        self._looked_up = True
        reply = await self._web.get(user_url(self._options.api, self._handle), headers=self._headers)
        user = await self._web.apart("monitor.sources.x:read_user", reply, self._options, self.now, into=User)
        self.reads, self.usd = self.reads + 1, self.usd + USD_USER
        if user.protected:
            raise Refused(f"@{self._handle} is protected: its posts are for its followers only", code="protected")
        self.user = user.id
