"""One request and its answer: slots first, then a deadline, and a body that is bounded while it is decoded."""

import asyncio
import re
from collections.abc import Mapping
from contextlib import AsyncExitStack
from copy import copy
from dataclasses import dataclass, field
from typing import Any

import httpx

from monitor.fetch.decoding import ACCEPTED, Body
from monitor.fetch.limits import Limits
from monitor.fetch.slots import Slots
from monitor.fetch.urls import Target, refused
from monitor.model import MonitorError, Refused, TryLater

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NO_BODY = frozenset({204, 304})
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
        return next((value for key, value in self.headers if key == name), "")


@dataclass(slots=True)
class Call:
    """What one get or post carries from hop to hop.

    ``body`` bounds the decoded body; with ``cut`` a longer one is cut there. ``left`` are the seconds of network
    time it still has. ``content`` None is a GET.
    """

    headers: dict[str, str]
    ca_file: str
    body: int
    left: float
    cut: bool = False
    content: bytes | None = field(default=None, repr=False)


class Exchange:
    """Sends requests for one Web. ``calls`` is how many may run at the same time."""

    def __init__(self, client: httpx.AsyncClient, limits: Limits, calls: int, user_agent: str) -> None:
        self._client, self._limits, self._user_agent = client, limits, user_agent
        self._slots = Slots(per_host=limits.per_host, calls=calls)
        self._big = asyncio.Semaphore(limits.big_bodies)

    async def send(
        self, target: Target, address: httpx.URL, call: Call, *, pause: float, way: Mapping[str, Any]
    ) -> Answer:
        """One request, one answer, not more. ``pause`` are seconds since the last call to this host began.

        ``way`` are the extensions that the transport reads. Raises MonitorErrors.
        """
        named = {"User-Agent": self._user_agent, "Accept": "*/*", "Accept-Encoding": ACCEPTED}
        known = {name.lower(): name for name in named}
        for name, value in call.headers.items():
            named[known.get(name.lower(), name)] = value
        # As bytes: httpx would take text for ASCII, and an ETag may hold any letter.
        headers = [(name.encode("ascii"), value.encode("utf-8")) for name, value in named.items()]
        method = "GET" if call.content is None else "POST"
        request = httpx.Request(method, address, headers=headers, content=call.content, extensions=dict(way))
        async with self._slots.taken(target.host, pause):
            return await self._within_deadline(request, call)

    async def _within_deadline(self, request: httpx.Request, call: Call) -> Answer:
        loop = asyncio.get_running_loop()
        begun = loop.time()
        try:
            async with asyncio.timeout(call.left) as deadline:
                response = await self._client.send(request, stream=True)
                try:
                    return await self._read(response, call, deadline)
                finally:
                    await response.aclose()
        except TimeoutError as problem:
            raise TryLater(f"no whole answer within {self._limits.deadline:g} s", code="deadline") from problem
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ValueError) as problem:
            raise _tell(problem) from problem
        finally:
            call.left -= loop.time() - begun

    async def _read(self, response: httpx.Response, call: Call, deadline: asyncio.Timeout) -> Answer:
        headers = tuple((_text(name).lower(), _value(value)) for name, value in response.headers.raw)
        answer = Answer(response.status_code, headers, b"")
        if response.status_code in _NO_BODY or (response.status_code in REDIRECTS and call.content is None):
            await self._drain(response)
            return answer
        body = Body(
            ", ".join(value for name, value in headers if name == "content-encoding"),
            decoded=call.body,
            wire=max(self._limits.wire, call.body // 2),
            ratio=self._limits.ratio,
            cut=call.cut,
        )
        length = answer.header("content-length")
        if length.isascii() and length.isdigit():
            body.expect(int(length[:20]))
        await self._fill(body, response, deadline)
        return Answer(response.status_code, headers, body.whole())

    async def _fill(self, body: Body, response: httpx.Response, deadline: asyncio.Timeout) -> None:
        async with AsyncExitStack() as held:
            big = False
            async for piece in response.stream:  # type: ignore[union-attr]  # a client's stream is an async one
                for step, _ in enumerate(body.take(piece)):
                    if step % 4 == 3:
                        await asyncio.sleep(0)
                if body.full:
                    return
                if not big and body.size > self._limits.big:
                    big = True
                    await self._wait_to_be_big(held, deadline)

    async def _wait_to_be_big(self, held: AsyncExitStack, deadline: asyncio.Timeout) -> None:
        """Takes one of few tokens. This wait is ours and does not count as the other side's slowness."""
        loop = asyncio.get_running_loop()
        begun, due = loop.time(), deadline.when()
        deadline.reschedule(None)
        await held.enter_async_context(self._big)
        if due is not None:
            deadline.reschedule(due + loop.time() - begun)

    async def _drain(self, response: httpx.Response) -> None:
        """Reads a short body that nobody wants: only then the connection can be used again."""
        size = 0
        async for piece in response.stream:  # type: ignore[union-attr]  # a client's stream is an async one
            size += len(piece)
            if size > self._limits.drain:
                return


def checked_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Headers as a caller may set them. Raises Refused (code ``config``) for what would break a request."""
    for name, value in headers.items():
        if not _HEADER_NAME.fullmatch(name) or name.lower() in _OURS or name.lower().startswith("proxy-"):
            raise Refused(f"a header {name!r} cannot be sent", code="config")
        if _HEADER_BREAK.search(value):
            raise Refused(f"the value of header {name} has a character that no header may have", code="config")
    return dict(headers)


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


def _value(raw: bytes) -> str:
    # A folded line is one line; a value goes back to the server as it came (ETag), so it must be sendable.
    return _HEADER_BREAK.sub(" ", _text(raw)).strip()


def _tell(problem: Exception) -> MonitorError:
    """What an error of httpx itself, or of a transport that was given, means."""
    if any(isinstance(cause, httpx.InvalidURL | ValueError) for cause in (problem, problem.__context__)):
        # httpx looks at a Location header before we do, and stumbles over what it cannot read.
        return refused("it redirects to an address that cannot be read")
    if isinstance(problem, httpx.TimeoutException):
        return TryLater("no answer in time", code="deadline")
    return TryLater(f"the connection failed ({type(problem).__name__})", code="network")
