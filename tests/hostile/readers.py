"""Readers that misbehave, and a few that echo what reached them: run in worker processes by the tests."""

import ctypes
import errno
import mmap
import os
import re
import signal
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import BaseModel, ConfigDict, SecretStr

from monitor.model import Haul, Post, Refused, Reply, TryLater


class Wishes(BaseModel):
    """Options as a kind has them."""

    model_config = ConfigDict(extra="forbid")
    item: str = ""
    every: timedelta = timedelta(minutes=5)
    names: tuple[str, ...] = ()
    key: SecretStr | None = None


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What reached the other side, by type."""

    reply: Reply
    wishes: Wishes
    now: datetime
    every: timedelta
    cursor: Mapping[str, Any]
    blob: bytes
    kinds: tuple[str, ...] = field(default=())


def read_all(
    reply: Reply, wishes: Wishes, now: datetime, every: timedelta, cursor: Mapping[str, Any], blob: bytes
) -> Seen:
    kinds = tuple(type(value).__name__ for value in (reply, wishes, now, every, cursor, blob))
    return Seen(reply=reply, wishes=wishes, now=now, every=every, cursor=cursor, blob=blob, kinds=kinds)


def read_well(text: str) -> Haul:
    return Haul(posts=(Post(source="s", id=text, text=text),), fresh_for=timedelta(minutes=7))


def read_slowly(seconds: float) -> str:
    time.sleep(seconds)
    return "done"


def read_for_ever(text: str) -> Haul:
    while text:
        pass
    return Haul()


def read_for_ever_in_c(text: str) -> bool:
    return re.match(r"(a+)+$", "a" * 40 + "!" + text) is not None


def read_greedily(text: str) -> Haul:
    kept = [bytearray(50 << 20) for _ in range(1000)]
    return Haul(detail=str(len(kept)) + text)


def read_reserving(size: int) -> str:
    """Asks for address space alone: that costs neither time nor memory, whatever is allowed."""
    try:
        mmap.mmap(-1, size).close()
    except OSError as error:
        return errno.errorcode[error.errno or 0]
    return "granted"


def read_into_the_void(text: str) -> Haul:
    ctypes.string_at(0)
    return Haul(detail=text)


def read_and_be_killed(text: str) -> Haul:
    os.kill(os.getpid(), signal.SIGKILL)
    return Haul(detail=text)


def read_and_leave(text: str) -> Haul:
    os._exit(0)


def read_too_deep(text: str) -> Haul:
    return read_too_deep(text)


def read_too_much(text: str) -> str:
    return text * (40 << 20)


def read_wrongly(text: str) -> Haul:
    return {"posts": [{"id": 5}]}  # type: ignore[return-value]


def read_half_a_character(text: str) -> Haul:
    return Haul(
        detail="broken \ud83d text", posts=(Post(source="s", id="1", published_at=datetime(2026, 1, 1, tzinfo=UTC)),)
    )


def read_a_secret_text(text: str) -> Haul:
    raise KeyError("<script>" + text)


def read_later(at: datetime) -> Haul:
    raise TryLater("come back", code="429", health="limited", retry_at=at)


def read_nothing(text: str) -> Haul:
    raise Refused("no key", code="401")


def read_surroundings(text: str) -> list[str]:
    return sorted(os.environ) + [name for name in ("aiohttp", "httpx") if sys.modules.get(name)]


def read_process(text: str) -> int:
    if text:
        time.sleep(0.2)
    return os.getpid()


def read_like_a_feed(reply: Reply, now: datetime) -> Haul:
    """As much as a feed of 59 KB gives: 35 posts."""
    return Haul(
        posts=tuple(
            Post(source="s", id=f"https://a.example/{n}", title="t" * 80, text="x" * 900, published_at=now)
            for n in range(35)
        )
    )
