"""The three ports: Kind (posts come in), Channel (messages go out), Clock; and the Web that both sides use."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol, TypeVar

from monitor.model.message import Form, Message, Receipt
from monitor.model.source import Cursor, Haul, Reply

T = TypeVar("T")


class Clock(Protocol):
    """Calendar time: next poll, retry, lease, cron, digest window. Socket deadlines are not its business."""

    def now(self) -> datetime:
        """The present moment, aware UTC."""
        ...

    async def sleep_until(self, at: datetime) -> None:
        """Sleeps until ``at`` (aware UTC) or a little less: it may return early, so the caller looks again."""
        ...


class Web(Protocol):
    """The only way out. Every address is checked before it is dialled, every answer is bounded in time and size."""

    async def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        robots: bool = False,
        ca_file: str = "",
        max_bytes: int | None = None,
    ) -> Reply:
        """Asks for ``url``, follows up to five redirects, each checked. Any HTTP status is a Reply, not an error.

        ``robots`` asks the host's robots.txt first. ``max_bytes`` bounds the decoded body (default 10 MB).

        Raises TryLater (code ``deadline``, ``dns``, ``network``), Refused (``blocked_address``, ``tls_error``,
        ``too_many_redirects``, ``robots``), Unreadable (``too_large``).
        """
        ...

    async def post(
        self,
        url: str,
        *,
        content: bytes,
        headers: Mapping[str, str] | None = None,
        ca_file: str = "",
    ) -> Reply:
        """Sends ``content``; follows no redirect (a 3xx is the Reply). Raises as ``get``."""
        ...

    async def apart(self, function: str, *args: Any, into: type[T]) -> T:
        """Runs a pure function of ``monitor.sources`` in a worker process, with limits on time and memory.

        ``function`` is ``"monitor.sources.feed:read_feed"``; arguments and answer cross as MessagePack and are
        decoded by the function's annotations, so both sides see the same types. ``into`` is its return type.

        Raises what the function raises if it is a MonitorError; Unreadable with code ``parse_timeout`` or
        ``parse_crash`` when the worker had to be killed.
        """
        ...


class Kind(Protocol):
    """One kind of place, made once per source as ``cls(source, options)``; ``options`` is the checked ``Options``.

    It may also have ``purse``, a name for the account that it draws on (all its sources rest when that is used up), and
    ``faults()`` as a channel.
    """

    @property
    def Options(self) -> type[Any]:
        """The pydantic model of ``[sources.options]``; unknown keys are faults."""
        ...

    async def collect(self, web: Web, cursor: Cursor, now: datetime) -> Haul:
        """What the place shows now. ``cursor`` is what the last haul left, {} at first. ``now`` is aware UTC.

        Raises TryLater, Refused or Unreadable.
        """
        ...


class ChannelPort(Protocol):
    """One kind of channel, made once per channel as ``cls(channel, options)``.

    It may also have ``spacing`` (a timedelta), the least time between two messages, and ``faults()``, what of its
    configuration would keep every message back.
    """

    @property
    def Options(self) -> type[Any]:
        """The pydantic model of ``[channels.options]``; unknown keys are faults."""
        ...

    @property
    def form(self) -> Form:
        """The form in which this channel wants its messages."""
        ...

    async def send(self, web: Web, message: Message, key: str, after: Receipt | None) -> Receipt:
        """Hands the message over, once. ``key`` is the delivery's key: what "the same message" means to the
        other side (Message-ID, webhook-id). ``after`` is the receipt of its thread's root.

        Raises TryLater (it may go through later) or Refused (it never will).
        """
        ...
