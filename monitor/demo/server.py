"""The outlets of the small world, served over HTTP on loopback: one port, told apart by host name."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from types import TracebackType
from typing import Self

from aiohttp import web

from monitor.demo.outlet import Asked, Outlet
from monitor.model import Reply

#: Where the world stands.
LOOPBACK = "127.0.0.1"


class Served:
    """``async with Served(outlets, now) as served``: ``outlets`` by host name; ``served.port`` is where they listen.

    ``now`` is the world's time. An outlet that raises OSError hangs up, one that raises TimeoutError never answers.
    """

    def __init__(self, outlets: Mapping[str, Outlet], now: Callable[[], datetime]) -> None:
        self._outlets, self._now = outlets, now
        self.port = 0

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=10_000_000)
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, LOOPBACK, 0)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        outlet = self._outlets.get(request.url.host or "")
        if outlet is None:
            return web.Response(status=404, text="no such host in this world")
        headers: dict[str, str] = {}
        for name, value in request.headers.items():
            headers.setdefault(name.lower(), value)
        asked = Asked(
            method=request.method, url=str(request.url), headers=headers, body=await request.read(), at=self._now()
        )
        try:
            reply = outlet(asked)
        except TimeoutError:
            await asyncio.sleep(3600)
            raise
        except OSError:
            if request.transport is not None:
                request.transport.close()
            raise
        return _response(reply)


def _response(reply: Reply) -> web.Response:
    response = web.Response(status=reply.status, body=reply.body if reply.status != 304 else None)
    for name, value in reply.headers:
        if name not in {"content-length", "transfer-encoding"}:
            response.headers[name] = value
    return response


async def to_loopback(host: str) -> list[str]:
    """A resolver for the world: every name is here. What it says is checked by the guard all the same."""
    return [LOOPBACK]
