"""An entry of a listing has its headline for title, whatever else stands in its card."""

from datetime import UTC, datetime

import pytest

from monitor.demo.outlet import Asked
from monitor.model import Post, Reply, Source
from monitor.sources.page import Page, read_listing
from monitor.sources.page_memory import Memory
from monitor.sources.page_options import PageOptions
from tests.small_web import SmallWeb

NOW = datetime(2026, 1, 22, 9, 0, tzinfo=UTC)
URL = "https://news.example/list"
HEADLINE = "Президент прибыл в Давос"


def listed(card: str, *, item: str = ".n") -> tuple[Post, ...]:
    page = "<main>" + "".join(card.replace("#", str(number)) for number in (1, 2, 3)) + "</main>"
    return read_listing(Reply(asked=URL, url=URL, body=page.encode(), at=NOW), PageOptions(item=item), NOW).posts


@pytest.mark.parametrize(
    "card",
    [
        "<a class=n href=/#><img src=# alt=фото><span class=cat>Политика</span><h3>T</h3><p>Лид.</p><i>12:3#</i></a>",
        "<a class=n href=/#><h5>Сегодня утром президент прилетел в Швейцарию.</h5><h3>T</h3></a>",
        "<div class=n><a href=/#><time>2 часа назад</time><div class=card-title>T</div><b>#</b></a></div>",
        "<li class=n><a href=/#><span class=news-date>26.11.2026</span> T <span class=comments>(1#)</span></a></li>",
        "<div class=n><h2>T</h2><p>Лид.</p><a href=/#>Подробнее</a></div>",
        "<div class=n><h3><a href=/#>T</a> <b>(#)</b></h3><a href=/#>Читать</a></div>",
        "<div class=n><h4>Мир</h4><a href=/#>T</a></div>",
        "<div class=n><a href=/#><img src=# alt=Давос></a><a href=/#>T</a></div>",
        "<div class=n><a class=more href=/#>→</a><p>Лид.</p><a href=/#><b>T</b></a></div>",
        "<div class=n><a href=/politics/>Политика</a><a href=/#>T</a><span>1#</span></div>",
        "<div class=n><h2><a href=/#>T</a></h2><a href=/#>More<i class=sr-only> about T</i></a></div>",
        "<div class=n><h2><a href=/#>T</a></h2><a href=/#>Читать далее о новости: T</a></div>",
        "<a class=n href=/#><img alt='T'><div><i>Политика</i><p>T</p><p>Лид.</p><i>1#</i></div></a>",
        "<li class=n><a href=/#><i>1# минут назад</i> T<i></i><span>1#</span></a></li>",
        "<li class=n><a href=/#>21.01.2026 — T</a></li>",
        "<div class=n><a href='//vk.com/share.php?u=https%3A%2F%2Fnews.example%2F#'>VK</a><a href=/#>T</a></div>",
        "<tr class=n><td><a href=/f/#.pdf>PDF</a><td><a href=/#>T</a></tr>",
        "<div class=n><a href='javascript:void(0)'>♥</a><a href=/#>T</a></div>",
        "<div class=n><a href=/author/ivan>Иван Константинович Петровский-Разумовский</a><a href=/#>T</a></div>",
    ],
)
def test_a_card_has_its_headline_for_title(card: str) -> None:
    posts = listed(card.replace("T", HEADLINE))
    assert [(post.title, post.url) for post in posts] == [(HEADLINE, f"https://news.example/{n}") for n in (1, 2, 3)]


def test_words_that_a_card_shows_apart_are_not_glued_and_signs_stay_where_they_are() -> None:
    assert listed("<a class=n href=/#><span>Мир</span>Новость <small>дня</small>: «<span>да</span>», №#</a>")[
        0
    ].title == ("Мир Новость дня: «да», №1")


def entry(number: int, title: str) -> Post:
    return Post(source="s", id=f"https://news.example/{number}", title=title)


def test_a_counter_in_every_title_is_no_edit_but_a_changed_headline_is() -> None:
    first = [entry(number, f"Headline {number} 1{number}5") for number in range(8)]
    memory = Memory().after(first, {})
    counted = [entry(8, "A new one"), *(entry(number, f"Headline {number} 2{number}7") for number in range(8))]
    assert [post.title for post in memory.sort(counted)[0]] == ["A new one"]
    edited = [entry(0, "Another headline"), entry(1, "And another"), *first[2:]]
    assert memory.sort(edited)[0] == edited[:2]


def test_a_listing_whose_links_all_change_brings_nothing_twice() -> None:
    memory = Memory().after([entry(number, f"Headline {number}") for number in range(8)], {})
    moved = [entry(50, "A new one"), *(entry(100 + number, f"Headline {number}") for number in range(7))]
    assert [post.title for post in memory.sort(moved)[0]] == ["A new one"]
    again = [
        entry(50, "A new one"),
        entry(99, "Headline 3"),
        *(entry(number, f"Headline {number}") for number in range(6)),
    ]
    assert [post.title for post in memory.sort(again)[0]] == ["A new one", "Headline 3"]


@pytest.mark.parametrize("link", ["/n;jsessionid=AB#.node1?id=#", "/(S(abc#))/n?id=#", "/n?PHPSESSID=ab#&id=#"])
def test_a_session_in_a_link_is_no_part_of_an_entrys_id(link: str) -> None:
    posts = listed(f"<li class=n><a href='{link}'>Новость #</a></li>")
    assert [post.id for post in posts] == [f"https://news.example/n?id={number}" for number in (1, 2, 3)]


@pytest.mark.parametrize(
    ("inside", "day"),
    [
        ("<a href=/#>T</a><span class=news-date>21 января 2026, 10:15</span>", 21),
        ("<a href=/#>T</a><td>21.01.2026</td>", 21),
        ("<small>Wednesday, January 21, 2026</small><a href=/#>T</a>", 21),
        ("<i>2026 жылғы 21 қаңтар</i><a href=/#>T</a>", 21),
        ("<a href=/#>T</a><p>Приём заявок до 21.01.2026</p>", None),
        ("<a href=/#><span>21 января 2026</span> T</a>", None),
        ("<a href=/#>T</a><p>21 января 2026 года прошла встреча</p>", None),
        ("<a href=/#>T</a><span>1 204</span><span>16+</span><span>Итоги 2026</span>", None),
    ],
)
def test_the_date_of_an_entry_is_found_where_it_stands_alone(inside: str, day: int | None) -> None:
    post = listed(f"<div class=n>{inside.replace('T', HEADLINE)}</div>")[0]
    assert (post.published_at.day if post.published_at else None) == day


@pytest.mark.parametrize(
    "card",
    [
        "<div class=n><a href=/#>T</a><a href=/#>Толығырақ</a></div>",
        "<div class=n><a href=/#?c=1>Комментарии (1#)</a><a href=/#>T</a></div>",
        "<div class=n><a href=/by/#>By our own correspondents</a><a href=/#>T</a></div>",
        "<div class=n><h4><a href=/c>World news of the day</a></h4><a href=/#>T</a></div>",
        "<div class=n><a href=/c>World</a><h3><a href=/#>T</a></h3><a href=/topic/#>Another link</a></div>",
        "<div class=n><a href=/p/#>Editorial staff of the paper</a><a href=/#>T</a></div>",
        "<a class=n href=/#><i></i> 1#<span>20 января, 14:05</span><span class=name>T</span><p>Лид.</p></a>",
        "<a class=n href=/#><div>Политика</div><strong>T</strong></a>",
    ],
    ids=["more", "comments", "author", "rubric", "topic", "staff", "counter", "bold"],
)
def test_words_that_all_entries_link_with_are_nobodys_headline(card: str) -> None:
    titles = ["Жер сілкінісі, Алматы", "Quake hits the coast", "Землетрясение: первые кадры"]
    page = "".join(card.replace("T", title).replace("#", str(number)) for number, title in enumerate(titles))
    reply = Reply(asked=URL, url=URL, body=f"<main>{page}</main>".encode(), at=NOW)
    posts = read_listing(reply, PageOptions(item=".n"), NOW).posts
    assert [(post.title, post.url) for post in posts] == [
        (title, f"https://news.example/{number}") for number, title in enumerate(titles)
    ]


def test_a_template_that_a_script_fills_is_no_entry() -> None:
    posts = listed("<li class=n><a href='{{ item.url }}'>{{ item.title }}</a></li><li class=n><a href=/#>T</a></li>")
    assert [post.title for post in posts] == ["T", "T", "T"]


async def test_a_card_without_any_sign_of_its_headline_takes_that_of_its_article() -> None:
    listing = "<main>" + "".join(
        f"<a class=n href=/{n}><div>Politics</div><p>Bridge {n} is closed</p><p>So they say.</p></a>" for n in "12"
    )

    def outlet(asked: Asked) -> Reply:
        number = asked.url.rpartition("/")[2]
        text = "<p>" + "Nobody may cross it before the engineers have looked at its pillars. " * 5
        body = listing if number == "list" else f"<article><h1>Bridge {number} is closed</h1>{text}</article>"
        return Reply(
            asked=asked.url, url=asked.url, status=404 if "robots" in number else 200, body=body.encode(), at=NOW
        )

    page = Page(Source(key="s", kind="page", address=URL), PageOptions(item=".n"))
    haul = await page.collect(SmallWeb(outlet, NOW), {}, NOW)
    assert [post.title for post in haul.posts] == ["Bridge 1 is closed", "Bridge 2 is closed"]
