"""httpx as the interface of whoever answers: our own connections, a transport that was given, or a test's respx."""

import ssl
from collections.abc import AsyncIterator, Coroutine, Sequence
from typing import NamedTuple

import httpx

import monitor.fetch.aiohttp_bare  # noqa: F401 - before the transport, which imports aiohttp
from monitor.fetch.deadlines import Deadline
from monitor.fetch.transport import Headers, Incoming, Transport, Ways
from monitor.fetch.wire import Address


class Way(NamedTuple):
    """How a request goes out: whom to trust (None: the usual authorities), and whether the proxy is asked."""

    trust: ssl.SSLContext | None = None
    proxied: bool = False


class _Given:
    """An answer of a transport that was given, in the shape of ``Incoming``."""

    def __init__(self, response: httpx.Response) -> None:
        self._response = response
        self.status = response.status_code
        self.headers: Sequence[tuple[bytes, bytes]] = response.headers.raw
        self._pieces: AsyncIterator[bytes] = aiter(response.stream)  # type: ignore[arg-type]  # a client's is an async one

    @property
    def has_ended(self) -> bool:
        """Nobody knows before it was asked."""
        return False

    async def piece(self) -> bytes:
        """The next piece of the body as it came, still encoded; b"" when there is none."""
        async for piece in self._pieces:
            if piece:
                return piece
        return b""

    async def aclose(self) -> None:
        """Closes it."""
        await self._response.aclose()


class _NoCookies(httpx.Cookies):
    """A jar that takes nothing: httpx would keep every cookie that anybody sets, for ever."""

    def extract_cookies(self, response: httpx.Response) -> None:
        """Leaves them where they are. (To let a policy refuse each costs more than to read the answer.)"""


class Client(httpx.AsyncClient):
    """Asks by the way that a call takes. Our own connections are asked without httpx's requests and responses."""

    _jar = _NoCookies()

    def __init__(self, transport: httpx.AsyncBaseTransport) -> None:
        super().__init__(transport=transport, trust_env=False, follow_redirects=False)

    @property  # type: ignore[misc]  # nobody sets any
    def cookies(self) -> httpx.Cookies:
        """None, whatever comes."""
        return self._jar

    def ask(
        self, address: Address, headers: Headers, content: bytes | None, way: Way, deadline: Deadline
    ) -> Coroutine[None, None, Incoming | _Given]:
        """Sends one request and waits for the head of its answer. Raises MonitorErrors or httpx's own.

        No ``content`` is a GET, any a POST.
        """
        transport = self._transport_for_url(address.url)  # where respx steps in
        if isinstance(transport, Ways):
            transport = transport.way(proxied=way.proxied)
        if isinstance(transport, Transport):
            return transport.ask(address, headers, content, way.trust, deadline)
        return self._ask_given(address, headers, content)

    async def _ask_given(self, address: Address, headers: Headers, content: bytes | None) -> _Given:
        # As bytes: httpx would take text for ASCII, and an ETag may hold any letter.
        raw = [(name.encode("ascii"), value.encode("utf-8")) for name, value in headers]
        request = httpx.Request("GET" if content is None else "POST", address.url, headers=raw, content=content)
        return _Given(await self.send(request, stream=True))
