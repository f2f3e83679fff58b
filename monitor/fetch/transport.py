"""The sockets: aiohttp's connections and its reader of answers, and the guard's last two places where they are made.

Why not httpx's own sockets, and why not aiohttp's session: docs/decisions/0001-transport-on-aiohttp.md.
"""

import asyncio
import errno
import socket
import ssl
import time
from collections import deque
from collections.abc import Iterable, Sequence
from contextvars import ContextVar
from functools import cached_property, lru_cache
from typing import Any
from weakref import WeakSet

import aiohttp
import httpx
import yarl
from aiohttp.client_proto import ResponseHandler
from aiohttp.client_reqrep import ConnectionKey
from aiohttp.connector import Connection
from aiohttp.http import RawResponseMessage
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.streams import StreamReader

from monitor.fetch.addresses import Blocked, Gate
from monitor.fetch.deadlines import Deadline
from monitor.fetch.limits import Limits
from monitor.fetch.meanings import proxy_refuses, tell
from monitor.fetch.mending import Forgiving
from monitor.fetch.proxies import Proxy
from monitor.fetch.resolver import Resolver
from monitor.fetch.wire import Address

#: Largest header field and status line (bytes); aiohttp's own 8 KB is tight for some security policies.
_FIELD = 65_536
#: Headers of one answer.
_HEADERS = 256

#: Answers without a body, whatever their headers announce.
_EMPTY = frozenset({204, 304})

#: Names and values of a request, in order.
Headers = Iterable[tuple[str, str]]

#: Seconds an idle connection is kept: long enough for redirects and for the next feed of the same host.
_KEPT = 15.0

#: A place that has several addresses is dialled at the next one as well after so many seconds (RFC 8305): one of them
#: may be dead, or IPv6 lead nowhere.
_NEXT = 0.5
#: The sockets that were made for the call in hand: one, or one for each address of its place that was dialled.
_RACE: ContextVar[WeakSet[socket.socket]] = ContextVar("_RACE")


class Dialler:
    """Makes the sockets, and so has the last word: whatever was parsed or resolved before, this address is dialled."""

    def __init__(self, gate: Gate, most: int) -> None:
        self._gate, self._most = gate, most
        self._made: deque[float] = deque()

    def __call__(self, row: tuple[Any, ...]) -> socket.socket:
        """The socket for one address. Raises Blocked, and OSError for one more of a place that is being dialled already
        where files are scarce: a network that swallows all calls must not take eight of them for each.
        """
        family, kind, protocol, _, address = row
        if not self._gate.permits(address[0], address[1]):
            raise Blocked
        race = _RACE.get(None)
        if race and self.crowded() and any(other.fileno() >= 0 for other in race):
            raise OSError(errno.EMFILE, "no further address was tried")
        made = socket.socket(family, kind, protocol)
        self._made.append(time.monotonic())
        if race is not None:
            race.add(made)
        return made

    def crowded(self) -> bool:
        """Whether so many connections were made lately that keeping more would use up the files we may open."""
        oldest = time.monotonic() - _KEPT
        while self._made and self._made[0] < oldest:
            self._made.popleft()
        return len(self._made) > self._most


def open_connector(dialler: Dialler, resolver: Resolver, trust: ssl.SSLContext, limits: Limits) -> aiohttp.TCPConnector:
    """Connections that are checked twice: when a name is resolved, and when a socket is made."""
    return aiohttp.TCPConnector(
        resolver=resolver,
        use_dns_cache=False,
        # Slots are ours and taken earlier; these bounds only must never be the ones that are felt.
        limit=limits.calls + 100,
        limit_per_host=limits.per_host + 2,
        keepalive_timeout=_KEPT,
        ssl=trust,
        happy_eyeballs_delay=_NEXT,
        socket_factory=dialler,
    )


class _Place(aiohttp.ClientRequest):
    """Whom to connect to: all that a connector asks of a request. Made once for a host, for it costs 30 us."""

    @cached_property
    def connection_key(self) -> ConnectionKey:
        """What two connections have in common that may stand in for each other."""
        return super().connection_key


class Incoming:
    """An answer whose head has come; header names and values are as received. ``piece`` by ``piece`` its body is read.

    Whoever has it closes it: a connection whose answer was read to its end is kept then, any other is not.
    """

    __slots__ = ("_connection", "_deadline", "_payload", "headers", "status")

    def __init__(
        self, message: RawResponseMessage, payload: StreamReader, connection: Connection, deadline: Deadline
    ) -> None:
        self.status: int = message.code
        self.headers: Sequence[tuple[bytes, bytes]] = message.raw_headers
        self._payload, self._connection, self._deadline = payload, connection, deadline

    @property
    def has_ended(self) -> bool:
        """Whether nothing more is to come, and all of it was read."""
        return self._payload.at_eof()

    async def piece(self) -> bytes:
        """The next piece of the body as it comes in, still encoded; b"" when that was all. Raises MonitorErrors."""
        payload = self._payload
        try:
            while not payload.at_eof():
                self._deadline.listen()
                piece = await payload.readany()
                self._deadline.heard()
                if piece:
                    return piece
        except (aiohttp.ClientError, OSError, ValueError) as problem:
            raise tell(problem) from problem
        return b""

    async def aclose(self) -> None:
        """Gives the connection back."""
        if self._payload.at_eof():
            self._connection.release()
        else:
            self._connection.close()


class Transport(httpx.AsyncBaseTransport):
    """One set of connections, asked by ``ask``. Raises MonitorErrors: nothing is known better further up.

    An httpx transport only so that an httpx client can hold it. With ``proxy``, calls go through it.
    """

    def __init__(
        self, connector: aiohttp.TCPConnector, dialler: Dialler, limits: Limits, proxy: Proxy | None = None
    ) -> None:
        self._connector, self._dialler = connector, dialler
        self._patience = aiohttp.ClientTimeout(total=None, sock_connect=limits.connect)
        self._proxy = yarl.URL(proxy.target.url) if proxy else None
        self._login = (
            {"Proxy-Authorization": aiohttp.encode_basic_auth(proxy.user, proxy.password)}
            if proxy and proxy.user
            else {}
        )
        self._places = lru_cache(maxsize=2048)(self._place)

    async def ask(
        self,
        address: Address,
        headers: Headers,
        content: bytes | None,
        trust: ssl.SSLContext | None,
        deadline: Deadline,
    ) -> Incoming:
        """Sends one request and waits for the head of its answer; ``trust`` None is the usual TLS context.

        ``headers`` go out behind Host as they are. A kept connection that proves dead, or says something that is no
        answer, is replaced, once, unless the request was to change something at the other side.
        """
        head = self._head(address, headers, content)
        place = self._places(address.origin, trust) if self._proxy is None else self._place(address.origin, trust)
        try:
            try:
                return await self._try(place, head, deadline)
            except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError, HttpProcessingError) as problem:
                if content is not None or isinstance(problem, aiohttp.ClientConnectorError):
                    raise
            return await self._try(place, head, deadline)
        except (aiohttp.ClientError, HttpProcessingError, OSError, ValueError) as problem:
            raise tell(problem) from problem

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._connector.close()

    async def _try(self, place: _Place, head: bytes, deadline: Deadline) -> Incoming:
        connection, kept = await self._connect(place), True
        try:
            protocol, transport = _ends(connection)
            kept = protocol._parser is not None
            if self._dialler.crowded():
                protocol.force_close()  # after this answer
            _expect_answer(protocol)
            Forgiving(protocol, _expect_answer)
            transport.write(head)
            deadline.listen()
            message, payload = await protocol.read()
            while 100 <= message.code < 200 and message.code != 101:
                deadline.listen()
                message, payload = await protocol.read()
            deadline.heard()
            if message.code in _EMPTY and (message.chunked or message.headers.get("Content-Length", "0") != "0"):
                protocol.force_close()  # some send the body all the same, and it would pass for the next answer
            if message.code == 407:
                self._ask_who_refused()
            return Incoming(message, payload, connection, deadline)
        except BaseException as problem:
            connection.close()
            if isinstance(problem, HttpProcessingError) and not kept:
                raise tell(problem) from problem  # another connection would say the same
            raise

    def _ask_who_refused(self) -> None:
        """407 is a proxy's word: to a plain call it comes as the answer of the place."""
        if self._proxy is not None:
            raise proxy_refuses(407)

    async def _connect(self, place: _Place) -> Connection:
        """A connection, kept or new, on which nothing waits: what came unasked would pass for our answer."""
        while True:
            _RACE.set(WeakSet())
            connection = await self._connector.connect(place, [], self._patience)
            if not connection.protocol:  # it counts the answers that wait
                return connection
            connection.close()

    def _place(self, origin: yarl.URL, trust: ssl.SSLContext | None) -> _Place:
        # A connector writes into the headers for the proxy: they are each request's own.
        login = dict(self._login) if self._proxy else None
        return _Place("GET", origin, ssl=trust or True, proxy=self._proxy, proxy_headers=login)

    def _head(self, address: Address, headers: Headers, content: bytes | None) -> bytes:
        path = address.path
        if self._proxy is not None and address.target.scheme == "http":
            path, headers = address.text, [*headers, *self._login.items()]
        lines = "".join([f"{name}: {value}\r\n" for name, value in headers])
        if content is None:
            return f"GET {path} HTTP/1.1\r\nHost: {address.host}\r\n{lines}\r\n".encode()
        sized = f"POST {path} HTTP/1.1\r\nHost: {address.host}\r\n{lines}Content-Length: {len(content)}\r\n\r\n"
        return sized.encode() + content


def _expect_answer(protocol: ResponseHandler) -> None:
    """Sets the connection to read one answer."""
    protocol.set_response_params(
        read_until_eof=True,
        auto_decompress=False,
        read_bufsize=65_536,
        max_line_size=_FIELD,
        max_field_size=_FIELD,
        max_headers=_HEADERS,
    )


def _ends(connection: Connection) -> tuple[ResponseHandler, asyncio.Transport]:
    """Who reads the connection, and where to write. Raises ServerDisconnectedError if it is closed already."""
    if connection.protocol is None or connection.protocol.transport is None:
        raise aiohttp.ServerDisconnectedError
    return connection.protocol, connection.protocol.transport


class Ways(httpx.AsyncBaseTransport):
    """Directly, or through the proxy."""

    def __init__(self, direct: Transport, proxied: Transport) -> None:
        self._direct, self._proxied = direct, proxied

    def way(self, *, proxied: bool) -> Transport:
        """One of both."""
        return self._proxied if proxied else self._direct

    async def aclose(self) -> None:
        """Closes both."""
        await self._direct.aclose()
        await self._proxied.aclose()
