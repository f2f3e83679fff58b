"""Whom a draft names, and how: officials, given names in Arabic letters, firms in quotes, adjectives of towns."""

from functools import cache

import pytest

from monitor.config.story import parse_story
from monitor.desk.drafting import draft_story
from monitor.matching import Matcher
from monitor.model import Post, Refused, Story

PIPES = """В Краснополянске прорвало коллектор, город без воды

В городе Краснополянск авария на насосной станции. Станция принадлежит компании «Водгаз», подконтрольной бизнесмену
Айдару Тлеубекову. Прокуратура начала проверку. Тлеубеков за границей.
"""

HACK = """Ataque informático paraliza el Registro Civil de Panamá

PANAMÁ, 4 jun (EFE).- Un ataque informático obligó al Registro Civil a apagar sus sistemas. "No vamos a ceder", dijo la
presidenta ejecutiva del Registro, Ximena Urriola, quien pidió ayuda. Urriola canceló las citas.
"""

FERRY = """غرق عبارة قبالة سواحل عنابة

أعلن الوالي عمرو بوزيدي غرق عبارة قبالة عنابة. وأمرت النيابة بالتحفظ على مالك الشركة المشغلة أيمن الصاوي.
"""


@cache
def drafted(text: str) -> Story:
    written, _ = draft_story(Post(source="", id="x", text=text), key="draft", source="x")
    return parse_story(written, "draft.toml")


def names(text: str) -> set[str]:
    return {form for each in drafted(text).keywords for forms in each.forms.values() for form in forms}


@pytest.mark.parametrize(
    ("article", "form"),
    [
        (PIPES, "Айдар Тлеубеков"),
        (PIPES, "Водгаз"),
        (PIPES, "краснополянский"),
        (HACK, "Urriola"),
        (FERRY, "عمرو بوزيدي"),
        (FERRY, "أيمن الصاوي"),
    ],
)
def test_who_and_what_is_named_stands_in_the_draft_in_its_own_form(article: str, form: str) -> None:
    assert form in names(article)


@pytest.mark.parametrize(
    ("article", "form"), [(PIPES, "Прокуратура начала"), (HACK, "No vamos a ceder"), (FERRY, "على مالك")]
)
def test_what_somebody_does_or_says_is_no_name(article: str, form: str) -> None:
    assert form not in names(article)


def test_a_minister_who_tells_of_it_is_not_whose_news_it_is() -> None:
    facets = {each.name: each.facet for each in drafted(FERRY).keywords}
    assert "who" not in [facet for name, facet in facets.items() if "عمرو" in name]


def test_the_adjective_of_a_town_is_the_towns() -> None:
    post = Post(source="x", id="x", text="В краснополянском коллекторе нашли тело")
    assert [match.tier for match in Matcher([drafted(PIPES)]).match(post)]


def test_an_article_that_names_nothing_is_refused() -> None:
    with pytest.raises(Refused):
        draft_story(Post(source="", id="x", text="It was raining, and we all went home."), key="x", source="x")


GOLD = """На руднике в Кыргызстане обрушился склон

На руднике Дастанкол в Жети-Жолском районе Иссык-Кульской области сошла порода, сообщило МЧС. Министр чрезвычайных
ситуаций Бообек Ажикеев вылетел на место.
"""

BATTLE = """معارك عنيفة في مدينة سنجار

قال الناطق باسم القوة العميد نبيل عبد الله إن معارك عنيفة دارت مع قوات الدعم السريع في مدينة سنجار.
"""


def test_the_adjective_of_a_place_of_two_words_is_one_word() -> None:
    found = names(GOLD)
    assert {"Иссык-Куль", "Issyk-Kul"} <= found
    assert any(form.startswith("Жети-Жолский район") for form in found)
    assert not any("Кульская" in form and "Иссык" not in form for form in found)


def test_somebody_whose_last_name_has_two_words_goes_by_his_whole_name() -> None:
    found = names(BATTLE)
    assert "نبيل عبد الله" in found
    assert found.isdisjoint({"الله", "نبيل عبد"})


def test_a_body_that_is_in_the_news_every_day_is_known_in_other_languages() -> None:
    assert {"قوات الدعم السريع", "Rapid Support Forces", "Силы быстрой поддержки"} <= names(BATTLE)
    assert {"МЧС", "Emergencies Ministry"} <= names(GOLD)


CITY = """İzmir Büyükşehir Belediyesi'nde işçiler greve çıktı

Sendika üyesi 23 bin işçi İzmir Büyükşehir Belediyesi'nde greve gitti.
"""


def test_the_body_of_a_town_is_called_with_its_town() -> None:
    assert "İzmir Büyükşehir Belediyesi" in names(CITY)
    assert "Büyükşehir Belediyesi" not in names(CITY)
