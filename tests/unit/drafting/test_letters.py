"""Names written in other letters, as newspapers write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.drafting.letters import SCRIPT, rewrite, spellings


@pytest.mark.parametrize(
    ("name", "source", "target", "written"),
    [
        ("Токаев", "ru", "en", "Tokayev"),
        ("Токаев", "ru", "ar", "توكاييف"),
        ("Желдибай", "ru", "en", "Zheldibay"),
        ("Желдибай", "ru", "ar", "جيلديباي"),
        ("Желдібай", "kk", "ru", "Желдибай"),
        ("Көшербаев", "kk", "en", "Kosherbayev"),
        ("Ермек Көшербаев", "kk", "en", "Yermek Kosherbayev"),
        ("Достоевский", "ru", "en", "Dostoyevsky"),
        ("Евгений Ежов", "ru", "tr", "Yevgeny Yejov"),
        ("Зеленський", "uk", "ru", "Зеленский"),
        ("Токаев", "ru", "de", "Tokajew"),
        ("Mladenov", "en", "ru", "Младенов"),
        ("Mladenov", "en", "ar", "ملادينوف"),
        ("İmamoğlu", "tr", "ru", "Имамоглу"),
        ("Tokajew", "pl", "ru", "Токаев"),
        ("توكاييف", "ar", "ru", "Токаев"),
        ("توكاييف", "ar", "en", "Tokayev"),
        ("Тау-Самалы", "kk", "en", "Tau-Samaly"),
        ("Токаев", "ru", "kk", "Токаев"),
        ("Merkel", "de", "en", "Merkel"),
        ("Токаев", "ru", "zh", ""),
        ("東京", "zh", "en", ""),
    ],
)
def test_a_name_is_written_as_newspapers_do(name: str, source: str, target: str, written: str) -> None:
    assert rewrite(name, source, target) == written


@given(st.text(max_size=30), st.sampled_from(sorted(SCRIPT)), st.sampled_from(sorted(SCRIPT)))
def test_any_text_can_be_tried(name: str, source: str, target: str) -> None:
    assert isinstance(rewrite(name, source, target), str)


@pytest.mark.parametrize(
    ("name", "target", "written"),
    [
        ("Гриценко", "en", "Hrytsenko"),
        ("Ірина Згурська", "en", "Iryna Zghurska"),
        ("Юлія Ярослав'єва", "en", "Yuliia Yaroslavieva"),
        ("Нечуй-Левицький", "en", "Nechui-Levytskyi"),
        ("Гриценко", "ru", "Гриценко"),
        ("Рибак", "ru", "Рыбак"),
    ],
)
def test_a_ukrainian_name_is_offered_by_its_own_letters_and_by_the_russian_ones(
    name: str, target: str, written: str
) -> None:
    assert written in spellings(name, "uk", target)


def test_kazakh_writes_a_ukrainian_name_without_the_letters_of_ukrainian() -> None:
    written = spellings("Олег Синєгубов", "uk", "kk")
    assert "Олег Синегубов" in written
    assert not any(letter in "єїґ" for each in written for letter in each)
