"""Articles in a dozen languages, in the structures that news sites are built in.

Written by hand after the documented shapes: schema.org NewsArticle and Google's article structured data (JSON-LD),
Yoast SEO's ``@graph`` (WordPress), Open Graph's article:published_time, schema.org microdata, the HTML standard's
``<time>``, 1C-Bitrix and other CMSs that show the date in words only. The words are ours.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.model import Post, Reply
from monitor.sources.article import read_article
from monitor.sources.article_options import ArticleOptions

NOW = datetime(2026, 1, 22, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Written:
    """One article: its words, and 21 January 2026, 14:05 as its language writes it."""

    lang: str
    title: str
    paragraphs: tuple[str, ...]
    said: str
    other: str


ARTICLES = [
    Written(**{**row, "paragraphs": tuple(row["paragraphs"])})
    for row in json.loads(Path(__file__).with_name("articles.json").read_text(encoding="utf-8"))
]


def frame(article: Written, head: str, body: str, *, lang: str = "") -> str:
    """A page around an article: menus, side columns with other dates, comments, a foot with another year."""
    return f"""<!DOCTYPE html><html lang="{lang or article.lang}"><head><meta charset="utf-8">
<title>{article.title} | Example News</title>{head}</head><body>
<header class="site-header"><a href="/">Example News</a><nav class="menu"><ul><li><a href="/a">A</a></li>
<li><a href="/b">B</a></li></ul></nav><span class="currency">USD 511.20</span></header>
{body}
<aside class="sidebar"><h3>More</h3><div class="item"><a href="/x/1">{article.other}</a>
<time datetime="2025-06-12T08:00:00Z">{article.other}</time><p class="date_small">{article.other}</p></div></aside>
<section class="comments"><div class="comment">
<time datetime="2026-01-21T20:00:00Z">x</time><p>Comment 12</p></div>
</section><footer><p>© 2019-2026 Example News 16+</p><p>+7 (717) 274-55-21</p></footer></body></html>
<!--2026-01-22 08:59:59-->"""


def paragraphs(article: Written) -> str:
    return "".join(f"<p>{text}</p>" for text in article.paragraphs)


def wordpress(article: Written) -> str:
    """WordPress with Yoast SEO: one ``@graph``, the article named by its page."""
    graph = {
        "@context": "https://schema.org",
        "@graph": [
            {
                "@type": "WebPage",
                "@id": "https://news.example/a/",
                "url": "https://news.example/a/",
                "datePublished": "2026-01-21T09:05:00+00:00",
            },
            {
                "@type": "Article",
                "@id": "https://news.example/a/#article",
                "isPartOf": {"@id": "https://news.example/a/"},
                "author": {"@type": "Person", "name": "Example Author"},
                "headline": article.title,
                "datePublished": "2026-01-21T14:05:00+05:00",
                "dateModified": "2026-01-21T15:00:00+05:00",
                "articleSection": ["World"],
            },
            {"@type": "Organization", "name": "Example News", "foundingDate": "2004-01-01"},
        ],
    }
    head = f'<script type="application/ld+json" class="yoast-schema-graph">{json.dumps(graph)}</script>'
    body = f"""<main><article class="post type-post"><h1 class="entry-title">{article.title}</h1>
<div class="entry-meta"><span class="posted-on">{article.said}</span></div>
<div class="entry-content">{paragraphs(article)}</div></article></main>"""
    return frame(article, head, body)


def jsonld_list(article: Written) -> str:
    """A list of objects; first those that are about something else; the date in a list; a related article beside it."""
    value = [
        {"@context": "http://schema.org", "@type": "BreadcrumbList", "itemListElement": []},
        {"@type": "WebSite", "name": "Example"},
        {
            "@type": ["NewsArticle"],
            "url": "https://news.example/a/",
            "headline": article.title,
            "datePublished": ["2026-01-21T14:05:00+0500"],
            "author": [{"@type": "Person", "name": "Example Author"}],
            "articleSection": "World",
        },
        {"@type": "NewsArticle", "url": "https://news.example/other/", "datePublished": "2025-06-12T08:00:00Z"},
    ]
    head = f'<script type="application/ld+json">{json.dumps(value, ensure_ascii=False)}</script>'
    body = f'<div class="news-detail"><h1>{article.title}</h1><div class="text">{paragraphs(article)}</div></div>'
    return frame(article, head, body)


def jsonld_broken(article: Written) -> str:
    """JSON-LD that no JSON parser reads: a comment around it, a trailing comma, a bare line break, and cut off."""
    head = f"""<script type="application/ld+json"><!--
{{"@context":"https://schema.org","@type":"NewsArticle","headline":"{article.title}",
"description":"first "quoted" word
","datePublished":"2026-01-21T14:05:00+05:00","author":{{"@type":"Person","name":"Example Author",}},
--></script>"""
    body = f"<article><h1>{article.title}</h1>{paragraphs(article)}</article>"
    return frame(article, head, body)


def opengraph(article: Written) -> str:
    """Open Graph and nothing else; the offset without its colon, as some CMSs write it."""
    head = f"""<meta property="og:type" content="article"><meta property="og:title" content="{article.title}">
<meta property="article:published_time" content="2026-01-21T14:05:00+0500">
<meta property="article:modified_time" content="2026-01-21T15:05:00+0500">
<meta property="article:section" content="World"><meta name="author" content="Example Author">
<meta property="og:image" content="https://news.example/img/1.jpg">
<meta property="og:image:alt" content="Two men at a table">"""
    body = f'<div id="content"><h1>{article.title}</h1><div class="body">{paragraphs(article)}</div></div>'
    return frame(article, head, body)


def microdata(article: Written) -> str:
    """schema.org microdata."""
    body = f"""<article itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">{article.title}</h1>
<meta itemprop="datePublished" content="2026-01-21T14:05:00+05:00">
<span itemprop="author" itemscope itemtype="https://schema.org/Person">
<span itemprop="name">Example Author</span></span>
<div itemprop="articleBody">{paragraphs(article)}</div></article>"""
    return frame(article, "", body)


def time_element(article: Written) -> str:
    """Only ``<time datetime>``, below the headline."""
    body = f"""<main><h1>{article.title}</h1><p class="byline"><time datetime="2026-01-21T14:05:00+05:00">
{article.said}</time></p><div class="story">{paragraphs(article)}</div></main>"""
    return frame(article, "", body)


def words_only(article: Written) -> str:
    """The date in words only, in an element called a date (1C-Bitrix and home-made CMSs)."""
    body = f"""<div class="detail"><div class="news-date-time">{article.said}</div><h1>{article.title}</h1>
<div class="detail-text">{paragraphs(article)}</div></div>"""
    return frame(article, "", body)


def divs_and_breaks(article: Written) -> str:
    """No paragraphs, no headline element: ``<br>`` and tables of the last century, the date in the address."""
    text = "<br><br>".join(article.paragraphs)
    body = f"""<table width="100%"><tr><td class="left"><a href="/1">1</a><br><a href="/2">2</a></td><td>
<b class="ttl">{article.title}</b><br><font size="2">{text}</font></td></tr></table>"""
    return frame(article, "", body)


STYLES: dict[str, tuple[Callable[[Written], str], str, str]] = {
    "wordpress": (wordpress, "jsonld", "2026-01-21 09:05"),
    "jsonld-list": (jsonld_list, "jsonld", "2026-01-21 09:05"),
    "jsonld-broken": (jsonld_broken, "jsonld", "2026-01-21 09:05"),
    "opengraph": (opengraph, "meta", "2026-01-21 09:05"),
    "microdata": (microdata, "microdata", "2026-01-21 09:05"),
    "time": (time_element, "time", "2026-01-21 09:05"),
    "words": (words_only, "text", "2026-01-21 14:05"),
    "tables": (divs_and_breaks, "url", "2026-01-21"),
}


def read(page: str, url: str = "https://news.example/a/", **options: object) -> Post:
    reply = Reply(asked=url, url=url, headers=(("content-type", "text/html"),), body=page.encode(), at=NOW)
    haul = read_article(reply, ArticleOptions(**options), NOW, "news")
    (post,) = haul.posts
    return post


def moment(post: Post) -> str:
    if post.published_at is None:
        return ""
    return f"{post.published_at:%Y-%m-%d}" if post.date_precision == "day" else f"{post.published_at:%Y-%m-%d %H:%M}"


CASES = [pytest.param(article, style, id=f"{article.lang}-{style}") for article in ARTICLES for style in STYLES]


def page_of(article: Written, style: str) -> Post:
    url = "https://news.example/2026/01/21/a.html" if style == "tables" else "https://news.example/a/"
    return read(STYLES[style][0](article), url)


@pytest.mark.parametrize(("article", "style"), CASES)
def test_the_date_is_the_articles_own_and_says_what_it_rests_on(article: Written, style: str) -> None:
    post = page_of(article, style)
    assert (moment(post), post.date_basis) == (STYLES[style][2], STYLES[style][1])


@pytest.mark.parametrize(("article", "style"), CASES)
def test_the_text_is_whole_unglued_and_nothing_else(article: Written, style: str) -> None:
    post = page_of(article, style)
    assert post.title == article.title
    assert words(post.text) == words(" ".join(article.paragraphs))
    assert post.lang == article.lang


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.replace("\u200c", " "))


ARTICLE = next(article for article in ARTICLES if article.lang == "en")


def simple(head: str = "", body: str = "", *, lang: str = "en", text: str = "") -> str:
    """A page of a head, what stands around the headline, and the English article."""
    return f"""<html lang="{lang}"><head><meta charset="utf-8"><title>{ARTICLE.title}</title>{head}</head><body>
<article><h1>{ARTICLE.title}</h1>{body}{text or paragraphs(ARTICLE)}</article></body></html>"""


def meta(**names: str) -> str:
    return "".join(f'<meta name="{name.replace("_", "-")}" content="{value}">' for name, value in names.items())


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        # Kazinform's own form, with the offset that was wrong after March 2024: it is kept as published
        (simple(body='<div class="date">11:20, 20 Январь 2026 | GMT +6</div>'), ("2026-01-20 05:20", 360, "text")),
        # Al Bayan's: no colon in the offset
        (
            simple('<meta property="article:published_time" content="2026-01-20T03:01+0400">'),
            ("2026-01-19 23:01", 240, "meta"),
        ),
        (simple(meta(pubdate="20260121T090500Z")), ("2026-01-21 09:05", 0, "meta")),
        (simple(meta(date="2026-01-21")), ("2026-01-21", 0, "meta")),
        (simple('<meta name="dc.date.issued" content="2026-01-21 09:05">'), ("2026-01-21 09:05", None, "meta")),
        (simple('<meta name="parsely-pub-date" content="2026-01-21T09:05:00Z">'), ("2026-01-21 09:05", 0, "meta")),
        (
            simple('<meta property="article:modified_time" content="2026-01-21T09:05:00Z">'),
            ("2026-01-21 09:05", 0, "meta"),
        ),
        # a modified time is believed only when nothing else is said
        (
            simple(
                '<meta property="article:modified_time" content="2026-01-21T19:05:00Z">', "<time>20 January 2026</time>"
            ),
            ("2026-01-20", 0, "time"),
        ),
        # day precision is refined by a lower claim of the same day
        (
            simple('<meta name="date" content="2026-01-21">', "<time>21 January 2026, 09:05 GMT</time>"),
            ("2026-01-21 09:05", 0, "time"),
        ),
        (
            simple(
                '<meta name="date" content="2026-01-21T00:00:00Z">', '<time datetime="2026-01-21T09:05:00Z"></time>'
            ),
            ("2026-01-21 09:05", 0, "time"),
        ),
        # a moment without a zone takes it from an equal one that has it
        (
            simple(
                '<meta name="pubdate" content="2026-01-21T14:05:00">',
                '<time datetime="2026-01-21T14:05:00+05:00"></time>',
            ),
            ("2026-01-21 09:05", 300, "meta"),
        ),
        # a page that stamps itself with the moment it is served; but an article may be as new as that
        (
            simple(
                '<meta name="date" content="2026-01-22T09:00:00Z">',
                '<i itemprop="datePublished" content="2026-01-19T09:05:00Z"></i>',
            ),
            ("2026-01-19 09:05", 0, "microdata"),
        ),
        (
            simple(
                '<meta name="date" content="2026-01-22T09:00:00Z">', '<time datetime="2026-01-19T09:05:00Z"></time>'
            ),
            ("2026-01-22 09:00", 0, "meta"),
        ),
        # a change is no publication, whatever the element calls itself by
        (
            simple(
                body='<time class="updated" datetime="2026-01-21T19:05:00Z"></time>'
                '<time class="entry-date published" datetime="2026-01-20T09:05:00Z"></time>'
            ),
            ("2026-01-20 09:05", 0, "time"),
        ),
        (
            simple(body='<p class="date">Updated: 21.01.2026 19:05</p><p class="date">Published: 20.01.2026 09:05</p>'),
            ("2026-01-20 09:05", None, "text"),
        ),
        (simple(body='<p class="date">Обновлено 21.01.2026 09:05</p>', lang="ru"), ("2026-01-21 09:05", None, "text")),
        # data that a script carries
        (
            simple('<script id="__NEXT_DATA__">{"props":{"publishedAt":"2026-01-21T09:05:00Z","x":1}}</script>'),
            ("2026-01-21 09:05", 0, "text"),
        ),
        (simple('<script>a={"publishedAt":"2026-01-21"};b={"publishedAt":"2026-01-20"}</script>'), ("", None, "seen")),
        # dates ahead, and clocks that were never set, are passed over
        (simple(meta(pubdate="2099-01-01", date="1970-01-01T00:00:00Z")), ("", None, "seen")),
        (simple(meta(pubdate="2026-01-22T14:05:00Z"), "<time>2026-01-21</time>"), ("2026-01-21", 0, "time")),
        # hAtom and Dublin Core in RDFa
        (
            simple(body='<abbr class="published" title="2026-01-21T09:05:00Z">x</abbr>'),
            ("2026-01-21 09:05", 0, "microdata"),
        ),
        (
            simple(body='<span property="dc:date schema:datePublished" content="2026-01-21"></span>'),
            ("2026-01-21", 0, "microdata"),
        ),
        # a comment's date is not the article's, whatever vocabulary it uses
        (
            simple(
                body='<div itemscope itemtype="http://schema.org/Comment">'
                '<time itemprop="datePublished">2026-01-21</time></div>'
            ),
            ("", None, "seen"),
        ),
        # "16+", a telephone number and a version are no dates
        (
            simple(body='<p class="date-info">16+</p><p class="time">+7 701 202 20 26</p><i class="date">v1.2.26</i>'),
            ("", None, "seen"),
        ),
        # a sentence about another day is no dateline
        (simple(body="<p>Since 1 January 2019 this is the second visit.</p>"), ("", None, "seen")),
        (simple(body="<p>С 5 марта 2019 года это уже второй визит.</p>", lang="ru"), ("", None, "seen")),
        # a year in the foot is none either
        (simple(text=paragraphs(ARTICLE) + "<p>Copyright 2019</p>"), ("", None, "seen")),
        # dates in words of the languages we follow, in a line under the headline without any name
        (simple(body="<p>Davos, 21 January 2026</p>"), ("2026-01-21", 0, "text")),
        (simple(body="<p>Жарияланған күні: 21 қаңтар 2026 жыл</p>", lang="kz"), ("2026-01-21", 0, "text")),
        (simple(body="<span>21 كانون الثاني 2026</span>", lang="ar"), ("2026-01-21", 0, "text")),
        (simple(body='<span class="date">28 желтоқсан</span>', lang="kk"), ("2025-12-28", 0, "text")),
        (simple(body='<span class="date">вчера в 18:30</span>', lang="ru"), ("2026-01-21 18:30", None, "text")),
        (simple(body='<span class="date">03/04/2025</span>', lang="en-GB"), ("2025-04-03", 0, "text")),
        (simple(body='<span class="date">03/04/2025</span>', lang="en-US"), ("2025-03-04", 0, "text")),
    ],
)  # fmt: skip
def test_each_way_of_saying_a_date(page: str, expected: tuple[str, int | None, str]) -> None:
    post = read(page)
    assert (moment(post), post.published_offset, post.date_basis) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"@type": "NewsArticle", "datePublished": {"@value": "2026-01-21T09:05:00Z"}}, "2026-01-21 09:05"),
        ({"@type": "https://schema.org/NewsArticle", "datePublished": "2026-01-21T09:05:00Z"}, "2026-01-21 09:05"),
        (
            {"@type": "WebPage", "mainEntity": {"@type": "Article", "datePublished": "2026-01-21T09:05:00Z"}},
            "2026-01-21 09:05",
        ),
        ([[{"@type": "Report", "datePublished": "2026-01-21T09:05:00Z"}]], "2026-01-21 09:05"),
        ({"@type": "NewsArticle", "datePublished": 1768986300}, "2026-01-21 09:05"),
        ({"@type": "NewsArticle", "datePublished": None, "dateCreated": "2026-01-21T09:05:00Z"}, "2026-01-21 09:05"),
        ({"@type": "NewsArticle", "datePublished": "soon", "dateModified": "2026-01-21T09:05:00Z"}, "2026-01-21 09:05"),
        ({"@type": "VideoObject", "uploadDate": "2026-01-21T09:05:00Z"}, "2026-01-21 09:05"),
        ({"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "datePublished": "2025-06-12"}]}, ""),
        ({"@type": "NewsArticle", "url": "https://news.example/b/", "datePublished": "2025-06-12"}, "2025-06-12"),
        ({"@type": "JobPosting", "datePosted": "2025-06-12", "datePublished": "2025-06-12"}, ""),
        ("just a text", ""),
        (7, ""),
    ],
)
def test_json_ld_is_read_in_all_its_shapes(value: object, expected: str) -> None:
    page = simple(f'<script type="application/ld+json">{json.dumps(value)}</script>')
    assert moment(read(page)) == expected


@pytest.mark.parametrize(
    "script",
    [
        '{"@type":"NewsArticle","datePublished":"2026-01-21T09:05:00Z",}',
        '//<![CDATA[\n{"@type":"NewsArticle","datePublished":"2026-01-21T09:05:00Z"}\n//]]>',
        '<!-- {"@type":"NewsArticle","datePublished":"2026-01-21T09:05:00Z"} -->',
        '{"@type":"WebSite"}\n{"@type":"NewsArticle","datePublished":"2026-01-21T09:05:00Z"};',
        '{"@type":"NewsArticle","headline":"a\nb\tc","datePublished":"2026-01-21T09:05:00Z"}',
        "{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;datePublished&quot;:&quot;2026-01-21T09:05:00Z&quot;}",
        '{"@type":"NewsArticle","headline":"he said "no"","datePublished" : "2026-01-21T09:05:00Z"',
        '\ufeff{"@type":"NewsArticle","datePublished":"2026-01-21T09:05:00Z"}',
    ],
)
def test_json_ld_is_mended_where_it_is_broken(script: str) -> None:
    assert moment(read(simple(f'<script type="application/ld+json">{script}</script>'))) == "2026-01-21 09:05"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>one<br>two</p><p>three</p>", ["one", "two", "three"]),
        ("<div>one</div><div>two</div>", ["one", "two"]),
        ("<p>o<b>n</b>e <i>two</i></p>", ["one two"]),
        ("<ul><li>one</li><li>two</li></ul>", ["one", "two"]),
        ("<p>a&nbsp;b &amp;lt; c&#33;</p>", ["a b &lt; c!"]),
    ],
)
def test_selected_text_keeps_its_lines_and_words(text: str, expected: list[str]) -> None:
    post = read(simple(text=f"<section>{text}</section>" + paragraphs(ARTICLE)), body="section")
    assert post.text.splitlines() == expected


def test_selectors_of_the_operator_go_before_everything() -> None:
    page = simple(
        meta(pubdate="2026-01-20"),
        '<p class="who">A. Writer</p><p class="when">21.01.2026 14:05</p><p class="rubric">Home</p><b>Own title</b>',
    )
    post = read(page, title="b", author=".who", date=".when", section=".rubric", body="article > p:last-child",
                zone="Asia/Almaty")  # fmt: skip
    assert (post.title, post.author, post.section) == ("Own title", "A. Writer", "Home")
    assert (moment(post), post.published_offset) == ("2026-01-21 09:05", None)
    assert post.text == ARTICLE.paragraphs[-1]


def test_pictures_come_with_what_they_show() -> None:
    post = read(
        simple(
            '<meta property="og:image" content="/img/lead.jpg"><meta property="og:image:alt" content="A table">',
            '<img src="/img/lead.jpg" alt="ignored"><img data-src="two.png" src="data:image/gif;base64,x" alt="A flag">'
            '<img src="/pixel.gif"><img src="/small.png" width="16" alt="x">',
        )
    )
    assert [(one.url, one.alt) for one in post.media] == [
        ("https://news.example/img/lead.jpg", "A table"),
        ("https://news.example/a/two.png", "A flag"),
    ]


def test_the_posts_address_is_the_pages_own_and_never_another_sites() -> None:
    assert read(simple('<link rel="canonical" href="/a/one">')).url == "https://news.example/a/one"
    assert read(simple('<link rel="canonical" href="https://evil.example/">')).url == "https://news.example/a/"
    assert read(simple('<link rel="canonical" href="/">')).url == "https://news.example/a/"
    assert read(simple('<link rel="canonical" href="javascript:alert(1)">')).url == "https://news.example/a/"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/2026/01/21/title.html", "2026-01-21"),
        ("/news/2026-1-21/title", "2026-01-21"),
        ("/a/20260121T1405/x", "2026-01-21"),
        ("/title-20260121", "2026-01-21"),
        ("/21-01-2026/title", "2026-01-21"),
        ("/2026/02/31/title", ""),
        ("/2099/01/21/title", ""),
        ("/title-1234567890", ""),
        ("/2026/01/", ""),
    ],
)
def test_an_address_may_name_the_day(path: str, expected: str) -> None:
    assert moment(read(simple(), f"https://news.example{path}")) == expected


def test_a_stamp_is_believed_only_where_a_pattern_says_what_it_is() -> None:
    page = simple(body='<img src="/upload/1768986300_photo.jpg" alt="A flag">')
    assert read(page).date_basis == "seen"
    stamped = read(page, stamp=r"upload/(\d{10})_")
    assert (moment(stamped), stamped.date_basis) == ("2026-01-21 09:05", "stamp")
    assert read(page, stamp="(A)").date_basis == "seen"
    assert read(simple(body='<img src="/upload/9999999999_a.jpg">'), stamp=r"upload/(\d{10})_").date_basis == "seen"


def test_a_pattern_that_explodes_is_stopped() -> None:
    page = simple(body=f'<img src="/{"a" * 900}!">')
    assert read(page, stamp=r"(?:a+)+(\d)$").date_basis == "seen"


def test_the_operators_date_has_the_basis_of_its_element() -> None:
    for element, basis in (
        ('<time class="own" datetime="2026-01-21T09:05:00Z"></time>', "time"),
        ('<i class="own" itemprop="datePublished">2026-01-21T09:05:00Z</i>', "microdata"),
        ('<i class="own">2026-01-21 09:05</i>', "text"),
    ):
        post = read(simple(meta(pubdate="2026-01-20"), element), date=".own")
        assert (moment(post), post.date_basis) == ("2026-01-21 09:05", basis)


def test_the_kind_of_text_is_the_pages_own_word() -> None:
    opinion = {"@type": "OpinionNewsArticle", "articleSection": ["World", "Asia"], "headline": "x"}
    assert read(simple(f'<script type="application/ld+json">{json.dumps(opinion)}</script>')).section == (
        "OpinionNewsArticle; World; Asia"
    )
    assert read(simple('<meta property="article:section" content="Politics">')).section == "Politics"
    assert read(simple('<meta property="og:type" content="video.other">')).section == "video.other"


def test_a_template_that_declares_the_wrong_language_is_not_believed() -> None:
    kazakh = next(article for article in ARTICLES if article.lang == "kk")
    assert read(frame(kazakh, "", paragraphs(kazakh), lang="en")).lang == "kk"
    assert read(frame(kazakh, "", paragraphs(kazakh), lang="ru-RU")).lang == "kk"
    assert read(frame(kazakh, "", paragraphs(kazakh), lang="kz")).lang == "kk"


def test_todays_date_in_the_sites_head_is_not_the_articles() -> None:
    heads = (
        '<header><div class="date">Thursday, 22 January 2026</div></header>',
        '<div class="topbar"><time datetime="2026-01-22">x</time></div>',
        '<div class="header-date">22.01.2026</div>',
        '<div class="current-date">22 January 2026</div>',
    )
    for head in heads:
        page = f"<html lang='en'><body>{head}<h1>{ARTICLE.title}</h1>{paragraphs(ARTICLE)}</body></html>"
        assert read(page).date_basis == "seen", head


def test_dates_of_a_list_of_other_articles_are_not_the_articles() -> None:
    cards = "".join(
        f'<div class="card"><a href="/{n}">Another headline {n}</a><span class="date">1{n}.06.2025</span>'
        f'<time datetime="2025-06-1{n}">x</time></div>'
        for n in range(6)
    )
    body = f"<h1>{ARTICLE.title}</h1>{paragraphs(ARTICLE)}<div class='list'>{cards}</div>"
    page = f"<html lang='en'><body>{body}</body></html>"
    assert read(page).date_basis == "seen"
    own = page.replace("</h1>", '</h1><span class="date">21.01.2026</span>')
    assert moment(read(own)) == "2026-01-21"


def test_words_are_never_glued_whatever_elements_stand_between_them() -> None:
    text = (
        "<div>one<div>two</div>three</div><table><tr><td>four</td><td>five</td></tr><tr><td>six</td></tr></table>"
        "<ul><li>seven</li><li>eight</li></ul><p>nine<br>ten<br/>eleven</p><blockquote>twelve</blockquote>"
        "<h2>thirteen</h2>fourteen<figure><img src='/a.jpg' alt=''><figcaption>fifteen</figcaption></figure>"
    )
    page = f"<html lang='en'><body><article><h1>{ARTICLE.title}</h1>{text}{paragraphs(ARTICLE)}</article></body></html>"
    known = {*words(text.replace("<", " <").replace(">", "> ")), *words(" ".join(ARTICLE.paragraphs))}
    assert set(words(read(page).text)) <= known
    selected = words(read(page, body="article").text)
    assert selected[-len(words(" ".join(ARTICLE.paragraphs))) :] == words(" ".join(ARTICLE.paragraphs))
    assert [word for word in selected if word in {"one", "two", "three", "four", "five", "six", "nine", "ten"}] == [
        "one", "two", "three", "four", "five", "six", "nine", "ten",
    ]  # fmt: skip


def test_joiners_of_persian_words_are_kept() -> None:
    persian = next(article for article in ARTICLES if article.lang == "fa")
    assert "\u200c" in read(words_only(persian)).text
