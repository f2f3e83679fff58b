"""What `story new` says of what is no article: a feed, JSON, a bare address, a front page, a language not read."""

import asyncio
from datetime import UTC, datetime
from typing import cast

import pytest

from monitor.desk.article import read_page, read_text
from monitor.desk.drafting import draft_story
from monitor.model import Post, Refused, Web


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('<?xml version="1.0"?>\n<rss version="2.0"><channel/></rss>', "is a feed"),
        ("<feed xmlns='http://www.w3.org/2005/Atom'/>", "is a feed"),
        ('{"title": "Strike at Lufthansa"}', "is JSON"),
        ("https://news.example/2026/strike", "monitor story new https://news.example/2026/strike"),
    ],
)
def test_what_is_no_article_is_refused_with_what_to_give_instead(text: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        read_text(text.encode(), "it.txt")


@pytest.mark.parametrize(
    "text", ["[Update] A strike begins", "{Reuters} A strike begins", "See https://a.example/b now"]
)
def test_prose_that_only_begins_so_is_read(text: str) -> None:
    assert read_text(text.encode(), "it.txt").text == text


@pytest.mark.parametrize("address", ["https://news.example", "https://news.example/"])
def test_a_front_page_is_refused_unasked(address: str) -> None:
    with pytest.raises(Refused, match="front page"):
        asyncio.run(read_page(cast(Web, None), address, datetime(2026, 1, 1, tzinfo=UTC)))


@pytest.mark.parametrize("text", ["თბილისში საპროტესტო აქცია გაიმართა", "東京で地震、けが人なし"])
def test_an_article_in_a_language_not_read_for_names_says_which_are(text: str) -> None:
    with pytest.raises(Refused, match="one of the same news in ar, de, en"):
        draft_story(Post(source="", id="x", text=text), key="x", source="x")


def test_an_uzbek_article_gives_what_is_known_and_a_warning_and_no_name_of_a_first_word() -> None:
    text = "Toshkentda gaz portlashi: besh kishi halok bo‘ldi\n\nToshkent shahrida ko‘p qavatli uyda gaz portladi."
    written, _ = draft_story(Post(source="", id="x", text=text), key="x", source="x")
    assert "# CHECK all: articles in 'uz'" in written
    assert '"Tashkent"' in written and '"Toshkentda' not in written.partition("\ntitle = ")[2].partition("\n")[2]


def test_a_very_long_text_is_read_as_far_as_matters_and_cut_between_words() -> None:
    text = "Floods hit Garissa in Kenya\n\n" + "President William Ruto visited Garissa on Monday. " * 20_000
    written, made = draft_story(Post(source="", id="x", text=text), key="x", source="x")
    assert {one.thing.key for one in made.named} >= {"garissa", "flood", "kenya"}
    assert all(len(one.thing.key) > 4 for one in made.named), written


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("https://example.org/a\nhttps://example.org/b\n", "holds nothing but addresses"),
        ("🔥🔥 😱", "holds no words"),
        ("1 2 3\n2026", "holds no words"),
    ],
)
def test_what_holds_no_words_is_said_to_be_so(text: str, told: str) -> None:
    with pytest.raises(Refused, match=told):
        read_text(text.encode(), "a.txt")
