"""Known places are found by host, and every layout that travels with the program is a valid set of options."""

import re

import pytest

from monitor.sources.article_options import ArticleOptions
from monitor.sources.layouts import layout_of, layouts
from monitor.sources.page_options import PageOptions, article_for_place, for_place


@pytest.mark.parametrize("layout", layouts(), ids=[layout.name for layout in layouts()])
def test_a_layout_is_valid_and_has_what_a_listing_needs(layout: object) -> None:
    options = PageOptions.model_validate(dict(layout.options))  # type: ignore[attr-defined]
    assert options.item
    assert options.zone
    re.compile(layout.article)  # type: ignore[attr-defined]


def test_a_mirror_is_named_by_its_main_host() -> None:
    layout = layout_of("https://mirror.akorda.kz/ru/events")
    assert layout is not None
    assert layout.named("http://mirror.akorda.kz/public/ru/a-1234567?x=1#top") == "https://akorda.kz/ru/a-1234567?x=1"
    assert layout.named("https://elsewhere.example/ru/a") == "https://elsewhere.example/ru/a"
    assert layout.named("http://[") == "http://["
    assert layout.is_article("https://akorda.kz/ru/glava-gosudarstva-2895622")
    assert not layout.is_article("https://akorda.kz/ru/events")
    assert not layout.is_article("http://[")


def test_no_place_is_known_where_there_is_none() -> None:
    for url in ("https://akorda.kz.evil.example/", "http://[", "", "https://notakorda.kz/"):
        assert layout_of(url) is None


def test_the_operators_options_go_before_those_of_a_layout() -> None:
    url = "https://www.akorda.kz/ru/events"
    options, _ = for_place(PageOptions(zone="UTC", date=".when"), url)
    assert (options.item, options.date, options.zone) == ("div.card", ".when", "UTC")
    options, _ = for_place(PageOptions(item="li"), url)
    assert (options.item, options.link, options.date, options.body) == ("li", "", "", "#main_block article p")
    options, layout = for_place(PageOptions(item="li"), "https://news.example/")
    assert (options, layout) == (PageOptions(item="li"), None)
    assert article_for_place(ArticleOptions(body="p"), url).body == "p"
    assert article_for_place(ArticleOptions(), url).dates == ("listing", "stamp")
    assert article_for_place(ArticleOptions(), "https://news.example/") == ArticleOptions()
