"""An outlet of the demo: a plain function from request to reply, called in process or served on loopback."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from monitor.model import Reply


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request as it reaches an outlet. Header names are lower-case; ``at`` is the world's time (UTC)."""

    method: str = "GET"
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    at: datetime


class Outlet(Protocol):
    """A place of the small world."""

    def __call__(self, asked: Asked) -> Reply:
        """The whole answer: status, headers, body."""
        ...
