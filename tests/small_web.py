"""The Web port over outlets called in process: nothing is dialled, what crosses to a worker crosses as MessagePack."""

import inspect
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from importlib import import_module
from typing import Any, TypeVar, get_type_hints

import msgspec
from pydantic import BaseModel

from monitor.demo.outlet import Asked
from monitor.model import MonitorError, Reply, TryLater

T = TypeVar("T")

AT = datetime(2026, 1, 22, 9, 0, tzinfo=UTC)


class SmallWeb:
    """``outlet`` answers everything; ``at`` is the world's time. ``asked`` are the requests, oldest first."""

    def __init__(self, outlet: Callable[[Asked], Reply], at: datetime = AT) -> None:
        self.outlet = outlet
        self.at = at
        self.asked: list[Asked] = []

    async def get(self, url: str, *, headers: Mapping[str, str] | None = None, **_: Any) -> Reply:
        return self._ask("GET", url, headers, b"")

    async def post(self, url: str, *, content: bytes, headers: Mapping[str, str] | None = None, **_: Any) -> Reply:
        return self._ask("POST", url, headers, content)

    async def apart(self, function: str, *args: Any, into: type[T]) -> T:
        module, _, name = function.partition(":")
        call = getattr(import_module(module), name)
        hints = get_type_hints(call)
        names = list(inspect.signature(call).parameters)
        crossed = [_cross(value, hints[parameter]) for value, parameter in zip(args, names, strict=False)]
        return _cross(call(*crossed), into)

    def _ask(self, method: str, url: str, headers: Mapping[str, str] | None, body: bytes) -> Reply:
        lower = {name.lower(): value for name, value in (headers or {}).items()}
        asked = Asked(method=method, url=url, headers=lower, body=body, at=self.at)
        self.asked.append(asked)
        try:
            return self.outlet(asked)
        except ConnectionError as error:
            raise TryLater(f"{url} hung up", code="network") from error


def _cross(value: Any, kind: Any) -> Any:
    if isinstance(value, BaseModel):
        return type(value).model_validate(
            msgspec.msgpack.decode(msgspec.msgpack.encode(value.model_dump(by_alias=True)))
        )
    return msgspec.msgpack.decode(msgspec.msgpack.encode(value), type=kind)


def failing(error: MonitorError) -> Callable[[Asked], Reply]:
    """An outlet that cannot be reached."""

    def outlet(asked: Asked) -> Reply:
        raise error

    return outlet
