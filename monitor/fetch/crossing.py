"""How values cross between the daemon and a worker: MessagePack, decoded by annotation. Never pickle:
a worker that a feed took over must not be able to run code in the daemon."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar, get_type_hints

import msgspec

from monitor.model import Health, MonitorError, Refused, TryLater, Unreadable

T = TypeVar("T")

#: A frame is its length (4 bytes, big-endian) and so many bytes of MessagePack.
LENGTH_BYTES = 4

#: Errors keep their class when they cross; any other is told as the nearest of these.
_ERRORS: dict[str, type[MonitorError]] = {"TryLater": TryLater, "Refused": Refused, "Unreadable": Unreadable}


class Ask(msgspec.Struct, array_like=True):
    """One job: a function by name and its arguments, each encoded by itself."""

    number: int
    function: str
    args: msgspec.Raw


class Told(msgspec.Struct, array_like=True):
    """A MonitorError as data."""

    kind: str
    message: str
    code: str
    health: Health
    retry_at: datetime | None = None


#: An encoded None.
_NOTHING = msgspec.Raw(b"\xc0")


class Answered(msgspec.Struct, array_like=True):
    """What became of a job: ``error`` if there is one, else ``value``.

    ``last``: the worker ends after this one, through no fault of those that wait behind.
    """

    number: int
    value: msgspec.Raw = _NOTHING
    error: Told | None = None
    last: bool = False


def pack(value: Any) -> bytes:
    """Encodes nouns, pydantic models and plain values. Raises TypeError or ValueError for anything else."""
    try:
        return msgspec.msgpack.encode(value, enc_hook=_plain)
    except UnicodeEncodeError:
        # Half a character of UTF-16, left by a reader that did not clean its text: it has no UTF-8 form.
        return msgspec.msgpack.encode(_mended(msgspec.to_builtins(value, builtin_types=_KEPT, enc_hook=_plain)))


def unpack(raw: bytes | msgspec.Raw, into: type[T]) -> T:
    """Decodes and checks against a type. Raises msgspec.ValidationError."""
    return _decoder(into).decode(raw)  # type: ignore[arg-type, no-any-return]  # types are hashable


def framed(message: msgspec.Struct) -> bytes:
    """The message with its length before it."""
    body = pack(message)
    return len(body).to_bytes(LENGTH_BYTES, "big") + body


def asked(number: int, function: str, args: Sequence[Any]) -> bytes:
    """An ``Ask`` with its length before it, encoded in one go. Raises as ``pack``."""
    body = pack((number, function, args if isinstance(args, list | tuple) else list(args)))
    return len(body).to_bytes(LENGTH_BYTES, "big") + body


def unpack_args(function: Callable[..., Any], raw: msgspec.Raw) -> Sequence[Any]:
    """Decodes arguments by the annotations of ``function``. Raises msgspec.ValidationError; TypeError for too many."""
    values = msgspec.msgpack.decode(raw, type=list[msgspec.Raw])
    kinds = _kinds(function)
    if len(values) > len(kinds):
        raise TypeError(f"{function.__name__} takes {len(kinds)} arguments, {len(values)} came")
    return [unpack(value, kind) for value, kind in zip(values, kinds, strict=False)]


def as_data(problem: MonitorError) -> Told:
    """The error in a form that crosses."""
    kind = next((name for name, error in _ERRORS.items() if isinstance(problem, error)), "Unreadable")
    retry_at = getattr(problem, "retry_at", None)
    return Told(kind, problem.message[:2000], problem.code[:100], problem.health, retry_at)


def as_error(told: Told) -> MonitorError:
    """The error again."""
    kind = _ERRORS.get(told.kind, Unreadable)
    if kind is TryLater:
        return TryLater(told.message, code=told.code, health=told.health, retry_at=told.retry_at)
    return kind(told.message, code=told.code, health=told.health)


@lru_cache(maxsize=256)
def _kinds(function: Callable[..., Any]) -> list[Any]:
    hints = get_type_hints(function)
    return [hints.get(name, Any) for name in inspect.signature(function).parameters]


@lru_cache(maxsize=256)
def _decoder(kind: Any) -> msgspec.msgpack.Decoder[Any]:
    return msgspec.msgpack.Decoder(kind, dec_hook=_as_kind)


def _plain(value: Any) -> Any:
    """For what MessagePack does not know: pydantic models, secrets (never their value), read-only mappings."""
    if hasattr(value, "model_dump"):
        return value.model_dump(round_trip=True)
    if hasattr(value, "get_secret_value"):
        return "**********"
    if isinstance(value, Mapping):
        return dict(value)
    from pydantic_core import to_jsonable_python

    return to_jsonable_python(value)


def _as_kind(kind: type, value: Any) -> Any:
    if hasattr(kind, "model_validate"):
        return kind.model_validate(value)
    raise NotImplementedError(f"{kind} does not cross")


_KEPT = (bytes, datetime)


def _mended(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {_mended(key): _mended(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_mended(item) for item in value]
    return value
