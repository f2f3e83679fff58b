"""Web: ask, follow, and tell what went wrong. Everything that leaves this machine goes through here."""

import logging
import re
import resource
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from functools import lru_cache
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import urljoin

import httpx

from monitor import __version__
from monitor.fetch.addresses import Guard
from monitor.fetch.calling import run_here
from monitor.fetch.client import Client, Way
from monitor.fetch.crumbs import Crumbs
from monitor.fetch.exchange import REDIRECTS, Answer, Call, Exchange, at, checked_headers
from monitor.fetch.limits import DEFAULT, Limits
from monitor.fetch.proxies import OnlyProxy, read_proxy
from monitor.fetch.resolver import Lookup, ProxyResolver, Resolver
from monitor.fetch.robots import LONGEST as LONGEST_ROBOTS
from monitor.fetch.robots import Robots
from monitor.fetch.tls import Trust
from monitor.fetch.transport import Dialler, Transport, Ways, open_connector
from monitor.fetch.urls import Target, is_localhost, read_target, refused
from monitor.fetch.wire import Address, read_address
from monitor.fetch.workers import Workers
from monitor.model import MonitorError, Refused, Reply

T = TypeVar("T")

USER_AGENT = f"story-monitor/{__version__}"

#: Between two calls to one public host (seconds). The operator's own hosts are not spared.
PAUSE = 0.25

#: Nothing to be trusted, nothing in between.
_PLAIN = Way()
_PERMANENT = frozenset({301, 308})
#: All that may follow a redirect to another origin; keys and logins go by many names.
_HARMLESS = frozenset(
    {"accept", "accept-language", "cache-control", "if-modified-since", "if-none-match", "user-agent"}
)


# httpx writes every address into the log, and a webhook's address is its key.
logging.getLogger("httpx").setLevel(logging.WARNING)


def _wall_clock() -> datetime:
    return datetime.now(UTC)


class Web:
    """The client. One for the whole program, used as ``async with Web(...) as web``.

    - ``allow``: (CIDR, port) pairs that may be asked although they are not public, see ``Allowed``.
    - ``nat64``: /96 prefixes, besides 64:ff9b::/96, under which the local network hides IPv4 addresses.
    - ``proxy``, ``direct``: calls go through the proxy, except to the hosts named by ``direct``.
    - ``ca_file``: PEM certificates trusted for every call besides the system's.
    - ``resolver``: host name -> addresses, instead of the system's. What it says is checked all the same.
    - ``transport``: an httpx transport that answers in process. Addresses, redirects, decoding, bounds stay ours.
    - ``workers``: processes for ``apart``; with ``inline`` its functions run here (the simulation).
    - ``pause``: seconds between two calls to one public host; 0 by default with a ``transport``.
    - ``open_files``: how many files this process may have open; 0 asks the system.
    - ``now``: what the time is, for ``Reply.at``.
    """

    def __init__(  # noqa: PLR0913  every part of the world can be exchanged, by name
        self,
        *,
        allow: Sequence[tuple[str, int]] = (),
        nat64: Sequence[str] = (),
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
        open_files: int = 0,
        now: Callable[[], datetime] = _wall_clock,
    ) -> None:
        self._open_files = open_files
        self._guard = Guard(allow, nat64=nat64)
        self._proxy = read_proxy(proxy, direct)
        self._trust = Trust(ca_file)
        self._lookup = resolver
        self._given = transport
        self._inline, self._processes = inline or not workers, workers
        self._user_agent = user_agent
        self._pause = (0.0 if transport else PAUSE) if pause is None else pause
        self._limits = limits
        self._now = now
        # Addresses come again at every poll; reading one costs as much as a quarter of a request. 1.3 KB each.
        self._read = lru_cache(maxsize=20_000)(self._read_now)
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        open_files = self._open_files or _raise_open_files(4 * self._limits.calls)
        self._resolver = Resolver(self._guard, self._lookup, fresh=self._limits.names_fresh)
        self._open.push_async_callback(self._resolver.close)
        transport = self._given or await self._open_transport(open_files)
        client = Client(transport)
        self._open.push_async_callback(client.aclose)
        self.calls = max(4, min(self._limits.calls, open_files // 4))
        self._exchange = Exchange(client, self._limits, self.calls, self._user_agent)
        self.queue = self._exchange.queue
        self._robots = Robots(self._robots_file, self._user_agent)
        self._workers = Workers(self._processes)
        self._open.push_async_callback(self._workers.close)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._open.aclose()

    async def _open_transport(self, open_files: int) -> httpx.AsyncBaseTransport:
        trust = self._trust.context()
        dialler = Dialler(self._guard, open_files // 3)
        direct = Transport(open_connector(dialler, self._resolver, trust, self._limits), dialler, self._limits)
        if self._proxy is None:
            return direct
        gate = OnlyProxy(self._proxy)
        resolver = ProxyResolver(gate, self._lookup, fresh=self._limits.names_fresh)
        self._open.push_async_callback(resolver.close)
        dialler = Dialler(gate, open_files // 3)
        connector = open_connector(dialler, resolver, trust, self._limits)
        return Ways(direct, Transport(connector, dialler, self._limits, self._proxy))

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
        return await self._walk(url, self._call(headers, ca_file, max_bytes), robots)

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
        address = self._read(url)
        way = self._way(address.target, ca_file)
        return self._reply(url, address, await self._exchange.send(address, call, pause=0.0, way=way), "")

    async def apart(self, function: str, *args: Any, into: type[T]) -> T:
        """Runs a pure function of ``monitor.sources`` in a worker process, see the port."""
        if self._inline:
            return run_here(function, args)  # type: ignore[no-any-return]
        return await self._workers.run(function, args, into)

    # -- one call ---------------------------------------------------------------------------------------------------

    def _call(self, headers: Mapping[str, str] | None, ca_file: str, max_bytes: int | None) -> Call:
        bound = self._limits.body if max_bytes is None else max_bytes
        return Call(checked_headers(headers or {}), ca_file, bound, self._limits.deadline)

    async def _walk(self, url: str, call: Call, robots: bool) -> Reply:
        """From address to address until one does not redirect."""
        address = self._read(url)
        moved_to, permanent, crumbs = "", True, Crumbs()
        for _ in range(self._limits.redirects + 1):
            target = address.target
            asked_for = await self._ask_robots(target, call.ca_file) if robots else 0.0
            pause = self._pause_for(target)
            way = self._way(target, call.ca_file)
            answer = await self._exchange.send(address, call, pause=max(asked_for, pause), way=way)
            location = answer.header("location") if answer.status in REDIRECTS else ""
            if not location:
                return self._reply(url, address, answer, moved_to)
            crumbs.take(target, answer.headers)
            address = self._follow(target, location)
            if address.target.origin != target.origin:
                call.headers = {name: value for name, value in call.headers.items() if name.lower() in _HARMLESS}
            call.cookies = crumbs.of(address.target)
            permanent = permanent and answer.status in _PERMANENT
            moved_to = address.text if permanent else moved_to
        raise Refused(f"{address.target.site}: more than {self._limits.redirects} redirects", code="too_many_redirects")

    def _reply(self, asked: str, address: Address, answer: Answer, moved_to: str) -> Reply:
        return Reply(
            asked=asked,
            url=address.text,
            status=answer.status,
            headers=answer.headers,
            body=answer.body,
            at=self._now(),
            moved_to=moved_to,
        )

    # -- addresses --------------------------------------------------------------------------------------------------

    def _read_now(self, url: str) -> Address:
        return read_address(read_target(url, self._guard))

    def _follow(self, target: Target, location: str) -> Address:
        """Where a redirect leads, checked like any other address."""
        try:
            # An absolute address is taken as it stands: joining it first could smooth away what must be seen.
            absolute = re.match(r"\s*[A-Za-z][A-Za-z0-9+.-]*:", location)
            return self._read(location if absolute else urljoin(target.url, location.strip()))
        except ValueError as problem:
            raise refused(f"{target.site} redirects to an address that cannot be read") from problem
        except Refused as problem:
            raise refused(f"{target.site} redirects elsewhere: {problem.message}") from problem

    def _way(self, target: Target, ca_file: str) -> Way:
        """Whom to trust, and whether the proxy is asked. Its own localhost is nobody's business."""
        if self._proxy is None and target.scheme == "http":
            return _PLAIN
        try:
            trust = self._trust.context(ca_file) if target.scheme == "https" else None
        except MonitorError as problem:
            raise at(target, problem) from problem
        if self._proxy is None or not self._proxy.passes(target):
            return Way(trust)
        if is_localhost(target.host):
            why = "localhost of the proxy is never asked; list it under direct if ours is meant"
            raise at(target, refused(why))
        return Way(trust, proxied=True)

    # -- politeness -------------------------------------------------------------------------------------------------

    def _pause_for(self, target: Target) -> float:
        if not self._guard.lists_any:
            return self._pause
        known = (target.host,) if target.literal else self._resolver.known(target.host)
        if not known:
            return self._pause
        for address in known:
            if not self._guard.lists(address, target.port):
                return self._pause
        return 0.0

    async def _ask_robots(self, target: Target, ca_file: str) -> float:
        """Seconds the host wants between two calls. Raises Refused or TryLater as its robots.txt says."""
        try:
            return await self._robots.check(target, ca_file)
        except MonitorError as problem:
            raise at(target, problem) from problem

    async def _robots_file(self, url: str, ca_file: str) -> tuple[int, bytes]:
        call = self._call(None, ca_file, LONGEST_ROBOTS)
        call.cut = True
        reply = await self._walk(url, call, robots=False)
        return reply.status, reply.body


def _raise_open_files(wanted: int) -> int:
    """How many files this process may open, after asking for more if it may: each connection is one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
        return most
    return wanted if soft == resource.RLIM_INFINITY else soft
