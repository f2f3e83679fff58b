"""What a post only looks back on is no news of the story: in every language, per story, and said in ``why``."""

from dataclasses import replace

import pytest

from monitor.matching import Matcher
from monitor.model import Keyword, Match, Post, Story

DAM = Story(
    key="dam",
    title="dam",
    languages=("ar", "kk", "ru", "en", "tr"),
    keywords=(
        Keyword(
            name="sarybulak",
            facet="place",
            forms={
                "en": ("Sarybulak",), "ru": ("Сарыбулак",), "kk": ("Сарыбұлақ",), "ar": ("ساريبولاك",),
                "tr": ("Sarıbulak",), "fr": ("Sarybulak",), "uk": ("Сарибулак",), "de": ("Sarybulak",),
            },
        ),
        Keyword(
            name="dams",
            facet="what",
            forms={
                "en": ("dam",), "ru": ("плотина",), "kk": ("бөгет",), "ar": ("سد",), "tr": ("baraj",),
                "fr": ("barrage",), "uk": ("гребля",), "de": ("Damm",),
            },
        ),
    ),
)  # fmt: skip


def seen(text: str, lang: str = "en", title: str = "Inspection", story: Story = DAM) -> Match:
    (match,) = Matcher([story]).match(Post(source="s", id="1", title=title, text=text, lang=lang))
    return match


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Ankara said on Monday that each dam will be inspected after the Sarybulak disaster."),
        ("en", "Officials said each dam will be inspected, citing the disaster at Sarybulak."),
        ("ru", "Акимат сообщил, что каждая плотина будет проверена после трагедии в Сарыбулаке."),
        ("ru", "Каждая плотина будет проверена, сообщил акимат. Напомним, ранее беда случилась в Сарыбулаке."),
        ("kk", "Әкімдік Сарыбұлақ апатынан кейін әр бөгет тексерілетінін хабарлады."),
        ("kk", "Әр бөгет тексеріледі, деп хабарлады әкімдік. Еске салайық, Сарыбұлақ ауылында апат болған еді."),
        ("ar", "أعلنت الحكومة فحص كل سد بعد كارثة ساريبولاك."),
        ("ar", "أعلنت الحكومة فحص كل سد. يذكر أن الكارثة وقعت في ساريبولاك."),
        ("tr", "Bakanlık, Sarıbulak felaketinin ardından her baraj için denetim yapılacağını açıkladı."),
        ("fr", "Le ministère a annoncé que chaque barrage sera inspecté après la catastrophe de Sarybulak."),
        ("uk", "Міністерство повідомило, що кожна гребля буде перевірена після трагедії в Сарибулаку."),
    ],
)
def test_news_that_only_looks_back_on_the_story_is_for_the_digest(lang: str, text: str) -> None:
    match = seen(text, lang, title="Inspection")
    assert match.tier == "related"
    assert "only related by background" in match.why


@pytest.mark.parametrize(
    ("lang", "title", "text"),
    [
        ("en", "Sarybulak: ten dead", "Officials said ten people died after the dam at Sarybulak burst."),
        ("en", "Ten dead", "Rescuers reached Sarybulak, where a dam burst, officials said."),
        ("en", "", "Ten people died after the dam at Sarybulak burst, officials said."),
        ("en", "After the flood", "Sarybulak was evacuated after the dam burst, officials said."),
        ("kk", "Іздеу аяқталды", "Сарыбұлақ тұрғындары үш күннен кейін бөгет қасына қайтты, деп хабарлады әкімдік."),
        ("de", "Zehn Tote", "Der Sprecher trat vor Sarybulak auf, der Damm sei gebrochen, erklärte er."),
    ],
)
def test_news_of_the_story_itself_is_an_alert(lang: str, title: str, text: str) -> None:
    assert seen(text, lang, title).tier == "update"


def test_a_story_may_switch_it_off() -> None:
    text = "Ankara said on Monday that each dam will be inspected after the Sarybulak disaster."
    assert seen(text, story=replace(DAM, features={"background": False})).tier == "update"


LONG = "The ministry said that wheat prices rose again this month, and traders expect more of it. " * 12


def test_a_name_in_the_last_paragraph_of_a_long_text_is_for_the_digest() -> None:
    match = seen(LONG + "The region also has Sarybulak and its dam.", title="Wheat prices rise again")
    assert match.tier == "related"
    assert "only related by beginning" in match.why
    wanted = replace(DAM, features={"beginning": False})
    assert seen(LONG + "The region also has Sarybulak and its dam.", title="Wheat", story=wanted).tier == "update"


def test_a_long_text_that_begins_with_the_story_is_an_alert() -> None:
    assert seen("Officials said the dam at Sarybulak burst. " + LONG, title="Flood").tier == "update"


def test_why_names_the_demotion_first_and_how_to_do_without_it() -> None:
    post = Post(
        source="s",
        id="1",
        title="Inspection",
        text="Each dam will be inspected, citing Sarybulak, they said.",
        lang="en",
    )
    lines = Matcher([DAM]).explain(post, "dam").lines()
    assert lines[1].startswith(
        "  an update by its rule, but only related by background: without what it only looks back"
    )
    assert lines[2] == "    an alert all the same with: [features] background = false"
    assert "  only looked back on: sarybulak" in lines
