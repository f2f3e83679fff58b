"""Names, bodies, agreements and events are found in an article's own words, in their citation forms."""

import time

import pytest

from monitor.drafting import Article, candidates
from monitor.drafting.topics import topics
from monitor.model import Post


def found(text: str, lang: str, title: str = "") -> dict[str, str]:
    article = Article(Post(source="", id="1", title=title, text=text), lang)
    return {each.form: each.kind for each in candidates(article)}


@pytest.mark.parametrize(
    ("lang", "text", "form", "kind"),
    [
        ("ru", "Об этом сообщил министр Чингис Аринов.", "Чингис Аринов", "person"),
        ("ru", "Встречу с Чингисом Ариновым отменили.", "Чингис Аринов", "person"),
        ("ru", "Указ подписан Марией Ивановой вчера.", "Мария Иванова", "person"),
        ("ru", "Он выступил на заседании Совета мира.", "Совет мира", "body"),
        ("ru", "Страна присоединилась к Авраамовым соглашениям.", "Авраамовы соглашения", "agreement"),
        ("ru", "Толчки ощущались в Жетысуской области.", "Жетысуская область", "place"),
        ("ru", "Войска вошли в состав Международных сил стабилизации.", "Международные силы стабилизации", "body"),
        ("ru", "Фильм «Тихий берег» получил приз.", "Тихий берег", "term"),
        ("kk", "Бұл туралы министр Аида Балаеваның өзі айтты.", "Аида Балаева", "person"),
        ("kk", "Ол Бейбітшілік кеңесінің отырысына барды.", "Бейбітшілік кеңесі", "body"),
        ("kk", "Қазақстан Авраам келісімдеріне қосылды.", "Авраам келісімдері", "agreement"),
        ("en", "The strike was called by the Dock Workers Union on Friday.", "Dock Workers Union", "body"),
        ("en", "He joined the Board of Peace last week.", "Board of Peace", "body"),
        ("en", "General Secretary Sharon Graham's letter was leaked.", "Sharon Graham", "person"),
        ("tr", "Toplantıya Barış Kurulu'nun üyeleri katıldı.", "Barış Kurulu", "body"),
        ("fr", "Il a rejoint le Conseil de la Paix hier.", "Conseil de la Paix", "body"),
        ("ar", "حضر الرئيس حفل توقيع ميثاق مجلس السلام أمس.", "مجلس السلام", "body"),
        ("ar", "انضمت البلاد إلى اتفاقيات أبراهام رسميا.", "اتفاقيات أبراهام", "agreement"),
        ("ar", "أكد السكرتير الصحفي رسلان جيلديباي ذلك.", "رسلان جيلديباي", "person"),
        ("ar", "ويقع جسر الفردان قرب المدينة.", "جسر الفردان", "place"),
    ],
)
def test_what_is_named_is_found(lang: str, text: str, form: str, kind: str) -> None:
    assert found(text, lang).get(form) == kind


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("ru", "Сильное наводнение началось вчера. Жители покинули дома."),
        ("en", "Heavy rain fell on Monday. People left their homes."),
        ("kk", "Бүгін қатты жаңбыр жауды. Тұрғындар үйлерінен кетті."),
        ("ar", "وقال إنه سيلتقي بأعضاء المجلس وأنهم سيبحثون القرار والخطة الجديدة."),
        ("ar", "المجلس التنفيذي التأسيسي الجديد سيشرف على الأعمال الميدانية."),
    ],
)
def test_ordinary_sentences_name_nothing(lang: str, text: str) -> None:
    assert {form for form, kind in found(text, lang).items() if kind in ("person", "body", "agreement")} == set()


@pytest.mark.parametrize(
    "text", ["А " * 20_000, "«" * 20_000, "Совет " * 8_000, "مجلس " * 8_000, "A-" * 20_000, "\ud800" * 99]
)
def test_hostile_articles_are_no_trouble(text: str) -> None:
    started = time.process_time()
    for lang in ("ru", "ar", "en", "kk", "xx"):
        found(text, lang)
    assert time.process_time() - started < 20


@pytest.mark.parametrize("lang", ["kk", "en", "ru", "ar"])
def test_a_word_of_a_hundred_thousand_letters_is_what_no_article_is_about(lang: str) -> None:
    letter = {"kk": "ә", "en": "a", "ru": "а", "ar": "ب"}[lang]
    assert topics(Article(Post(source="s", id="1", title=letter * 100_000), lang)) == []
