"""A short article is its own words: no menu, no other headlines, nothing lost that stands beside its headline."""

import json
from datetime import UTC, datetime
from time import process_time

import pytest
from lxml import html

from monitor.model import Post, Reply, Unreadable
from monitor.sources.article import read_article
from monitor.sources.article_boxes import name_parts
from monitor.sources.article_options import ArticleOptions

NOW = datetime(2026, 1, 22, 9, 0, tzinfo=UTC)
URL = "https://news.example/5"
TITLE = "Министр рассказал о новом порядке выплат"
FIRST, SECOND = "Министр подчеркнул, что работа будет продолжена.", "Новый порядок начнёт действовать весной."
MENU = "<ul><li><a href=/a>Главная</a></li><li><a href=/b>Политика</a></li><li><a href=/c>Спорт</a></li></ul>"
OTHERS = "".join(
    f"<li><a href='/n/{number}'>Президент прибыл в Давос {number}</a> <span class=date>{number} января 2026</span></li>"
    for number in range(2, 7)
)


def read(body: str) -> Post:
    page = f"<html lang=ru><head><meta charset=utf-8><title>{TITLE}</title></head><body>{body}</body></html>"
    (post,) = read_article(Reply(asked=URL, url=URL, body=page.encode(), at=NOW), ArticleOptions(), NOW).posts
    return post


@pytest.mark.parametrize(
    "body",
    [
        f"<nav>{MENU}</nav><h1>{TITLE}</h1><div><p>{FIRST}</p><p>{SECOND}</p></div><div><ul>{OTHERS}</ul></div>",
        f"<div>{MENU}</div><div>{OTHERS}</div><div><h2>{TITLE}</h2><div>{FIRST}</div><div>{SECOND}</div></div>",
        f"<div><h2>{TITLE}</h2>{FIRST}<br><br>{SECOND}</div><div><div>{OTHERS.replace('li>', 'div>')}</div></div>",
    ],
    ids=["paragraphs", "boxes", "breaks"],
)
def test_headlines_beside_a_short_article_are_not_its_text(body: str) -> None:
    post = read(body)
    assert (post.title, post.text.split("\n")) == (TITLE, [FIRST, SECOND])


@pytest.mark.parametrize("body", ["", "article"], ids=["found", "selected"])
def test_a_headline_that_the_text_only_leads_to_is_left_out(body: str) -> None:
    more = "".join(f"<p>{FIRST} {n}</p>" for n in range(4))
    pointer = "<p><b>Читайте также:</b> <a href=/n/7>Президент прибыл в Давос</a></p>"
    page = f"<html lang=ru><body><article><h1>{TITLE}</h1>{more}{pointer}<p>{SECOND}</p></article></body></html>"
    reply = Reply(asked=URL, url=URL, body=page.encode(), at=NOW)
    (post,) = read_article(reply, ArticleOptions(body=body), NOW).posts
    assert post.text.split("\n")[-2:] == [f"{FIRST} 3", SECOND]


def test_an_article_that_is_a_list_of_links_has_them_for_text() -> None:
    post = read(f"<h1>{TITLE}</h1><ul>{OTHERS}</ul>")
    assert post.text.count("Президент прибыл в Давос") == 5


def test_a_paragraph_that_stands_before_the_headline_is_kept() -> None:
    first = f"{FIRST} {SECOND} Об этом он сказал журналистам после заседания."
    entries = "".join(f"<div class=post><time>1{n}:00</time><p>{first} {n}</p></div>" for n in (1, 2))
    text = read(f"<article><h1>{TITLE}</h1><p>{SECOND}</p><div class=live>{entries}</div></article>").text
    assert f"{first} 1" in text
    assert f"{first} 2" in text


@pytest.mark.parametrize("line", ["20 января 2026, 10:15", "Опубликовано: 20 января 2026 в 10:15"])
@pytest.mark.parametrize("first", [FIRST, f"{FIRST} {SECOND} Об этом он сказал журналистам после заседания."])
def test_a_dateline_in_front_of_text_without_paragraphs_is_read_with_its_time(line: str, first: str) -> None:
    post = read(f"<div class=x><h2>{TITLE}</h2><small>{line}</small>{first}<br><br>{SECOND}</div>")
    assert post.published_at == datetime(2026, 1, 20, 10, 15, tzinfo=UTC)


def test_lists_and_subheads_of_a_box_without_a_telling_name_are_kept_and_pleas_beside_it_left_out() -> None:
    listed = "<ul><li>первое решение</li><li>второе решение</li></ul><h2>Что дальше</h2>"
    plea = "<div class=subscribe-box><p>Подписывайтесь на наш канал!</p></div><div class=tags>Выплаты</div>"
    comments = "<div class=comments>" + f"<p>Мнение читателя о новом порядке, и не одно. {FIRST}</p>" * 9 + "</div>"
    body = f"<p>{FIRST} {SECOND}</p>{listed}<p>{SECOND} {FIRST}</p><p>{FIRST}</p>"
    page = f"<div class=css-1x2><h1>{TITLE}</h1><div class=css-9z>{body}</div>{plea}{comments}</div><footer>©</footer>"
    lines = [f"{FIRST} {SECOND}", "первое решение", "второе решение", "Что дальше", f"{SECOND} {FIRST}", FIRST]
    assert read(page).text.split("\n") == lines


def test_a_lead_in_a_box_of_its_own_belongs_to_the_text() -> None:
    body = "".join(f"<p>{FIRST} {SECOND} {number}</p>" for number in range(9))
    page = f"<div class=a><h1>{TITLE}</h1><div class=b><p>{SECOND}</p></div><div class=c>{body}</div></div>"
    assert read(page).text.split("\n")[:2] == [SECOND, f"{FIRST} {SECOND} 0"]


def test_data_in_scripts_does_not_cost_the_reader_the_text() -> None:
    data = "<script>" + "var x='" + "данные " * 90_000 + "'</script>"
    parts = [
        f"<div><div class=inner><p>{FIRST} {SECOND} {number}</p></div></div><div class=ad>-</div>" for number in "12"
    ]
    text = read(f"{data}<article><h1>{TITLE}</h1>{''.join(parts)}</article>").text
    assert text.split("\n") == [f"{FIRST} {SECOND} {number}" for number in "12"]


@pytest.mark.parametrize(
    "clock", ["<span class=time>20:52:15</span>", "<time>12:00</time>", "<i class=date>9:15 PM</i>"]
)
def test_a_bare_time_of_day_is_not_todays(clock: str) -> None:
    pieces = f"<span class=year>2023</span> <span class=day>11/17</span> {clock}"
    assert read(f"<h1>{TITLE}</h1><div>{pieces}</div><p>{FIRST}</p><p>{SECOND}</p>").date_basis == "seen"


def test_paragraphs_that_are_boxes_go_before_those_of_an_advertisement() -> None:
    lines = [f"Абзац {number}: {FIRST} {SECOND}" for number in range(8)]
    boxes = "".join(f"<div class=row data-field=text>{line}</div>" for line in lines)
    offer = "".join(
        f"<p>Читайте журнал на любом устройстве, выпуск {number} уже вышел в свет.</p>" for number in "12345"
    )
    crumbs = f"<ul><li><a href=/a>Главная</a></li><li><h1>{TITLE}</h1></li></ul>"
    page = f"{crumbs}<div class=main><div class=body>{boxes}</div></div><div class=side><h3>Номер</h3>{offer}</div>"
    assert read(page).text.split("\n") == lines


def test_an_article_in_what_calls_itself_an_aside_is_read_and_no_menu_in_its_place() -> None:
    inside = f"<section><header><h1>{TITLE}</h1></header><article><p>{FIRST}</p><p>{SECOND}</p></article></section>"
    post = read(f"{MENU}<aside class=content>{inside}</aside><footer><ul>{OTHERS}</ul></footer>")
    assert post.text.split("\n") == [FIRST, SECOND]
    links = "".join(f"<a href=/{name}>{name}</a> " for name in ("Главная", "Политика", "Спорт", "Культура"))
    page = f"<aside><h1>Вестник</h1>{links}<p>{links}</p></aside><div><div>{FIRST}</div></div>"
    assert read(page).text == FIRST


def test_an_author_that_is_written_as_data_inside_data_is_none() -> None:
    data = json.dumps({"@type": "NewsArticle", "headline": TITLE, "author": '{ "name": "A. Wu" }'})
    meta = '<meta name="author" content="Alice Wu">'
    page = f"<script type='application/ld+json'>{data}</script>{meta}<h1>{TITLE}</h1><p>{FIRST}</p><p>{SECOND}</p>"
    assert read(page).author == "Alice Wu"


def test_a_day_that_another_headline_speaks_of_does_not_date_the_article() -> None:
    other = "<p>Митинг у здания суда в Гааге пройдёт в субботу 17 января</p>"
    assert read(f"<h1>{TITLE}</h1><div><p>{FIRST}</p><p>{SECOND}</p></div>{other}").date_basis == "seen"
    assert read(f"<h1>{TITLE}</h1><p>Астана, 17 января</p><div><p>{FIRST}</p></div>").published_at is not None


def test_a_page_that_calls_itself_english_as_its_software_does_is_of_the_language_of_its_text() -> None:
    text = "<p>El ministro dijo que la carretera entre las dos ciudades estará cerrada hasta la primavera.</p>"
    page = f"<html lang=en-US><head><title>La carretera estará cerrada</title></head><body>{text * 3}</body></html>"
    (post,) = read_article(Reply(asked=URL, url=URL, body=page.encode(), at=NOW), ArticleOptions(), NOW).posts
    assert post.lang == "es"


def test_a_template_that_no_script_has_filled_is_no_text() -> None:
    text = "<p>{{ article.status == 'draft' ? 'Черновик' : 'Готово' }}</p>"
    assert (
        read(f"<h1>{TITLE}</h1><div><p>{FIRST} {{{{user}}}}</p>{text}<p>{SECOND}</p></div>").text
        == f"{FIRST}\n{SECOND}"
    )
    shell = f"<html ng-app><head><meta charset=utf-8></head><body><div>{text * 3}<p>{SECOND}</p></div></body></html>"
    with pytest.raises(Unreadable, match="empty shell"):
        read_article(Reply(asked=URL, url=URL, body=shell.encode(), at=NOW), ArticleOptions(), NOW)


def test_a_headline_in_two_hundred_boxes_one_in_another_takes_no_long_time() -> None:
    def took(depth: int) -> float:
        tree = html.fromstring(f"{'<aside>' * depth}<h1>{TITLE}</h1>{'<a>x</a>' * 10_000}{FIRST}{'</aside>' * depth}")
        start = process_time()
        name_parts(tree)
        return process_time() - start

    assert took(240) < 12 * min(took(5) for _ in range(3))
