"""One word written in several ways is one word, and its place as published is kept."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from monitor.text.fold import align, as_meant, fold
from monitor.text.words import words

SAME = [
    ("Тоkаев", "токаев"),  # Latin k inside
    ("Tokаyev", "TOKAYEV"),  # Cyrillic а inside
    ("ёлка", "Елка"),
    ("ИСТАНБУЛ", "истанбул"),
    ("İstanbul", "istanbul"),
    ("ISPARTA", "ısparta"),
    ("أوباما", "اوباما"),
    ("توكـــاييف", "توكاييف"),
    ("الرَّئِيسُ", "الرئيس"),
    ("غزة", "غزه"),
    ("ﻣﺠﻠﺲ", "مجلس"),
    ("کازاخستان", "كازاخستان"),
    ("e\u0301te\u0301", "été"),
    ("Токае\u200bв", "Токаев"),
    ("об’єднання", "об'єднання"),
    ("Ｄａｖｏｓ", "davos"),
    ("Straße", "STRASSE"),
    ("и\u0306од", "йод"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_ways_to_write_a_word_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("KZновости", "новости"), ("мир", "мир2"), ("йод", "иод")])
def test_different_words_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
@example("\ud800İ…№½ß")
@example("가각\u1100\u1161")
def test_every_folded_character_has_its_place_in_the_published_text(text: str) -> None:
    folded = align(text)
    for at in range(len(folded.text)):
        start, end = folded.span(at, at + 1)
        assert 0 <= start < end <= len(text)


@given(st.text(alphabet="аёйabc İışéأإةىکـ\u064b\u200b\u200f'’_-…\u00a0ﬁ½я\u0301"))
def test_places_belong_to_the_very_text_that_is_searched(text: str) -> None:
    assert align(text).text == fold(text)


@given(st.text())
def test_words_are_slices_of_the_text_in_order(text: str) -> None:
    end = 0
    for word in words(text):
        assert end <= word.start < word.end
        assert text[word.start : word.end] == word.text
        end = word.end


def test_words_of_many_scripts() -> None:
    text = "«Совет_мира» l’Akorda #Давос2026 @aqorda_press الرَّئيس U.S. नमस्ते 一路 مي\u200cروم Нур-Султан"
    assert [word.text for word in words(text)] == [
        "Совет", "мира", "l’Akorda", "Давос2026", "aqorda", "press", "الرَّئيس", "U", "S", "नमस्ते", "一", "路",
        "مي\u200cروم", "Нур", "Султан",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Əcкер", "әскер"),  # Latin Ə and c
        ("ƟƟскемен", "өөскемен"),
        ("сəhər", "cəhər"),  # an Azerbaijani word with a Cyrillic с
        ("Azərbаycan", "azərbaycan"),
        ("gəncə", "gəncə"),
        ("əз", "әз"),
        ("Əлиyev", "әлиyev"),
    ],
)
def test_latin_letters_that_stand_for_kazakh_ones_follow_their_word_and_stay_in_azerbaijani(
    written: str, meant: str
) -> None:
    assert fold(written) == meant
    assert fold(meant) == meant
    assert align(written).text == meant
    assert fold(as_meant(written)) == meant
