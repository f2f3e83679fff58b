"""What feeds write around the words of a post is no part of the post: footers, editions, lists of other headlines.

Written after: WordPress 6 (footer in English, Russian and Japanese), the BBC's feeds, Google News (search, topics).
"""

from datetime import UTC, datetime

import pytest

from monitor.model import Post, Reply
from monitor.sources.feed import FeedOptions, read_feed

NOW = datetime(2026, 1, 22, 12, 0, tzinfo=UTC)
HERE = "https://outlet.example/feed/"


def posts(items: str) -> tuple[Post, ...]:
    body = f'<rss version="2.0"><channel><link>https://www.outlet.example</link>{items}</channel></rss>'
    return read_feed(Reply(asked=HERE, url=HERE, body=body.encode(), at=NOW), FeedOptions(), NOW, "outlet").posts


def only(inside: str) -> Post:
    (post,) = posts(f"<item>{inside}</item>")
    return post


@pytest.mark.parametrize(
    "footer",
    [
        '<p>The post <a rel="nofollow" href="{entry}">Title</a> first on <a href="{home}/">City Times</a>.</p>\n',
        '<p>Сообщение <a href="{entry}">Title</a> появились сначала на <a href="{home}">City Times</a>.</p>',
        '<p><a href="{home}">City Times</a> に <a href="{entry}">投稿</a> が最初に表示されました。</p>',
    ],
)
def test_the_footer_of_a_blog_does_not_make_each_post_one_about_its_town(footer: str) -> None:
    footer = footer.format(entry="https://outlet.example/a/", home="https://outlet.example")
    post = only(
        "<title>Title</title><link>https://outlet.example/a/?utm_source=rss</link>"
        f"<description><![CDATA[<p>The first words.</p>{footer}]]></description>"
    )
    assert post.text == "The first words."


def test_a_headline_that_a_text_only_leads_to_does_not_make_its_post_one_of_that_story() -> None:
    pointer = '<p><strong>Читайте также: <a href="https://outlet.example/b/">Токаев подписал указ</a></strong></p>'
    post = only(f"<title>T</title><description><![CDATA[<p>Мост закрыт.</p>{pointer}<p>Объезд.</p>]]></description>")
    assert post.text == "Мост закрыт.\nОбъезд."


def test_a_last_paragraph_with_links_of_its_own_stays() -> None:
    last = '<p>See <a href="https://outlet.example/b/">this</a> and <a href="https://other.example">that</a>.</p>'
    post = only(f"<link>https://outlet.example/a/</link><description><![CDATA[{last}]]></description>")
    assert post.text == "See this and that."


def test_an_edited_article_keeps_its_id_though_its_edition_is_counted() -> None:
    ids = [
        only(f"<title>A</title><link>{link}?at_medium=RSS</link><guid isPermaLink='false'>{link}#{edition}</guid>").id
        for link, edition in [("https://bbc.example/articles/c4g", 0), ("https://bbc.example/articles/c4g", 12)]
    ]
    assert ids == ["https://bbc.example/articles/c4g"] * 2


def test_places_on_one_page_stay_entries_of_their_own() -> None:
    page = "https://outlet.example/changes"
    links = [f"<item><title>{n}</title><link>{page}#{n}</link><guid>{page}#{n}</guid></item>" for n in (1, 2)]
    assert [post.id for post in posts("".join(links))] == [f"{page}#1", f"{page}#2"]
    pages = [f"<item><title>{n}</title><link>{page}</link><guid>{page}#{n}</guid></item>" for n in (1, 2)]
    assert {post.title for post in posts("".join(pages))} == {"1", "2"}


@pytest.mark.parametrize("other", ["Another headline", "A headline of an hour later"])
def test_an_aggregators_list_of_other_headlines_is_no_text(other: str) -> None:
    link = "https://news.google.com/rss/articles/CBMi?oc=5"
    rows = [(link, "Leaders meet", "City Times"), (f"{link}x", other, "Else")]
    listed = "".join(
        f'<li><a href="{to}" target="_blank">{title}</a>&nbsp;&nbsp;<font color="#6f6f6f">{name}</font></li>'
        for to, title, name in rows
    )
    post = only(
        f"<title>Leaders meet - City Times</title><link>{link}</link><guid>CBMi</guid><source>City Times</source>"
        f"<description><![CDATA[<ol>{listed}</ol>]]></description>"
    )
    assert (post.title, post.text, post.author) == ("Leaders meet", "", "City Times")


def test_markup_that_was_escaped_twice_is_no_text_but_a_tag_that_is_spoken_of_is() -> None:
    assert only("<description>&amp;lt;p&amp;gt;Words&amp;lt;/p&amp;gt;</description>").text == "Words"
    assert only("<description>the &amp;lt;b&amp;gt; tag</description>").text == "the <b> tag"


DRUPAL = (
    '<span class="field field--name-title">Minister met\n envoy</span>\n'
    '<span><span about="/user/1">webmaster</span></span>\n'
    '<span><time datetime="2026-01-05T10:00:00+03:00" title="Monday">Mon, 01/05/2026 - 10:00</time>\n</span>\n\n'
)


def test_the_fields_that_drupal_writes_in_front_are_no_words_of_the_post_and_date_it() -> None:
    post = only(
        "<title>Minister met envoy</title><author>webmaster</author>"
        f"<description><![CDATA[{DRUPAL}<div><p>They spoke of trade.</p></div>]]></description>"
    )
    assert (post.title, post.text, post.author) == ("Minister met envoy", "They spoke of trade.", "webmaster")
    assert (post.published_at, post.date_basis) == (datetime(2026, 1, 5, 7, 0, tzinfo=UTC), "feed")


def test_a_text_that_begins_with_words_of_its_own_in_a_span_keeps_them() -> None:
    post = only("<title>T</title><description><![CDATA[<span>Kyiv.</span> <span>Rain.</span>]]></description>")
    assert post.text == "Kyiv. Rain."


def test_who_sent_a_link_to_reddit_is_no_word_of_it() -> None:
    sent = (
        'A quake. &#32; submitted by &#32; <a href="https://www.reddit.com/user/x"> /u/x </a> &#32; to &#32; '
        '<a href="https://www.reddit.com/r/world/"> r/world </a> <br/> <span><a href="https://a.example/1">[link]</a>'
        '</span> &#32; <span><a href="https://www.reddit.com/r/world/comments/1/">[comments]</a></span>'
    )
    assert only(f"<title>T</title><description><![CDATA[{sent}]]></description>").text == "A quake."


def test_layouts_of_wordpress_that_nothing_laid_out_are_no_words_and_other_brackets_are() -> None:
    text = '[vc_row][vc_column width="1"]The mayor [sic] spoke.[/vc_column] [caption id="a"]By x[/caption] [VIDEO] a[i]'
    post = only(f"<title>T</title><description><![CDATA[{text}]]></description>")
    assert post.text == "The mayor [sic] spoke. By x [VIDEO] a[i]"


def test_a_date_with_markup_inside_is_that_date() -> None:
    inside = 'Wed, 21 Jan 26 <time datetime="2026-01-21T07:20:00+02:00">07:20</time>'
    post = only(f"<title>T</title><pubDate><![CDATA[{inside}]]></pubDate>")
    assert post.published_at == datetime(2026, 1, 21, 5, 20, tzinfo=UTC)
