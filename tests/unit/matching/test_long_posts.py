"""A megabyte in one post is matched, and explained, in seconds: nothing looks through it once for each hit."""

import time
from pathlib import Path

import pytest

from monitor.config.story import read_story
from monitor.matching import Matcher
from monitor.model import Post

SHIPPED = Path(__file__).parents[3] / "config" / "stories" / "board-of-peace.toml"

TEXTS = {
    "hits": "Tokayev and the Board of Peace, Kazakhstan and Gaza. " * 10_000,
    "arabic": "توكاييف ومجلس السلام، كازاخستان وغزة " * 10_000,
    "kazakh": "Тоқаев Бейбітшілік кеңесінің отырысында Газа туралы айтты. " * 8_000,
    "no sentence": "Tokayev, Gaza, Kazakhstan, " * 20_000,
    "no hit": "lorem ipsum dolor " * 30_000,
    "quotes": '"' * 500_000,
    "dots": "a." * 250_000,
    "surrogates": "\ud800" * 500_000,
}


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher([read_story(SHIPPED)])


@pytest.mark.parametrize("name", TEXTS)
def test_a_long_post_takes_seconds(matcher: Matcher, name: str) -> None:
    post = Post(source="s", id="1", text=TEXTS[name], title=TEXTS[name][:50_000])
    started = time.process_time()
    matcher.match(post)
    assert time.process_time() - started < 15


def test_so_does_its_explanation(matcher: Matcher) -> None:
    started = time.process_time()
    assert matcher.explain(Post(source="s", id="1", text=TEXTS["hits"]), "board-of-peace").lines()
    assert time.process_time() - started < 20
