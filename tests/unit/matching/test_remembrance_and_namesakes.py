"""A day of mourning is no news of what is remembered, and a street none of whom it is named after."""

import pytest

from monitor.matching import Matcher
from monitor.model import Keyword, Match, Post, Story

BLAST = Keyword(
    name="blast",
    forms={
        "en": ("port blast",), "ru": ("взрыв в порту",), "kk": ("порттағы жарылыс",), "ar": ("انفجار المرفأ",),
        "tr": ("liman patlaması",), "uk": ("вибух у порту",), "fr": ("explosion du port",),
    },
)  # fmt: skip
MAN = Keyword(name="man", forms={"en": ("Sarbayev",), "ru": ("Сарбаев",), "kk": ("Сарбаев",), "tr": ("Sarbayev",)})


def tier(keyword: Keyword, title: str, text: str = "", **features: bool) -> Match:
    story = Story(key="s", title="s", keywords=(keyword,), features=features)
    (match,) = Matcher([story]).match(Post(source="a", id="1", title=title, text=text))
    return match


@pytest.mark.parametrize(
    "headline",
    [
        "Families remember victims of the port blast",
        "Country marks five years since the port blast",
        "Port blast anniversary brings thousands to the sea",
        "Третья годовщина взрыва в порту: почтили память погибших",
        "В столице вспоминают взрыв в порту",
        "Порттағы жарылыс құрбандары еске алынды",
        "إحياء الذكرى الثالثة لانفجار المرفأ",
        "Liman patlamasının kurbanları anıldı",
        "Річниця вибуху у порту",
        "Le pays commémore l'explosion du port",
    ],
)
def test_what_a_headline_only_remembers_is_for_the_digest(headline: str) -> None:
    assert tier(BLAST, headline).tier == "related"
    assert "remembrance" in tier(BLAST, headline).why
    assert tier(BLAST, "", headline).tier == "related"
    assert tier(BLAST, headline, remembrance=False).tier == "update"


def test_a_text_that_goes_on_about_it_changes_nothing() -> None:
    text = "Hundreds came to the sea. The port blast killed two hundred people, and nobody was tried."
    assert tier(BLAST, "Families remember victims of the port blast", text).tier == "related"


@pytest.mark.parametrize(
    "headline",
    [
        "Judge charges former minister on the 5th anniversary of the port blast",
        "Judge charges former minister ahead of the port blast anniversary",
        "Суд вынес приговор в годовщину взрыва в порту",
        "Port blast: court jails three, families remember victims",
        "Port blast inquiry resumes after two years",
        "Witness does not remember the port blast, lawyers say",
    ],
)
def test_what_happens_on_the_day_or_is_told_besides_is_news(headline: str) -> None:
    assert tier(BLAST, headline).tier == "update"


@pytest.mark.parametrize(
    ("keyword", "headline"),
    [
        ({"en": ("Kyiv",)}, "Anniversary of the war: missiles hit Kyiv"),
        ({"en": ("Iran",)}, "Protesters clash with police as Iran marks Amini anniversary"),
        ({"en": ("Valencia",)}, "Floods hit Valencia again as victims remembered"),
        ({"ru": ("Киев",)}, "Годовщина вторжения: ракеты ударили по Киеву"),
        ({"ru": ("Алматы",)}, "Годовщина протестов — в Алматы задержали активистов"),
        ({"kk": ("Алматы",)}, "Алматыда жарылыс болды, қаза тапқандар еске алынды"),
        ({"tr": ("Ankara",)}, "Ankara'da patlama, anma töreni iptal edildi"),
        ({"ar": ("بيروت",)}, "ذكرى الحرب: انفجار يهز بيروت"),
        ({"de": ("Berlin",)}, "Jahrestag des Anschlags: Explosion in Berlin"),
        ({"en": ("Sarbayev",)}, "Twin blasts kill 103 at ceremony marking anniversary of Sarbayev's death"),
        ({"ru": ("Сарбаев",)}, "В Думе вспомнили о Сарбаеве и подали иск"),
        ({"ru": ("Алматы",)}, "К 80-летию Победы в Алматы задержали активистов"),
        ({"uk": ("Київ",)}, "До річниці вторгнення Київ обстріляли"),
        ({"es": ("Madrid",)}, "En el quinto aniversario del ataque explota una bomba en Madrid"),
        ({"de": ("Berlin",)}, "Vor dem Jahrestag des Anschlags Explosion in Berlin"),
        ({"pl": ("Kijów",)}, "W drugą rocznicę inwazji rakiety spadły na Kijów"),
        ({"pt": ("Brasília",)}, "No aniversário do ataque bomba explode em Brasília"),
        ({"ar": ("بيروت",)}, "عشية الذكرى الثالثة للحرب انفجار يهز بيروت"),
    ],
)
def test_what_stands_beside_the_part_that_remembers_is_news(keyword: dict[str, tuple[str, ...]], headline: str) -> None:
    assert tier(Keyword(name="k", forms=keyword), headline).tier == "update"


@pytest.mark.parametrize(
    "headline",
    [
        "Sarbayev University opens a laboratory",
        "Flights delayed at Arman Sarbayev International Airport",
        "На проспекте Сарбаева ограничат движение",
        "Аэропорт имени Армана Сарбаева принял первый рейс",
        "ДТП на ул. А. Сарбаева",
        "Пожар в школе имени Сарбаева",
        "Сарбаев Интеллектуальная школа набирает учеников",
        "Сарбаев көшесінде жол жабылды",
        "Сарбаев атындағы мектеп ашылды",
        "Sarbayev Caddesi trafiğe kapatıldı",
    ],
)
def test_a_street_or_a_school_is_no_news_of_whom_it_is_named_after(headline: str) -> None:
    assert tier(MAN, headline).tier == "related"
    assert "namesake" in tier(MAN, headline).why
    assert tier(MAN, headline, namesake=False).tier == "update"
    assert tier(MAN, f"{headline}. Sarbayev, Сарбаев").tier == "update"


@pytest.mark.parametrize(
    ("forms", "headline"),
    [
        ({"ru": ("Сарбаев",)}, "От имени Сарбаева выступил адвокат"),
        ({"ru": ("Сарбаев",)}, "Сарбаев школьникам: учитесь"),
        ({"en": ("Harvard",)}, "Harvard University sues the government"),
        ({"en": ("Almaty",)}, "Fire at Almaty Airport"),
        ({"en": ("Kharkov",)}, "Strike on Kharkov University"),
        ({"en": ("Aktau",)}, "Oil goes via Aktau"),
        ({"en": ("Sarbayev University",)}, "Sarbayev University closes"),
        ({"ru": ("Тахрир",)}, "Столкновения на площади Тахрир"),
        ({"ru": ("Крещатик",)}, "Взрыв на улице Крещатик"),
        ({"ru": ("Тверская",)}, "Взрыв на улице Тверской"),
        ({"tr": ("İstiklal",)}, "İstiklal Caddesi'nde patlama"),
        ({"en": ("Istiklal",)}, "Explosion on Istiklal Avenue"),
        ({"fr": ("Roux",)}, "Colère dans la rue Roux recule"),
        ({"ru": ("Сарбаев",)}, "От своего имени Сарбаев выступил против"),
        ({"ru": ("Николаев",)}, "В Николаеве школа разрушена ракетой"),
        ({"ru": ("Сарбаев",)}, "При Сарбаеве школа сгорела"),
    ],
)
def test_names_beside_such_words_that_are_meant_stay_news(forms: dict[str, tuple[str, ...]], headline: str) -> None:
    assert tier(Keyword(name="k", forms=forms), headline).tier == "update"
