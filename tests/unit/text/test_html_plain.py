"""HTML fragments become the words that a reader sees."""

import time

import pytest

from monitor.text.html import plain
from monitor.text.references import unescape


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Hello</p><p>World</p>", "Hello\nWorld"),
        ("<b>To</b>kayev &amp; co<br>x<br/><br/>y", "Tokayev & co\nx\n\ny"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("<ul><li>бір</li><li>екі</li></ul>", "бір\nекі"),
        ("<div>a</div>b<div>c</div>", "a\nb\nc"),
        ("see<img alt='Тоқаев Давоста' src=x>here", "see Тоқаев Давоста here"),
        ('<img src=x alt="">picture', "picture"),
        ("<script>var a = '<b>';</script>text<style>b {}</style>", "text"),
        ("<script src=x />text<script>code()</script>", "text"),
        ("<iframe src=x>text stays", "text stays"),
        ("a <!-- not this --> b <!--> c <!---> d", "a b c d"),
        ("shown <!-- never closed", "shown"),
        ("one\ntwo\r\n\r\n\r\n\r\nthree", "one\ntwo\n\nthree"),
        ("<p>one\ntwo</p>", "one two"),
        ("<pre>one\ntwo</pre>three", "one\ntwo\nthree"),
        ('<a title="<script>">Токаев</a> z', "Токаев z"),
        ("<a title='it's' href=x>it</a> is", "it is"),
        ("cut off <a href=", "cut off"),
        ("cut off <a href='http://x", "cut off"),
        ("cut off <str", "cut off"),
        ("cut off <strong", "cut off"),
        ("Rates <US 5%, Tokayev said", "Rates <US 5%, Tokayev said"),
        ("a < b &lt;c&gt; 1<2", "a < b <c> 1<2"),
        ("<![CDATA[hi <b>there</b>]]>", "hi there"),
        ("AT&T &amp; co&nbsp;x &laquo;да&raquo; &#1058;&#x43E;", "AT&T & co x «да» То"),
        ("<p>مجلس</p><p>السلام</p>", "مجلس\nالسلام"),
        ("<P>A</P><P STYLE='x'>B</P >C", "A\nB\nC"),
        ("", ""),
        ("   ", ""),
        ('<p class="a">one</p>\n<p>two<tg-emoji id="5">!</tg-emoji></p>', "one\ntwo!"),
        ("<p>one</p> </p> <p></p><p>two<br/><br />three</p>", "one\ntwo\n\nthree"),
        ('<p>see<img src="x" alt="Davos"/>here</p>', "see Davos here"),
        ('<p>see<img src="x" alt="1 > 0"/>here</p>', "see 1 > 0 here"),
        ("<p>1 < 2</p><p>3 > 2</p>", "1 < 2\n3 > 2"),
        ('<a title="x>y" href=z>it</a> is', "it is"),
        ("<p a=\"b'>one</p><p c='d\">two</p>", "two"),
        ("<p>one</p><b", "one"),
        ('<p>one</p><a href="x>two</a> said "yes" and "no".', 'one\ntwo said "yes" and "no".'),
        ("<p>one]]></p><p>two</p>", "one\ntwo"),
    ],
)
def test_a_reader_sees_words_not_markup(markup: str, text: str) -> None:
    assert plain(markup) == text


def test_text_behind_a_hundred_thousand_open_elements_is_not_lost() -> None:
    assert plain("<div>" * 100_000 + "Токаев" + "</div>" * 100_000) == "Токаев"


@pytest.mark.parametrize(
    "piece",
    ["<div>", "<a", "<!--", "<![CDATA[", "</", "<?", "<a ='", '<a ="', "<script>", "<style></style>", "&", "&#1",
     "<img alt", "<img alt=", "<a x='1' ", "<pre>", " \n", "<template>", "<b <b", "'\"", "<br>", "<p a=\"'>"],
)  # fmt: skip
@pytest.mark.parametrize("end", ["", ">", "-->", "]]>", '">'])
def test_hostile_markup_costs_no_more_than_its_length(piece: str, end: str) -> None:
    started = time.process_time()
    plain(piece * 50_000 + end)
    assert time.process_time() - started < 1.0


@pytest.mark.parametrize("piece", ["<a ", "<img ", "<!--x"])
def test_a_quote_that_swallows_the_end_of_every_tag_costs_no_more_than_its_length(piece: str) -> None:
    started = time.process_time()
    plain(piece * 30_000 + '=">"')
    assert time.process_time() - started < 1.0


def test_an_impossible_character_number_is_no_error() -> None:
    assert unescape("&#" + "9" * 6_000 + "; &#xFFFFFFFFFFFF; &#xD800; &#0;") == "\ufffd \ufffd \ufffd \ufffd"
