"""The short way through markup gives the words that the long one gives."""

import html

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.text import html as ours

TAGS = (
    "<p>",
    "</p>",
    "<P>",
    '<p class="x">',
    "<p style='a: b'>",
    "<p a=b>",
    "<p a= b>",
    "<p a=\"'>",
    "<br>",
    "<br/>",
    "<BR>",
    "<br />",
    "<b>",
    "</b>",
    '<a href="https://x/?a=1&amp;b=2">',
    "<a href='x'>",
    '<a title="1 > 0">',
    "</a>",
    "<a",
    "=",
    '<img src="x" alt="Davos"/>',
    "<img alt='a &amp; b'>",
    '<img alt="">',
    "<img>",
    "<IMG alt=x>",
    "<div>",
    "</div >",
    "'",
    "<td>",
    "</td>",
    "<pre>",
    "</pre>",
    "<script>",
    "</script>",
    "<style>",
    "<!-- c -->",
    "<!-->",
    "<!--",
    "-->",
    "<?x?>",
    "<span/>",
    "<x-y z>",
    "</x-y>",
    '<tg-emoji id="5">',
    "<",
    ">",
    "<3",
    "</",
    '"',
    "<pRe>",
    "<Td a=b>",
    "<Img>",
)
WORDS = (
    "one",
    "Тоқаев",
    "مجلس",
    " ",
    "  ",
    "\n",
    "\t",
    "\r\n",
    "\xa0",
    "\u2003",
    "\x1c",
    "&amp;",
    "&nbsp;",
    "&#8217;",
    "&lt",
    "&laquo;",
    "&lt;b&gt;",
    "&amp;lt;",
    "&",
    "&nbsp",
    "&notit;",
    "&#0;",
    "&#xD800;",
    "&#99999999;",
    "&#999999999;",
    ";",
    "&#x2014;",
    "&#10;",
    "&;",
    "😀",
)
MARKUP = st.lists(st.sampled_from(TAGS + WORDS), max_size=25).map("".join)


def the_long_way(markup: str) -> str:
    return ours._tidy(ours._join("", ours._pieces(ours._whole(markup))), breaks=False)


@settings(max_examples=400)
@given(MARKUP)
def test_words_of_clear_markup_do_not_depend_on_the_way(markup: str) -> None:
    clear = ours._clear(markup) if "<" in markup else None
    if clear is not None:
        assert ours._tidy(clear, breaks=False) == the_long_way(markup)
        assert ours._tidy(ours._clear(markup) or "", breaks=False) == the_long_way(markup)  # its tags are known now


@settings(max_examples=400)
@given(st.lists(st.sampled_from(WORDS), max_size=12).map("".join))
def test_references_mean_what_the_standard_library_says(text: str) -> None:
    assert ours.unescape(text) == html.unescape(text.replace("&#999999999;", "\ufffd"))
