"""Three column types: moments and spans as integers, values as JSON.

``to_driver`` and ``to_ours`` of a type are what it does to a value, for statements that go past SQLAlchemy.
"""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Dialect, Text
from sqlalchemy.types import TypeDecorator

#: So much later than now may a moment be that another daemon, or we a while ago, took for now: clocks of two machines
#: differ, and who takes the time may then wait for his turn to write. Only what lies further ahead was written by a
#: clock that was wrong.
SKEW = timedelta(minutes=1)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


def to_ticks(at: datetime) -> int:
    """Microseconds since 1970 (UTC). Integers, because a float turned datetime can round to before itself.

    Raises ValueError for a naive datetime.
    """
    if at.tzinfo is None:
        raise ValueError(f"a moment needs a time zone: {at!r}")
    since = at - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def from_ticks(ticks: int) -> datetime:
    """The moment (aware UTC) of ``to_ticks``."""
    return _EPOCH + ticks * _TICK


_read_json = msgspec.json.Decoder().decode
_write_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def to_json(value: Any) -> str:
    """A JSON value as the database keeps it: short, and the same bytes everywhere."""
    # most lists are empty, and an encoder costs more than they do
    return "[]" if value in ([], ()) else _write_json(value)


def _moment_to_ticks(value: datetime | None) -> int | None:
    return None if value is None else to_ticks(value)


def _ticks_to_moment(value: int | None) -> datetime | None:
    return None if value is None else _EPOCH + value * _TICK


def _span_to_ticks(value: timedelta | None) -> int | None:
    return None if value is None else value // _TICK


def _ticks_to_span(value: int | None) -> timedelta | None:
    return None if value is None else value * _TICK


def _value_to_json(value: Any) -> str | None:
    return None if value is None else to_json(value)


def _json_to_value(value: str | None) -> Any:
    if value is None:
        return None
    try:
        return _read_json(value)  # a quarter of what the standard library's takes
    except msgspec.DecodeError:
        return json.loads(value)  # what JSON has no word for: NaN, half a character


class Moment(TypeDecorator[datetime]):
    """An aware UTC datetime, stored as integer microseconds; a naive one is refused."""

    impl = BigInteger
    cache_ok = True
    to_driver, to_ours = staticmethod(_moment_to_ticks), staticmethod(_ticks_to_moment)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return _moment_to_ticks(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return _ticks_to_moment(value)


class Span(TypeDecorator[timedelta]):
    """A length of time, stored as integer microseconds."""

    impl = BigInteger
    cache_ok = True
    to_driver, to_ours = staticmethod(_span_to_ticks), staticmethod(_ticks_to_span)

    def process_bind_param(self, value: timedelta | None, dialect: Dialect) -> int | None:
        return _span_to_ticks(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> timedelta | None:
        return _ticks_to_span(value)


class Json(TypeDecorator[Any]):
    """A JSON value as text: the same bytes on every database, readable in any client."""

    impl = Text
    cache_ok = True
    to_driver, to_ours = staticmethod(_value_to_json), staticmethod(_json_to_value)

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return _value_to_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return _json_to_value(value)
