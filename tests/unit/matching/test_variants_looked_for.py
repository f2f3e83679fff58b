"""A keyword's ``variants`` switch other spellings on: all, those of a language, or some; each hit says what it is."""

from collections.abc import Mapping

import pytest

from monitor.matching import check_story
from monitor.matching.find import Finder
from monitor.matching.variants import offered, variants
from monitor.model import Keyword, Post, Story

FORMS = {"en": ("Tokayev", "Zheldibay"), "ar": ("توكاييف",), "kk": ("Тоқаев",)}


def story(variants: bool | Mapping[str, bool | tuple[str, ...]]) -> Story:
    return Story(key="s", title="s", languages=("en",), keywords=(Keyword(name="k", forms=FORMS, variants=variants),))


def rules(variants: bool | Mapping[str, bool | tuple[str, ...]], text: str) -> list[tuple[str, str]]:
    hits = Finder([story(variants)]).find(Post(source="a", id="1", text=text)).get("s", ())
    return [(hit.form, hit.rule) for hit in hits]


@pytest.mark.parametrize(
    ("text", "form", "rule"),
    [
        ("Tokaev's visit", "Tokayev", "en: variant of Tokayev (-yev as -ev), possessive"),
        ("Präsident Tokajew", "Tokayev", "en: variant of Tokayev (German: y as j, v as w)"),
        ("Jeldibay said", "Zheldibay", "en: variant of Zheldibay (zh as j)"),
        ("لتوقاييف", "توكاييف", "ar: variant of توكاييف (ك as ق), with li-"),
    ],
)
def test_all_spellings_are_found_in_any_form_and_named(text: str, form: str, rule: str) -> None:
    assert rules(True, text) == [(form, rule)]
    assert rules(False, text) == []


@pytest.mark.parametrize(
    ("lang", "name", "text"),
    [
        ("ar", "ترامب", "لترمب"),
        ("ar", "بلينكن", "بلنكن"),
        ("ru", "Уиткофф", "с Виткоффом"),
        ("ru", "Хегсет", "Хэгсета"),
        ("ru", "аш-Шараа", "аль-Шараа"),
    ],
)
def test_a_name_of_this_decade_is_found_as_other_outlets_write_it(lang: str, name: str, text: str) -> None:
    keyword = Keyword(name="k", forms={lang: (name,)}, variants=True)
    assert Finder([Story(key="s", title="s", keywords=(keyword,))]).find(Post(source="a", id="1", text=text))


@pytest.mark.parametrize("text", ["у Словянську", 'біля Слов"янська', "Слов*янськ", "Слов’янську", "Словʼянськ"])
def test_a_ukrainian_apostrophe_may_be_another_sign_or_missing(text: str) -> None:
    keyword = Keyword(name="k", forms={"uk": ("Слов'янськ",)})
    assert Finder([Story(key="s", title="s", keywords=(keyword,))]).find(Post(source="a", id="1", text=text))


def test_those_of_one_language_and_listed_ones_are_found_alone() -> None:
    assert rules({"en": True}, "Tokajew") and not rules({"en": True}, "توقاييف")
    assert rules({"en": ("Tokajew",)}, "Tokajew") and not rules({"en": ("Tokajew",)}, "Tokaïev")


def test_the_name_itself_is_no_variant_and_a_word_of_the_language_is_none() -> None:
    assert rules(True, "Tokayev") == [("Tokayev", "")]
    keyword = Keyword(name="k", forms={"en": ("Kettle", "Marrsh")}, variants=True)
    spellings = {one.spelling for one in offered(Story(key="s", title="s", keywords=(keyword,))) if one.taken}
    assert spellings and "Marsh" not in spellings


def test_variants_of_a_language_without_forms_are_a_fault() -> None:
    (fault,) = check_story(story({"tr": True}))
    assert fault.key == "keywords[k].variants.tr"


def test_every_spelling_is_offered_once_with_what_is_looked_for() -> None:
    found = offered(story({"en": ("Toqaev", "Tokkayev")}))
    assert {one.spelling for one in found if one.taken} == {"Toqaev", "Tokkayev"}
    assert len({(one.lang, one.form, one.spelling) for one in found}) == len(found)
    assert {one.lang for one in found} == {"en", "ar", "kk"}


def test_the_ending_of_a_slavic_name_is_offered_as_outlets_write_it() -> None:
    assert {"Zelenskyy", "Zelenskiy", "Zelenskyi", "Selenskyj"} <= {one.spelling for one in variants("Zelensky")}
    assert "Zelensky" in {one.spelling for one in variants("Zelenskyy")}


@pytest.mark.parametrize(
    ("cited", "text", "found"),
    [
        ("вбивство", "підозра у скоєнні убивства", True),
        ("учитель", "затримали вчителя", True),
        ("удар", "вдарив", False),
    ],
)
def test_ukrainian_words_that_change_their_first_letter_are_found_with_either(
    cited: str, text: str, found: bool
) -> None:
    asked = Story(key="s", title="s", keywords=(Keyword(name="k", forms={"uk": (cited,)}),))
    assert bool(Finder([asked]).find(Post(source="a", id="1", text=text))) is found
