"""Pages put together by chance: the date in words somewhere around the headline, dates of others everywhere else.

Dates are written by Unicode's own formats (CLDR, through Babel); wrappers, class names, side columns, comments, today's
date in the site's head, and days that the text itself speaks of are drawn at random, always the same ones.
"""

import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_datetime

from monitor.model import Post, Reply
from monitor.sources.article import read_article
from monitor.sources.article_options import ArticleOptions

NOW = datetime(2026, 1, 22, 9, 0, tzinfo=UTC)
#: Persian is left out: Babel writes Gregorian days there, Persian pages Jalali ones.
WRITTEN = json.loads(Path(__file__).with_name("articles.json").read_text(encoding="utf-8"))
ARTICLES = [row for row in WRITTEN if row["lang"] != "fa"]
CLASSES = ("date", "entry-date", "news__date", "article-info", "meta-line", "published", "details", "byline",
           "newsDate", "b-news__data", "pub_date", "when", "stamp", "submitted", "info")  # fmt: skip
DATELINES = (
    '<div class="{c}">{d}</div>',
    '<span class="{c}">{d}</span>',
    "<p>{d}</p>",
    '<div class="{c}"><span>{d}</span><span>128</span></div>',
    '<ul class="{c}"><li>{d}</li><li><a href="/t/1">Tag</a></li></ul>',
    '<div class="{c}"><a href="/author/x">A. Writer</a> {d}</div>',
    "<small>{d}</small>",
    '<div class="{c}"><i class="fa fa-calendar"></i> {d} <i class="fa fa-eye"></i> 1 024</div>',
    '<td class="{c}">{d}</td>',
)
HEADLINES = (
    "<h1>{t}</h1>",
    "<h1>{t}</h1>",
    "<header><h1>{t}</h1></header>",
    '<h1><a href="/self">{t}</a></h1>',
    "<h1>{t} (+)</h1>",
    '<h2 class="title">{t}</h2>',
    '<div class="post-title"><b>{t}</b></div>',
)
OTHERS = (
    '<div class="news-item"><a href="/n/{n}">Headline about things {n}</a><span class="date">{d}</span></div>',
    '<li><a href="/n/{n}">Headline about things {n}</a> <time>{d}</time></li>',
    '<div class="col"><h4><a href="/n/{n}">Headline {n}</a></h4><p class="meta">{d}</p></div>',
)
COLUMNS = ('<div class="right">{}</div>', "<aside>{}</aside>", '<section class="x">{}</section>', "<ul>{}</ul>")
BOXES = ("<article>{}</article>", "<main><div>{}</div></main>", '<div class="content"><div class="in">{}</div></div>')
HEADS = ("", "", '<div class="date-now">{}</div>', "<header><span>{}</span></header>", '<div class="topbar">{}</div>')
LABELS = ("", "", "", "Published: ", "Опубликовано: ", "نشر في ")


def page_by(chance: random.Random) -> tuple[str, datetime, dict[str, Any]]:
    """A page, the day it was published, and its article."""
    row = chance.choice(ARTICLES)
    day = datetime(2026, 1, 21, 14, 5) - timedelta(days=chance.randint(0, 900))  # noqa: DTZ001  # as printed
    written = chance.choice([
        *(format_date(day, length, locale=row["lang"]) for length in ("long", "full", "medium")),
        *(format_datetime(day, length, locale=row["lang"]) for length in ("medium", "short")),
    ])  # fmt: skip
    dateline = chance.choice(DATELINES).format(c=chance.choice(CLASSES), d=chance.choice(LABELS) + written)
    headline = chance.choice(HEADLINES).format(t=row["title"])
    texts = list(row["paragraphs"])
    if chance.random() < 0.4:
        texts[0] += f" ({format_date(other_day(chance), 'long', locale=row['lang'])})"
    body = chance.choice(["</p><p>", "<br><br>"]).join(texts)
    article = chance.choice(["{h}{d}<p>{b}</p>", "{d}{h}<p>{b}</p>", "{h}<p>{b}</p>{d}"]).format(
        h=headline, d=dateline, b=body
    )
    later = format_datetime(day + timedelta(days=1), locale=row["lang"])
    comments = f'<div class="comment"><span class="date">{later}</span></div>' * chance.randint(0, 2)
    others = "".join(
        chance.choice(OTHERS).format(n=chance.randint(1, 99), d=format_date(other_day(chance), locale=row["lang"]))
        for _ in range(chance.randint(0, 8))
    )
    parts = [chance.choice(BOXES).format(article) + comments, chance.choice(COLUMNS).format(others)]
    chance.shuffle(parts)
    head = chance.choice(HEADS).format(format_date(NOW.date(), "full", locale=row["lang"]))
    return (
        f"<html lang='{row['lang']}'><head><title>{row['title']} - Site Name</title></head><body>{head}{''.join(parts)}"
        "<div class='footer'>© 2010-2026</div></body></html>",
        day,
        row,
    )


def other_day(chance: random.Random) -> datetime:
    return datetime(2025, chance.randint(1, 12), chance.randint(1, 28))  # noqa: DTZ001  # as printed


def read(page: str) -> Post:
    reply = Reply(asked="https://news.example/a", url="https://news.example/a", body=page.encode(), at=NOW)
    return read_article(reply, ArticleOptions(), NOW).posts[0]


def test_the_articles_own_date_is_found_among_all_others() -> None:
    chance = random.Random(2026)
    wrong = []
    for _ in range(300):
        page, day, row = page_by(chance)
        post = read(page)
        if post.published_at is None or post.published_at.date() != day.date():
            wrong.append((row["lang"], str(day.date()), str(post.published_at), post.date_basis, page))
    assert len(wrong) <= 3, wrong[0]


def test_no_word_of_the_text_is_lost_or_glued() -> None:
    chance = random.Random(7)
    for _ in range(100):
        page, _, row = page_by(chance)
        found = read(page).text
        for text in row["paragraphs"]:
            assert " ".join(text.split()) in " ".join(found.split()), (text, page)
