"""httpx on top of aiohttp's sockets: the guard's last three places stand where the connection is made.

Why not httpx's own sockets: docs/decisions/0001-transport-on-aiohttp.md.
"""

import socket
import ssl
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from functools import lru_cache
from typing import Any

import aiohttp
import httpx
import yarl
from aiohttp.connector import Connection

from monitor.fetch.addresses import Blocked, Gate
from monitor.fetch.limits import Limits
from monitor.fetch.proxies import Proxy
from monitor.fetch.resolver import NoAnswer, Resolver
from monitor.fetch.urls import refused
from monitor.model import MonitorError, Refused, TryLater, Unreadable

#: Largest header field and status line (bytes); aiohttp's own 8 KB is tight for some security policies.
_FIELD = 65_536
#: Headers of one answer.
_HEADERS = 256


#: Seconds an idle connection is kept: long enough for redirects and for the next feed of the same host.
_KEPT = 15.0


class Dialler:
    """Makes the sockets, and so has the last word: whatever was parsed or resolved before, this address is dialled."""

    def __init__(self, gate: Gate, most: int) -> None:
        self._gate, self._most = gate, most
        self._made: deque[float] = deque()

    def __call__(self, row: tuple[Any, ...]) -> socket.socket:
        """The socket for one address. Raises Blocked."""
        family, kind, protocol, _, address = row
        if not self._gate.permits(address[0], address[1]):
            raise Blocked
        made = socket.socket(family, kind, protocol)
        self._made.append(time.monotonic())
        return made

    def crowded(self) -> bool:
        """Whether so many connections were made lately that keeping more would use up the files we may open."""
        oldest = time.monotonic() - _KEPT
        while self._made and self._made[0] < oldest:
            self._made.popleft()
        return len(self._made) > self._most


def open_session(dialler: Dialler, resolver: Resolver, trust: ssl.SSLContext, limits: Limits) -> aiohttp.ClientSession:
    """A session whose connections are checked twice: when a name is resolved, and when a socket is made."""

    class Request(aiohttp.ClientRequest):
        async def send(self, conn: Connection) -> aiohttp.ClientResponse:
            if dialler.crowded() and conn.protocol is not None:
                conn.protocol.force_close()  # after this answer
            return await super().send(conn)

    connector = aiohttp.TCPConnector(
        resolver=resolver,
        use_dns_cache=False,
        # Slots are ours and taken earlier; these bounds only must never be the ones that are felt.
        limit=limits.calls + 100,
        limit_per_host=limits.per_host + 2,
        keepalive_timeout=_KEPT,
        ssl=trust,
        happy_eyeballs_delay=None,
        socket_factory=dialler,
    )
    return aiohttp.ClientSession(
        connector=connector,
        request_class=Request,
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        trust_env=False,
        skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding", "Content-Type"),
        read_bufsize=65_536,
        max_line_size=_FIELD,
        max_field_size=_FIELD,
        max_headers=_HEADERS,
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=limits.connect, sock_read=limits.silence),
    )


class Transport(httpx.AsyncBaseTransport):
    """One session as an httpx transport. Raises MonitorErrors: nothing is known better further up.

    ``extensions["ssl"]`` of a request is its TLS context. With ``proxy``, calls go through it.
    """

    def __init__(self, session: aiohttp.ClientSession, proxy: Proxy | None = None) -> None:
        self._session = session
        self._proxy = yarl.URL(proxy.target.url) if proxy else None
        self._proxy_login = (
            {"Proxy-Authorization": aiohttp.encode_basic_auth(proxy.user, proxy.password)}
            if proxy and proxy.user
            else {}
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Sends one request; the body is read by whoever iterates the response's stream."""
        url = _same_address(request.url)
        content = await request.aread() if request.method != "GET" else None
        headers = [(name.decode("ascii"), value.decode("utf-8")) for name, value in request.headers.raw]
        if url.scheme == "http":
            headers.extend(self._proxy_login.items())
        try:
            answer = await self._session.request(
                request.method,
                url,
                headers=headers,
                data=content,
                allow_redirects=False,
                ssl=request.extensions.get("ssl", True),
                proxy=self._proxy,
                proxy_headers=self._proxy_login,
            )
        except (aiohttp.ClientError, OSError, ValueError) as problem:
            raise tell(problem) from problem
        return httpx.Response(answer.status, headers=list(answer.raw_headers), stream=_Stream(answer))

    async def aclose(self) -> None:
        """Closes the session and its connections."""
        await self._session.close()


class Ways(httpx.AsyncBaseTransport):
    """Directly, or through the proxy, as ``extensions["proxied"]`` says."""

    def __init__(self, direct: Transport, proxied: Transport) -> None:
        self._direct, self._proxied = direct, proxied

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Sends the request on its way."""
        way = self._proxied if request.extensions.get("proxied") else self._direct
        return await way.handle_async_request(request)

    async def aclose(self) -> None:
        """Closes both."""
        await self._direct.aclose()
        await self._proxied.aclose()


class _Stream(httpx.AsyncByteStream):
    def __init__(self, answer: aiohttp.ClientResponse) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for piece in self._answer.content.iter_any():
                yield piece
        except (aiohttp.ClientError, OSError, ValueError) as problem:
            raise tell(problem) from problem

    async def aclose(self) -> None:
        # A connection whose answer was read to its end went back to the pool by itself; any other is not to be kept.
        if self._answer.content.at_eof():
            self._answer.release()
        else:
            self._answer.close()


@lru_cache(maxsize=8192)
def _same_address(url: httpx.URL) -> yarl.URL:
    """The address for aiohttp, byte for byte as httpx has it. Two readers that see different hosts are refused."""
    text = str(url)
    # `or` would take port 0 for none, and check 80 in its place.
    port = url.port if url.port is not None else {"http": 80, "https": 443}.get(url.scheme)
    try:
        other = yarl.URL(text, encoded=True)
        same = (url.scheme, url.raw_host.decode("ascii"), port) == (other.scheme, other.raw_host, other.port)
    except ValueError as problem:
        raise refused("the address cannot be read") from problem
    if not same:
        raise refused("the address can be read in two ways")
    return other


def tell(problem: BaseException) -> MonitorError:
    """What an error of the network means, and who must act. Addresses stay out of it: they may be secrets."""
    for kind, error in _MEANINGS:
        if any(isinstance(cause, kind) for cause in _causes(problem)):
            return error(problem)
    return TryLater(f"the connection failed ({_reason(problem)})", code="network")


def _causes(problem: BaseException) -> list[BaseException]:
    causes: list[BaseException] = []
    while problem is not None and problem not in causes:
        causes.append(problem)
        problem = getattr(problem, "os_error", None) or problem.__cause__ or problem.__context__  # type: ignore[assignment]
    return causes


def _reason(problem: BaseException) -> str:
    last = _causes(problem)[-1]
    return last.strerror if isinstance(last, OSError) and last.strerror else type(last).__name__


def _tls(problem: BaseException) -> MonitorError:
    for cause in _causes(problem):
        # aiohttp's own error claims to be this one as well, but says less.
        if why := getattr(cause, "verify_message", ""):
            return Refused(f"its certificate is not valid: {why}", code="tls_error")
    return Refused(f"no safe connection could be made ({_reason(problem)})", code="tls_error")


def _proxy(problem: BaseException) -> MonitorError:
    status = next(cause.status for cause in _causes(problem) if isinstance(cause, aiohttp.ClientHttpProxyError))
    if status in (401, 403, 407):
        return Refused(f"the proxy refuses ({status})", code="proxy")
    return TryLater(f"the proxy cannot reach it ({status})", code="network")


_Meaning = Callable[[BaseException], MonitorError]
_MEANINGS: tuple[tuple[type[BaseException], _Meaning], ...] = (
    (Blocked, lambda _: refused("it leads to an address that is not public; the operator can list it under allow")),
    (NoAnswer, lambda _: TryLater("its name cannot be resolved", code="dns")),
    (aiohttp.ClientHttpProxyError, _proxy),
    (aiohttp.ClientProxyConnectionError, lambda _: TryLater("the proxy cannot be reached", code="network")),
    (ssl.SSLError, _tls),
    (ssl.CertificateError, _tls),
    (TimeoutError, lambda _: TryLater("no answer in time", code="deadline")),
    (aiohttp.http_exceptions.LineTooLong, lambda _: Unreadable("its headers are too long", code="too_large")),
    (aiohttp.ClientPayloadError, lambda _: TryLater("the answer broke off in the middle", code="network")),
    (aiohttp.ClientResponseError, lambda _: TryLater("it does not speak proper HTTP", code="network")),
)
