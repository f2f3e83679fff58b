"""The real Web over outlets called in process: nothing is dialled, parsing runs in this process."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

from monitor.demo.outlet import Asked
from monitor.demo.transport import OutletTransport
from monitor.fetch import Web
from monitor.model import MonitorError, Reply

T = TypeVar("T")

AT = datetime(2026, 1, 22, 9, 0, tzinfo=UTC)


class SmallWeb:
    """``outlet`` answers everything; ``at`` is the world's time. ``asked`` are the requests, oldest first.

    It opens a Web for each call, so that a test need not close one.
    """

    def __init__(self, outlet: Callable[[Asked], Reply], at: datetime = AT) -> None:
        self.asked: list[Asked] = []
        self._outlet, self._at = outlet, at

    async def get(self, url: str, **more: Any) -> Reply:
        async with self._open() as web:
            return await web.get(url, **more)

    async def post(self, url: str, **more: Any) -> Reply:
        async with self._open() as web:
            return await web.post(url, **more)

    async def apart(self, function: str, *args: Any, into: type[T]) -> T:
        async with self._open() as web:
            return await web.apart(function, *args, into=into)

    def _open(self) -> Web:
        return Web(transport=OutletTransport(self._record, lambda: self._at), now=lambda: self._at, inline=True)

    def _record(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        return self._outlet(asked)


def failing(error: MonitorError) -> Callable[[Asked], Reply]:
    """An outlet that cannot be reached, as the Web would tell it."""

    def outlet(asked: Asked) -> Reply:
        raise error

    return outlet
