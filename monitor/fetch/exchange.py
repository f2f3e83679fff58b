"""One request and its answer: slots first, then a deadline, and a body that is bounded while it is decoded."""

import asyncio
import re
from collections.abc import Container, Mapping, Sequence
from contextlib import ExitStack
from copy import copy
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol

import httpx

from monitor.fetch.big import Big, Bigs
from monitor.fetch.client import Client, Way
from monitor.fetch.crumbs import beside
from monitor.fetch.deadlines import Deadline, Deadlines
from monitor.fetch.decoding import ACCEPTED, Body
from monitor.fetch.limits import Limits
from monitor.fetch.slots import Slots
from monitor.fetch.urls import Target
from monitor.fetch.wire import Address
from monitor.model import MonitorError, Refused, TryLater

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NO_BODY = frozenset({204, 304})
#: How the names are spelled of which there is one in every request.
_SPELLED = {"user-agent": "User-Agent", "accept": "Accept", "accept-encoding": "Accept-Encoding", "cookie": "Cookie"}
#: Headers that say where a request ends or whom it is for: ours to write.
_OURS = frozenset({"host", "content-length", "transfer-encoding", "connection", "accept-encoding", "te", "upgrade"})
_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_HEADER_BREAK = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: header names in lower case, values as received, the body decoded."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """The first value of a header (lower case), "" if it was not sent."""
        for key, value in self.headers:
            if key == name:
                return value
        return ""


@dataclass(slots=True)
class Call:
    """What one get or post carries from hop to hop.

    ``body`` bounds the decoded body; with ``cut`` a longer one is cut there. ``left`` are the seconds of network
    time it still has. ``content`` None is a GET. ``cookies`` are those that redirects on its way have set for the host
    that is asked now.
    """

    headers: dict[str, str]
    ca_file: str
    body: int
    left: float
    cut: bool = False
    cookies: str = ""
    content: bytes | None = field(default=None, repr=False)


class _Incoming(Protocol):
    """An answer whose head has come."""

    status: int
    headers: Sequence[tuple[bytes, bytes]]

    @property
    def has_ended(self) -> bool: ...

    async def piece(self) -> bytes: ...

    async def aclose(self) -> None: ...


class Exchange:
    """Sends requests for one Web. ``calls`` is how many may run at the same time."""

    def __init__(self, client: Client, limits: Limits, calls: int, user_agent: str) -> None:
        self._client, self._limits = client, limits
        self._always = {"User-Agent": user_agent, "Accept": "*/*", "Accept-Encoding": ACCEPTED}
        self._calls = calls
        self._slots = Slots(per_host=limits.per_host, calls=calls, hurry=self._hurry)
        # what is sent waits behind no place that is asked and does not answer
        self._sending = Slots(per_host=limits.per_host, calls=max(4, calls // 16))
        self._deadlines, self._of_sending = Deadlines(limits.silence), Deadlines(limits.silence)
        self._bigs = Bigs(first=limits.big_bodies, beside=limits.beside)

    async def send(self, address: Address, call: Call, *, pause: float, way: Way) -> Answer:
        """One request, one answer, not more. ``pause`` are seconds since the last call to this host began.

        Raises MonitorErrors that name the place.
        """
        named = dict(self._always)
        for name, value in call.headers.items():
            named[_SPELLED.get(name.lower(), name)] = value
        if call.cookies:
            named["Cookie"] = beside(named.get("Cookie", ""), call.cookies)
        asks = call.content is None
        slots, deadlines = (self._slots, self._deadlines) if asks else (self._sending, self._of_sending)
        async with slots.taken(address.target.host, pause):
            deadline = deadlines.within(call.left)
            try:
                with deadline:
                    incoming = await self._client.ask(address, named.items(), call.content, way, deadline)
                    try:
                        return await self._read(incoming, call, deadline)
                    finally:
                        await incoming.aclose()
            except MonitorError as problem:
                raise at(address.target, problem) from problem
            except TimeoutError as problem:
                raise at(address.target, TryLater(self._too_long(deadline), code="deadline")) from problem
            except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ValueError) as problem:
                raise at(address.target, _tell(problem)) from problem
            finally:
                call.left = deadline.left()

    @property
    def queue(self) -> Container[Any]:
        """The tasks that wait until so few ask that they may."""
        return self._slots.queue

    def _hurry(self, waiting: int) -> None:
        # half of the places: where those that hang are fewer, others make room soon enough. Not only as many as wait
        # here, for behind these stand those that are not polled yet.
        most = max(waiting, self._calls // 8)
        self._deadlines.hurry(most, self._limits.crowded, self._calls // 2)

    def _too_long(self, deadline: Deadline) -> str:
        if deadline.hurried:
            return f"no whole answer within {self._limits.crowded:g} s, and others wait behind many like it"
        return "no answer in time" if deadline.silent else f"no whole answer within {self._limits.deadline:g} s"

    async def _read(self, incoming: _Incoming, call: Call, deadline: Deadline) -> Answer:
        headers = tuple([(_name(name), _value(value)) for name, value in incoming.headers])
        answer = Answer(incoming.status, headers, b"")
        if incoming.status in _NO_BODY or (incoming.status in REDIRECTS and call.content is None):
            if not incoming.has_ended:
                await self._drain(incoming)
            return answer
        body = Body(
            ", ".join([value for name, value in headers if name == "content-encoding"]),
            decoded=call.body,
            wire=max(self._limits.wire, call.body // 2),
            ratio=self._limits.ratio,
            cut=call.cut,
        )
        length = answer.header("content-length")
        if length.isascii() and length.isdigit():
            body.expect(int(length[:20]))
        await self._fill(body, incoming, deadline)
        return Answer(incoming.status, headers, body.whole())

    async def _fill(self, body: Body, incoming: _Incoming, deadline: Deadline) -> None:
        with ExitStack() as held:
            big: Big | None = None
            while piece := await self._next(incoming, body):
                deadline.came(len(piece))
                for step, _ in enumerate(body.take(piece)):
                    if step % 4 == 3:
                        await asyncio.sleep(0)
                if body.full:
                    return
                if body.size > self._limits.big:
                    if big is None:
                        big = Big(self._bigs)
                        held.callback(big.ends)
                    if not big.grows(body.size):
                        await deadline.without(big)

    async def _next(self, incoming: _Incoming, body: Body) -> bytes:
        """The next piece. One that was announced and does not come is not missed where what came is whole by itself:
        some servers compress a body and announce its length before."""
        try:
            return await incoming.piece()
        except TryLater:
            if body.is_whole:
                return b""
            raise

    async def _drain(self, incoming: _Incoming) -> None:
        """Reads a short body that nobody wants: only then the connection can be used again."""
        size = 0
        while piece := await incoming.piece():
            size += len(piece)
            if size > self._limits.drain:
                return


def checked_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Headers as a caller may set them. Raises Refused (code ``config``) for what would break a request."""
    for name, value in headers.items():
        if not _is_ours_to_send(name):
            raise Refused(f"a header {name!r} cannot be sent", code="config")
        if not value.isprintable() and _HEADER_BREAK.search(value):
            raise Refused(f"the value of header {name} has a character that no header may have", code="config")
    return dict(headers)


@lru_cache(maxsize=256)
def _is_ours_to_send(name: str) -> bool:
    small = name.lower()
    return bool(_HEADER_NAME.fullmatch(name)) and small not in _OURS and not small.startswith("proxy-")


def at(target: Target, problem: MonitorError) -> MonitorError:
    """The same error, with the place in its message. A new one: the same may be raised for several callers."""
    told = copy(problem)
    if not told.message.startswith(target.site):
        told.message = f"{target.site}: {problem.message}"
    told.args = (told.message,)
    return told


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


@lru_cache(maxsize=2048)
def _name(raw: bytes) -> str:
    return _text(raw).lower()


def _value(raw: bytes) -> str:
    text = _text(raw)
    if not text.isprintable():
        # A folded line is one line; a value goes back to the server as it came (ETag), so it must be sendable.
        text = _HEADER_BREAK.sub(" ", text)
    return text.strip()


def _tell(problem: Exception) -> MonitorError:
    """What an error of httpx itself, or of a transport that was given, means."""
    if any(isinstance(cause, httpx.InvalidURL | ValueError) for cause in (problem, problem.__context__)):
        # httpx looks at a Location header before we do, and stumbles over what it cannot read.
        return Refused("it redirects to an address that cannot be read", code="too_many_redirects")
    if isinstance(problem, httpx.TimeoutException):
        return TryLater("no answer in time", code="deadline")
    return TryLater(f"the connection failed ({type(problem).__name__})", code="network")
