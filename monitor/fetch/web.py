"""Web: ask, follow, bound, and tell what went wrong. Everything that leaves this machine goes through here."""

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import urljoin

import httpx

from monitor import __version__
from monitor.fetch.addresses import Guard
from monitor.fetch.decoding import ACCEPTED, Body
from monitor.fetch.limits import DEFAULT, Limits
from monitor.fetch.resolver import Lookup, Resolver
from monitor.fetch.slots import Slots
from monitor.fetch.tls import Trust
from monitor.fetch.transport import Transport, open_session
from monitor.fetch.urls import Target, read_target, refused
from monitor.model import MonitorError, Refused, Reply, TryLater

T = TypeVar("T")

USER_AGENT = f"story-monitor/{__version__}"

#: Between two calls to one public host (seconds). The operator's own hosts are not spared.
PAUSE = 0.25

_PERMANENT = frozenset({301, 308})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NO_BODY = frozenset({204, 304})
#: All that may follow a redirect to another origin; keys and logins go by many names.
_HARMLESS = frozenset(
    {"accept", "accept-language", "cache-control", "if-modified-since", "if-none-match", "user-agent"}
)
#: Headers that say where a request ends or whom it is for: ours to write.
_OURS = frozenset({"host", "content-length", "transfer-encoding", "connection", "accept-encoding", "te", "upgrade"})
_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_HEADER_BREAK = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key == name), "")


@dataclass(slots=True)
class _Call:
    """What one get or post carries from hop to hop. ``left`` are the seconds of network time it still has."""

    headers: dict[str, str]
    ca_file: str
    body: int
    left: float
    cut: bool = False
    content: bytes | None = field(default=None, repr=False)


def _wall_clock() -> datetime:
    return datetime.now(UTC)


class Web:
    """The client. One for the whole program, used as ``async with Web(...) as web``.

    - ``allow``: (CIDR, port) pairs that may be asked although they are not public, see ``Allowed``.
    - ``proxy``, ``direct``: calls go through the proxy, except to the hosts named by ``direct``.
    - ``ca_file``: PEM certificates trusted for every call besides the system's.
    - ``resolver``: host name -> addresses, instead of the system's. What it says is checked all the same.
    - ``transport``: an httpx transport that answers in process. Addresses, redirects, decoding, bounds stay ours.
    - ``workers``: processes for ``apart``; with ``inline`` its functions run here (the simulation).
    - ``pause``: seconds between two calls to one public host; 0 by default with a ``transport``.
    - ``now``: what the time is, for ``Reply.at``.
    """

    def __init__(  # noqa: PLR0913  every part of the world can be exchanged, by name
        self,
        *,
        allow: Sequence[tuple[str, int]] = (),
        proxy: str = "",
        direct: Sequence[str] = (),
        ca_file: str = "",
        resolver: Lookup | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        workers: int = 1,
        inline: bool = False,
        user_agent: str = USER_AGENT,
        pause: float | None = None,
        limits: Limits = DEFAULT,
        nat64: Sequence[str] = (),
        now: Callable[[], datetime] = _wall_clock,
    ) -> None:
        self._guard = Guard(allow, nat64=nat64)
        self._trust = Trust(ca_file)
        self._lookup = resolver
        self._given = transport
        self._inline = inline or not workers
        self._user_agent = user_agent
        self._pause = (0.0 if transport else PAUSE) if pause is None else pause
        self._limits = limits
        self._now = now
        self._read = lru_cache(maxsize=8192)(self._read_now)
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        limits = self._limits
        self._slots = Slots(per_host=limits.per_host, calls=limits.calls)
        self._big = asyncio.Semaphore(limits.big_bodies)
        self._resolver = Resolver(self._guard, self._lookup)
        self._open.push_async_callback(self._resolver.close)
        transport = self._given
        if transport is None:
            transport = Transport(open_session(self._guard, self._resolver, self._trust.context(), limits))
        # Without a jar of its own, httpx would keep every cookie that anybody sets, for ever.
        nobody = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
        self._client = httpx.AsyncClient(transport=transport, trust_env=False, follow_redirects=False, cookies=nobody)
        self._open.push_async_callback(self._client.aclose)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._open.aclose()

    async def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        robots: bool = False,
        ca_file: str = "",
        max_bytes: int | None = None,
    ) -> Reply:
        """Asks for ``url``, follows up to five redirects, each checked. Any HTTP status is a Reply, not an error.

        See the port for parameters and errors. Across origins only harmless headers follow a redirect.
        """
        call = self._call(headers, ca_file, max_bytes)
        target, address = self._read(url)
        moved_to, permanent = "", True
        for _ in range(self._limits.redirects + 1):
            answer = await self._exchange("GET", target, address, call)
            location = answer.header("location")
            if answer.status not in _REDIRECTS or not location:
                return self._reply(url, str(address), answer, moved_to)
            before = target
            target, address = self._follow(before, location)
            if target.origin != before.origin:
                call.headers = {name: value for name, value in call.headers.items() if name.lower() in _HARMLESS}
            permanent = permanent and answer.status in _PERMANENT
            moved_to = str(address) if permanent else moved_to
        raise Refused(f"{target.site}: more than {self._limits.redirects} redirects", code="too_many_redirects")

    async def post(
        self,
        url: str,
        *,
        content: bytes,
        headers: Mapping[str, str] | None = None,
        ca_file: str = "",
    ) -> Reply:
        """Sends ``content``; follows no redirect (a 3xx is the Reply). Raises as ``get``."""
        call = self._call(headers, ca_file, None)
        call.content = content
        target, address = self._read(url)
        answer = await self._exchange("POST", target, address, call)
        return self._reply(url, str(address), answer, "")

    async def apart(self, function: str, *args: Any, into: type[T]) -> T:
        """Runs a pure function of ``monitor.sources`` in a worker process, see the port."""
        from monitor.fetch.calling import run_here

        return run_here(function, args)  # type: ignore[no-any-return]

    # -- one call ---------------------------------------------------------------------------------------------------

    def _call(self, headers: Mapping[str, str] | None, ca_file: str, max_bytes: int | None) -> _Call:
        bound = self._limits.body if max_bytes is None else max_bytes
        return _Call(_checked(headers or {}), ca_file, bound, self._limits.deadline)

    def _read_now(self, url: str) -> tuple[Target, httpx.URL]:
        target = read_target(url, self._guard)
        try:
            return target, httpx.URL(target.url)
        except httpx.InvalidURL as problem:
            raise refused("the address cannot be read") from problem

    def _follow(self, target: Target, location: str) -> tuple[Target, httpx.URL]:
        """Where a redirect leads, checked like any other address."""
        try:
            # An absolute address is taken as it stands: joining it first could smooth away what must be seen.
            absolute = re.match(r"\s*[A-Za-z][A-Za-z0-9+.-]*:", location)
            return self._read(location if absolute else urljoin(target.url, location.strip()))
        except ValueError as problem:
            raise refused(f"{target.site} redirects to an address that cannot be read") from problem
        except Refused as problem:
            raise refused(f"{target.site} redirects elsewhere: {problem.message}") from problem

    def _reply(self, asked: str, url: str, answer: _Answer, moved_to: str) -> Reply:
        return Reply(
            asked=asked,
            url=url,
            status=answer.status,
            headers=answer.headers,
            body=answer.body,
            at=self._now(),
            moved_to=moved_to,
        )

    def _pause_for(self, target: Target) -> float:
        known = (target.host,) if target.literal else self._resolver.known(target.host)
        own = bool(known) and all(self._guard.lists(address, target.port) for address in known)
        return 0.0 if own else self._pause

    async def _exchange(self, method: str, target: Target, address: httpx.URL, call: _Call) -> _Answer:
        """One request and its answer, inside slots and what is left of the deadline."""
        headers = {"User-Agent": self._user_agent, "Accept": "*/*", "Accept-Encoding": ACCEPTED}
        known = {name.lower(): name for name in headers}
        for name, value in call.headers.items():
            headers[known.get(name.lower(), name)] = value
        try:
            extensions = {"ssl": self._trust.context(call.ca_file)} if target.scheme == "https" else {}
            request = httpx.Request(method, address, headers=headers, content=call.content, extensions=extensions)
            pause = self._pause_for(target) if method == "GET" else 0.0
            async with self._slots.taken(target.host, pause):
                return await self._within_deadline(request, call)
        except MonitorError as problem:
            problem.message = f"{target.site}: {problem.message}"
            problem.args = (problem.message,)
            raise

    async def _within_deadline(self, request: httpx.Request, call: _Call) -> _Answer:
        loop = asyncio.get_running_loop()
        begun = loop.time()
        try:
            async with asyncio.timeout(call.left) as deadline:
                response = await self._client.send(request, stream=True)
                try:
                    return await self._read_answer(response, call, deadline)
                finally:
                    await response.aclose()
        except TimeoutError as problem:
            raise TryLater(f"no whole answer within {self._limits.deadline:g} s", code="deadline") from problem
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as problem:
            raise _tell(problem) from problem
        finally:
            call.left -= loop.time() - begun

    async def _read_answer(self, response: httpx.Response, call: _Call, deadline: asyncio.Timeout) -> _Answer:
        headers = tuple((_text(name).lower(), _value(value)) for name, value in response.headers.raw)
        answer = _Answer(response.status_code, headers, b"")
        if response.status_code in _NO_BODY or (response.status_code in _REDIRECTS and call.content is None):
            await self._drain(response)
            return answer
        limits = self._limits
        body = Body(
            ", ".join(value for name, value in headers if name == "content-encoding"),
            decoded=call.body,
            wire=max(limits.wire, call.body // 2),
            ratio=limits.ratio,
            cut=call.cut,
        )
        length = answer.header("content-length")
        if length.isascii() and length.isdigit():
            body.expect(int(length[:20]))
        await self._fill(body, response, deadline)
        return _Answer(response.status_code, headers, body.whole())

    async def _fill(self, body: Body, response: httpx.Response, deadline: asyncio.Timeout) -> None:
        async with AsyncExitStack() as held:
            token = False
            async for piece in response.stream:  # type: ignore[union-attr]  # a client's stream is an async one
                for step, _ in enumerate(body.take(piece)):
                    if step % 4 == 3:
                        await asyncio.sleep(0)
                if body.full:
                    return
                if not token and body.size > self._limits.big:
                    await self._take_token(held, deadline)
                    token = True

    async def _take_token(self, held: AsyncExitStack, deadline: asyncio.Timeout) -> None:
        """Waits for its turn to be big; this wait is ours and does not count as the other side's slowness."""
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


def _checked(headers: Mapping[str, str]) -> dict[str, str]:
    for name, value in headers.items():
        if not _HEADER_NAME.fullmatch(name) or name.lower() in _OURS or name.lower().startswith("proxy-"):
            raise Refused(f"a header {name!r} cannot be sent", code="config")
        if _HEADER_BREAK.search(value):
            raise Refused(f"the value of header {name} has a character that no header may have", code="config")
    return dict(headers)


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
    if isinstance(problem, httpx.InvalidURL) or isinstance(problem.__context__, httpx.InvalidURL):
        return refused("it redirects to an address that cannot be read")
    if isinstance(problem, httpx.TimeoutException):
        return TryLater("no answer in time", code="deadline")
    return TryLater(f"the connection failed ({type(problem).__name__})", code="network")
