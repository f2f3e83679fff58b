"""Nearly all texts are taken apart by a quicker pattern: it finds the very words that the thorough one finds."""

import unicodedata

import regex
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.words import _EASY, _WORD, word_spans

_SIGNS = "abс1²ªАВёґأىҚ'’ʼ‘ʻ`´′׳\u00ad\u200b\u200d\u2060\ufeff_-—#@. \n\u0640😀Ⅻ½"


@given(st.text(alphabet=st.one_of(st.sampled_from(_SIGNS), st.characters(max_codepoint=0x6FF)), max_size=20))
def test_the_words_of_an_easy_text_are_those_of_the_thorough_look(text: str) -> None:
    assert word_spans(text) == [(match.start(), match.end(), match.group()) for match in _WORD.finditer(text)]


def test_no_mark_and_no_letter_that_is_a_word_of_its_own_is_easy() -> None:
    alone = regex.compile(r"[\p{Han}\p{Hiragana}]")
    letter = regex.compile(r"[\p{L}\p{N}]")
    for code in range(0x110000):
        if _EASY.fullmatch(sign := chr(code)):
            assert unicodedata.category(sign)[0] != "M"
            assert not alone.match(sign)
            assert bool(letter.match(sign)) == sign.isalnum()
