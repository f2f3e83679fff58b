"""Drafts of news from home, which names no country, and of what happens in towns outside the capitals."""

from functools import cache

import pytest

from monitor.config.story import parse_story
from monitor.desk.drafting import draft_story
from monitor.matching import Matcher
from monitor.model import Post, Story

SLIDE = """Yaylaköy'de bakır madeninde heyelan: 4 işçi toprak altında

ARTVİN (AA) - Artvin'in Yaylaköy ilçesindeki Sarıçay Bakır Madeni'nde meydana gelen heyelanda 4 işçi toprak altında
kaldı. Vali Cengiz Ünsal, arama kurtarma çalışmasının sürdüğünü açıkladı.
"""

SPILL = """В Рудном из хранилища вытекли кислоты, город остался без воды

В Рудном Костанайской области произошёл разлив нефти и кислот, сообщил аким области Кумар Аксакалов. Уголовное дело
возбуждено, трое сотрудников предприятия «Тоболхим» задержаны.
"""

FERRY = """Ferry catches fire off Greek island, 40 missing

ATHENS, May 3 - A ferry caught fire off a Greek island on Sunday and 40 people were missing, the coast guard said.
"""


@cache
def drafted(text: str) -> Story:
    written, _ = draft_story(
        Post(source="", id="x", text=text), key="draft", source="x", languages=("en", "ru", "kk", "ar", "tr", "de")
    )
    return parse_story(written, "draft.toml")


def tier(story: Story, text: str) -> str:
    return next((match.tier for match in Matcher([story]).match(Post(source="x", id="x", text=text))), "")


@pytest.mark.parametrize(
    ("article", "text"),
    [
        (SLIDE, "Turkey: rescuers reach two miners after landslide"),
        (SLIDE, "Оползень в Турции: найден второй рабочий"),
        (SLIDE, "Landslide in Turkey's Artvin: two bodies found"),
        (SPILL, "Oil spill in northern Kazakhstan leaves town without water"),
        (FERRY, "Greek ferry: death toll rises to 12"),
    ],
)
def test_other_languages_name_the_country_that_an_article_from_home_does_not(article: str, text: str) -> None:
    assert tier(drafted(article), text) == "update"


@pytest.mark.parametrize(
    ("article", "text"),
    [
        (SLIDE, "Turkey raises interest rates to 50 per cent"),
        (SLIDE, "Landslide in Nepal kills nine"),
        (SPILL, "Kazakhstan and China sign a railway contract"),
    ],
)
def test_the_country_alone_and_the_event_elsewhere_are_no_alerts(article: str, text: str) -> None:
    assert tier(drafted(article), text) != "update"


SHIP = """Finland seizes tanker after cables cut in Gulf of Finland

HELSINKI, Jan 14 - Border guards boarded the oil tanker Alvina K on Wednesday on suspicion that it cut two data cables.
"""

WRECK = """غرق قارب سياحي قبالة الغردقة وفقدان 16 شخصا

أعلن المحافظ غرق القارب السياحي قبالة الغردقة، بينهم بريطانيون وفنلنديون.
"""


@pytest.mark.parametrize(
    ("article", "text"),
    [
        (SHIP, "Alvina K tanker owner asks court to lift seizure"),
        (SHIP, "Танкер Alvina K освобождён по решению суда"),
        (WRECK, "Egypt boat sinking: five more rescued"),
    ],
)
def test_the_ship_is_followed_by_its_name_and_the_wreck_by_the_country_of_its_coast(article: str, text: str) -> None:
    assert tier(drafted(article), text) == "update"


def test_an_arrest_somewhere_in_the_country_is_no_news_of_an_exam() -> None:
    exam = "ҰБТ сұрақтары тарап кетті: екі қызметкер ұсталды\n\nҰБТ сұрақтары Telegram арналарында сатылған."
    assert tier(drafted(exam), "Kazakhstan arrests power plant director") != "update"


def test_a_headline_that_names_nothing_but_an_event_in_a_phrase_is_drafted() -> None:
    assert "ملاطية" in str(drafted("زلزال بقوة 6.4 درجات يضرب ولاية ملاطية شرقي تركيا ومقتل 14 شخصا").keywords)


def test_a_town_known_to_us_is_written_as_each_language_writes_it() -> None:
    named = {form for each in drafted(SLIDE).keywords for names in each.forms.values() for form in names}
    assert {"Артвин", "Artvin"} <= named
