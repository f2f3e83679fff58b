"""The Russian dictionary takes little memory, and says what it says when it is read whole."""

import zlib
from typing import Any

import pymorphy3
import pymorphy3_dicts_ru
import pymorphy3_dicts_uk
from dawg_python import wrapper

from monitor.text.data import read_data
from monitor.text.languages.mapped import analyzer, let_go
from monitor.text.tables import word_list

DICTIONARIES = ((pymorphy3_dicts_ru, "ru"), (pymorphy3_dicts_uk, "uk"))
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


def test_two_dictionaries_keep_their_tags_apart() -> None:
    russian, ukrainian = (analyzer(each.get_path(), lang) for each, lang in DICTIONARIES)
    assert {str(one.tag.POS) for one in ukrainian.parse("підписав")} == {"VERB"}
    assert _said(russian) == _said(pymorphy3.MorphAnalyzer(path=pymorphy3_dicts_ru.get_path(), lang="ru"))


def test_it_says_the_same_after_the_system_took_its_pages_back() -> None:
    analysis = analyzer(pymorphy3_dicts_ru.get_path(), "ru")
    before = _said(analysis)
    let_go()
    assert _said(analysis) == before


def test_a_word_list_has_the_words_that_were_put_in_and_no_others() -> None:
    words = zlib.decompress(read_data("text", "ru.ambiguous.words")).decode("utf-8").split("\n")
    known, listed = frozenset(words), word_list("ru.ambiguous")
    assert all(word in listed for word in words)
    others = [other for word in words[::29] for other in (word[:-1], word + "а", word[1:], "я" + word)]
    assert [other in listed for other in others] == [other in known for other in others]
    assert not any(other in listed for other in ("", " ", "a", "яяя", "\ud800"))
