"""The Russian dictionary takes little memory, and says what it says when it is read whole."""

from typing import Any

import pymorphy3
import pymorphy3_dicts_ru
from dawg_python import wrapper

from monitor.text.languages.mapped import analyzer

WORDS = ("Токаев", "стали", "мира", "подписал", "хартия", "неведомыми", "кварками", "ёлка", "ъъъ", "по-русски")


def _said(analysis: Any) -> list[tuple[str, str, float, list[str]]]:
    return [
        (str(one.tag), one.normal_form, one.score, [form.word for form in one.lexeme])
        for word in WORDS
        for one in analysis.parse(word)
    ]


def test_a_mapped_dictionary_says_what_one_that_was_read_says() -> None:
    path = pymorphy3_dicts_ru.get_path()
    assert _said(analyzer(path, "ru")) == _said(pymorphy3.MorphAnalyzer(path=path, lang="ru"))


def test_its_large_tables_are_mapped_and_others_load_as_ever() -> None:
    before = wrapper.Dictionary.read, wrapper.Guide.read
    words = analyzer(pymorphy3_dicts_ru.get_path(), "ru").dictionary.words
    assert isinstance(words.dct._units, memoryview)
    assert isinstance(words.guide._units, memoryview)
    assert (wrapper.Dictionary.read, wrapper.Guide.read) == before
