"""Opinion and analysis are told from news: by title, address and section; a report verb vetoes."""

import time

import pytest

from monitor.matching.genre import Genre, read_genre
from monitor.matching.reading import Reading
from monitor.model import Post


def genre(title: str = "", text: str = "", lang: str = "en", url: str = "", section: str = "") -> Genre:
    post = Post(source="s", id="1", title=title, text=text, url=url, section=section)
    return read_genre(Reading(post, lang))


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("en", "Opinion: Kazakhstan's bet on peace"),
        ("en", "Kazakhstan's bet on peace | Analysis"),
        ("en", "Why Kazakhstan joined the Board of Peace"),
        ("en", "Board of Peace, explained"),
        ("en", "The Board of Peace: what we know"),
        ("en", "Mine disaster by the numbers"),
        ("en", "Mine fire: five questions answered"),
        ("en", "Morning briefing: mine fire, rates, football"),
        ("ru", "Пожар на шахте: хронология событий"),
        ("ru", "Фоторепортаж с места трагедии на шахте"),
        ("ru", "Главное к утру: пожар на шахте, курс доллара"),
        ("ar", "ما نعرفه عن كارثة المنجم"),
        ("de", "Das Grubenunglück in Bildern"),
        ("ru", "Почему Казахстан вступил в Совет мира"),
        ("ru", "Мнение: ставка на мир"),
        ("ru", "Совет мира — что это значит для Казахстана"),
        ("kk", "Қазақстан неге кеңеске кірді: сараптама"),
        ("kk", "Неліктен Қазақстан кеңеске қосылды"),
        ("kk", "Nelikten Qazaqstan keńeske qosyldy"),
        ("kk", "نەلىكتەن قازاقستان كەڭەسكە قوسىلدى"),
        ("ar", "لماذا انضمت كازاخستان إلى مجلس السلام؟"),
        ("ar", "رأي: رهان كازاخستان"),
        ("ar", "تحليل - كازاخستان ومجلس السلام"),
        ("uk", "Чому Казахстан вступив до Ради миру"),
        ("tr", "Kazakistan neden katıldı? Analiz: Barış Kurulu"),
        ("tr", "Neden Kazakistan"),
        ("fr", "Pourquoi le Kazakhstan rejoint le Conseil"),
        ("es", "Por qué Kazajistán se une"),
        ("de", "Warum Kasachstan beitritt"),
        ("he", "למה קזחסטן הצטרפה"),
        ("fa", "چرا قزاقستان پیوست"),
        ("zh", "为什么哈萨克斯坦加入"),
        ("en", "Grain corridor: lifeline or trap?"),
        ("ru", "Новая плотина: спасение степи или дорогая игрушка?"),
        ("kk", "Жаңа салық: көмек пе, әлде ауыртпалық па?"),
        ("ar", "اتفاق الحبوب: انفراجة أم هدنة مؤقتة؟"),
        ("uk", "Перемир'я: мир чи пауза?"),
        ("tr", "Tahıl koridoru: çözüm mü yoksa oyalama mı?"),
        ("fr", "Pacte de pêche : accord historique ou simple affichage ?"),
        ("es", "El pacto pesquero: ¿alivio o trampa?"),
        ("de", "Getreideabkommen: Durchbruch oder Atempause?"),
        ("he", "הסכם הדיג: הישג או כניעה?"),
        ("fa", "توافق غلات: گشایش یا وقفه؟"),
        ("zh", "粮食协议：突破还是拖延？"),
    ],
)
def test_a_headline_that_explains_is_no_news(lang: str, title: str) -> None:
    assert genre(title, "Some words about it", lang).demotes


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("en", "Kazakhstan joins the Board of Peace"),
        ("en", "Investigators begin analysis of the flight recorders"),
        ("en", "Court issues advisory opinion on Gaza"),
        ("en", "Sharp rise in numbers of cholera patients"),
        ("ar", "بالصور.. انهيار جسر في مروان"),
        ("en", "High-profile guests in Davos"),
        ("ru", "Токаев рассказал, как прошла встреча"),
        ("ru", "Анализ самописцев начат"),
        ("kk", "Тоқаев жарғыға қол қойды"),
        ("ar", "توكاييف يدعو إلى حوار شامل"),
        ("tr", "Kaza nedeniyle uçuşlar durdu"),
        ("de", "Kasachstan tritt dem Friedensrat bei"),
        ("en", "Pay up or leave, minister writes to firms"),
        ("ru", "«Мир или война?»: премьер в парламенте"),
    ],
)
def test_a_headline_of_news_is_news(lang: str, title: str) -> None:
    assert genre(title, "Some words about it", lang).points == 0


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Tokayev signed the charter."),
        ("ru", "Об этом сообщила пресс-служба."),
        ("kk", "Бұл туралы Ақорда хабарлады."),
        ("ar", "وقال المتحدث إن البلاد انضمت."),
        ("uk", "Про це повідомила пресслужба."),
        ("tr", "Cumhurbaşkanı tüzüğü imzaladı."),
        ("fr", "Le président a signé la charte."),
        ("es", "El presidente firmó la carta."),
        ("de", "Das teilte die Präsidialverwaltung mit."),
        ("he", "הנשיא חתם על המסמך."),
        ("fa", "او این را اعلام کرد."),
    ],
)
def test_who_reports_is_news_whatever_the_headline(lang: str, text: str) -> None:
    why = {"ar": "لماذا", "ru": "Почему", "kk": "Неге", "uk": "Чому", "tr": "Neden", "fr": "Pourquoi"}
    found = genre(why.get(lang, "Why") + " x", text, lang)
    assert found.report
    assert not found.demotes


@pytest.mark.parametrize(
    ("url", "section", "demotes"),
    [
        ("https://x.example/opinion/2026/board", "", True),
        ("https://x.example/ru/mneniya/12345", "", True),
        ("https://x.example/الرأي/", "", False),
        ("https://opinion.x.example/2026/board", "", True),
        ("https://x.example/news/opinion-poll-results", "", False),
        ("https://x.example/opinion", "", False),
        ("", "Opinion", True),
        ("", "News, AnalysisNewsArticle", True),
        ("", "Мнения", True),
        ("", "رأي", True),
        ("", "NewsArticle", False),
        ("http://[", "", False),
    ],
)
def test_the_address_and_the_section_say_it_too(url: str, section: str, demotes: bool) -> None:
    assert genre("Kazakhstan and the board", "Some words", url=url, section=section).demotes is demotes


def test_weak_signs_count_one_each() -> None:
    assert genre(text="Is it worth it? An analyst sees our future.").points == 3
    assert genre(text="Is it worth it?").points == 2  # in the text, and at the end
    assert genre(text="Questions remain. An analyst sees risks.").points == 1


def test_what_stands_in_quotes_is_not_the_writers() -> None:
    assert genre(text="“We are ready. Are you?” the minister replied on Monday.").points == 0
    assert genre(text="«Мы готовы» - так он ответил", lang="ru").points == 0


def test_a_long_text_is_vetoed_only_by_its_beginning() -> None:
    essay = "The board is new. It is large. " + "It has many members and no rules. " * 40 + "He said so."
    assert genre("Why a board", essay).demotes
    assert not genre("Why a board", "The minister said so. It is large. " + essay).demotes


def test_a_post_without_title_has_its_first_line_for_one() -> None:
    assert genre(text="Opinion: a board of peace\nIt is new").demotes
    assert not genre(text="A board of peace\nOpinion: it is new").demotes


def test_an_unknown_language_is_read_with_all_lists() -> None:
    assert genre("Neden Kazakistan", "x", lang="").demotes
    assert genre("x", "Об этом сообщила пресс-служба", lang="xx").report == "сообщила"


def test_hostile_texts_are_no_trouble() -> None:
    for text in ("?" * 100_000, "«" * 100_000, '"' * 99_999, "\n" * 100_000, "| - : " * 20_000):
        post = Post(source="s", id="1", title=text, text=text, section=text, url="http://x/" + text)
        begun = time.process_time()
        assert not read_genre(Reading(post, "ru")).report
        assert time.process_time() - begun < 10, "it takes some hundredths of a second"


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("fr", "Crash d'un avion au Népal, où en est l'enquête ?"),
        ("ar", "سقوط أم درمان بيد الجيش؟"),
        ("ar", "مقتل أم وأطفالها في غزة، من المسؤول؟"),
        ("en", "Two or three drones hit Moscow airport?"),
        ("en", "Ceasefire in 10 or 12 days?"),
        ("hr", "Potres u Zagrebu?"),
        ("ro", "Rusia a lansat o dronă spre România?"),
        ("bg", "Кога же ще има избори?"),
        ("", "Potres u Zagrebu?"),
    ],
)
def test_what_only_looks_like_an_or_makes_a_question_no_analysis(lang: str, title: str) -> None:
    assert genre(title, lang=lang).points == 0


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("en", "Symbol or substance?"),
        ("fr", "Paix ou capitulation : la Russie cède ou attaque ?"),
        ("ar", "هدنة دائمة أم استراحة محارب؟"),
        ("ru", "Перемирие или передышка?"),
    ],
)
def test_a_headline_that_asks_this_or_that_weighs_them_up(lang: str, title: str) -> None:
    assert genre(title, lang=lang).points == 2
