"""A draft follows its story: the posts after the first article tell of victims, judges and the same names again."""

import pytest

from monitor.config.story import parse_story
from monitor.desk.drafting import draft_story
from monitor.matching import Matcher
from monitor.model import Post, Story

QUAKE = """\
Strong earthquake hits Malatya in eastern Turkey, at least 14 dead

ANKARA, March 3 (Agency) - A magnitude 6.4 earthquake struck the eastern Turkish province of Malatya on Tuesday, killing
at least 14 people and bringing down dozens of buildings, officials said.

The quake hit near the town of Pütürge at a depth of 9 km. Interior Minister Serhat Aydoğan said 112 were injured.

Malatya Governor Nihat Erkoç told reporters that schools would stay closed for a week. "Our people should not enter
damaged houses," Erkoç said. Several aftershocks shook Pütürge and the neighbouring district of Doğanyol.
"""
TRIAL = """\
В Алматы начался суд над бизнесменом Даулетом Сарсекеевым

Алматинский городской суд начал рассматривать дело предпринимателя Даулета Сарсекеева, основателя холдинга «Жетысу
Агро». Его обвиняют в хищении 42 миллиардов тенге и отмывании денег.

Вину Сарсекеев не признал. «Дело сфабриковано», — заявила его адвокат Гульмира Оспанкулова.
"""


def drafted(text: str) -> Story:
    written, _ = draft_story(Post(source="", id="1", text=text), key="it", source="article.txt")
    return parse_story(written, "it.toml")


def tier(story: Story, text: str) -> str:
    return next((match.tier for match in Matcher([story]).match(Post(source="", id="2", text=text))), "")


@pytest.mark.parametrize(
    ("article", "text"),
    [
        (QUAKE, "Death toll in Malatya rises to 19"),
        (QUAKE, "Rescuers pull a girl from the rubble in Malatya"),
        (QUAKE, "Aftershock rattles Pütürge, nobody hurt"),
        (TRIAL, "Прокурор запросил для Сарсекеева 12 лет"),
        (TRIAL, "Сарсекеева приговорили к 11 годам"),
        (TRIAL, "Sarsekeyev was sentenced to 11 years"),
    ],
)
def test_what_such_news_goes_on_with_alerts_though_the_article_does_not_say_it(article: str, text: str) -> None:
    assert tier(drafted(article), text) == "update"


def test_two_names_that_only_the_article_gives_alert_in_any_words() -> None:
    story = drafted(QUAKE)
    assert tier(story, "Erkoç: schools in Malatya are shut until Monday") == "update"
    assert tier(story, "Malatya apricot growers expect a record harvest") != "update"
    assert tier(story, "Dozens of victims of a flood, rescuers at work") == ""


def test_what_the_article_does_not_say_is_told_as_such() -> None:
    written, _ = draft_story(Post(source="", id="1", text=QUAKE), key="it", source="article.txt")
    assert "# not in the article: how such news goes on" in written
