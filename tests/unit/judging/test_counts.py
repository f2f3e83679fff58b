"""What a headline counts: people, not the days of the calendar; and the first count of the dead is news."""

import pytest
from streaming import a_stream

from monitor.judging.figures import figures


@pytest.mark.parametrize(
    ("lang", "text", "counted"),
    [
        ("en", "Mayor arrested on March 19 in Ostria", {}),
        ("ru", "Мэра арестовали 19 марта", {}),
        ("es", "Detenido el 23 de marzo", {}),
        ("ru", "Суд продлил арест на 20 дней", {}),
        ("en", "Two-year-old girl killed in blast", {}),
        ("fr", "Drame du 25 décembre : 38 morts", {"dead": [38]}),
        ("ru", "За пять дней погибли 13 человек", {"dead": [13]}),
        ("en", "12 killed in five days of protests", {"dead": [12]}),
        ("kk", "5 қаңтарда 3 адам қаза тапты", {"dead": [3]}),
        ("de", "Nach 3 Tagen 12 Tote", {"dead": [12]}),
        ("ar", "مقتل 5 اشخاص في 3 ايام", {"dead": [5]}),
        ("tr", "2 yıl sonra 5 kişi öldü", {"dead": [5]}),
        ("ar", "مقتل 15 شخصا يوم الجمعة", {"dead": [15]}),
        ("tr", "Saldırıda 15 kişi gün içinde öldü", {"dead": [15]}),
        ("ru", "Погибли 12 за день", {"dead": [12]}),
    ],
)
def test_a_date_an_age_and_a_stretch_of_time_count_nobody(lang: str, text: str, counted: dict[str, list[int]]) -> None:
    assert {what: [each.value for each in found] for what, found in figures([text], lang).items()} == counted


CRASH = "Passenger plane of Ostair crashes near Marvan"


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("en", "Ostair plane crash near Marvan kills 38"),
        ("fr", "Un avion d'Ostair s'écrase près de Marvan : 38 morts"),
        ("ru", "При крушении самолёта Ostair под Марваном погибли 38 человек"),
        ("ar", "مقتل 38 شخصا في تحطم طائرة قرب مروان"),
    ],
)
def test_the_first_count_of_the_dead_is_news(lang: str, title: str) -> None:
    found = a_stream((0, "en", CRASH), (0.5, lang, title), (1, "en", "38 dead as Ostair plane crashes near Marvan"))
    assert [development for _, development in found] == [1, 2, 2]


@pytest.mark.parametrize(
    "title",
    ["Ostair plane down near Marvan, many feared dead", "Ostair plane crashes near Marvan, where 38 died last year"],
)
def test_without_a_count_of_its_own_a_crash_is_told_once(title: str) -> None:
    assert [development for _, development in a_stream((0, "en", CRASH), (0.5, "en", title))] == [1, 1]


@pytest.mark.parametrize(
    ("title", "developments"),
    [
        ("Ostria quake death toll rises to 2,862", [1, 2]),
        ("Ostria quake death toll lowered to 2,496", [1, 2]),
        ("Ostria quake death toll rises to 2,511", [1, 1]),
        ("2,511 dead in Ostria quake", [1, 1]),
    ],
)
def test_a_toll_that_is_said_to_rise_by_a_tenth_or_to_be_lower_is_news(title: str, developments: list[int]) -> None:
    first = "Death toll of Ostria quake rises to 2,497"
    assert [development for _, development in a_stream((0, "en", first), (3, "en", title))] == developments
