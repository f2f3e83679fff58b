"""Sentences, in the languages we follow and in the traps they set."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.sentences import sentences


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("He said: “It is done.” Then he left.", ["He said: “It is done.”", "Then he left."]),
        ("Mr. Trump met J. D. Vance in the U.S. on Jan. 20. He left.", None),
        ("Цена 3.5 млн. долларов. Подписал Токаев К. Ж. вчера.", None),
        ("20 қаңтар 2026 ж. қол қойды. Сосын кетті.", None),
        ("وقع الرئيس الميثاق. وقال إنه سعيد؟ نعم", ["وقع الرئيس الميثاق.", "وقال إنه سعيد؟", "نعم"]),
        ("他签署了宪章。他说好！", ["他签署了宪章。", "他说好！"]),
        ("First line\nSecond line\n\n\nThird", ["First line", "Second line", "Third"]),
        ("Wait... what? No.", ["Wait... what?", "No."]),
        ("", []),
        (" \n ", []),
    ],
)
def test_a_text_is_cut_where_a_reader_would(text: str, expected: list[str] | None) -> None:
    if expected is None:
        assert len(split(text)) == 2
    else:
        assert split(text) == expected


@given(st.text(alphabet="Ab.!?؟。\n »”) г", max_size=60))
def test_nothing_but_space_is_lost_and_spans_are_in_order(text: str) -> None:
    spans = list(sentences(text))
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


@pytest.mark.parametrize("text", ["." * 300_000, "a. " * 100_000, "\n" * 300_000, '!"' * 100_000, "." + " " * 300_000])
def test_hostile_texts_take_linear_time(text: str) -> None:
    started = time.process_time()
    list(sentences(text))
    assert time.process_time() - started < 3
