"""A name in Arabic letters finds itself in Latin and Cyrillic ones, whatever its vowels; ordinary words it leaves."""

import pytest
import regex

from monitor.config.story import parse_story
from monitor.desk.drafting import draft_story
from monitor.drafting.skeleton import skeletons
from monitor.matching import Matcher
from monitor.model import Post


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("كسلا", "Kassala Kasala Кассала Кассале"),
        ("السند", "Sindh Sind Синд Синде"),
        ("بومرداس", "Boumerdès Boumerdes Бумердес"),
        ("الفاشر", "El-Fasher Fashir Эль-Фашир"),
        ("قابس", "Gabès Gabes Габес"),
        ("توكاييف", "Tokayev Tokaev Токаев Токаева"),
        ("تبون", "Tebboune Теббун"),
        ("الحديدة", "Hodeidah Hudaydah Ходейда"),
    ],
)
def test_a_name_is_found_as_newspapers_write_it(name: str, written: str) -> None:
    found = skeletons(name)
    assert [word for word in written.split() if not any(regex.search(each, word) for each in found)] == []


def test_ordinary_words_of_other_texts_are_not_found() -> None:
    text = (
        "The council said on Monday that a class of tourists saw the castle, a bus in the capital and Castle Hill. "
        "Председатель совета сказал, что Классика и Косметика выросли, а Тибет закрыт. Kassel and Tobin won."
    )
    names = ["كسلا", "بومرداس", "الفاشر", "توكاييف", "تبون", "الحديدة"]
    assert [name for name in names for each in skeletons(name) if regex.search(each, text)] == []


def test_a_name_of_two_consonants_finds_nothing() -> None:
    assert skeletons("دادو") == ()


def test_a_draft_from_arabic_hears_its_names_in_other_letters() -> None:
    text = "السودان: وفاة 37 شخصاً بالكوليرا في ولاية كسلا\n\nوفيات بالكوليرا في ولاية كسلا. زار الوزير كسلا."
    written, _ = draft_story(Post(source="", id="1", text=text), key="it", source="article.txt")
    matcher = Matcher([parse_story(written, "it.toml")])
    for post in ("MSF says Kassala cholera ward overwhelmed", "В Кассале растёт число заболевших холерой"):
        assert [match.tier for match in matcher.match(Post(source="", id="2", text=post))] == ["update"]
