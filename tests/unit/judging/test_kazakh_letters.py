"""Kazakh news in Latin letters, or in the Arabic ones of Kazakhs in China, is judged as the same in Cyrillic."""

import pytest

from monitor.model import New
from tests.unit.judging.streaming import a_stream

#: What Russian outlets told, and the same as Kazakh ones write it: of 2021, of 2018, as people type, in Arabic letters.
TOLD_AGAIN = (
    (
        "Токаев подписал устав Совета мира",
        "Toqaev Beibıtşılık keñesınıñ jarğysyna qol qoidy",
        "Toqaev Beibitshilik keńesiniń jarǵysyna qol qoidy",
        "Toqaev Beybitshilik kenesinin jargysyna qol qoydy",
        "توقاەۆ بەيبىتشىلىك كەڭەسىنىڭ جارعىسىنا قول قويدى",
    ),
    (
        "Министр труда подал в отставку",
        "Eñbek ministrı otstavkağa kettı",
        "Eńbek ministri otstavkaǵa ketti",
        "Enbek ministri otstavkaga ketti",
        "ەڭبەك ءمينيسترى وتستاۆكاعا كەتتى",
    ),
    (
        "Қостанай шахтасында жарылыс болды",
        "Qostanai şahtasynda jarylys boldy",
        "Qostanai shahtasynda jarylys boldy",
        "Qostanay shahtasynda jarylys boldy",
        "قوستاناي شاحتاسىندا جارىلىس بولدى",
    ),
)


@pytest.mark.parametrize("titles", TOLD_AGAIN, ids=lambda titles: titles[0][:20])
def test_kazakh_in_other_letters_is_not_told_a_second_time(titles: tuple[str, ...]) -> None:
    lang = "kk" if "қ" in titles[0].lower() else "ru"

    posts = [(0.0, lang, titles[0]), *((2.0 + number / 4, "kk", title) for number, title in enumerate(titles[1:]))]

    assert [development for _, development in a_stream(*posts)] == [1] * len(titles)


@pytest.mark.parametrize(
    "title",
    [
        "Toqaev Beibıtşılık keñesınıñ jarğysyna qol qoimady",
        "Toqaev Beibitshilik keńesiniń jarǵysyna qol qoimady",
        "Toqaev Beybitshilik kenesinin jargysyna qol qoymady",
        "توقاەۆ بەيبىتشىلىك كەڭەسىنىڭ جارعىسىنا قول قويمادى",
    ],
)
def test_what_was_not_done_is_news_in_any_kazakh_letters(title: str) -> None:
    done = "Тоқаев Бейбітшілік кеңесінің жарғысына қол қойды"

    assert isinstance(a_stream((0, "kk", done), (2, "kk", title))[1][0], New)


@pytest.mark.parametrize(
    ("first", "later"),
    [
        ("Шахтадағы жарылыстан алты адам қаза тапты", "Жарылыстан қаза тапқандар саны жиырмаға жетті"),
        ("Şahtadağy jarylystan alty adam qaza tapty", "Jarylystan qaza tapqandar sany jiyrmağa jettı"),
        ("Shahtadagy jarylystan alty adam qaza tapty", "Jarylystan qaza tapqandar sany jiyrmaga jetti"),
        ("شاحتاداعى جارىلىستان التى ادام قازا تاپتى", "جارىلىستان قازا تاپقاندار سانى جيىرماعا جەتتى"),
    ],
)
def test_a_toll_in_kazakh_words_that_has_risen_is_news(first: str, later: str) -> None:
    assert isinstance(a_stream((0, "kk", first), (3, "kk", later))[1][0], New)
