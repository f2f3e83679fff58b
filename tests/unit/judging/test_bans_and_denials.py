"""A ban that is signed is signed, who refuses to suspend refuses, and a denial of what was told is news."""

import pytest

from monitor.judging.figures import figures
from monitor.judging.sides import sides
from monitor.model import New
from tests.unit.judging.streaming import a_stream


@pytest.mark.parametrize(
    ("lang", "title", "axis", "side"),
    [
        ("en", "Putin signs messenger ban into law", "sign", 2),
        ("en", "Trump signs travel ban", "sign", 2),
        ("kk", "Путин мессенджерлерге тыйым салу туралы заңға қол қойды", "sign", 2),
        ("en", "Court lifts travel ban", "go", 2),
        ("en", "Ban on flights lifted", "accept", 2),
        ("en", "France bans sale of infant formula", "sell", -2),
        ("en", "Court refuses to suspend the law", "accept", -2),
        ("en", "Minister denies any failure of security", "confirm", -2),
        ("de", "Moskauer Gericht weist Klage ab", "accept", -2),
        ("de", "Gewerkschaft weist Vorwurf zurück", "confirm", -2),
    ],
)
def test_a_ban_or_a_refusal_is_read_as_what_it_does(lang: str, title: str, axis: str, side: int) -> None:
    assert sides([title], lang)[axis][0] == side


def test_a_signed_ban_is_told_once_in_all_languages() -> None:
    verdicts = a_stream(
        (0.0, "ru", "Путин подписал закон о запрете мессенджеров"),
        (0.3, "en", "Putin signs messenger ban into law"),
        (0.6, "kk", "Путин мессенджерлерге тыйым салу туралы заңға қол қойды"),
    )
    assert [development for _, development in verdicts] == [1, 1, 1]


def test_a_denial_of_what_nobody_undid_is_news_and_its_repeats_are_not() -> None:
    verdicts = a_stream(
        (0.0, "en", "Data of 45 million Max users leaked online"),
        (0.4, "ru", "В сеть утекли данные 45 миллионов пользователей Max"),
        (3.0, "ru", "Max опроверг утечку данных пользователей"),
        (3.4, "en", "Max denies leak of user data"),
    )
    assert [development for _, development in verdicts] == [1, 1, 3, 3]
    assert isinstance(verdicts[2][0], New)


def test_a_german_date_ends_no_clause() -> None:
    assert sides(["Prozess um Kronendiebstahl auf 5. Oktober verschoben"], "de")["trial"][0] == -2


def test_the_sick_are_counted_and_who_comes_to_others_is_no_count_of_all() -> None:
    assert figures(["Babies ill after Lumi formula now 40"], "en")["sick"][0].value == 40
    assert figures(["Число заболевших выросло до 40"], "ru")["sick"][0].value == 40
    assert [each.value for each in figures(["Five in custody after three more arrests"], "en")["arrested"]] == [5]
    assert not figures(["Ещё трое задержаны"], "ru")
    assert figures(["More than 100 arrested"], "en")["arrested"][0].value == 100


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("en", "President signs ban on TikTok"),
        ("fr", "Macron signe l'interdiction"),
        ("de", "Kanzler unterzeichnet Verbot"),
        ("ru", "Президент подписал запрет"),
        ("en", "President signs travel ban"),
    ],
)
def test_a_ban_is_signed_where_the_two_words_stand_side_by_side(lang: str, title: str) -> None:
    found = sides([title], lang)
    assert found["sign"][0] > 0
    assert found["accept"][0] < 0


def test_others_who_are_injured_beside_the_dead_are_all_who_are() -> None:
    for lang, title in (
        ("en", "Five killed and 12 others injured in bus crash"),
        ("es", "Cinco muertos y otros 12 heridos en un accidente"),
        ("fr", "Cinq morts et 12 autres blessés dans un accident"),
        ("de", "Fünf Tote und 12 weitere Verletzte bei Busunglück"),
        ("ru", "Пять человек погибли, еще 12 ранены"),
    ):
        counted = figures([title], lang)
        assert (counted["dead"][0].value, counted["injured"][0].value) == (5, 12), title


def test_five_in_custody_are_news_after_two_and_forty_sick_after_twelve() -> None:
    arrests = a_stream(
        (0, "en", "Two suspects arrested at Geneva airport over crown theft"),
        (12, "fr", "Trois nouvelles arrestations : cinq personnes en garde à vue dans l'affaire de la couronne"),
        (12.5, "en", "Five now in custody over Lyon crown after three more arrests"),
    )
    sick = a_stream(
        (0, "de", "Zwölf Babys nach Lumi-Nahrung erkrankt"), (12, "de", "Schon 40 Babys nach Lumi-Nahrung erkrankt")
    )

    assert [development for _, development in arrests] == [1, 2, 2]
    assert [development for _, development in sick] == [1, 2]


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("en", "Election body denies fraud"),
        ("fr", "L'instance électorale dément toute fraude"),
        ("ar", "هيئة الانتخابات تنفي التزوير"),
        ("ru", "Избирательная комиссия отрицает нарушения"),
    ],
)
def test_who_runs_an_election_and_denies_something_denies_no_election(lang: str, title: str) -> None:
    found = sides([title], lang)

    assert found["confirm"][0] == -2
    assert "election" not in found
