"""The places of a simulated world: the demo's outlets, with what goes wrong in front of them."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from benchmarks.simulation.plan import Item, Spot, Trouble
from monitor.demo.outlet import Asked
from monitor.demo.outlets.feeds import FeedOutlet
from monitor.demo.outlets.pages import PagesOutlet
from monitor.demo.outlets.telegram import TelegramOutlet
from monitor.demo.outlets.x import XOutlet
from monitor.model import Post, Reply, Source

X_HOST, TELEGRAM_HOST, PAGE_HOST = "api.x.example", "t.example", "www.akorda.kz"

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
            return _reply(asked, _STATUS[what], b"", headers)
        if what == "captcha":
            return _reply(asked, 200, _CAPTCHA, (("content-type", "text/html; charset=utf-8"),))
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


class FeedPlace(Place):
    """A feed. Two of three have a host of their own."""

    def __init__(self, spot: Spot, number: int) -> None:
        super().__init__(spot)
        self._host = f"news-{number - number % 3 // 2:02}.example"
        shape = ("rss", "atom", "json")[number % 3]
        self._outlet = FeedOutlet(posts=(), title=spot.key, shape=shape, length=self.length)  # type: ignore[arg-type]
        self._last: tuple[tuple[str, int], str] = (("", 0), "")
        self._frozen_at: datetime | None = None

    def source(self, every: timedelta) -> Source:
        """See ``Place``."""
        return Source(key=self.key, kind="feed", address=f"https://{self._host}/{self.key}.xml", every=every)

    def url(self, item: Item) -> str:
        """See ``Place``."""
        return f"https://{self._host}/{self.key}/{item.number}"

    def is_mine(self, asked: Asked) -> bool:
        """See ``Place``."""
        parts = urlsplit(asked.url)
        return parts.hostname == self._host and parts.path == f"/{self.key}.xml"

    def is_poll(self, asked: Asked) -> bool:
        """See ``Place``."""
        return True

    def inner(self, asked: Asked, what: str) -> Reply:
        """See ``Place``."""
        outlet = self._outlet
        length = 400 if what == "archive" else self.length
        sign = (what, self.version(asked.at))
        held = asked.headers.get("if-none-match", "")
        if not what and held and self._last == (sign, held):
            return _reply(asked, 304, b"", (("etag", held),))
        outlet.fault = what if what in {"html", "empty", "frozen", "cut", "broken", "lying_etag", "new_ids",
                                        "no_validators"} else ""  # type: ignore[assignment]  # fmt: skip
        outlet.length = length * 2
        outlet.posts = [self._post(item, asked.at, what) for item in self.standing(asked.at, length)]
        if what == "twice":
            outlet.posts = [post for post in outlet.posts for _ in range(2)]
        reply = outlet(asked)
        self._last = (sign, reply.header("etag"))
        return reply

    def _post(self, item: Item, at: datetime, what: str) -> Post:
        name = "N/A" if what == "one_guid" else f"{self.key}/{item.number}"
        return Post(
            source="", id=name, url=self.url(item), title=item.title, text=item.text_at(at), published_at=item.at
        )


class TelegramPlace(Place):
    """A public channel; all are on one host. Its preview shows twenty messages and reads back."""

    length = 20

    def __init__(self, spot: Spot, outlet: TelegramOutlet) -> None:
        super().__init__(spot)
        self._outlet, self._name = outlet, spot.key.replace("-", "_")
        self._last: tuple[str, int] = ("", 0)
        self._page = b""
        self._headers: tuple[tuple[str, str], ...] = ()
        outlet.channel(self._name)
        for item in spot.items:
            number = outlet.add(self._name, f"{item.title}\n{item.text}", item.at)
            if item.edited_at:
                outlet.edit(self._name, number, f"{item.title}\n{item.edited_text}", item.edited_at)
            if item.gone_at:
                outlet.delete(self._name, number, item.gone_at)

    def source(self, every: timedelta) -> Source:
        """See ``Place``."""
        return Source(key=self.key, kind="telegram", address=f"https://{TELEGRAM_HOST}/s/{self._name}", every=every)

    def url(self, item: Item) -> str:
        """See ``Place``."""
        return f"https://{TELEGRAM_HOST}/{self._name}/{item.number}"

    def is_mine(self, asked: Asked) -> bool:
        """See ``Place``."""
        parts = urlsplit(asked.url)
        return parts.hostname == TELEGRAM_HOST and parts.path.startswith(f"/s/{self._name}")

    def is_poll(self, asked: Asked) -> bool:
        """See ``Place``."""
        return "before=" not in asked.url

    def inner(self, asked: Asked, what: str) -> Reply:
        """See ``Place``. A page is written anew when something has changed there."""
        sign = (asked.url, self.version(asked.at))
        if sign == self._last:
            return _reply(asked, 200, self._page, self._headers)
        reply = self._outlet(asked)
        self._outlet.asked.clear()
        if reply.status == 200:
            self._last, self._page, self._headers = sign, reply.body, reply.headers
        return reply


class XPlace(Place):
    """An account of X; all are asked through one API."""

    #: nothing is promised of what it showed before we came; from then on it is read back (see the ledger)
    length = 0

    def __init__(self, spot: Spot, outlet: XOutlet, token_file: str) -> None:
        super().__init__(spot)
        self._outlet, self._handle, self._token_file = outlet, spot.key.replace("-", "_"), token_file
        self._user = outlet.account(self._handle)
        self._urls: dict[int, str] = {}
        self._later: dict[int, str] = {}
        for item in spot.items:
            post = outlet.add(self._handle, f"{item.title}\n{item.text}", item.at)
            self._urls[item.number] = f"https://x.com/{self._handle}/status/{post.id}"
            if item.edited_at:
                newer = outlet.edit(post, f"{item.title}\n{item.edited_text}", item.edited_at)
                self._later[item.number] = f"https://x.com/{self._handle}/status/{newer.id}"

    def urls(self, item: Item) -> tuple[str, ...]:
        """See ``Place``."""
        later = self._later.get(item.number)
        return (self._urls[item.number], later) if later else (self._urls[item.number],)

    def source(self, every: timedelta) -> Source:
        """See ``Place``."""
        options = {"token": f"file:{self._token_file}", "api": f"https://{X_HOST}"}
        return Source(key=self.key, kind="x", address=f"@{self._handle}", every=every, options=options)

    def url(self, item: Item) -> str:
        """See ``Place``."""
        return self._urls[item.number]

    def is_mine(self, asked: Asked) -> bool:
        """See ``Place``."""
        parts = urlsplit(asked.url)
        return parts.hostname == X_HOST and parts.path.split("/")[-1 if "/by/" in parts.path else -2] in {
            self._handle, self._user,
        }  # fmt: skip

    def is_poll(self, asked: Asked) -> bool:
        """See ``Place``. The look-up of the account goes before the first one."""
        return "pagination_token=" not in asked.url and "until_id=" not in asked.url

    def inner(self, asked: Asked, what: str) -> Reply:
        """See ``Place``."""
        reply = self._outlet(asked)
        self._outlet.asked.clear()
        return reply


class PagePlace(Place):
    """A listing of articles in one of three languages; all are on one host, which forbids nothing."""

    length = 12

    def __init__(self, spot: Spot, outlet: PagesOutlet, lang: str) -> None:
        super().__init__(spot)
        self._outlet, self._lang = outlet, lang
        pages = [outlet.add(lang, item.title, (item.text,), item.at, gone_at=item.gone_at) for item in spot.items]
        self._urls = {
            item.number: outlet.url(page).replace("www.", "") for item, page in zip(spot.items, pages, strict=True)
        }
        self._paths = {page.path for page in pages} | {urlsplit(outlet.listing(lang)).path}
        self._last: tuple[str, str, str, int] = ("", "", "", 0)

    def source(self, every: timedelta) -> Source:
        """See ``Place``."""
        return Source(key=self.key, kind="page", address=self._outlet.listing(self._lang), every=every)

    def url(self, item: Item) -> str:
        """See ``Place``."""
        return self._urls[item.number]

    def is_mine(self, asked: Asked) -> bool:
        """See ``Place``."""
        parts = urlsplit(asked.url)
        return parts.hostname == PAGE_HOST and parts.path in self._paths

    def is_poll(self, asked: Asked) -> bool:
        """See ``Place``."""
        return asked.url.endswith("/events")

    def inner(self, asked: Asked, what: str) -> Reply:
        """See ``Place``."""
        held = asked.headers.get("if-none-match", "")
        sign = (asked.url, held, what, self.version(asked.at))
        if sign == self._last:
            return _reply(asked, 304, b"", (("etag", held),))
        self._outlet.fault = what if what == "layout" else ""
        reply = self._outlet(asked)
        self._outlet.asked.clear()
        if reply.status == 304:
            self._last = sign
        return reply


def places_of(spots: Sequence[Spot], token: str, token_file: str) -> list[Place]:
    """A place for each spot of a plan."""
    telegram, x, site = TelegramOutlet(), XOutlet(token=token), PagesOutlet(PAGE_HOST, etag="true")
    langs = ("en", "ru", "kk")
    made: list[Place] = []
    for number, spot in enumerate(spots):
        if spot.kind == "telegram":
            made.append(TelegramPlace(spot, telegram))
        elif spot.kind == "x":
            made.append(XPlace(spot, x, token_file))
        elif spot.kind == "page":
            pages = sum(isinstance(place, PagePlace) for place in made)
            made.append(PagePlace(spot, site, langs[pages % len(langs)]))
        else:
            made.append(FeedPlace(spot, number))
    return made


def _reply(asked: Asked, status: int, body: bytes, headers: tuple[tuple[str, str], ...]) -> Reply:
    return Reply(asked=asked.url, url=asked.url, status=status, headers=headers, body=body, at=asked.at)
