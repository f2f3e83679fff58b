"""Texts folded together read as if each had been folded by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.fold import align, fold
from monitor.text.sheets import BETWEEN, fold_together

_SIGNS = "abсеАВCЁёґأةىı#@_'’-…\u00a0ﬁ½éßΣς5 \n\u0301\u064b\u0640\u200b\u1100\u1161가和😀\ud800"


@given(st.lists(st.text(alphabet=_SIGNS, max_size=12), max_size=8))
def test_texts_folded_together_read_as_if_folded_one_by_one(texts: list[str]) -> None:
    read = {}
    for sheet in fold_together(texts):
        pieces = sheet.text.split(BETWEEN)
        read |= dict(zip(sheet.numbers, pieces, strict=True))
        if sheet.plain:
            for number, piece in zip(sheet.numbers, pieces, strict=True):
                aligned = align(texts[number])
                assert (aligned.text, aligned.starts) == (piece, None)
    assert [read[number] for number in range(len(texts))] == [fold(text) for text in texts]


def test_a_place_on_a_sheet_tells_which_text_it_is_in() -> None:
    (sheet,) = fold_together(["one two", "", "three"])
    assert list(sheet.pieces([0, 4, 9, 13])) == [0, 0, 2, 2]


def test_a_text_with_the_sign_between_texts_is_refused_instead_of_read_as_two() -> None:
    with pytest.raises(ValueError, match="sign that stands between"):
        fold_together(["one\0two", "three"])
