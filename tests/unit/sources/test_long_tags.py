"""A tag with a hundred thousand attributes costs no more than its length, wherever it stands and however it hides."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from monitor.model import Haul, Reply
from monitor.sources.article import read_article
from monitor.sources.article_options import ArticleOptions
from monitor.sources.feed_entry import Wishes
from monitor.sources.feed_reading import read_feed
from monitor.sources.long_tags import bytes_without_long_tags, without_long_tags
from monitor.sources.telegram.address import TelegramOptions
from monitor.sources.telegram.read import read_preview

NOW = datetime(2026, 1, 22, 9, 0, tzinfo=UTC)
NUMBERS = range(50_000)
#: Ways to write them in which neither a "<" nor a space nor a ">" parts one tag from the next.
TAGS = {
    "with > in each value": "<b " + " ".join(f'a{number}=">"' for number in NUMBERS) + ">",
    "with < in each value": "<b " + " ".join(f"a{number}='<'" for number in NUMBERS) + ">",
    "with slashes between": "<b/" + "/".join(f"a{number}" for number in NUMBERS) + ">",
    "with nothing between": "<b " + "".join(f"a{number}='1'" for number in NUMBERS) + ">",
    "behind a < in a value": "<b c='<' " + " ".join(f"a{number}=1" for number in NUMBERS) + ">",
}
TEXT = "The President signed the charter in Davos on Thursday, his press office said in a statement. " * 3


def _article(tag: str) -> Haul:
    return read_article(_reply(f"<h1>Signed</h1><p>{TEXT}</p><p>{tag}x</b></p>"), ArticleOptions(), NOW)


def _telegram(tag: str) -> Haul:
    message = f'<div class="tgme_widget_message_text js-message_text">{TEXT}{tag}x</b></div>'
    page = f'<section class="tgme_channel_history"><div class="tgme_widget_message" data-post="n/1">{message}</div>'
    return read_preview(_reply(page), TelegramOptions(), NOW)


def _feed(tag: str) -> Haul:
    markup = tag.replace("'<'", "'1'").replace("=1", "='1'")
    item = f"<item><guid>1</guid><title>Signed</title><description>{TEXT}{markup}x</b></description></item>"
    return read_feed(_reply(f"<rss><channel>{item}</channel></rss>"), Wishes(), NOW, "s")


def _reply(body: str) -> Reply:
    url = "https://news.example/a"
    return Reply(asked=url, url=url, headers=(("content-type", "text/html"),), body=body.encode(), at=NOW)


@pytest.mark.parametrize("name", TAGS)
@pytest.mark.parametrize("read", [_article, _telegram, _feed])
def test_such_a_tag_is_read_in_no_time_and_the_text_around_it_is_kept(read: Callable[[str], Haul], name: str) -> None:
    read("<b>")  # the first call also loads libraries
    start = time.process_time()
    haul = read(TAGS[name])
    assert time.process_time() - start < 1.5
    assert "signed the charter" in haul.posts[0].text


def test_ordinary_pages_scripts_and_comments_are_left_as_they_are() -> None:
    page = (
        f"<a href='/x' data-all='{'a b ' * 2_000}'>x</a><script>for(i=0;i<n;{'a=1;' * 900})</script>"
        f'<!-- <b {"c=1 " * 900}> --><p title="a>b">'
    )
    assert without_long_tags(page) == page
    assert bytes_without_long_tags(page.encode()) == page.encode()
    assert without_long_tags(page + "<b " + "c=1 " * 900 + "/>y") == page + "<b/>y"
