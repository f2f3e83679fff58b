"""Stories that go on for weeks: each step of them is told once, however many languages tell it."""

import pytest

from monitor.judging.figures import figures
from monitor.judging.persons import persons
from monitor.judging.sides import opening, sides
from tests.unit.judging.streaming import a_stream


def developments(*posts: tuple[float, str, str]) -> list[int]:
    """The development of each post, given as hour, language and title."""
    return [development for _, development in a_stream(*posts)]


@pytest.mark.parametrize(
    "posts",
    [
        # ministries, police and states take the feminine in Arabic
        (
            (0, "en", "Hundreds of depositors protest outside Lorana Bank headquarters"),
            (0.7, "ar", "مئات المودعين يتظاهرون أمام مقر بنك لورانا"),
        ),
        (
            (0, "en", "Police arrest opposition leader Rami Sarkan in Lorana"),
            (0.5, "ar", "الشرطة تعتقل زعيم المعارضة رامي سركان في لورانا"),
        ),
        (
            (0, "ru", "Норвена купила порт Лорана у государства"),
            (0.7, "ar", "نورفينا تشتري ميناء لورانا من الدولة"),
        ),
        # who suspends withdrawals keeps the money
        (
            (0, "en", "Lorana Bank suspends withdrawals"),
            (0.5, "ar", "بنك لورانا يعلق عمليات السحب"),
            (1.2, "tr", "Lorana Bank para çekme işlemlerini durdurdu"),
            (1.5, "fr", "La banque Lorana suspend les retraits"),
        ),
        (
            (0, "ru", "Руслан Лим признал вину и заключил сделку с прокуратурой"),
            (0.8, "en", "Ex-deputy minister Lim pleads guilty, strikes deal with prosecutors"),
        ),
        # sport: who wins, beats, reaches a final; a protest that is dismissed is rejected
        (
            (0, "ru", "«Алтай» победил «Ульсан» по пенальти и впервые вышел в финал Кубка Азии"),
            (0.2, "kk", "«Алтай» пенальтиден «Ульсанды» жеңіп, Азия кубогінің финалына тұңғыш рет шықты"),
            (0.4, "en", "Altai beat Ulsan on penalties to reach first Asian Cup final"),
            (1.3, "ar", "ألتاي يهزم أولسان بركلات الترجيح ويبلغ نهائي كأس آسيا"),
        ),
        (
            (0, "en", "Lorana federation dismisses protest of Ulsan"),
            (0.5, "ru", "Федерация Лораны отклонила протест «Ульсана»"),
            (1, "kk", "Лорана федерациясы «Ульсанның» наразылығын қабылдамады"),
        ),
    ],
    ids=["protests", "arrests", "buys", "withdrawals", "strikes a deal", "a cup", "a protest"],
)
def test_one_piece_of_news_in_several_languages_is_told_once(posts: tuple[tuple[float, str, str], ...]) -> None:
    assert developments(*posts) == [1] * len(posts)


@pytest.mark.parametrize(
    ("lang", "arrested", "at_home"),
    [
        ("kk", "Сот экс-министр Сағындықовты қамауға алды", "Экс-министр Сағындықов үйқамаққа шығарылды"),
        ("tr", "Eski bakan Sagındıkov tutuklandı", "Eski bakan Sagındıkov ev hapsine alındı"),
    ],
)
def test_house_arrest_is_another_step_than_arrest(lang: str, arrested: str, at_home: str) -> None:
    assert developments((0, lang, arrested), (6, lang, at_home)) == [1, 2]


@pytest.mark.parametrize(
    ("lang", "one", "other"),
    [
        ("en", "Treasury secretary Paul Keane resigns over Lorana deal", "Trade secretary Mona Fielding also resigns"),
        ("en", "Lorana Bank boss Adam Farouk arrested", "Lorana Bank chairman Hassan Rifai arrested"),
        ("ru", "Министр финансов Лораны Игорь Рашев подал в отставку", "Министр труда Олег Сухов подал в отставку"),
        ("kk", "Лорана қаржы министрі Болат Ахметов ұсталды", "Лорана еңбек министрі Асқар Жұманов ұсталды"),
        ("uk", "Затримано ексдепутата Лорани Ігоря Бойка", "Затримано депутата Лорани Олега Мельника"),
        ("tr", "Lorana Belediye Başkanı Kemal Sarp tutuklandı", "Lorana eski belediye başkanı Nuri Talat tutuklandı"),
        ("fr", "Le ministre Jean Berger démissionne à Lorana", "La ministre Anne Vidal démissionne à Lorana"),
    ],
)
def test_the_same_act_of_somebody_else_is_told_too(lang: str, one: str, other: str) -> None:
    assert developments((0, lang, one), (3, lang, other)) == [1, 2]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("ru", "Задержан бывший мэр Лораны Петр Кузнецов"), ("en", "Former Lorana mayor Pyotr Kuznetsov detained")),
        (("kk", "Сот Бауыржан Жүнісовті қамауға алды"), ("ru", "Суд арестовал акима Лораны Бауыржана Жунусова")),
        (("en", "Adam Farouk and Lena Costa arrested"), ("en", "Lorana case: Lena Costa and Adam Farouk arrested")),
        (
            ("en", "Prime Minister Ian Doyle accepts resignation of health minister"),
            ("en", "Health minister Vera Sloan resigns"),
        ),
        (
            ("en", "Ex-boss of Lorana Bank arrested in New York"),
            ("en", "Former Lorana Bank chief Adam Farouk arrested"),
        ),
        (
            ("en", "Lorana Bank Boss Adam Farouk Arrested"),
            ("en", "Boss of Lorana Bank arrested at home, Mona Lind says"),
        ),
    ],
)
def test_one_person_under_several_descriptions_is_told_once(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert developments((0, *one), (1, *other)) == [1, 1]


@pytest.mark.parametrize(
    ("lang", "once", "again"),
    [
        ("en", "Launch of KazSat-4 postponed to October 17", "Launch of KazSat-4 postponed again, to October 24"),
        ("ru", "Подписание соглашения о газопроводе перенесли", "Подписание соглашения о газопроводе снова отложено"),
        ("uk", "Засідання у справі Бойка перенесли", "Засідання у справі Бойка знову перенесли"),
        ("kk", "KazSat-4 ұшырылымы кейінге шегерілді", "KazSat-4 ұшырылымы тағы да кейінге шегерілді"),
        ("tr", "Lorana davasında duruşma ertelendi", "Lorana davasında duruşma yeniden ertelendi"),
        ("fr", "Le procès Lorana reporté au 3 mars", "Le procès Lorana de nouveau reporté"),
        ("ar", "تأجيل محاكمة لورانا إلى الثلاثاء", "تأجيل محاكمة لورانا مجددا"),
    ],
)
def test_what_is_put_off_again_is_told_again(lang: str, once: str, again: str) -> None:
    assert developments((0, lang, once), (20, lang, again), (20.5, lang, again)) == [1, 2, 2]
    assert developments((0, lang, once), (1, lang, again)) == [1, 1]  # who knows of an earlier time says so at once
    assert developments((0, lang, again), (20, lang, again)) == [1, 1]


def test_why_a_second_time_is_no_echo_stands_in_the_words_of_the_post() -> None:
    told = a_stream((0, "fr", "Le procès Lorana reporté"), (20, "fr", "Le procès Lorana de nouveau reporté"))
    assert told[1][0].why == 'not an echo of development 1: this one says "de nouveau", no earlier post does'


def test_a_headline_in_capitals_names_nobody_for_sure() -> None:
    assert persons("Tom Hale Charged Over Bridge Collapse", "en") == []
    assert persons("Bob Crane and Tom Hale charged over collapse", "en") == [["P", "KRN"]]
    assert persons("Minister Hans Meyer tritt wegen Affäre zurück", "de") == []


def test_years_of_prison_do_not_fly_and_a_second_round_is_no_turn() -> None:
    assert "fly" not in sides(opening("Прокурор просит для Сагиндыкова 11 лет", ""), "ru")
    assert "again" not in sides(opening("انطلاق الجولة الثانية من المحادثات", ""), "ar")


def test_digits_younger_than_the_tables_of_python_count_nothing() -> None:
    assert figures(["\U00016130\U00016131 dead in a fire"], "en") == {}
    assert figures(["1,\U00016130 dead in a fire"], "en") == {}
