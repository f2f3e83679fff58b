"""Errors say who must act. One of these is raised at the edge, ``from`` its cause, and caught in ``jobs`` alone.

MonitorError
  TryLater      the clock      (``retry_at``, if the other side named one)
  Refused       the operator   (key, login, address, robots.txt)
  Unreadable    the developer  (the place changed its shape)
  ConfigError   the operator, before the start: file, key, what would be right
  WrongUse      the person at the prompt: what was typed cannot be meant
"""

from datetime import datetime
from typing import Literal

from monitor.model.message import Receipt

#: How a source is, in one word. The last six are failures; ``gone`` ends the source.
Health = Literal[
    "ok",
    "empty",
    "not_modified",
    "limited",
    "refused",
    "out_of_credit",
    "gone",
    "blocked",
    "layout_changed",
    "unreadable",
    "try_later",
]

#: Words under which nothing is wrong with the source.
WELL: frozenset[Health] = frozenset({"ok", "empty", "not_modified"})


class MonitorError(Exception):
    """Anything the monitor knows how to tell a person.

    ``health`` is the word shown for the source; ``code`` is the finer word under it
    (``dns``, ``deadline``, ``blocked_address``, ``robots``, ``429`` ...), "" if there is none.
    """

    default_health: Health = "try_later"

    def __init__(self, message: str, *, code: str = "", health: Health | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.health: Health = health or self.default_health


class TryLater(MonitorError):
    """The clock must act: the same call may go through later.

    ``retry_at`` (aware UTC) is the moment the other side named, None if it named none. ``partly`` is what the channel
    has to say of a message that some of its recipients have by now: only this one has to wait, for the channel works.
    """

    def __init__(
        self,
        message: str,
        *,
        code: str = "",
        health: Health | None = None,
        retry_at: datetime | None = None,
        partly: Receipt | None = None,
    ) -> None:
        super().__init__(message, code=code, health=health)
        self.retry_at, self.partly = retry_at, partly


class Refused(MonitorError):
    """The operator must act: a key, a login, an address, robots.txt."""

    default_health: Health = "refused"


class Unreadable(MonitorError):
    """The developer must act: the place answered, but not in a shape we read."""

    default_health: Health = "unreadable"


class Fault:
    """One fault of the configuration: where it is, what is wrong, what would be right.

    Prints as ``file:line: key: wrong; right``; ``line`` is 1-based, 0 where it cannot be told.
    """

    __slots__ = ("file", "key", "line", "right", "wrong")

    def __init__(self, *, file: str, key: str, wrong: str, right: str = "", line: int = 0) -> None:
        self.file, self.line, self.key, self.wrong, self.right = file, line, key, wrong, right

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        key = f" {self.key}:" if self.key else ""
        return f"{where}:{key} {self.wrong}" + (f"; {self.right}" if self.right else "")

    def __repr__(self) -> str:
        return f"Fault({str(self)!r})"


class ConfigError(MonitorError):
    """The operator must act, before the start. Carries every fault that was found, never just the first."""

    default_health: Health = "refused"

    def __init__(self, faults: "list[Fault] | tuple[Fault, ...]") -> None:
        super().__init__("\n".join(str(fault) for fault in faults), code="config")
        self.faults = tuple(faults)


class WrongUse(MonitorError):
    """The person at the prompt must act: what was typed cannot be meant (a story that there is not, a wrong option)."""

    default_health: Health = "refused"
