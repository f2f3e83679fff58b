"""A place of a simulated world: what is asked of it, what it shows when, and what goes wrong in front of it."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from benchmarks.simulation.plan import Item, Spot, Trouble
from monitor.demo.outlet import Asked
from monitor.model import Reply, Source

#: Told as ill at the first answer of this kind; told when it happened three times; told as well all the same.
AT_ONCE = frozenset({"captcha", "gone", "html", "layout"})
#: Depends on what is left of it.
PERHAPS = frozenset({"cut", "broken"})
IN_TIME = frozenset({"unreachable", "silent", "down", "limited", "lost"})
UNREACHED = frozenset({"unreachable", "silent"})
#: Seconds that an answer takes; "silent" is longer than any deadline.
TAKES = {"slow": 20.0, "silent": 3_600.0}

_CAPTCHA = (
    b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><script>window._cf_chl_opt={};</script>"
    b"</body></html>"
)
_STATUS = {"down": 503, "limited": 429, "gone": 410, "lost": 404}


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One poll as the place saw it: when, under which trouble ("" none)."""

    at: datetime
    what: str
    size: int = 0


class Place:
    """One source's outlet. ``asks`` are its polls; ``shown`` tells by item when it was first shown in full."""

    #: How many of the newest items one answer shows.
    length = 30

    def __init__(self, spot: Spot) -> None:
        self.spot, self.key = spot, spot.key
        self.moves = 0
        self.asks: list[Ask] = []
        self.shown: dict[int, datetime] = {}
        self.well_since: datetime | None = None
        self._times = [item.at for item in spot.items]
        self._begins = [trouble.start for trouble in spot.troubles]
        moments = [(item.at, item.edited_at, item.gone_at) for item in spot.items]
        self._changes = sorted(at for each in moments for at in each if at is not None)
        self._noted = -1
        self._stood = 0

    # -- what a kind of place is ------------------------------------------------------------------------------------

    def source(self, every: timedelta) -> Source:
        """How it is configured."""
        raise NotImplementedError

    def url(self, item: Item) -> str:
        """The address that its post bears."""
        raise NotImplementedError

    def urls(self, item: Item) -> tuple[str, ...]:
        """All addresses that its post may bear: a later version may have another."""
        return (self.url(item),)

    def is_mine(self, asked: Asked) -> bool:
        """Whether a request is for this place; those of one host are told apart by their paths."""
        raise NotImplementedError

    def is_poll(self, asked: Asked) -> bool:
        """Whether a request is the one with which a poll begins."""
        raise NotImplementedError

    def inner(self, asked: Asked, what: str) -> Reply:
        """What the place says but for the troubles that any place may have."""
        raise NotImplementedError

    def move(self) -> None:
        """It stands at another address from now on, and no more at the former one."""
        self.moves += 1

    # -- what all have in common ------------------------------------------------------------------------------------

    def trouble(self, at: datetime) -> Trouble | None:
        """What is wrong with it at a moment."""
        index = bisect_right(self._begins, at) - 1
        found = self.spot.troubles[index] if index >= 0 else None
        return found if found is not None and at < found.end else None

    def had(self, *what: str, now: datetime) -> bool:
        """Whether one of these troubles has begun by now."""
        return any(trouble.what in what and trouble.start <= now for trouble in self.spot.troubles)

    def takes(self, at: datetime) -> float:
        """Seconds that its answer takes."""
        trouble = self.trouble(at)
        return TAKES.get(trouble.what, 0.0) if trouble else 0.0

    def published(self, at: datetime) -> Sequence[Item]:
        """All items that are out by then, oldest first, also those that are gone."""
        return self.spot.items[: bisect_right(self._times, at)]

    def version(self, at: datetime) -> int:
        """How often what stands there has changed by then: the same number, the same page."""
        return bisect_right(self._changes, at)

    def standing(self, at: datetime, length: int = 0) -> list[Item]:
        """The newest items that stand there, oldest first."""
        out = self.published(at)
        stands: list[Item] = []
        length = length or self.length
        for item in reversed(out) if length else ():
            if item.gone_at is None or item.gone_at > at:
                stands.append(item)
            if len(stands) == length:
                break
        return stands[::-1]

    def answer(self, asked: Asked) -> Reply:
        """The answer as of ``asked.at``, and a note of what was asked and shown."""
        trouble = self.trouble(asked.at)
        what = trouble.what if trouble else ""
        if self.is_poll(asked):
            if self.asks and asked.at - self.asks[-1].at < timedelta(seconds=45):
                self.asks.pop()  # a poll of two questions: the first only led to this one
            # where nothing stood the poll before, a changed layout cannot be told from an empty listing
            noted = "" if what == "layout" and not self._stood else what
            self.asks.append(Ask(at=asked.at, what=noted, size=trouble.size if trouble else 0))
        if what in {"unreachable", "silent"}:
            raise OSError("nobody is there") if what == "unreachable" else TimeoutError("nothing is said")
        if what in _STATUS:
            headers = (("retry-after", str(trouble.size)),) if trouble and what == "limited" else ()
            return reply_of(asked, _STATUS[what], b"", headers)
        if what == "captcha":
            return reply_of(asked, 200, _CAPTCHA, (("content-type", "text/html; charset=utf-8"),))
        reply = self.inner(asked, what)
        if self.is_poll(asked) and self.shows_all(what):
            self._note_shown(asked.at)
        return reply

    def shows_all(self, what: str) -> bool:
        """Whether an answer under a trouble shows what stands there, each item whole and as itself."""
        return what in {"", "slow", "no_validators", "new_ids", "one_guid", "twice", "archive"}

    def _note_shown(self, at: datetime) -> None:
        self.well_since = self.well_since or at
        self._stood = len(self.standing(at))
        if self._noted == (version := self.version(at)):
            return
        self._noted = version
        for item in self.standing(at):
            self.shown.setdefault(item.number, at)

    def forget_shown(self, since: datetime) -> None:
        """What was shown since then may never have been taken in: the power went, or the disk was full."""
        self._noted = -1
        self.shown = {number: at for number, at in self.shown.items() if at < since}
        if self.well_since is not None and self.well_since >= since:
            self.well_since = None


def reply_of(asked: Asked, status: int, body: bytes, headers: tuple[tuple[str, str], ...]) -> Reply:
    """An answer to what was asked."""
    return Reply(asked=asked.url, url=asked.url, status=status, headers=headers, body=body, at=asked.at)
