"""Feeds in every documented shape give the posts that stand in them.

Written after: RSS 2.0 and 0.91/0.92 (rssboard.org), RSS 1.0 and its modules (web.resource.org/rss/1.0), Atom 1.0
(RFC 4287) and 0.3, Threading (RFC 4685), JSON Feed 1.0 and 1.1 (jsonfeed.org), Media RSS (rssboard.org/media-rss),
Dublin Core, Yandex news, Google News.
"""

import gzip
from datetime import UTC, datetime
from typing import Any

import pytest

from monitor.model import Haul, Media, Post, Reply
from monitor.sources.feed import FeedOptions, read_feed

NOW = datetime(2026, 1, 22, 12, 0, tzinfo=UTC)
HERE = "https://outlet.example/news/feed.xml"
SPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:yandex="http://news.yandex.ru" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'
)


def rss(items: str, head: str = "") -> str:
    return f'<?xml version="1.0"?><rss version="2.0" {SPACES}><channel>{head}{items}</channel></rss>'


def item(inside: str) -> str:
    return rss(f"<item>{inside}</item>")


def atom(inside: str, head: str = "") -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{head}<entry>{inside}</entry></feed>'


def read(body: str | bytes, options: FeedOptions | None = None, **headers: str) -> Haul:
    raw = body.encode() if isinstance(body, str) else body
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    reply = Reply(asked=HERE, url=HERE, headers=named, body=raw, at=NOW)
    return read_feed(reply, options or FeedOptions(), NOW, "outlet")


def only(body: str | bytes, **headers: str) -> Post:
    (post,) = read(body, **headers).posts
    return post


#: Name, body, what the one post must have.
CASES: list[tuple[str, str, dict[str, Any]]] = [
    (
        "rss 2.0 as WordPress writes it",
        item(
            "<title>Тоқаев Давосқа барды</title><link>https://outlet.example/a/?utm_source=rss</link>"
            "<dc:creator><![CDATA[Айгүл Сейіт]]></dc:creator><pubDate>Wed, 21 Jan 2026 09:15:00 +0500</pubDate>"
            "<category><![CDATA[Саясат]]></category><category><![CDATA[Әлем]]></category>"
            '<guid isPermaLink="false">https://outlet.example/?p=17</guid><description><![CDATA[Қысқаша&#8230;]]>'
            "</description><content:encoded><![CDATA[<p>Бірінші абзац.</p>\n<p>Екінші.</p>]]></content:encoded>"
        ),
        {
            "id": "https://outlet.example/?p=17",
            "url": "https://outlet.example/a/?utm_source=rss",
            "title": "Тоқаев Давосқа барды",
            "text": "Бірінші абзац.\nЕкінші.",
            "author": "Айгүл Сейіт",
            "section": "Саясат, Әлем",
            "published_at": datetime(2026, 1, 21, 4, 15, tzinfo=UTC),
            "published_offset": 300,
            "date_basis": "feed",
        },
    ),
    (
        "rss 0.91 with a document type",
        '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" '
        '"http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><title>t</title>'
        "<item><title>Caf&eacute; &amp; co</title><link>http://a.example/1</link></item></channel></rss>",
        {"id": "http://a.example/1", "title": "Café & co", "date_basis": "seen", "published_at": None},
    ),
    (
        "rss 0.92 without titles",
        '<rss version="0.92"><channel><item><description>Only &lt;a href="http://x.example"&gt;words&lt;/a&gt;.'
        "</description></item></channel></rss>",
        {"title": "", "text": "Only words.", "url": ""},
    ),
    (
        "rss 1.0: items beside the channel",
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="http://a.example/"><title>t</title><items>'
        '<rdf:Seq><rdf:li rdf:resource="http://a.example/1"/></rdf:Seq></items></channel>'
        '<item rdf:about="http://a.example/1"><title>One</title><link>http://a.example/1?x</link>'
        "<dc:date>2026-01-21T09:00:00+05:00</dc:date><dc:subject>Politics</dc:subject></item></rdf:RDF>",
        {"id": "http://a.example/1", "url": "http://a.example/1?x", "section": "Politics", "published_offset": 300},
    ),
    (
        "rss 0.90 in its own namespace",
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>t</title></channel><item><title>One</title>'
        "<link>http://a.example/1</link></item></rdf:RDF>",
        {"title": "One", "id": "http://a.example/1"},
    ),
    (
        "rss in a default namespace",
        '<rss version="2.0" xmlns="http://backend.userland.com/rss2"><channel><item><title>One</title></item></channel>'
        "</rss>",
        {"title": "One"},
    ),
    (
        "rss whose root declares a namespace that is not its own",
        '<rss version="2.0" xmlns="http://www.w3.org/1999/xhtml"><channel><item><title>One</title>'
        "<description>Two</description></item></channel></rss>",
        {"title": "One", "text": "Two"},
    ),
    (
        "an item outside its channel",
        "<rss><channel><title>t</title></channel><item><title>One</title></item></rss>",
        {"title": "One"},
    ),
    (
        "names in capitals",
        "<RSS><CHANNEL><ITEM><TITLE>One</TITLE><PUBDATE>21 Jan 2026 10:00:00 GMT</PUBDATE></ITEM></CHANNEL></RSS>",
        {"title": "One", "published_at": datetime(2026, 1, 21, 10, tzinfo=UTC)},
    ),
    (
        "atom 1.0",
        atom(
            '<id>tag:outlet.example,2026:1</id><title type="html">A &amp;amp; B &lt;i&gt;C&lt;/i&gt;</title>'
            '<link rel="self" href="http://a.example/self"/><link href="/news/1"/>'
            "<published>2026-01-21T09:00:00+05:00</published><updated>2026-01-21T10:00:00Z</updated>"
            "<author><name>N. N.</name><email>n@a.example</email></author>"
            '<category term="pol" label="Politics"/><summary>Short</summary>'
            '<content type="html">&lt;p&gt;The whole text, longer.&lt;/p&gt;</content>'
        ),
        {
            "id": "tag:outlet.example,2026:1",
            "url": "https://outlet.example/news/1",
            "title": "A & B C",
            "text": "The whole text, longer.",
            "author": "N. N.",
            "section": "Politics",
            "published_at": datetime(2026, 1, 21, 4, tzinfo=UTC),
        },
    ),
    (
        "atom with an id that is no address",
        atom("<id>post-7</id><title>One</title>", '<link href="http://a.example/"/>'),
        {"id": "post-7", "url": ""},
    ),
    (
        "atom content as xhtml",
        atom(
            '<id>1</id><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">One <b>two</b></div></title>'
            '<content type="xhtml"><x:div xmlns:x="http://www.w3.org/1999/xhtml"><x:p>a</x:p><x:p>b &amp; c</x:p>'
            '<x:img src="i.png" alt="picture"/></x:div></content>'
        ),
        {"title": "One two", "text": "a\nb & c\npicture"},
    ),
    (
        "atom titles that are plain text keep their signs",
        atom('<id>1</id><title>2 &lt; 3 &amp; 5 > 4</title><summary type="text">x &lt;y&gt; z</summary>'),
        {"title": "2 < 3 & 5 > 4", "text": "x <y> z"},
    ),
    (
        "atom titles escaped once too much are unescaped",
        atom("<id>1</id><title>Qazaqstan&amp;#39;s day &amp;quot;one&amp;quot;</title>"),
        {"title": "Qazaqstan's day \"one\""},
    ),
    (
        "atom with a prefix",
        '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:id>1</a:id><a:title>One</a:title></a:entry></a:feed>',
        {"id": "1", "title": "One"},
    ),
    (
        "atom 0.3",
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><id>1</id><title mode="escaped" '
        'type="text/html">A &amp;amp; B</title><issued>2026-01-20T00:00:00Z</issued><modified>2026-01-21T00:00:00Z'
        '</modified><content type="text/html" mode="escaped">&lt;p&gt;x&lt;/p&gt;</content></entry></feed>',
        {"title": "A & B", "text": "x", "published_at": datetime(2026, 1, 20, tzinfo=UTC)},
    ),
    (
        "atom content in base64",
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><id>1</id><title>t</title>'
        '<content type="text/html" mode="base64">PHA+0JTQsNCy0L7RgTwvcD4=</content></entry></feed>',
        {"text": "Давос"},
    ),
    (
        "atom names the author once for all",
        atom("<id>1</id><title>t</title>", "<author><name>Press office</name></author>"),
        {"author": "Press office"},
    ),
    (
        "atom replies",
        atom(
            '<id>2</id><title>t</title><in-reply-to xmlns="http://purl.org/syndication/thread/1.0" ref="tag:1"/>'
            '<link rel="replies" href="http://a.example/replies"/><link rel="alternate" href="http://a.example/2"/>'
        ),
        {"reply_to": "tag:1", "url": "http://a.example/2"},
    ),
    (
        "atom links of several types: the page is meant",
        atom(
            '<id>1</id><title>t</title><link rel="alternate" type="application/pdf" href="http://a.example/1.pdf"/>'
            '<link rel="enclosure" type="image/png" href="http://a.example/1.png"/>'
            '<link rel="alternate" type="text/html" href="http://a.example/1"/>'
        ),
        {"url": "http://a.example/1", "media": (Media(url="http://a.example/1.png"),)},
    ),
    (
        "relative links against xml:base",
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://cdn.example/x/"><entry xml:base="y/"><id>i</id>'
        '<title>t</title><link href="z.html"/><content type="html">&lt;img src="p.png"&gt;</content></entry></feed>',
        {"id": "i", "url": "http://cdn.example/x/y/z.html", "media": (Media(url="http://cdn.example/x/y/p.png"),)},
    ),
    ("relative links against the address", item("<title>t</title><link>../a/1</link>"), {"url": "https://outlet.example/a/1"}),
    ("links without a scheme", item("<title>t</title><link>//cdn.example/1</link>"), {"url": "https://cdn.example/1"}),
    ("links that are scripts lead nowhere", item("<title>t</title><link>javascript:alert(1)</link>"), {"url": ""}),
    ("links broken over lines", item("<title>t</title><link>\n https://a.example/\n 1 </link>"), {"url": "https://a.example/1"}),
    (
        "links escaped once too much",
        item("<title>t</title><link>https://a.example/?a=1&amp;amp;b=2</link>"),
        {"url": "https://a.example/?a=1&b=2"},
    ),
    (
        "a guid that is the link",
        item("<title>t</title><guid>https://a.example/1</guid>"),
        {"id": "https://a.example/1", "url": "https://a.example/1"},
    ),
    (
        "a guid that looks like a link and is none",
        item('<title>t</title><guid isPermaLink="false">https://a.example/?p=1</guid>'),
        {"id": "https://a.example/?p=1", "url": ""},
    ),
    (
        "no guid: the link without tracking",
        item("<title>t</title><link>https://www.a.example/1?utm_source=rss&amp;utm_medium=feed</link>"),
        {
            "id": "https://www.a.example/1",
            "url": "https://www.a.example/1?utm_source=rss&utm_medium=feed",
        },
    ),
    (
        "the true link behind FeedBurner",
        item(
            "<title>t</title><guid isPermaLink='false'>1</guid>"
            "<feedburner:origLink>https://a.example/1</feedburner:origLink>"
        ),
        {"id": "1", "url": "https://a.example/1"},
    ),
    (
        "the author in a mail address",
        item("<title>t</title><author>desk@a.example (Асель Н.)</author>"),
        {"author": "Асель Н."},
    ),
    (
        "full text for Yandex, and its genre",
        item(
            "<title>t</title><description>short</description><yandex:genre>interview</yandex:genre>"
            "<yandex:full-text>Весь текст новости целиком.</yandex:full-text>"
        ),
        {"text": "Весь текст новости целиком.", "section": "interview"},
    ),
    (
        "a content that is only a picture is not the full text",
        item(
            "<title>t</title><description>The words of the article stand in the description here.</description>"
            "<content:encoded>&lt;img src='https://a.example/1.jpg' alt='Давос'&gt;</content:encoded>"
        ),
        {"text": "The words of the article stand in the description here."},
    ),
    (
        "html that nobody escaped",
        item("<title>One <b>two</b></title><description>a<br/>b<p>c</p>d</description>"),
        {"title": "One two", "text": "a\nb\nc\nd"},
    ),
    (
        "cdata next to text",
        item("<title>x <![CDATA[<b>y</b> &amp; z]]> w</title>"),
        {"title": "x y & z w"},
    ),
    (
        "titles escaped twice",
        item("<title>A &amp;amp; B &amp;laquo;В&amp;raquo; &amp;#1058;&amp;#1086;&amp;#1082;</title>"),
        {"title": "A & B «В» Ток"},
    ),
    (
        "enclosures, media with words",
        item(
            '<title>t</title><description>d</description><enclosure url="https://a.example/1.mp3" type="audio/mpeg" '
            'length="1"/><media:content url="https://a.example/1.jpg" medium="image"><media:description '
            'type="plain">Президент қол қойды</media:description></media:content>'
            '<media:thumbnail url="https://a.example/2.jpg"/>'
        ),
        {
            "text": "d\nПрезидент қол қойды",
            "media": (
                Media(url="https://a.example/1.mp3", kind="audio"),
                Media(url="https://a.example/1.jpg", alt="Президент қол қойды"),
                Media(url="https://a.example/2.jpg"),
            ),
        },
    ),
    (
        "a video's description is its text",
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" '
        'xmlns:yt="http://www.youtube.com/xml/schemas/2015"><entry><id>yt:video:abc</id><yt:videoId>abc</yt:videoId>'
        '<title>Film</title><link rel="alternate" href="https://www.youtube.com/watch?v=abc"/><media:group>'
        '<media:title>Film</media:title><media:content url="https://www.youtube.com/v/abc"/>'
        '<media:description>What is seen</media:description></media:group></entry></feed>',
        {"id": "yt:video:abc", "text": "What is seen", "url": "https://www.youtube.com/watch?v=abc"},
    ),
    (
        "Google News: the outlet behind the link",
        item(
            "<title>Headline - Outlet</title><link>https://news.google.com/rss/articles/CBMi?oc=5</link>"
            '<guid isPermaLink="false">CBMi</guid><source url="https://publisher.example">Outlet</source>'
            "<author>a.person@publisher.example (A. Person)</author>"
        ),
        {"id": "CBMi", "author": "Outlet", "url": "https://news.google.com/rss/articles/CBMi?oc=5"},
    ),
    ("languages of the feed", rss("<item><title>Жаңалық</title></item>", "<language>kz-KZ</language>"), {"lang": "kk"}),
    (
        "languages of the entry",
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><entry xml:lang="ar-AE"><id>1</id><title>مجلس</title>'
        "</entry></feed>",
        {"lang": "ar"},
    ),
    (
        "Kazakh in a feed that says Russian",
        rss("<item><title>Мемлекет басшысы Давосқа қол қоюға барды</title></item>", "<language>ru</language>"),
        {"lang": ""},
    ),
    (
        "a Kazakh name in a Russian feed",
        rss("<item><title>Токаев посетил «Ұлы дала» в Астане</title></item>", "<language>ru</language>"),
        {"lang": "ru"},
    ),
    (
        "Russian in a feed that says Kazakh",
        rss(
            "<item><title>Глава государства принял участие в церемонии подписания</title>"
            "<description>Церемония прошла в Давосе при участии лидеров двадцати стран.</description></item>",
            "<language>kk-KZ</language>",
        ),
        {"lang": ""},
    ),
    (
        "a language that the letters deny",
        rss("<item><title>Президент подписал устав</title></item>", "<language>en-US</language>"),
        {"lang": ""},
    ),
    (
        "json feed 1.1",
        '{"version":"https://jsonfeed.org/version/1.1","title":"t","language":"kk","items":[{"id":"1","url":'
        '"https://a.example/1","title":"A & B","content_html":"<p>x</p><p>y</p>","date_published":'
        '"2026-01-21T09:00:00+05:00","authors":[{"name":"N"}],"tags":["politics"],"image":"https://a.example/1.jpg",'
        '"attachments":[{"url":"https://a.example/1.mp3","mime_type":"audio/mpeg","title":"talk"}]}]}',
        {
            "id": "1",
            "title": "A & B",
            "text": "x\ny\ntalk",
            "author": "N",
            "lang": "kk",
            "section": "politics",
            "published_offset": 300,
            "media": (
                Media(url="https://a.example/1.jpg"),
                Media(url="https://a.example/1.mp3", kind="audio", alt="talk"),
            ),
        },
    ),
    (
        "json feed 1.0, with a number for an id",
        '{"version":"https://jsonfeed.org/version/1","title":"t","author":{"name":"N"},"items":[{"id":17,'
        '"content_text":"x <y>","external_url":"https://b.example/1"}]}',
        {"id": "17", "text": "x <y>", "url": "https://b.example/1", "author": "N"},
    ),
    (
        "json with half a character",
        '{"version":"https://jsonfeed.org/version/1","title":"t","items":[{"id":"1","content_text":"a\\ud83d\\u0000b"}]}',
        {"text": "a\ufffdb"},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_feed_gives_what_stands_in_it(body: str, expected: dict[str, Any]) -> None:
    post = only(body)
    assert {name: getattr(post, name) for name in expected} == expected
    assert (post.source, post.seen_at) == ("outlet", NOW)


CYRILLIC = "Президент Казахстана подписал устав Совета мира в Давосе"
ARABIC = "وقع رئيس كازاخستان ميثاق مجلس السلام في دافوس"


@pytest.mark.parametrize(
    ("text", "charset", "prolog", "header"),
    [
        (CYRILLIC, "utf-8", "", ""),
        (CYRILLIC, "utf-8-sig", "utf-8", ""),
        (CYRILLIC, "utf-16", "utf-16", ""),
        (CYRILLIC, "utf-16", "", "application/xml; charset=utf-8"),
        (CYRILLIC, "windows-1251", "windows-1251", ""),
        (CYRILLIC, "windows-1251", "utf-8", ""),
        (CYRILLIC, "windows-1251", "", "text/xml; charset=iso-8859-1"),
        (CYRILLIC, "windows-1251", "utf-8", "text/xml; charset=utf-8"),
        (CYRILLIC, "utf-8", "windows-1251", ""),
        (CYRILLIC, "utf-8", "", "text/xml; charset=windows-1251"),
        (CYRILLIC, "koi8-r", "windows-1251", ""),
        (CYRILLIC, "koi8-r", "x-nonsense", "text/xml; charset=x-nonsense"),
        (ARABIC, "windows-1256", "windows-1256", ""),
        (ARABIC, "windows-1256", "utf-8", ""),
        (ARABIC, "iso-8859-6", "", "text/xml; charset=iso-8859-6"),
        (ARABIC, "utf-8", "iso-8859-1", "text/xml; charset=iso-8859-1"),
    ],
)
def test_letters_are_right_whatever_header_and_prolog_say(text: str, charset: str, prolog: str, header: str) -> None:
    declared = f'<?xml version="1.0" encoding="{prolog}"?>' if prolog else ""
    body = (
        declared + f"<rss><channel><item><title>{text}</title><description>{text}</description></item></channel></rss>"
    )
    headers = {"content_type": header} if header else {}
    assert only(body.encode(charset), **headers).title == text


def test_a_feed_that_lies_compressed_on_its_server_is_read() -> None:
    assert only(gzip.compress(item("<title>One</title>").encode())).title == "One"


def test_one_bad_byte_costs_one_letter_and_no_more() -> None:
    body = item(f"<title>{CYRILLIC}</title><description>bad X byte {CYRILLIC * 3}</description>").encode()
    post = only(body.replace(b"X", b"\xff"))
    assert post.title == CYRILLIC
    assert post.text == f"bad \ufffd byte {CYRILLIC * 3}"
