"""A common word or a name that only begins like an idea of the news stands for none."""

import re

import pytest

from monitor.judging.lexicon import entries_for
from monitor.judging.stems import script_of
from monitor.text.data import read_text
from monitor.text.fold import fold_word
from monitor.text.words import word_spans


def ideas(lang: str, text: str) -> list[str]:
    """The ideas of a text, in its order."""
    plain = [fold_word(word) for _, _, word in word_spans(text)]
    named = (entries_for(lang, script_of(word)).idea(word, plain[at + 1 : at + 4]) for at, word in enumerate(plain))
    return [idea for idea in named if idea]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("uz", "talabalar"),
        ("uz", "qurolli kuchlar"),
        ("uz", "Qurbon hayiti"),
        ("kk", "Улан-Батор"),
        ("kk", "Ulttyq ulan"),
        ("es", "Hurtado"),
        ("de", "Stahl"),
        ("en", "an ill-fated plan"),
    ],
)
def test_a_word_that_only_begins_like_an_idea_is_none(lang: str, text: str) -> None:
    assert ideas(lang, text) == []


@pytest.mark.parametrize(
    ("lang", "text", "idea"),
    [
        ("uz", "talab qildi", "demand"),
        ("uz", "qurbonlar soni", "dead"),
        ("uz", "ko'prik qurildi", "build"),
        ("kk", "уланды", "disease"),
        ("es", "hurtaron", "crime"),
        ("de", "gestohlen", "crime"),
        ("en", "children ill", "disease"),
    ],
)
def test_the_idea_itself_is_known(lang: str, text: str, idea: str) -> None:
    assert idea in ideas(lang, text)


def test_no_name_of_a_month_is_an_idea() -> None:
    rows = [row.split() for row in read_text("text", "months.txt").splitlines() if row and not row.startswith("#")]
    found = {lang: re.split(r"[ |]", " ".join(names).replace("_", " ")) for lang, *names in rows}
    assert "decembre" in found["fr"]
    # "лист" and "ліс" are short for November, and words
    named = {
        lang: [name for name in names if name not in ("лист", "ліс") and ideas(lang, name)]
        for lang, names in found.items()
    }
    assert {lang: names for lang, names in named.items() if names} == {}


def test_a_death_in_french_is_one() -> None:
    assert ideas("fr", "décès, décédé, décédée en décembre") == ["dead", "dead", "dead"]
