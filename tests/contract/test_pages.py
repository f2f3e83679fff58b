"""A listing with its articles is followed: in process, against the demo's site that is built like akorda.kz.

The structure is that of a saved akorda.kz page of June 2026 and of two public scrapers (August 2026).
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor.demo.outlet import Asked, Outlet
from monitor.demo.outlets.pages import PagesOutlet
from monitor.demo.transport import OutletTransport
from monitor.fetch import Web
from monitor.model import Haul, MonitorError, Refused, Reply, Source, Unreadable
from monitor.sources import load_kind
from monitor.sources.page import Page, read_listing
from monitor.sources.page_options import PageOptions

START = datetime(2026, 1, 21, 9, 0, tzinfo=UTC)
TITLES = {
    "kk": "Мемлекет басшысы Бейбітшілік кеңесінің жарғысына қол қойды",
    "ru": "Глава государства подписал устав Совета мира",
    "en": "Head of State signs the charter of the Board of Peace",
}
TEXTS = {
    "kk": ("Мемлекет басшысы Қасым-Жомарт Тоқаев Давоста Бейбітшілік кеңесінің жарғысына қол қою рәсіміне қатысты.",
           "2019 жылғы 1 қаңтардан бері бұл екінші сапар."),
    "ru": ("Глава государства Касым-Жомарт Токаев принял участие в церемонии подписания устава Совета мира в Давосе.",
           "С 1 января 2019 года это второй визит."),
    "en": ("President Kassym-Jomart Tokayev took part in the signing ceremony of the charter of the Board of Peace.",
           "It is the second visit since 1 January 2019."),
}  # fmt: skip


class World:
    """The site, a clock, and the kind with its cursor."""

    def __init__(self, lang: str = "ru", *, outlet: PagesOutlet | None = None, **options: Any) -> None:
        self.site = outlet or PagesOutlet()
        self.now = START
        self.cursor: Mapping[str, Any] = {}
        source = Source(key="akorda", kind="page", address=self.site.listing(lang))
        self.kind = load_kind("page")(source, PageOptions(**options))
        self.lang = lang

    def publish(self, number: int = 0, **more: Any) -> str:
        page = self.site.add(
            self.lang, f"{TITLES[self.lang]} {number or ''}".strip(), TEXTS[self.lang], self.now, **more
        )
        return self.site.url(page)

    async def poll(self, minutes: float = 15) -> Haul:
        self.now += timedelta(minutes=minutes)

        async with Web(
            transport=OutletTransport(self.site, lambda: self.now), inline=True, now=lambda: self.now
        ) as web:
            haul: Haul = await self.kind.collect(web, self.cursor, self.now)
        if haul.cursor is not None:
            self.cursor = haul.cursor
        return haul


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
async def test_a_listing_becomes_posts_with_their_articles(lang: str) -> None:
    world = World(lang)
    url = world.publish(alt="Two men at a table")
    haul = await world.poll()
    (post,) = haul.posts
    assert post.url == url.replace("www.", "")
    assert post.title == TITLES[lang]
    assert post.text == "\n".join(TEXTS[lang])
    assert post.lang == lang
    assert [one.alt for one in post.media] == ["Two men at a table"]
    assert (post.date_basis, post.date_precision, post.published_offset) == ("listing", "day", 300)
    assert post.published_at == datetime(2026, 1, 20, 19, 0, tzinfo=UTC)
    assert haul.health == "ok"
    assert len(haul.replies) == 2


async def test_only_new_entries_articles_are_fetched_and_a_render_time_is_no_change() -> None:
    world = World()
    for number in range(3):
        world.publish(number)
    await world.poll()
    before = len(world.site.asked)
    haul = await world.poll()
    assert (haul.health, haul.posts) == ("not_modified", ())
    assert len(world.site.asked) == before + 1
    world.publish(9)
    haul = await world.poll()
    assert [post.title[-1] for post in haul.posts] == ["9"]
    assert len(world.site.asked) == before + 3


async def test_etags_are_used_and_a_stuck_one_is_found_out_within_a_day() -> None:
    world = World(outlet=PagesOutlet(etag="true"))
    world.publish(1)
    await world.poll()
    assert (await world.poll()).health == "not_modified"
    assert "if-none-match" in world.site.asked[-1].headers
    world.publish(2)
    assert [post.title[-1] for post in (await world.poll()).posts] == ["2"]

    world = World(outlet=PagesOutlet(etag="stuck"))
    world.publish(1)
    await world.poll()
    world.publish(2)
    assert (await world.poll()).posts == ()
    haul = await world.poll(minutes=24 * 60)
    assert [post.title[-1] for post in haul.posts] == ["2"]
    assert "lying_etag" in haul.flags
    world.publish(3)
    assert [post.title[-1] for post in (await world.poll()).posts] == ["3"]


@pytest.mark.parametrize(
    ("fault", "health", "code"),
    [
        ("captcha", "blocked", "captcha"),
        ("login", "blocked", "login"),
        ("shell", "unreadable", "unexpected_content"),
        ("layout", "layout_changed", "layout_changed"),
        ("empty", "layout_changed", "layout_changed"),
        ("403", "refused", "403"),
        ("503", "try_later", "503"),
        ("429", "limited", "429"),
        ("410", "gone", "410"),
    ],
)
async def test_a_listing_that_is_none_any_more_is_told_apart_and_nothing_is_lost(
    fault: str, health: str, code: str
) -> None:
    world = World()
    for number in range(1, 10):
        world.publish(number)
    await world.poll()
    world.publish(0)
    world.site.fault = fault
    with pytest.raises(MonitorError) as told:
        await world.poll()
    assert (told.value.health, told.value.code) == (health, code)
    world.site.fault = ""
    assert [post.title for post in (await world.poll()).posts] == [TITLES["ru"]]


async def test_a_listing_that_is_empty_at_first_is_empty_and_its_first_entry_comes() -> None:
    world = World()
    assert (await world.poll()).health == "empty"
    world.publish(1)
    assert [post.title[-1] for post in (await world.poll()).posts] == ["1"]


async def test_an_article_that_cannot_be_had_does_not_lose_its_entry_and_comes_later() -> None:
    world = World()
    url = world.publish(1)
    world.site.broken[url.partition("akorda.kz")[2]] = "503"
    haul = await world.poll()
    (post,) = haul.posts
    assert (post.title, post.text, post.date_basis) == (f"{TITLES['ru']} 1", "", "listing")
    assert haul.flags == ("articles_failed",)
    world.site.broken.clear()
    (again,) = (await world.poll()).posts
    assert (again.id, again.text) == (post.id, "\n".join(TEXTS["ru"]))
    assert (await world.poll()).health == "not_modified"


async def test_an_article_is_asked_for_three_times_and_then_left_alone() -> None:
    world = World()
    path = world.publish(1).partition("akorda.kz")[2]
    world.site.broken[path] = "503"
    for _ in range(6):
        await world.poll()
    assert sum(asked.url.endswith(path) for asked in world.site.asked) == 3


async def test_a_place_that_blocks_an_article_is_not_asked_for_more_in_that_poll() -> None:
    world = World()
    await world.poll()
    for number in range(5):
        world.site.broken[world.publish(number).partition("akorda.kz")[2]] = "captcha"
    asked = len(world.site.asked)
    haul = await world.poll()
    assert len(haul.posts) == 5
    assert len(world.site.asked) == asked + 2


async def test_no_more_articles_than_agreed_are_fetched_in_one_poll() -> None:
    world = World(articles=2)
    await world.poll()
    for number in range(1, 6):
        world.publish(number)
    haul = await world.poll()
    assert [bool(post.text) for post in haul.posts] == [True, True, False, False, False]
    haul = await world.poll()
    assert [bool(post.text) for post in haul.posts] == [True, True]
    haul = await world.poll()
    assert [bool(post.text) for post in haul.posts] == [True]
    assert (await world.poll()).health == "not_modified"


async def test_a_first_poll_fetches_the_newest_articles_and_leaves_the_backlog() -> None:
    world = World(articles=2)
    for number in range(1, 6):
        world.publish(number)
    assert len((await world.poll()).posts) == 5
    assert (await world.poll()).health == "not_modified"
    assert len(world.site.asked) == 4


async def test_a_changed_headline_brings_the_article_again() -> None:
    world = World()
    world.publish(1)
    (before,) = (await world.poll()).posts
    page = next(iter(world.site._pages.values()))
    world.site._pages[page.number] = type(page)(
        number=page.number, lang="ru", title="Исправленный заголовок", paragraphs=page.paragraphs, at=page.at
    )
    (after,) = (await world.poll()).posts
    assert after.id == before.id
    assert after.title == "Исправленный заголовок"


async def test_a_mirror_is_polled_where_it_answers_and_named_by_its_main_host() -> None:
    world = World(outlet=PagesOutlet("mirror.akorda.kz"))
    world.publish(1)
    (post,) = (await world.poll()).posts
    assert post.text
    assert post.url.startswith("https://akorda.kz/ru/item-")
    assert all("mirror.akorda.kz" in asked.url for asked in world.site.asked)


async def test_dates_that_vanish_from_a_listing_are_remarked() -> None:
    world = World(date="h5")
    world.publish(1)
    await world.poll()
    world.kind = Page(Source(key="akorda", kind="page", address=world.site.listing("ru")), PageOptions(date=".gone"))
    world.publish(2)
    haul = await world.poll()
    assert "dates_not_found" in haul.flags
    assert haul.posts[0].date_basis == "stamp"


async def test_a_cursor_of_another_shape_is_an_empty_one() -> None:
    world = World()
    world.publish(1)
    world.cursor = {"known": 7, "owed": ["x"], "stood": "many", "http": []}
    assert len((await world.poll()).posts) == 1


LISTING = """<html lang="en"><body>{}</body></html>"""


def listing(body: str, url: str = "https://news.example/list", **options: Any) -> Haul:
    page = body if body.startswith("<html") else LISTING.format(body)
    reply = Reply(asked=url, url=url, headers=(("content-type", "text/html"),), body=page.encode(), at=START)
    return read_listing(reply, PageOptions(**options), START, "news")


@pytest.mark.parametrize(
    ("body", "options", "expected"),
    [
        (
            '<div class="c"><h2><a href="/a?utm_source=x#top">One</a></h2>'
            '<time datetime="2026-01-20T10:00:00Z">x</time></div>',
            {"item": ".c"},
            [("https://news.example/a?utm_source=x", "One", "2026-01-20 10:00 listing")],
        ),
        (
            '<a class="n" href="b.html"><b>Two</b> words<span class="d">20.01.2026</span></a>',
            {"item": "a.n", "title": "b", "date": ".d"},
            [("https://news.example/b.html", "Two", "2026-01-20 00:00 listing")],
        ),
        (
            '<ul><li><a href="/c"><img src="/1.jpg" alt="Three"></a></li><li>no link</li>'
            '<li><a href="javascript:x">x</a></li></ul>',
            {"item": "li"},
            [("https://news.example/c", "Three", " seen")],
        ),
        (
            '<div class="c"><a href="/d"><img alt=""></a><h3><a href="/d">Four</a></h3></div>'
            '<div class="c"><a href="/d">go</a></div>',
            {"item": ".c", "link": "h3 a, a"},
            [("https://news.example/d", "Four", " seen")],
        ),
        (
            '<base href="https://cdn.example/x/"><p class="c"><a href="e">Five</a></p>',
            {"item": ".c"},
            [("https://cdn.example/x/e", "Five", " seen")],
        ),
        (
            '<p class="c"><a href="/f">Алты</a> <i>бүгін, 13:05</i></p>',
            {"item": ".c", "date": "i", "zone": "Asia/Almaty", "lang": "kk"},
            [("https://news.example/f", "Алты", "2026-01-21 08:05 listing")],
        ),
        (
            '<p class="c"><a href="/g">Ahead</a> <i>2 February 2099</i></p>',
            {"item": ".c", "date": "i"},
            [("https://news.example/g", "Ahead", " seen")],
        ),
        (
            '<p class="c"><a href="/h">مقال</a> <i>منذ ساعتين</i></p>',
            {"item": ".c", "date": "i", "lang": "ar"},
            [("https://news.example/h", "مقال", "2026-01-21 07:00 listing")],
        ),
    ],
)  # fmt: skip
def test_a_listing_is_read_by_its_selectors(
    body: str, options: dict[str, Any], expected: list[tuple[str, str, str]]
) -> None:
    posts = listing(body, **options).posts
    told = [
        (
            post.url,
            post.title,
            f"{post.published_at:%Y-%m-%d %H:%M} {post.date_basis}" if post.published_at else " seen",
        )
        for post in posts
    ]
    assert told == expected


def test_a_full_page_without_an_entry_has_changed_and_a_bare_one_is_empty() -> None:
    links = "".join(f'<p><a href="/{n}">A headline that is long enough to be one, number {n}</a></p>' for n in range(9))
    with pytest.raises(Unreadable) as told:
        listing(links, item="div.card")
    assert told.value.health == "layout_changed"
    assert listing("<h1>News</h1><p>Nothing yet.</p>", item="div.card").health == "empty"
    with pytest.raises(Unreadable):
        listing('<div class="card">no link any more</div>', item="div.card")


def test_without_selectors_the_page_is_one_article() -> None:
    text = "A sentence that is long enough to be taken for the text of an article by anyone. " * 5
    haul = listing(f"<h1>One article</h1><p>{text}</p>")
    assert [post.title for post in haul.posts] == ["One article"]


def test_an_article_of_a_known_place_is_read_by_its_layout() -> None:
    site = PagesOutlet()
    page = site.add("kk", TITLES["kk"], TEXTS["kk"], START - timedelta(hours=3))
    reply = site(Asked(url=site.url(page), at=START))
    (post,) = read_listing(reply, PageOptions(), START, "akorda").posts
    assert post.text == "\n".join(TEXTS["kk"])
    assert (post.date_basis, post.published_at) == ("stamp", START - timedelta(hours=3))


def test_a_captcha_on_a_listing_is_no_empty_listing() -> None:
    site = PagesOutlet()
    site.fault = "captcha"
    with pytest.raises(Refused):
        read_listing(site(Asked(url=site.listing("ru"), at=START)), PageOptions(), START)


@pytest.mark.parametrize(
    ("options", "wrong"),
    [
        ({"link": "a"}, "give `item`"),
        ({"item": "div[", "link": "a"}, "no CSS selector"),
        ({"articles": 1000}, "less than or equal"),
        ({"item": "a", "zone": "Almaty"}, "no time zone"),
    ],
)
def test_a_wrong_option_of_a_page_is_told_in_words(options: dict[str, Any], wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        PageOptions.model_validate(options)


def test_the_site_is_an_outlet() -> None:
    outlet: Outlet = PagesOutlet()
    assert outlet(Asked(url="https://www.akorda.kz/robots.txt", at=START)).status == 200
