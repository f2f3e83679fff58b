"""What other machines say the time is, learned from their answers: whether our own clock is far off."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from statistics import median
from urllib.parse import urlsplit

from monitor.model import Reply

#: So many hosts must agree, to within this, before their word stands against ours: single servers are often wrong.
FEWEST, AGREE = 3, timedelta(minutes=5)

#: What a host said is asked of it again after so long, and forgotten after so long (s).
AGAIN, KEPT = 600.0, 86_400.0

#: As many hosts are remembered; more would say nothing new.
MOST = 50


class Clocks:
    """By how much our clock is ahead of each host's, as its last answer had it (seconds; behind: below zero)."""

    def __init__(self) -> None:
        self._ahead: dict[str, tuple[float, float]] = {}

    def note(self, replies: Sequence[Reply], now: float) -> None:
        """Takes the ``Date`` of a fresh answer; ``now`` is loop time. What a cache kept is of another time."""
        for reply in replies[:1]:
            host = urlsplit(reply.url).hostname or ""
            noted, _ = self._ahead.get(host, (-AGAIN, 0.0))
            if now - noted < AGAIN or reply.header("age").strip() not in {"", "0"}:
                continue
            if (said := _moment(reply.header("date"))) is not None:
                self._ahead[host] = (now, (reply.at - said).total_seconds())
                while len(self._ahead) > MOST:
                    del self._ahead[next(iter(self._ahead))]

    def moved(self, seconds: float) -> None:
        """Our clock was set ahead by so many seconds (back: below zero)."""
        self._ahead = {host: (noted, ahead + seconds) for host, (noted, ahead) in self._ahead.items()}

    def ahead(self, now: float) -> timedelta | None:
        """By how much our clock is ahead of the others', None if too few have said the same; ``now`` is loop time."""
        said = [ahead for noted, ahead in self._ahead.values() if now - noted < KEPT]
        if len(said) < FEWEST:
            return None
        middle = median(said)
        agreed = sum(abs(ahead - middle) <= AGREE.total_seconds() for ahead in said)
        return timedelta(seconds=middle) if agreed >= FEWEST and agreed * 2 > len(said) else None


def _moment(written: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(written)
    except (ValueError, OverflowError):
        return None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at
