"""A strike and a wreck: ordinary words with a capital are no names, and alone they bring nothing into a story."""

import pytest

from monitor.config.story import parse_story
from monitor.desk.drafting import draft_story
from monitor.matching import Matcher
from monitor.model import Post, Story

STRIKE = """\
Lufthansa flights will be grounded for two days, the union of its pilots said, threatening chaos for passengers.
The Cockpit union said talks with the German airline had failed. Pilots want more for their pensions, and pilots
said that the strike could last. Pilots’ demands are too high, Lufthansa said in Frankfurt.
"""
WRECK = """\
Паром с туристами перевернулся у берегов Бали

Не менее восьми человек погибли после того, как паром «Тирта Сари» затонул в проливе Бали в ночь на вторник. Об этом
сообщило агентство Басарнас. Губернатор Бали Вайан Костер встретился с семьями пассажиров. Паром вышел с острова Ява.
Вайан Костер поручил начать расследование. Поиски ведет Басарнас.
"""


def drafted(title: str, text: str) -> Story:
    written, _ = draft_story(Post(source="", id="1", title=title, text=text), key="it", source="article.txt")
    return parse_story(written, "it.toml")


def facets(story: Story) -> dict[str, str]:
    return {keyword.name: keyword.facet for keyword in story.keywords}


def tier(story: Story, text: str) -> str | None:
    return next((match.tier for match in Matcher([story]).match(Post(source="", id="2", text=text))), None)


@pytest.mark.parametrize(
    "title",
    [
        "Lufthansa Pilots to Strike for Two Days Over Pension Dispute",
        "Pilots Strike at Lufthansa Over Pension Dispute",
        "Pilots at Lufthansa walk out for two days in a strike over pensions",
        "LUFTHANSA PILOTS STRIKE OVER PENSION DISPUTE",
    ],
)
def test_an_ordinary_word_is_no_name_because_a_headline_gives_it_a_capital(title: str) -> None:
    story = drafted(title, STRIKE)
    assert facets(story)["lufthansa"] == "who"
    assert facets(story)["strike"] == "what"
    assert not {"pilots", "pension", "dispute", "pension-dispute", "lufthansa-pilots"} & set(facets(story))
    assert not any("Пилоц" in form for keyword in story.keywords for forms in keyword.forms.values() for form in forms)


def test_a_name_is_found_in_a_headline_whose_every_word_has_a_capital() -> None:
    story = drafted("Commerzbank Pilots New Branches Across Bavaria", "The bank said so. Commerzbank has 400 branches.")
    assert facets(story)["commerzbank"] == "who"


def test_a_governor_is_told_apart_from_his_island() -> None:
    story = drafted("", WRECK)
    assert facets(story)["bali"] == "who"
    assert facets(story)["sinking"] == "what"
    assert facets(story)["vayan-koster"] == "people"
    assert tier(story, "Число погибших при кораблекрушении у Бали выросло до десяти.") == "update"
    assert tier(story, "Полиция начала расследование ограбления банка в Алматы.") is None


def test_what_happened_alone_brings_in_nothing_where_nobody_is_who() -> None:
    story = drafted("Earthquake", "An earthquake shook the coast at night. There was an earthquake in China before.")
    assert tier(story, "A strong earthquake hit China.") == "update"
    assert tier(story, "An earthquake of ideas, the critic called the play.") is None


@pytest.mark.parametrize(
    "text",
    [
        "Nurses in Ontario walked off the job on Monday. The Ontario hospitals stay open, said Erin Ariss.",
        "Шахтеры бастуют в Шахтинске вторые сутки. Аким Шахтинска Ермек Булекпаев встретился с ними.",
        "Train drivers began industrial action in Bavaria. Bavaria has asked them to talk.",
    ],
)
def test_a_strike_is_one_also_where_a_verb_says_so(text: str) -> None:
    assert facets(drafted("", text))["strike"] == "what"
