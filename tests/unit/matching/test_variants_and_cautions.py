"""Spellings are offered from one; risky keywords are named before the start, with what to write instead."""

import pytest

from monitor.matching.guards import cautions
from monitor.matching.variants import MOST, variants
from monitor.model import Keyword, Post, Story

OFFERED = {
    "Tokayev": {"Tokaev", "Toqaev", "Tokajew", "Tokaïev"},
    "Zheldibay": {"Jeldibay", "Zheldibai"},
    "توكاييف": {"توقاييف", "توكايف"},
    "Тоқаев": {"Токаев"},
    "أوروبا": {"أوربا"},
    "واشنطون": {"واشنطن"},
}


@pytest.mark.parametrize("name", OFFERED)
def test_the_known_spellings_of_a_name_are_offered(name: str) -> None:
    assert OFFERED[name] <= {variant.spelling for variant in variants(name)}


@pytest.mark.parametrize("name", [*OFFERED, "Board of Peace", "Zhanibek Zhakhsylyk Shchuchinsk", "a" * 500])
def test_spellings_are_few_each_once_never_the_given_one_and_say_their_rule(name: str) -> None:
    spellings = [variant.spelling for variant in variants(name)]
    assert len(spellings) == len(set(spellings)) <= MOST
    assert name not in spellings
    assert all(variant.rule for variant in variants(name))


@pytest.mark.parametrize("name", ["", "2026", "Tokayev Тоқаев", "托卡耶夫", "\ud800"])
def test_what_is_in_no_single_known_script_has_no_spellings(name: str) -> None:
    assert variants(name) == ()


def story(**forms: str) -> Story:
    keyword = Keyword(name="k", forms={lang: (form,) for lang, form in forms.items()})
    return Story(key="s", title="s", keywords=(keyword,))


@pytest.mark.parametrize(
    ("lang", "form", "told"),
    [
        ("ru", "Газа", "газ"),
        ("ar", "آلي", "function word"),
        ("en", "Turkey", "common word"),
        ("en", "US", "common word"),
        ("ar", "أهم", "short"),
    ],
)
def test_a_form_that_falls_on_another_word_is_named_with_what_to_write(lang: str, form: str, told: str) -> None:
    found = cautions(story(**{lang: form}))
    assert any(told in caution.why for caution in found)
    assert all(caution.form == form and caution.instead for caution in found)


def test_a_name_that_is_nothing_else_raises_no_caution() -> None:
    assert cautions(story(ru="Назарбаев", kk="Назарбаев", en="Nazarbayev", ar="نزارباييف")) == ()


def test_one_word_in_two_keywords_is_told() -> None:
    keywords = (Keyword(name="a", forms={"ru": ("Давос",)}), Keyword(name="b", forms={"ru": ("Давос",)}))
    (caution,) = cautions(Story(key="s", title="s", keywords=keywords))
    assert '"b" too' in caution.why


def test_a_word_of_every_stored_post_is_told_with_its_cost() -> None:
    posts = [Post(source="a", id=str(number), text="Погода в Давосе") for number in range(50)]
    (caution,) = cautions(story(ru="Давос"), posts)
    assert "50 of the last 50 posts" in caution.why
