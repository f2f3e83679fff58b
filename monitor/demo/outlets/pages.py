"""A news site for the demo: a presidential office's listing and articles in Kazakh, Russian and English.

Built like akorda.kz, as two public scrapers and a saved page of 2026 show it: ``div.card`` > ``h3 a`` and ``h5`` with
the day only; articles with two nested ``#main_block``, no date at all, other items' dates in a side column, pictures
named by their upload second, and the moment of rendering in a comment on the last line.
"""

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from html import escape
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from monitor.demo.outlet import Asked
from monitor.model import Reply

ALMATY = ZoneInfo("Asia/Almaty")
#: Language codes as the site's paths write them.
_PATHS = {"kk": "kz", "ru": "ru", "en": "en"}
_MONTHS = {
    "kk": ("қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым", "шілде", "тамыз", "қыркүйек", "қазан", "қараша",
           "желтоқсан"),
    "ru": ("января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
           "декабря"),
    "en": ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
           "december"),
}  # fmt: skip
_EVENTS = {"kk": "Оқиғалар", "ru": "События", "en": "Events"}
_LISTING = re.compile(r"/(kz|ru|en)/events/?")
_ARTICLE = re.compile(r"/(kz|ru|en)/[a-z0-9-]+-(\d{4,8})/?")


@dataclass(frozen=True, kw_only=True)
class Page:
    """One article of the site; it shows from ``at`` (UTC) on, until it is taken down (``gone_at``)."""

    number: int
    lang: str
    title: str
    paragraphs: tuple[str, ...]
    at: datetime
    alt: str = ""
    gone_at: datetime | None = None

    def stands(self, at: datetime) -> bool:
        """Whether it can be seen at a moment."""
        return self.at <= at and (self.gone_at is None or self.gone_at > at)

    @property
    def path(self) -> str:
        """Its address on the site; other languages have other slugs and numbers."""
        return f"/{_PATHS[self.lang]}/item-{self.number}"


class PagesOutlet:
    """An outlet with the site. ``faults`` are answers used up first, one a request (robots.txt excepted).

    ``fault`` is one that stays until it is set to "": ``captcha``, ``login``, ``shell``, ``layout``, ``empty``, or a
    status (``403``, ``503``). ``broken`` are faults of single paths. ``etag``: "" none, ``true`` one that follows the
    content, ``stuck`` one that never changes.
    """

    def __init__(self, host: str = "www.akorda.kz", *, etag: str = "", shown: int = 12) -> None:
        self.asked: list[Asked] = []
        self.faults: deque[str] = deque()
        self.fault = ""
        self.broken: dict[str, str] = {}
        self.host, self.etag = host, etag
        self._pages: dict[int, Page] = {}
        self._shown = shown

    def add(
        self,
        lang: str,
        title: str,
        paragraphs: Sequence[str],
        at: datetime,
        *,
        alt: str = "",
        gone_at: datetime | None = None,
    ) -> Page:
        """Publishes an article."""
        number = 2_895_600 + 7 * len(self._pages)
        page = Page(
            number=number, lang=lang, title=title, paragraphs=tuple(paragraphs), at=at, alt=alt, gone_at=gone_at
        )
        self._pages[number] = page
        return page

    def url(self, page: Page) -> str:
        """The whole address of an article."""
        return f"https://{self.host}{page.path}"

    def listing(self, lang: str) -> str:
        """The whole address of a listing."""
        return f"https://{self.host}/{_PATHS[lang]}/events"

    def __call__(self, asked: Asked) -> Reply:
        """The page as of ``asked.at``."""
        path = urlsplit(asked.url).path
        if path == "/robots.txt":
            return _reply(asked, "User-agent: *\nAllow: /\n", kind="text/plain")
        self.asked.append(asked)
        fault = self.faults.popleft() if self.faults else self.fault or self.broken.get(path, "")
        if fault and fault not in {"layout", "empty"}:
            return _broken(asked, fault)
        listing, article = _LISTING.fullmatch(path), _ARTICLE.fullmatch(path)
        if listing:
            lang = next(code for code, short in _PATHS.items() if short == listing[1])
            return self._answer(asked, self._listing_page(lang, asked.at, fault), lang)
        page = self._pages.get(int(article[2])) if article else None
        if page is None or not page.stands(asked.at) or page.path != path.rstrip("/"):
            return _reply(asked, "<html><body><h1>404</h1></body></html>", status=404)
        return self._answer(asked, _article_page(page), page.lang)

    def _answer(self, asked: Asked, body: str, lang: str) -> Reply:
        tag = {"true": f'"{sha256(body.encode()).hexdigest()[:16]}"', "stuck": '"one"'}.get(self.etag, "")
        headers = (("etag", tag),) if tag else ()
        if tag and asked.headers.get("if-none-match") == tag:
            return Reply(asked=asked.url, url=asked.url, status=304, headers=headers, at=asked.at)
        return _reply(asked, _frame(body, lang, asked.at), headers=headers)

    def _listing_page(self, lang: str, at: datetime, fault: str) -> str:
        pages = sorted((page for page in self._pages.values() if page.lang == lang and page.stands(at)),
                       key=lambda page: (page.at, page.number), reverse=True)  # fmt: skip
        cards = (
            "" if fault == "empty" else "\n".join(_card(page, new=fault == "layout") for page in pages[: self._shown])
        )
        return f'<section class="events"><h1>{_EVENTS[lang]}</h1>\n{cards}\n</section>'


def said(day: datetime, lang: str) -> str:
    """A day as the site writes it: "2026 жылғы 21 қаңтар", "21 января 2026 года", "21 january 2026 year"."""
    local = day.astimezone(ALMATY)
    name = _MONTHS[lang][local.month - 1]
    if lang == "kk":
        return f"{local.year} жылғы {local.day} {name}"
    return f"{local.day} {name} {local.year} {'года' if lang == 'ru' else 'year'}"


def _card(page: Page, *, new: bool) -> str:
    title = escape(page.title)
    if new:  # the place was rebuilt
        return (
            f'<li class="news__row"><a class="news__link" href="{page.path}">{title}</a><i>{page.at:%d.%m.%Y}</i></li>'
        )
    return f"""<div class="card"><div class="card-body"><h5>{said(page.at, page.lang)}</h5>
<h3><a href="{page.path}">{title}</a></h3></div></div>"""


def _article_page(page: Page) -> str:
    stamp = int(page.at.timestamp())
    words = "\n".join(f"<p>{escape(text)}</p>" for text in page.paragraphs)
    return f"""<div id="main_block"><div class="row"><div class="col-8" id="main_block">
<h2>{escape(page.title)}</h2>
<article><img src="/public/assets/media/uploadMedia/{stamp}_photo.jpg" alt="{escape(page.alt, quote=True)}">
{words}
</article></div><div class="col-4"><p class="date_main_block_small">2025 жылғы 12 маусым</p>
<p><a href="/kz/other-1234567">2019 жылғы 1 қаңтар</a></p></div></div></div>"""


def _frame(body: str, lang: str, at: datetime) -> str:
    return f"""<!DOCTYPE html><html lang="{_PATHS[lang]}"><head><meta charset="utf-8"><title>Ақорда</title>
<meta property="og:type" content="website"><script type="application/ld+json">{{"@context":"https://schema.org",
"@type":"WebSite","name":"Akorda"}}</script></head><body><header><nav><a href="/">Ақорда</a></nav></header>
{body}
<footer><p>© 2019-2026</p></footer></body></html>
<!--{at.astimezone(UTC):%Y-%m-%d %H:%M:%S}-->"""


_BROKEN = {
    "captcha": "<html><head><title>Just a moment...</title></head><body><div class='g-recaptcha'></div>"
    "<script src='/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1'></script></body></html>",
    "login": "<html><head><title>Log in</title></head><body><form action='/login'><input name='user'>"
    "<input type='password' name='password'></form></body></html>",
    "shell": "<html><title>News</title><body><div id='root'></div><script src='/app.js'></script></body></html>",
}


def _broken(asked: Asked, fault: str) -> Reply:
    if fault in _BROKEN:
        return _reply(asked, _BROKEN[fault])
    return _reply(asked, f"<html><body><h1>{escape(fault)}</h1></body></html>", status=int(fault))


def _reply(
    asked: Asked, text: str, *, status: int = 200, kind: str = "text/html", headers: tuple[tuple[str, str], ...] = ()
) -> Reply:
    named = (("content-type", f"{kind}; charset=utf-8"), *headers)
    return Reply(asked=asked.url, url=asked.url, status=status, headers=named, body=text.encode(), at=asked.at)
