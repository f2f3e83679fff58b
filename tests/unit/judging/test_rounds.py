"""Steps that look alike are told apart: the fourth round of talks from the third, a second act from the first."""

import pytest
from streaming import a_stream

from monitor.judging.ordinals import ordinals


def developments(*posts: tuple[float, str, str]) -> list[int]:
    """The development of each post, given as hour, language and title."""
    return [development for _, development in a_stream(*posts)]


THIRD = "Third round of talks between Ostria and Marvan opens in Geneva"


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("en", "Fourth round of talks between Ostria and Marvan opens in Geneva"),
        ("en", "4th round of Ostria-Marvan talks opens in Geneva"),
        ("ru", "В Женеве открылся четвёртый раунд переговоров Острии и Марвана"),
        ("ru", "В Женеве открылся 4-й раунд переговоров Острии и Марвана"),
        ("ar", "افتتاح الجولة الرابعة من المحادثات بين أوستريا ومروان في جنيف"),
        ("tr", "Ostria ve Marvan arasındaki görüşmelerin 4. turu Cenevre'de başladı"),
        ("kk", "Женевада Острия мен Марван келіссөздерінің төртінші раунды ашылды"),
    ],
)
def test_the_fourth_round_is_no_echo_of_the_third(lang: str, title: str) -> None:
    assert developments((0, "en", THIRD), (2, lang, title)) == [1, 2]


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("en", "3rd round of talks between Ostria and Marvan opens in Geneva"),
        ("en", "Talks between Ostria and Marvan open in Geneva"),
        ("ru", "В Женеве открылся третий раунд переговоров Острии и Марвана"),
        ("de", "Dritte Runde der Gespräche zwischen Ostria und Marvan in Genf eröffnet"),
        ("ar", "افتتاح الجولة الثالثة من المحادثات بين أوستريا ومروان في جنيف"),
    ],
)
def test_the_third_round_in_other_words_is_an_echo(lang: str, title: str) -> None:
    assert developments((0, "en", THIRD), (0.5, lang, title)) == [1, 1]


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("ru", "Во вторник вторжение отложили"),
        ("de", "Ein Viertel der Wähler"),
        ("en", "The minister spoke for 30 seconds"),
        ("en", "First Kazakh in Antarctica"),
        ("", "Third round"),
        ("en", "Missiles hit the second-largest city"),
        ("en", "Bombs of the Second World War found"),
        ("de", "Wahl am 5. März verschoben"),
        ("fr", "Grève générale le 1er mai"),
        ("ru", "Выборы пройдут 5-го марта"),
        ("ru", "Обстрелян второй по величине город"),
        ("ru", "Под Минском нашли бомбу Второй мировой войны"),
        ("fr", "La deuxième plus grande ville du pays touchée"),
    ],
)
def test_days_of_the_week_fractions_ranks_and_names_are_counted_off_by_nobody(lang: str, title: str) -> None:
    assert not ordinals(title, lang)


def test_another_act_of_the_same_people_on_the_same_morning_is_told() -> None:
    same = "Kazakh sculptor Aru Bek"
    assert developments((0, "en", f"{same} wins the Lund prize"), (1, "en", f"{same} wins Lund prize")) == [1, 1]
    assert developments((0, "en", f"{same} wins the Lund prize"), (1, "en", f"{same} arrested at airport")) == [1, 2]


def test_who_asks_for_help_to_put_out_a_fire_says_that_it_burns() -> None:
    told = developments(
        (0, "es", "España pide ayuda a la UE para sofocar el incendio de Alcor"),
        (0.3, "en", "Spain asks EU for help with the Alcor fire"),
    )
    assert told == [1, 1]


def test_nobody_survived_is_one_thing_in_two_languages() -> None:
    told = developments(
        (0, "en", "No survivors from the Velora crash, government says"),
        (0.2, "ru", "Никто не выжил при крушении самолёта Velora, заявило правительство"),
    )
    assert told == [1, 1]


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("en", "Death toll in the Alcor fire rises to four"),
        ("es", "Suben a cuatro los muertos en el incendio de Alcor"),
        ("ru", "Число погибших при пожаре в Алькоре выросло до четырёх"),
        ("fr", "Incendie d'Alcor : le bilan s'alourdit à quatre morts"),
        ("ar", "ارتفاع عدد القتلى في حريق ألكور إلى 4"),
    ],
)
def test_a_toll_that_rises_is_told_where_one_death_was_told_without_a_number(lang: str, title: str) -> None:
    assert developments((0, "en", "Firefighter dies in the Alcor fire"), (2, lang, title)) == [1, 2]


def test_a_toll_that_others_gave_is_no_news_however_it_rose() -> None:
    told = developments(
        (0, "en", "Four dead in the Alcor fire"), (0.5, "en", "Death toll in the Alcor fire rises to four")
    )
    assert told == [1, 1]


def test_who_searches_to_find_a_ship_has_not_found_it() -> None:
    told = developments(
        (0, "en", "Search continues for missing ship off Corran"),
        (0.3, "fr", "Recherches pour retrouver le navire disparu au large de Corran"),
    )
    assert told == [1, 1]


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("pl", "Koniec strajku pielęgniarek w Korwii: 9 proc. podwyżki"),
        ("pt", "Fim da greve dos enfermeiros na Córvia: aumento de 9%"),
        ("it", "Fine dello sciopero degli infermieri in Corvia: aumento del 9%"),
    ],
)
def test_where_no_undoing_words_are_known_a_named_act_is_not_called_done(lang: str, title: str) -> None:
    told = developments((0, "fr", "Corvie : accord sur 9 %, fin de la grève des infirmiers"), (0.2, lang, title))
    assert told == [1, 1]
