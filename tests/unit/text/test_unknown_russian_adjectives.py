"""Adjectives made of names stand in no dictionary, and agreements are called by them: Авраамские соглашения."""

import pytest

from monitor.matching import Finder
from monitor.model import Keyword, Post, Story


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("Авраамские соглашения", "присоединился к Авраамским соглашениям"),
        ("Авраамовы соглашения", "в рамках Авраамовых соглашений"),
        ("Авраамовы соглашения", "подписал «Авраамовы соглашения»"),
        ("Лубризольское дело", "по Лубризольскому делу"),
        ("Авраамский договор", "текст Авраамского договора"),
    ],
)
def test_they_are_found_in_every_case(form: str, text: str) -> None:
    story = Story(key="s", title="s", languages=("ru",), keywords=(Keyword(name="a", forms={"ru": (form,)}),))
    assert Finder([story]).find(Post(source="", id="1", text=text)).get("s")
