"""Spellings are offered from one; risky keywords are named before the start, with what to write instead."""

from dataclasses import replace

import pytest

from monitor.matching.costs import Sample
from monitor.matching.guards import cautions
from monitor.matching.variants import MOST, variants
from monitor.model import Keyword, Post, RuleText, Story

OFFERED = {
    "Tokayev": {"Tokaev", "Toqaev", "Tokajew", "Tokaïev"},
    "Zheldibay": {"Jeldibay", "Zheldibai"},
    "Nazarbayev": {"Nazarbaev", "Nasarbajew"},
    "Navalny": {"Navalnyy", "Navalniy", "Nawalny"},
    "Lavrov": {"Lawrow"},
    "Rahmon": {"Rakhmon"},
    "Pashinyan": {"Pashinian", "Pachinian"},
    "Khamenei": {"Chamenei", "Jamenei"},
    "نتنياهو": {"نتانياهو"},
    "نزارباييف": {"نازارباييف"},
    "عراقجي": {"عراقتشي"},
    "Уиткофф": {"Уиткоф", "Виткоф"},
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


def with_company(**forms: str) -> Story:
    """The same story, with a rule that asks for a second keyword."""
    alone = story(**forms)
    other = Keyword(name="other", facet="what", forms={"ru": ("Давос",), "en": ("Davos",)})
    return replace(
        alone, keywords=(replace(alone.keywords[0], facet="who"), other), rule=RuleText(related="who and what")
    )


def seen_in(asked: Story, *texts: str) -> Sample:
    return Sample(asked, [Post(source="a", id=str(number), text=text) for number, text in enumerate(texts)])


@pytest.mark.parametrize(
    ("lang", "form", "told", "other"),
    [
        ("ru", "Газа", "газ", "газ"),
        ("ar", "آلي", "function word", "إلى"),
        ("en", "Turkey", "common word", "turkey"),
        ("en", "US", "common word", "us"),
    ],
)
def test_a_form_that_falls_on_another_word_is_named_with_that_word(lang: str, form: str, told: str, other: str) -> None:
    found = cautions(story(**{lang: form}))
    assert any(told in caution.why and other in dict(caution.collides).values() for caution in found)
    assert all(caution.form == form and caution.instead for caution in found)


def test_a_short_word_is_named_and_a_name_of_three_chinese_signs_is_not_short() -> None:
    assert [caution.kind for caution in cautions(story(ar="أهم"))] == ["short"]
    assert cautions(story(zh="哈薩克")) == ()


def test_a_name_that_is_nothing_else_raises_no_caution() -> None:
    assert cautions(story(ru="Назарбаев", kk="Назарбаев", en="Nazarbayev", ar="نزارباييف")) == ()


@pytest.mark.parametrize(
    ("lang", "form"), [("ru", "Токаев"), ("ru", "Астана"), ("ru", "Газа"), ("ar", "غزة"), ("kk", "Ата")]
)
def test_exactly_so_is_never_proposed_for_a_word_that_takes_endings(lang: str, form: str) -> None:
    for asked in (story(**{lang: form}), with_company(**{lang: form})):
        assert all(caution.remedy != "exact" and "exact." not in caution.instead for caution in cautions(asked))


def test_a_name_that_is_looked_at_again_at_each_hit_needs_nothing() -> None:
    (caution,) = cautions(story(en="Turkey"))
    assert caution.remedy == "none"
    assert "every hit is looked at again" in caution.instead


def test_a_short_abbreviation_is_proposed_exactly_so() -> None:
    (caution,) = cautions(story(ru="БРИ"))
    assert (caution.remedy, caution.instead) == ("exact", 'exactly so: exact.ru = ["БРИ"] in place of the form')


def test_company_is_proposed_unless_the_rule_asks_for_it_already() -> None:
    wide = replace(with_company(ar="غزة"), rule=RuleText())
    (caution,) = cautions(wide)
    assert (caution.remedy, 'let the rule say "k and other"' in caution.instead) == ("rule", True)
    (caution,) = cautions(with_company(ar="غزة"))
    assert (caution.remedy, "the rule asks for another keyword" in caution.instead) == ("none", True)


def test_what_a_risky_word_costs_on_stored_posts_is_told_with_examples() -> None:
    asked = replace(with_company(ar="غزة"), rule=RuleText())
    texts = ["قافلة إلى غزة اليوم", "غزة and Davos", "Weather in Davos", "لا شيء"]
    (caution,) = cautions(asked, seen_in(asked, *texts))
    assert caution.cost is not None
    assert (caution.cost.looked, caution.cost.posts, caution.cost.only) == (4, 2, 1)
    assert caution.cost.examples[0] == ("0", "قافلة إلى غزة اليوم")
    assert "of the last 4 posts it stands in 2, 1 match only through it" in str(caution)


def test_a_name_that_no_stored_post_writes_small_needs_nothing() -> None:
    asked = story(ru="Токаев")
    (caution,) = cautions(asked, seen_in(asked, "В Астане Токаев принял посла"))
    assert caution.remedy == "none"
    (caution,) = cautions(asked, seen_in(asked, "много токаев и рощ"))
    assert caution.remedy == "rule"


def test_a_word_that_was_given_a_capital_is_told_to_be_taken_for_a_name() -> None:
    (caution,) = cautions(story(fr="Grève"))
    assert "common word" in caution.why
    assert caution.instead.endswith('if the word is meant, write it small: forms.fr = ["grève"]')
    assert cautions(story(fr="Macron")) == cautions(story(fr="grève")) == ()


def test_one_word_in_two_keywords_is_told() -> None:
    keywords = (Keyword(name="a", forms={"ru": ("Давос",)}), Keyword(name="b", forms={"ru": ("Давос",)}))
    (caution,) = cautions(Story(key="s", title="s", keywords=keywords))
    assert '"b" too' in caution.why


def test_a_word_of_every_stored_post_is_told_with_its_cost() -> None:
    asked = story(ru="Давос")
    (caution,) = cautions(asked, seen_in(asked, *["Погода в Давосе"] * 50))
    assert "50 of the last 50 posts" in caution.why
    assert cautions(asked, seen_in(asked, *["Погода в Давосе"] * 16)) == (), "a first day says nothing"
    assert caution.cost is not None
    assert caution.cost.only == 50
