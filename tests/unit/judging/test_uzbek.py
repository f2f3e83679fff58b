"""Uzbek news is bridged to other languages by its own words, not by those of Turkish."""

import pytest

from tests.unit.judging.streaming import a_stream


@pytest.mark.parametrize(
    ("uzbek", "lang", "title"),
    [
        (
            "Toshkentda avtobus yonib ketdi, besh kishi halok bo‘ldi",
            "ru",
            "В Ташкенте сгорел автобус, погибли пять человек",
        ),
        ("O‘zbekiston Afg‘oniston bilan chegarani yopdi", "en", "Uzbekistan closes border with Afghanistan"),
        ("Rossiya O‘zbekistondan meva importini taqiqladi", "ru", "Россия запретила ввоз фруктов из Узбекистана"),
        ("Mehnat vaziri iste'foga chiqdi", "en", "Labour minister resigns"),
    ],
)
def test_what_uzbek_outlets_tell_is_told_once(uzbek: str, lang: str, title: str) -> None:
    assert [development for _, development in a_stream((0, "uz", uzbek), (0.5, lang, title))] == [1, 1]
    assert [development for _, development in a_stream((0, lang, title), (0.5, "uz", uzbek))] == [1, 1]
