"""An outlet behind ``Web``, in process: ``Web(transport=OutletTransport(outlet, now))``."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime

import httpx

from monitor.demo.outlet import Asked, Outlet


class OutletTransport(httpx.AsyncBaseTransport):
    """Calls ``outlet`` for every request and hands its reply on as if it came from the network.

    ``now`` is the world's time. If the reply has a Content-Encoding its body is taken as encoded. An outlet plays
    a broken place by raising: TimeoutError is one that never answers, another OSError one that cannot be reached.
    """

    def __init__(self, outlet: Outlet, now: Callable[[], datetime]) -> None:
        self._outlet, self._now = outlet, now

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """One request, one reply."""
        headers: dict[str, str] = {}
        for name, value in request.headers.multi_items():
            headers.setdefault(name.lower(), value)
        asked = Asked(
            method=request.method, url=str(request.url), headers=headers, body=await request.aread(), at=self._now()
        )
        try:
            reply = self._outlet(asked)
        except TimeoutError as problem:
            raise httpx.ReadTimeout("the outlet says nothing", request=request) from problem
        except OSError as problem:
            raise httpx.ConnectError("the outlet cannot be reached", request=request) from problem
        raw = [(name.encode("ascii"), value.encode("utf-8")) for name, value in reply.headers]
        return httpx.Response(reply.status, headers=raw, stream=_OnePiece(reply.body))


class _OnePiece(httpx.AsyncByteStream):
    def __init__(self, body: bytes) -> None:
        self._body = body

    async def __aiter__(self) -> AsyncIterator[bytes]:
        if self._body:
            yield self._body
