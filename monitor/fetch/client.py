"""httpx as the interface of whoever answers: our own connections, a transport that was given, or a test's respx."""

import ssl
from collections.abc import AsyncIterator, Sequence
from typing import NamedTuple

import httpx

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

    def pieces(self) -> AsyncIterator[bytes]:
        """The body as it comes in, still encoded."""
        return aiter(self._response.stream)  # type: ignore[arg-type]  # a client's stream is an async one

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

    async def ask(
        self, method: str, address: Address, headers: Headers, content: bytes | None, way: Way, deadline: Deadline
    ) -> Incoming | _Given:
        """Sends one request and waits for the head of its answer. Raises MonitorErrors or httpx's own."""
        transport = self._transport_for_url(address.url)  # where respx steps in
        if isinstance(transport, Ways):
            transport = transport.way(proxied=way.proxied)
        if isinstance(transport, Transport):
            return await transport.ask(method, address, headers, content, way.trust, deadline)
        # As bytes: httpx would take text for ASCII, and an ETag may hold any letter.
        raw = [(name.encode("ascii"), value.encode("utf-8")) for name, value in headers]
        request = httpx.Request(method, address.url, headers=raw, content=content)
        return _Given(await self.send(request, stream=True))
