"""Names of Latin and Cyrillic letters in Arabic ones, as Arabic newspapers write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.desk.drafting import draft_story
from monitor.drafting.arabic import in_arabic, is_arab
from monitor.drafting.letters import spellings
from monitor.model import Post


@pytest.mark.parametrize(
    ("name", "source", "written"),
    [
        ("Abdelmadjid Tebboune", "fr", "عبد المجيد تبون"),
        ("Mohammed bin Salman", "en", "محمد بن سلمان"),
        ("Khalifa Haftar", "fr", "خليفة حفتر"),
        ("Rachid Ghannouchi", "fr", "راشد الغنوشي غنوشي"),
        ("Abdelhamid Dbeibah", "fr", "عبد الحميد دبيبة"),
        ("Abdel Fattah al-Burhan", "en", "عبد الفتاح البرهان"),
        ("Saadeddine Othmani", "fr", "سعد الدين عثماني"),
        ("Hassan Nasrallah", "en", "حسن نصر الله"),
        ("Abdelilah Benkirane", "fr", "بنكيران"),
        ("Nasser Bourita", "fr", "ناصر بوريطة"),
        ("Мухаммед бин Салман", "ru", "محمد بن سلمان"),
        ("Халифа Хафтар", "ru", "خليفة حفتر"),
        ("Абдель Фаттах ас-Сиси", "ru", "السيسي"),
    ],
)
def test_an_arab_name_is_written_without_its_short_vowels(name: str, source: str, written: str) -> None:
    assert is_arab(name)
    assert written.rsplit(maxsplit=1)[-1] in {
        each.rsplit(maxsplit=1)[-1] for each in in_arabic(name, source, arab=True)
    }


@pytest.mark.parametrize(
    ("name", "source", "written"),
    [
        ("Macron", "fr", "ماكرون"),
        ("Ouattara", "fr", "واتارا"),
        ("Starmer", "en", "ستارمر"),
        ("Kushner", "en", "كوشنر"),
        ("Meloni", "en", "ميلوني"),
        ("Merkel", "de", "ميركل"),
        ("Lecornu", "fr", "لوكورنو"),
        ("Johnson", "en", "جونسون"),
        ("Davutoğlu", "tr", "دافوت أوغلو"),
    ],
)
def test_a_name_of_elsewhere_keeps_its_vowels(name: str, source: str, written: str) -> None:
    assert not is_arab(name)
    assert written in spellings(name, source, "ar")


def test_a_spelling_that_is_an_ordinary_word_is_not_offered() -> None:
    assert "تبن" not in spellings("Tebboune", "fr", "ar", arab=True)  # straw


def test_persian_has_its_own_letters_in_it() -> None:
    assert "بلینکن" in spellings("Blinken", "en", "fa")


@given(st.text(max_size=25), st.sampled_from(["en", "fr", "ru", "tr", "de"]), st.booleans())
def test_anything_can_be_asked(name: str, source: str, arab: bool) -> None:
    assert isinstance(in_arabic(name, source, arab=arab), tuple)


def test_a_draft_from_french_finds_the_arabic_posts_of_the_same_meeting() -> None:
    text = (
        "Le maréchal Khaled Belkheir reçoit Mourad al-Ghamdi à Touggourt\n"
        "Khaled Belkheir a reçu lundi l'investisseur Mourad al-Ghamdi. Belkheir et Ghamdi ont signé un accord."
    )
    written, _ = draft_story(Post(source="", id="x", text=text), key="x", source="x")
    assert "بلخير" in written
    assert "غامدي" in written
