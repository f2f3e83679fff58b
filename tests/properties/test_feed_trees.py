"""A feed says the same whichever of the two strict parsers reads it, and no feed can make one of them run away."""

import random
import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, datetime

import pytest

from monitor.fetch.workers import CPU
from monitor.model import Post, Reply
from monitor.sources import feed_tree
from monitor.sources.feed import FeedOptions, read_feed
from monitor.sources.feed_entry import WHOLE, Sheet
from monitor.sources.feed_mend import mend
from monitor.sources.feed_strict import NotWellFormed, read_tree, read_xml

NOW = datetime(2026, 1, 22, tzinfo=UTC)
XHTML = '<div xmlns="http://www.w3.org/1999/xhtml">X <b title="a&quot;&lt;">y</b> &amp; z<br/>w</div>'
RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet href="a.xsl"?><!-- made -->
<rss version="2.0" xml:base="https://a.example/b/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"
 xmlns:atom="http://www.w3.org/2005/Atom" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<channel xml:lang="ru"><title>T &amp; t</title><link>https://a.example/</link><ttl>15</ttl>
<atom:link rel="self" href="https://a.example/f"/><image><url>http://i</url><title>i</title></image>
<item xml:lang="kk" rdf:about="https://a.example/0"><comments>no name</comments>
<title>Бір 😀 &lt;b&gt;екі&lt;/b&gt;</title>
<link>https://a.example/1</link><guid isPermaLink="true">https://a.example/1</guid>
<description><![CDATA[<p>one]]> &amp; <![CDATA[two</p>]]></description><category>x</category><category term="y"/>
<media:group><media:content url="http://m/1.jpg" medium="image"><media:description>d</media:description>
</media:content><media:title>mt</media:title></media:group><author><name>A B</name><email>a@b</email></author>
<pubDate>Thu, 22 Jan 2026 10:00:00 +0500</pubDate></item>
<item><title>x<!-- c -->y</title><content:encoded>Text <p class="a">in <i>line</i> tail</p> after<br/></content:encoded>
<source url="http://s">Src</source><dc:creator>m@x.y (Name)</dc:creator><link/><guid isPermaLink='false'>tag:1</guid>
<enclosure url="http://e/1.mp3?a=1&amp;b=2" type="audio/mpeg"/></item>
<atom:entry xml:base="c/"><atom:id>urn:1</atom:id><atom:title type="xhtml">{XHTML}</atom:title>
<atom:link href="d/e"/><atom:content type="html">&lt;p&gt;a&lt;/p&gt;</atom:content></atom:entry>
</channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ar"><title>F</title><link href="https://f.example/"/>
<entry><title>مجلس السلام</title><id>urn:2</id><link rel="alternate" href="https://f.example/2"/>
<updated>2026-01-21T10:00:00Z</updated><content type="xhtml">{XHTML}</content><author><name>N</name></author></entry>
<entry><title>a &lt; b</title><id>urn:3</id><summary>s</summary></entry></feed>"""
SNIPPETS = (
    "<![CDATA[", "]]>", "<!--", "-->", "&amp;", "&lt;", "&#65;", "&#x1F600;", "&nbsp;", "<b>", "</b>", "<br/>", "\r\n",
    " xml:lang='kk'", " xml:base='/x/'", "\t", "<?pi x?>", "<x:y/>", XHTML, "<item>", "</item>", "<entry>", "</entry>",
    "<media:group>", "<author>", "<name>", "</name>", "</author>", '"', "'", "<", ">", "=", "\x0b", "\ufffe", "é",
)  # fmt: skip


def spoilt(chance: random.Random, text: str) -> str:
    for _ in range(chance.choice((0, 1, 1, 2))):
        at = chance.randrange(len(text))
        how = chance.randrange(3)
        if how == 0:
            text = text[:at] + text[at + chance.randint(1, 30) :]
            continue
        if how == 1:
            at = chance.choice([found.end() for found in re.finditer(r">|</?[\w:]+", text)] or [at])
        text = text[:at] + chance.choice(SNIPPETS) + text[at:]
    return text


def read(tree_of: Callable[[bytes], feed_tree.Tree], xml: bytes) -> Sheet | None:
    try:
        return read_tree(tree_of(xml), WHOLE)
    except NotWellFormed:
        return None


def test_whichever_parser_reads_a_feed_it_says_the_same() -> None:
    chance = random.Random(5)
    seen: Counter[str] = Counter()
    for _ in range(1_500):
        xml = spoilt(chance, chance.choice((RSS, ATOM))).encode("utf-8", "replace")
        small, large = read(feed_tree.by_expat, xml), read(feed_tree.by_lxml, xml)
        if large is None:
            seen["refused" if small is None else "more"] += 1
            continue
        assert small == large, xml.decode()
        seen["read"] += 1
    assert seen["read"] > 300
    assert seen["refused"] > 300
    assert seen["more"] < 30  # a namespace that is no address; nothing else


def test_words_of_an_unknown_element_are_nobody_s_name() -> None:
    sheet = read_xml(RSS.encode())
    assert [entry.author for entry in sheet.entries] == ["A B", "Name", ""]
    assert [entry.lang for entry in sheet.entries] == ["kk", "ru", "ru"]
    assert [entry.base for entry in sheet.entries] == [*["https://a.example/b/"] * 2, "https://a.example/b/c/"]


def test_a_post_of_a_feed_has_every_field() -> None:
    reply = Reply(asked="https://a.example/f", url="https://a.example/f", body=RSS.encode(), at=NOW)
    posts = read_feed(reply, FeedOptions(), NOW, "s").posts
    assert posts
    for post in posts:
        assert post == Post(**{field.name: getattr(post, field.name) for field in fields(Post)})
        assert vars(post).keys() == {field.name for field in fields(Post)}


@pytest.mark.parametrize(
    "piece",
    ["<a>", "<item>", "<a/>", "<a b='", "<a b='1' ", "<![CDATA[", "<a><![CDATA[", "&lt;", "&#1;", "<!--", "]]>",
     "<x:a>", "<a xmlns:x='y'>", "<item><title>", "<?a "],
)  # fmt: skip
@pytest.mark.parametrize("length", [feed_tree.LARGE - 100, 2 * feed_tree.LARGE])
def test_a_hostile_feed_is_parsed_or_refused_within_the_time_of_a_job(piece: str, length: int) -> None:
    often = length // len(piece)
    xml = f"<rss>{piece * often}".encode()
    for end in (b"", b"</rss>", b"</a>" * often + b"</rss>"):
        started = time.process_time()
        try:
            tree = feed_tree.tree_of(xml + end)
        except NotWellFormed:
            continue
        assert sum(1 for _ in tree.items) <= often
        assert time.process_time() - started < CPU


def test_a_broken_feed_of_many_pieces_is_mended_at_once() -> None:
    text = f"<rss>{'<![CDATA[a]]> & <x:b y:c=1>' * 30_000}"
    started = time.process_time()
    mended = mend(text)
    assert time.process_time() - started < 1.0
    assert mended.startswith('<rss xmlns:x="urn:undeclared:x"><![CDATA[a]]> &amp; <x:b')
