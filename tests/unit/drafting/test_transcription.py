"""Names of the West are written in other letters by their sound, as newspapers do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.drafting.letters import spellings
from monitor.drafting.transcription import in_russian, in_ukrainian

#: Language of the name -> the name and how Russian newspapers write it.
KNOWN = {
    "de": "Spohr:Шпор Scholz:Шольц Voigt:Фойгт Kühnert:Кюнерт Strack-Zimmermann:Штрак-Циммерман Seehofer:Зеехофер",
    "fr": "Philippe:Филипп Hollande:Олланд Deschamps:Дешам Wauquiez:Вокье Rousseau:Руссо Villeneuve:Вильнёв",
    "es": "Jiménez:Хименес Núñez:Нуньес Villalobos:Вильялобос Quispe:Киспе Rajoy:Рахой Guerrero:Герреро",
    "it": "Giorgetti:Джорджетти Bianchi:Бьянки Sciascia:Шаша Gigli:Джильи Crosetto:Крозетто",
    "pl": "Kaczyński:Качиньский Trzaskowski:Тшасковский Wałęsa:Валенса Czarzasty:Чажасты Nowacka:Новацкая",
    "pt": "Bolsonaro:Болсонару Magalhães:Магальяйнс Coelho:Коэлью",
    "tr": "Yıldırım:Йылдырым Kılıçdaroğlu:Кылычдароглу Özel:Озель İmamoğlu:Имамоглу",
    "en": "Wright:Райт Vance:Вэнс Thatcher:Тэтчер Baker:Бейкер Johnson:Джонсон Lutnick:Лутник",
}


@pytest.mark.parametrize(("source", "names"), KNOWN.items())
def test_a_name_of_the_west_is_written_by_its_sound_in_its_own_language(source: str, names: str) -> None:
    told = {name: written for name, _, written in (pair.partition(":") for pair in names.split())}
    assert {name: written for name, written in told.items() if written not in spellings(name, source, "ru")} == {}


def test_kazakh_writes_such_a_name_as_russian_does_and_ukrainian_in_its_own_letters() -> None:
    assert spellings("Carsten Spohr", "de", "kk") == ("Карстен Шпор",)
    assert spellings("Steinmeier", "de", "uk") == ("Штайнмаєр",)
    assert [in_ukrainian(name) for name in ("Сикорский", "Новацкая", "Бёмерман")] == [
        "Сікорський",
        "Новацька",
        "Бйомерман",
    ]


@pytest.mark.parametrize(
    ("source", "name", "written"),
    [
        ("de", "Spohr", "شبور"), ("de", "Söder", "زودر"), ("de", "Habeck", "هابيك"), ("fr", "Darmanin", "دارمانان"),
        ("es", "Rajoy", "راخوي"), ("es", "Villalobos", "فيالوبوس"), ("it", "Giorgetti", "جورجيتي"),
        ("en", "Wright", "رايت"), ("en", "Reeves", "ريفز"), ("en", "Baker", "بيكر"),
    ],
)  # fmt: skip
def test_arabic_letters_write_a_name_of_the_west_by_its_sound_too(source: str, name: str, written: str) -> None:
    assert written in spellings(name, source, "ar")


@pytest.mark.parametrize("name", ["Lavrov", "Zelensky", "Shevchenko", "Pashinyan", "Saakashvili"])
def test_a_name_from_the_east_in_an_english_text_is_written_back_letter_by_letter(name: str) -> None:
    assert in_russian(name, "en") == ()
    assert all(written[0] == spellings(name, "en", "ru")[0][0] for written in spellings(name, "en", "ru"))


@given(st.text(max_size=20), st.sampled_from(sorted(KNOWN)))
def test_any_letters_can_be_tried_and_leave_no_latin_one(name: str, source: str) -> None:
    for written in in_russian(name, source):
        assert not any("a" <= letter <= "z" for letter in written)
