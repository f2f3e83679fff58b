"""The places of a simulated world: the demo's outlets, each as a kind of source sees it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from benchmarks.simulation.place import Place, reply_of
from benchmarks.simulation.plan import Item, Spot
from monitor.demo.outlet import Asked
from monitor.demo.outlets.feeds import FeedOutlet
from monitor.demo.outlets.pages import PagesOutlet
from monitor.demo.outlets.telegram import TelegramOutlet
from monitor.demo.outlets.x import XOutlet
from monitor.model import Post, Reply, Source

X_HOST, TELEGRAM_HOST, PAGE_HOST = "api.x.example", "t.example", "www.akorda.kz"


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
        return Source(key=self.key, kind="feed", address=f"https://{self._host}{self._path}", every=every)

    @property
    def _path(self) -> str:
        return f"/{self.moves}/{self.key}.xml" if self.moves else f"/{self.key}.xml"

    def url(self, item: Item) -> str:
        """See ``Place``."""
        return f"https://{self._host}/{self.key}/{item.number}"

    def is_mine(self, asked: Asked) -> bool:
        """See ``Place``."""
        parts = urlsplit(asked.url)
        return parts.hostname == self._host and parts.path == self._path

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
            return reply_of(asked, 304, b"", (("etag", held),))
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
            return reply_of(asked, 200, self._page, self._headers)
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
            return reply_of(asked, 304, b"", (("etag", held),))
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
