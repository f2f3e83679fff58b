"""How outlets speak of people in office, of arrest and custody, and of what is not done to something."""

import pytest
from streaming import a_stream

from monitor.judging.persons import persons
from monitor.judging.sides import opening, sides


def developments(*posts: tuple[float, str, str]) -> list[int]:
    """The development of each post, given as hour, language and title."""
    return [development for _, development in a_stream(*posts)]


def taken(lang: str, title: str) -> dict[str, int]:
    """The sides that a title takes: +1 or -1 by axis."""
    return {axis: side // abs(side) for axis, (side, _) in sides(opening(title, ""), lang).items() if axis[:2] != "t:"}


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("fr", "Le président suspendu Adam Farouk arrêté"),
        ("en", "Ousted president Farouk arrested"),
        ("en", "Ostria's suspended president arrested"),
        ("ru", "Отстранённый президент Острии арестован"),
        ("de", "Abgesetzter Präsident Farouk verhaftet"),
    ],
)
def test_what_befell_an_office_holder_before_undoes_nothing(lang: str, title: str) -> None:
    assert taken(lang, title) == {"freedom": -1}
    assert developments((0, "en", "President Farouk arrested in Ostria"), (0.5, lang, title)) == [1, 1]


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("en", "Parliament ousted president Farouk"),
        ("en", "Rebels say they have ousted President Farouk"),
        ("en", "The army on Monday ousted President Farouk"),
        ("ru", "Президент Острии отстранён"),
        ("fr", "Le président limogé"),
    ],
)
def test_an_office_that_is_lost_now_is_lost(lang: str, title: str) -> None:
    assert taken(lang, title)["office"] == -1


@pytest.mark.parametrize(
    ("lang", "title", "axis"),
    [
        ("ru", "Аэропорт не принимает рейсы", "flight"),
        ("en", "Marvan airport does not accept flights", "flight"),
        ("en", "Supporters of Farouk rally", "accept"),
        ("ru", "Горожане вышли на митинг", "belong"),
        ("ru", "Суд выдал ордер на арест", "extradite"),
    ],
)
def test_no_side_is_taken_in_passing(lang: str, title: str, axis: str) -> None:
    assert axis not in taken(lang, title)


@pytest.mark.parametrize(
    ("lang", "title", "axis", "side"),
    [
        ("ar", "القوات تبدأ الانسحاب من أوستريا", "course", 1),
        ("ar", "الرئيس يعلن رفع الأحكام العرفية", "emergency", -1),
        ("de", "Parlament stimmt für Aufhebung des Kriegsrechts", "emergency", -1),
        ("ru", "Фарук вышел на свободу", "freedom", 1),
        ("en", "Farouk walks out of jail", "freedom", 1),
        ("fr", "Un mandat d'arrêt contre Farouk", "freedom", -1),
        ("ar", "أوستريا توقف 1133 شخصا", "freedom", -1),
        ("de", "Polizei nimmt den Bürgermeister Farouk fest", "freedom", -1),
    ],
)
def test_words_of_the_news_take_their_side(lang: str, title: str, axis: str, side: int) -> None:
    assert taken(lang, title).get(axis) == side


def test_custody_after_an_arrest_is_another_step_and_is_told_once() -> None:
    found = developments(
        (0, "en", "Police arrest mayor Adam Farouk of Marvan in corruption case"),
        (1, "ru", "Полиция арестовала мэра Марвана Адама Фарука по делу о коррупции"),
        (8, "en", "Mayor Adam Farouk of Marvan remanded in corruption case"),
        (8.5, "fr", "Corruption : le maire de Marvan Adam Farouk placé en détention provisoire"),
    )
    assert found == [1, 1, 3, 3]


def test_to_refuse_one_thing_is_not_the_opposite_of_allowing_another() -> None:
    talks, strike = "President of Ostria rejects talks with Marvan", "President of Ostria allows strike on Marvan"
    verdict, _ = a_stream((0, "en", talks), (0.2, "en", strike))[1]
    assert "rejects" not in verdict.why


def test_countries_and_courts_are_nobody_and_short_names_are_not_compared_across_letters() -> None:
    assert persons("South Korean court issues arrest warrant for impeached president", "en") == []
    assert persons("Парламент Южной Кореи поддержал импичмент президента", "ru") == []
    assert developments(
        (0, "en", "Lee Sung-ho arrested in bribery probe"), (0.3, "ru", "Ли Сон Хо арестован по делу о взятках")
    ) == [1, 1]


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("en", "Court rejects motion against train strike"),
        ("de", "Gericht lehnt Eilantrag gegen Streik ab"),
        ("ru", "Суд отклонил иск против забастовки"),
    ],
)
def test_a_motion_against_a_strike_that_is_rejected_ends_no_strike(lang: str, title: str) -> None:
    assert "strikework" not in taken(lang, title)


def test_what_resumes_when_a_strike_ends_is_not_its_opposite() -> None:
    assert developments((0, "de", "Bahnstreik beendet"), (0.5, "en", "Rail strike ends, services resume")) == [1, 1]
