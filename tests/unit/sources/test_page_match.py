"""An entry's text is that of its own article, never that of a page which stands in its place for a while."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from monitor.demo.outlet import Asked
from monitor.model import Haul, Post, Reply, Source
from monitor.sources.page import Page
from monitor.sources.page_match import better_title, is_another
from monitor.sources.page_options import PageOptions
from tests.small_web import SmallWeb

NOW = datetime(2026, 1, 22, 9, 0, tzinfo=UTC)
SITE = "https://news.example"
HEADLINE = "Мост через Ишим закрыли на ремонт"
OTHERS = "".join(f"<p>Президент подписал указ номер {n}, сообщили в Акорде сегодня утром.</p>" for n in range(9))
ARTICLE = f"<article><h1>{HEADLINE}</h1><p>{'Ремонт моста продлится до весны, объезд открыт. ' * 6}</p></article>"


def answer(asked: Asked, there: str) -> Reply:
    path = asked.url.removeprefix(SITE)
    pages = {"/list": f"<main><div class=n><a href=/1>{HEADLINE}</a></div></main>", "/": OTHERS, "/1": there}
    headers = (("location", f"{SITE}/"),) if path == "/1" and there == "302" else ()
    status = 302 if headers else 200 if path in pages else 404
    return Reply(
        asked=asked.url, url=asked.url, status=status, headers=headers, body=pages.get(path, "").encode(), at=NOW
    )


async def poll(there: str, cursor: Mapping[str, Any]) -> Haul:
    page = Page(Source(key="s", kind="page", address=f"{SITE}/list"), PageOptions(item=".n"))
    return await page.collect(SmallWeb(lambda asked: answer(asked, there), NOW), cursor, NOW)


@pytest.mark.parametrize(
    "instead",
    [
        "302",
        f"<h1>Ведутся технические работы</h1>{OTHERS}",
        f"<h1>We value your privacy</h1><p>{'Accept all. ' * 20}</p>",
    ],
    ids=["front page", "works", "consent"],
)
async def test_another_page_in_place_of_an_article_is_not_its_text_and_the_article_comes_later(instead: str) -> None:
    haul = await poll(instead, {})
    (post,) = haul.posts
    assert (post.title, post.text, haul.flags) == (HEADLINE, "", ("articles_failed",))
    (later,) = (await poll(ARTICLE, haul.cursor or {})).posts
    assert later.id == post.id
    assert later.text.startswith("Ремонт моста")


def test_an_article_whose_headline_is_put_in_other_forms_is_its_own() -> None:
    def entry(title: str, text: str = "") -> Post:
        return Post(source="s", id="1", url=f"{SITE}/1", title=title, text=text)

    other = entry("Закрыт мост", "Его отремонтируют к весне.")
    assert not is_another(entry(HEADLINE), other, f"{SITE}/1?from=main", f"{SITE}/list")
    assert not is_another(entry("總統簽署和平憲章並發表講話"), other, f"{SITE}/1", f"{SITE}/list")
    assert not is_another(entry("Видео дня"), entry("Cats"), f"{SITE}/1", f"{SITE}/list")
    assert is_another(entry("Видео дня"), entry("Cats"), f"{SITE}/list", f"{SITE}/list")


def test_a_rubric_that_stands_above_an_article_is_no_better_title_than_its_headline() -> None:
    assert better_title(f"Новости: {HEADLINE} 14:05", "Новости") == f"Новости: {HEADLINE} 14:05"
    assert better_title(f"Новости: {HEADLINE} 14:05", HEADLINE) == HEADLINE
